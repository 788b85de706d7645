"""Naming: what an article names, called as it was called on a day, in the language asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from briefing.facts.placenames import renamed, shown_name
from briefing.gazetteer.index import gazetteer
from briefing.gazetteer.place import Place
from briefing.linking.links import Links
from briefing.linking.resolution import Candidate, Link


def named_links(links: Links, *, language: str = "en", as_of: dt.date) -> Links:
    """Call the places of links, chosen or not, by their names as of a day.

    Which place a mention means does not change, nor does the text of the mention.

    Raises
    ------
    CuratedDataError, GazetteerError
        If a file of names is missing or damaged.
    """

    def named(place: Place) -> Place:
        text = shown_name(place.id, place.name, language=language, as_of=as_of)
        return place if text == place.name else replace(place, name=text)

    def renamed_link(link: Link) -> Link:
        candidates = tuple(
            Candidate(place=named(one.place), confidence=one.confidence) for one in link.candidates
        )
        place = link.place and named(link.place)
        return replace(link, place=place, candidates=candidates)

    return replace(links, links=tuple(renamed_link(link) for link in links))


def present_name(place: Place, *, language: str = "en") -> str:
    """Give the present name of a place that is shown by a former one; empty for all others.

    The present is what the data has as the latest: the same brief says the same for ever.
    """
    if all(name.text != place.name for name in renamed().get(place.id, ())):
        return ""
    known = gazetteer().by_id(place.id)
    if known is None:
        return ""
    now = shown_name(place.id, known.name, language=language, as_of=dt.date.max)
    return "" if now == place.name else now
