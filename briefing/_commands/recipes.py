"""Options that say how briefings are made, and the recipe of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefing.errors import NotebookError, ParameterError
from briefing.pages.formats import format_names

if TYPE_CHECKING:
    from briefing.running.recipe import Recipe

Command = TypeVar("Command", bound=Callable[..., Any])

_SHARED = {
    "as_of": "Date that memberships and names are valid at, as 2022-07-19.",
    "worldview": "Whose borders: international, de-facto, or a state (as IN, UA).",
    "language": "ISO 639-1 code of the articles.",
    "title": "Headline of the briefing.",
    "marking": "How it must be handled, e.g. TLP:GREEN.",
    "author": "Who answers for it.",
    "since": "Folder of the last brief on the same story; what is new since is told.",
}


_OPTIONS = (
    click.option(
        "--notebook",
        default="article",
        metavar="NAME",
        help="Notebook to run, by name or path.  [default: article]",
    ),
    click.option(
        "-p",
        "--parameter",
        "given",
        multiple=True,
        metavar="NAME=VALUE",
        help="A parameter of the notebook; `briefing notebooks params NAME` lists them.",
    ),
    click.option(
        "--input",
        "files",
        multiple=True,
        metavar="NAME=FILE",
        help="A file for a parameter of the notebook; again for one that takes many.",
    ),
    *(
        click.option(f"--{name.replace('_', '-')}", metavar="TEXT", help=text)
        for name, text in _SHARED.items()
    ),
    click.option(
        "--to",
        "formats",
        default="html",
        metavar="FORMATS",
        help=f"Pages to make: {','.join(format_names())}.  [default: html]",
    ),
    click.option(
        "--template",
        "templates",
        multiple=True,
        metavar="FILE",
        help="A .pptx or .docx of your own, for how pages of that kind look.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=600.0,
        metavar="SECONDS",
        help="How long a cell may take.  [default: 600]",
    ),
)


def recipe_options(command: Command) -> Command:
    """Add the options that say how briefings are made."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def recipe_of(options: dict[str, Any]) -> Recipe:
    """Check the options of a command, before anything is started."""
    from briefing.running.notebooks import notebook_parameters  # noqa: PLC0415
    from briefing.running.recipe import read_recipe  # noqa: PLC0415

    given = dict(_pairs("-p", options["given"], "VALUE"))
    files: dict[str, list[str]] = {}
    for name, path in _pairs("--input", options["files"], "FILE"):
        files.setdefault(name, []).append(path)
    given |= {name: options[name] for name in _SHARED if options[name] is not None}
    try:
        return read_recipe(
            options["notebook"],
            parameters=notebook_parameters(options["notebook"]).parse(given),
            inputs=files,
            formats=[name for name in options["formats"].split(",") if name],
            templates=options["templates"],
            cell_seconds=options["timeout"],
        )
    except NotebookError as error:  # none of this name, or none that declares parameters
        raise ParameterError(error.what, error.problem, error.remedy) from error


def _pairs(option: str, texts: tuple[str, ...], value: str) -> Iterator[tuple[str, str]]:
    """Split the texts of an option at the first equals sign."""
    for text in texts:
        name, equals, given = text.partition("=")
        if not equals:
            raise click.UsageError(f"{option} {text!r} is not NAME={value}")
        yield name, given
