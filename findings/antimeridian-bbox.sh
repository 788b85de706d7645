#!/usr/bin/env bash
# antimeridian, which tools for STAC catalogues use: the box of a state with land on both
# sides of 180 degrees ends at the first piece of land east of it. That of the United States holds
# Alaska and none of the 48 states to the south. (A report on another box, forced by an option, is
# open.)
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv antimeridian==0.4.9 shapely==2.2.0 <<'PY'
import antimeridian
from report import report
from shapely import MultiPolygon, box

aleutians, alaska, mainland = box(172, 51, 180, 54), box(-180, 51, -130, 71), box(-125, 25, -67, 49)
report(
    "antimeridian", "shapely",
    what="west, south, east and north of the Aleutians, Alaska and the mainland",
    expected=[172.0, 25.0, -67.0, 71.0],
    seen=antimeridian.bbox(MultiPolygon([aleutians, alaska, mainland])),
    described=[172.0, 25.0, -130.0, 71.0],
)
PY
