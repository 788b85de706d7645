"""Evaluation: how well links agree with places that people marked.

Spans are paired one to one inside an article, identical ones first, then by the most characters
shared. A paired mention is *right* if it lies within 161 km (100 miles) of the marked point, or
has the marked id, or the mark is a whole country and the mention's country is that one, since the
point of a country is a convention. What is marked without a point or an id takes part in
recognition alone. Where an article's demonyms were not marked, a demonym that is found beyond the
marks counts neither way; nor does what overlaps a mark that is optional.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.gazetteer.codes import DEMONYM, KINDS
from briefing.gazetteer.folding import fold
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.place import PlaceKind
from briefing.linking.marked import MarkedArticle, Toponym

NEAR_KM = 161.0
ROUNDS = 1000  # resamplings of whole articles
BINS = 10
_SEED = 7
_EARTH_RADIUS_KM = 6371.0088
_CONTEXT = 40  # characters on either side of a mistake

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
_AT = {name: index for index, name in enumerate(COLUMNS)}
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A mention with the place that it was linked to.

    Attributes
    ----------
    start, end
        Half-open span in Unicode code points.
    lat, lon
        Degrees, EPSG:4326; None if it has no point.
    place
        Id of the gazetteer, or empty.
    country
        ISO 3166-1 alpha-2 code, or empty.
    geonameid
        GeoNames id, or None.
    confidence
        0 to 1, or None if not said.
    """

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    country: str = ""
    geonameid: int | None = None
    confidence: float | None = None


def found_in(mentions: Iterable[Mapping[str, Any]]) -> Iterator[Found]:
    """Take what is scored out of the mentions of `Links.to_records`, or of another program.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a mention has no span, or what should be a number is none.
    """
    for one in mentions:
        number = one.get("geonameid")
        yield Found(
            start=int(one["start"]),
            end=int(one["end"]),
            lat=_number(one.get("lat")),
            lon=_number(one.get("lon")),
            place=one.get("place") or "",
            country=(one.get("country") or "").upper(),
            geonameid=int(number) if number else None,
            confidence=_number(one.get("confidence")),
        )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


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
            counts[_AT[name]] += amount

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


def _shared(one: Toponym | Found, other: Toponym | Found) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _can_be_judged(gold: Toponym) -> bool:
    return gold.place != "" or (gold.lat is not None and gold.lon is not None)


def _iso(code: str) -> str:
    return {"UK": "GB", "EL": "GR"}.get(code, code)


