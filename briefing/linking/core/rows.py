"""Rows: the candidate places of a text's names, one a row, with their features.

Votes come first (countries, regions and districts that the other names may lie in), then distances
to the places picked by the votes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from briefing.gazetteer.index import KINDS
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.ballot import Ballot
from briefing.linking.core.candidates import COLUMNS, STATIC
from briefing.linking.core.features import AT, FEATURES, Floats, Ints, softmax
from briefing.linking.core.names import Name
from briefing.linking.core.said import SAID, said_of
from briefing.linking.core.spots import Spot

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_ANCHORS = 96  # places that distances are taken to
_ALONE = 0.2  # log of the distance, over ten, of a name that stands alone
_EARTH_RADIUS_KM = 6371.0088
_COS_100, _COS_300 = np.cos(np.array([100.0, 300.0]) / _EARTH_RADIUS_KM)
_COUNTRY, _REGION, _DISTRICT, _KIND, _SMALL, _X, _Z = (
    len(STATIC) + COLUMNS.index(c)
    for c in ("country", "region", "district", "kind", "small", "x", "z")
)
_KINDS = {kind: float(index) for index, kind in enumerate(KINDS)}
_KIND_NAMES = tuple(kind.value for kind in KINDS)
_DIVISIONS = ("country", "region", "district")


@dataclass(slots=True, eq=False)
class Surface:
    """A name with all the spots of a text where it has one and the same sense.

    Attributes
    ----------
    name, spots
        As found in the text.
    probability
        That the surest of them is a place, 0 to 1.
    under
        Row of the gazetteer → how much the headings over the spots speak for it, 0 to 1.
    sentence
        Rows of the gazetteer that the sentences of the spots speak for, where the name has several
        senses.
    apart
        Rows of the gazetteer that other mentions of the name mean, told apart from these.
    """

    name: Name
    spots: list[Spot]
    probability: float
    under: Mapping[int, float] = field(default_factory=dict)
    sentence: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()

    @property
    def weight(self) -> float:
        """How much the surface says about the others."""
        return self.probability * (1 + 0.3 * float(np.log(len(self.spots))))


@dataclass(frozen=True, slots=True)
class Setting:
    """What the text as a whole says about where it plays.

    Attributes
    ----------
    national
        Country code of the gazetteer → share of the text's words that only its news uses, 0 to 1.
    spelling
        Country code of the gazetteer → how far the text spells English as it does, 0 to 1.
    home
        Code of a country, region or district → share of the other articles of the same source
        that name something there, 0 to 1.
    """

    national: Mapping[int, float]
    spelling: Mapping[int, float]
    home: Mapping[int, float]


class Rows:
    """The candidate rows of some surfaces, with the features that the text gives them."""

    def __init__(self, surfaces: Sequence[Surface], setting: Setting) -> None:
        self.surfaces = surfaces
        sizes = [len(surface.name.table) for surface in surfaces]
        table = np.concatenate([surface.name.table for surface in surfaces])
        self.group: Ints = np.repeat(np.arange(len(surfaces)), sizes)
        self.first: Ints = np.cumsum([0, *sizes[:-1]])
        self.features: Floats = np.zeros((len(table), len(FEATURES)))
        self.features[:, : len(STATIC)] = table[:, : len(STATIC)]
        self.country, self.region, self.district = (
            table[:, column].astype(np.int64) for column in (_COUNTRY, _REGION, _DISTRICT)
        )
        self.kind = table[:, _KIND]
        self.small = table[:, _SMALL]
        self.points = table[:, _X : _Z + 1]
        self.weight = np.array([surface.weight for surface in surfaces])
        places = [row for surface in surfaces for row, _ in surface.name.pairs]
        self.place: Ints = np.array(places)
        self.several_names = len(set(places)) < len(places)
        numbers: dict[str, int] = {}
        self.kin: Ints = np.array(
            [numbers.setdefault(surface.name.kin, len(numbers)) for surface in surfaces]
        )
        self.several_senses = len(numbers) < len(surfaces)
        own, size = self.kin[self.group], len(numbers)
        self.countries = Ballot(self.country, own, size)
        self.regions = Ballot(self.region, own, size)
        self.districts = Ballot(self.district, own, size)
        self._settle("national words", self.countries, setting.national)
        self._settle("spelling", self.countries, setting.spelling)
        for division, ballot in zip(
            _DIVISIONS, (self.countries, self.regions, self.districts), strict=True
        ):
            self._settle(f"home {division}", ballot, setting.home)
        self._pairs()
        for group, surface in enumerate(surfaces):
            if surface.under or surface.sentence or surface.apart:
                self._senses(group, surface)

    def _senses(self, group: int, surface: Surface) -> None:
        """Read what headings, sentences and other mentions of a name say of its places."""
        features = self.features[self._rows(group)]
        for values, (row, _) in zip(features, surface.name.pairs, strict=True):
            values[AT["under a heading"]] = surface.under.get(row, 0.0)
            values[AT["sentence"]] = row in surface.sentence
            values[AT["told apart"]] = row in surface.apart

    def _settle(self, feature: str, ballot: Ballot, shares: Mapping[int, float]) -> None:
        """Favour the countries or divisions that the text as a whole speaks for."""
        if shares:
            found = np.array([shares.get(code, 0.0) for code in ballot.distinct.tolist()])
            self.features[:, AT[feature]] = found[ballot.code]

    def _pairs(self) -> None:
        """Read "Paris, Texas": what lies in its neighbour, and what contains it."""
        contained = any(spot.container is not None for s in self.surfaces for spot in s.spots)
        group_of = {
            id(spot): g for g, s in enumerate(self.surfaces) if contained for spot in s.spots
        }
        for group, surface in enumerate(self.surfaces):
            for spot in surface.spots:
                evidence = spot.evidence
                if "after: division" in evidence or "after: capital division" in evidence:
                    self._mark(group, "division follows", PlaceKind.REGION, PlaceKind.DISTRICT)
                if "beside a region" in evidence:
                    self._mark(group, "beside a region", PlaceKind.REGION)
                if "beside a country" in evidence:
                    self._mark(group, "beside a country", PlaceKind.COUNTRY)
                if "with article" in evidence:
                    self._mark(group, "with article", PlaceKind.PHYSICAL, PlaceKind.SEA)
                if kinds := SAID.get(said_of(spot)):
                    self._mark(group, "kind said", *kinds)
                if "before: noun of" in evidence:
                    self._mark(group, "noun of", PlaceKind.CITY)
                if spot.container is not None:
                    other = group_of.get(id(spot.container))
                    self._contain(group, spot.container.name, other, spot.containment)

    def _mark(self, group: int, feature: str, *kinds: PlaceKind) -> None:
        rows = self._rows(group)
        chosen = np.isin(self.kind[rows], [_KINDS[kind] for kind in kinds])
        self.features[rows, AT[feature]][chosen] = 1.0

    def _contain(self, group: int, container: Name, other: int | None, strength: float) -> None:
        start = self._rows(group).start
        held = [start + index for index in self.surfaces[group].name.places_in(container)]
        column = self.features[:, AT["contained"]]
        column[held] = np.maximum(column[held], strength)
        if other is None:
            return
        holding = frozenset().union(*map(self._held, held))
        outer = self._rows(other)
        for row in range(outer.start, outer.stop):
            if self._own(row) in holding:
                self.features[row, AT["container"]] = 1.0

    def _held(self, row: int) -> frozenset[tuple[str, int]]:
        """Return the divisions that the place in a row lies in, itself left out."""
        own = self._own(row)
        codes = (self.country[row], self.region[row], self.district[row])
        divisions = {
            (kind, int(code)) for kind, code in zip(_DIVISIONS, codes, strict=True) if code
        }
        return frozenset(divisions - {own})

    def _own(self, row: int) -> tuple[str, int]:
        """Return the kind and the code of the place in a row."""
        kind = _KIND_NAMES[int(self.kind[row])]
        codes = {"country": self.country, "region": self.region, "district": self.district}
        return kind, int(codes[kind][row]) if kind in codes else 0

    def _rows(self, group: int) -> slice:
        start = int(self.first[group])
        return slice(start, start + len(self.surfaces[group].name.table))

    def vote(self, weights: Floats) -> None:
        """Let every name vote for where its places may lie, by the weight of each place alone."""
        features, group = self.features, self.group
        prior = softmax(features[:, : len(STATIC)] @ weights[: len(STATIC)], self.first, group)
        belief = prior * self.weight[group]
        country = _KINDS[PlaceKind.COUNTRY]
        region = _KINDS[PlaceKind.REGION]
        others = max(float(self.weight.sum()) - 1, 1.0)
        countries, regions, districts = self.countries, self.regions, self.districts
        features[:, AT["country votes"]] = countries.count(belief) / others
        features[:, AT["region votes"]] = np.minimum(regions.count(belief), 3) / 3
        features[:, AT["district votes"]] = np.minimum(districts.count(belief), 2) / 2
        features[:, AT["country named"]] = (
            np.minimum(countries.count(belief * (self.kind == country)), 2) / 2
        )
        features[:, AT["region named"]] = (
            np.minimum(regions.count(belief * (self.kind == region)), 2) / 2
        )
        weight = np.bincount(self.kin, self.weight).astype(np.float64)
        own = self.kin[group]
        features[:, AT["region shared"]] = regions.cover(weight, own) / others
        features[:, AT["district shared"]] = np.minimum(districts.cover(weight, own), 3) / 3

    def measure(self, best: Ints) -> None:
        """Take distances to, and common ground with, the places picked so far."""
        self._measure_distances(best)
        features, group, weight = self.features, self.group, self.weight
        others = np.maximum(weight.sum() - weight[group], 1e-9)
        for name, codes in (
            ("same country", self.country),
            ("same region", self.region),
            ("same district", self.district),
        ):
            same = codes[:, None] == codes[best][None, :]
            same[np.arange(len(group)), group] = False
            if self.several_senses:
                same &= self._is_other(np.arange(len(best)))
            shared = np.where(codes > 0, same @ weight, 0.0)
            features[:, AT[name]] = (
                np.minimum(shared, 2) / 2 if name == "same district" else shared / others
            )

    def _is_other(self, groups: Ints) -> NDArray[np.bool_]:
        """Tell for each row and some surfaces whether they are of different names."""
        other: NDArray[np.bool_] = self.kin[self.group][:, None] != self.kin[groups][None, :]
        return other

    def _measure_distances(self, best: Ints) -> None:
        """Take distances to the small places among those picked so far."""
        features, group, weight = self.features, self.group, self.weight
        anchors = np.flatnonzero(self.small[best] > 0)
        if len(anchors) > _MOST_ANCHORS:
            anchors = np.sort(anchors[np.argsort(-weight[anchors], kind="stable")[:_MOST_ANCHORS]])
        if len(anchors):
            cosines = self.points @ self.points[best[anchors]].T
            column = np.full(len(best), -1)
            column[anchors] = np.arange(len(anchors))
            own = column[group]
            rows = np.flatnonzero(own >= 0)
            cosines[rows, own[rows]] = -1.0
            if self.several_names:  # a place is no evidence for itself under another name
                cosines[self.place[:, None] == self.place[best[anchors]][None, :]] = -1.0
            if self.several_senses:
                cosines = np.where(self._is_other(anchors), cosines, -1.0)
            share = weight[anchors]
            small = self.small
            features[:, AT["within 100 km"]] = (
                np.minimum((cosines > _COS_100) @ share, 3) / 3 * small
            )
            features[:, AT["within 300 km"]] = (
                np.minimum((cosines > _COS_300) @ share, 3) / 3 * small
            )
            closest = cosines.max(axis=1)
            kilometres = np.arccos(np.clip(closest, -1, 1)) * _EARTH_RADIUS_KM
            near = np.where(closest > -1.0, np.log1p(kilometres) / 10, _ALONE)
            features[:, AT["nearest"]] = np.where(self.small > 0, near, 0.7)
        else:
            features[:, AT["nearest"]] = _ALONE
