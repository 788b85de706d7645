"""Draw every layer on contact sheets, to look at after a rebuild: docs/img/layers*.png.

python -m tools.geodata.draw_layers            # all sheets
python -m tools.geodata.draw_layers seas       # one of them
"""

from __future__ import annotations

import io
import math
import sys
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from PIL import Image

from briefing.layers.catalogue import catalogue, layer
from briefing.maps import style
from tools.folders import PICTURES

COLUMNS = 9
SIZE = 1.55  # inches of a small map
WIDE = 40.0  # degrees: wider windows have coarse land
COLOURS = 64  # of a PNG: flat colours need no more
POINTS = {"cities", "labels", "facilities", "chokepoints"}
COLOURED = {"units", "countries", "regions", "areas"}  # neighbours are told apart


def main() -> int:
    """Draw the sheets that are asked for."""
    for name in sys.argv[1:] or ("layers", "seas", "physical", "areas", "historical"):
        figure = _world() if name == "layers" else _features(name)
        path = PICTURES / ("layers.png" if name == "layers" else f"layers-{name}.png")
        _save(figure, path)
        print(path, f"{path.stat().st_size / 1e3:.0f} kB")
    return 0


def _save(figure: Figure, path: Path) -> None:
    raw = io.BytesIO()
    figure.savefig(raw, dpi=70, metadata={"Software": None})
    picture = Image.open(raw).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _world() -> Figure:
    """Every layer once, over the whole world."""
    names = list(catalogue().names)
    columns = 3
    figure = Figure(figsize=(18, 22))
    axes = figure.subplots(math.ceil(len(names) / columns), columns)
    land = layer("land")
    for axis, name in zip(axes.flat, names, strict=False):
        features = layer(name)
        land.plot(ax=axis, color=style.LAND, edgecolor=style.BORDER, linewidth=0.2)
        if name in POINTS:
            features.plot(ax=axis, color=style.POINT, markersize=1 if len(features) > 999 else 6)
        elif name == "rivers":
            features.plot(ax=axis, color=style.AREA, linewidth=0.5)
        elif name.partition("_")[0] in COLOURED:
            features.plot(ax=axis, cmap="tab20", alpha=0.55, edgecolor="none")
        else:
            features.plot(
                ax=axis, color=style.AREA, alpha=0.35, edgecolor=style.AREA, linewidth=0.3
            )
        _bare(axis, f"{name} ({len(features):,})", (-180, -90, 180, 90))
    _finish(figure, axes, len(names))
    return figure


def _features(name: str) -> Figure:
    """Every feature of a layer on a map of its own."""
    features = layer(name)
    scales = {True: layer("countries_110m", []), False: layer("countries_50m", [])}
    rows = math.ceil(len(features) / COLUMNS)
    # A figure of pyplot would be drawn anew after every plot of geopandas.
    figure = Figure(figsize=(COLUMNS * SIZE, rows * SIZE * 1.05))
    axes = figure.subplots(rows, COLUMNS)
    for axis, (key, shape) in zip(axes.flat, features.geometry.items(), strict=False):
        parts = shape.geoms if hasattr(shape, "geoms") else [shape]
        largest = max(part.area for part in parts)
        boxes = [part.bounds for part in parts if part.area > 0.05 * largest]
        window = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        margin = 0.15 * max(window[2] - window[0], window[3] - window[1])
        window = (*(edge - margin for edge in window[:2]), *(edge + margin for edge in window[2:]))
        near = scales[window[2] - window[0] > WIDE].clip_by_rect(*window)
        near[~near.is_empty].plot(ax=axis, color=style.LAND, edgecolor=style.BORDER, linewidth=0.3)
        features.loc[[key]].plot(
            ax=axis, color=style.AREA, alpha=0.5, edgecolor=style.COLOURS["area-ink"], linewidth=0.4
        )
        _bare(axis, str(features["name"][key])[:26], window)
    _finish(figure, axes, len(features))
    return figure


def _bare(axis: Any, title: str, window: tuple[float, ...]) -> None:
    axis.set(
        xlim=(window[0], window[2]), ylim=(window[1], window[3]), xticks=[], yticks=[],
        xlabel="", ylabel="", facecolor=style.SEA, aspect="auto",
    )  # fmt: skip
    axis.set_title(title, fontsize=7, pad=2)


def _finish(figure: Figure, axes: Any, used: int) -> None:
    for axis in axes.flat[used:]:
        axis.set_axis_off()
    top = 1 - 0.22 / figure.get_figheight()  # room for a title, whatever the number of rows
    figure.subplots_adjust(0.005, 0.003, 0.995, top, 0.04, 0.16)


if __name__ == "__main__":
    sys.exit(main())
