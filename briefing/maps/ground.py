"""Ground: shapes of a scene put onto a sheet of matplotlib."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path

from briefing.maps import style
from briefing.maps.frame import Frame
from briefing.maps.marks import ROLES
from briefing.maps.projection import RADIUS, REACH, Points
from briefing.maps.scene import Scene
from briefing.maps.shapes import NOTHING, borders, clipped, polygons, ragged

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

DPI = 100
_BEYOND = 0.04  # of the frame, on each side: edges that clipping makes lie out of sight
_STEP = 1.5  # degrees between the points of a line, so that it bends as the projection has it
_DASHES = (0, (4, 2))

Shapes = Sequence[shapely.MultiPolygon]


def points(pixels: float) -> float:
    """Return a length in points, as matplotlib counts widths and letters."""
    return pixels * 72 / DPI


@dataclass
class Sheet:
    """Axes that show a frame, in metres of its projection."""

    axes: Axes
    frame: Frame
    _known: dict[int, tuple[shapely.MultiPolygon, shapely.MultiPolygon]] = field(
        default_factory=dict
    )

    @cached_property
    def metres(self) -> float:
        """Metres that a pixel is wide."""
        return float(self.frame.width / self.axes.get_window_extent().width)

    @cached_property
    def _boxes(self) -> list[tuple[float, float, float, float]]:
        return list(self.frame.grown(_BEYOND).boxes())

    def near(self, shapes: Iterable[shapely.MultiPolygon]) -> list[shapely.MultiPolygon]:
        """Return what lies on the sheet or near it, in degrees, with points close enough to bend.

        Shapes that lie elsewhere become empty, so that the result is as long as what was given.
        """
        given = list(shapes)
        new = {id(shape): shape for shape in given if id(shape) not in self._known}
        for shape, inside in zip(new.values(), self._clipped(list(new.values())), strict=True):
            self._known[id(shape)] = shape, inside  # the shape stays, and so does its id
        return [self._known[id(shape)][1] for shape in given]

    def _clipped(self, shapes: Shapes) -> list[shapely.MultiPolygon]:
        given = np.array(shapes, dtype=object)
        found: list[list[shapely.Polygon]] = [[] for _ in given]
        bounds = shapely.bounds(given).reshape(-1, 4)
        for west, south, east, north in self._boxes:
            meets = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
            meets &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
            indices = np.flatnonzero(meets)
            parts = clipped(given[indices], (west, south, east, north))
            for index, inside in zip(indices.tolist(), parts, strict=True):
                found[index] += inside
        bent = [shapely.segmentize(shapely.MultiPolygon(parts), _STEP) for parts in found]
        return [shapely.MultiPolygon(polygons(shape)) if shape else NOTHING for shape in bent]

    def pixels(self, lonlat: Points) -> Points:
        """Return points of the globe in pixels of the sheet, from its lower left corner."""
        corner = np.array([self.frame.left, self.frame.bottom])
        found: Points = (self.frame.projection.project(lonlat) - corner) / self.metres
        return found

    def fill(self, shapes: Shapes, **options: Any) -> PathCollection:
        """Fill shapes given in degrees."""
        paths = [Path(spots, codes) for spots, codes in self._outlines(shapes)]
        drawn = PathCollection(paths, **{"edgecolor": "none", **options})
        self.axes.add_collection(drawn, autolim=False)
        return drawn

    def outline(self, shapes: Shapes, color: str, **options: Any) -> PathCollection | None:
        """Draw the borders of shapes given in degrees."""
        lonlat, starts = borders(shapes)
        if not len(lonlat):
            return None
        codes = np.where(starts, Path.MOVETO, Path.LINETO).astype(Path.code_type)
        path = Path(self.frame.projection.project(lonlat), codes)
        lined = {"facecolor": "none", "joinstyle": "round", "capstyle": "butt", **options}
        drawn = PathCollection([path], edgecolor=color, **lined)
        self.axes.add_collection(drawn, autolim=False)
        return drawn

    def band(self, shape: shapely.MultiPolygon, color: str, **options: Any) -> None:
        """Draw a band along the inner side of the border of a shape given in degrees."""
        outlines = list(self._outlines([shape]))
        drawn = self.outline([shape], color, **options)
        if drawn is not None and outlines:
            path = Path.make_compound_path(*(Path(spots, codes) for spots, codes in outlines))
            drawn.set_clip_path(path, self.axes.transData)

    def stripe(self, shape: shapely.MultiPolygon, colours: Sequence[str]) -> None:
        """Stripe a shape given in degrees, in turns of several colours."""
        outlines = list(self._outlines([shape]))
        if not outlines or not colours:
            return
        path = Path.make_compound_path(*(Path(spots, codes) for spots, codes in outlines))
        (left, bottom), (right, top) = path.get_extents().get_points()
        step = (style.LINES["stripe"] + style.LINES["gap"]) * self.metres * np.sqrt(2)
        starts = np.arange(left - (top - bottom), right + step, step)
        lines = [[(x, bottom), (x + top - bottom, top)] for x in starts]
        for turn, colour in enumerate(colours):
            drawn = LineCollection(
                lines[turn :: len(colours)],
                color=colour,
                linewidth=points(style.LINES["stripe"]),
            )
            self.axes.add_collection(drawn, autolim=False)
            drawn.set_clip_path(path, self.axes.transData)

    def _outlines(self, shapes: Shapes) -> Iterator[tuple[NDArray[np.float64], NDArray[np.uint8]]]:
        """Give the points, in metres, and codes of a path for each shape.

        Holes run the other way round and so stay empty.
        """
        there = [shape for shape in shapes if not shape.is_empty]
        if not there:
            return
        oriented = shapely.orient_polygons(np.array(there, dtype=object))
        lonlat, (rings, polygons, ends) = ragged(oriented)
        flat = self.frame.projection.project(lonlat)
        codes = np.full(len(flat), Path.LINETO, dtype=Path.code_type)
        codes[rings[:-1]] = Path.MOVETO
        codes[rings[1:] - 1] = Path.CLOSEPOLY
        for start, end in pairwise(rings[polygons[ends]].tolist()):
            yield flat[start:end], codes[start:end]


def lay(axes: Axes, frame: Frame) -> Sheet:
    """Let axes show a frame, filled with sea as far as the globe reaches."""
    axes.set_xlim(frame.left, frame.right)
    axes.set_ylim(frame.bottom, frame.top)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(style.COLOURS["rim"])
    for spine in axes.spines.values():
        spine.set_color(style.BORDER)
    axes.fill(*globe(frame).T, facecolor=style.SEA, linewidth=0, zorder=0)
    return Sheet(axes, frame)


def globe(frame: Frame) -> Points:
    """Return the edge of the globe in metres, (n, 2)."""
    if frame.projection.kind == "laea":
        bearing = np.radians(np.arange(0, 360, 2.0))
        reach = 2 * RADIUS * np.sin(np.radians(REACH) / 2)
        circle: Points = reach * np.column_stack([np.cos(bearing), np.sin(bearing)])
        return circle
    lat = np.linspace(-90, 90, 91)
    side = frame.projection.lon + 180 - 1e-6
    east = frame.projection.project(np.column_stack([np.full_like(lat, side), lat]))
    return np.vstack([east, (east * (-1, 1))[::-1]])


def draw_ground(sheet: Sheet, scene: Scene) -> None:
    """Draw land, lakes and borders, and fill the countries of the story by their part in it."""
    land = sheet.near(country.shape for country in scene.countries)
    by_id = dict(zip((country.id for country in scene.countries), land, strict=True))
    sheet.fill(land, facecolor=style.LAND)
    named = [mark for mark in scene.named_countries if mark.id in by_id]
    for role in reversed(ROLES):
        shapes = [by_id[m.id] for m in named if m.role == role and m.id not in scene.sides]
        sheet.fill(shapes, facecolor=style.COLOURS["other" if scene.sides else role])
    sides = [(state, by_id[state]) for state in scene.sides if state in by_id]
    for state, shape in sides:
        sheet.fill([shape], facecolor=style.side(scene.tint(state), style.GROUNDS))
    _draw_loose(sheet, scene)
    sheet.outline(land, color=style.BORDER, linewidth=points(style.LINES["border"]))
    lakes = sheet.near([scene.lakes])
    sheet.fill(lakes, facecolor=style.COLOURS["lake"], edgecolor=style.BORDER, linewidth=0.3)
    for role in reversed(ROLES):
        shapes = [by_id[m.id] for m in named if m.role == role and m.id not in scene.sides]
        colour = style.COLOURS["named-border"]
        sheet.outline(shapes, color=colour, linewidth=points(style.LINES[role]))
    _draw_disputed(sheet, scene)
    _draw_sides(sheet, scene, dict(sides))


def _draw_loose(sheet: Sheet, scene: Scene) -> None:
    """Draw wide areas and former states as one soft band along their edge."""
    loose = sheet.near(mark.shape for mark in scene.loose_areas)
    sheet.fill(loose, facecolor=style.AREA, alpha=0.05)
    sheet.outline(loose, color=style.AREA, linewidth=points(style.LINES["loose"]), alpha=0.28)


def _draw_disputed(sheet: Sheet, scene: Scene) -> None:
    """Hatch disputed areas; those of the story show who holds them and who claims them."""
    quiet = sheet.near(area.shape for area in scene.disputed if not area.contested)
    colour = style.COLOURS["disputed"]
    sheet.fill(quiet, facecolor="none", edgecolor=colour, hatch="////", linewidth=0, alpha=0.55)
    width = points(style.LINES["disputed"])
    sheet.outline(quiet, color=colour, linewidth=width * 0.7, linestyle=_DASHES, alpha=0.8)
    rivals = [area for area in scene.disputed if area.contested]
    for area, shape in zip(rivals, sheet.near(a.shape for a in rivals), strict=True):
        holders = area.administered_by
        holder = scene.tint(holders[0]) if len(holders) == 1 else None
        sheet.fill([shape], facecolor=style.side(holder, style.GROUNDS))
        claims = [style.side(scene.tint(state), style.STRONGS) for state in area.claimed_by]
        sheet.stripe(shape, claims)
        if not scene.viewer:  # a state knows no line but its own
            line = style.COLOURS["line"]
            sheet.outline([shape], color=line, linewidth=width, linestyle=_DASHES)


def _draw_sides(sheet: Sheet, scene: Scene, sides: dict[str, shapely.MultiPolygon]) -> None:
    """Draw the borders of the sides as the worldview has them, each with a band of its tone inside.

    Under the view of one of them only its own border has a band, and a broader one.
    """
    banded = [scene.viewer] if scene.viewer in sides else list(sides)
    width = style.LINES["band-viewer" if scene.viewer in sides else "band"]
    for state in banded:
        tone = style.side(scene.tint(state), style.STRONGS)
        sheet.band(sides[state], color=tone, linewidth=points(2 * width), alpha=0.75)
    if scene.viewer not in sides:  # no state's view: the area itself tells whose it is in this one
        for area in scene.disputed:
            if area.contested and area.owner in sides:
                tone = style.side(scene.tint(area.owner), style.STRONGS)
                width = points(2 * style.LINES["band-viewer"])
                sheet.band(sheet.near([area.shape])[0], color=tone, linewidth=width)
    colour, width = style.COLOURS["line"], points(style.LINES["side"])
    sheet.outline([*sides.values()], color=colour, linewidth=width)


def draw_marks(sheet: Sheet, scene: Scene) -> None:
    """Outline the areas of the story and dot its points, by their part in it."""
    areas = sheet.near(mark.shape for mark in scene.areas if not mark.covered)
    sheet.fill(areas, facecolor=style.AREA, alpha=0.14)
    sheet.outline(areas, color=style.AREA, linewidth=points(style.LINES["area"]))
    for role in reversed(ROLES):
        dots = [mark for mark in scene.dots if mark.role == role]
        if not dots:
            continue
        x, y = sheet.frame.projection.project(np.array([(m.lon, m.lat) for m in dots])).T
        size = points(2 * style.DOTS[role]) ** 2
        sheet.axes.scatter(x, y, s=size, color=style.POINT, edgecolor=style.PAPER, zorder=6)
