"""The gazetteer: which places a name can mean.

Three files are opened by memory map, so that opening takes milliseconds and processes share the
memory: ``names.marisa``, a trie of folded names, ``names.bin``, the places that bear each name,
and ``places.bin``, columns of numbers about places; see `briefing.gazetteer.files`.
``tools/gazetteer/build.py`` makes all of them.

A place is known by its *row*. Rows are stable only inside one build; outside, use ``Place.id``.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import marisa_trie

from briefing.data import geodata_dir
from briefing.gazetteer import files
from briefing.gazetteer.codes import (
    ALTERNATE,
    DEMONYM,
    FLAG_BITS,
    KINDS,
    METONYM,
    NONE,
    POSTAL,
    PRIMARY,
    STRENGTH,
    WEAK,
    number_of,
)
from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import Place, PlaceKind
from briefing.gazetteer.prominence import likelihood

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "ALTERNATE", "DEMONYM", "FLAG_BITS", "KINDS", "METONYM", "NONE", "PRIMARY", "STRENGTH", "WEAK",
    "Gazetteer", "gazetteer",
]  # fmt: skip


class Gazetteer:
    """Names and places, read from memory-mapped files.

    Attributes
    ----------
    kind
        For each row, the index of its kind in ``KINDS``.
    country, region, district
        For each row, the row of the country, first-level and second-level division that the
        place lies in, or ``NONE``. A country is its own country, and so on.
    lon, lat
        Representative point in degrees, EPSG:4326; NaN for places without one.
    population
        Inhabitants; 0 where unknown.
    geonameid
        GeoNames id, 0 for none; or ``POSTAL`` and a postal code of the United States.
    fame
        Names, in any script, that the sources have for it; at most 255.
    feature
        For each row, the index of its GeoNames feature code in ``features``.
    features
        GeoNames feature codes: ``"PPLC"`` is a capital, ``"PPLA"`` the seat of a region.
    abbreviations
        Short forms whose case and stops matter ("Fla.", "NSW", "TX") → row.
    """

    kind: memoryview
    country: memoryview
    region: memoryview
    district: memoryview
    lon: memoryview
    lat: memoryview
    population: memoryview
    geonameid: memoryview
    fame: memoryview
    feature: memoryview

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data, header = files.mapped(folder / files.PLACES_FILE)
        names, more = files.mapped(folder / files.NAMES_FILE)
        self.features: tuple[str, ...] = tuple(header["features"])
        self.abbreviations: Mapping[str, int] = MappingProxyType(header["abbreviations"])
        self._header = header
        self._ids: list[str] = header["ids"]
        self._trie = marisa_trie.Trie()
        try:
            self._trie.mmap(str(folder / files.TRIE_FILE))
        except (OSError, RuntimeError) as error:
            files.refuse(files.TRIE_FILE, f"unreadable ({error}), expected a trie of names")
        self._columns = files.columns(self._data, header) | files.columns(names, more)
        for name in Gazetteer.__annotations__:
            setattr(self, name, self._columns[name])
        self._first = self._columns["first"]
        self._pairs = self._columns["pairs"]
        self._names = header["sections"]["names"][1]

    @classmethod
    def open(cls, folder: Path | None = None) -> Self:
        """Open a gazetteer.

        Parameters
        ----------
        folder
            Folder of the files; by default ``gazetteer/`` of the geodata.

        Raises
        ------
        GazetteerError
            If a file is missing, of another length than ``contents.json`` says, or of another
            version. ``verify`` also compares the checksums.
        """
        folder = folder or geodata_dir() / "gazetteer"
        files.check_lengths(folder)
        return cls(folder)

    def verify(self) -> None:
        """Compare every file with its checksum.

        Raises
        ------
        GazetteerError
            If a file is not the one that ``contents.json`` describes.
        """
        files.check_sums(self.folder)

    @property
    def attribution(self) -> str:
        """Return the line that must stand wherever the gazetteer's data is shown."""
        return str(files.contents_of(self.folder)["attribution"])

    def __len__(self) -> int:
        return len(self.kind)

    def __repr__(self) -> str:
        return f"<Gazetteer of {len(self):,} places and {len(self._trie):,} names>"

    # --- rows: for those who look up many names ------------------------------------------------

    def prefixes(self, folded: str) -> list[str]:
        """Return the names that a folded text begins with, shortest first."""
        found: list[str] = self._trie.prefixes(folded)
        return found

    def rows(self, key: str) -> list[tuple[int, int]]:
        """Return the places that bear a folded name, most populous first, as (row, flag).

        A flag holds the ``STRENGTH`` of the name (``PRIMARY``, ``ALTERNATE``, ``WEAK``) and the
        bits ``DEMONYM`` and ``METONYM``.
        """
        number = self._trie.get(key)
        if number is None:
            return []
        pairs = self._pairs[self._first[number] : self._first[number + 1]]
        return [(pair >> FLAG_BITS, pair & 0b1111) for pair in pairs]

    def array(self, column: str) -> NDArray[np.generic]:
        """Return a column as a NumPy array over the mapped memory, without a copy."""
        import numpy as np  # noqa: PLC0415 - looking up names must not load it

        view = self._columns[column]
        return np.frombuffer(view, dtype=np.dtype(view.format))

    def id(self, row: int) -> str:
        """Return the id of the place in a row."""
        if row < len(self._ids):
            return self._ids[row]
        number = self.geonameid[row]
        key = str(number) if number < POSTAL else f"US-{number - POSTAL:05d}"
        return f"{KINDS[self.kind[row]]}:{key}"

    def name(self, row: int) -> str:
        """Return the English display name of the place in a row."""
        start = self._names + self._columns["name"][row]
        return self._data[start : self._data.find(b"\0", start)].decode()

    def country_code(self, row: int) -> str | None:
        """Return the ISO 3166-1 alpha-2 code of the country that a row lies in."""
        country: int = self.country[row]
        return None if country == NONE else self._ids[country].partition(":")[2]

    def region_code(self, row: int) -> str | None:
        """Return the ISO 3166-2 code of the region that a row lies in."""
        region: int = self.region[row]
        if region == NONE:
            return None
        kind, _, code = self.id(region).partition(":")
        return code if kind == PlaceKind.REGION else None

    def row(self, place_id: str) -> int | None:
        """Return the row of a place, or None for an id that the gazetteer does not have."""
        if place_id in self._rows_by_id:
            return self._rows_by_id[place_id]
        number = number_of(place_id)
        if number is None:
            return None
        first, end = self._header["blocks"].get(place_id.partition(":")[0], (0, 0))
        row = bisect_left(self.geonameid, number, first, end)
        return row if row < end and self.geonameid[row] == number else None

    @cached_property
    def _rows_by_id(self) -> dict[str, int]:
        return {place_id: row for row, place_id in enumerate(self._ids)}

    # --- places: for everyone else -------------------------------------------------------------

    def place(self, row: int) -> Place:
        """Return the place in a row."""
        lon, lat = self.lon[row], self.lat[row]
        has_point = not math.isnan(lon)
        return Place(
            id=self.id(row),
            kind=KINDS[self.kind[row]],
            name=self.name(row),
            lon=round(lon, 5) if has_point else None,
            lat=round(lat, 5) if has_point else None,
            country=self.country_code(row),
            region=self.region_code(row),
            geonameid=number if 0 < (number := self.geonameid[row]) < POSTAL else None,
            population=self.population[row],
        )

    def find(self, name: str) -> tuple[Place, ...]:
        """Return the places that bear a name, as it stands or folded, the likeliest first.

        Examples
        --------
        >>> gazetteer().find("Damascus")[0].id
        'city:170654'
        """
        found = sorted(self.rows(fold(name).strip()), key=self._likelihood, reverse=True)
        places = [self.place(row) for row, _ in found]
        if name in self.abbreviations:
            places.insert(0, self.place(self.abbreviations[name]))
        return tuple(dict.fromkeys(places))

    def _likelihood(self, pair: tuple[int, int]) -> float:
        return likelihood(KINDS[self.kind[pair[0]]], self.population[pair[0]], pair[1])

    def by_id(self, place_id: str) -> Place | None:
        """Return the place of an id, or None."""
        row = self.row(place_id)
        return None if row is None else self.place(row)

    def names(self, place_id: str) -> tuple[str, ...]:
        """Return the folded names of a place, demonyms included, sorted; empty if unknown."""
        import numpy as np  # noqa: PLC0415 - looking up names must not load it

        row = self.row(place_id)
        if row is None:
            return ()
        hits = np.flatnonzero(self.array("pairs") >> FLAG_BITS == row)  # type: ignore[operator]
        keys = np.searchsorted(self.array("first"), hits, side="right") - 1
        return tuple(sorted(self._trie.restore_key(int(key)) for key in set(keys)))

    def capital(self, country: str) -> Place | None:
        """Return the capital of a country (ISO 3166-1 alpha-2), or None."""
        row = self._header["capitals"].get(country)
        return None if row is None else self.place(row)

    def neighbours(self, country: str) -> tuple[str, ...]:
        """Return the codes of the countries that share a land border with one, sorted.

        Source: GeoNames country table.
        """
        return tuple(self._header["neighbours"].get(country, ()))

    def word_list(self, name: str) -> Mapping[str, float]:
        """Return a list of folded words with their weights, 0 to 1.

        Parameters
        ----------
        name
            ``"given_names"``, ``"surnames"`` (share of bearers, logarithmic), ``"common_words"``
            (how common the word is in English in lower case) or ``"stop_names"`` (names that
            mostly mean something other than the place).

        Raises
        ------
        GazetteerError
            If there is no such list.
        """
        return files.word_list(self.folder / f"{name}.tsv")


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that comes with this package, opened once."""
    return Gazetteer.open()
