"""Merging: the rows of many articles as those of one, each with the article that it is from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from typing import TypeVar

from msgspec.structs import replace

from briefing.briefs.parts import figures, relations, timeline
from briefing.briefs.quoting import Quote

_MOST_SENTENCES = 4

R = TypeVar("R")
K = TypeVar("K", bound=Hashable)


def sourced(quote: Quote, source: str) -> Quote:
    """Say of a quotation which article it is from."""
    return replace(quote, source=source)


def merged_relations(
    told: Iterable[tuple[str, relations.Relations]],
) -> relations.Relations:
    """Merge the relations of articles: what most sentences tell comes first."""
    found: dict[tuple[Hashable, ...], relations.Row] = {}
    for source, part in told:
        for row in part.rows:
            ends = (row.source.id, row.target.id)
            said_by = row.said_by.id if row.said_by else ""
            key = (*(sorted(ends) if row.both else ends), row.kind, row.status, said_by)
            known = found.get(key)
            if known is None:
                found[key] = replace(row, evidence=sourced(row.evidence, source))
            else:
                found[key] = replace(known, mentions=known.mentions + row.mentions)
    rows = tuple(sorted(found.values(), key=lambda row: -row.mentions))
    return relations.Relations.of_rows(rows)


def merged_timeline(
    told: Iterable[tuple[str, timeline.Timeline]], dated: dt.date | None
) -> timeline.Timeline:
    """Merge the timelines of articles, day by day."""
    found: dict[tuple[Hashable, ...], timeline.Row] = {}
    for source, part in told:
        for row in part.rows:
            key = (row.start, row.end, row.granularity)
            named = tuple(sourced(one, source) for one in row.evidence)
            known = found.get(key)
            if known is None:
                found[key] = replace(row, evidence=named)
                continue
            both = (*known.evidence, *named)
            found[key] = replace(
                known,
                evidence=both[:_MOST_SENTENCES],
                more=known.more + row.more + max(len(both) - _MOST_SENTENCES, 0),
                actors=tuple(dict.fromkeys((*known.actors, *row.actors))),
                places=tuple(dict.fromkeys((*known.places, *row.places))),
            )
    rows = sorted(found.values(), key=lambda row: (row.start, row.end))
    return timeline.Timeline(rows=tuple(rows), dated=dated)


def merged_figures(told: Iterable[tuple[str, figures.Figures]]) -> figures.Figures:
    """Put the figures of articles one after the other."""
    return figures.Figures(
        rows=tuple(
            replace(row, evidence=sourced(row.evidence, source))
            for source, part in told
            for row in part.rows
        )
    )
