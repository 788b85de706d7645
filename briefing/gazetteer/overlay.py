"""The gazetteer in use: the one of this package, and on top of it the places of the user's layers.

Without user layers it *is* the package's gazetteer, and linking costs and gives what it does
without this module.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import marisa_trie

from briefing.gazetteer.codes import KINDS, NONE, PRIMARY
from briefing.gazetteer.folding import fold
from briefing.gazetteer.index import Gazetteer, gazetteer
from briefing.gazetteer.place import Place, PlaceKind
from briefing.layers import userlayers

# A user's place is weighed as a large and famous country is, whatever it is: who adds a layer
# wants its names to be read as its places.
_WEIGHED_AS = 10_000_000
_FAME = 128
_LIKELIHOOD = 9.0  # in `find`, as of a country of ten million


class UserPlace(NamedTuple):
    """A feature of a user layer, as linking needs it.

    Attributes
    ----------
    id, name
        Place id and display name.
    names
        What texts call it.
    lon, lat
        A point of it in degrees, EPSG:4326.
    country, region
        ISO 3166 codes, or None where it lies in no or several of them.
    """

    id: str
    name: str
    names: tuple[str, ...]
    lon: float
    lat: float
    country: str | None
    region: str | None


class ExtendedGazetteer(Gazetteer):
    """A gazetteer with further places, whose rows come after those of the first.

    Parameters
    ----------
    base
        The gazetteer that is extended; it stays as it is.
    places
        The further places. A name of theirs that the base has, too, means either.
    """

    def __init__(self, base: Gazetteer, places: Sequence[UserPlace]) -> None:
        self.__dict__.update(base.__dict__)
        self._base = base
        self._user = tuple(places)
        self._user_rows = {place.id: len(base) + n for n, place in enumerate(self._user)}
        self._user_names: dict[str, list[int]] = {}
        for place in self._user:
            for key in dict.fromkeys(fold(name).strip() for name in place.names):
                self._user_names.setdefault(key, []).append(self._user_rows[place.id])
        self._user_trie = marisa_trie.Trie(self._user_names)
        self.features = (*base.features, "")
        self._columns = dict(self._columns)
        for column, values in self._extension().items():
            old = self._columns[column]
            code: Any = old.format  # one of those that arrays and views know alike
            both = old.tobytes() + array(code, values).tobytes()
            self._columns[column] = memoryview(both).cast(code)
            setattr(self, column, self._columns[column])

    def _extension(self) -> dict[str, list[float]]:
        """Return the values of the user's places for each column of the gazetteer."""
        count = len(self._user)
        kind = KINDS.index(PlaceKind.USER)
        return {
            "kind": [kind] * count,
            "country": [self._division("country", place.country) for place in self._user],
            "region": [self._division("region", place.region) for place in self._user],
            "district": [NONE] * count,
            "lon": [place.lon for place in self._user],
            "lat": [place.lat for place in self._user],
            "population": [_WEIGHED_AS] * count,
            "geonameid": [0] * count,
            "fame": [_FAME] * count,
            "feature": [len(self._base.features)] * count,
        }

    def _division(self, kind: str, code: str | None) -> int:
        row = self._base.row(f"{kind}:{code}") if code else None
        return NONE if row is None else row

    def __repr__(self) -> str:
        return f"<{self._base!r} and {len(self._user):,} user places>"

    def prefixes(self, folded: str) -> list[str]:
        """Return the names that a folded text begins with, shortest first."""
        own = self._user_trie.prefixes(folded)
        known = super().prefixes(folded)
        return sorted({*known, *own}, key=len) if own else known

    def rows(self, key: str) -> list[tuple[int, int]]:
        """Return the places that bear a folded name, those of the user first."""
        own = self._user_names.get(key, ())
        return [*((row, PRIMARY) for row in own), *super().rows(key)]

    def id(self, row: int) -> str:
        """Return the id of the place in a row."""
        place = self._user_place(row)
        return place.id if place else super().id(row)

    def name(self, row: int) -> str:
        """Return the display name of the place in a row."""
        place = self._user_place(row)
        return place.name if place else super().name(row)

    def row(self, place_id: str) -> int | None:
        """Return the row of a place, or None for an id that is not known."""
        own = self._user_rows.get(place_id)
        return super().row(place_id) if own is None else own

    def place(self, row: int) -> Place:
        """Return the place in a row."""
        own = self._user_place(row)
        if own is None:
            return super().place(row)
        return Place(
            id=own.id,
            kind=PlaceKind.USER,
            name=own.name,
            lon=round(own.lon, 5),
            lat=round(own.lat, 5),
            country=own.country,
            region=own.region,
        )

    def names(self, place_id: str) -> tuple[str, ...]:
        """Return the folded names of a place, sorted; empty if unknown."""
        row = self._user_rows.get(place_id)
        own = self._user_place(row) if row is not None else None
        if own is None:
            return self._base.names(place_id)
        return tuple(sorted({fold(name).strip() for name in own.names}))

    def _likelihood(self, pair: tuple[int, int]) -> float:
        return _LIKELIHOOD if self._user_place(pair[0]) else super()._likelihood(pair)

    def _user_place(self, row: int) -> UserPlace | None:
        index = row - len(self._base)
        return self._user[index] if index >= 0 else None


def gazetteer_in_use() -> Gazetteer:
    """Return the gazetteer of this package, with the places of the user's layers if there are any.

    Raises
    ------
    GazetteerError
        If the gazetteer is missing or damaged.
    CorruptLayerError
        If a user layer is damaged: linking without it would silently find other places.
    """
    state = userlayers.state()
    return _extended(state) if state[0] else gazetteer()


@lru_cache(maxsize=2)
def _extended(state: tuple[str, int]) -> Gazetteer:
    del state  # part of the key alone
    places = [place for layer in userlayers.user_layers() for place in _places(layer)]
    return ExtendedGazetteer(gazetteer(), places) if places else gazetteer()


def _places(layer: userlayers.UserLayer) -> Iterator[UserPlace]:
    from pyarrow import parquet  # noqa: PLC0415 - only those who have layers need it

    columns = ["id", "name", "names", "lon", "lat", "country", "region"]
    table = parquet.read_table(BytesIO(userlayers.content(layer)), columns=columns)
    for place_id, name, names, lon, lat, country, region in zip(
        *(table[column].to_pylist() for column in columns), strict=True
    ):
        known = tuple(one for one in names.split("|") if one)
        yield UserPlace(place_id, name, known, lon, lat, country, region)
