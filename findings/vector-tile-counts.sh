#!/usr/bin/env bash
# mapbox-vector-tile meets pandas: a sum of whole numbers is a numpy integer, which is no int of
# Python, and the encoder leaves out the property without a word. A mean is a numpy float, which is
# a float of Python, and stays. The tile has the mean of the mentions, and not how many they are.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv mapbox-vector-tile==2.2.0 pandas==3.1.1 numpy==2.4.6 <<'PY'
import mapbox_vector_tile
import pandas
from report import report

mentions = pandas.Series([3, 4, 5])
properties = {
    "name": "Suva",
    "sum": mentions.sum(),
    "most": mentions.max(),
    "mean": mentions.mean(),
}
tile = mapbox_vector_tile.encode(
    {"name": "places", "features": [{"geometry": "POINT (1 2)", "properties": properties}]}
)
[feature] = mapbox_vector_tile.decode(tile)["places"]["features"]
report(
    "mapbox-vector-tile", "pandas", "numpy",
    what="the properties of a place, through a vector tile",
    expected={"name": "Suva", "sum": 12, "most": 5, "mean": 4.0},
    seen=feature["properties"],
    described={"name": "Suva", "mean": 4.0},
)
PY
