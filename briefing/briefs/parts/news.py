"""What is new since the last brief on the same story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import ClassVar, Self

from briefing import markup
from briefing.briefs.changes import (
    Joined,
    Succeeded,
    memberships_changed,
    offices_changed,
    reviewed,
)
from briefing.briefs.earlier import Earlier, relation_key
from briefing.briefs.part import Part, Value
from briefing.briefs.parts.relations import Row
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import Wording, listed
from briefing.facts.leaders import Leader
from briefing.linking.named import Named


class Membership(Value, frozen=True, kw_only=True):
    """A state that stands otherwise to a bloc: what it was and is there, and since when."""

    state: Reference
    bloc: Reference
    before: str
    after: str
    day: dt.date


class Office(Value, frozen=True, kw_only=True):
    """An office that changed hands: title and name before and after; empty if nobody is known."""

    place: Reference
    office: str
    before: str
    after: str
    day: dt.date | None = None


class News(Part, frozen=True, kw_only=True):
    """What is new.

    Attributes
    ----------
    since, earlier
        Day and title of the last brief.
    places, actors
        Those that it did not name.
    relations
        Those that it did not have.
    memberships, offices
        What changed between its day and that of this brief.
    reviewed
        The earliest review before the day of the brief of the lists that these are from, or None.
    compared
        Whether its record had actors and relations to compare with.
    is_later
        Whether this brief's day is after that of the last one; else no facts are compared.
    """

    name: ClassVar[str] = "news"

    since: dt.date
    earlier: str
    places: tuple[Reference, ...] = ()
    actors: tuple[Reference, ...] = ()
    relations: tuple[Row, ...] = ()
    memberships: tuple[Membership, ...] = ()
    offices: tuple[Office, ...] = ()
    reviewed: dt.date | None = None
    compared: bool = True
    is_later: bool = True

    @classmethod
    def of(
        cls,
        earlier: Earlier,
        named: Sequence[Named],
        actors: Sequence[str],
        relations: Sequence[Row],
        wording: Wording,
    ) -> Self:
        """Compare places, actors and relations with those of the last brief."""

        def refer(key: str) -> Reference:
            return reference(key, named, wording)

        start, end = earlier.as_of, wording.as_of
        watched = {*actors, *(one.place.id for one in named)}
        is_later = start < end
        joined = memberships_changed(watched, start, end) if is_later else ()
        succeeded = offices_changed(watched, start, end) if is_later else ()
        known = set(earlier.actors or ())
        had = set(earlier.relations or ())
        return cls(
            since=start,
            earlier=earlier.title,
            places=tuple(
                refer(one.place.id) for one in named if one.place.id not in earlier.places
            ),
            actors=tuple(refer(key) for key in actors if key not in known)
            if earlier.actors is not None
            else (),
            relations=tuple(row for row in relations if _key(row) not in had)
            if earlier.relations is not None
            else (),
            memberships=tuple(_membership(one, refer) for one in joined),
            offices=tuple(_office(one, refer) for one in succeeded),
            reviewed=reviewed(watched, end),
            compared=earlier.actors is not None and earlier.relations is not None,
            is_later=is_later,
        )

    @property
    def heading(self) -> str:
        """Since when."""
        return f"New since {markup.long_date(self.since)}"

    @property
    def summary(self) -> str:
        """How many of each."""
        kinds = ("places", "actors", "relations", "memberships", "offices")
        return ", ".join(f"{len(getattr(self, kind))} {kind}" for kind in kinds)


def _key(row: Row) -> tuple[str, str, str, str]:
    return relation_key(row.source.id, row.kind, row.target.id, row.status, both=row.both)


def _membership(one: Joined, refer: Callable[[str], Reference]) -> Membership:
    return Membership(
        state=refer(one.country),
        bloc=refer(one.bloc),
        before=listed(one.before),
        after=listed(one.after),
        day=one.day,
    )


def _office(one: Succeeded, refer: Callable[[str], Reference]) -> Office:
    return Office(
        place=refer(one.country),
        office=one.office,
        before=_holder(one.before),
        after=_holder(one.after),
        day=one.after.start if one.after else one.before.end if one.before else None,
    )


def _holder(one: Leader | None) -> str:
    return f"{one.title} {one.name}" if one else ""
