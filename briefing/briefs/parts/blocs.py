"""Blocs that the article names, and how its states stand to them, the EU and NATO."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, Self

from briefing.briefs.part import Table, Value
from briefing.facts.blocs import Bloc, blocs, coverage, members, statuses
from briefing.gazetteer.place import PlaceKind
from briefing.linking.named import Named

# Blocs that are told of every state. The others are told where the article names them: all that a
# state belongs to would be noise.
_ALWAYS = frozenset(("bloc:EU", "bloc:NATO"))


class State(Value, frozen=True, kw_only=True):
    """A state; ``status`` says how it stands to a bloc that it is no member of."""

    id: str
    name: str
    status: str = ""


class Row(Value, frozen=True, kw_only=True):
    """One bloc.

    Attributes
    ----------
    id, name
        Of the bloc.
    total
        Number of all its members.
    mentions
        How often the text names it.
    members, others
        States that the text names: members, and those of another standing.
    """

    id: str
    name: str
    total: int
    mentions: int
    members: tuple[State, ...] = ()
    others: tuple[State, ...] = ()


class Blocs(Table, frozen=True, kw_only=True):
    """Blocs and the states of the text.

    Attributes
    ----------
    rows
        One a bloc.
    as_of
        Day that memberships hold on.
    reviewed
        The earliest review before that day of the lists shown, or None.
    unknown
        Names of blocs whose members are not known as of the day.
    """

    name: ClassVar[str] = "blocs"
    title: ClassVar[str] = "Blocs"

    rows: tuple[Row, ...]
    as_of: dt.date
    reviewed: dt.date | None = None
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, named: Sequence[Named], day: dt.date) -> Self:
        """Describe the blocs of an article's places as of a day."""
        places = {one.place.id: one.place for one in named}
        known = {bloc.id: bloc for bloc in blocs(day)}
        asked = [bloc for key, bloc in known.items() if key in places or key in _ALWAYS]
        rows = tuple(row for bloc in asked if (row := _row(bloc, named, day)))
        kept = {bloc.id for bloc in blocs()}
        shown = {row.id for row in rows}
        reviewed = min((one.reviewed for one in coverage() if one.place in shown), default=None)
        return cls(
            rows=rows,
            as_of=day,
            reviewed=reviewed if reviewed and reviewed < day else None,
            unknown=tuple(
                place.name
                for key, place in places.items()
                if key not in known and (key in kept or place.kind is PlaceKind.BLOC)
            ),
        )

    @property
    def summary(self) -> str:
        """Members named, a bloc."""
        told = (f"{row.name}: {len(row.members)} named" for row in self.rows)
        return ", ".join(told) or "none named"


def _row(bloc: Bloc, named: Sequence[Named], day: dt.date) -> Row | None:
    """Describe a bloc, or None if the article names neither it nor a state that is in it."""
    countries = {
        one.place.id: one.place.name for one in named if one.place.kind is PlaceKind.COUNTRY
    }
    belonging = members(bloc.id, day)
    others = tuple(
        State(
            id=key,
            name=countries[key],
            status="former member" if status == "former" else status,
        )
        for status, having in statuses(bloc.id, day).items()
        for key in countries
        if key in having
    )
    row = Row(
        id=bloc.id,
        name=bloc.name,
        total=len(belonging),
        mentions=sum(len(one.links) for one in named if one.place.id == bloc.id),
        members=tuple(
            State(id=key, name=name) for key, name in countries.items() if key in belonging
        ),
        others=others,
    )
    near = any(other.status != "former member" for other in others)
    return row if row.mentions or row.members or near else None
