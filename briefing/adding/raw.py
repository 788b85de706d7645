"""What a file holds before anything of it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.wording import one_line, shortened

MOST_BYTES = 50_000_000
MOST_ROWS = 100_000
MOST_VERTICES = 2_000_000
MOST_COLUMNS = 200
_MOST_TOLD = 10


class Refused(Exception):  # noqa: N818 - it is no defect of ours
    """A file is not taken.

    Parameters
    ----------
    problem
        What was found and what was expected.
    remedy
        What can be done about it.
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Raw:
    """The rows of a file.

    Attributes
    ----------
    columns
        Name → values, one a row; plain values, or what `cleaned` makes plain.
    shapes
        One a row: a shapely geometry, None where there is none, or a text that says why the
        geometry cannot be read.
    crs
        ``AUTHORITY:CODE``; empty if the file does not tell.
    """

    columns: Mapping[str, Sequence[Any]]
    shapes: Sequence[Any]
    crs: str = "OGC:CRS84"


def check_count(rows: int, columns: int) -> None:
    """Refuse a file with too many rows or columns, or none.

    Raises
    ------
    Refused
    """
    if rows > MOST_ROWS:
        raise Refused(f"{rows:,} features, expected at most {MOST_ROWS:,}", "split the file")
    if columns > MOST_COLUMNS:
        raise Refused(f"{columns} columns, expected at most {MOST_COLUMNS}", "leave some out")
    if not rows:
        raise Refused("no features, expected one at least")


def refuse_rows(problems: Iterable[tuple[int, str]], rows: int) -> None:
    """Refuse a file that has problems, naming the first ten.

    Parameters
    ----------
    problems
        Index of a row, counted from 0, and what is the matter with it.
    rows
        How many rows there are.

    Raises
    ------
    Refused
    """
    found = sorted(problems)
    if not found:
        return
    told = "; ".join(f"row {index + 1}: {problem}" for index, problem in found[:_MOST_TOLD])
    more = len(found) - _MOST_TOLD
    bad = len({index for index, _ in found})
    raise Refused(
        f"{bad} of {rows} rows cannot be used: {told}" + (f"; and {more} more" if more > 0 else ""),
        "mend or leave out these rows",
    )


def shown(value: object) -> str:
    """Return a value from outside as it may stand in a message: short, on one line."""
    return repr(shortened(one_line(str(value)), 40))
