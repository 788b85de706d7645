"""Events: all that a text says of what happened, in one value."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from briefing.events.actors import ActorMention, actor_mentions
from briefing.events.figures import Figure, figures_in
from briefing.events.relations import Relation, relations_in
from briefing.events.timeline import TimelineEntry, timeline_of
from briefing.events.times import TimeMention, time_mentions
from briefing.linking.links import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """What a text says that happened.

    Attributes
    ----------
    times
        The days and spans that it names, in reading order.
    figures
        Its sums, casualties, troops, weapons, distances and quantities, in reading order.
    actors
        The states, blocs, organisations and groups that it names, in reading order.
    relations
        Who did what to whom, in reading order.
    timeline
        What it says by the days that it names, from the earliest.
    """

    times: tuple[TimeMention, ...]
    figures: tuple[Figure, ...]
    actors: tuple[ActorMention, ...]
    relations: tuple[Relation, ...]
    timeline: tuple[TimelineEntry, ...]


def find_events(links: Links) -> Events:
    """Find what an article says that happened; a few milliseconds, with no file but the data's.

    Parameters
    ----------
    links
        The linked places of the article.

    Returns
    -------
    events
        Empty of relations and figures in a language that the reviewed files do not have.

    Raises
    ------
    CuratedDataError
        If a reviewed file is missing or damaged.
    """
    article = links.article
    times = time_mentions(article)
    actors = actor_mentions(links, links.as_of)
    figures = figures_in(article, [time.span for time in times])
    return Events(
        times=times,
        figures=tuple(_placed(figures, links, actors)),
        actors=actors,
        relations=relations_in(article, actors, times),
        timeline=timeline_of(links, times, [((one.start, one.end), one.actor) for one in actors]),
    )


def _placed(
    figures: Sequence[Figure], links: Links, actors: Sequence[ActorMention]
) -> list[Figure]:
    """Say of each figure which place and which actor stand nearest in its sentence."""
    place = _nearest([(link.mention.start, link.place.id) for link in links if link.place])
    actor = _nearest([(one.start, one.actor) for one in actors])
    return [replace(one, place=place(one), actor=actor(one)) for one in figures]


def _nearest(named: Sequence[tuple[int, str]]) -> Callable[[Figure], str]:
    starts = [at for at, _ in named]

    def nearest(figure: Figure) -> str:
        index = bisect_right(starts, figure.span[0])
        first, last = figure.sentence
        near = [one for one in named[max(0, index - 1) : index + 1] if first <= one[0] < last]
        return min(near, key=lambda one: abs(one[0] - figure.span[0]), default=(0, ""))[1]

    return nearest
