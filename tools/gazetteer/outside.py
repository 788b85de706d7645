"""Names of places in other languages than English, as outside sources have them.

What is taken for a language, ``[outside]`` in its ``language.toml`` says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.core import get_global

from briefing.gazetteer.codes import ALTERNATE, DEMONYM, PRIMARY
from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import PlaceKind
from tools.gazetteer.cities import cities
from tools.gazetteer.divisions import natural_earth_units
from tools.gazetteer.lexicon import Lexicon, clean
from tools.gazetteer.likeness import alike
from tools.gazetteer.lookup import city_named

if TYPE_CHECKING:
    from tools.gazetteer.draft import Draft, Entry

LEAST_REGION = 100_000  # inhabitants; smaller first-level divisions have names like "Centre"
LEAST_SHORT_CITY = 500_000  # elsewhere, with a name of at most four letters
SHORT = 4
LEAST_LETTERS = 3
LEAST_ADJECTIVE = 50_000
SHORTEST_ADJECTIVE = 6

_LATIN_LETTERS = re.compile("[a-z]")
_ZONES_SKIPPED = re.compile("^(?:Etc|Antarctica)/")


class Outside:
    """What outside sources have for the lexicon of a language."""

    def __init__(self, lexicon: Lexicon, outside: Mapping[str, Any], draft: Draft) -> None:
        self.lexicon = lexicon
        self.language = lexicon.language
        self.draft = draft
        self.is_latin = lexicon.traits.script == "Latin"
        self.never = lexicon.words["never"]
        self.home = frozenset(outside["home"].split())
        self.least_town: int = outside["least_town"]
        self.least_town_at_home: int = outside["least_town_at_home"]
        self.region_words = re.compile(outside["region_words"])
        self.spelling = re.compile(outside.get("spelling", ""))
        self.likeness: float = outside.get("likeness", 0.0)
        self.quarters = outside.get("quarters", "").split()
        self.at_home = {
            name
            for entry in draft.entries.values()
            if entry.kind is PlaceKind.CITY
            and entry.population >= LEAST_REGION
            and self._is_home(entry)
            for name, flag in entry.names.items()
            if flag == PRIMARY
        }
        self.town_names: defaultdict[str, list[str]] = defaultdict(list)

    def _is_home(self, entry: Entry) -> bool:
        country = entry.country
        return country is not None and country.id.removeprefix("country:") in self.home

    def add_names(self) -> None:
        """Add the names of places."""
        self._add_cldr()
        self._add_zones()
        self._add_regions()
        if self.is_latin:
            self._add_latin_cities()
        else:
            self._add_cities()

    def add_derived(self) -> None:
        """Add what is derived from names: adjectives of towns at home, quarters of countries."""
        if self.lexicon.inflection.town_adjective:
            self._add_town_adjectives(self.lexicon.inflection.town_adjective)
        if self.quarters:
            self._add_quarters()

    def _add_cldr(self) -> None:
        for code, name in Locale(self.language).territories.items():
            entry = self.draft.country(str(code))
            if entry is not None:
                self.lexicon.add(name, entry.id, PRIMARY)

    def _add_zones(self) -> None:
        """Add the cities that time zones are named after, as the CLDR writes them."""
        for zone, facts in Locale(self.language).time_zones.items():
            name, country = facts.get("city"), get_global("zone_territories").get(zone)
            if not name or country is None or _ZONES_SKIPPED.match(zone):
                continue
            entry = city_named(self.draft, country, zone.rpartition("/")[2].replace("_", " "))
            if entry is not None and entry.population >= LEAST_REGION:
                self.lexicon.add(name, entry.id, PRIMARY)

    def _add_regions(self) -> None:
        for unit in natural_earth_units():
            entry = self.draft.entries.get(f"region:{unit['iso_3166_2']}")
            name = clean(unit[f"name_{self.language}"])
            if entry is None or not name or entry.population < LEAST_REGION:
                continue
            stem = self.region_words.sub("", name)
            for variant in dict.fromkeys((name, stem)):
                if len(variant) >= 3 and fold(variant) not in self.never:
                    known = fold(variant) in self.at_home and not self._is_home(entry)
                    self.lexicon.add(variant, entry.id, ALTERNATE if known else PRIMARY)

    def _add_latin_cities(self) -> None:
        """Add the cities of the gazetteer under the names that it has in Latin letters."""
        for entry in self.draft.entries.values():
            if entry.kind is not PlaceKind.CITY:
                continue
            home = self._is_home(entry)
            least = self.least_town_at_home if home else self.least_town
            if entry.population < least and entry.feature != "PPLC":
                continue
            for name, flag in entry.names.items():
                shortest = SHORT if entry.population >= LEAST_REGION else SHORT + 1
                if flag == PRIMARY and len(name) >= shortest and name not in self.never:
                    self._add_folded(name, entry, home=home)

    def _add_folded(self, name: str, entry: Entry, *, home: bool) -> None:
        """Give a place a name that is folded already, in Latin letters."""
        strength = ALTERNATE if name in self.at_home and not home else PRIMARY
        if _LATIN_LETTERS.match(name):
            for form in self.lexicon.inflection.names(name):
                self.lexicon.put(form, entry.id, strength)

    def _add_cities(self) -> None:
        """Add cities by the names of their script that sound like the main name."""
        for key, city in sorted(cities().items()):
            entry = self.draft.entries.get(f"city:{key}")
            home = city["countrycode"] in self.home
            least = self.least_town_at_home if home else self.least_town
            if entry is None or city["population"] < least:
                continue
            small = not home and city["population"] < LEAST_SHORT_CITY
            likeness = {
                name: alike(
                    name, city["name"], without_vowels=self.lexicon.traits.script == "Arabic"
                )
                for name in (text.replace("\u2019", "'") for text in city["alternatenames"])
                if self.spelling.fullmatch(name)
                and len(name) >= (SHORT + 1 if small else LEAST_LETTERS)
            }
            best = max(likeness.values(), default=0.0)
            for name, value in likeness.items():
                if value >= self.likeness and fold(name) not in self.never:
                    known = value == best and (home or city["population"] >= LEAST_REGION)
                    self.lexicon.add(name, entry.id, PRIMARY if known else ALTERNATE)
                    if home and value == best:
                        self.town_names[entry.id].append(name.lower())

    def _add_town_adjectives(self, adjective_of: Callable[[str], str]) -> None:
        """Derive adjectives of towns at home: "Бахмут", "бахмутский"."""
        for entry in self.draft.entries.values():
            if entry.kind is not PlaceKind.CITY or entry.population < LEAST_ADJECTIVE:
                continue
            names = [key for key in self.town_names.get(entry.id, ()) if " " not in key]
            for name in names:
                for form in self.lexicon.inflection.adjectives(adjective_of(name)):
                    if len(form) > SHORTEST_ADJECTIVE and fold(form) not in self.lexicon.names:
                        self.lexicon.put(form, entry.id, PRIMARY, DEMONYM)

    def _add_quarters(self) -> None:
        """Add the quarters of countries: "Ostukraine", "Nordsyrien"."""
        for code, name in Locale(self.language).territories.items():
            entry = self.draft.country(str(code))
            if entry is None or not name.isalpha():
                continue
            for quarter in self.quarters:
                for form in self.lexicon.inflection.names(quarter + name.lower()):
                    if fold(form) not in self.lexicon.names:
                        self.lexicon.put(form, entry.id, PRIMARY)
