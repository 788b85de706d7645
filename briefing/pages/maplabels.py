"""Labels: the names on the map of a slide, each where nothing else stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import shapely
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from briefing.maps import style
from briefing.maps.marks import DisputedMark, Mark
from briefing.pages.elements import one_line
from briefing.pages.measuring import width_of
from briefing.pages.sheet import POINT, Sheet, Spot

DOT = 3.0
"""Points from the middle of a dot to its edge."""

_LETTER = 0.56  # of the size of a letter: about how wide one is
_SEEN = 1 / 400  # of the map: from there on a disputed area is named
_NARROW = 0.4  # of its name: a country that is narrower is named beside it
_LONGEST = 40  # characters of a label
_BESIDE = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
_WITHIN = ((0, 0), (0, -1), (0, 1), (0, -2), (0, 2), (0.6, 0), (-0.6, 0), (0.6, -1), (-0.6, 1))


@dataclass(frozen=True)
class Lettering:
    """How a name is written; ``size`` is in points."""

    size: float
    colour: str
    bold: bool = False
    italic: bool = False

    def width(self, text: str) -> float:
        """Return about how wide a text is, in EMU."""
        return (width_of(one_line(text)) * _LETTER * self.size + 4) * POINT

    @property
    def height(self) -> float:
        """How high a line is, in EMU."""
        return 1.3 * self.size * POINT


_NEIGHBOUR = Lettering(8, style.MUTED)
_DISPUTED = Lettering(8, style.COLOURS["disputed"])
PLAIN = Lettering(9, style.INK)


@dataclass
class Labels:
    """Names on the map, set one after the other where nothing else stands."""

    shapes: Any
    sheet: Sheet
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def put_all(self) -> None:
        """Name what the story names, then disputed areas, then neighbours that have room."""
        scene = self.sheet.scene
        for mark in scene.dots:
            x, y = self.sheet.spot(mark.lon, mark.lat)
            edge = DOT * POINT
            self.taken.append((x - edge, y - edge, x + edge, y + edge))
        for mark in scene.marks:
            self._put_mark(mark)
        for area in scene.disputed:
            self._put_disputed(area)
        named = {mark.id for mark in scene.marks}
        for country in sorted(scene.countries, key=lambda one: (-one.shape.area, one.id)):
            main = max(country.shape.geoms, key=lambda part: part.area)
            low, _, high, _ = self.sheet.shown(shapely.MultiPolygon([main])).bounds or [0.0] * 4
            if country.id not in named and high - low > _NEIGHBOUR.width(country.name) * 1.1:
                spot = self.sheet.spot(country.lon, country.lat)
                self._put(country.name, spot, _NEIGHBOUR, _WITHIN[:1])

    def _put_mark(self, mark: Mark) -> None:
        text = mark.name + (f" ({mark.mentions})" if mark.mentions > 1 else "")
        spot = self.sheet.spot(mark.lon, mark.lat)
        if not self.sheet.holds(spot):
            return  # what the sheet shows of it is a speck, as a base of a far country
        is_dot = not mark.is_area and not mark.is_loose
        size = 10 if mark in self.sheet.scene.named_countries else 9
        colour = style.COLOURS["area-ink"] if mark in self.sheet.scene.areas else style.INK
        bold = mark.is_area and not mark.is_loose
        lettering = Lettering(size, colour, bold, mark.is_loose)
        gap = (1.5 * DOT * POINT,) * 2
        places = _BESIDE if is_dot else (*_WITHIN, *_BESIDE)
        parts = self.sheet.shown(mark.shape).geoms if bold else ()
        if parts:
            low_x, low_y, high_x, high_y = max(parts, key=lambda part: part.area).bounds
            narrow = _NARROW if mark in self.sheet.scene.named_countries else 1.0
            if high_x - low_x < narrow * lettering.width(text):  # the name would hide the place
                spot = ((low_x + high_x) / 2, (low_y + high_y) / 2)
                places, gap = _BESIDE, ((high_x - low_x) / 2, (high_y - low_y) / 2)
        self._put(text, spot, lettering, places, gap)

    def _put_disputed(self, area: DisputedMark) -> None:
        _, _, width, height = self.sheet.box
        seen = self.sheet.shown(area.shape).area > _SEEN * width * height
        touched = any(
            mark.is_area and mark.shape.intersects(area.shape) for mark in self.sheet.scene.marks
        )
        if seen and touched and not area.marked:
            spot = self.sheet.spot(area.lon, area.lat)
            self._put(f"{area.name} (disputed)", spot, _DISPUTED, _WITHIN)

    def _put(
        self,
        text: str,
        spot: Spot,
        lettering: Lettering,
        places: Iterable[tuple[float, float]],
        gap: Spot = (0.0, 0.0),
    ) -> None:
        """Write a name at the first place where it fits; leave it out if there is none."""
        text = one_line(text)
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "\u2026"
        width, height = lettering.width(text), lettering.height
        for across, down in places if self.sheet.holds(spot) else ():
            x = spot[0] + across * (width / 2 + gap[0]) - width / 2
            y = spot[1] + down * (height / 2 + gap[1]) - height / 2
            box = (x, y, x + width, y + height)
            if self._is_free(box):
                self.taken.append(box)
                write(self.shapes, text, box, lettering)
                return

    def _is_free(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        if not (self.sheet.holds((left, top)) and self.sheet.holds((right, bottom))):
            return False
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for other in self.taken
        )


def write(
    shapes: Any, text: str, box: tuple[float, float, float, float], lettering: Lettering
) -> Any:
    """Write one line in the middle of a box (left, top, right, bottom), and name the shape so."""
    left, top, right, bottom = map(round, box)
    label = shapes.add_textbox(left, top, right - left, bottom - top)
    label.name = f"Label: {text}"
    frame = label.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = False
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(lettering.size)
    run.font.bold, run.font.italic = lettering.bold, lettering.italic
    run.font.color.rgb = rgb(lettering.colour)
    return label


def rgb(colour: str) -> RGBColor:
    """Return a colour that is written as ``#a33f00``."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))  # type: ignore[no-untyped-call]
