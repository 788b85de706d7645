#!/usr/bin/env bash
# branca, the colours of folium: a StepColormap gives a missing number the colour of the highest
# class. A map of casualties shows the districts that nobody has counted in the darkest red. A
# LinearColormap of the same colours refuses the same number.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv branca==0.8.2 <<'PY'
from branca.colormap import LinearColormap, StepColormap
from report import report

colours = ["#ffffff", "#ff9999", "#ff0000"]
steps = StepColormap(colours, index=[0, 10, 100, 1000])
missing = float("nan")
try:
    line = LinearColormap(colours, vmin=0, vmax=1000)(missing)
except ValueError:
    line = "refused"
report(
    "branca",
    what="colours of 0, 1000 and a missing number (steps), and of a missing one (linear)",
    expected=["#ffffffff", "#ff0000ff", "refused, or no colour", "refused"],
    seen=[steps(0), steps(1000), steps(missing), line],
    described=["#ffffffff", "#ff0000ff", "#ff0000ff", "refused"],
)
PY
