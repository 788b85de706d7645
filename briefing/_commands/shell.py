"""What the commands share: exit status, complaints, answers."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from briefing.wording import printable_line

SOME_FAILED, WRONG_USAGE, NOTHING_DONE = 1, 2, 3


def status(failed: int, total: int) -> int:
    """Return the exit status of a command that went over several inputs."""
    if not failed:
        return 0
    return NOTHING_DONE if failed == total else SOME_FAILED


def complain(reason: object) -> None:
    """Say in one line on stderr what failed and why."""
    click.echo(f"briefing: {printable_line(str(reason))}", err=True)


def answer(value: Any) -> None:
    """Write a machine-readable answer: JSON, one a line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
