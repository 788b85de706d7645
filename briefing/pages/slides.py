"""Slides: an executed notebook as one HTML file for reveal.js, placed by Jupyter's metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from briefing import markup
from briefing.briefs.part import Table
from briefing.briefs.parts.chart import Map
from briefing.briefs.parts.header import Header
from briefing.data import installed_text
from briefing.errors import PageError
from briefing.pages.notebook import Block, Cell, LiveMap, cells, live_map, parts_of

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_ROWS = 12
"""Of a table on one slide; a longer table goes on below it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one cell puts on a slide; a fragment appears on the next key."""

    html: Markup
    fragment: bool = False


@dataclass(slots=True)
class Slide:
    """One screen: pieces one below the other, and notes for the speaker."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[Markup] = field(default_factory=list)
    has_map: bool = False


def render(notebook: Mapping[str, Any]) -> str:
    """Render an executed notebook as slides in one self-contained file.

    Jupyter's slide type of a cell says where it goes: ``slide`` and ``subslide`` begin one,
    ``fragment`` and ``-`` go on with it, ``notes`` are the speaker's, ``skip`` is left out.

    Parameters
    ----------
    notebook
        Executed notebook, format 4, as JSON or `nbformat` node. Nothing in it is trusted.

    Returns
    -------
    html
        The same notebook gives the same text. Nothing is fetched; without scripts, and in print,
        the slides stand one below the other, with the picture of the map.

    Raises
    ------
    PageError
        If it is no such notebook, holds a part that this version does not know, or reveal.js is
        not installed.
    """
    shown = [cell for cell in cells(notebook) if cell.slide != "skip"]
    blocks = [block for cell in shown for block in cell.blocks]
    chart = next((block for block in blocks if isinstance(block.part, Map)), None)
    header = next(parts_of(blocks, Header), None)
    live = live_map(chart)
    scripts = [*live.scripts, _reveal("reveal.js"), markup.asset("slides.js")]
    styles = [
        _reveal("reset.css"),
        _reveal("reveal.css"),
        *live.styles,
        markup.asset("parts.css"),
        markup.asset("slides.css"),
    ]
    return markup.render(
        "slides.html.j2",
        policy=markup.content_security_policy(scripts=scripts, styles=styles),
        title=(header and header.title) or "Briefing",
        columns=_columns(shown, chart, live),
        data=live.data,
        scripts=scripts,
        styles=styles,
    )


def _columns(shown: Iterable[Cell], chart: Block | None, live: LiveMap) -> list[list[Slide]]:
    """Lay the cells out: columns from left to right, slides in each from top to bottom."""
    columns: list[list[Slide]] = []
    for cell in shown:
        if cell.slide == "slide" or not columns:
            columns.append([Slide()])
        elif cell.slide == "subslide":
            columns[-1].append(Slide())
        for block, is_further_page in _pages(cell.blocks):
            if is_further_page and cell.slide != "notes":
                columns[-1].append(Slide())
            slide = columns[-1][-1]
            html = block.render(live.body if block is chart else markup.NOTHING, tag="div")
            if cell.slide == "notes":
                slide.notes.append(html)
            else:
                slide.pieces.append(Piece(html, fragment=cell.slide == "fragment"))
                slide.has_map |= block is chart
    return columns


def _pages(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """Cut a table that is too long for a slide into pages; tell which of them need a new one."""
    for block in blocks:
        if not isinstance(block.part, Table):
            yield block, False
            continue
        for number, page in enumerate(block.part.pages(MOST_ROWS)):
            yield replace(block, part=page, number=block.number + number), number > 0


@cache
def _reveal(name: str) -> Markup:
    """Read a file of the installed reveal.js, without importing the package around it."""
    text = installed_text("pyreveal", "revealjs", "dist", name)
    if text is None:
        raise PageError(f"reveal.js file {name!r}", "not installed", "install pyreveal")
    return markup.fixed_asset(text)
