"""Senses: which mentions of a name mean the same place.

One name mostly has one sense in a text, but a text may say otherwise. A mention whose own words
tell which place it is ("Tripoli, Lebanon", "India's Punjab", a heading, the countries of its
sentence) claims the places that fit; mentions whose claims agree are of one sense, and a bare
mention follows the claim that stands nearest before it. Where a bare mention stands in one sentence
with a claim that its own words make, the writer tells two places apart; so he does where it stands
before the first such claim and is by far better known as another place: had he meant the lesser
one, he would have said so at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np

from briefing.gazetteer.index import KINDS
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.candidates import COLUMNS, STATIC
from briefing.linking.core.features import Floats
from briefing.linking.core.layout import Layout
from briefing.linking.core.names import Name
from briefing.linking.core.rows import Surface
from briefing.linking.core.said import SAID, said_of
from briefing.linking.core.spots import Spot

_COUNTRY, _REGION, _KIND = (
    len(STATIC) + COLUMNS.index(column) for column in ("country", "region", "kind")
)
_PLAUSIBLE = 4.0  # log odds that a place may be less likely than the likeliest of its name
_FAR_BETTER = 3.0  # log odds
_UNDER_LINE, _UNDER_LINES = 1.0, 0.5  # how much a heading says of what stands under it
Places = frozenset[int]
NOTHING: Places = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """What the words around a mention say of its places, as rows of the gazetteer.

    Attributes
    ----------
    places
        Those that fit; empty where nothing is said.
    explicit
        Whether the words right beside the mention say so.
    """

    places: Places = NOTHING
    explicit: bool = False


@dataclass(slots=True, eq=False)
class Sense:
    """Mentions that mean the same, and the claims that they follow."""

    spots: list[Spot] = field(default_factory=list)
    places: Places = NOTHING
    explicit: Places = NOTHING

    def take(self, spot: Spot, claim: Claim) -> None:
        """Add a mention whose claim fits."""
        self.spots.append(spot)
        if claim.places:
            self.places = self.places & claim.places or claim.places
            if claim.explicit:
                self.explicit = self.explicit & claim.places or claim.places


def surfaces_of(text: str, spots: Sequence[Spot], votes: Floats) -> list[Surface]:
    """Group the names of a text into surfaces: a name in one of its senses.

    Parameters
    ----------
    text
        The piece of text.
    spots
        Those that may be places, in reading order.
    votes
        A weight for each of ``FEATURES``, by which places are plausible.
    """
    groups: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        groups[spot.name.kin].append(spot)
    layout = Layout(text, spots)
    reader = _Reader(layout, spots, votes)
    found: list[Surface] = []
    for group in groups.values():
        found += reader.surfaces(group)
    return found


class _Reader:
    """Reads the senses of the names of one piece of text."""

    def __init__(self, layout: Layout, spots: Sequence[Spot], votes: Floats) -> None:
        self.layout = layout
        self.spots = spots
        self.static = votes[: len(STATIC)]
        self._likely: dict[str, list[tuple[int, int, int]]] = {}
        self._sure: dict[int, list[tuple[Spot, int, int]]] | None = None

    def surfaces(self, group: Sequence[Spot]) -> Iterator[Surface]:
        """Give the surfaces of the mentions of one name, however it is spelt."""
        if len(group) == 1 or all(len(spot.name.pairs) == 1 for spot in group):
            senses = [Sense(list(group))]
        else:
            senses = self._senses(group)
        for sense in senses:
            by_name: dict[str, list[Spot]] = defaultdict(list)
            for spot in sense.spots:
                by_name[spot.name.key].append(spot)
            others = [other.explicit for other in senses if other is not sense]
            apart = NOTHING.union(*others) - sense.places if others else NOTHING
            for spots in by_name.values():
                yield Surface(
                    name=spots[0].name,
                    spots=spots,
                    probability=max(spot.probability for spot in spots),
                    under=self._under(spots),
                    sentence=sense.places if others else NOTHING,
                    apart=apart,
                )

    def _senses(self, group: Sequence[Spot]) -> list[Sense]:
        """Tell the senses of a name apart, in reading order."""
        taken = {spot.container for spot in group if spot.container is not None}
        claims = [self._claim(spot, taken) for spot in group]
        if not any(claim.places for claim in claims):
            return [Sense(list(group))]
        senses: list[Sense] = []
        bare = Sense()
        current: tuple[Spot, Claim, Sense] | None = None
        waiting: list[Spot] = []
        for spot, claim in zip(group, claims, strict=True):
            if claim.places:
                sense = next((s for s in senses if s.places & claim.places), None)
                if sense is None:
                    sense = Sense()
                    senses.append(sense)
                for one in waiting:  # before the first claim
                    apart = claim.explicit and self._is_told_apart(one, spot, claim.places)
                    (bare if apart else sense).take(one, Claim())
                waiting = []
                sense.take(spot, claim)
                current = spot, claim, sense
            elif current is None:
                waiting.append(spot)
            elif current[1].explicit and self._is_one_sentence(current[0], spot):
                bare.take(spot, Claim())
            else:
                current[2].take(spot, Claim())
        return [*senses, bare] if bare.spots else senses

    def _is_told_apart(self, one: Spot, other: Spot, places: Places) -> bool:
        """Tell whether a bare mention means another place than the first that says which.

        In one sentence it does; in one line it does if it is by far better known by the name.
        """
        if self._is_one_sentence(one, other):
            return True
        if not self.layout.is_one_line(one.start, other.start):
            return False
        scores = one.name.table[:, : len(STATIC)] @ self.static
        said = [
            score for score, (row, _) in zip(scores, one.name.pairs, strict=True) if row in places
        ]
        return bool(said) and float(scores.max()) > max(said) + _FAR_BETTER

    def _is_one_sentence(self, one: Spot, other: Spot) -> bool:
        return self.layout.sentence(one.start) == self.layout.sentence(other.start)

    def _claim(self, spot: Spot, taken: AbstractSet[Spot]) -> Claim:
        """Read what the words of a mention, its heading and its sentence say of it."""
        rows = [row for row, _ in spot.name.pairs]
        beside = _beside(spot)
        if beside:
            return Claim(frozenset(rows[index] for index in beside), explicit=True)
        under = self._under([spot]) or self._in_sentence(spot, taken)
        return Claim(frozenset(under))

    def _under(self, spots: Sequence[Spot]) -> dict[int, float]:
        """Return the places, by row, that lie in what the headings over some mentions name."""
        found: dict[int, float] = {}
        if not self.layout.has_headings:
            return found
        for spot in spots:
            heading = self.layout.heading(spot)
            if heading is None or heading.spot.name.kin == spot.name.kin:
                continue
            value = _UNDER_LINE if heading.in_line else _UNDER_LINES
            for index in spot.name.places_in(heading.spot.name):
                found[spot.name.pairs[index][0]] = value
        return found

    def _in_sentence(self, spot: Spot, taken: AbstractSet[Spot]) -> Places:
        """Return the plausible places, by row, in the countries that the sentence names.

        What another mention of the name lies in says nothing of this one.
        """
        sure = [
            (country, region)
            for other, country, region in self._sure_of(self.layout.sentence(spot.start))
            if other.name.kin != spot.name.kin and other not in taken
        ]
        plausible = self._plausible(spot.name) if sure else []
        if len(plausible) < 2:
            return NOTHING
        for at, codes in ((2, {region for _, region in sure} - {0}), (1, {c for c, _ in sure})):
            fits = [one[0] for one in plausible if one[at] in codes]
            if fits:
                return NOTHING if len(fits) == len(plausible) else frozenset(fits)
        return NOTHING

    def _plausible(self, name: Name) -> list[tuple[int, int, int]]:
        """Return the places of a name that are not far less likely than the likeliest.

        Row of the gazetteer, code of the country, code of the region.
        """
        if name.key not in self._likely:
            scores = name.table[:, : len(STATIC)] @ self.static
            near = np.flatnonzero(scores > scores.max() - _PLAUSIBLE).tolist()
            table = name.table
            self._likely[name.key] = [
                (name.pairs[i][0], int(table[i, _COUNTRY]), int(table[i, _REGION])) for i in near
            ]
        return self._likely[name.key]

    def _sure_of(self, sentence: int) -> list[tuple[Spot, int, int]]:
        """Return the names of a sentence that vouch for where it plays: country and region."""
        if self._sure is None:
            self._sure = defaultdict(list)
            for spot in self.spots:
                if known := spot.name.known.sure:
                    self._sure[self.layout.sentence(spot.start)].append((spot, *known))
        return self._sure.get(sentence, [])


def _beside(spot: Spot) -> list[int]:
    """Return the places, by index, that the words right beside a mention leave; none if all."""
    name = spot.name
    left = list(range(len(name.pairs)))
    if spot.container is not None:
        held = name.places_in(spot.container.name)
        left = [index for index in left if index in held] or left
    if (kinds := SAID.get(said_of(spot))) and PlaceKind.CITY not in kinds:  # most are towns
        codes = [KINDS.index(kind) for kind in kinds]
        left = [index for index in left if int(name.table[index, _KIND]) in codes] or left
    return left if len(left) < len(name.pairs) else []
