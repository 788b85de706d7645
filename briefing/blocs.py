"""Blocs: who was a member of what, and when.

The facts are data: ``geodata/curated/blocs.csv``, one row for every stay of a country in a bloc,
each with its source. The European Union is dated from the European Economic Community, as the
Union itself does.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, ParameterError

COLUMNS = ["bloc", "name", "country", "from", "to", "status", "source"]
STATUSES = ("member", "invitee")
COUNTRY = re.compile(r"country:[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """An alliance or union of states.

    Attributes
    ----------
    id
        Place id: ``bloc:NATO``.
    name
        Display name in English.
    """

    id: str
    name: str


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
        Half-open: a member on the day ``start``, no longer on the day ``end``; None if it lasts.
    status
        ``member``; or ``invitee`` from the signature of the accession protocol to the accession
        (NATO, since 1997).
    source
        Treaty, or page of the organisation.
    """

    bloc: Bloc
    country: str
    start: dt.date
    end: dt.date | None
    status: str
    source: str

    def holds(self, day: dt.date) -> bool:
        """Tell whether the country had this status on a day."""
        return self.start <= day and (self.end is None or day < self.end)


def blocs() -> tuple[Bloc, ...]:
    """Give all blocs whose members are known, in the order of their ids."""
    return tuple(sorted({stay.bloc for stay in memberships()}, key=lambda bloc: bloc.id))


def members(
    bloc: str, as_of: dt.date | str | None = None, status: str = "member"
) -> tuple[str, ...]:
    """Give the countries that belonged to a bloc on a day.

    Parameters
    ----------
    bloc
        Id, short name or name, in any case: ``bloc:NATO``, ``NATO``, ``European Union``.
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).
    status
        ``member`` or ``invitee``.

    Returns
    -------
    place_ids
        Sorted; empty if there were none.

    Raises
    ------
    ParameterError
        If the bloc or status is not known, or the day is none.

    Examples
    --------
    >>> len(members("NATO", as_of="2022-07-19")), members("NATO", "2022-07-19", status="invitee")
    (30, ('country:FI', 'country:SE'))
    """
    chosen, day = _bloc(bloc), _day(as_of)
    if status not in STATUSES:
        raise ParameterError(
            f"status {status!r}", "unknown, expected one of " + ", ".join(STATUSES)
        )
    return tuple(
        sorted(
            stay.country
            for stay in memberships()
            if stay.bloc == chosen and stay.status == status and stay.holds(day)
        )
    )


def blocs_of(place_id: str, as_of: dt.date | str | None = None) -> tuple[Bloc, ...]:
    """Give the blocs that a country was a member of on a day.

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
    >>> [bloc.id for bloc in blocs_of("country:GB", as_of="2020-02-01")]
    ['bloc:NATO']
    """
    day = _day(as_of)
    found = {
        stay.bloc
        for stay in memberships()
        if stay.country == place_id and stay.status == "member" and stay.holds(day)
    }
    return tuple(sorted(found, key=lambda bloc: bloc.id))


def memberships() -> tuple[Membership, ...]:
    """Give every known stay of a country in a bloc, in the order of the file.

    Raises
    ------
    CuratedDataError
        If the file is missing or a row breaks its contract.
    """
    return _read(geodata_dir() / "curated" / "blocs.csv")


def _bloc(name: str) -> Bloc:
    wanted = name.strip().casefold()
    for bloc in blocs():
        if wanted in {bloc.id.casefold(), bloc.id[5:].casefold(), bloc.name.casefold()}:
            return bloc
    known = ", ".join(bloc.id.removeprefix("bloc:") for bloc in blocs())
    raise ParameterError(f"bloc {name!r}", f"unknown, expected one of {known}")


def _day(as_of: dt.date | str | None) -> dt.date:
    if as_of is None:
        return dt.datetime.now(tz=dt.UTC).date()
    if isinstance(as_of, dt.datetime):
        return as_of.date()
    if isinstance(as_of, dt.date):
        return as_of
    try:
        return dt.date.fromisoformat(as_of)
    except ValueError as error:
        raise ParameterError(f"as_of {as_of!r}", "no date, expected YYYY-MM-DD") from error


@cache
def _read(path: Path) -> tuple[Membership, ...]:
    what = f"file {path.name!r}"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        remedy = "install the package again"
        raise CuratedDataError(what, f"cannot be read ({error})", remedy) from error
    if reader.fieldnames != COLUMNS:
        raise CuratedDataError(what, f"found columns {reader.fieldnames}, expected {COLUMNS}")
    stays = [_membership(row, f"{what} line {number}") for number, row in enumerate(rows, 2)]
    return _without_overlap(stays)


def _membership(row: dict[str, str], what: str) -> Membership:
    try:
        start = dt.date.fromisoformat(row["from"])
        end = dt.date.fromisoformat(row["to"]) if row["to"] else None
    except (TypeError, ValueError) as error:
        raise CuratedDataError(
            what, f"found a wrong date ({error}), expected YYYY-MM-DD"
        ) from error
    problems = {
        "bloc or name is empty": not (row["bloc"] and row["name"]),
        "country is no place id like country:TR": not COUNTRY.fullmatch(row["country"]),
        "status is none of " + ", ".join(STATUSES): row["status"] not in STATUSES,
        "source is empty": not row["source"],
        "'to' is not after 'from'": end is not None and end <= start,
        "there are more fields than columns": None in row,
    }
    for problem, is_so in problems.items():
        if is_so:
            raise CuratedDataError(what, problem)
    return Membership(
        bloc=Bloc(id=f"bloc:{row['bloc']}", name=row["name"]),
        country=row["country"],
        start=start,
        end=end,
        status=row["status"],
        source=row["source"],
    )


def _without_overlap(stays: list[Membership]) -> tuple[Membership, ...]:
    """Check that no country is twice in the same bloc on the same day."""
    last: dict[tuple[Bloc, str], Membership] = {}
    for stay in sorted(stays, key=lambda stay: stay.start):
        before = last.get((stay.bloc, stay.country))
        if before and (before.end is None or stay.start < before.end):
            raise CuratedDataError(
                f"{stay.country} in {stay.bloc.id}",
                f"has two rows for {stay.start}, expected one at a time",
            )
        last[stay.bloc, stay.country] = stay
    return tuple(stays)
