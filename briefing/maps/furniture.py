"""Furniture: legend, locator inset and scale bar of the printed map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from briefing.maps import style
from briefing.maps.frame import Frame, vectors
from briefing.maps.ground import Sheet, points
from briefing.maps.letters import plain
from briefing.maps.locator import draw_locator
from briefing.maps.placing import Box
from briefing.maps.projection import RADIUS
from briefing.maps.scene import Scene

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_KEY_COLUMNS = 4
_GAP = 0.008  # of the width of the figure
_TRUE_WITHIN = 0.03  # by which the scale may change on a map that names no latitude for its bar

_Corner = tuple[Literal["lower left", "lower right", "upper left", "upper right"], int, int]
_CORNERS: tuple[_Corner, ...] = (
    ("lower left", 0, 0),
    ("lower right", 1, 0),
    ("upper left", 0, 1),
    ("upper right", 1, 1),
)


def furnish(figure: Figure, sheet: Sheet, scene: Scene) -> list[Box]:
    """Put legend and inset into the corners of the map where they hide the fewest marks.

    Returns
    -------
    taken
        What they cover, in pixels of the sheet, where no label may stand.
    """
    corners = _quietest_corners(sheet, scene)
    inset = None if scene.frame.is_world else corners.pop(0)
    covered = []
    signs = list(_signs(scene))
    if signs:
        legend = sheet.axes.legend(
            handles=signs,
            loc=corners[0][0],
            title=plain(f"Borders: {_lower_first(scene.view_title)}", 60) if scene.sides else None,
            title_fontproperties={"weight": "bold", "size": points(style.TYPE["other"])},
            alignment="left",
            fontsize=points(style.TYPE["note"]),
            framealpha=0.94,
            edgecolor=style.BORDER,
            borderaxespad=0.8,
        )
        legend.set_zorder(9)
        covered.append(legend.get_window_extent())
    if inset:
        covered.append(draw_locator(figure, sheet, scene, inset))
    corner = sheet.axes.get_window_extent()
    x, y = corner.x0, corner.y0
    return [(box.x0 - x, box.y0 - y, box.x1 - x, box.y1 - y) for box in covered]


def entitle(figure: Figure, sheet: Sheet, scene: Scene) -> None:
    """Write whose view a panel draws above it, with a patch of the tint of its state."""
    box = sheet.axes.get_position()
    own = scene.tint(scene.viewer)
    colour = style.COLOURS["line"] if own is None else style.side(own, style.STRONGS)
    inch = 1 / figure.get_figheight()
    figure.add_artist(
        Rectangle(
            (box.x0, box.y1 + 0.05 * inch), box.width, 0.05 * inch, facecolor=colour, linewidth=0
        )
    )
    figure.text(
        box.x0,
        box.y1 + 0.13 * inch,
        plain(scene.view_title, 60),
        va="bottom",
        fontsize=points(style.TYPE["main"]),
        weight="bold",
        color=style.INK,
        parse_math=False,
    )


def key(figure: Figure, scene: Scene, top: float) -> None:
    """Put one legend under several panels, whose sides it explains."""
    shared = replace(scene, viewer="")
    figure.legend(
        handles=list(_signs(shared)),
        loc="upper left",
        bbox_to_anchor=(0.0, top),
        ncols=_KEY_COLUMNS,
        fontsize=points(style.TYPE["note"]),
        frameon=False,
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _quietest_corners(sheet: Sheet, scene: Scene) -> list[_Corner]:
    """Return the corners of the map, that with the fewest marks near it first."""
    frame = sheet.frame
    spots = np.array([(m.lon, m.lat) for m in scene.marks]).reshape(-1, 2)
    corner, size = np.array([frame.left, frame.bottom]), np.array([frame.width, frame.height])
    spots = (frame.projection.project(spots) - corner) / size
    heavy = np.array([3 if mark.role == "subject" else 1 for mark in scene.marks])

    def crowd(corner: _Corner) -> int:
        return int(((np.abs(spots - corner[1:]) < (0.27, 0.36)).all(axis=1) * heavy).sum())

    return sorted(_CORNERS, key=crowd)


def _signs(scene: Scene) -> Iterator[Any]:
    """Return one sample of each sign that the map uses."""
    border, colours = style.COLOURS["named-border"], style.COLOURS
    yield from _sides(scene)
    samples: dict[str, dict[str, Any]] = {
        "named": {"facecolor": colours["main"], "edgecolor": border},
        "area": {"facecolor": colours["area-fill"], "edgecolor": style.AREA, "linewidth": 1.6},
        "loose": {"facecolor": colours["area-fill"], "edgecolor": "#a9cde3", "linewidth": 2.5},
        "contested": {
            "facecolor": colours["neutral"],
            "edgecolor": colours["line"],
            "hatch": "///",
        },
        "disputed": {"facecolor": "none", "edgecolor": colours["disputed"], "hatch": "////"},
    }
    for sign, text in style.LEGEND:
        if sign not in scene.signs:
            continue
        if sign in samples:
            yield Patch(label=text, **samples[sign])
        else:
            dot: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 6}
            yield Line2D([], [], color=style.POINT, label=text, **dot)


def _sides(scene: Scene) -> Iterator[Patch]:
    """Return one sample for each side of the dispute that the story is about."""
    names = {country.id: country.name for country in scene.countries}
    for state in scene.sides:
        tint = scene.tint(state)
        own = state == scene.viewer
        yield Patch(
            label=plain(f"{names.get(state, state)}{', as it draws itself' if own else ''}", 60),
            facecolor=style.side(tint, style.GROUNDS),
            edgecolor=style.side(tint, style.STRONGS) if own else style.COLOURS["line"],
            linewidth=points(4.0 if own else style.LINES["side"]),
        )


def scale_bar(figure: Figure, frame: Frame, top: float) -> None:
    """Draw a bar of a round number of kilometres under the map, at its right end.

    Parameters
    ----------
    figure
        The sheet; the map is as wide as it.
    frame
        What the map shows; the bar is true in its middle, from left to right.
    top
        Lower edge of the map, as a share of the height of the figure.
    """
    km_across, uneven = _across(frame)
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
    lat = frame.middle[1]
    where = f" at {abs(lat):.0f}° {'N' if lat >= 0 else 'S'}" if uneven else ""
    figure.text(
        right,
        low - 0.03 * inch,
        f"{kilometres:,} km{where}",
        ha="right",
        va="top",
        fontsize=8,
        color=style.INK,
    )


def _across(frame: Frame) -> tuple[float, bool]:
    """Return the kilometres across a frame by its scale in the middle, and if that is not it all.

    The scale is taken from the distance on the globe between two points a thousandth of the width
    apart, in the middle and at the lower and upper edge.
    """
    x, step = (frame.left + frame.right) / 2, frame.width / 2000
    scales = []
    for y in ((frame.bottom + frame.top) / 2, frame.bottom, frame.top):
        ends = frame.projection.unproject(np.array([[x - step, y], [x + step, y]]))
        one, two = vectors(ends)
        angle = 2 * math.asin(min(1.0, float(np.linalg.norm(one - two)) / 2))
        scales.append(angle * RADIUS / (2 * step))
    known = [scale for scale in scales if math.isfinite(scale)]
    uneven = len(known) < len(scales) or max(known) - min(known) > 2 * _TRUE_WITHIN
    return scales[0] * frame.width / 1000, uneven


def _round_down(number: float) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50, ... that does not exceed a number.

    Examples
    --------
    >>> _round_down(730.0)
    500
    """
    power = 10 ** max(0, math.floor(math.log10(max(number, 1))))
    return int(next(step * power for step in (5, 2, 1) if step * power <= max(number, 1)))
