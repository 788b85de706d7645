"""What the readers of the reviewed files share: rows and dates."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from briefing.errors import CuratedDataError

Row = dict[str, str]


def read_rows(path: Path, columns: Sequence[str]) -> tuple[str, list[tuple[int, Row]]]:
    """Read a CSV file as its name for messages, and its rows with their line numbers.

    Raises
    ------
    CuratedDataError
        If the file is missing, unreadable, or has other columns.
    """
    what = f"file {path.name!r}"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        remedy = "install the package again"
        raise CuratedDataError(what, f"cannot be read ({error})", remedy) from error
    if reader.fieldnames != list(columns):
        raise CuratedDataError(what, f"found columns {reader.fieldnames}, expected {columns}")
    return what, list(enumerate(rows, 2))


def read_date(text: str | None, what: str) -> dt.date | None:
    """Read a date in a row, None if it is empty.

    Raises
    ------
    CuratedDataError
        If it is no ``YYYY-MM-DD``; ``what`` names the row.
    """
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        problem = f"found a wrong date ({error}), expected YYYY-MM-DD"
        raise CuratedDataError(what, problem) from error


def refuse_if(problems: Mapping[str, bool], what: str) -> None:
    """Refuse a row by the first of the problems that it has.

    Raises
    ------
    CuratedDataError
        If any problem is there; ``what`` names the row.
    """
    for problem, is_so in problems.items():
        if is_so:
            raise CuratedDataError(what, problem)
