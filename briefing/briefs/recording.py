"""Recording: what a brief has found, as plain JSON, for programs and for the next brief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from briefing.briefs.parts.actors import Ranked
from briefing.events.events import Events
from briefing.events.records import events_data
from briefing.linking.links import Links
from briefing.linking.named import Named, feature_collection


def found_data(
    links: Links,
    named: Sequence[Named],
    events: Events,
    ranked: Iterable[Ranked],
    parameters: Mapping[str, str],
) -> dict[str, Any]:
    """Return the data of a brief's record.

    Parameters
    ----------
    links, named
        Of the article.
    events, ranked
        What happened, and who acts, the most important first.
    parameters
        What the brief was asked for.
    """
    article = links.article
    return {
        "article": {
            "id": article.id,
            "title": article.title,
            "date": article.date.isoformat() if article.date else None,
            "language": article.language,
            "source": article.source,
            "sha256": article.sha256,
        },
        "parameters": dict(parameters),
        "mentions": links.to_records()["mentions"],
        "places": feature_collection(named),
        "actors": [asdict(one) for one in ranked],
        **events_data(events),
    }
