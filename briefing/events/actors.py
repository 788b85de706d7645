"""Actors: the states, blocs, organisations and groups that a text names, and by what.

A state acts through its leaders, its capital, its government and its people: "Putin", "Moscow",
"the Kremlin" and "Russian officials" all name Russia. Whether they act there is for the grammar of
relations to say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.events.tables import read_table
from briefing.facts.whoswho import sightings
from briefing.gazetteer.index import gazetteer
from briefing.gazetteer.place import PlaceKind
from briefing.linking.links import Links
from briefing.linking.mentions import MentionKind
from briefing.linking.resolution import Link


class Naming(StrEnum):
    """By what an actor is named."""

    NAME = "name"  # "Iran", "NATO", "Hamas"
    CAPITAL = "capital"  # "Tehran": a place too
    GOVERNMENT = "government"  # "the Kremlin"
    PEOPLE = "people"  # "Iranian", "Iranians"
    LEADER = "leader"  # "Raisi"
    TOWN = "town"  # "Isfahan": acted upon, never acting


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A span of a text that names an actor.

    Attributes
    ----------
    start, end
        Half-open span of the text, in code points.
    actor
        Place id of a state, bloc or organisation (``country:IR``, ``bloc:NATO``,
        ``organisation:UN``), or the id of a group (``group:Hamas``).
    naming
        By what it is named.
    """

    start: int
    end: int
    actor: str
    naming: Naming


def actor_mentions(links: Links, day: dt.date | None = None) -> tuple[ActorMention, ...]:
    """Find the actors that an article names, in reading order and without overlap.

    Parameters
    ----------
    links
        The places of the article.
    day
        The day that leaders are looked up for; without one, nobody is taken for a leader.
    """
    found = [*_leaders(links, day), *_named(links.article.text), *_placed(links)]
    kept: list[ActorMention] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _placed(links: Links) -> Iterator[ActorMention]:
    areas = read_table("actors.toml")["areas"]
    for link in links:
        if found := _actor_of(link, areas):
            actor, naming = found
            mention = link.mention
            yield ActorMention(start=mention.start, end=mention.end, actor=actor, naming=naming)


def _actor_of(link: Link, areas: Collection[str]) -> tuple[str, Naming] | None:
    place, kind = link.place, link.mention.kind
    if place is None or kind is MentionKind.COORDINATE:
        return None
    state = f"country:{place.country}" if place.country else ""
    if place.kind in {PlaceKind.COUNTRY, PlaceKind.BLOC}:
        naming = Naming.PEOPLE if kind is MentionKind.DEMONYM else Naming.NAME
        return (place.id, naming) if not link.mention.qualifier else (place.id, Naming.TOWN)
    if place.id in areas:
        return place.id, Naming.NAME
    if kind is MentionKind.METONYM and state:
        return state, Naming.GOVERNMENT
    if place.kind is PlaceKind.CITY and state:
        capital = gazetteer().capital(place.country or "")
        is_capital = capital is not None and capital.id == place.id
        return state, Naming.CAPITAL if is_capital else Naming.TOWN
    return (state, Naming.TOWN) if state and kind is MentionKind.TOPONYM else None


def _leaders(links: Links, day: dt.date | None) -> Iterator[ActorMention]:
    if day is None:
        return
    lists = {name: gazetteer().word_list(name) for name in ("given_names", "common_words")}
    states = {f"country:{place.country}" if place.country else place.id for place in links.places}
    for seen in sightings(links.article.text, day, states, lists):
        homes = {office.country for office in seen.offices}
        if len(homes) == 1:
            [home] = homes
            for start, end in seen.spans:
                yield ActorMention(start=start, end=end, actor=home, naming=Naming.LEADER)


def _named(text: str) -> Iterator[ActorMention]:
    pattern, ids = _names(geodata_dir())
    for hit in pattern.finditer(text):
        yield ActorMention(start=hit.start(), end=hit.end(), actor=ids[hit[0]], naming=Naming.NAME)


@cache
def _names(_folder: Path) -> tuple[re.Pattern[str], dict[str, str]]:
    ids = {
        name: actor
        for actor, names in read_table("actors.toml")["names"].items()
        for name in names.split("|")
    }
    longest = sorted(ids, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), ids
