"""The timeline: which days a text speaks of, with the places and actors of each."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.events.sentences import Span
from briefing.events.times import Granularity, TimeMention
from briefing.linking.links import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """A day or span of days that a text speaks of.

    Attributes
    ----------
    start, end
        First and last day, both included.
    granularity
        How exactly it is known.
    sentences
        Spans of the sentences that speak of it, in reading order.
    places
        Ids of the places named in them, in order of mention.
    actors
        Ids of the actors named in them, in order of mention.
    """

    start: dt.date
    end: dt.date
    granularity: Granularity
    sentences: tuple[Span, ...]
    places: tuple[str, ...]
    actors: tuple[str, ...]


def timeline_of(
    links: Links, times: Iterable[TimeMention], actors: Iterable[tuple[Span, str]]
) -> tuple[TimelineEntry, ...]:
    """Order what a text says by the days that it names.

    Parameters
    ----------
    links
        The places of the article.
    times
        Its times.
    actors
        Spans that name an actor, and the actor's id.

    Returns
    -------
    entries
        One for each day or span, from the earliest.
    """
    sentences: dict[tuple[dt.date, dt.date, Granularity], dict[Span, None]] = defaultdict(dict)
    for time in times:
        sentences[time.start, time.end, time.granularity][time.sentence] = None
    placed = [(link.mention.start, link.place.id) for link in links if link.place]
    acting = [(start, actor) for (start, _), actor in actors]
    return tuple(
        TimelineEntry(
            start=start,
            end=end,
            granularity=granularity,
            sentences=tuple(spans),
            places=_within(spans, placed),
            actors=_within(spans, acting),
        )
        for (start, end, granularity), spans in sorted(sentences.items())
    )


def _within(spans: Iterable[Span], named: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Return what is named in some spans, each once."""
    starts = [at for at, _ in named]
    return tuple(
        dict.fromkeys(
            name
            for start, end in spans
            for _, name in named[bisect_left(starts, start) : bisect_left(starts, end)]
        )
    )
