#!/usr/bin/env bash
# geopandas: explode drops the rows that have no geometry. The explode of pandas, which it extends,
# keeps a row whose list is missing or empty; geopandas keeps the row of an empty polygon, and
# drops that of an empty multipolygon. Counts made afterwards are wrong.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv geopandas==1.2.0 shapely==2.2.0 pandas==3.1.1 <<'PY'
import geopandas
import pandas
from report import report
from shapely import MultiPolygon, Polygon, box

names = ["two parts", "missing", "empty", "empty multi"]
shapes = [MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)]), None, Polygon(), MultiPolygon()]
lists = pandas.DataFrame({"name": names, "parts": [[1, 2], None, [], []]})
frame = geopandas.GeoDataFrame({"name": names}, geometry=shapes, crs=4326)
report(
    "geopandas", "pandas", "shapely",
    what="names of the rows after explode",
    expected=list(lists.explode("parts")["name"]),
    seen=list(frame.explode()["name"]),
    described=["two parts", "two parts", "empty"],
)
PY
