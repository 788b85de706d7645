"""The command ``briefing``.

Exit status: 0 all done; 1 some inputs failed, each named with its reason on stderr; 2 wrong
usage; 3 nothing could be done. What a command needs is imported when it is called, so that
``briefing link`` starts without the notebook and map packages.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType

import click

from briefing._commands.evaluating import evaluate
from briefing._commands.eventing import events
from briefing._commands.judging import lint, new
from briefing._commands.layers import layers
from briefing._commands.link import link
from briefing._commands.mapping import draw_map
from briefing._commands.notebooks import notebooks
from briefing._commands.place import place
from briefing._commands.runs import batch, build
from briefing._commands.shell import NOTHING_DONE, WRONG_USAGE, complain
from briefing.errors import BriefingError, ParameterError

_INTERRUPTED, _BROKEN_PIPE, _TERMINATED = 130, 141, 143  # 128 + the number of the signal


class _Terminated(BaseException):
    """The process was asked to end (SIGTERM): as with Ctrl-C, kernels go first."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="geobriefing", prog_name="briefing")
@click.option("--debug", is_flag=True, help="Show where an error comes from.")
def commands(*, debug: bool) -> None:
    """Turn news articles into map-annotated briefings, offline."""
    click.get_current_context().obj = debug


for _command in (
    build, batch, link, draw_map, events, place, layers, notebooks, evaluate, lint, new,
):  # fmt: skip
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit status.

    Parameters
    ----------
    arguments
        What follows the name of the command; those of this process if None.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, _terminate)
    # A name that is no UTF-8 must not stop a message that mentions it.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    raise SystemExit(_status(given))


def _status(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    try:
        status = commands.main(arguments, prog_name="briefing", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # click makes a SystemExit of a broken pipe
        # The reader has gone (`| head`); Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except (Exception, KeyboardInterrupt, _Terminated) as error:  # noqa: BLE001 - the last resort
        if "--debug" in arguments:
            traceback.print_exc()
        return _failure(error)
    return status if isinstance(status, int) else 0


def _failure(error: BaseException) -> int:
    """Say in one line what ended the command; return its exit status."""
    match error:
        case ParameterError():
            complain(error)
            return WRONG_USAGE
        case BriefingError():
            complain(error)
            return NOTHING_DONE
        case _Terminated():
            complain("ended by SIGTERM; finished folders stay, start again to go on")
            return _TERMINATED
        case KeyboardInterrupt() | click.Abort():
            complain("interrupted; finished folders stay, start again to go on")
            return _INTERRUPTED
        case _:
            complain(f"defect: {type(error).__name__}: {error}; please report what --debug shows")
            return NOTHING_DONE


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise _Terminated
