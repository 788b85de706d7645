"""Lettering: names on the printed map, each where it finds room."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from matplotlib.collections import PathCollection
from matplotlib.path import Path

from briefing.gazetteer.place import PlaceKind
from briefing.maps import style
from briefing.maps.ground import Sheet
from briefing.maps.letters import Text, plain
from briefing.maps.marks import ROLES, Country, DisputedMark, Mark
from briefing.maps.placing import Board, Box, Placed, Spot
from briefing.maps.scene import Scene
from briefing.maps.shapes import as_shape, clipped

_SEEN, _LARGE = 1 / 12_000, 1 / 400  # of the map: hatching is seen at all; calls for a word
_ROOMY = 800.0  # pixels: narrower maps do not say whose the area of the story is
_TINY = 500.0  # square pixels: an area that is drawn so small is named as a dot is
_MOST_AWAY = 6  # places outside the map that are named at its edge
_EDGE = 20.0  # pixels from the edge to the names of such places
_DEGREE = 111_195.0  # metres of latitude


class Name(NamedTuple):
    """A name on a map: its words, and its box in pixels from the lower left corner."""

    words: str
    box: Box


def label(sheet: Sheet, scene: Scene, taken: Iterable[Box]) -> list[Name]:
    """Write the names: the subject first, then disputes, places far away, others, neighbours.

    Parameters
    ----------
    sheet
        The map.
    scene
        What stands on it.
    taken
        Boxes in pixels where no name may stand.

    Returns
    -------
    names
        What was written, and where.
    """
    letters = _Letters(sheet, scene)
    for box in taken:
        letters.board.take(box)
    for mark in scene.dots:
        letters.keep_clear(mark)
    outside = scene.outside
    gone = {mark.id for mark in outside}
    inside = [mark for mark in scene.marks if mark.id not in gone]
    shown = {role: [mark for mark in inside if mark.role == role] for role in ROLES}
    rivals = [area for area in scene.disputed if area.contested]
    away = [mark for mark in outside if not mark.is_loose][:_MOST_AWAY]
    others = [area for area in scene.disputed if not area.contested]
    order: list[tuple[Callable[[Any], None], Sequence[Any]]] = [
        (letters.put_mark, shown["subject"]),
        (letters.put_disputed, rivals),
        (letters.put_mark, shown["main"]),
        (letters.put_away, away),
        (letters.put_mark, shown["other"]),
        (letters.put_disputed, others),
    ]
    for put, things in order:
        for thing in things:
            put(thing)
    named = {mark.id for mark in scene.marks}
    letters.put_neighbours([c for c in scene.countries if c.id not in named])
    letters.draw()
    return letters.written


class _Letters:
    """Labels of a map, set one after the other where nothing else stands."""

    def __init__(self, sheet: Sheet, scene: Scene) -> None:
        self.sheet = sheet
        self.scene = scene
        width = sheet.frame.width / sheet.metres
        self.board = Board(width, sheet.frame.height / sheet.metres)
        self.written: list[Name] = []
        self._paths: list[tuple[Text, Path]] = []

    def spot(self, lon: float, lat: float) -> Spot:
        """Return a point of the globe in pixels."""
        x, y = self.sheet.pixels(np.array([[lon, lat]]))[0].tolist()
        return x, y

    def keep_clear(self, mark: Mark) -> None:
        """Let no name stand on a dot."""
        x, y = self.spot(mark.lon, mark.lat)
        reach = style.DOTS[mark.role] + 1
        self.board.take((x - reach, y - reach, x + reach, y + reach))

    def put_mark(self, mark: Mark) -> None:
        """Name a place of the story."""
        words = plain(mark.name) + (f" ({mark.mentions})" if mark.mentions > 1 else "")
        text = _lettering(mark, words)
        area = self._seen(mark.shape) if mark.is_area else None
        spot = self.spot(mark.lon, mark.lat)
        if area is None or area.area < _TINY:
            gap = 5 + (style.DOTS[mark.role] if area is None else (area.area**0.5) / 2)
            placed = self.board.beside(text.extent, spot, gap)
        else:
            placed = self.board.within(text.extent, spot, area)
        if placed is None and mark.is_subject:
            placed = self.board.anywhere(text.extent, spot)
        self._write(text, placed)

    def put_disputed(self, area: DisputedMark) -> None:
        """Say who administers and who claims a disputed area of the story; name others if large."""
        seen = self._seen(area.shape)
        if seen is None:
            return
        share = seen.area / (self.board.width * self.board.height)
        told = area.marked or area.contested
        if told and self.board.width < _ROOMY:
            return
        if share < (_SEEN if told else _LARGE):
            return
        words = area.status if area.marked else f"{area.name}: {area.status}"
        lines = textwrap.wrap(plain(words if told else f"{area.name} (disputed)", 180), 34)
        text = Text("\n".join(lines), style.TYPE["dispute"], style.COLOURS["disputed"])
        west, south, east, north = seen.bounds
        x, y = self.spot(area.lon, area.lat)
        reach = min(max(east - west, north - south) / 2, 60.0)
        self._write(text, self.board.beside(text.extent, (x, y), 6 + reach))

    def put_away(self, mark: Mark) -> None:
        """Name a place outside the map at the edge, with an arrow towards it."""
        spot = np.array(self.spot(mark.lon, mark.lat))
        middle = np.array([self.board.width, self.board.height]) / 2
        way = (spot - middle) if np.isfinite(spot).all() else np.array([0.0, 1.0])
        reach = (middle - _EDGE) / np.maximum(np.abs(way), 1e-9)
        edge = middle + way * float(min(reach))
        text = Text(plain(f"{mark.name} ({mark.mentions})"), style.TYPE["away"], style.POINT)
        width, height = text.extent
        placed = self.board.along((width + 2 * _EDGE, height + 4), (edge[0], edge[1]))
        if placed is None:
            return
        self._write(text, placed)
        self._arrow(placed.box, way / max(float(np.hypot(*way)), 1e-9))

    def _arrow(self, box: Box, way: Any) -> None:
        x = box[2] - _EDGE / 2 if way[0] >= 0 else box[0] + _EDGE / 2
        y = (box[1] + box[3]) / 2
        tail, head = np.array([x, y]) - way * 6, np.array([x, y]) + way * 6
        self.sheet.axes.annotate(
            "",
            self._metres(*head.tolist()),
            xytext=self._metres(*tail.tolist()),
            arrowprops={"arrowstyle": "-|>", "color": style.POINT, "shrinkA": 0, "shrinkB": 0},
            zorder=8,
        )

    def put_neighbours(self, countries: list[Country]) -> None:
        """Name countries that the story does not, where they have room for it."""
        spots = np.array([(country.lon, country.lat) for country in countries]).reshape(-1, 2)
        held = [countries[i] for i in np.flatnonzero(self.scene.frame.holding(spots)).tolist()]
        flat = self.sheet.near(country.shape for country in held)
        by_size = sorted(zip(held, flat, strict=True), key=lambda pair: -pair[1].area)
        for country, shape in by_size:
            text = Text(plain(country.name), style.TYPE["neighbour"], style.MUTED, halo=False)
            size = text.extent
            room = shape.area * (_DEGREE / self.sheet.metres) ** 2
            if room > size[0] ** 2 / 3:
                self._write(text, self.board.on(size, self.spot(country.lon, country.lat)))

    def _seen(self, shape: shapely.MultiPolygon) -> shapely.MultiPolygon | None:
        """Return what the sheet shows of a shape, in pixels; None if it shows nothing."""
        (near,) = self.sheet.near([shape])
        if near.is_empty:
            return None
        flat = shapely.transform(near, self.sheet.pixels)
        if not flat.is_valid:
            flat = as_shape(flat)
        (seen,) = clipped([flat], (0, 0, self.board.width, self.board.height))
        return shapely.MultiPolygon(seen) if seen else None

    def _metres(self, x: float, y: float) -> Spot:
        frame, metres = self.sheet.frame, self.sheet.metres
        return frame.left + x * metres, frame.bottom + y * metres

    def _write(self, text: Text, placed: Placed | None) -> None:
        if placed is None:
            return
        if placed.lead:
            x, y = zip(*(self._metres(*end) for end in placed.lead), strict=True)
            self.sheet.axes.plot(x, y, color=text.colour, linewidth=0.8, zorder=7)
        outline = text.path()
        points = np.asarray(outline.vertices) * self.sheet.metres
        path = Path(points + self._metres(*placed.middle), outline.codes)
        self.written.append(Name(text.words, placed.box))
        self._paths.append((text, path))

    def draw(self) -> None:
        """Draw all that was written."""
        haloed = [path for text, path in self._paths if text.halo]
        around: dict[str, Any] = {
            "facecolor": "none",
            "edgecolor": style.PAPER,
            "linewidth": 2.6,
            "alpha": 0.85,
        }
        halos = PathCollection(haloed, joinstyle="round", zorder=8, **around)
        colours = [text.colour for text, _ in self._paths]
        letters = PathCollection(
            [path for _, path in self._paths], facecolor=colours, edgecolor="none", zorder=9
        )
        for drawn in (halos, letters):
            self.sheet.axes.add_collection(drawn, autolim=False)


def _lettering(mark: Mark, words: str) -> Text:
    size = style.TYPE[mark.role]
    if mark.kind in {PlaceKind.SEA, PlaceKind.PHYSICAL}:
        return Text(words, size, style.COLOURS["area-ink"], slant="italic")
    if mark.is_loose:
        return Text(words, size, style.INK, slant="italic")
    weight = "normal" if mark.role == "other" else "bold"
    if mark.is_area and mark.kind is not PlaceKind.COUNTRY:
        size = size if mark.role == "subject" else style.TYPE["area"]
        return Text(words, size, style.COLOURS["area-ink"], weight)
    return Text(words, size, style.INK, weight)
