"""Names of places in other languages than English, each language in files of its own.

``names.<code>.marisa`` is a trie of the folded names in all their forms, ``names.<code>.bin`` has
the places that bear them, and ``words.<code>.marisa`` the words around names and what they are.
"""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import marisa_trie
from babel import Locale
from babel.core import get_global

from briefing.gazetteer.codes import ALTERNATE, DEMONYM, FLAG_BITS, METONYM, PRIMARY
from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.lexicon import (
    LANGUAGES,
    WORD_RECORD,
    names_file,
    pairs_file,
    words_file,
)
from tools.gazetteer.cities import cities
from tools.gazetteer.curated import read_table
from tools.gazetteer.divisions import natural_earth_units
from tools.gazetteer.draft import LONGEST_NAME, claim
from tools.gazetteer.language_words import clean, curated_words, word_bits
from tools.gazetteer.likeness import LIKENESS, SCRIPT, alike
from tools.gazetteer.lookup import city_named, place_of
from tools.gazetteer.region_words import without_kind
from tools.gazetteer.scope import (
    HOME,
    LATIN,
    LATIN_HOME,
    LEAST_ADJECTIVE,
    LEAST_CITY,
    LEAST_HOME_CITY,
    LEAST_LATIN_CITY,
    LEAST_LATIN_HOME_CITY,
    LEAST_LETTERS,
    LEAST_REGION,
    LEAST_SHORT_CITY,
    SHORT,
    SHORTEST_ADJECTIVE,
)
from tools.inflection import arabic, slavic, western
from tools.inflection.demonyms import demonym_forms

if TYPE_CHECKING:
    from tools.gazetteer.draft import Draft, Entry

_GENERIC = re.compile(r"[()\[\],]| [-–—] ")
LATIN_LETTERS = re.compile("[a-z]")
_ZONES_SKIPPED = re.compile("^(?:Etc|Antarctica)/")


