"""The map on a slide: every country a shape of its own, named, that an analyst can recolour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from lxml.etree import SubElement
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefing.maps import style
from briefing.maps.marks import DisputedMark
from briefing.maps.scene import Scene
from briefing.pages.elements import one_line
from briefing.pages.maplabels import DOT, PLAIN, Labels, rgb, write
from briefing.pages.sheet import POINT, Box, Sheet

Corner = tuple[int, int]

_HATCH = 6.0  # points from stroke to stroke, level
_SIGNS = {  # fill, colour and width of the edge, dashes
    "named": (style.COLOURS["main"], style.COLOURS["named-border"], 1.0, None),
    "area": (style.COLOURS["area-fill"], style.AREA, 1.6, None),
    "loose": ("", style.AREA, 0.9, MSO_LINE.DASH),
    "contested": (style.GROUNDS[0], style.STRONGS[0], 1.6, None),
}


def draw(shapes: Any, scene: Scene, box: Box) -> None:
    """Draw a scene as shapes that can be edited, in one group.

    Parameters
    ----------
    shapes
        Of a slide.
    scene
        What stands on the map.
    box
        Where on the slide.
    """
    sheet = Sheet(scene, box)
    group = shapes.add_group_shape()
    group.name = "Map"
    inside = group.shapes
    _draw_ground(inside, sheet)
    _draw_marks(inside, sheet)
    Labels(inside, sheet).put_all()
    _frame(inside, box)


def draw_legend(shapes: Any, scene: Scene, box: Box) -> int:
    """Say what the signs of a map mean, one below the other; return the height of all, in EMU."""
    group = shapes.add_group_shape()
    group.name = "Legend"
    line, swatch = 15 * POINT, (20 * POINT, 9 * POINT)
    top = box[1]
    for sign, text in style.LEGEND:
        if sign in scene.signs:
            place = (box[0], top + (line - swatch[1]) // 2, *swatch)
            _swatch(group.shapes, sign, place)
            right = (box[0] + 28 * POINT, top, box[0] + box[2], top + line)
            label = write(group.shapes, text, right, PLAIN)
            label.text_frame.word_wrap = True
            paragraph = label.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.runs[0].font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            top += line
    return top - box[1]


def _swatch(shapes: Any, sign: str, box: Box) -> None:
    if sign == "point":
        left, top, width, height = box
        made = shapes.add_shape(MSO_SHAPE.OVAL, left + (width - height) // 2, top, height, height)
        _unstyle(made)
        _fill(made, style.POINT)
        _line(made, style.PAPER, 0.75)
    elif sign == "disputed":
        outline = shapely.box(box[0], box[1], box[0] + box[2], box[1] + box[3])
        made = _rectangle(shapes, box, "")
        made.fill.background()
        _line(made, style.COLOURS["disputed"], 0.9, MSO_LINE.DASH)
        _hatch(shapes, shapely.MultiPolygon([outline]), "sign")
    else:
        made = _rectangle(shapes, box, "")
        colour, edge, points, dash = _SIGNS.get(sign, (style.LAND, style.BORDER, 0.5, None))
        _fill(made, colour) if colour else made.fill.background()
        _line(made, edge, points, dash)
    made.name = f"Sign: {sign}"


def _draw_ground(shapes: Any, sheet: Sheet) -> None:
    """Draw sea, land and lakes; countries that the story names come last, above their borders."""
    sea = _rectangle(shapes, sheet.box, "Sea")
    _fill(sea, style.SEA)
    sea.line.fill.background()
    scene = sheet.scene
    roles = {mark.id: mark.role for mark in scene.named_countries}
    for country in sorted(scene.countries, key=lambda one: (one.id in roles, one.id)):
        fill, edge = _country_style(scene, country.id, roles.get(country.id))
        for land in _freeform(shapes, sheet.shown(country.shape), country.name):
            _fill(land, fill)
            _line(land, edge, 0.5 if edge == style.BORDER else 1.0)
    for lakes in _freeform(shapes, sheet.shown(sheet.scene.lakes), "Lakes"):
        _fill(lakes, style.COLOURS["lake"])
        _line(lakes, style.BORDER, 0.25)


def _country_style(scene: Scene, country: str, role: str | None) -> tuple[str, str]:
    """Return fill and edge of a country: a side of the dispute, an actor of the story, or none."""
    if country in scene.sides:
        return style.side(scene.tint(country), style.GROUNDS), style.COLOURS["line"]
    if role is None:
        return style.LAND, style.BORDER
    return style.COLOURS["other" if scene.sides else role], style.COLOURS["named-border"]


def _draw_marks(shapes: Any, sheet: Sheet) -> None:
    """Hatch disputed areas, outline the areas of the story, dot its points."""
    scene = sheet.scene
    for mark in scene.loose_areas:
        for area in _freeform(shapes, sheet.shown(mark.shape), mark.name):
            area.fill.background()
            _line(area, style.AREA, 0.9, MSO_LINE.DASH)
    for mark in scene.areas:
        for area in _freeform(shapes, sheet.shown(mark.shape), mark.name):
            _fill(area, style.AREA, opacity=0.14)
            _line(area, style.AREA, 1.6)
    for disputed in scene.disputed:
        _draw_disputed(shapes, sheet, disputed)
    for mark in scene.dots:
        x, y = spot = sheet.spot(mark.lon, mark.lat)
        if sheet.holds(spot):
            edge = DOT * POINT
            corner = [round(x - edge), round(y - edge), round(2 * edge), round(2 * edge)]
            dot = shapes.add_shape(MSO_SHAPE.OVAL, *corner)
            dot.name = one_line(mark.name)
            _unstyle(dot)
            _fill(dot, style.POINT)
            _line(dot, style.PAPER, 0.75)


def _draw_disputed(shapes: Any, sheet: Sheet, area: DisputedMark) -> None:
    """Hatch a disputed area; one of the story has the ground of who holds it, and lines of all."""
    scene, shape = sheet.scene, sheet.shown(area.shape)
    claims = [style.COLOURS["disputed"]]
    for land in _freeform(shapes, shape, f"Disputed: {area.name}"):
        land.fill.background()
        if area.contested:
            holder = scene.tint(area.administered_by[0]) if len(area.administered_by) == 1 else None
            _fill(land, style.side(holder, style.GROUNDS))
            claims = [style.side(scene.tint(state), style.STRONGS) for state in area.claimed_by]
        _line(land, style.COLOURS["line" if area.contested else "disputed"], 0.9, MSO_LINE.DASH)
    for number, colour in enumerate(claims):
        _hatch(shapes, shape, area.name, colour, number / len(claims))


def _freeform(shapes: Any, shape: shapely.MultiPolygon, name: str) -> Iterator[Any]:
    """Make one freeform of all parts of a shape; none if there are none."""
    rings = [ring for part in shape.geoms for ring in (part.exterior, *part.interiors)]
    outlines = [_whole(ring)[:-1] for ring in rings]  # the last point is the first
    outlines = [outline for outline in outlines if len(outline) > 2]
    if outlines:
        yield _path(shapes, outlines, name, close=True)


def _path(shapes: Any, lines: Sequence[Sequence[Corner]], name: str, *, close: bool) -> Any:
    """Make a freeform of lines; python-pptx measures all of it anew at every point it adds."""
    corners = np.array([corner for line in lines for corner in line])
    low, high = corners.min(axis=0).tolist(), np.max(corners, axis=0).tolist()
    builder = shapes.build_freeform(*low, scale=1.0)
    made = builder.add_line_segments([high], close=False).convert_to_shape()
    made.name = one_line(name)
    _unstyle(made)
    (path,) = made.element.spPr.iter(qn("a:path"))
    path[:] = []
    for line in lines:
        for number, (x, y) in enumerate(line):
            step = SubElement(path, qn("a:lnTo" if number else "a:moveTo"))
            SubElement(step, qn("a:pt"), x=str(x - low[0]), y=str(y - low[1]))
        if close:
            SubElement(path, qn("a:close"))
    return made


def _hatch(
    shapes: Any,
    shape: shapely.MultiPolygon,
    name: str,
    colour: str = style.COLOURS["disputed"],
    shift: float = 0.0,
) -> None:
    """Hatch a shape by lines: what lies below a pattern does not show in every program.

    Parameters
    ----------
    shapes
        Of a slide.
    shape
        In EMU.
    name
        Of what is hatched.
    colour
        Of the lines.
    shift
        By which share of their distance the lines stand aside, for those of another colour.
    """
    if shape.is_empty:
        return
    left, top, right, bottom = shape.bounds
    tall = bottom - top
    starts = np.arange(left - tall, right, _HATCH * POINT) + shift * _HATCH * POINT
    strokes = [[(start, bottom), (start + tall, top)] for start in starts.tolist()]
    inside = shapely.intersection(shapely.linestrings(strokes), shape) if strokes else ()
    lines = [_whole(part) for one in inside for part in shapely.get_parts(one) if part.length]
    lines = [line for line in lines if line[0] != line[-1]]
    if not lines:
        return
    made = _path(shapes, lines, f"Hatching: {name}", close=False)
    made.fill.background()
    _line(made, colour, 0.75)


def _whole(line: shapely.LineString) -> list[Corner]:
    """Return the points of a line in whole numbers, no point twice in a row."""
    points = np.rint(shapely.get_coordinates(line)).astype(int)
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = (np.diff(points, axis=0) != 0).any(axis=1)
    return [(x, y) for x, y in points[kept].tolist()]


def _frame(shapes: Any, box: Box) -> None:
    edge = _rectangle(shapes, box, "Frame")
    edge.fill.background()
    _line(edge, style.BORDER, 0.75)


def _rectangle(shapes: Any, box: Box, name: str) -> Any:
    made = shapes.add_shape(MSO_SHAPE.RECTANGLE, *box)
    made.name = name
    _unstyle(made)
    return made


def _unstyle(shape: Any) -> None:
    """Take the style of the theme away: its shadows have no place on a map."""
    for own in shape.element.findall(qn("p:style")):
        shape.element.remove(own)


def _fill(shape: Any, colour: str, *, opacity: float = 1.0) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    if opacity < 1:  # python-pptx has no word for what shines through
        (solid,) = shape.element.spPr.iterfind(qn("a:solidFill"))
        SubElement(solid[0], qn("a:alpha"), val=str(round(opacity * 100_000)))


def _line(shape: Any, colour: str, points: float, dash: MSO_LINE | None = None) -> None:
    shape.line.color.rgb = rgb(colour)
    shape.line.width = Pt(points)
    if dash is not None:
        shape.line.dash_style = dash
