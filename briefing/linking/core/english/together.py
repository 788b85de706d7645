"""What the names of an English text say of one another."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import compress, pairwise

from briefing.linking.core.english.passage import Passage
from briefing.linking.core.names import Name
from briefing.linking.core.spots import Spot

PERSON = frozenset(
    ("before: title", "before: given name", "before: initial", "given name and surname")
)
"""Evidence that a name is a person's where it stands."""

_CLEAR = frozenset(("before: strong", "before: noun of", "container after", "dateline"))


def read_neighbours(passage: Passage) -> None:
    """Read pairs: "Paris, Texas", and names in a list."""
    text, lists = passage.tokens.text, passage.grammar.lists
    containers = passage.grammar.containers
    gaps = [text[a.end : b.start] for a, b in pairwise(passage.spots)]
    for index, gap in enumerate(gaps):
        left, right = passage.spots[index], passage.spots[index + 1]
        if gap in lists:
            _beside(left, right)
            _beside(right, left)
        strength = containers.get(gap, 0.0)
        if strength and left.name.lies_in(right.name):
            around = (gaps[index - 1] if index else "", *gaps[index + 1 : index + 2])
            if _are_peers(left.name, right.name, in_list=not lists.isdisjoint(around)):
                continue
            left.container = right
            left.containment = left.evidence["container after"] = strength
            right.evidence["container of"] = strength


def _beside(spot: Spot, other: Spot) -> None:
    """Read what a name of a list says of the one beside it."""
    evidence = spot.evidence
    evidence["in a list"] = evidence.get("in a list", 0) + 0.5
    if other.name.known.is_region:
        evidence["beside a region"] = 1
    if "is country" in other.name.known.evidence:
        evidence["beside a country"] = 1


def read_persons(passage: Passage) -> None:
    """Mark names that stand elsewhere in the text as the end of a person's name."""
    tokens, lists = passage.tokens, passage.lists
    strong, weak = passage.cues.before["strong"], passage.cues.before["weak"]
    spotted = {spot.name.key for spot in passage.spots if spot.first == spot.last}
    surnames = {
        tokens.words[spot.first]
        for spot in passage.spots
        if spot.first == spot.last and _is_person(spot)
    }
    for index in compress(range(1, len(tokens.words)), tokens.capital[1:]):
        previous = tokens.words[index - 1]
        if (
            tokens.words[index] in spotted
            and tokens.capital[index - 1]
            and tokens.gap(index) == " "
            and lists.given(previous)
            and previous not in strong
            and previous not in weak
        ):
            surnames.add(tokens.words[index])
    for spot in passage.spots:
        if spot.name.key in surnames:
            spot.evidence["part of a person's name"] = 1


def read_same_name(passage: Passage) -> None:
    """Let the places where a name stands speak for one another."""
    groups: dict[str, list[Spot]] = defaultdict(list)
    for spot in passage.spots:
        groups[spot.name.key].append(spot)
    for group in groups.values():
        size = len(group)
        persons = sum(map(_is_person, group)) / size
        places = sum(map(_is_clearly_place, group)) / size
        contained = any("container after" in spot.evidence for spot in group)
        for spot in group:
            evidence = spot.evidence
            if size > 1:
                evidence["times named"] = math.log(size)
            if persons:
                evidence["person elsewhere"] = persons
            if places:
                evidence["place elsewhere"] = places
            if contained:
                evidence["container somewhere"] = 1


def read_support(passage: Passage) -> None:
    """Count how far the sure places of the text lie in the same country or region."""
    sure = {
        spot.name.key: spot.name.known.sure
        for spot in passage.spots
        if spot.name.known.sure and not _is_person(spot)
    }
    countries = Counter(country for country, _ in sure.values())
    regions = Counter(region for _, region in sure.values())
    known: dict[str, dict[str, float]] = {}
    for spot in passage.spots:
        key = spot.name.key
        if key not in known:  # the same for every mention of a name
            country, region = sure.get(key, (0, 0))
            same = _most(countries, spot.name.known.countries, country)
            near = _most(regions, spot.name.known.regions, region)
            support = {"country support": same / 3, "region support": near / 3}
            known[key] = {cue: min(1.0, value) for cue, value in support.items() if value}
        spot.evidence.update(known[key])


def _are_peers(left: Name, right: Name, *, in_list: bool) -> bool:
    """Tell whether two names beside each other are members of a list, not a place in another.

    "China, Japan and Korea" does not mean the town of China in Japan; "Illinois, Missouri and
    Iowa" are three states. "Washington, Pennsylvania" alone may be the town.
    """
    both = left.known.evidence.keys() & right.known.evidence.keys()
    return "is country" in both or ("is region" in both and in_list)


def _most(counts: Counter[int], codes: frozenset[int], own: int) -> int:
    """Return the highest count of any of the codes, without the name's own vote."""
    return max((counts[code] - (code == own) for code in counts.keys() & codes if code), default=0)


def _is_person(spot: Spot) -> bool:
    return not spot.evidence.keys().isdisjoint(PERSON)


def _is_clearly_place(spot: Spot) -> bool:
    return not spot.evidence.keys().isdisjoint(_CLEAR)
