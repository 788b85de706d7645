"""Leaders: who held which office, and when.

The facts are data: ``geodata/curated/leaders.csv``, one row for every stay of a person in an
office, each with its source. ``geodata/curated/leaders_coverage.csv`` states from which day the
list of an office is complete, and up to which day it was reviewed: later changes are not known
here. A day that is not sure has no row.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.facts.asked import AsOf, day_of
from briefing.facts.curated import read_date, read_rows, refuse_if
from briefing.gazetteer.folding import fold

COLUMNS = ["country", "office", "title", "name", "surname", "also", "from", "to", "source"]
COVERAGE_COLUMNS = ["country", "office", "since", "reviewed", "note"]
OFFICES = ("head of state", "head of government", "foreign minister", "head of organisation")
PLACE = re.compile(r"country:[A-Z]{2}|(?:bloc|organisation):[A-Za-z-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
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
    start, end
        Half-open: in office on the day ``start``, no longer on the day ``end``. A start of None
        lies on an unsure day before the list is complete, an end of None is still to come.
    since
        First day that the list of this office is complete for (see `Coverage`).
    source
        What the row was taken from or checked against.
    """

    country: str
    office: str
    title: str
    name: str
    surname: str
    also: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None
    since: dt.date
    source: str

    def holds(self, day: dt.date) -> bool:
        """Tell whether the person is known to have been in office on a day."""
        return self.begin <= day and (self.end is None or day < self.end)

    @property
    def begin(self) -> dt.date:
        """First day that the person is known to have been in office, or in it already."""
        return self.start or self.since

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling of the full name, without the bare surname."""
        return (self.name, *(name for name in self.also if name != self.surname))

    @property
    def is_unmistakable(self) -> bool:
        """Whether the bare surname can hardly mean anyone else."""
        return self.surname in self.also


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far the list of those who held an office can be relied on.

    Attributes
    ----------
    country
        Place id, as in `Leader`.
    office
        One of `OFFICES`.
    since
        First day that the list is complete for.
    reviewed
        Day up to which changes were looked for.
    note
        What to know when reading it; may be empty.
    """

    country: str
    office: str
    since: dt.date
    reviewed: dt.date
    note: str

    def holds(self, day: dt.date) -> bool:
        """Tell whether the list is complete for a day; after the review it is the last known."""
        return self.since <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNames:
    """Names that mean a person, folded (`briefing.gazetteer.folding`); a hyphen is a space.

    Attributes
    ----------
    full
        Full names in every known spelling: ``emmanuel macron``, ``xi jinping``.
    surnames
        What leaders are called by alone. Some are words or places as well: ``may``, ``castillo``.
    unmistakable
        Those of the surnames, and of single-word spellings, that hardly mean anything else:
        ``macron``, ``lula``.
    """

    full: frozenset[str]
    surnames: frozenset[str]
    unmistakable: frozenset[str]


def leaders(as_of: AsOf | None = None, country: str | None = None) -> tuple[Leader, ...]:
    """Give those who were in office on a day.

    Parameters
    ----------
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).
    country
        Only those of this place id: ``country:IR``, ``bloc:NATO``. If None, all.

    Returns
    -------
    leaders
        In the order of place ids and `OFFICES`. An office that nobody is known for has none:
        `coverage` tells a vacancy from what is not known. A day after the last review gives who
        was in office then.

    Raises
    ------
    ParameterError
        If the day is none.

    Examples
    --------
    >>> [(one.title, one.name) for one in leaders("2022-07-19", "country:IR")]
    [('Supreme Leader', 'Ali Khamenei'), ('President', 'Ebrahim Raisi'), \
('Foreign Minister', 'Hossein Amir-Abdollahian')]
    """
    day = day_of(as_of)
    return tuple(
        one for one in stays() if one.holds(day) and (country is None or one.country == country)
    )


def who_is(name: str, as_of: AsOf | None = None) -> tuple[Leader, ...]:
    """Give the offices of those who are called by a name, as of a day.

    Parameters
    ----------
    name
        Full name in any known spelling, or a surname, with or without the title; in any case,
        with or without accents: ``Erdogan``, ``President Erdoğan``, ``Mohammed bin Salman``.
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).

    Returns
    -------
    leaders
        Every office that such a person held on the day. If none of them held any, the last
        offices that they had left by then; empty if they had none yet, or nobody is called so.

    Raises
    ------
    ParameterError
        If the day is none.

    Examples
    --------
    >>> [(one.title, one.end) for one in who_is("Merkel", "2022-07-19")]
    [('Chancellor', datetime.date(2021, 12, 8))]
    """
    day, wanted = day_of(as_of), folded(name)
    called = [one for one in stays() if wanted in _calls(one)]
    if present := tuple(one for one in called if one.holds(day)):
        return present
    past = [one for one in called if one.end and one.end <= day]
    last = {
        one.name: max(two.end for two in past if two.name == one.name and two.end) for one in past
    }
    return tuple(one for one in past if one.end == last[one.name])


