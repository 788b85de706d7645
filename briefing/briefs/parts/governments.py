"""Who is in office in the states that act in the story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import ClassVar, Self

from briefing.briefs.offices import reviewed
from briefing.briefs.part import Table, Value
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import Wording
from briefing.facts.leaders import OFFICES, coverage, leaders
from briefing.facts.stays import Coverage
from briefing.linking.named import Named

_SHOWN_STATES = 6
_SHOWN_OFFICES = OFFICES[:3]


class Cell(Value, frozen=True, kw_only=True):
    """An office of a state: who holds it, under which title; ``known`` if the list says so."""

    office: str
    known: bool
    title: str = ""
    name: str = ""


class Row(Value, frozen=True, kw_only=True):
    """A state and its offices."""

    state: Reference
    offices: tuple[Cell, ...]


class Governments(Table, frozen=True, kw_only=True):
    """In office.

    Attributes
    ----------
    rows
        One a state, the most important first.
    as_of
        Day that the offices are given for.
    reviewed
        The earliest review before that day of the lists shown, or None.
    """

    name: ClassVar[str] = "governments"
    title: ClassVar[str] = "In office"

    rows: tuple[Row, ...]
    as_of: dt.date
    reviewed: dt.date | None = None

    @classmethod
    def of(cls, actors: Sequence[str], named: Sequence[Named], wording: Wording) -> Self:
        """Describe who is in office in the first of some actors that are states."""
        covered = {(one.place, one.listed): one for one in coverage()}
        states = [
            actor
            for actor in actors
            if actor.startswith("country:") and (actor, OFFICES[0]) in covered
        ][:_SHOWN_STATES]
        shown = {(state, office) for state in states for office in _SHOWN_OFFICES}
        return cls(
            rows=tuple(
                _row(reference(state, named, wording), wording.as_of, covered) for state in states
            ),
            as_of=wording.as_of,
            reviewed=reviewed(shown, wording.as_of),
        )

    @property
    def summary(self) -> str:
        """Names of the states."""
        return ", ".join(row.state.name for row in self.rows) or "no state named"


def _row(state: Reference, day: dt.date, covered: Mapping[tuple[str, str], Coverage]) -> Row:
    """Say who holds the offices of a state; nobody, if the list is complete; else "unknown"."""
    holders = {one.office: one for one in leaders(day, state.id)}
    cells = []
    for office in _SHOWN_OFFICES:
        found, listed = holders.get(office), covered.get((state.id, office))
        cells.append(
            Cell(
                office=office,
                known=found is not None or (listed is not None and listed.holds(day)),
                title=found.title if found else "",
                name=found.name if found else "",
            )
        )
    return Row(state=state, offices=tuple(cells))
