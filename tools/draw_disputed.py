"""Draw every disputed area on one sheet, to look at after a rebuild: docs/img/disputed.png."""

from __future__ import annotations

import math
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

from briefing.layers import layer
from briefing.worldview import countries, disputed, worldview

OUT = Path(__file__).resolve().parent.parent / "docs" / "img" / "disputed.png"


def main() -> None:
    """Draw the sheet: country borders under the international view, regions, the area hatched."""
    mpl.use("Agg")
    view = worldview("international")
    land, areas, regions = countries(view), disputed(view), layer("regions")
    columns = 6
    figure, axes = plt.subplots(math.ceil(len(areas) / columns), columns, figsize=(18, 18))
    for axis, (key, area) in zip(axes.flat, areas.iterrows(), strict=False):
        west, south, east, north = area.geometry.bounds
        margin = 0.4 * max(east - west, north - south, 0.2)
        land.cx[west - margin : east + margin, south - margin : north + margin].plot(
            ax=axis, color="#f4f0e6", edgecolor="#444444", linewidth=0.7
        )
        regions.cx[west - margin : east + margin, south - margin : north + margin].boundary.plot(
            ax=axis, color="#bbbbbb", linewidth=0.3
        )
        areas.loc[[key]].plot(ax=axis, facecolor="none", edgecolor="#b2182b", hatch="////")
        axis.set(
            xlim=(west - margin, east + margin),
            ylim=(south - margin, north + margin),
            xticks=[],
            yticks=[],
            xlabel="",
            ylabel="",
            facecolor="#dbe7f0",
        )
        home = area.owner if isinstance(area.owner, str) else "no country"
        axis.set_title(f"{area['name']}\ndrawn in {home}", fontsize=9)
    for axis in axes.flat[len(areas) :]:
        axis.set_axis_off()
    figure.tight_layout()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(OUT, dpi=60, metadata={"Software": None})
    print(OUT)


if __name__ == "__main__":
    main()
