"""Offices: every stay of a person in one, and the file that they are read from.

The facts are data: ``geodata/curated/leaders.csv``, one row for every stay of a person in an
office, each with its source. ``geodata/curated/leaders_coverage.csv`` states from which day the
list of an office is complete, and up to which day it was reviewed: later changes are not known
here. A day that is not sure has no row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.facts.curated import Row, read_rows, refuse_if
from briefing.facts.stays import Coverage, Stay, first_clash, read_coverage, read_stay

COLUMNS = ["country", "office", "title", "name", "surname", "also", "from", "to", "source"]
COVERAGE_COLUMNS = ["country", "office", "since", "reviewed", "note"]
OFFICES = ("head of state", "head of government", "foreign minister", "head of organisation")

Lists = dict[tuple[str, str], Coverage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader(Stay):
    """One stay of a person in an office.

    Attributes
    ----------
    country
        Place id of the state, bloc or organisation: ``country:IR``, ``bloc:NATO``.
    office
        One of `OFFICES`. Who is head of state and of government has a row for either.
    title
        What the office is called: ``President``, ``Supreme Leader``, ``Acting President``.
    name
        Common English spelling, in the person's own order: ``Angela Merkel``, ``Xi Jinping``.
    surname
        What a text calls the person by alone; empty for monarchs and others without one.
    also
        Other spellings. The surname is among them if it can hardly mean anyone else.
    source
        What the row was taken from or checked against.
    """

    country: str
    office: str
    title: str
    name: str
    surname: str
    also: tuple[str, ...]
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling of the full name, without the bare surname."""
        return (self.name, *(name for name in self.also if name != self.surname))

    @property
    def is_unmistakable(self) -> bool:
        """Whether the bare surname can hardly mean anyone else."""
        return self.surname in self.also


def stays() -> tuple[Leader, ...]:
    """Give every known stay in an office, by place, office and day.

    Raises
    ------
    CuratedDataError
        If the file is missing or a row breaks its contract.
    """
    return _stays(geodata_dir() / "curated")


def coverage() -> tuple[Coverage, ...]:
    """Give, for each office, how far the list can be relied on, in the order of the file.

    Raises
    ------
    CuratedDataError
        If the file is missing or a row breaks its contract.
    """
    return tuple(_coverage(geodata_dir() / "curated").values())


@cache
def _stays(folder: Path) -> tuple[Leader, ...]:
    what, rows = read_rows(folder / "leaders.csv", COLUMNS)
    lists = _coverage(folder)
    found = [_leader(row, lists, f"{what} line {number}") for number, row in rows]
    _refuse_overlap(found)
    return tuple(sorted(found, key=lambda one: (one.country, OFFICES.index(one.office), one.begin)))


@cache
def _coverage(folder: Path) -> Lists:
    lists = read_coverage(folder / "leaders_coverage.csv", COVERAGE_COLUMNS, OFFICES)
    for one in lists.values():
        if one.since is None:
            raise CuratedDataError(f"{one.listed} of {one.place}", "has no 'since', expected one")
    return lists


def _leader(row: Row, lists: Lists, what: str) -> Leader:
    if None in row or None in row.values():
        raise CuratedDataError(what, f"found another number of fields than {len(COLUMNS)}")
    listed = lists.get((row["country"], row["office"]))
    if listed is None:
        raise CuratedDataError(what, "the office has no row of coverage")
    also = tuple(filter(None, row["also"].split("|")))
    problems = {
        "title, name or source is empty": not (row["title"] and row["name"] and row["source"]),
        "surname is no part of the name": row["surname"] not in row["name"],
        "'also' repeats a spelling": len({row["name"], *also}) != len(also) + 1,
    }
    refuse_if(problems, what)
    stay = read_stay(row, listed.since, what)
    return Leader(
        country=listed.place,
        office=listed.listed,
        title=row["title"],
        name=row["name"],
        surname=row["surname"],
        also=also,
        start=stay.start,
        end=stay.end,
        since=stay.since,
        source=row["source"],
    )


def _refuse_overlap(found: Iterable[Leader]) -> None:
    """Check that an office has one holder at a time."""
    grouped: dict[tuple[str, str], list[Leader]] = defaultdict(list)
    for one in found:
        grouped[one.country, one.office].append(one)
    for group in grouped.values():
        if clash := first_clash(group):
            before, after = clash
            raise CuratedDataError(
                f"{before.office} of {before.country}",
                f"has both {before.name} and {after.name} on {after.begin}, expected one at a time",
            )