def _distance(one: Toponym | Found, other: Toponym | Found) -> float:
    """Return the great-circle distance in kilometres."""
    points = [
        (math.radians(point.lat or 0.0), math.radians(point.lon or 0.0)) for point in (one, other)
    ]
    (lat, lon), (lat2, lon2) = points
    chord = (
        math.sin((lat2 - lat) / 2) ** 2
        + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


# --- figures ------------------------------------------------------------------------------------


def _of(top: Mapping[str, int], bottom: Sequence[str]) -> tuple[Floats, Floats]:
    """Return a ratio of sums of columns, as two vectors of weights."""
    weights = np.zeros((2, len(COLUMNS)))
    for name, factor in top.items():
        weights[0, _AT[name]] = factor
    for name in bottom:
        weights[1, _AT[name]] = 1
    return weights[0], weights[1]


RATIOS = {
    "recognition_exact.p": _of({"exact": 1}, ["found"]),
    "recognition_exact.r": _of({"exact": 1}, ["gold"]),
    "recognition_exact.f1": _of({"exact": 2}, ["found", "gold"]),
    "recognition_overlap.p": _of({"overlap": 1}, ["found"]),
    "recognition_overlap.r": _of({"overlap": 1}, ["gold"]),
    "recognition_overlap.f1": _of({"overlap": 2}, ["found", "gold"]),
    "acc161": _of({"right": 1}, ["pairs"]),
    "end_to_end.p": _of({"right": 1}, ["judged"]),
    "end_to_end.r": _of({"right": 1}, ["placed"]),
    "end_to_end.f1": _of({"right": 2}, ["judged", "placed"]),
    "country_accuracy": _of({"country_right": 1}, ["country_known"]),
}
"""Share → the columns whose sums it is the ratio of."""

_OF_A_KIND = (
    "recognition_exact.r",
    "recognition_overlap.r",
    "acc161",
    "end_to_end.r",
    "country_accuracy",
)


def report_on(
    corpora: Mapping[str, Sequence[Sequence[Verdict]]], judge: Judge
) -> dict[str, dict[str, Any]]:
    """Return the figures of each corpus and, where there are several, of all together.

    Parameters
    ----------
    corpora
        Name → the verdicts on each article.
    judge
        Who gave them.
    """
    report = {name: figures(judge, articles) for name, articles in corpora.items()}
    if len(corpora) > 1:
        every = [verdicts for articles in corpora.values() for verdicts in articles]
        report["all"] = figures(judge, every)
    return report


def figures(judge: Judge, articles: Sequence[Sequence[Verdict]]) -> dict[str, Any]:
    """Return all figures of some articles, as plain JSON types.

    Shares are given as ``value`` with ``low`` and ``high``, the bounds of a 95 % interval from
    resampling whole articles; None where there is nothing to divide by.
    """
    tallies = np.array([judge.tally(verdicts) for verdicts in articles])
    kilometres = [v.km for verdicts in articles for v in verdicts if v.right is not None]
    known = [km for km in kilometres if km is not None]
    kinds = sorted({v.gold.level or "unknown" for one in articles for v in one if v.gold})
    total = dict(zip(COLUMNS, tallies.sum(axis=0).astype(int).tolist(), strict=True))
    return {
        "articles": len(articles),
        "counts": total,
        "shares": _shares(tallies, RATIOS),
        "mean_km": float(np.mean(known)) if known else None,
        "median_km": float(np.median(known)) if known else None,
        "without_point": len(kilometres) - len(known),
        "calibration": calibration(v for verdicts in articles for v in verdicts),
        "kinds": {kind: _kind(judge, articles, kind) for kind in kinds},
    }


def _kind(judge: Judge, articles: Sequence[Sequence[Verdict]], kind: str) -> dict[str, Any]:
    """Return the figures that make sense for one kind of marks; precision does not."""
    tallies = np.array(
        [
            judge.tally(v for v in verdicts if v.gold and (v.gold.level or "unknown") == kind)
            for verdicts in articles
        ]
    )
    gold = int(tallies[:, _AT["gold"]].sum())
    return {"gold": gold, "shares": _shares(tallies, _OF_A_KIND)}


def _shares(tallies: Floats, names: Iterable[str]) -> dict[str, dict[str, float | None]]:
    size = len(tallies)
    draws = np.random.default_rng(_SEED).multinomial(size, np.full(size, 1 / size), ROUNDS)
    samples = draws @ tallies
    shares = {}
    for name in names:
        top, bottom = RATIOS[name]
        value = _ratio(float(tallies.sum(axis=0) @ top), float(tallies.sum(axis=0) @ bottom))
        below = samples @ bottom
        drawn = (samples @ top)[below > 0] / below[below > 0]
        low, high = np.percentile(drawn, [2.5, 97.5]).tolist() if len(drawn) else (None, None)
        shares[name] = {"value": value, "low": low, "high": high}
    return shares


def _ratio(top: float, bottom: float) -> float | None:
    return top / bottom if bottom else None


def calibration(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Say how far confidence can be taken at its word.

    Returns
    -------
    calibration
        ``error``: the expected calibration error, the mean distance between confidence and the
        share that is right, weighted by the number of mentions; ``bins``: of a tenth each, with
        the number of mentions, their mean confidence and the share that is right. A mention
        that was not marked counts as wrong; one whose place cannot be judged is left out.
    """
    said = [
        (v.found.confidence, v.right is True)
        for v in verdicts
        if v.found is not None
        and v.found.confidence is not None
        and (v.gold is None or v.right is not None)
    ]
    bins = []
    for index in range(BINS):
        inside = [one for one in said if min(int(one[0] * BINS + 1e-9), BINS - 1) == index]
        size = len(inside)
        bins.append(
            {
                "from": index / BINS,
                "to": (index + 1) / BINS,
                "mentions": size,
                "confidence": _ratio(sum(confidence for confidence, _ in inside), size),
                "right": _ratio(sum(right for _, right in inside), size),
            }
        )
    gaps = [b["mentions"] * abs(b["confidence"] - b["right"]) for b in bins if b["mentions"]]  # type: ignore[operator]
    return {"mentions": len(said), "error": _ratio(sum(gaps), len(said)), "bins": bins}


def mistakes(marked: MarkedArticle, verdicts: Iterable[Verdict]) -> Iterator[dict[str, Any]]:
    """Describe what went wrong in an article, as plain JSON types."""
    text = marked.article.text
    for verdict in verdicts:
        if not verdict.mistake:
            continue
        span = verdict.gold or verdict.found
        if span is None:
            continue
        start, end = span.start, span.end
        yield {
            "id": marked.article.id,
            "mistake": verdict.mistake,
            "start": start,
            "end": end,
            "text": text[start:end],
            "context": f"{text[max(0, start - _CONTEXT) : start]}[[{text[start:end]}]]"
            f"{text[end : end + _CONTEXT]}",
            "km": None if verdict.km is None else round(verdict.km, 1),
            "gold": _plain(verdict.gold),
            "found": _plain(verdict.found),
        }


def _plain(one: Toponym | Found | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {name: getattr(one, name) for name in one.__slots__}
