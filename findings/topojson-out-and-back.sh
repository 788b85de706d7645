#!/usr/bin/env bash
# topojson (Python) loses the far end of a line that comes back the way it went: a spur, a
# dead-end road, the track of a patrol. Half the length is gone, and nothing says so. The
# JavaScript topojson-server keeps it.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv topojson==2.2 shapely==2.2.0 numpy==2.4.6 <<'PY'
import json

import topojson
from report import report
from shapely import LineString
from shapely.geometry import shape

track = LineString([(0, 0), (2, 2), (4, 0), (2, 2), (0, 4)])  # the spur ends at (4, 0)
written = topojson.Topology([track], prequantize=False)
[feature] = json.loads(written.to_geojson())["features"]
read = shape(feature["geometry"])
report(
    "topojson", "shapely",
    what="a line that goes out on a spur and back, through TopoJSON without quantization",
    expected=[list(point) for point in track.coords],
    seen=[list(point) for point in read.coords],
    described=[[0.0, 0.0], [2.0, 2.0], [0.0, 4.0]],
)
PY
