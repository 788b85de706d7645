"""The articles that a roundup has read: one a row, with how each begins and who acts in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from briefing.briefs.part import Table, Value
from briefing.briefs.parts.actors import Ranked
from briefing.briefs.parts.bottom_line import opening
from briefing.briefs.quoting import Quote, quote
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import Wording
from briefing.linking.named import Named
from briefing.reading.article import Article

_MOST_ACTORS = 4


class Row(Value, frozen=True, kw_only=True):
    """An article.

    Attributes
    ----------
    title, source, language
        As it says; its id stands for a title that it lacks.
    date
        Or None.
    opening
        How it begins, or None.
    actors
        The main ones.
    """

    title: str
    source: str
    language: str
    date: dt.date | None
    opening: Quote | None
    actors: tuple[Reference, ...] = ()


class Articles(Table, frozen=True, kw_only=True):
    """The index of a roundup, from the earliest; those without a date come last."""

    name: ClassVar[str] = "articles"
    title: ClassVar[str] = "Articles"

    rows: tuple[Row, ...]

    @classmethod
    def of(
        cls,
        articles: Iterable[tuple[Article, Sequence[Ranked]]],
        named: Sequence[Named],
        wording: Wording,
    ) -> Self:
        """Describe articles, each with its ranked actors."""
        rows = [_row(article, ranked, named, wording) for article, ranked in articles]
        return cls(rows=tuple(sorted(rows, key=lambda row: (row.date or dt.date.max, row.title))))

    @property
    def summary(self) -> str:
        """How many."""
        return f"{len(self.rows)} articles"


def _row(
    article: Article, ranked: Sequence[Ranked], named: Sequence[Named], wording: Wording
) -> Row:
    span = opening(article)
    return Row(
        title=article.title or article.id,
        source=article.source,
        language=article.language,
        date=article.date,
        opening=quote(article, *span) if span else None,
        actors=tuple(reference(one.id, named, wording) for one in ranked[:_MOST_ACTORS]),
    )
