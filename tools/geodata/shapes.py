"""Layers of what has no border of its own: areas, former states, sites, chokepoints.

All of it comes from reviewed files in ``geodata/curated`` and from the coverage, under the
international worldview; under another `briefing.facts.areas` draws areas and former states anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from briefing.facts.areas import AreaParts, area_parts, joined
from briefing.layers.units import dissolve
from tools.folders import CURATED
from tools.geodata.physical import build_physical, with_places
from tools.geodata.seas import CRS, WORLD, build_seas, read_curated, square_kilometres

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FINE = 0.01  # degrees: outlines are no finer than this


def build_shapes(layers: Mapping[str, gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
    """Build every layer of this module from those of the coverage.

    Returns
    -------
    layers
        New ones, and ``lakes`` and ``rivers`` anew, with the places that they are.
    """
    land = {
        scale: shapely.coverage_union_all(layers[f"units_{scale}"].geometry.to_numpy())
        for scale in ("10m", "50m", "110m")
    }
    return {
        "seas": build_seas({scale: WORLD.difference(shape) for scale, shape in land.items()}),
        "chokepoints": build_chokepoints(),
        "physical": build_physical(land["10m"], land["50m"]),
        "areas": build_areas(layers),
        "historical": build_historical(layers),
        "facilities": build_facilities(),
        "lakes": with_places(layers["lakes"], "lakes"),
        "rivers": with_places(layers["rivers"], "rivers"),
    }


def build_areas(layers: Mapping[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Join areas from the parts that they are made of.

    Parameters
    ----------
    layers
        The layers ``units_50m``, ``regions`` and ``disputed``.

    Returns
    -------
    areas
        Index ``area:<key>``; columns ``name``, ``parts`` (place ids, joined by a blank),
        ``definition``, ``note``, ``varies`` (others draw it otherwise), ``area_km2``.
    """
    found = {key: parts for key, parts in area_parts().items() if key.startswith("area:")}
    table = _made_of(found, layers, read_curated("areas").name)
    table["varies"] = [parts.varies for parts in found.values()]
    columns = ["name", "parts", "definition", "note", "varies", "area_km2", "geometry"]
    return table[columns].sort_index()


def build_historical(layers: Mapping[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Join former states from what they are made of today.

    Returns
    -------
    states
        Index ``historical:<key>``; columns ``name``, ``from`` and ``to`` (ISO dates, half-open:
        ``to`` is the first day on which the state was no more), ``successors`` and ``parts``
        (place ids, joined by a blank), ``definition``, ``source`` (of the dates), ``note``,
        ``area_km2``.
    """
    found = {key: parts for key, parts in area_parts().items() if key.startswith("historical:")}
    table = _made_of(found, layers, read_curated("historical").name)
    facts = pd.read_csv(CURATED / "historical_states.csv", keep_default_na=False).set_index("place")
    strange = sorted(set(facts.index) ^ set(table.index))
    if strange:
        raise SystemExit(f"former states {strange}: in one of two files, expected in both")
    for place, row in facts.iterrows():
        if not dt.date.fromisoformat(row["from"]) < dt.date.fromisoformat(row["to"]):
            raise SystemExit(f"former state {place!r}: ends before it begins")
    facts = facts.reindex(table.index)
    notes = facts.note.where(facts.note == "", "; " + facts.note)
    table["note"] = (table.note + notes).str.removeprefix("; ")
    table = table.join(facts.drop(columns="note"))
    columns = [
        "name", "from", "to", "successors", "parts", "definition", "source", "note", "area_km2",
        "geometry",
    ]  # fmt: skip
    return table[columns].sort_index()


def _made_of(
    found: Mapping[str, AreaParts], layers: Mapping[str, gpd.GeoDataFrame], names: pd.Series
) -> gpd.GeoDataFrame:
    units = layers["units_50m"]
    shapes: dict[str, BaseGeometry] = {
        **dissolve(units, units.country),
        **layers["regions"].geometry,
        **layers["disputed"].geometry,
    }
    missing = sorted({part for row in found.values() for part in row.parts} - set(shapes))
    if missing:
        raise SystemExit(f"parts of areas {missing}: in no layer, expected all")
    outlines = {
        key: joined([shapes[part] for part in row.parts]).simplify(FINE)
        for key, row in found.items()
    }
    table = pd.DataFrame(
        {
            "name": [names[key.partition(":")[2]] for key in found],
            "parts": [" ".join(row.parts) for row in found.values()],
            "definition": [row.source for row in found.values()],
            "note": [row.note for row in found.values()],
        },
        index=pd.Index(found, name="id"),
    )
    geometry = gpd.GeoSeries(outlines, crs=CRS)
    table["area_km2"] = square_kilometres(geometry)
    return gpd.GeoDataFrame(table, geometry=geometry, crs=CRS)


def build_facilities() -> gpd.GeoDataFrame:
    """Put sites on the map: power stations, bases, seats of government.

    Returns
    -------
    sites
        Index ``facility:<key>``; columns ``name``, ``use`` (None where it was not reviewed),
        ``country`` (ISO 3166-1 alpha-2, or None where that is disputed or there are several),
        ``metonym`` (texts name the seat and mean who sits there), ``lon``, ``lat``, ``source``.
    """
    table = read_curated("facilities")
    table["use"] = read_curated("facility_uses").use.reindex(table.index)
    table["metonym"] = table.metonym == "yes"
    table["country"] = table.country.where(table.country != "", None)
    return _points(table[["name", "use", "country", "metonym", "lon", "lat", "source"]], "facility")


def build_chokepoints() -> gpd.GeoDataFrame:
    """Put the chokepoints of shipping on the map.

    Returns
    -------
    chokepoints
        Index: place id of the strait, canal or cape; columns ``name``, ``note`` (a sentence),
        ``lon``, ``lat``, ``source``.
    """
    table = pd.read_csv(CURATED / "chokepoints.csv", keep_default_na=False).set_index("place")
    names = {
        f"{kind}:{key}": name
        for kind, file in (("sea", "seas"), ("physical", "physical"))
        for key, name in read_curated(file).name.items()
    }
    table["name"] = [names[place] for place in table.index]
    return _points(table[["name", "note", "lon", "lat", "source"]])


def _points(table: pd.DataFrame, kind: str = "") -> gpd.GeoDataFrame:
    keys = f"{kind}:" + table.index if kind else table.index
    table = table.set_axis(pd.Index(keys, name="id"))
    table[["lon", "lat"]] = table[["lon", "lat"]].astype(float)
    points = gpd.points_from_xy(table.lon, table.lat, crs=CRS)
    return gpd.GeoDataFrame(table, geometry=points, crs=CRS).sort_index()
