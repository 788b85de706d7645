"""What the text says by the days that it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from briefing.briefs.part import Table, Value
from briefing.briefs.quoting import Quote, quote
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import Wording, days
from briefing.events.timeline import TimelineEntry
from briefing.events.times import Granularity
from briefing.linking.named import Named
from briefing.reading.article import Article

_MOST_SENTENCES = 3


class Row(Value, frozen=True, kw_only=True):
    """A day or span of days: when, what is said of it, who and where.

    Attributes
    ----------
    start, end
        First and last day, both included.
    when
        The same in words, as exactly as it is known.
    after
        Whether it is still to come on the day that the brief is as of.
    evidence
        The first sentences that speak of it; ``more`` is how many others do.
    actors, places
        Who and what is named in them.
    """

    start: dt.date
    end: dt.date
    granularity: Granularity
    when: str
    evidence: tuple[Quote, ...]
    more: int = 0
    after: bool = False
    actors: tuple[Reference, ...] = ()
    places: tuple[Reference, ...] = ()


class Timeline(Table, frozen=True, kw_only=True):
    """The days of a story.

    Attributes
    ----------
    rows
        From the earliest.
    dated
        The day that relative words such as "Tuesday" were counted from, or None if the text has
        no date.
    """

    name: ClassVar[str] = "timeline"
    title: ClassVar[str] = "Timeline"

    rows: tuple[Row, ...]
    dated: dt.date | None = None

    @classmethod
    def of(
        cls,
        article: Article,
        entries: Iterable[TimelineEntry],
        named: Sequence[Named],
        wording: Wording,
    ) -> Self:
        """Describe the days that an article speaks of."""
        rows = tuple(_row(article, one, named, wording) for one in entries)
        return cls(rows=rows, dated=article.date)

    @property
    def summary(self) -> str:
        """The days in words."""
        return "; ".join(row.when for row in self.rows) or "no day named"


def _row(article: Article, one: TimelineEntry, named: Sequence[Named], wording: Wording) -> Row:
    actors = dict.fromkeys(one.actors)
    return Row(
        start=one.start,
        end=one.end,
        granularity=one.granularity,
        when=days(one.start, one.end, one.granularity),
        evidence=tuple(quote(article, *span) for span in one.sentences[:_MOST_SENTENCES]),
        more=max(len(one.sentences) - _MOST_SENTENCES, 0),
        after=one.start > wording.as_of,
        actors=tuple(reference(key, named, wording) for key in actors),
        places=tuple(reference(key, named, wording) for key in one.places if key not in actors),
    )
