"""Blocs: who was a member of what, and when.

The facts are data: ``geodata/curated/blocs.csv``, one row for every stay of a country in a bloc,
each with its source. ``geodata/curated/bloc_coverage.csv`` states from which day each list is
complete, and up to which day it was reviewed: later changes are not known here. The European Union
is dated from the European Economic Community, as the Union itself does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, ParameterError
from briefing.facts.asked import AsOf, day_of
from briefing.facts.curated import read_date, read_rows, refuse_if

COLUMNS = ["bloc", "name", "country", "from", "to", "status", "source"]
COVERAGE_COLUMNS = ["bloc", "status", "since", "reviewed", "note"]
STATUSES = ("member", "candidate", "invitee", "observer", "associate", "partner", "suspended")
COUNTRY = re.compile(r"country:[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """An alliance or union of states.

    Attributes
    ----------
    id
        Place id: ``bloc:NATO``, ``organisation:UN``.
    name
        Display name in English.
    """

    id: str
    name: str

    @property
    def key(self) -> str:
        """Short name, the id without its kind: ``NATO``, ``UN``."""
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One stay of a country in a bloc.

    Attributes
    ----------
    bloc
        Where.
    country
        Place id of the country, under its present code: West Germany is ``country:DE``.
    start, end
        Half-open: a member on the day ``start``, no longer on the day ``end``. A start of None
        lies before the list is complete (see `Coverage`), an end of None is still to come.
    status
        ``member``; ``candidate``, ``observer``, ``associate`` or ``partner``, as the bloc itself
        says; ``invitee`` from the signature of the accession protocol (NATO) or the invitation
        (BRICS) to the accession. A country that is ``suspended`` keeps its membership, and has a
        row for either.
    source
        Treaty, or page of the organisation.
    """

    bloc: Bloc
    country: str
    start: dt.date | None
    end: dt.date | None
    status: str
    source: str

    def holds(self, day: dt.date) -> bool:
        """Tell whether the country had this status on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far the list of those who have a status in a bloc can be relied on.

    Attributes
    ----------
    bloc
        Place id of the bloc.
    status
        Which list: one of `STATUSES`.
    since
        First day that the list is complete for; None if it is complete from the founding.
    reviewed
        Day up to which changes were looked for.
    note
        What to know when reading it; may be empty.
    """

    bloc: str
    status: str
    since: dt.date | None
    reviewed: dt.date
    note: str

    def holds(self, day: dt.date) -> bool:
        """Tell whether the list is complete for a day."""
        return self.since is None or self.since <= day


def blocs(as_of: AsOf | None = None) -> tuple[Bloc, ...]:
    """Give the blocs whose members are known for a day, in the order of their ids.

    Parameters
    ----------
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC), which gives all.

    Raises
    ------
    ParameterError
        If the day is none.
    """
    day = day_of(as_of)
    found = {stay.bloc for stay in memberships()}
    known = {one.bloc for one in coverage() if one.status == "member" and one.holds(day)}
    return tuple(sorted((bloc for bloc in found if bloc.id in known), key=lambda bloc: bloc.id))


def find_bloc(name: str) -> Bloc | None:
    """Give the bloc of a name, or None if no bloc with known members bears it.

    Parameters
    ----------
    name
        Id, short name or name, in any case: ``bloc:NATO``, ``NATO``, ``European Union``.
    """
    wanted = name.strip().casefold()
    for bloc in blocs():
        if wanted in {bloc.id.casefold(), bloc.key.casefold(), bloc.name.casefold()}:
            return bloc
    return None


def members(bloc: str, as_of: AsOf | None = None, status: str = "member") -> tuple[str, ...]:
    """Give the countries that belonged to a bloc on a day.

    Parameters
    ----------
    bloc
        Id, short name or name, in any case: ``bloc:NATO``, ``NATO``, ``European Union``.
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).
    status
        One of `STATUSES`. ``member`` includes those whose membership is suspended.

    Returns
    -------
    place_ids
        Sorted; empty if there were none, and for a status that `coverage` has no list of in this
        bloc. A day after the last review gives what held then.

    Raises
    ------
    ParameterError
        If the bloc or status is not known, the day is none, or the list is not complete for it.

    Examples
    --------
    >>> len(members("NATO", as_of="2022-07-19")), members("NATO", "2022-07-19", status="invitee")
    (30, ('country:FI', 'country:SE'))
    """
    chosen, day = _bloc(bloc), day_of(as_of)
    if status not in STATUSES:
        raise ParameterError(
            f"status {status!r}", "unknown, expected one of " + ", ".join(STATUSES)
        )
    for one in _lists_of(chosen):
        if one.status == status and not one.holds(day):
            problem = f"before {one.since}, expected a day that the list is complete for"
            raise ParameterError(f"as_of {day} of {chosen.name!r} ({status})", problem)
    return _having(chosen, status, day)


def statuses(bloc: str, as_of: AsOf | None = None) -> dict[str, tuple[str, ...]]:
    """Give the countries that were more, less or other than members of a bloc on a day.

    Parameters
    ----------
    bloc, as_of
        As for `members`.

    Returns
    -------
    by_status
        Status → sorted place ids, in the order of `STATUSES`, without ``member``. A status whose
        list is complete for the day is there even if nobody has it; one without a list, or before
        its list is complete, is not. Last is ``former``: who was a member and is no longer, since
        the list of members is complete.

    Raises
    ------
    ParameterError
        If the bloc is not known or the day is none.

    Examples
    --------
    >>> statuses("CoE", "2022-03-16")["former"], statuses("CoE", "2022-03-16")["suspended"]
    (('country:RU',), ())
    """
    chosen, day = _bloc(bloc), day_of(as_of)
    complete = {one.status for one in _lists_of(chosen) if one.holds(day)}
    found = {
        status: _having(chosen, status, day)
        for status in STATUSES
        if status in complete - {"member"}
    }
    if "member" in complete:
        left = {
            stay.country
            for stay in memberships()
            if stay.bloc == chosen and stay.status == "member" and stay.end and stay.end <= day
        }
        found["former"] = tuple(sorted(left - set(_having(chosen, "member", day))))
    return found


