"""The gazetteer: which places a name can mean.

Three files are opened by memory map, so that opening takes milliseconds and processes share the
memory: ``names.marisa``, a trie of folded names, ``names.bin``, the places that bear each name,
and ``places.bin``, columns of numbers about places. ``contents.json`` beside them says how long
each file is and what its SHA-256 is. ``tools/build_gazetteer.py`` makes all of them.

A place is known by its *row*. Rows are stable only inside one build; outside, use ``Place.id``.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
import struct
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, Self

import marisa_trie

from briefing.data import geodata_dir
from briefing.errors import GazetteerError
from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import Place, PlaceKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERSION = 2
"""Version of the file format; a gazetteer of another version is refused."""

MAGIC = b"BRIEFGAZ"
TRIE_FILE, NAMES_FILE, PLACES_FILE = "names.marisa", "names.bin", "places.bin"
CONTENTS_FILE = "contents.json"
PREFIX = struct.Struct("<8sII")  # magic, version, length of the header in bytes
REMEDY = "reinstall the package or run tools/build_gazetteer.py"

POSTAL = 2_000_000_000
"""Added to the postal code of a place that GeoNames has no other id of: ``city:US-06791``."""

NONE = 0xFFFF
"""In the columns ``country``, ``region`` and ``district``: none."""

WEAK, ALTERNATE, PRIMARY = 0, 1, 2
"""How well a name stands for a place; the two lowest bits of a flag (``STRENGTH``)."""
STRENGTH = 0b0011
DEMONYM = 0b0100
"""Bit of a flag: the name is of the people or an adjective ("Iranian"), not of the place."""
METONYM = 0b1000
"""Bit of a flag: the name stands for a government ("the Kremlin")."""
FLAG_BITS = 4

KINDS = tuple(PlaceKind)
"""What the numbers in the column ``kind`` mean."""

# Decades of population that a kind is worth where a name stands alone. Kinds without inhabitants
# of their own count as ten million.
_PROMINENCE = {
    PlaceKind.COUNTRY: 2.0,
    PlaceKind.REGION: 0.0,
    PlaceKind.DISTRICT: -0.5,
    PlaceKind.CITY: 0.4,
}


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
        self._data, header = _mapped(folder / PLACES_FILE)
        names, more = _mapped(folder / NAMES_FILE)
        self.features: tuple[str, ...] = tuple(header["features"])
        self.abbreviations: Mapping[str, int] = MappingProxyType(header["abbreviations"])
        self._header = header
        self._ids: list[str] = header["ids"]
        self._trie = marisa_trie.Trie()
        try:
            self._trie.mmap(str(folder / TRIE_FILE))
        except (OSError, RuntimeError) as error:
            _refuse(TRIE_FILE, f"unreadable ({error}), expected a trie of names")
        self._columns = _columns(self._data, header) | _columns(names, more)
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
        for name, entry in _contents(folder)["files"].items():
            if _size(folder / name) != entry["bytes"]:
                _refuse(name, f"{_size(folder / name)} bytes, expected {entry['bytes']}")
        return cls(folder)

    def verify(self) -> None:
        """Compare every file with its checksum.

        Raises
        ------
        GazetteerError
            If a file is not the one that ``contents.json`` describes.
        """
        for name, entry in _contents(self.folder)["files"].items():
            found = hashlib.sha256((self.folder / name).read_bytes()).hexdigest()
            if found != entry["sha256"]:
                _refuse(name, f"SHA-256 is {found[:12]}..., expected {entry['sha256'][:12]}...")

    @property
    def attribution(self) -> str:
        """Return the line that must stand wherever the gazetteer's data is shown."""
        line: str = _contents(self.folder)["attribution"]
        return line

    def __len__(self) -> int:
        """Return the number of places."""
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
        found = self.rows(fold(name).strip())
        found.sort(key=lambda pair: self._likelihood(*pair), reverse=True)
        places = [self.place(row) for row, _ in found]
        if name in self.abbreviations:
            places.insert(0, self.place(self.abbreviations[name]))
        return tuple(dict.fromkeys(places))

    def _likelihood(self, row: int, flag: int) -> float:
        """Weigh a place without context: a primary name is worth 2.5 decades of population."""
        size = math.log10(self.population[row] + 1)
        kind = _PROMINENCE.get(KINDS[self.kind[row]], 7 - size)
        return size + kind + 2.5 * ((flag & STRENGTH) - PRIMARY)

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
        return _word_list(self.folder / f"{name}.tsv")


def number_of(place_id: str) -> int | None:
    """Return the number in the id of a city or district, None if its id holds none.

    Examples
    --------
    >>> number_of("city:703448"), number_of("city:US-06791"), number_of("region:UA-09")
    (703448, 2000006791, None)
    """
    kind, _, key = place_id.partition(":")
    if kind not in {PlaceKind.CITY, PlaceKind.DISTRICT}:
        return None
    base, digits = (POSTAL, key[3:]) if key.startswith("US-") else (0, key)
    if not (digits.isascii() and digits.isdigit()):
        return None
    number = base + int(digits)
    return number if number <= 0xFFFFFFFF else None


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that comes with this package, opened once."""
    return Gazetteer.open()


def _mapped(path: Path) -> tuple[mmap.mmap, dict[str, Any]]:
    """Map a file of columns into memory; return it and its header."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, length = PREFIX.unpack_from(data)
    except (OSError, ValueError, struct.error) as error:
        _refuse(path.name, f"unreadable ({error}), expected columns of numbers")
    if magic != MAGIC:
        _refuse(path.name, f"begins with {magic!r}, expected {MAGIC!r}")
    if version != VERSION:
        _refuse(path.name, f"version {version}, expected {VERSION}")
    try:
        header: dict[str, Any] = json.loads(data[PREFIX.size : PREFIX.size + length])
    except ValueError:
        _refuse(path.name, "unreadable header, expected a JSON document")
    return data, header


def _columns(data: mmap.mmap, header: dict[str, Any]) -> dict[str, memoryview]:
    return {
        name: memoryview(data)[start : start + count * struct.calcsize(code)].cast(code)
        for name, (code, start, count) in header["sections"].items()
    }


@cache
def _word_list(path: Path) -> Mapping[str, float]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        _refuse(path.name, "missing, expected a list of words")
    parts = text.replace("\n", "\t").split("\t")  # far quicker than line by line
    return MappingProxyType(dict(zip(parts[:-1:2], map(float, parts[1::2]), strict=True)))


def _contents(folder: Path) -> dict[str, Any]:
    try:
        contents: dict[str, Any] = json.loads((folder / CONTENTS_FILE).read_bytes())
    except (OSError, ValueError) as error:
        _refuse(CONTENTS_FILE, f"unreadable ({type(error).__name__}), expected a list of files")
    if contents.get("version") != VERSION:
        _refuse(CONTENTS_FILE, f"version {contents.get('version')}, expected {VERSION}")
    return contents


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        _refuse(path.name, f"missing in {path.parent}")


def _refuse(name: str, problem: str) -> NoReturn:
    raise GazetteerError(f"gazetteer {name!r}", problem, REMEDY)
