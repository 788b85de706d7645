"""Candidates: what no text can change about the places that bear a name."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from briefing.gazetteer.index import (
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
"""Features of a place under a name that no text can change, in the order of `table_of`."""

COLUMNS = ("kind", "country", "region", "district", "small", "x", "y", "z")
"""Columns of `table_of` after the static features. The codes of country, region and district
are rows of the gazetteer plus one, 0 for none; ``small`` is 1 for places that are nearly a point;
x, y, z are a point of the unit sphere."""

GROUP = {
    PlaceKind.DISPUTED: "area",
    PlaceKind.BLOC: "collective",
    PlaceKind.ORGANISATION: "collective",
    PlaceKind.HISTORICAL: "collective",
    PlaceKind.USER: "country",  # who adds a layer means its places
}
"""What a kind of place counts as; any other counts as itself."""

SMALL = frozenset(
    (PlaceKind.CITY, PlaceKind.DISTRICT, PlaceKind.PHYSICAL, PlaceKind.FACILITY, PlaceKind.USER)
)
"""Kinds of places that are nearly a point."""

_AT = {name: index for index, name in enumerate(STATIC)}
_COLUMN = {name: len(STATIC) + index for index, name in enumerate(COLUMNS)}
_CODES = {kind.value: index for index, kind in enumerate(KINDS)}
_CAPITAL, _SEAT = "PPLC", "PPLA"
_CAPITAL_DECADES = 5.3
_MOST_FAME = math.log1p(128)
_BESIDE = 0.55  # degrees of latitude
_HOLDING = frozenset((PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT))
_DIVIDED = frozenset((PlaceKind.REGION, PlaceKind.DISTRICT))


def code_of(row: int) -> int:
    """Return the code of a country, region or district by its row, 0 for none."""
    return 0 if row == NONE else row + 1


def table_of(gazetteer: Gazetteer, pairs: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Return what the places of a name are, one row a place, columns ``STATIC`` and ``COLUMNS``."""
    with_town = _with_town(gazetteer, pairs)
    countries = {
        row
        for row, flag in pairs
        if _kind(gazetteer, row) is PlaceKind.COUNTRY and flag & STRENGTH == PRIMARY
    }
    table = np.zeros((len(pairs), len(STATIC) + len(COLUMNS)))
    for features, (row, flag) in zip(table, pairs, strict=True):
        kind = _kind(gazetteer, row)
        features[0] = decades_of(gazetteer, row, flag) / 7
        features[1] = fame_of(gazetteer, row)
        features[_AT[GROUP.get(kind, kind.value)]] = 1
        for name in _senses(gazetteer, row, flag):
            features[_AT[name]] = 1
        features[_AT["named like its town"]] = row in with_town
        features[_AT["named like its country"]] = (
            gazetteer.country[row] in countries and row not in countries
        )
        lon, lat = gazetteer.lon[row], gazetteer.lat[row]
        features[len(STATIC) :] = (
            gazetteer.kind[row],
            code_of(gazetteer.country[row]),
            code_of(gazetteer.region[row]),
            code_of(gazetteer.district[row]),
            kind in SMALL and not math.isnan(lon),
            *_unit_vector(lon, lat),
        )
    return table


def _senses(gazetteer: Gazetteer, row: int, flag: int) -> Iterator[str]:
    """Give the features of how a name stands for a place, and of what seat the place is."""
    if flag & DEMONYM:
        yield "demonym"
    if flag & METONYM:
        yield "metonym"
    if flag & STRENGTH == PRIMARY:
        yield "primary"
    elif flag & STRENGTH == WEAK:
        yield "weak"
    if is_capital(gazetteer, row):
        if flag & STRENGTH == PRIMARY:  # Amman is hardly meant by "Philadelphia"
            yield "capital"
    elif _is_seat(gazetteer, row):
        yield "seat"


def is_capital(gazetteer: Gazetteer, row: int) -> bool:
    """Tell whether a place is the capital of a country."""
    return gazetteer.features[gazetteer.feature[row]] == _CAPITAL


