"""Slides for PowerPoint: an executed notebook as a deck whose every shape can be edited."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, zip_longest
from typing import Any

from pptx import Presentation

from briefing.briefs.parts.chart import Map
from briefing.briefs.parts.header import Header
from briefing.pages import nativemap
from briefing.pages.content import content_of, section
from briefing.pages.elements import (
    Content,
    Element,
    Heading,
    Line,
    Paragraph,
    Picture,
    Section,
    Table,
    Title,
    one_line,
    quotes,
    words,
)
from briefing.pages.notebook import Cell, cells, of_scene
from briefing.pages.ooxml import describe, opened, packed
from briefing.pages.sheet import POINT
from briefing.pages.slidedesign import Design, Room
from briefing.pages.slidetext import SIZES, Grid, Text, add_table, split, texts, write
from briefing.wording import long_date

_MAP_SHARE = 0.72  # of the width of a slide; legend and notes stand beside it
_LEAST = 60.0  # points below a heading that what follows it needs at least
_GAP = 10.0  # points between things
_NOTES_SIZE = 9.0  # points of the notes beside a map


def render(notebook: Mapping[str, Any], template: bytes = b"") -> bytes:
    """Render an executed notebook as slides for PowerPoint and its like.

    Jupyter's slide type of a cell says where it goes, as in `briefing.pages.slides`. What does
    not fit a slide goes on on another one; nothing is left out. The evidence of what a slide says
    and its sources stand in its notes. The map is made of shapes, one a country.

    Parameters
    ----------
    notebook
        Executed notebook, format 4, as JSON or `nbformat` node. Nothing in it is trusted.
    template
        A .pptx of a user's own, whose design is taken and whose slides are left out.

    Returns
    -------
    content
        The same notebook and template give the same bytes. Nothing in it links or fetches, but
        for what the template does.

    Raises
    ------
    PageError
        If it is no such notebook, holds a part that this version does not know, or the template
        cannot be read.
    """
    file = opened(Presentation, template, ".pptx")
    deck = Deck(Design.of(file, own=bool(template)), content_of(notebook))
    for cell in cells(notebook):
        if cell.slide != "skip":
            deck.add(cell)
    deck.end()
    describe(file.core_properties, deck.content)
    return packed(file.save)


class Deck:
    """Slides as they are filled, one after the other.

    Parameters
    ----------
    design
        Makes the slides.
    content
        Of the whole notebook: what stands on every slide comes from it.
    """

    def __init__(self, design: Design, content: Content) -> None:
        self.design = design
        self.content = content
        self.slide: Any = None
        self.title: Line = ()
        self.page = 1
        self.room = Room(0, 0, 0, 0)
        self.notes: list[str] = []
        self.waiting: list[Text] = []

    def add(self, cell: Cell) -> None:
        """Add what a cell shows."""
        begins = cell.slide in {"slide", "subslide"} or self.slide is None
        for block in cell.blocks:
            shown = section(block)
            if cell.slide == "notes" and self.slide is not None:
                self.notes += _told(shown.elements)
            elif isinstance(shown.part, Header):
                self._begin_deck(shown)
            else:
                self._add(shown, begins=begins)
            begins = False

    def end(self) -> None:
        """Finish the slide at work: its text is set, and its notes are written."""
        self._set()
        if self.slide is None:
            return
        notes = [*self.notes, *self._sources()]
        self.slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        self.notes = []

    def _sources(self) -> Iterator[str]:
        header = self.content.header
        if header:
            date = f", {long_date(header.date)}" if header.date else ""
            yield f"Source: {one_line(header.source) or 'not named'}{date}"
            yield f"As of {long_date(header.as_of)}. {one_line(header.worldview)}."

    def _begin_deck(self, shown: Section) -> None:
        self.end()
        lines = [text.line for element in shown.elements for text in texts(element)
                 if not isinstance(element, Title) and not _is_marking(element)]  # fmt: skip
        self.title = next((one.line for one in shown.elements if isinstance(one, Title)), ())
        self.slide = self.design.title_slide(self.title, lines, self.content.marking)
        self.room = Room(0, 0, 0, 0)  # whatever follows needs a slide of its own

    def _begin(self, title: Line, page: int = 1) -> None:
        self.end()
        self.title, self.page = title, page
        name = words(title) + (f" ({page})" if page > 1 else "")
        self.slide, self.room = self.design.slide(name, self.content)

    def _go_on(self) -> None:
        """Go on on another slide of the same title."""
        self._begin(self.title, self.page + 1)

    def _add(self, shown: Section, *, begins: bool) -> None:
        elements = list(shown.elements)
        if begins or self.slide is None or not self.room.width:
            is_named = bool(elements) and isinstance(elements[0], Heading)
            title = elements.pop(0) if is_named else None
            self._begin(title.line if isinstance(title, Heading) else self.title)
        if isinstance(shown.part, Map):
            self._add_map(shown.part, elements)
        else:
            self._flow(elements)

    def _flow(self, elements: Sequence[Element]) -> None:
        for element, following in zip_longest(elements, elements[1:]):
            if isinstance(element, Table):
                self._add_table(element)
            elif isinstance(element, Picture):
                self._add_picture(element)
            else:
                keep = self._kept(following) if isinstance(element, Heading) else 0.0
                for text in texts(element):
                    self._add_text(text, keep)

    def _kept(self, following: Element | None) -> float:
        """Return how much of what follows a heading stands on its slide, in points."""
        whole = self._grid(following).height if isinstance(following, Table) else _LEAST
        return whole if whole < 0.8 * self.room.full_height else _LEAST

    def _grid(self, table: Table) -> Grid:
        """Set a table in the largest letters at which a slide holds it."""
        grids = [Grid(table, self.room.width, size) for size in SIZES]
        return next((one for one in grids if one.height <= self.room.full_height), grids[1])

    def _add_text(self, text: Text, keep: float) -> None:
        """Put a text below what is there; ``keep`` is what must fit below it, in points."""
        width = self.room.width
        while True:
            left = self.room.height - sum(one.height(width) for one in self.waiting)
            if text.height(width) + keep <= left:
                self.waiting.append(text)
                return
            if self.room.is_full_height and not self.waiting:
                fits, text = split(text, width, left)
                self.waiting.append(fits)
                if not text.line:
                    return
                keep = 0.0
            self._go_on()

    def _set(self) -> None:
        """Set the texts that wait, in one box."""
        if not self.waiting:
            return
        height = sum(one.height(self.room.width) for one in self.waiting)
        frame = self.design.text_box(self.slide, self.room, height).text_frame
        for number, text in enumerate(self.waiting):
            write(frame.add_paragraph() if number else frame.paragraphs[0], text)
        self.room = self.room.below(height + _GAP)
        self.waiting = []

    def _add_table(self, table: Table) -> None:
        """Put a table below what is there; it goes on on as many slides as it needs."""
        self._set()
        grid = self._grid(table)
        if self.room.height < grid.height <= self.room.full_height:
            self._go_on()
        head, heights = grid.heights()
        widths = grid.widths()  # as of the whole table, on every slide
        at = 0
        while at < len(table.rows):
            count = _fitting(heights[at:], self.room.height - head)
            if not count and not self.room.is_full_height:
                self._go_on()
                continue
            end = at + max(count, 1)
            shown = replace(grid, table=replace(table, rows=table.rows[at:end]))
            name = f"Table: {words(self.title)}"
            add_table(self.slide.shapes, shown, widths, self.room.corner, name)
            self.notes += _told([shown.table])
            self.room = self.room.below(head + sum(heights[at:end]) + _GAP)
            at = end

    def _add_picture(self, picture: Picture) -> None:
        self._set()
        if self.room.height < 0.5 * self.room.full_height:
            self._go_on()
        shape = self.slide.shapes.add_picture(io.BytesIO(picture.content), *self.room.corner)
        shape.name = picture.alt or "Picture"
        shape.element.nvPicPr.cNvPr.set("descr", picture.alt)
        most = self.room.width * POINT / shape.width, self.room.height * POINT / shape.height
        share = min(*most, 2.0)
        shape.width, shape.height = round(shape.width * share), round(shape.height * share)
        self.room = self.room.below(shape.height / POINT + _GAP)

    def _add_map(self, chart: Map, elements: Sequence[Element]) -> None:
        """Draw the map, with its legend and notes beside it."""
        self._set()
        if not self.room.is_full_height:
            self._go_on()
        room, (left, top) = self.room, self.room.corner
        width = round(room.width * _MAP_SHARE * POINT)
        box = (left, top, width, round(room.height * POINT))
        shapes = self.slide.shapes
        of_scene(chart, partial(nativemap.draw, shapes, box=box))
        beside = replace(room, left=room.left + width / POINT + _GAP,
                         width=room.width * (1 - _MAP_SHARE) - _GAP)  # fmt: skip
        signs = of_scene(chart, partial(nativemap.draw_legend, shapes, box=beside.box))
        self.room = beside.below(signs / POINT + _GAP)
        notes = [element for element in elements if isinstance(element, Paragraph)]
        self.notes += [one_line(chart.alt), *_told(notes)]
        for note in notes:
            self.waiting.append(Text(line=note.line, size=_NOTES_SIZE, quiet=True))
        self._set()
        self.room = replace(room, height=0.0)


def _fitting(heights: Sequence[float], room: float) -> int:
    """Return how many rows fit."""
    for count, _ in enumerate(heights):
        room -= heights[count]
        if room < 0:
            return count
    return len(heights)


def _is_marking(element: Element) -> bool:
    return isinstance(element, Paragraph) and element.role == "marking"


def _told(elements: Iterable[Element]) -> list[str]:
    """Write elements as notes for a speaker: evidence of tables, and all other text."""
    evidence = [f"{who}: {quote}" for who, quote in quotes(elements)]
    said = chain.from_iterable(map(texts, elements))
    return evidence + [words(text.line) for text in said]
