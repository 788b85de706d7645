"""Furniture: legend, locator inset and scale bar of the printed map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from briefing.maps import style
from briefing.maps.extent import WORLD, Extent
from briefing.maps.ground import fill, frame
from briefing.maps.layershapes import Same
from briefing.maps.scene import Scene
from briefing.maps.shapes import as_shape

if TYPE_CHECKING:
    import shapely
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

_KM_PER_DEGREE = 40_075.017 / 360  # along the equator, WGS 84
_INSET_WIDTH = 0.2  # of the figure
_INSET_TOLERANCE = 0.5  # degrees
_GAP = 0.008  # of the width of the figure

_Corner = tuple[Literal["lower left", "lower right", "upper left", "upper right"], int, int]
_CORNERS: tuple[_Corner, ...] = (
    ("lower left", 0, 0),
    ("lower right", 1, 0),
    ("upper left", 0, 1),
    ("upper right", 1, 1),
)


def furnish(figure: Figure, axes: Axes, scene: Scene, window: Extent) -> list[Bbox]:
    """Put legend and inset into the corners of the map where they hide the fewest marks.

    Returns
    -------
    taken
        What they cover, in pixels, where no label may stand.
    """
    corners = _quietest_corners(axes, scene)
    taken = []
    signs = list(_signs(scene))
    if signs:
        legend = axes.legend(
            handles=signs,
            loc=corners[1][0],
            fontsize=9,
            framealpha=0.94,
            edgecolor=style.BORDER,
            borderaxespad=0.8,
        )
        taken.append(legend.get_window_extent())
    if window.width < 250:
        taken.append(_inset(figure, axes, scene, window, corners[0]))
    return taken


def _quietest_corners(axes: Axes, scene: Scene) -> list[_Corner]:
    """Return the corners of the map, that with the fewest marks near it first."""
    spots = np.array([(scene.extent.near(m.lon), m.lat) for m in scene.marks]).reshape(-1, 2)
    spots = axes.transAxes.inverted().transform(axes.transData.transform(spots))

    def crowd(corner: _Corner) -> int:
        return int((np.abs(spots - corner[1:]) < (0.27, 0.36)).all(axis=1).sum())

    return sorted(_CORNERS, key=crowd)


def _signs(scene: Scene) -> Iterator[Any]:
    """Return one sample of each sign that the map uses."""
    samples: dict[str, dict[str, Any]] = {
        "named": {"facecolor": style.NAMED, "edgecolor": style.NAMED_BORDER},
        "area": {"facecolor": style.AREA_FILL, "edgecolor": style.AREA, "linewidth": 1.6},
        "loose": {"facecolor": "none", "edgecolor": style.AREA, "linestyle": (0, (3, 2))},
        "disputed": {"facecolor": "none", "edgecolor": style.DISPUTED, "hatch": "////"},
    }
    for sign, text in style.LEGEND:
        if sign not in scene.signs:
            continue
        if sign in samples:
            yield Patch(label=text, **samples[sign])
        else:
            dot: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 6}
            yield Line2D([], [], color=style.POINT, label=text, **dot)


def _inset(figure: Figure, axes: Axes, scene: Scene, window: Extent, corner: _Corner) -> Bbox:
    """Draw the locator: the world, with the window framed and every mark dotted."""
    _, right, top = corner
    box = axes.get_position()
    shape = figure.get_figwidth() / figure.get_figheight()
    height = _INSET_WIDTH * WORLD.height / WORLD.width * shape
    left = box.x1 - _INSET_WIDTH - _GAP if right else box.x0 + _GAP
    bottom = box.y1 - height - _GAP * shape if top else box.y0 + _GAP * shape
    inset = figure.add_axes((left, bottom, _INSET_WIDTH, height))
    middle = (window.min_lon + window.max_lon) / 2 if window.crosses else 0.0
    world = WORLD._replace(min_lon=middle - 180, max_lon=middle + 180)
    frame(inset, world)
    land = [_coarse(Same(country.shape)) for country in scene.countries]
    fill(inset, land, world.turns, facecolor="#c4beb1")
    fill(inset, [mark.shape for mark in scene.named_countries], world.turns, facecolor="#e0a63c")
    lon, lat = np.array([(world.near(m.lon), m.lat) for m in scene.marks]).reshape(-1, 2).T
    inset.scatter(lon, lat, s=5, color=style.POINT, linewidth=0, zorder=5)
    inset.add_patch(
        Rectangle(
            window[:2],
            window.width,
            window.height,
            fill=False,
            edgecolor=style.INK,
            linewidth=1.3,
            zorder=6,
        )
    )
    return inset.get_window_extent()


@lru_cache(maxsize=1024)  # what is far from the story looks the same on every map
def _coarse(key: Same) -> shapely.MultiPolygon:
    """Return a shape as it is seen on the inset."""
    return as_shape(key.geometry.simplify(_INSET_TOLERANCE))


def scale_bar(figure: Figure, window: Extent, top: float) -> None:
    """Draw a bar of a round number of kilometres under the map, at its right end.

    Parameters
    ----------
    figure
        The sheet; the map is as wide as it.
    window
        What the map shows; the bar is true at its middle latitude.
    top
        Lower edge of the map, as a share of the height of the figure.
    """
    km_across = window.width * _KM_PER_DEGREE * math.cos(math.radians(window.mid_lat))
    kilometres = _round_down(km_across * 0.16)
    share = kilometres / km_across
    inch = 1 / figure.get_figheight()
    high, low = top - 0.07 * inch, top - 0.13 * inch
    right = 1 - _GAP
    figure.add_artist(
        Line2D(
            [right - share, right - share, right, right],
            [high, low, low, high],
            color=style.INK,
            linewidth=1.4,
            solid_joinstyle="miter",
        )
    )
    hemisphere = "N" if window.mid_lat >= 0 else "S"
    figure.text(
        right,
        low - 0.03 * inch,
        f"{kilometres:,} km at {abs(window.mid_lat):.0f}° {hemisphere}",
        ha="right",
        va="top",
        fontsize=8,
        color=style.INK,
    )


def _round_down(number: float) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50, ... that does not exceed a number.

    Examples
    --------
    >>> _round_down(730.0)
    500
    """
    power = 10 ** max(0, math.floor(math.log10(max(number, 1))))
    return int(next(step * power for step in (5, 2, 1) if step * power <= max(number, 1)))
