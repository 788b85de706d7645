"""Changes: facts that are other on one day than on another, in what blocs and offices are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from briefing.facts import blocs, leaders


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A state that stands otherwise to a bloc.

    Attributes
    ----------
    country, bloc
        Place ids.
    before, after
        Its statuses in the bloc (`briefing.facts.blocs.STATUSES`); empty for none.
    day
        Of the last change.
    """

    country: str
    bloc: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeded:
    """An office that changed hands; ``after`` is None if nobody is known to hold it."""

    country: str
    office: str
    before: leaders.Leader | None
    after: leaders.Leader | None


def memberships_changed(
    places: Collection[str], start: dt.date, end: dt.date
) -> tuple[Joined, ...]:
    """Say which states stand otherwise to which blocs on a day than on an earlier one.

    Parameters
    ----------
    places
        Ids of the states and blocs that matter: a change counts if either is among them.
    start, end
        The two days. A list that is not complete for both says nothing.
    """
    complete = {
        (one.bloc, one.status) for one in blocs.coverage() if one.holds(start) and one.holds(end)
    }
    stays = [
        one
        for one in blocs.memberships()
        if (one.bloc.id, one.status) in complete
        and (one.country in places or one.bloc.id in places)
    ]
    found = []
    for (bloc, country), group in groupby(sorted(stays, key=_pair), key=_pair):
        rows = list(group)
        before = tuple(sorted({one.status for one in rows if one.holds(start)}))
        after = tuple(sorted({one.status for one in rows if one.holds(end)}))
        if before != after:
            days = (day for one in rows for day in (one.start, one.end) if day)
            last = max(day for day in days if start < day <= end)
            found.append(Joined(country=country, bloc=bloc, before=before, after=after, day=last))
    return tuple(found)


def _pair(one: blocs.Membership) -> tuple[str, str]:
    return one.bloc.id, one.country


def offices_changed(places: Collection[str], start: dt.date, end: dt.date) -> tuple[Succeeded, ...]:
    """Say which offices of some states and blocs are in other hands on a day than on an earlier.

    An office whose list is not complete for both days says nothing.
    """
    return tuple(_succeeded(places, start, end))


def _succeeded(places: Collection[str], start: dt.date, end: dt.date) -> Iterator[Succeeded]:
    before = {(one.country, one.office): one for one in leaders.leaders(start)}
    after = {(one.country, one.office): one for one in leaders.leaders(end)}
    for one in leaders.coverage():
        key = one.country, one.office
        if one.country not in places or not (one.holds(start) and one.holds(end)):
            continue
        first, last = before.get(key), after.get(key)
        if (first and first.name) != (last and last.name):
            yield Succeeded(country=one.country, office=one.office, before=first, after=last)


def reviewed(places: Collection[str], day: dt.date) -> dt.date | None:
    """Give the earliest review before a day of the lists that speak of some places, or None."""
    days = [one.reviewed for one in leaders.coverage() if one.country in places]
    days += [one.reviewed for one in blocs.coverage()]
    return min((one for one in days if one < day), default=None)