def blocs_of(place_id: str, as_of: AsOf | None = None) -> tuple[Bloc, ...]:
    """Give the blocs that a country was a member of on a day, of those known for it.

    Parameters
    ----------
    place_id
        ``country:TR``; any other place is a member of nothing.
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).

    Raises
    ------
    ParameterError
        If the day is none.

    Examples
    --------
    >>> [bloc.id for bloc in blocs_of("country:ML", as_of="2025-01-29")]
    ['bloc:AES', 'bloc:AU', 'organisation:UN']
    """
    day = day_of(as_of)
    found = {
        stay.bloc
        for stay in memberships()
        if stay.country == place_id and stay.status == "member" and stay.holds(day)
    }
    return tuple(bloc for bloc in blocs(day) if bloc in found)


def memberships() -> tuple[Membership, ...]:
    """Give every known stay of a country in a bloc, in the order of the file.

    Raises
    ------
    CuratedDataError
        If the file is missing or a row breaks its contract.
    """
    return _stays(geodata_dir() / "curated")


def coverage() -> tuple[Coverage, ...]:
    """Give, for each bloc and status, how far the list can be relied on, in the order of the file.

    Raises
    ------
    CuratedDataError
        If the file is missing or a row breaks its contract.
    """
    return _coverage(geodata_dir() / "curated")


def _bloc(name: str) -> Bloc:
    if bloc := find_bloc(name):
        return bloc
    known = ", ".join(bloc.key for bloc in blocs())
    raise ParameterError(f"bloc {name!r}", f"unknown, expected one of {known}")


def _lists_of(bloc: Bloc) -> Iterator[Coverage]:
    return (one for one in coverage() if one.bloc == bloc.id)


def _having(bloc: Bloc, status: str, day: dt.date) -> tuple[str, ...]:
    """Give who has a status on a day, whether or not the list is complete for it."""
    return tuple(
        sorted(
            stay.country
            for stay in memberships()
            if stay.bloc == bloc and stay.status == status and stay.holds(day)
        )
    )


@cache
def _stays(folder: Path) -> tuple[Membership, ...]:
    what, rows = read_rows(folder / "blocs.csv", COLUMNS)
    stays = _without_overlap([_membership(row, f"{what} line {n}") for n, row in rows])
    lists = {(one.bloc, one.status): one.since for one in _coverage(folder)}
    names: dict[str, str] = {}
    for stay in stays:
        if names.setdefault(stay.bloc.id, stay.bloc.name) != stay.bloc.name:
            problem = f"has two names, {names[stay.bloc.id]!r} and {stay.bloc.name!r}, expected one"
            raise CuratedDataError(stay.bloc.id, problem)
        key = (stay.bloc.id, stay.status)
        if key not in lists:
            raise CuratedDataError(f"{stay.bloc.id} ({stay.status})", "has no row of coverage")
        if stay.start is None and lists[key] is None:
            problem = "has no 'from', expected one: the list is said to be complete"
            raise CuratedDataError(f"{stay.country} in {stay.bloc.id} ({stay.status})", problem)
    return stays


@cache
def _coverage(folder: Path) -> tuple[Coverage, ...]:
    what, rows = read_rows(folder / "bloc_coverage.csv", COVERAGE_COLUMNS)
    found = []
    for number, row in rows:
        where = f"{what} line {number}"
        since, reviewed = read_date(row["since"], where), read_date(row["reviewed"], where)
        if not row["bloc"] or row["status"] not in STATUSES or reviewed is None or None in row:
            raise CuratedDataError(where, f"found {row}, expected a bloc, a status and a review")
        found.append(
            Coverage(
                bloc=_id(row["bloc"]),
                status=row["status"],
                since=since,
                reviewed=reviewed,
                note=row["note"],
            )
        )
    return tuple(found)


def _id(key: str) -> str:
    return key if ":" in key else f"bloc:{key}"


def _membership(row: dict[str, str], what: str) -> Membership:
    start, end = read_date(row["from"], what), read_date(row["to"], what)
    problems = {
        "bloc or name is empty": not (row["bloc"] and row["name"]),
        "country is no place id like country:TR": not COUNTRY.fullmatch(row["country"]),
        "status is none of " + ", ".join(STATUSES): row["status"] not in STATUSES,
        "source is empty": not row["source"],
        "'to' is not after 'from'": bool(start and end and end <= start),
        "there are more fields than columns": None in row,
    }
    refuse_if(problems, what)
    return Membership(
        bloc=Bloc(id=_id(row["bloc"]), name=row["name"]),
        country=row["country"],
        start=start,
        end=end,
        status=row["status"],
        source=row["source"],
    )


def _without_overlap(stays: list[Membership]) -> tuple[Membership, ...]:
    """Check that no country has two statuses in a bloc on a day, but for being suspended."""
    last: dict[tuple[Bloc, str, bool], Membership] = {}
    for stay in sorted(stays, key=lambda stay: stay.start or dt.date.min):
        key = (stay.bloc, stay.country, stay.status == "suspended")
        before = last.get(key)
        if before and (before.end is None or stay.start is None or stay.start < before.end):
            raise CuratedDataError(
                f"{stay.country} in {stay.bloc.id}",
                f"has two rows for {stay.start or before.start}, expected one at a time",
            )
        last[key] = stay
    return tuple(stays)