def fame_of(gazetteer: Gazetteer, row: int) -> float:
    """Return how well known a place is: 0 to about 1, logarithmic."""
    return math.log1p(gazetteer.fame[row]) / _MOST_FAME


def decades_of(gazetteer: Gazetteer, row: int, flag: int) -> float:
    """Return the logarithm of the inhabitants of a place; a capital counts as a large city.

    The news of a country comes from its capital, however small it is.
    """
    decades = math.log10(gazetteer.population[row] + 1)
    if flag & STRENGTH == PRIMARY and is_capital(gazetteer, row):
        return max(decades, _CAPITAL_DECADES)
    return decades


def _is_seat(gazetteer: Gazetteer, row: int) -> bool:
    return gazetteer.features[gazetteer.feature[row]] == _SEAT


def _kind(gazetteer: Gazetteer, row: int) -> PlaceKind:
    return KINDS[gazetteer.kind[row]]


def _with_town(gazetteer: Gazetteer, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Return the rows of divisions named like a town in them or beside them.

    The town may be a division of its own, as Kyiv is, which the region is named after. A
    capital counts for its whole country: "Washington" is the state only where the text says so.
    """
    towns = [
        row
        for row, flag in pairs
        if _kind(gazetteer, row) is PlaceKind.CITY
        and (flag & STRENGTH == PRIMARY or is_capital(gazetteer, row))
    ]
    around = {d for row in towns for d in (gazetteer.region[row], gazetteer.district[row])}
    return {
        row
        for row, _ in pairs
        if _kind(gazetteer, row) in _DIVIDED
        and (row in around or any(_is_beside(gazetteer, row, town) for town in towns))
    }


def _is_beside(gazetteer: Gazetteer, division: int, town: int) -> bool:
    """Tell whether a town is the country's capital or within 60 km of a division's point."""
    if gazetteer.country[division] != gazetteer.country[town]:
        return False
    if is_capital(gazetteer, town):
        return True
    north = gazetteer.lat[division] - gazetteer.lat[town]
    east = gazetteer.lon[division] - gazetteer.lon[town]
    return math.hypot(north, east * math.cos(math.radians(gazetteer.lat[town]))) < _BESIDE


def held_by(gazetteer: Gazetteer, pairs: Sequence[tuple[int, int]]) -> frozenset[tuple[str, int]]:
    """Return kind and code of the divisions that some places lie in, a division not in itself."""
    return frozenset(
        (outer.value, code)
        for row, _ in pairs
        for outer, division in (
            (PlaceKind.COUNTRY, gazetteer.country[row]),
            (PlaceKind.REGION, gazetteer.region[row]),
            (PlaceKind.DISTRICT, gazetteer.district[row]),
        )
        if (code := code_of(division)) and code != row + 1
    )


def holds(gazetteer: Gazetteer, pairs: Sequence[tuple[int, int]]) -> frozenset[tuple[str, int]]:
    """Return kind and code of those of some places that are countries, regions or districts."""
    kinds = ((_kind(gazetteer, row), row) for row, _ in pairs)
    return frozenset((kind.value, row + 1) for kind, row in kinds if kind in _HOLDING)


def lying_in(table: NDArray[np.float64], divisions: Collection[tuple[str, int]]) -> frozenset[int]:
    """Return the rows of a table whose places lie in one of some divisions, itself left out.

    Parameters
    ----------
    table
        As `table_of` returns it.
    divisions
        Kind and code of each, as `holds` returns them.
    """
    found = np.zeros(len(table), bool)
    for kind, code in divisions:
        found |= (table[:, _COLUMN[kind]] == code) & (table[:, _COLUMN["kind"]] != _CODES[kind])
    return frozenset(np.flatnonzero(found).tolist())


def codes(divisions: Sequence[int], rows: Collection[int]) -> frozenset[int]:
    """Return the codes of the divisions, a column of the gazetteer, that some places lie in."""
    return frozenset(code for row in rows if (code := code_of(divisions[row])))


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