class Lexicon:
    """The names of one language while they are put together.

    Attributes
    ----------
    language
        ISO 639-1 code.
    names
        Folded form → id of a place → flag.
    acronyms, words_written
        Short folded names that are written in capitals alone; that are not.
    small, listed
        Folded forms of names that are written in small letters; of reviewed names.
    """

    def __init__(self, language: str, draft: Draft) -> None:
        self.language = language
        self.draft = draft
        self.names: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.acronyms: set[str] = set()
        self.words_written: set[str] = set()
        self.small: set[str] = set()
        self.listed: set[str] = set()
        self.at_home = {
            name
            for entry in draft.entries.values()
            if entry.kind is PlaceKind.CITY
            and entry.population >= LEAST_REGION
            and self._is_home(entry)
            for name, flag in entry.names.items()
            if flag == PRIMARY
        }
        self.city_names: defaultdict[str, list[str]] = defaultdict(list)
        self.words = curated_words()[language]
        self.never = self.words["never"]

    def add(self, name: str, entry: Entry, strength: int, bits: int = 0) -> None:
        """Give a place a name, in all forms that the language has of it."""
        name = clean(name)
        if len(name) < 2 or _GENERIC.search(name):
            return
        if name.isupper() and len(name) <= 4 and self.language not in ("ar", "fa"):
            self.acronyms.add(fold(name))
        elif len(name) <= 4:
            self.words_written.add(fold(name))
        if name.islower():
            self.small.update(map(fold, self.forms(name)))
        for form in self.forms(name):
            self._put(form, entry, strength, bits)

    def forms(self, name: str) -> frozenset[str]:
        """Return a name in all its forms."""
        if self.language in slavic.LANGUAGES:
            return slavic.case_forms(name, self.language)
        if self.language == "fa":
            return arabic.persian_names(name)
        return western.name_forms(name, self.language)

    def _put(self, form: str, entry: Entry, strength: int, bits: int) -> None:
        key = fold(form).strip()
        if not 2 <= len(key) <= LONGEST_NAME or not key[0].isalnum():
            return
        claim(self.names[key], entry.id, strength, bits)

    def _add_folded(self, name: str, entry: Entry) -> None:
        """Give a place a name that is folded already, in Latin letters."""
        strength = ALTERNATE if name in self.at_home and not self._is_home(entry) else PRIMARY
        if LATIN_LETTERS.match(name):
            for form in self.forms(name):
                self._put(form, entry, strength, 0)

    def _is_home(self, entry: Entry) -> bool:
        return entry.country is not None and entry.country.id in LATIN_HOME.get(self.language, ())

    # --- sources ---------------------------------------------------------------------------

    def add_all(self) -> None:
        """Add the names of all sources, the reviewed ones last."""
        self._add_cldr()
        self._add_zones()
        self._add_regions()
        if self.language in LATIN:
            self._add_latin_cities()
        else:
            self._add_cities()
        self._add_curated()
        self._add_demonyms()
        if self.language in slavic.LANGUAGES:
            self._add_town_adjectives()
        if self.language == "de":
            self._add_quarters()

    def _add_cldr(self) -> None:
        for code, name in Locale(self.language).territories.items():
            entry = self.draft.country(str(code))
            if entry is not None:
                self.add(name, entry, PRIMARY)

    def _add_zones(self) -> None:
        """Add the cities that time zones are named after, as the CLDR writes them."""
        for zone, facts in Locale(self.language).time_zones.items():
            name, country = facts.get("city"), get_global("zone_territories").get(zone)
            if not name or country is None or _ZONES_SKIPPED.match(zone):
                continue
            entry = city_named(self.draft, country, zone.rpartition("/")[2].replace("_", " "))
            if entry is not None and entry.population >= LEAST_REGION:
                self.add(name, entry, PRIMARY)

    def _add_regions(self) -> None:
        for unit in natural_earth_units():
            entry = self.draft.entries.get(f"region:{unit['iso_3166_2']}")
            name = clean(unit[f"name_{self.language}"])
            if entry is None or not name or entry.population < LEAST_REGION:
                continue
            stem = without_kind(name, self.language)
            for variant in dict.fromkeys((name, stem)):
                if len(variant) >= 3 and fold(variant) not in self.never:
                    known = fold(variant) in self.at_home and not self._is_home(entry)
                    self.add(variant, entry, ALTERNATE if known else PRIMARY)

    def _add_latin_cities(self) -> None:
        """Add the cities of the gazetteer under the names that it has in Latin letters."""
        for entry in self.draft.entries.values():
            if entry.kind is not PlaceKind.CITY:
                continue
            home = self._is_home(entry)
            least = LEAST_LATIN_HOME_CITY if home else LEAST_LATIN_CITY[self.language]
            if entry.population < least and entry.feature != "PPLC":
                continue
            for name, flag in entry.names.items():
                shortest = SHORT if entry.population >= LEAST_REGION else SHORT + 1
                if flag == PRIMARY and len(name) >= shortest and name not in self.never:
                    self._add_folded(name, entry)

    def _add_cities(self) -> None:
        """Add cities by the names of their script that sound like the main name."""
        language = self.language
        for key, city in sorted(cities().items()):
            entry = self.draft.entries.get(f"city:{key}")
            home = city["countrycode"] in HOME[language]
            least = (LEAST_HOME_CITY if home else LEAST_CITY)[language]
            if entry is None or city["population"] < least:
                continue
            small = not home and city["population"] < LEAST_SHORT_CITY
            likeness = {
                name: alike(name, city["name"], language)
                for name in (text.replace("’", "'") for text in city["alternatenames"])
                if SCRIPT[language].fullmatch(name)
                and len(name) >= (SHORT + 1 if small else LEAST_LETTERS)
            }
            best = max(likeness.values(), default=0.0)
            for name, value in likeness.items():
                if value >= LIKENESS[language] and fold(name) not in self.never:
                    known = value == best and (home or city["population"] >= LEAST_REGION)
                    self.add(name, entry, PRIMARY if known else ALTERNATE)
                    if home and value == best:
                        self.city_names[entry.id].append(name.lower())

    def _add_curated(self) -> None:
        for row in read_table("languages/names"):
            entry = place_of(self.draft, row["place"])
            metonym = METONYM if any(flag & METONYM for flag in entry.names.values()) else 0
            for name in filter(None, row[self.language].split("|")):
                self.add(name, entry, PRIMARY, metonym)
                self.listed.update(map(fold, self.forms(clean(name))))

    def _add_town_adjectives(self) -> None:
        """Derive adjectives of towns at home: "Бахмут", "бахмутский"."""
        for entry in self.draft.entries.values():
            if entry.kind is not PlaceKind.CITY or entry.population < LEAST_ADJECTIVE:
                continue
            names = [key for key in self.city_names.get(entry.id, ()) if " " not in key]
            for name in names:
                for form in slavic.adjective_forms(
                    slavic.adjective_of(name, self.language), self.language
                ):
                    if len(form) > SHORTEST_ADJECTIVE and fold(form) not in self.names:
                        self._put(form, entry, PRIMARY, DEMONYM)

    def _add_quarters(self) -> None:
        """Add the quarters of countries: "Ostukraine", "Nordsyrien"."""
        for code, name in Locale(self.language).territories.items():
            entry = self.draft.country(str(code))
            if entry is None or not name.isalpha():
                continue
            for quarter in (
                "Nord",
                "Süd",
                "Ost",
                "West",
                "Nordost",
                "Nordwest",
                "Südost",
                "Südwest",
            ):
                for form in self.forms(quarter + name.lower()):
                    if fold(form) not in self.names:
                        self._put(form, entry, PRIMARY, 0)

    def _add_demonyms(self) -> None:
        for row in read_table("languages/demonyms"):
            entry = place_of(self.draft, row["place"])
            for form in demonym_forms(row[self.language].replace("\u200c", "_"), self.language):
                self._put(form, entry, PRIMARY, DEMONYM)


def write_languages(folder: Path, draft: Draft, rows: dict[str, int]) -> None:
    """Write the names and the words of every language.

    Parameters
    ----------
    folder
        Where to.
    draft
        The finished places.
    rows
        Id of a place → its row.
    """
    for language in LANGUAGES:
        lexicon = Lexicon(language, draft)
        lexicon.add_all()
        trie = marisa_trie.Trie(lexicon.names)
        trie.save(str(folder / names_file(language)))
        (folder / pairs_file(language)).write_bytes(_pairs(trie, lexicon, rows))
        words = [(word, (bits,)) for word, bits in sorted(word_bits(lexicon).items())]
        marisa_trie.RecordTrie(WORD_RECORD, words).save(str(folder / words_file(language)))


def _pairs(trie: marisa_trie.Trie, lexicon: Lexicon, rows: dict[str, int]) -> bytes:
    """Return what ``briefing.linking.core.lexicon.pairs_file`` describes."""
    by_number = sorted((trie[key], places) for key, places in lexicon.names.items())
    first, pairs = array("I", [0]), array("I")
    for _, places in by_number:
        pairs.extend(rows[place] << FLAG_BITS | flag for place, flag in sorted(places.items()))
        first.append(len(pairs))
    return (array("I", [len(by_number)]) + first + pairs).tobytes()
