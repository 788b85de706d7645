"""Lettering: names on the printed map, where each finds room and in characters that a font has."""

from __future__ import annotations

import math
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from briefing.gazetteer.place import PlaceKind
from briefing.maps import style
from briefing.maps.extent import Extent
from briefing.maps.marks import DisputedMark, Mark
from briefing.maps.scene import Scene
from briefing.wording import one_line, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST_LABEL = 40
_BESIDE = ((6, 0), (-6, 0), (0, 6), (0, -6), (5, 5), (-5, 5), (5, -5), (-5, -5))
_WITHIN = ((0, 0), (0, 9), (0, -9), (0, 18), (0, -18), (0, 28), (0, -28))
_AROUND = ((0, 0), (0, -16), (0, 16), (20, 0), (-20, 0), (24, -24), (-24, -24), (24, 24), (-24, 24))
_SEEN, _LARGE = 1 / 12_000, 1 / 1200  # of the map: hatching is seen at all; calls for a word
_LED = 16  # pixels between a place and its name, from which a line ties them
_HALO = [withStroke(linewidth=2.6, foreground=style.PAPER, alpha=0.85)]


def label(axes: Axes, scene: Scene, window: Extent, taken: Sequence[Bbox]) -> None:
    """Write the names: points, areas and countries of the story, disputes, then neighbours.

    Parameters
    ----------
    axes
        The map.
    scene
        What stands on it.
    window
        What the map shows.
    taken
        Boxes in pixels where no name may stand.
    """
    labels = Labels(axes, scene, window, list(taken))
    labels.taken += [labels.around(mark) for mark in scene.dots]
    for mark in scene.marks:
        labels.put_mark(mark)
    for area in scene.disputed:
        labels.put_disputed(area)
    named = {mark.id for mark in scene.marks}
    for country in sorted(scene.countries, key=lambda country: -country.shape.area):
        main = max(country.shape.geoms, key=lambda part: part.area)
        roomy = (main.bounds[2] - main.bounds[0]) * labels.per_degree > 4.6 * len(country.name)
        if country.id not in named and roomy:
            small = {"fontsize": 7, "color": style.MUTED}
            labels.put(plain(country.name), country.lon, country.lat, ((0, 0),), **small)


@dataclass
class Labels:
    """Labels of a map, set one after the other where nothing else stands."""

    axes: Axes
    scene: Scene
    window: Extent
    taken: list[Bbox] = field(default_factory=list)

    @property
    def per_degree(self) -> float:
        """Pixels that a degree of longitude is wide."""
        return float(self.axes.get_window_extent().width / self.window.width)

    def around(self, mark: Mark) -> Bbox:
        """Return the box of a dot, in pixels."""
        x, y = self.axes.transData.transform((self.scene.extent.near(mark.lon), mark.lat))
        return Bbox.from_extents(x - 5, y - 5, x + 5, y + 5)

    def put_mark(self, mark: Mark) -> None:
        """Name a place of the story."""
        tiny = mark.is_area and mark.shape.area * self.per_degree**2 < 400
        offsets = _BESIDE if tiny or mark in self.scene.dots else _WITHIN
        text = plain(mark.name) + (f" ({mark.mentions})" if mark.mentions > 1 else "")
        self.put(text, mark.lon, mark.lat, offsets, **_lettering(mark))

    def put_disputed(self, area: DisputedMark) -> None:
        """Say who administers and who claims a disputed area, if it matters on this map.

        It does if the story names it and it can be seen, or if it is large; the less it has to
        do with the story, the larger it must be.
        """
        share = area.shape.area / (self.window.width * self.window.height)
        touched = any(
            mark.is_area and mark.shape.intersects(area.shape) for mark in self.scene.marks
        )
        if share < (_SEEN if area.marked else _LARGE if touched else 3 * _LARGE):
            return
        text = "\n".join(textwrap.wrap(plain(f"{area.name}: {area.status}", 180), 34))
        self.put(text, area.lon, area.lat, _AROUND, fontsize=6.8, color=style.DISPUTED)

    def put(
        self,
        text: str,
        lon: float,
        lat: float,
        offsets: Sequence[tuple[float, float]],
        **options: Any,
    ) -> None:
        """Write a text at the first offset (in points) where it fits; leave it out if none does."""
        if not self.window.holds(lon, lat):
            return
        spot = (self.scene.extent.near(lon), lat)
        sheet = self.axes.get_window_extent()
        written = self.axes.annotate(
            text,
            spot,
            xytext=(0, 0),
            textcoords="offset points",
            annotation_clip=False,
            parse_math=False,
            path_effects=_HALO,
            zorder=8,
            **options,
        )
        for right, up in offsets:
            written.set_position((right, up))
            written.set_horizontalalignment(_side(right, "right", "center", "left"))
            written.set_verticalalignment(_side(up, "top", "center", "bottom"))
            box = written.get_window_extent().padded(1.5)
            inside = sheet.x0 <= box.x0 and box.x1 <= sheet.x1
            inside = inside and sheet.y0 <= box.y0 and box.y1 <= sheet.y1
            if inside and not any(box.overlaps(other) for other in self.taken):
                self.taken.append(box)
                self._lead(spot, box, options["color"])
                return
        written.remove()

    def _lead(self, spot: tuple[float, float], box: Bbox, color: str) -> None:
        """Tie a name to a place that it stands apart from."""
        x, y = self.axes.transData.transform(spot)
        end = (min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1))
        if math.hypot(end[0] - x, end[1] - y) < _LED:
            return
        lon, lat = self.axes.transData.inverted().transform([(x, y), end]).T
        self.axes.plot(lon, lat, color=color, linewidth=0.7, zorder=7, path_effects=_HALO)


def _side(offset: float, below: Any, none: Any, above: Any) -> Any:
    """Return the alignment that puts a text on the far side of its place."""
    return above if offset > 0 else below if offset < 0 else none


def _lettering(mark: Mark) -> dict[str, Any]:
    if mark.kind in {PlaceKind.SEA, PlaceKind.PHYSICAL}:
        return {"fontsize": 9, "style": "italic", "color": style.AREA}
    if mark.is_loose:
        return {"fontsize": 9.5, "style": "italic", "color": style.INK}
    if mark.kind is PlaceKind.COUNTRY:
        return {"fontsize": 11, "weight": "bold", "color": style.INK}
    if mark.is_area:
        return {"fontsize": 9.5, "weight": "bold", "color": style.AREA_INK}
    return {"fontsize": 9.5, "color": style.INK}


@cache
def _glyphs() -> frozenset[int]:
    """Return the code points that the font of the map can draw."""
    return frozenset(get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap())


def plain(text: str, longest: int = LONGEST_LABEL) -> str:
    """Return a text in characters that the font can draw, on one line.

    Controls, direction marks among them, are left out; a character without a glyph is replaced
    by its base letter, or else by a question mark.
    """
    kept = (c for c in one_line(text) if unicodedata.category(c) not in {"Cc", "Cf"})
    return shortened("".join(_drawable(c) for c in kept), longest)


def _drawable(character: str) -> str:
    if ord(character) in _glyphs():
        return character
    base = unicodedata.normalize("NFKD", character)
    return "".join(c for c in base if ord(c) in _glyphs()) or "?"
