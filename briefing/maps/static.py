"""The map on paper: a picture of a scene, for print, mail and wherever scripts do not run."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from briefing.maps import style
from briefing.maps.furniture import furnish, scale_bar
from briefing.maps.ground import DPI, draw_ground, draw_marks, lay
from briefing.maps.lettering import label, plain
from briefing.maps.scene import Scene

if TYPE_CHECKING:
    from PIL.Image import Image

_NOTE_CHARACTERS = 12.4  # an inch of the width of the figure, leaving room for the scale bar
_COLOURS = 112  # of the PNG: flat map colours need no more
_SETTINGS: Any = {
    # matplotlib's own defaults, whatever style the user has set, with the font that it brings
    **{key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")},
    "font.family": ["DejaVu Sans"],
    "hatch.linewidth": 1.1,
}


class MapFigure(Figure):
    """A map that shows itself in a notebook, without pyplot and whatever its backend is."""

    def _repr_png_(self) -> bytes:
        return _png(self)


def draw(scene: Scene, *, width_px: int = 1400) -> MapFigure:
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
        The frame of the scene in its projection. It belongs to no window and to no pyplot state,
        and shows itself in a notebook.
    """
    width = width_px / DPI
    notes = [
        line
        for note in scene.notes
        for line in textwrap.wrap(plain(note, 2000), int(width * _NOTE_CHARACTERS))
    ]
    frame = scene.frame
    map_height = width * frame.height / frame.width
    note_height = max(0.155 * len(notes) + 0.12, 0.42)
    height = round((map_height + note_height) * DPI) / DPI
    base = note_height / height
    with mpl.rc_context(_SETTINGS):
        figure = MapFigure(figsize=(width, height), dpi=DPI, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, base, 1, 1 - base))
        sheet = lay(axes, frame)
        draw_ground(sheet, scene)
        draw_marks(sheet, scene)
        label(sheet, scene, furnish(figure, sheet, scene))
        scale_bar(figure, frame, base)
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


def to_png(scene: Scene, *, width_px: int = 1400) -> bytes:
    """Draw a scene and return it as a PNG; the same scene gives the same bytes."""
    return _png(draw(scene, width_px=width_px))


def to_vector(scene: Scene, form: Literal["svg", "pdf"], *, width_px: int = 1400) -> bytes:
    """Draw a scene and return it as SVG or PDF; the same scene gives the same bytes."""
    figure = draw(scene, width_px=width_px)
    out = io.BytesIO()
    dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with mpl.rc_context({**_SETTINGS, "svg.hashsalt": "briefing", "pdf.fonttype": 42}):
        figure.savefig(out, format=form, metadata=dates[form])
    return out.getvalue()


def _png(figure: Figure) -> bytes:
    from PIL import Image  # noqa: PLC0415 - only a picture needs it

    raw = io.BytesIO()
    with mpl.rc_context(_SETTINGS):
        figure.savefig(raw, format="raw", dpi=DPI)
    size = figure.canvas.get_width_height()
    picture = Image.frombytes("RGBA", size, raw.getvalue()).convert("RGB")
    out = io.BytesIO()
    _flattened(picture).save(out, format="PNG")  # optimize: 4 % smaller, six times as slow
    return out.getvalue()


def _flattened(picture: Image) -> Image:
    """Reduce a picture to its most frequent colours; others become the nearest of these."""
    from PIL import Image  # noqa: PLC0415 - only a picture needs it

    counted: Any = picture.getcolors(picture.width * picture.height)
    frequent = sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:_COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for _, colour in frequent for value in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)
