"""The gazetteer while it is being put together: entries, and the names that they go by."""

from __future__ import annotations

import html
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from briefing.gazetteer.codes import DEMONYM, METONYM, PRIMARY, STRENGTH
from briefing.gazetteer.folding import LONGEST_NAME, fold
from briefing.gazetteer.place import PlaceKind

MOST_PLACES = 60  # of one name; "San José" has more, and the smallest of them are never meant
SMALL = frozenset((PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.CITY))

LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’‘ʻʼ`.,\- ]+$")  # noqa: RUF001 - apostrophes
CYRILLIC = re.compile(r"^[\u0400-\u04ff'’.\- ]+$")  # noqa: RUF001 - typographic apostrophe
OTHER_SCRIPTS = re.compile(r"^[\u0370-\u03ff\u0590-\u06ff\u1f00-\u1fff'.\- ]+$")

# Words that newspapers write in several ways; each pair is tried at the start of a name.
_SPELLINGS = (
    ("saint ", "st. "),
    ("saint ", "st "),
    ("st. ", "saint "),
    ("fort ", "ft. "),
    ("mount ", "mt. "),
    ("mount ", "mt "),
)


Key = TypeVar("Key")


def claim(claims: dict[Key, int], key: Key, strength: int, bits: int) -> None:
    """Enter a name with its strength and the bits of its flag; the stronger claim wins."""
    known = claims.get(key, -1)
    plain = not bits and known & ~STRENGTH  # "Congo" is the country before its people
    if known < 0 or known & STRENGTH < strength or plain:
        claims[key] = strength | bits


@dataclass(slots=True, eq=False)
class Entry:
    """A place in the making.

    Attributes
    ----------
    id, kind, name, lon, lat, population, geonameid
        As in ``briefing.gazetteer.place.Place``.
    country, region, district
        The entries that it lies in; a region is its own region.
    feature
        GeoNames feature code, or empty.
    fame
        How many names, in any script, the sources have for it.
    names
        Folded name → flag (strength and the bits for demonyms and metonyms).
    """

    id: str
    kind: PlaceKind
    name: str
    lon: float = math.nan
    lat: float = math.nan
    population: int = 0
    geonameid: int = 0
    country: Entry | None = None
    region: Entry | None = None
    district: Entry | None = None
    feature: str = ""
    fame: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def add_name(self, text: str, strength: int, bits: int = 0) -> None:
        """Give the place a name, with its spelling variants; the stronger claim wins."""
        key = fold(html.unescape(text)).strip()
        if not 2 <= len(key) <= LONGEST_NAME or not key[0].isalpha():
            return
        for variant in _variants(key):
            claim(self.names, variant, strength, bits)


@dataclass(slots=True)
class Draft:
    """All entries, by id, in the order in which they came."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def add(self, entry: Entry) -> Entry:
        """Add an entry; an id that is taken is a mistake of the builder."""
        if entry.id in self.entries:
            raise ValueError(f"id {entry.id!r} is given twice")
        self.entries[entry.id] = entry
        return entry

    def country(self, code: str) -> Entry | None:
        """Return the entry of a country (ISO 3166-1 alpha-2)."""
        return self.entries.get(f"country:{code}")

    def names(self, unwanted: frozenset[str], words: frozenset[str]) -> dict[str, dict[str, int]]:
        """Collect the names that are worth finding.

        Parameters
        ----------
        unwanted
            Folded names that no region, district or city may have.
        words
            Folded common words of English, which no place may have as a second name.

        Returns
        -------
        names
            Folded name → id of a place → flag.
        """
        names: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for entry in self.entries.values():
            for key, flag in entry.names.items():
                if _is_kept(entry, key, flag, unwanted, words):
                    names[key][entry.id] = flag
        return {key: self._foremost(places) for key, places in sorted(names.items())}

    def _foremost(self, places: dict[str, int]) -> dict[str, int]:
        def weight(place_id: str) -> tuple[bool, int, str]:
            entry = self.entries[place_id]
            return entry.kind in SMALL, -entry.population, place_id

        return {place_id: places[place_id] for place_id in sorted(places, key=weight)[:MOST_PLACES]}


def _is_kept(
    entry: Entry, key: str, flag: int, unwanted: frozenset[str], words: frozenset[str]
) -> bool:
    """Tell whether a place may be found by a name."""
    if flag & (DEMONYM | METONYM):
        return True
    if entry.kind not in SMALL:
        return flag == PRIMARY or key not in words
    strength = flag & STRENGTH
    is_phrase = key.startswith("the ") and key[4:] in words and entry.feature != "PPLC"
    if key in unwanted or is_phrase:  # "The Village", not "The Hague"
        return False
    if len(key) <= 3:
        return strength == PRIMARY and entry.population >= 100_000
    return strength == PRIMARY or key not in words


def _variants(key: str) -> Iterator[str]:
    yield key
    plain = key.replace("'", "")
    if plain != key:
        yield plain
    for written, other in _SPELLINGS:
        if key.startswith(written):
            yield other + plain[len(written) :]


def is_foreign_name(text: str, population: int) -> bool:
    """Tell whether a name in another script than Latin is worth keeping for a place that big."""
    if CYRILLIC.match(text):
        return len(text) >= 4 and population >= 20_000
    return bool(OTHER_SCRIPTS.match(text)) and len(text) >= 4 and population >= 100_000


def is_latin_name(text: str) -> bool:
    """Tell whether a text looks like a name in Latin letters, not like a code or a fragment."""
    if not LATIN.match(text) or not text[0].isupper() or len(text) < 4:
        return False
    return len(text) >= 5 or not text.isupper()


@dataclass(slots=True)
class Units:
    """Divisions by their GeoNames code: ``"UA.14"``, ``"UA.14.4406"``."""

    regions: dict[str, Entry] = field(default_factory=dict)
    districts: dict[str, Entry] = field(default_factory=dict)
