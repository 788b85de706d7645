"""Blocs: who was a member of what, and when; see `briefing.facts.memberships` for the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from briefing.errors import ParameterError
from briefing.facts.asked import AsOf, day_of
from briefing.facts.memberships import STATUSES, Bloc, coverage, memberships
from briefing.facts.stays import Coverage

__all__ = ["Bloc", "blocs", "blocs_of", "coverage", "find_bloc", "members", "statuses"]


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
    known = {one.place for one in coverage() if one.listed == "member" and one.holds(day)}
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
        if one.listed == status and not one.holds(day):
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
    complete = {one.listed for one in _lists_of(chosen) if one.holds(day)}
    found = {
        status: _having(chosen, status, day)
        for status in STATUSES
        if status in complete - {"member"}
    }
    if "member" in complete:
        left = {
            stay.country
            for stay in memberships()
            if stay.bloc == chosen and stay.status == "member" and stay.is_over(day)
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


def _bloc(name: str) -> Bloc:
    if bloc := find_bloc(name):
        return bloc
    known = ", ".join(bloc.key for bloc in blocs())
    raise ParameterError(f"bloc {name!r}", f"unknown, expected one of {known}")


def _lists_of(bloc: Bloc) -> Iterator[Coverage]:
    return (one for one in coverage() if one.place == bloc.id)


def _having(bloc: Bloc, status: str, day: dt.date) -> tuple[str, ...]:
    """Give who has a status on a day, whether or not the list is complete for it."""
    return tuple(
        sorted(
            stay.country
            for stay in memberships()
            if stay.bloc == bloc and stay.status == status and stay.holds(day)
        )
    )
