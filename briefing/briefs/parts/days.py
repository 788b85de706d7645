"""Which places the articles of each day name."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from briefing.briefs.part import Table, Value
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import Wording
from briefing.linking.links import Links
from briefing.linking.named import Named

_MOST_PLACES = 8


class Count(Value, frozen=True, kw_only=True):
    """A place and how many articles name it."""

    place: Reference
    articles: int


class Row(Value, frozen=True, kw_only=True):
    """A day: how many articles it has, and the places that most of them name."""

    day: dt.date
    articles: int
    places: tuple[Count, ...]


class Days(Table, frozen=True, kw_only=True):
    """Places by day.

    Attributes
    ----------
    rows
        One a day that has articles.
    undated
        Number of articles without a date.
    """

    name: ClassVar[str] = "days"
    title: ClassVar[str] = "Places by day"

    rows: tuple[Row, ...]
    undated: int = 0

    @classmethod
    def of(cls, read: Iterable[Links], named: Sequence[Named], wording: Wording) -> Self:
        """Count places by the dates of the articles."""
        days: dict[dt.date, list[Links]] = defaultdict(list)
        undated = 0
        for links in read:
            if links.article.date is None:
                undated += 1
            else:
                days[links.article.date].append(links)
        rows = tuple(_row(day, days[day], named, wording) for day in sorted(days))
        return cls(rows=rows, undated=undated)

    @property
    def summary(self) -> str:
        """How many days."""
        return f"{len(self.rows)} days"


def _row(day: dt.date, read: Sequence[Links], named: Sequence[Named], wording: Wording) -> Row:
    counts = Counter(place.id for links in read for place in links.places)
    return Row(
        day=day,
        articles=len(read),
        places=tuple(
            Count(place=reference(key, named, wording), articles=count)
            for key, count in counts.most_common(_MOST_PLACES)
        ),
    )
