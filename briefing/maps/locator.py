"""Locator: the small map of the world in a corner that shows where a map lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from briefing.maps import style
from briefing.maps.frame import WORLD, Frame
from briefing.maps.ground import Sheet, globe
from briefing.maps.projection import Points, Projection
from briefing.maps.scene import Scene

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

_WIDTH = 0.17  # of the figure
_GAP = 0.008  # of the width of the figure
_STAMP = 1.5  # square degrees: smaller land is left out
_NEAR_GREENWICH = 120.0  # degrees


def draw_locator(figure: Figure, sheet: Sheet, scene: Scene, corner: tuple[str, int, int]) -> Bbox:
    """Draw the locator: the world, with the frame and every mark in it."""
    _, right, top = corner
    world = replace(WORLD, projection=Projection("eqearth", _prime(scene.frame)))
    box = sheet.axes.get_position()
    shape = figure.get_figwidth() / figure.get_figheight()
    height = _WIDTH * world.height / world.width * shape
    left = box.x1 - _WIDTH - _GAP if right else box.x0 + _GAP
    bottom = box.y1 - height - _GAP * shape if top else box.y0 + _GAP * shape
    stamp = _Stamp(figure, world, (left, bottom, _WIDTH, height))
    stamp.fill([globe(world)], style.SEA)
    land = shapely.get_parts(np.array(world.projection.opened(_coarse(scene)), dtype=object))
    rings = [shapely.get_coordinates(part.exterior) for part in land]
    stamp.fill([world.projection.project(ring) for ring in rings], "#c4beb1")
    spots = np.array([(m.lon, m.lat) for m in scene.marks]).reshape(-1, 2)
    dots = {"color": style.POINT, "marker": "o", "markersize": 2.2, "linestyle": "none"}
    stamp.line(world.projection.project(spots), **dots, markeredgewidth=0)
    rim = scene.frame.projection.unproject(shapely.get_coordinates(scene.frame.box.segmentize(2e5)))
    framed = world.projection.project(rim[np.isfinite(rim).all(axis=1)])
    leaps = np.flatnonzero(np.hypot(*np.diff(framed, axis=0).T) > world.width / 3) + 1
    for line in np.split(framed, leaps):
        stamp.line(line, color=style.INK, linewidth=1.3)
    return stamp.box.get_window_extent()


class _Stamp:
    """A small map in a corner of a figure; axes of its own would cost more than all that is on it.

    Parameters
    ----------
    figure
        The sheet.
    world
        What the small map shows.
    place
        Left, bottom, width and height, as shares of the figure.
    """

    def __init__(
        self, figure: Figure, world: Frame, place: tuple[float, float, float, float]
    ) -> None:
        left, bottom, width, height = place
        scaled = Affine2D().translate(-world.left, -world.bottom)
        scaled = scaled.scale(width / world.width, height / world.height).translate(left, bottom)
        self.figure = figure
        self.moved = scaled + figure.transFigure
        self.box = Rectangle(
            (left, bottom), width, height, facecolor=style.PAPER, edgecolor=style.BORDER, zorder=9
        )
        figure.add_artist(self.box)

    def fill(self, rings: Sequence[Points], colour: str) -> None:
        """Fill rings given in metres."""
        paths = [Path(ring) for ring in rings if len(ring)]
        drawn = PathCollection(paths, facecolor=colour, transform=self.moved, zorder=9.1)
        self.figure.add_artist(drawn)
        drawn.set_clip_path(self.box)

    def line(self, points: Points, **options: Any) -> None:
        """Draw a line, or dots, given in metres."""
        drawn = Line2D(*points.T, transform=self.moved, zorder=9.2, **options)
        self.figure.add_artist(drawn)
        drawn.set_clip_path(self.box)


def _coarse(scene: Scene) -> list[shapely.MultiPolygon]:
    """Return the land, part by part, as coarsely as a picture of the size of a stamp shows it."""
    parts = shapely.get_parts(np.array([c.shape for c in scene.countries], dtype=object))
    large = shapely.get_exterior_ring(parts[shapely.area(parts) > _STAMP])
    simple = shapely.simplify(large, 0.6, preserve_topology=False)
    filled = shapely.buffer(shapely.polygons(simple[shapely.get_num_points(simple) > 3]), 0)
    return [shapely.MultiPolygon([part]) for part in shapely.get_parts(filled)]


def _prime(frame: Frame) -> float:
    """Return the middle meridian of the locator: Greenwich, unless its edge cuts the frame."""
    return 0.0 if abs(frame.middle[0]) < _NEAR_GREENWICH else round(frame.middle[0], -1)
