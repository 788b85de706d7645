"""Natural regions: outlines sketched by hand and cut with the land; rivers and lakes by place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tools.folders import CURATED
from tools.geodata.seas import CRS, polygons, read_curated, read_ring, square_kilometres

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NEAR = 0.3  # degrees: the point of an island may lie this far off its shore
POOL = 1e-3  # of a region: smaller pieces of land beyond a bay are left out


def build_physical(fine: BaseGeometry, coarse: BaseGeometry) -> gpd.GeoDataFrame:
    """Cut the sketched outlines with the land, and take islands out of it.

    Parameters
    ----------
    fine, coarse
        The land at 1 : 10 and 1 : 50 million, EPSG:4326.

    Returns
    -------
    regions
        Indexed by place id; columns ``name``, ``extent``, ``approximate`` (the outline is a
        sketch), ``area_km2``.
    """
    text = (CURATED / "physical_outlines.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)
    tables = {
        kind: read_curated(file) for kind, file in (("physical", "physical"), ("area", "areas"))
    }
    rows = {}
    for key in entries.pop("islands"):
        rows[f"physical:{key}"] = {
            "extent": "The island itself",
            "approximate": False,
            "geometry": _island(fine, tables["physical"].loc[key]),
        }
    for place, entry in entries.items():
        ring = read_ring(entry["ring"])
        shape = ring if entry.get("wet") else polygons(ring.intersection(coarse), POOL)
        rows[place] = {"extent": entry["extent"], "approximate": True, "geometry": shape}
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("id")
    table["name"] = [_name(tables, place) for place in table.index]
    shapes = gpd.GeoSeries(table["geometry"], crs=CRS)
    table["area_km2"] = square_kilometres(shapes)
    columns = ["name", "extent", "approximate", "area_km2"]
    return gpd.GeoDataFrame(table[columns], geometry=shapes, crs=CRS).sort_index()


def with_places(waters: gpd.GeoDataFrame, layer: str) -> gpd.GeoDataFrame:
    """Say of lakes or rivers which places of the gazetteer they are.

    Returns
    -------
    waters
        The same, with a column ``places``: place ids joined by a blank, or None. A place is all
        features that carry one of its names within reach of its point.
    """
    table = pd.read_csv(CURATED / "water_places.csv", keep_default_na=False)
    points = {"physical": read_curated("physical"), "sea": read_curated("seas")}
    found: dict[str, list[str]] = {}
    for row in table[table.layer == layer].to_dict("records"):
        kind, _, key = row["place"].partition(":")
        at = points[kind].loc[key]
        named = waters[waters["name"].isin(row["names"].split("|"))]
        far = shapely.distance(
            named.geometry.to_numpy(), shapely.Point(float(at.lon), float(at.lat))
        )
        near = named[far <= row["reach"]]
        if near.empty:
            raise SystemExit(f"water {row['place']!r}: none named {row['names']!r}, expected some")
        for feature in near.index:
            found.setdefault(feature, []).append(row["place"])
    places = pd.Series({key: " ".join(ids) for key, ids in found.items()}, dtype=object)
    return waters.assign(places=places.reindex(waters.index).where(lambda ids: ids.notna(), None))


def _island(land: BaseGeometry, row: pd.Series) -> BaseGeometry:
    parts = shapely.get_parts(land)
    point = shapely.Point(float(row.lon), float(row.lat))
    nearest: BaseGeometry = parts[shapely.distance(parts, point).argmin()]
    if nearest.distance(point) > NEAR:
        raise SystemExit(f"island {row['name']!r}: no land within {NEAR} degrees of its point")
    if max(map(abs, nearest.bounds[::2])) < 180:
        return nearest
    # Wrangel Island lies on both sides of the antimeridian.
    turned = shapely.transform(nearest, lambda points: points - np.sign(points) * [360, 0])
    halves = [part for part in parts if part.intersects(turned)]
    return shapely.union_all([nearest, *halves])


def _name(tables: Mapping[str, pd.DataFrame], place: str) -> str:
    kind, _, key = place.partition(":")
    if key not in tables[kind].index:
        raise SystemExit(f"outline {place!r}: no such place, expected one of the reviewed lists")
    return str(tables[kind].name[key])
