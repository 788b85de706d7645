"""Draw every disputed area on contact sheets, to look at after a rebuild.

python -m tools.geodata.draw_disputed             # docs/img/disputed-1.png, -2.png, ...
"""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt

from briefing.facts.claims import DisputedArea, curated
from briefing.facts.worldview import countries, owner, worldview
from briefing.layers.catalogue import layer
from tools.folders import PICTURES

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS, ROWS = 4, 4
LEAST = 0.15  # degrees: half the width of the smallest panel
WIDTH = 44  # characters in a line of a caption
SEA, LAND, BORDER, REGION, DISPUTED = "#dbe7f0", "#f4f0e6", "#444444", "#bbbbbb", "#b2182b"


def main() -> None:
    """Draw the sheets: borders under the international view, regions, the area hatched."""
    mpl.use("Agg")
    land = countries(worldview("international"))
    outlines, regions = layer("disputed").geometry, layer("regions", ["name"])
    areas = list(curated().areas.values())
    for number in range(math.ceil(len(areas) / (COLUMNS * ROWS))):
        figure, axes = plt.subplots(ROWS, COLUMNS, figsize=(16, 19))
        chosen = areas[number * COLUMNS * ROWS : (number + 1) * COLUMNS * ROWS]
        for axis, area in zip(axes.flat, chosen, strict=False):
            _panel(axis, area, outlines.loc[[area.id]], (land, regions))
        for axis in axes.flat[len(chosen) :]:
            axis.set_axis_off()
        figure.tight_layout()
        path = PICTURES / f"disputed-{number + 1}.png"
        figure.savefig(path, dpi=72, metadata={"Software": None})
        plt.close(figure)
        print(path)


def _panel(
    axis: Any,
    area: DisputedArea,
    outline: gpd.GeoSeries,
    ground: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
) -> None:
    """Draw one area with its neighbours, and say who administers and who claims it."""
    west, south, east, north = outline.total_bounds
    half = max(0.8 * max(east - west, north - south), LEAST)
    lon, lat = (west + east) / 2, (south + north) / 2
    window = (lon - half, lon + half, lat - half, lat + half)
    land, regions = (table.cx[window[0] : window[1], window[2] : window[3]] for table in ground)
    if len(land):
        land.plot(ax=axis, color=LAND, edgecolor=BORDER, linewidth=0.8)
    if len(regions):
        regions.boundary.plot(ax=axis, color=REGION, linewidth=0.3)
    outline.plot(ax=axis, facecolor="none", edgecolor=DISPUTED, hatch="////", linewidth=1.2)
    for row in land.clip_by_rect(window[0], window[2], window[1], window[3]).items():
        point = row[1].representative_point() if not row[1].is_empty else None
        if point is not None:
            code = str(row[0]).removeprefix("country:").removeprefix("disputed:")
            axis.text(point.x, point.y, code, fontsize=8, color=BORDER, ha="center")
    axis.set(xlim=window[:2], ylim=window[2:], xlabel="", ylabel="", facecolor=SEA)
    axis.set_aspect(1 / max(math.cos(math.radians(lat)), 0.1))
    axis.tick_params(labelsize=6)
    home = owner(area, worldview("international")) or "no country"
    caption = textwrap.fill(area.status, WIDTH, max_lines=3, placeholder=" ...")
    title = f"{textwrap.fill(area.name, WIDTH)}\n{caption}\ndrawn in {home}, {area.drawn}"
    axis.set_title(title, fontsize=8)


if __name__ == "__main__":
    main()
