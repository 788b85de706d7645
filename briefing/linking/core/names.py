"""What the gazetteer knows of a name before any text is read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from briefing.gazetteer.index import (
    ALTERNATE,
    DEMONYM,
    KINDS,
    METONYM,
    NONE,
    PRIMARY,
    STRENGTH,
    WEAK,
    Gazetteer,
)
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.cues import Cues

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATIC = (
    "log population",
    "fame",
    "country",
    "region",
    "district",
    "city",
    "area",
    "sea",
    "physical",
    "collective",
    "facility",
    "demonym",
    "metonym",
    "primary",
    "weak",
    "capital",
    "seat",
    "named like its town",
    "named like its country",
)
"""Features of a place under a name that no text can change, in the order of ``Name.table``."""

COLUMNS = ("kind", "country", "region", "district", "small", "x", "y", "z")
"""Columns of ``Name.table`` after the static features. The codes of country, region and district
are rows of the gazetteer plus one, 0 for none; ``small`` is 1 for places that are nearly a point;
x, y, z are a point of the unit sphere."""

MOST_PLACES = 60  # of one name; the most populous are kept
_CACHED_NAMES = 16_384
_GROUP = {
    PlaceKind.DISPUTED: "area",
    PlaceKind.BLOC: "collective",
    PlaceKind.ORGANISATION: "collective",
    PlaceKind.HISTORICAL: "collective",
    PlaceKind.USER: "country",  # who adds a layer means its places
}
_SMALL = frozenset(
    (PlaceKind.CITY, PlaceKind.DISTRICT, PlaceKind.PHYSICAL, PlaceKind.FACILITY, PlaceKind.USER)
)
_MOST_FAME = math.log1p(128)
_LARGE = 5.5  # decades of inhabitants
_BESIDE = 0.55  # degrees of latitude
_SURE_KINDS = frozenset((PlaceKind.COUNTRY, PlaceKind.REGION))
_RIVER_ENDINGS = (" river", " lake", " mountains", " desert", " islands", " peninsula")
_DIVISION_ENDINGS = (
    " county",
    " parish",
    " province",
    " governorate",
    " oblast",
    " township",
    " district",
    " municipality",
    " prefecture",
    " region",
)


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name and the places that bear it.

    Attributes
    ----------
    key
        The folded name, or a short form as it is written ("Fla.").
    pairs
        Gazetteer row and flag of each place, the most populous first.
    table
        One row a place; columns as in ``STATIC`` and ``COLUMNS``.
    evidence
        What the name itself says about being a place in a text.
    common, given
        How common the name is as an English word, and as a given name; 0 to 1.
    sure
        Code of the country and region that the name stands for without context, 0 where open;
        None if it needs context.
    is_region
        Whether it is the main name of a region and of no town, country or other place of size.
    countries, regions
        Codes of the countries and regions that its places lie in.
    """

    key: str
    pairs: tuple[tuple[int, int], ...]
    table: NDArray[np.float64]
    evidence: dict[str, float]
    common: float
    given: float
    sure: tuple[int, int] | None
    is_region: bool
    countries: frozenset[int]
    regions: frozenset[int]
    held_by: frozenset[tuple[str, int]]
    holds: frozenset[tuple[str, int]]

    def lies_in(self, other: Name) -> bool:
        """Tell whether a place of this name lies in a place of the other."""
        return not self.held_by.isdisjoint(other.holds)


