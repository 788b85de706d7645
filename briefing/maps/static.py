"""The map on paper: a picture of a scene, for print, mail and wherever scripts do not run."""

from __future__ import annotations

import io
import math
import textwrap
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from briefing.maps import style
from briefing.maps.canvas import Canvas
from briefing.maps.extent import Extent
from briefing.maps.furniture import furnish, scale_bar
from briefing.maps.ground import draw_ground, draw_marks, frame
from briefing.maps.lettering import label, plain
from briefing.maps.scene import Scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DPI = 100
_FLATTEST, _TALLEST = 0.42, 0.8  # height of the map as a share of its width
_NOTE_CHARACTERS = 12.4  # an inch of the width of the figure, leaving room for the scale bar
_COLOURS = 112  # of the PNG: flat map colours need no more; others become the nearest of these
_SETTINGS: Any = {
    # matplotlib's own defaults, whatever style the user has set, with the font that it brings
    **{key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")},
    "font.family": ["DejaVu Sans"],
    "hatch.linewidth": 1.1,
}


def draw(scene: Scene, *, width_px: int = 1400) -> Figure:
    """Draw a scene as a figure: main map, locator inset, scale bar, legend and notes.

    Parameters
    ----------
    scene
        What stands on the map.
    width_px
        Width of the figure at 100 dots per inch.

    Returns
    -------
    figure
        Plate carrée, true to shape at the middle latitude of the extent. It belongs to no
        window and to no pyplot state.
    """
    width = width_px / _DPI
    notes = [
        line
        for note in scene.notes
        for line in textwrap.wrap(plain(note, 2000), int(width * _NOTE_CHARACTERS))
    ]
    window, map_height = _fitted(scene.extent, width)
    note_height = max(0.155 * len(notes) + 0.12, 0.42)
    height = round((map_height + note_height) * _DPI) / _DPI
    base = note_height / height
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(width, height), dpi=_DPI, facecolor=style.PAPER)
        Canvas(figure)
        axes = figure.add_axes((0, base, 1, 1 - base))
        frame(axes, window)
        draw_ground(axes, scene)
        draw_marks(axes, scene)
        label(axes, scene, window, furnish(figure, axes, scene, window))
        scale_bar(figure, window, base)
        figure.text(
            0.008,
            base - 0.06 / height,
            "\n".join(notes),
            va="top",
            fontsize=8,
            linespacing=1.35,
            color=style.MUTED,
            parse_math=False,
        )
    return figure


def _fitted(extent: Extent, width: float) -> tuple[Extent, float]:
    """Return the window that a map of a width shows, and its height, in inches.

    The window is the extent, with more of the world above and below or left and right of it
    where the sheet would be too flat or too tall.
    """
    squeeze = max(0.15, math.cos(math.radians(extent.mid_lat)))
    height = width * extent.height / (extent.width * squeeze)
    wanted = min(max(height, width * _FLATTEST), width * _TALLEST)
    if wanted < height:
        margin = extent.width * (height / wanted - 1) / 2
        window = extent._replace(min_lon=extent.min_lon - margin, max_lon=extent.max_lon + margin)
    else:
        margin = extent.height * (wanted / height - 1) / 2
        window = extent._replace(min_lat=extent.min_lat - margin, max_lat=extent.max_lat + margin)
    return window, wanted


def to_png(scene: Scene, *, width_px: int = 1400) -> bytes:
    """Draw a scene and return it as a PNG; the same scene gives the same bytes."""
    from PIL import Image  # noqa: PLC0415 - only a picture needs it

    canvas: Any = draw(scene, width_px=width_px).canvas
    with mpl.rc_context(_SETTINGS):
        canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    picture = Image.frombuffer("RGBA", pixels.shape[1::-1], pixels, "raw", "RGBA", 0, 1)
    palette = Image.new("P", (1, 1))
    palette.putpalette(_frequent_colours(pixels).ravel().tolist())
    flat = picture.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    out = io.BytesIO()
    flat.save(out, format="PNG")  # optimize: 4 % smaller, six times as slow
    return out.getvalue()


def _frequent_colours(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the colours that a picture is reduced to: its most frequent ones, at most `_COLOURS`.

    Parameters
    ----------
    pixels
        (height, width, 4), red, green, blue and what is not looked at.

    Returns
    -------
    colours
        (n, 3), the most frequent first, those of one frequency in order.
    """
    flat = np.ascontiguousarray(pixels).view("<u4").ravel()
    # A map is flat: runs of one colour are far fewer than pixels.
    starts = np.append(0, np.flatnonzero(flat[1:] != flat[:-1]) + 1)
    runs = pixels.reshape(-1, 4)[starts, :3]
    colours, owners = np.unique(runs @ np.array((1 << 16, 1 << 8, 1)), return_inverse=True)
    counts = np.bincount(owners, weights=np.diff(starts, append=flat.size))
    frequent: NDArray[np.int64] = colours[np.argsort(-counts, kind="stable")[:_COLOURS]]
    found: NDArray[np.uint8] = (frequent[:, np.newaxis] >> np.array((16, 8, 0)) & 255).astype(
        np.uint8
    )
    return found
