"""The map on paper: a picture of a scene, for print, mail and wherever scripts do not run."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from briefing.maps import style
from briefing.maps.furniture import entitle, furnish, key, scale_bar
from briefing.maps.ground import DPI, draw_ground, draw_marks, lay
from briefing.maps.lettering import Name, label
from briefing.maps.letters import plain
from briefing.maps.scene import Scene

if TYPE_CHECKING:
    from PIL.Image import Image

_NOTE_CHARACTERS = 12.4  # an inch of the width of the figure, leaving room for the scale bar
_NOTE_LINE = 0.155  # inches that a line of the notes is high
_COLUMNS = 2  # of worldviews side by side
_TITLE, _KEY = 0.34, 0.52  # inches above each of them, and for the key below all
_GUTTER = 0.003  # of the width of the figure, beside each of them
_PRECISE = re.compile(rb"(?<=\d\.\d\d)\d+(?=[ \n\"])")  # of a coordinate: finer than is seen
_COLOURS = 144  # of the PNG: flat map colours need no more
_SETTINGS: Any = {
    # matplotlib's own defaults, whatever style the user has set, with the font that it brings
    **{key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")},
    "font.family": ["DejaVu Sans"],
    "hatch.linewidth": 1.1,
}


class MapFigure(Figure):
    """A map that shows itself in a notebook, without pyplot and whatever its backend is.

    Attributes
    ----------
    names
        The names of each map on it, with their boxes in pixels.
    """

    names: tuple[tuple[Name, ...], ...] = ()

    def _repr_png_(self) -> bytes:
        return as_png(self)


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
    map_height = width * scene.frame.height / scene.frame.width
    notes = _wrapped(scene.notes, width)
    note_height = max(_NOTE_LINE * len(notes) + 0.12, 0.42)
    height = round((map_height + note_height) * DPI) / DPI
    base = note_height / height
    with mpl.rc_context(_SETTINGS):
        figure = _sheet(width, height)
        sheet = lay(figure.add_axes((0, base, 1, 1 - base)), scene.frame)
        draw_ground(sheet, scene)
        draw_marks(sheet, scene)
        figure.names = (tuple(label(sheet, scene, furnish(figure, sheet, scene))),)
        scale_bar(figure, scene.frame, base)
        _write_notes(figure, notes, base)
    return figure


def draw_all(scenes: Sequence[Scene], *, width_px: int = 1400) -> MapFigure:
    """Draw one scene as `draw` does, or several worldviews of one frame side by side.

    Parameters
    ----------
    scenes
        One; or two and more that differ in their worldview alone.
    width_px
        Width of the figure at 100 dots per inch.
    """
    if len(scenes) == 1:
        return draw(scenes[0], width_px=width_px)
    width = width_px / DPI
    panel = width / _COLUMNS
    panel_height = panel * scenes[0].frame.height / scenes[0].frame.width + _TITLE
    notes = _wrapped(_common_notes(scenes), width)
    foot = _NOTE_LINE * len(notes) + 0.12 + _KEY
    rows = -(-len(scenes) // _COLUMNS)
    height = round((rows * panel_height + foot) * DPI) / DPI
    with mpl.rc_context(_SETTINGS):
        figure = _sheet(width, height)
        for number, scene in enumerate(scenes):
            row, column = divmod(number, _COLUMNS)
            left, top = column * panel / width, 1 - row * panel_height / height
            box = (left + _GUTTER, top - (panel_height - 0.04) / height)
            size = (1 / _COLUMNS - 2 * _GUTTER, (panel_height - _TITLE) / height)
            sheet = lay(figure.add_axes((*box, *size)), scene.frame)
            draw_ground(sheet, scene)
            draw_marks(sheet, scene)
            figure.names += (tuple(label(sheet, scene, ())),)
            entitle(figure, sheet, scene)
        key(figure, scenes[0], foot / height)
        _write_notes(figure, notes, (foot - _KEY) / height)
    return figure


def _sheet(width: float, height: float) -> MapFigure:
    figure = MapFigure(figsize=(width, height), dpi=DPI, facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    return figure


def _common_notes(scenes: Sequence[Scene]) -> tuple[str, ...]:
    """Return what is to be said under several worldviews: when, whose, and whom to credit."""
    first = scenes[0]
    when = f"As of {first.as_of.isoformat()}. " if first.as_of else ""
    views = "; ".join(scene.view_title for scene in scenes)
    names = ", ".join(area.name for area in first.disputed if area.contested)
    return f"{when}{names}: {views}.", ". ".join((*first.attribution, ""))


def _wrapped(notes: Iterable[str], width: float) -> list[str]:
    longest = int(width * _NOTE_CHARACTERS)
    return [line for note in notes for line in textwrap.wrap(plain(note, 2000), longest)]


def _write_notes(figure: Figure, notes: Sequence[str], base: float) -> None:
    figure.text(
        0.008,
        base - 0.06 / figure.get_figheight(),
        "\n".join(notes),
        va="top",
        fontsize=8,
        linespacing=1.35,
        color=style.MUTED,
        parse_math=False,
    )


def to_png(scene: Scene, *, width_px: int = 1400) -> bytes:
    """Draw a scene and return it as a PNG; the same scene gives the same bytes."""
    return as_png(draw(scene, width_px=width_px))


def as_vector(figure: Figure, form: str) -> bytes:
    """Return a map as ``svg`` or ``pdf``; the same map gives the same bytes."""
    out = io.BytesIO()
    dates: dict[str, dict[str, None]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with mpl.rc_context({**_SETTINGS, "svg.hashsalt": "briefing", "pdf.fonttype": 42}):
        figure.savefig(out, format=form, metadata=dates[form])
    written = out.getvalue()
    return _PRECISE.sub(b"", written) if form == "svg" else written


def as_png(figure: Figure) -> bytes:
    """Return a map as a PNG; the same map gives the same bytes."""
    from PIL import Image  # noqa: PLC0415 - only a picture needs it

    canvas: Any = FigureCanvasAgg(figure)
    with mpl.rc_context(_SETTINGS):
        canvas.draw()
    size = canvas.get_width_height()
    picture = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1).convert(
        "RGB"
    )
    out = io.BytesIO()
    _flattened(picture).save(out, format="PNG")  # optimize: 4 % smaller, six times as slow
    return out.getvalue()


def _flattened(picture: Image) -> Image:
    """Reduce a picture to the colours of the style and its most frequent others.

    Every other colour becomes the nearest of these.
    """
    from PIL import Image  # noqa: PLC0415 - only a picture needs it

    # Every third pixel of every third row tells which colours are frequent.
    size = picture.width // 3, picture.height // 3
    sample = picture.resize(size, Image.Resampling.NEAREST)
    counted: Any = sample.getcolors(sample.width * sample.height)
    frequent = [colour for _, colour in sorted(counted, key=lambda pair: (-pair[0], pair[1]))]
    kept = list(dict.fromkeys([*style.palette(), *frequent]))[:_COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in kept for value in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)
