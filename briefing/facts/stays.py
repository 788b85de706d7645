"""Stays: from when until when something holds, and how far a list of them can be relied on.

Who was a member of a bloc, who held an office, what a place was called, what was disputed: each is
a stay with a first day and a day on which it was over. What holds as of a day is decided here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Self, TypeVar

from briefing.errors import CuratedDataError
from briefing.facts.curated import Row, read_date, read_rows, refuse_if

PLACE = re.compile(r"country:[A-Z]{2}|(?:bloc|organisation):[A-Za-z0-9-]+")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The days on which something holds.

    Attributes
    ----------
    start, end
        Half-open: it holds on the day ``start``, no longer on the day ``end``. A start of None is
        not known, or lies before the list is complete; an end of None is still to come.
    since
        First day that the list of such stays is complete for (see `Coverage`); None if it is from
        the beginning.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    since: dt.date | None = None

    @classmethod
    def dated(cls, start: str, end: str) -> Self:
        """Read a stay whose ends are known to a year, a month or a day (ISO 8601), or not at all.

        A day is exact. A year or month says that the change fell into it: the stay may hold from
        its first day, and until its last.

        Raises
        ------
        ValueError
            If a text is no such date.

        Examples
        --------
        >>> stay = Stay.dated("1998", "2018-04")
        >>> stay.holds(dt.date(1998, 1, 1)), stay.holds(dt.date(2018, 4, 30)), str(stay.end)
        (True, True, '2018-05-01')
        """
        return cls(start=_first_day(start) if start else None, end=_day_after(end) if end else None)

    @property
    def begin(self) -> dt.date:
        """First day on which it is known to hold, or to hold already."""
        return self.start or self.since or dt.date.min

    def holds(self, day: dt.date) -> bool:
        """Tell whether it is known to hold on a day."""
        return self.begin <= day and not self.is_over(day)

    def is_over(self, day: dt.date) -> bool:
        """Tell whether a day lies after it."""
        return self.end is not None and self.end <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a list of stays can be relied on.

    Attributes
    ----------
    place
        Place id of the bloc, state or organisation.
    listed
        Which of its lists: a status in a bloc, an office.
    since
        First day that the list is complete for; None if it is from the beginning.
    reviewed
        Day up to which changes were looked for; what held then is the last known.
    note
        What to know when reading it; may be empty.
    """

    place: str
    listed: str
    since: dt.date | None
    reviewed: dt.date
    note: str

    def holds(self, day: dt.date) -> bool:
        """Tell whether the list is complete for a day; after the review it is the last known."""
        return self.since is None or self.since <= day


SomeStay = TypeVar("SomeStay", bound=Stay)


def held_or_last(stays: Iterable[SomeStay], day: dt.date) -> tuple[SomeStay, ...]:
    """Give those that hold on a day; if none does, those that ended last by then."""
    known = tuple(stays)
    if held := tuple(stay for stay in known if stay.holds(day)):
        return held
    last = max((stay.end for stay in known if stay.end and stay.end <= day), default=None)
    return tuple(stay for stay in known if last and stay.end == last)


def first_clash(stays: Iterable[SomeStay]) -> tuple[SomeStay, SomeStay] | None:
    """Give the first two stays that share a day, the earlier first; None if no two do."""
    for before, after in pairwise(sorted(stays, key=lambda stay: stay.begin)):
        if before.end is None or after.begin < before.end:
            return before, after
    return None


def read_stay(row: Row, since: dt.date | None, what: str) -> Stay:
    """Read the columns ``from`` and ``to`` of a row, of a list that is complete from a day on.

    Raises
    ------
    CuratedDataError
        If they are no days, or none lies between them; ``what`` names the row.
    """
    stay = Stay(start=read_date(row["from"], what), end=read_date(row["to"], what), since=since)
    problems = {
        "'to' is not after 'from'": bool(stay.start and stay.end and stay.end <= stay.start),
        "'from' is empty and 'to' before the list begins": bool(
            stay.start is None and since and stay.is_over(since)
        ),
    }
    refuse_if(problems, what)
    return stay


def read_coverage(
    path: Path,
    columns: Sequence[str],
    lists: Collection[str],
    place_id: Callable[[str], str] = str,
) -> dict[tuple[str, str], Coverage]:
    """Read how far the lists of a reviewed file can be relied on.

    Parameters
    ----------
    path
        A CSV file of such statements.
    columns
        Its columns: that of the place and that of the list come first.
    lists
        What may stand in the column of the list.
    place_id
        Makes a place id of what stands in the column of the place.

    Returns
    -------
    coverage
        By place and list, in the order of the file.

    Raises
    ------
    CuratedDataError
        If the file is missing or a row breaks its contract.
    """
    what, rows = read_rows(path, columns)
    found: dict[tuple[str, str], Coverage] = {}
    for number, row in rows:
        where = f"{what} line {number}"
        since, reviewed = read_date(row["since"], where), read_date(row["reviewed"], where)
        key = place_id(row[columns[0]] or ""), row[columns[1]]
        is_whole = None not in row and PLACE.fullmatch(key[0]) and key[1] in lists
        if not is_whole or reviewed is None or (since and reviewed < since):
            problem = f"found {row}, expected {columns[0]}, {columns[1]} and a day of review"
            raise CuratedDataError(where, problem)
        if key in found:
            raise CuratedDataError(where, f"found {key} again, expected one row for each")
        found[key] = Coverage(
            place=key[0], listed=key[1], since=since, reviewed=reviewed, note=row["note"]
        )
    return found


@cache
def _first_day(text: str) -> dt.date:
    """Return the first day of a year, month or day; ValueError if the text is none."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part or 1) for part in match.groups())
    return dt.date(year, month, day)


@cache
def _day_after(text: str) -> dt.date:
    """Return the first day after a year or month; a day stands for itself."""
    first = _first_day(text)
    if len(text) == 4:
        return first.replace(year=first.year + 1)
    if len(text) == 7:
        return (first + dt.timedelta(days=31)).replace(day=1)
    return first