class Names:
    """The names of a gazetteer, each worked out when it is first met."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues) -> None:
        self.gazetteer = gazetteer
        self.cues = cues
        self.prefixes = gazetteer.prefixes
        self._common = gazetteer.word_list("common_words")
        self._given = gazetteer.word_list("given_names")
        self._no_given = cues.before["direction"] | cues.after["institution"]
        self._surnames = gazetteer.word_list("surnames")
        self._stop = cues.never | gazetteer.word_list("stop_names").keys()
        self.get = lru_cache(_CACHED_NAMES)(self._get)
        self.short_form = lru_cache(_CACHED_NAMES)(self._short_form)
        self.place = lru_cache(_CACHED_NAMES)(gazetteer.place)

    def common(self, word: str) -> float:
        """Return how common a word is in English in lower case, 0 to 1."""
        return self._common.get(word, 0.0)

    def given(self, word: str) -> float:
        """Return how common a word is as a given name and as nothing else, 0 to 1."""
        if word in self._common or word in self._no_given:
            return 0.0
        return self._given.get(word, 0.0)

    def surname(self, word: str) -> float:
        """Return how common a word is as a surname and as nothing else, 0 to 1."""
        if word in self._common or word in self._no_given or word in self._stop:
            return 0.0
        return self._surnames.get(word, 0.0)

    def country(self, code: str) -> int:
        """Return the code in ``Name.table`` of a country (ISO 3166-1 alpha-2), 0 if unknown."""
        return self.code(f"country:{code}")

    def code(self, place_id: str) -> int:
        """Return the code in ``Name.table`` of a country, region or district, 0 if unknown."""
        row = self.gazetteer.row(place_id)
        return 0 if row is None else row + 1

    def divisions(self, row: int) -> list[int]:
        """Return the rows of the country, region and district that a place lies in."""
        source = self.gazetteer
        rows = (source.country[row], source.region[row], source.district[row])
        return [division for division in rows if division != NONE]

    def _get(self, key: str) -> Name | None:
        pairs = self.gazetteer.rows(key)[:MOST_PLACES]
        return self._name(key, pairs) if pairs else None

    def _short_form(self, written: str) -> Name | None:
        row = self.gazetteer.abbreviations.get(written)
        return None if row is None else self._name(written, [(row, PRIMARY)])

    def only(self, key: str, row: int, flag: int) -> Name:
        """Return a name that a single place bears, whatever else the gazetteer has for it."""
        return self._name(key, [(row, flag)])

    def _name(self, key: str, pairs: Sequence[tuple[int, int]]) -> Name:
        gazetteer = self.gazetteer
        kinds = [KINDS[gazetteer.kind[row]] for row, _ in pairs]
        words = key.split()
        single = words[0].removesuffix("'s") if len(words) == 1 else ""
        evidence = self._lexical(words, single) | self._geographic(pairs, kinds)
        if key in self._stop:
            evidence["stop name"] = 1
        if key in self.cues.seldom:
            evidence["seldom a place"] = 1
        if "is capital" in evidence and evidence["population"] * 7 > _LARGE:
            # Counts of lower-case words have such names from web addresses and the like.
            for cue in ("common word", "is common word"):
                evidence.pop(cue, None)
        if key.endswith(_DIVISION_ENDINGS):
            evidence["full name of a division"] = 1
        if PlaceKind.PHYSICAL in kinds and not key.endswith(_RIVER_ENDINGS):
            evidence["may be a river"] = 1
        if key[-1] == "." and key[0].isupper():
            evidence["short form"] = 1
        countries = frozenset(code for row, _ in pairs if (code := _code(gazetteer.country[row])))
        small = [row for (row, _), kind in zip(pairs, kinds, strict=True) if kind in _SMALL]
        return Name(
            key=key,
            pairs=tuple(pairs),
            table=self._table(pairs, kinds),
            evidence=evidence,
            common=self.common(single),
            given=self.given(single),
            sure=self._sure(pairs, kinds, single, evidence),
            is_region="is region" in evidence and not evidence.keys() & {"is city", "is country"},
            countries=countries,
            regions=frozenset(code for row in small if (code := _code(gazetteer.region[row]))),
            held_by=frozenset(self._held_by(pairs)),
            holds=frozenset(
                (kind.value, row + 1)
                for (row, _), kind in zip(pairs, kinds, strict=True)
                if kind in {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT}
            ),
        )

    def _lexical(self, words: Sequence[str], single: str) -> dict[str, float]:
        """Read what the words of a name are in English besides a name."""
        evidence = {"more words": float(len(words) - 1)} if len(words) > 1 else {}
        if single:
            common = self.common(single)
            found = {
                "common word": common,
                "is common word": float(common > 0),
                "given name": self.given(single),
                "surname": self.surname(single),
            }
        else:
            common = min(map(self.common, words), default=0.0)
            found = {"all common words": common, "begins with given name": self.given(words[0])}
        return evidence | {cue: value for cue, value in found.items() if value}

    def _geographic(
        self, pairs: Sequence[tuple[int, int]], kinds: Sequence[PlaceKind]
    ) -> dict[str, float]:
        """Read what kinds of places bear the name, and how large the largest is."""
        gazetteer = self.gazetteer
        evidence: dict[str, float] = {}
        best = other = 0.0
        for (row, flag), kind in zip(pairs, kinds, strict=True):
            if kind is PlaceKind.ORGANISATION:  # it has no place, as blocs have
                evidence["is body without territory"] = 1
            size = math.log10(gazetteer.population[row] + 1)
            if flag & STRENGTH != PRIMARY:
                other = max(other, size if flag & STRENGTH == ALTERNATE else 0.0)
                continue
            if flag & DEMONYM:
                evidence["is demonym"] = 1
            elif flag & METONYM:
                evidence["is metonym"] = 1
            else:
                evidence["is " + _GROUP.get(kind, kind.value)] = 1
                if gazetteer.features[gazetteer.feature[row]] == "PPLC":
                    evidence["is capital"] = 1
            best = max(best, size)
        if not evidence:
            evidence["no main name"] = 1
        evidence["population"] = best / 7
        if other > best:
            evidence["population by another name"] = (other - best) / 7
        evidence["many places"] = math.log(len(pairs)) / 4
        return evidence

    def _sure(
        self,
        pairs: Sequence[tuple[int, int]],
        kinds: Sequence[PlaceKind],
        single: str,
        evidence: dict[str, float],
    ) -> tuple[int, int] | None:
        """Return where the name lies if it can vouch for other names without context."""
        gazetteer = self.gazetteer
        if evidence.keys() & {"stop name", "seldom a place"}:
            return None
        best, best_row = 0.0, -1
        for (row, flag), kind in zip(pairs, kinds, strict=True):
            if flag & STRENGTH != PRIMARY:
                continue
            if kind in _SURE_KINDS:
                return _code(gazetteer.country[row]), _code(gazetteer.region[row])
            size = math.log10(gazetteer.population[row] + 1)
            if kind is PlaceKind.CITY and size > best:
                best, best_row = size, row
        enough = 3.3 if len(pairs) == 1 else 5
        if best_row < 0 or best < enough or self.common(single):
            return None
        return _code(gazetteer.country[best_row]), _code(gazetteer.region[best_row])

    def _table(
        self, pairs: Sequence[tuple[int, int]], kinds: Sequence[PlaceKind]
    ) -> NDArray[np.float64]:
        gazetteer = self.gazetteer
        with_town = self._with_town(pairs, kinds)
        countries = {
            row
            for (row, flag), kind in zip(pairs, kinds, strict=True)
            if kind is PlaceKind.COUNTRY and flag & STRENGTH == PRIMARY
        }
        table = np.zeros((len(pairs), len(STATIC) + len(COLUMNS)))
        for index, ((row, flag), kind) in enumerate(zip(pairs, kinds, strict=True)):
            features = table[index]
            features[0] = math.log10(gazetteer.population[row] + 1) / 7
            features[1] = math.log1p(gazetteer.fame[row]) / _MOST_FAME
            features[STATIC.index(_GROUP.get(kind, kind.value))] = 1
            code = gazetteer.features[gazetteer.feature[row]]
            for name, holds in (
                ("demonym", flag & DEMONYM),
                ("metonym", flag & METONYM),
                ("primary", flag & STRENGTH == PRIMARY),
                ("weak", flag & STRENGTH == WEAK),
                ("capital", code == "PPLC"),
                ("seat", code == "PPLA"),
                ("named like its town", row in with_town),
                (
                    "named like its country",
                    gazetteer.country[row] in countries and row not in countries,
                ),
            ):
                features[STATIC.index(name)] = bool(holds)
            lon, lat = gazetteer.lon[row], gazetteer.lat[row]
            features[len(STATIC) :] = (
                gazetteer.kind[row],
                _code(gazetteer.country[row]),
                _code(gazetteer.region[row]),
                _code(gazetteer.district[row]),
                kind in _SMALL and not math.isnan(lon),
                *_unit_vector(lon, lat),
            )
        return table

    def _with_town(self, pairs: Sequence[tuple[int, int]], kinds: Sequence[PlaceKind]) -> set[int]:
        """Return the rows of divisions named like a town in them or beside them.

        The town may be a division of its own, as Kyiv is, which the region is named after. A
        capital counts for its whole country: "Washington" is the state only where the text says
        so.
        """
        gazetteer = self.gazetteer
        towns = [
            row
            for (row, flag), kind in zip(pairs, kinds, strict=True)
            if kind is PlaceKind.CITY
            and (
                flag & STRENGTH == PRIMARY
                or gazetteer.features[gazetteer.feature[row]] in {"PPLC", "PPLA"}
            )
        ]
        around = {d for row in towns for d in (gazetteer.region[row], gazetteer.district[row])}
        return {
            row
            for (row, _), kind in zip(pairs, kinds, strict=True)
            if kind in {PlaceKind.REGION, PlaceKind.DISTRICT}
            and (row in around or any(self._is_beside(row, town) for town in towns))
        }

    def _is_beside(self, division: int, town: int) -> bool:
        """Tell whether a town is the country's capital or within 60 km of a division's point."""
        gazetteer = self.gazetteer
        if gazetteer.country[division] != gazetteer.country[town]:
            return False
        if gazetteer.features[gazetteer.feature[town]] == "PPLC":
            return True
        north = gazetteer.lat[division] - gazetteer.lat[town]
        east = gazetteer.lon[division] - gazetteer.lon[town]
        return math.hypot(north, east * math.cos(math.radians(gazetteer.lat[town]))) < _BESIDE

    def _held_by(self, pairs: Sequence[tuple[int, int]]) -> set[tuple[str, int]]:
        """Return the divisions that places of the name lie in, a division not in itself."""
        gazetteer = self.gazetteer
        held: set[tuple[str, int]] = set()
        for row, _ in pairs:
            for outer, code in (
                (PlaceKind.COUNTRY, _code(gazetteer.country[row])),
                (PlaceKind.REGION, _code(gazetteer.region[row])),
                (PlaceKind.DISTRICT, _code(gazetteer.district[row])),
            ):
                if code and code != row + 1:
                    held.add((outer.value, code))
        return held


def _code(row: int) -> int:
    return 0 if row == NONE else row + 1


def _unit_vector(lon: float, lat: float) -> tuple[float, float, float]:
    """Return the point of the unit sphere, or its centre for a place without a point."""
    if math.isnan(lon):
        return 0.0, 0.0, 0.0
    east, north = math.radians(lon), math.radians(lat)
    return (
        math.cos(north) * math.cos(east),
        math.cos(north) * math.sin(east),
        math.sin(north),
    )
