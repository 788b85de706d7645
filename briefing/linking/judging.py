"""Judging: which links agree with the places that people marked.

Spans are paired one to one inside an article, identical ones first, then by the most characters
shared. A paired mention is *right* if it lies within 161 km (100 miles) of the marked point, or
has the marked id, or the mark is a whole country and the mention's country is that one, since the
point of a country is a convention. What is marked without a point or an id takes part in
recognition alone. Where an article's demonyms were not marked, a demonym that is found beyond the
marks counts neither way; nor does what overlaps a mark that is optional.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.gazetteer.codes import DEMONYM, KINDS
from briefing.gazetteer.folding import fold
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.place import PlaceKind
from briefing.linking.located import Found, Located
from briefing.linking.marked import MarkedArticle, Toponym

NEAR_KM = 161.0
_EARTH_RADIUS_KM = 6371.0088

COLUMNS = (
    "gold",  # marks that count
    "found",  # mentions that count
    "exact",  # pairs of identical spans
    "overlap",  # pairs
    "placed",  # marks with a point or an id
    "judged",  # mentions that count and whose place can be judged
    "pairs",  # pairs whose place can be judged
    "right",  # those placed right
    "country_known",  # pairs whose mark has a country
    "country_right",
)
AT = {name: index for index, name in enumerate(COLUMNS)}
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a mark, a mention, or a pair of them.

    Attributes
    ----------
    gold, found
        At least one of them; both if they were paired.
    right
        Whether the place is right; None if that cannot be judged or there is no pair.
    km
        Distance between the points of a pair, or None.
    """

    gold: Toponym | None = None
    found: Found | None = None
    right: bool | None = None
    km: float | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the spans are identical."""
        gold, found = self.gold, self.found
        return bool(gold and found and (gold.start, gold.end) == (found.start, found.end))

    @property
    def mistake(self) -> str:
        """``missed``, ``spurious``, ``wrong place``, or nothing."""
        if self.found is None:
            return "missed"
        if self.gold is None:
            return "spurious"
        return "wrong place" if self.right is False else ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges articles.

    Attributes
    ----------
    countries
        GeoNames id of a country → its ISO 3166-1 alpha-2 code.
    is_demonym
        Tells whether words are a demonym.
    """

    countries: Mapping[int, str]
    is_demonym: Callable[[str], bool]

    def article(self, marked: MarkedArticle, mentions: Iterable[Found]) -> tuple[Verdict, ...]:
        """Return the verdicts on an article, marks first, in reading order."""
        text = marked.article.text
        spans = {(m.start, m.end): m for m in mentions if 0 <= m.start < m.end <= len(text)}
        found = [spans[span] for span in sorted(spans)]
        gold = sorted(
            (one for one in marked.toponyms if not one.optional), key=lambda t: (t.start, t.end)
        )
        optional = [one for one in marked.toponyms if one.optional]
        pairs = pair(gold, found)
        verdicts = [
            self._pair(one, found[pairs[index]]) if index in pairs else Verdict(gold=one)
            for index, one in enumerate(gold)
        ]
        paired = set(pairs.values())
        for index, one in enumerate(found):
            if index in paired or any(_shared(one, other) for other in optional):
                continue
            if marked.demonyms_annotated or not self.is_demonym(text[one.start : one.end]):
                verdicts.append(Verdict(found=one))
        return tuple(verdicts)

    def _pair(self, gold: Toponym, found: Found) -> Verdict:
        km = None
        if None not in {gold.lat, gold.lon, found.lat, found.lon}:
            km = _distance(gold, found)
        if not _can_be_judged(gold):
            return Verdict(gold=gold, found=found, km=km)
        country = self.country(gold)
        right = (
            (km is not None and km <= NEAR_KM)
            or (gold.geonameid is not None and gold.geonameid == found.geonameid)
            or (bool(gold.place) and gold.place == found.place)
            or (self.is_country(gold) and country != "" and country == _iso(found.country))
        )
        return Verdict(gold=gold, found=found, km=km, right=right)

    def country(self, gold: Toponym) -> str:
        """Return the code of the country that a mark is or lies in, empty if unknown."""
        return self.countries.get(gold.geonameid or 0, "") or _iso(gold.country)

    def is_country(self, gold: Toponym) -> bool:
        """Tell whether a mark is a whole country."""
        return gold.geonameid in self.countries or gold.level == "country"

    def tally(self, verdicts: Iterable[Verdict]) -> Floats:
        """Count verdicts; one number for each of ``COLUMNS``."""
        counts = np.zeros(len(COLUMNS))

        def add(name: str, amount: float = 1) -> None:
            counts[AT[name]] += amount

        for verdict in verdicts:
            gold, found = verdict.gold, verdict.found
            if gold is not None:
                add("gold")
                add("placed", _can_be_judged(gold))
            if found is not None:
                add("found")
                add("judged", gold is None or _can_be_judged(gold))
            if gold is not None and found is not None:
                add("overlap")
                add("exact", verdict.is_exact)
                add("pairs", verdict.right is not None)
                add("right", verdict.right is True)
                if country := self.country(gold):
                    add("country_known")
                    add("country_right", _iso(found.country) == country)
        return counts


def judge_by(source: Gazetteer) -> Judge:
    """Return a judge that knows the countries and the demonyms of a gazetteer."""
    country = KINDS.index(PlaceKind.COUNTRY)
    countries = {
        number: source.id(row).partition(":")[2]
        for row, (kind, number) in enumerate(zip(source.kind, source.geonameid, strict=True))
        if kind == country and number
    }
    return Judge(
        countries=countries,
        is_demonym=lambda words: any(flag & DEMONYM for _, flag in source.rows(fold(words))),
    )


def pair(gold: Sequence[Toponym], found: Sequence[Found]) -> dict[int, int]:
    """Pair marks with mentions one to one: index of a mark → index of a mention."""
    candidates = []
    for g, one in enumerate(gold):
        for f, other in enumerate(found):
            if shared := _shared(one, other):
                union = max(one.end, other.end) - min(one.start, other.start)
                candidates.append((shared != union, -shared, union, g, f))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, g, f in sorted(candidates):
        if g not in pairs and f not in taken:
            pairs[g] = f
            taken.add(f)
    return pairs


def _shared(one: Located, other: Located) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _can_be_judged(gold: Toponym) -> bool:
    return gold.place != "" or (gold.lat is not None and gold.lon is not None)


def _iso(code: str) -> str:
    return {"UK": "GB", "EL": "GR"}.get(code, code)


def distance_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance of two points in degrees, in kilometres."""
    lat, lon, lat2, lon2 = map(math.radians, (lat, lon, lat2, lon2))
    chord = (
        math.sin((lat2 - lat) / 2) ** 2
        + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def _distance(one: Located, other: Located) -> float:
    return distance_km(one.lat or 0.0, one.lon or 0.0, other.lat or 0.0, other.lon or 0.0)
