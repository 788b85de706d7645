"""Contested: the disputed areas that places or a text touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from briefing.facts.worldview import DisputedArea, disputed_areas
from briefing.gazetteer.place import Place
from briefing.linking.links import link
from briefing.linking.named import named_places
from briefing.reading.article import Article


def contested(places: Iterable[Place], day: dt.date | None) -> tuple[DisputedArea, ...]:
    """Find the areas, disputed on a day, that places are, are made of, or lie in."""
    from briefing.linking.frame import disputed_around  # noqa: PLC0415 - loads layers

    touched = disputed_around(places)
    return tuple(area for area in disputed_areas(day) if area.id in touched)


def places_in(text: str, day: dt.date | None, language: str = "") -> tuple[Place, ...]:
    """Find the places that a text of the analyst's own names."""
    if not text.strip():
        return ()
    links = link(Article.from_text(text, language=language or None), as_of=day)
    return tuple(one.place for one in named_places(links))
