"""Every place named: how often, how surely, and by which sentence first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from briefing.briefs.part import Table, Value
from briefing.briefs.quoting import Quote, quote
from briefing.briefs.wording import UNSURE, Wording
from briefing.gazetteer.place import PlaceKind
from briefing.linking.named import Named
from briefing.linking.renaming import present_name
from briefing.linking.resolution import Candidate
from briefing.reading.article import Article
from briefing.wording import joined

_SHOWN_ALTERNATIVES = 3


class Alternative(Value, frozen=True, kw_only=True):
    """A place that a mention was not taken for."""

    name: str
    kind: PlaceKind
    country: str
    confidence: float


class Row(Value, frozen=True, kw_only=True):
    """One place.

    Attributes
    ----------
    id, name, kind
        Of the place.
    now
        Its present name, if it is shown by a former one.
    country
        Name of the country that it lies in, if it is none.
    mentions
        How many.
    confidence
        Of the surest link, 0 to 1.
    evidence
        The first sentence that names it.
    alternatives
        What else it could be, where the link is ``unsure``.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str
    mentions: int
    confidence: float
    evidence: Quote
    now: str = ""
    unsure: bool = False
    alternatives: tuple[Alternative, ...] = ()


class Places(Table, frozen=True, kw_only=True):
    """The table of places, most mentioned first.

    Attributes
    ----------
    rows
        One a place.
    total
        In one line.
    """

    name: ClassVar[str] = "places"
    title: ClassVar[str] = "Places"

    rows: tuple[Row, ...]
    total: str

    @classmethod
    def of(cls, article: Article, named: Sequence[Named], wording: Wording) -> Self:
        """Describe the places of an article."""
        return cls.of_rows((_row(article, one, wording) for one in named), named)

    @classmethod
    def of_rows(cls, rows: Iterable[Row], named: Sequence[Named]) -> Self:
        """Add the count to rows."""
        return cls(rows=tuple(rows), total=counted(named))

    @property
    def summary(self) -> str:
        """How many places of each kind."""
        return self.total


def counted(named: Sequence[Named]) -> str:
    """Say in one line what an article names; counts alone, never an assessment."""
    if not named:
        return "Names no place that the gazetteer knows."
    counts = Counter(one.place.kind for one in named)
    kinds = [kind.counted(counts[kind]) for kind in PlaceKind if counts[kind]]
    most = [f"{one.place.name} ({len(one.links)})" for one in named[:3]]
    return f"Names {joined(kinds)}; most often {joined(most)}."


def alternatives(candidates: Iterable[Candidate], wording: Wording) -> tuple[Alternative, ...]:
    """Describe the best of the places that a mention was not taken for."""
    return tuple(
        Alternative(
            name=candidate.place.name,
            kind=candidate.place.kind,
            country=wording.country_of(candidate.place),
            confidence=round(candidate.confidence, 3),
        )
        for candidate in tuple(candidates)[:_SHOWN_ALTERNATIVES]
    )


def _row(article: Article, one: Named, wording: Wording) -> Row:
    doubtful = min(one.links, key=lambda link: link.confidence)
    first = one.links[0].mention
    is_unsure = one.confidence < UNSURE
    return Row(
        id=one.place.id,
        name=one.place.name,
        now=present_name(one.place, language=wording.language),
        kind=one.place.kind,
        country=wording.country_of(one.place),
        mentions=len(one.links),
        confidence=round(one.confidence, 3),
        evidence=quote(article, first.start, first.end),
        unsure=is_unsure,
        alternatives=alternatives(doubtful.alternatives, wording) if is_unsure else (),
    )