def person_names() -> PersonNames:
    """Give every name that means a leader, so that it is not taken for a place."""
    full = {folded(name) for one in stays() for name in one.names}
    strong = {folded(one.surname) for one in stays() if one.is_unmistakable}
    return PersonNames(
        full=frozenset(name for name in full if " " in name),
        surnames=frozenset(folded(one.surname) for one in stays() if one.surname),
        unmistakable=frozenset(strong | {name for name in full if " " not in name} - _regnal()),
    )


def folded(name: str) -> str:
    """Fold a name to its words with one space between them: ``Amir-Abdollahian``, ``K. P.``."""
    return " ".join(re.findall(r"\w+", fold(name)))


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
    return _coverage(geodata_dir() / "curated")


def _calls(one: Leader) -> set[str]:
    names = {folded(name) for name in (*one.names, one.surname) if name}
    return names | {f"{folded(one.title)} {name}" for name in names}


def _regnal() -> set[str]:
    """Single names of monarchs and popes, which many people bear: ``felipe``, ``francis``."""
    return {folded(one.name) for one in stays() if not one.surname and " " not in one.name}


@cache
def _stays(folder: Path) -> tuple[Leader, ...]:
    what, rows = read_rows(folder / "leaders.csv", COLUMNS)
    lists = {(one.country, one.office): one.since for one in _coverage(folder)}
    found = [_leader(row, lists, f"{what} line {number}") for number, row in rows]
    found.sort(key=lambda one: (one.country, OFFICES.index(one.office), one.begin))
    return _without_overlap(tuple(found))


@cache
def _coverage(folder: Path) -> tuple[Coverage, ...]:
    what, rows = read_rows(folder / "leaders_coverage.csv", COVERAGE_COLUMNS)
    found: dict[tuple[str, str], Coverage] = {}
    for number, row in rows:
        where = f"{what} line {number}"
        since, reviewed = read_date(row["since"], where), read_date(row["reviewed"], where)
        if (
            not PLACE.fullmatch(row["country"] or "")
            or row["office"] not in OFFICES
            or since is None
            or reviewed is None
            or reviewed < since
            or None in row
        ):
            problem = f"found {row}, expected a place id, an office, a first day and a review"
            raise CuratedDataError(where, problem)
        key = row["country"], row["office"]
        if key in found:
            raise CuratedDataError(where, f"found {key} again, expected one row for each")
        found[key] = Coverage(
            country=key[0], office=key[1], since=since, reviewed=reviewed, note=row["note"]
        )
    return tuple(found.values())


def _leader(row: dict[str, str], lists: dict[tuple[str, str], dt.date], what: str) -> Leader:
    if None in row or None in row.values():
        raise CuratedDataError(what, f"found another number of fields than {len(COLUMNS)}")
    start, end = read_date(row["from"], what), read_date(row["to"], what)
    also = tuple(filter(None, row["also"].split("|")))
    since = lists.get((row["country"], row["office"]))
    if since is None:
        raise CuratedDataError(what, "the office has no row of coverage")
    problems = {
        "country is no place id like country:TR": not PLACE.fullmatch(row["country"]),
        "office is none of " + ", ".join(OFFICES): row["office"] not in OFFICES,
        "title, name or source is empty": not (row["title"] and row["name"] and row["source"]),
        "surname is no part of the name": row["surname"] not in row["name"],
        "'also' repeats a spelling": len({row["name"], *also}) != len(also) + 1,
        "'to' is not after 'from'": bool(start and end and end <= start),
        "'from' is empty and 'to' before the list begins": bool(end and not start and end <= since),
    }
    refuse_if(problems, what)
    return Leader(
        country=row["country"],
        office=row["office"],
        title=row["title"],
        name=row["name"],
        surname=row["surname"],
        also=also,
        start=start,
        end=end,
        since=since,
        source=row["source"],
    )


def _without_overlap(found: tuple[Leader, ...]) -> tuple[Leader, ...]:
    """Check that an office has one holder at a time; the rows come sorted."""
    for before, after in pairwise(found):
        if (before.country, before.office) != (after.country, after.office):
            continue
        if before.end is None or after.begin < before.end:
            raise CuratedDataError(
                f"{before.office} of {before.country}",
                f"has both {before.name} and {after.name} on {after.begin}, expected one at a time",
            )
    return found
