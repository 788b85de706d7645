#!/usr/bin/env bash
# Since shapely 2.1 a geometry can have measures (M: a time, a mileage). On their way out of
# geopandas they become heights: GeoJSON has them as the third coordinate, which is the altitude,
# and GeoParquet written as geoarrow reads back as Z. Written as WKB they stay measures, and
# shapely's own to_geojson leaves them out.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv geopandas==1.2.0 shapely==2.2.0 pyarrow==26.0.1 <<'PY'
import json

import geopandas
import shapely
from report import report

line = shapely.from_wkt("LINESTRING M (10 50 1658188800, 11 51 1658192400)")  # seconds since 1970
frame = geopandas.GeoDataFrame(geometry=[line], crs=4326)


def stored(encoding):
    frame.to_parquet("f.parquet", geometry_encoding=encoding)
    [read] = geopandas.read_parquet("f.parquet").geometry
    return "Z" if read.has_z else "M" if read.has_m else "neither"


def first(text):
    found = json.loads(text)
    geometry = found["features"][0]["geometry"] if "features" in found else found
    return geometry["coordinates"][0]


report(
    "geopandas", "shapely",
    what="a line with a time at each point (M), through four ways out",
    expected={"WKB": "M", "geoarrow": "M, or refused", "shapely": [10, 50], "geopandas": [10, 50]},
    seen={
        "WKB": stored("WKB"),
        "geoarrow": stored("geoarrow"),
        "shapely": first(shapely.to_geojson(line)),
        "geopandas": first(frame.to_json()),
    },
    described={
        "WKB": "M",
        "geoarrow": "Z",
        "shapely": [10.0, 50.0],
        "geopandas": [10.0, 50.0, 1658188800.0],
    },
)
PY
