"""Memberships: every stay of a country in a bloc, and the file that they are read from.

The facts are data: ``geodata/curated/blocs.csv``, one row for every stay of a country in a bloc,
each with its source. ``geodata/curated/bloc_coverage.csv`` states from which day each list is
complete, and up to which day it was reviewed: later changes are not known here. The European Union
is dated from the European Economic Community, as the Union itself does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.facts.curated import Row, read_rows, refuse_if
from briefing.facts.stays import Coverage, Stay, first_clash, read_coverage, read_stay

COLUMNS = ["bloc", "name", "country", "from", "to", "status", "source"]
COVERAGE_COLUMNS = ["bloc", "status", "since", "reviewed", "note"]
STATUSES = ("member", "candidate", "invitee", "observer", "associate", "partner", "suspended")
COUNTRY = re.compile(r"country:[A-Z]{2}")

Lists = dict[tuple[str, str], Coverage]


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
class Membership(Stay):
    """One stay of a country in a bloc.

    Attributes
    ----------
    bloc
        Where.
    country
        Place id of the country, under its present code: West Germany is ``country:DE``.
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
    status: str
    source: str


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
    return tuple(_coverage(geodata_dir() / "curated").values())


@cache
def _stays(folder: Path) -> tuple[Membership, ...]:
    what, rows = read_rows(folder / "blocs.csv", COLUMNS)
    lists = _coverage(folder)
    stays = [_membership(row, lists, f"{what} line {number}") for number, row in rows]
    _refuse_two_names(stays)
    _refuse_overlap(stays)
    return tuple(stays)


@cache
def _coverage(folder: Path) -> Lists:
    return read_coverage(folder / "bloc_coverage.csv", COVERAGE_COLUMNS, STATUSES, _id)


def _id(key: str) -> str:
    return key if ":" in key else f"bloc:{key}"


def _membership(row: Row, lists: Lists, what: str) -> Membership:
    problems = {
        "bloc or name is empty": not (row["bloc"] and row["name"]),
        "country is no place id like country:TR": not COUNTRY.fullmatch(row["country"] or ""),
        "status is none of " + ", ".join(STATUSES): row["status"] not in STATUSES,
        "source is empty": not row["source"],
        "there are more fields than columns": None in row,
    }
    refuse_if(problems, what)
    bloc, status = Bloc(id=_id(row["bloc"]), name=row["name"]), row["status"]
    if (bloc.id, status) not in lists:
        raise CuratedDataError(f"{bloc.id} ({status})", "has no row of coverage")
    stay = read_stay(row, lists[bloc.id, status].since, what)
    if stay.start is None and stay.since is None:
        problem = "has no 'from', expected one: the list is said to be complete"
        raise CuratedDataError(f"{row['country']} in {bloc.id} ({status})", problem)
    return Membership(
        bloc=bloc,
        country=row["country"],
        start=stay.start,
        end=stay.end,
        since=stay.since,
        status=status,
        source=row["source"],
    )


def _refuse_two_names(stays: Iterable[Membership]) -> None:
    names: dict[str, str] = {}
    for stay in stays:
        if names.setdefault(stay.bloc.id, stay.bloc.name) != stay.bloc.name:
            problem = f"has two names, {names[stay.bloc.id]!r} and {stay.bloc.name!r}, expected one"
            raise CuratedDataError(stay.bloc.id, problem)


def _refuse_overlap(stays: Iterable[Membership]) -> None:
    """Check that no country has two statuses in a bloc on a day, but for being suspended."""
    grouped: dict[tuple[Bloc, str, bool], list[Membership]] = defaultdict(list)
    for stay in stays:
        grouped[stay.bloc, stay.country, stay.status == "suspended"].append(stay)
    for group in grouped.values():
        if clash := first_clash(group):
            raise CuratedDataError(
                f"{clash[1].country} in {clash[1].bloc.id}",
                f"has two rows for {clash[1].begin}, expected one at a time",
            )
