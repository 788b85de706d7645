"""Places: what a mention can mean.

A place is an entry of the gazetteer. Its id is stable across versions of the data and says what
kind of thing it is: ``country:UA`` (ISO 3166-1 alpha-2), ``region:UA-09`` (ISO 3166-2),
``district:<GeoNames id>``, ``city:<GeoNames id>`` (``city:el-alto`` for a reviewed town that the
source lacks), ``area:donbas``, ``sea:black-sea``, ``physical:caucasus``, ``disputed:crimea``,
``bloc:NATO``, ``organisation:UN``, ``historical:SUHH`` (ISO 3166-3), ``facility:kremlin``,
``user:<layer>/<key>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class PlaceKind(StrEnum):
    """The kinds of places, named as they stand in place ids."""

    COUNTRY = "country"
    REGION = "region"  # first-level division of a country (admin-1)
    DISTRICT = "district"  # second-level division: county, raion, department (admin-2)
    CITY = "city"
    AREA = "area"  # made of countries or regions: Donbas, the Middle East, a continent
    SEA = "sea"
    PHYSICAL = "physical"  # river, lake, mountains, desert, island
    DISPUTED = "disputed"
    BLOC = "bloc"
    ORGANISATION = "organisation"
    HISTORICAL = "historical"
    FACILITY = "facility"
    USER = "user"

    @property
    def label(self) -> str:
        """What a reader calls the kind: ``natural feature``."""
        return _LABELS[self][0]

    def counted(self, count: int) -> str:
        """Count places of this kind in words: ``2 natural features``."""
        return f"{count} {_LABELS[self][count != 1]}"


_LABELS = {
    PlaceKind.COUNTRY: ("country", "countries"),
    PlaceKind.REGION: ("region", "regions"),
    PlaceKind.DISTRICT: ("district", "districts"),
    PlaceKind.CITY: ("city", "cities"),
    PlaceKind.AREA: ("area", "areas"),
    PlaceKind.SEA: ("sea", "seas"),
    PlaceKind.PHYSICAL: ("natural feature", "natural features"),
    PlaceKind.DISPUTED: ("disputed area", "disputed areas"),
    PlaceKind.BLOC: ("bloc", "blocs"),
    PlaceKind.ORGANISATION: ("organisation", "organisations"),
    PlaceKind.HISTORICAL: ("former state", "former states"),
    PlaceKind.FACILITY: ("site", "sites"),
    PlaceKind.USER: ("own place", "own places"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entry of the gazetteer.

    Attributes
    ----------
    id
        Stable id, ``<kind>:<key>``.
    kind
        What kind of place this is.
    name
        English display name.
    lon, lat
        Representative point in degrees, EPSG:4326; None for places without one (blocs).
    country
        ISO 3166-1 alpha-2 code of the country that the place lies in under the
        ``international`` worldview; None for seas, blocs and places of several countries.
    region
        ISO 3166-2 code of the first-level division that it lies in, or None.
    geonameid
        GeoNames id, or None.
    population
        Inhabitants; 0 where unknown.
    """

    id: str
    kind: PlaceKind
    name: str
    lon: float | None = None
    lat: float | None = None
    country: str | None = None
    region: str | None = None
    geonameid: int | None = None
    population: int = 0

    def feature(self, **properties: object) -> dict[str, Any]:
        """Describe the place as a feature of GeoJSON; without a point, its geometry is null.

        Parameters
        ----------
        properties
            What to say of it.
        """
        point = {"type": "Point", "coordinates": [self.lon, self.lat]}
        located = self.lon is not None and self.lat is not None
        return {
            "type": "Feature",
            "geometry": point if located else None,
            "properties": properties,
        }
