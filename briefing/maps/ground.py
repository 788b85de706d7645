"""Ground: shapes of a scene put onto matplotlib axes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path

from briefing.maps import style
from briefing.maps.extent import Extent
from briefing.maps.scene import Scene
from briefing.maps.shapes import border_lines, ragged

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray


def frame(axes: Axes, window: Extent) -> None:
    """Show a window, filled with sea."""
    axes.set_facecolor(style.SEA)
    axes.set_xlim(window.min_lon, window.max_lon)
    axes.set_ylim(window.min_lat, window.max_lat)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color(style.BORDER)


def draw_ground(axes: Axes, scene: Scene) -> None:
    """Draw land, lakes and borders, and fill the countries that the story names."""
    turns = scene.extent.turns
    land = [country.shape for country in scene.countries]
    named = [mark.shape for mark in scene.named_countries]
    fill(axes, land, turns, facecolor=style.LAND)
    fill(axes, named, turns, facecolor=style.NAMED)
    outline(axes, land, turns, color=style.BORDER, linewidth=0.6)
    fill(axes, [scene.lakes], turns, facecolor=style.LAKE, edgecolor=style.BORDER, linewidth=0.3)
    outline(axes, named, turns, color=style.NAMED_BORDER, linewidth=1.0)


def draw_marks(axes: Axes, scene: Scene) -> None:
    """Hatch disputed areas, outline the areas of the story, loose ones quietly, dot its points."""
    turns = scene.extent.turns
    loose = [mark.shape for mark in scene.loose_areas]
    outline(axes, loose, turns, color=style.AREA, linewidth=0.9, linestyle=(0, (5, 4)))
    areas = [mark.shape for mark in scene.areas]
    disputed = [area.shape for area in scene.disputed]
    fill(axes, areas, turns, facecolor=style.AREA, alpha=0.14)
    hatching = {"hatch": "////", "linewidth": 0, "alpha": 0.75}
    fill(axes, disputed, turns, facecolor="none", edgecolor=style.DISPUTED, **hatching)
    outline(axes, disputed, turns, color=style.DISPUTED, linewidth=0.9, linestyle=(0, (4, 2)))
    outline(axes, areas, turns, color=style.AREA, linewidth=1.6)
    dots = np.array([(scene.extent.near(m.lon), m.lat) for m in scene.dots])
    if dots.size:
        lon, lat = dots.T
        axes.scatter(lon, lat, s=34, color=style.POINT, edgecolor=style.PAPER, zorder=6)


def fill(
    axes: Axes, shapes: Iterable[shapely.MultiPolygon], turns: Sequence[float], **options: Any
) -> None:
    """Fill shapes, once for each turn of the globe."""
    outlines = list(_outlines([shape for shape in shapes if not shape.is_empty]))
    paths = [
        Path(points + np.array((turn, 0)), codes) for turn in turns for points, codes in outlines
    ]
    axes.add_collection(PathCollection(paths, **{"edgecolor": "none", **options}), autolim=False)


def _outlines(
    shapes: Sequence[shapely.MultiPolygon],
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.uint8]]]:
    """Give the points and codes of a path for each shape.

    Holes run the other way round and so stay empty.
    """
    if not shapes:
        return
    points, (rings, polygons, ends) = ragged(
        shapely.orient_polygons(np.array(shapes, dtype=object))
    )
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    codes[rings[:-1]] = Path.MOVETO
    codes[rings[1:] - 1] = Path.CLOSEPOLY
    for start, end in pairwise(rings[polygons[ends]].tolist()):
        yield points[start:end], codes[start:end]


def outline(
    axes: Axes, shapes: Iterable[shapely.MultiPolygon], turns: Sequence[float], **options: Any
) -> None:
    """Draw the borders of shapes, once for each turn of the globe."""
    lines = border_lines(list(shapes))
    turned = [line + np.array((turn, 0)) for turn in turns for line in lines]
    axes.add_collection(LineCollection(turned, **options), autolim=False)
