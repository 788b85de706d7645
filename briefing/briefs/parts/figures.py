"""Numbers of a text with their units: sums, casualties, troops, weapons, distances, quantities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from briefing.briefs.part import Table, Value
from briefing.briefs.quoting import Quote, quote
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import Wording, number
from briefing.events.figures import Figure
from briefing.linking.named import Named
from briefing.reading.article import Article

_BOUNDS = {"least": "at least ", "most": "at most ", "about": "about ", "": ""}


class Row(Value, frozen=True, kw_only=True):
    """One number.

    Attributes
    ----------
    words
        As written.
    kind, unit, of
        As in `briefing.events.figures.Figure`.
    low, high
        The value, or the ends of a range.
    value
        The same in words and one notation.
    about
        The actor, or else the place, that stands nearest in the sentence.
    evidence
        The sentence.
    """

    words: str
    kind: str
    unit: str
    low: float
    high: float
    value: str
    evidence: Quote
    of: str = ""
    about: Reference | None = None


class Figures(Table, frozen=True, kw_only=True):
    """The figures of a text, in reading order."""

    name: ClassVar[str] = "figures"
    title: ClassVar[str] = "Figures"

    rows: tuple[Row, ...]

    @classmethod
    def of(
        cls,
        article: Article,
        figures: Iterable[Figure],
        named: Sequence[Named],
        wording: Wording,
    ) -> Self:
        """Describe the figures of a text."""
        return cls(rows=tuple(_row(article, one, named, wording) for one in figures))

    @property
    def summary(self) -> str:
        """As they are written."""
        return "; ".join(row.words for row in self.rows) or "none found"


def _row(article: Article, one: Figure, named: Sequence[Named], wording: Wording) -> Row:
    who = one.actor or one.place
    return Row(
        words=one.words,
        kind=one.kind,
        unit=one.unit,
        of=one.of,
        low=one.low,
        high=one.high,
        value=_value(one),
        about=reference(who, named, wording) if who else None,
        evidence=quote(article, *one.span),
    )


def _value(one: Figure) -> str:
    low, high = number(one.low), number(one.high)
    amount = low if one.low == one.high else f"{low} to {high}"
    unit = f"{one.unit} of {one.of}" if one.of else one.unit
    return f"{_BOUNDS.get(one.bound, '')}{amount} {unit}"
