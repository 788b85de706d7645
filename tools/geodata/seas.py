"""Cut the seas out of the ocean, and put the chokepoints of shipping on the map.

The cutters are reviewed data (``geodata/curated/sea_cutters.toml``): rings whose limits at sea
follow a named definition and which run over land elsewhere, so that all coastlines are those of
the coverage.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tools.folders import CURATED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

CRS = "EPSG:4326"
EQUAL_AREA = "EPSG:6933"  # WGS 84 / NSIDC EASE-Grid 2.0 Global
WORLD = shapely.box(-180, -90, 180, 90)
SIZES = (40.0, 2500.0)  # square degrees of a cutter: up to the first fine, up to the second medium
POOL = 2e-5  # of a sea: smaller waters that the cutter caught are left out
STEP = 0.5  # degrees: long edges are bent along their parallel before their area is taken


def build_seas(oceans: Mapping[str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Intersect every cutter with the ocean.

    Parameters
    ----------
    oceans
        The ocean at the scales ``10m`` and ``50m`` and ``110m``, EPSG:4326.

    Returns
    -------
    seas
        Index ``sea:<key>``; columns ``name``, ``limits`` (the definition), ``approximate``,
        ``area_km2``.
    """
    names = read_curated("seas").name
    cutters = tomllib.loads((CURATED / "sea_cutters.toml").read_text(encoding="utf-8"))
    strange = sorted(set(cutters) - set(names.index))
    if strange:
        raise SystemExit(f"sea cutters {strange}: not in seas.csv, expected one row each")
    for ocean in oceans.values():
        shapely.prepare(ocean)
    rows = [{"key": key, **_sea(key, entry, oceans)} for key, entry in cutters.items()]
    table = pd.DataFrame(rows).assign(name=lambda seas: seas.key.map(names))
    table.index = pd.Index("sea:" + table.key, name="id")
    shapes = gpd.GeoSeries(table["geometry"], crs=CRS)
    table["area_km2"] = square_kilometres(shapes)
    columns = ["name", "limits", "approximate", "area_km2"]
    return gpd.GeoDataFrame(table[columns], geometry=shapes, crs=CRS).sort_index()


def read_curated(name: str) -> pd.DataFrame:
    """Read a reviewed table of places, indexed by key; empty fields stay empty strings."""
    return pd.read_csv(CURATED / f"{name}.csv", keep_default_na=False).set_index("key")


def square_kilometres(shapes: gpd.GeoSeries) -> np.ndarray:
    """Take areas in an equal-area projection, rounded to three significant digits."""
    bent = shapes.segmentize(STEP).to_crs(EQUAL_AREA)
    areas = bent.area.to_numpy() / 1e6
    digits = 2 - np.floor(np.log10(np.maximum(areas, 1e-3))).astype(int)
    return np.array([round(area, digit) for area, digit in zip(areas, digits, strict=True)])


def read_ring(text: str) -> BaseGeometry:
    """Read a ring of ``lon lat`` pairs; what lies beyond 180 degrees comes round the other side.

    A ring that crosses itself is a slip in the reviewed file and ends the build.
    """
    pairs = [pair.split() for pair in text.split(",")]
    ring = shapely.Polygon([(float(lon), float(lat)) for lon, lat in pairs])
    if not ring.is_valid:
        raise SystemExit(f"ring {text[:40]!r}...: {shapely.is_valid_reason(ring)}, expected none")
    turned = shapely.transform(ring, lambda points: points - [360, 0])
    parts = [part.intersection(WORLD) for part in (ring, turned) if part.intersects(WORLD)]
    return shapely.union_all(parts)


def polygons(shape: BaseGeometry, least: float = 0.0) -> BaseGeometry:
    """Keep the polygons of a shape that have at least a share of its area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    total = sum(part.area for part in parts)
    kept = [part for part in parts if part.area >= least * total]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def _sea(key: str, entry: Mapping[str, Any], oceans: Mapping[str, BaseGeometry]) -> dict[str, Any]:
    try:
        cutter = read_ring(entry["ring"])
    except SystemExit as error:
        raise SystemExit(f"sea {key!r}: {error}") from None
    fine, medium = SIZES
    scale = "10m" if cutter.area < fine else "50m" if cutter.area < medium else "110m"
    shape = polygons(shapely.make_valid(cutter.intersection(oceans[scale])), POOL)
    if shape.is_empty:
        raise SystemExit(f"sea {key!r}: no water inside its ring, expected some")
    return {
        "limits": entry["limits"],
        "approximate": entry.get("approximate", False),
        "geometry": shape,
    }
