"""Text on slides: lines, paragraphs and tables as PowerPoint has them, and the room they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml.etree import SubElement
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from briefing.pages.elements import (
    Cell,
    Element,
    Facts,
    Heading,
    Items,
    Line,
    Paragraph,
    Preformatted,
    Run,
    Table,
    Title,
    words,
)
from briefing.pages.measuring import column_widths, cut, width_of
from briefing.pages.ooxml import is_rightward
from briefing.pages.sheet import POINT

_LETTER = 0.52  # of the size of a letter: about how wide one is
_LEADING = 1.22
_SMALL = 0.85  # of the size around it
SIZES = (14.0, 12.0, 10.5)
"""Of the letters of a table, in points: the largest at which a slide holds it, else the second."""

_NARROW, _MANY = 0.85, 8  # of these, from so many columns on
_MARGIN_X, _MARGIN_Y = 5.0, 3.0  # points inside the cell of a table
_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # No Style, No Grid
_PALE = 0.35  # how much lighter than text is what is of less weight, in any theme


@dataclass(frozen=True, kw_only=True)
class Text:
    """A paragraph on a slide; sizes and spaces are in points."""

    line: Line
    size: float
    bold: bool = False
    quiet: bool = False
    sign: str = ""
    depth: int = 0
    after: float = 6.0

    @property
    def indent(self) -> float:
        """How far its text stands in."""
        return self.size * (1.1 * self.depth + (1.2 if self.sign else 0.0))

    def columns(self, width: float) -> int:
        """Return how many columns of text a width in points holds."""
        return max(int((width - self.indent) / (_LETTER * self.size)), 4)

    def height(self, width: float) -> float:
        """Return how high it is at a width, in points."""
        lines = cut(words(self.line), self.columns(width))
        return len(lines) * self.size * _LEADING + self.after


def texts(element: Element) -> Iterator[Text]:
    """Set an element that is text."""
    match element:
        case Title(line):
            yield Text(line=line, size=20, bold=True)
        case Heading(line, level):
            yield Text(line=line, size=18 if level == 2 else 15, bold=True, after=4)
        case Paragraph(line, "lead"):
            yield Text(line=line, size=20, after=10)
        case Paragraph(line, "note"):
            yield Text(line=line, size=11, quiet=True)
        case Paragraph(line, role):
            yield Text(line=line, size=15, bold=bool(role))
        case Items():
            for depth, sign, line in element.signed("\u2022"):
                yield Text(line=line, size=15, sign=sign, depth=depth, after=4)
        case Facts():
            yield from (Text(line=line, size=13, after=4) for line in element.lines)
        case Preformatted(text):
            lines = ((Run(text=one, code=True),) for one in text.splitlines())
            yield from (Text(line=line, size=10, after=0) for line in lines)


def split(text: Text, width: float, room: float) -> tuple[Text, Text]:
    """Split a paragraph that is higher than the room: what fits, and the rest."""
    lines = cut(words(text.line), text.columns(width))
    fitting = max(int((room - text.after) / (text.size * _LEADING)), 1)
    at = sum(len(line) + 1 for line in lines[:fitting])
    first, rest = [], []
    for run in text.line:
        first.append(replace(run, text=run.text[: max(at, 0)]))
        rest.append(replace(run, text=run.text[max(at, 0) :]))
        at -= len(run.text)
    return (
        replace(text, line=tuple(run for run in first if run.text)),
        replace(text, line=tuple(run for run in rest if run.text), sign=""),
    )


def write(paragraph: Any, text: Text) -> None:
    """Write a text as a paragraph of a text frame."""
    paragraph.space_after = Pt(text.after)
    direct(paragraph, words(text.line))
    if text.sign:
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - it has no word for bullets
        properties.set("marL", str(round(text.indent * POINT)))
        properties.set("indent", str(-round(1.2 * text.size * POINT)))
        sign = properties.makeelement(qn("a:buChar"), {"char": text.sign[0]})
        if text.sign[0].isdigit():
            first = {"type": "arabicPeriod", "startAt": text.sign[:-1]}
            sign = properties.makeelement(qn("a:buAutoNum"), first)
        properties.append(sign)
    write_line(paragraph, text.line, text.size, bold=text.bold, quiet=text.quiet)


def write_line(
    paragraph: Any, line: Line, size: float, *, bold: bool = False, quiet: bool = False
) -> None:
    """Write the runs of a line."""
    for run in line:
        made = paragraph.add_run()
        made.text = run.text
        font = made.font
        font.size = Pt(round(size * (_SMALL if run.small else 1.0), 1))
        font.bold = True if bold or run.bold else None
        font.italic = True if run.italic else None
        if run.code:
            font.name = "Courier New"
        if quiet or run.small:
            font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            font.color.brightness = _PALE


def direct(paragraph: Any, text: str) -> None:
    """Let a paragraph run as its text is written: from the right if it begins so."""
    if not is_rightward(text):
        paragraph.alignment = PP_ALIGN.RIGHT
        paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001 - it has no word for it


@dataclass(frozen=True)
class Grid:
    """A table as it stands on a slide of a width.

    Attributes
    ----------
    table
        What it says.
    width
        In points.
    chosen
        Size of letters.
    """

    table: Table
    width: float
    chosen: float = SIZES[-1]

    @property
    def size(self) -> float:
        """Of its letters, in points."""
        return self.chosen * (_NARROW if len(self.table.head) >= _MANY else 1.0)

    @property
    def height(self) -> float:
        """Of all of it, in points."""
        head, rows = self.heights()
        return head + sum(rows)

    @property
    def has_head(self) -> bool:
        """Whether its first row names the columns."""
        return any(self.table.head)

    def widths(self) -> list[float]:
        """Return the widths of its columns, in points."""
        count = len(self.table.head)
        room = int((self.width - 2 * _MARGIN_X * count) / (_LETTER * self.size)) - count
        shares = column_widths(self.table, max(room, count))
        # Narrow columns keep their width; what is left goes to the others by their own.
        least = [self._points(share + 1) for share in shares]  # bold letters are wider
        spare = self.width - sum(least)
        return [one + spare * share / sum(shares) for one, share in zip(least, shares, strict=True)]

    def _points(self, columns: float) -> float:
        return columns * _LETTER * self.size + 2 * _MARGIN_X

    def heights(self) -> tuple[float, list[float]]:
        """Return how high the head is, and each row, in points."""
        widths = self.widths()
        head = self.row_height(self.table.head, widths) if self.has_head else 0.0
        return head, [self.row_height(row, widths) for row in self.table.rows]

    def row_height(self, row: Sequence[Cell], widths: Sequence[float]) -> float:
        """Return how high a row is at these widths of columns, in points."""
        tallest = 1
        for cell, width in zip(row, widths, strict=True):
            columns = max(int((width - 2 * _MARGIN_X) / (_LETTER * self.size)), 2)
            tallest = max(tallest, sum(len(cut(words(line), columns)) for line in cell))
        return tallest * self.size * _LEADING + 2 * _MARGIN_Y


def add_table(
    shapes: Any, grid: Grid, widths: Sequence[float], corner: tuple[int, int], name: str
) -> None:
    """Put a table onto a slide, all its rows, its columns as wide as given, in points."""
    table = grid.table
    rows = (table.head, *table.rows) if grid.has_head else table.rows
    heights = [grid.row_height(row, widths) for row in rows]
    size = (round(grid.width * POINT), round(sum(heights) * POINT))
    frame = shapes.add_table(len(rows), len(table.head), *corner, *size)
    frame.name = name
    for identity in frame.element.iter(qn("a:tableStyleId")):
        identity.text = _PLAIN_STYLE
    made = frame.table
    made.first_row, made.horz_banding = grid.has_head, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Emu(round(width * POINT))
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        made.rows[number].height = Emu(round(height * POINT))
        for at, cell in enumerate(row):
            is_head = grid.has_head and not number
            _fill(made.cell(number, at), cell, grid.size, bold=is_head, right=at in table.numeric)
            _underline(made.cell(number, at), is_head=is_head)


def _fill(made: Any, cell: Cell, size: float, *, bold: bool, right: bool) -> None:
    made.margin_left = made.margin_right = Pt(_MARGIN_X)
    made.margin_top = made.margin_bottom = Pt(_MARGIN_Y)
    made.vertical_anchor = MSO_ANCHOR.TOP
    for number, line in enumerate(cell or ((),)):
        frame = made.text_frame
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        direct(paragraph, words(line))
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
        write_line(paragraph, line, size, bold=bold)
        if not line:  # what is not written has a size, too, and makes its row as high
            end = paragraph._p.get_or_add_endParaRPr()  # noqa: SLF001
            end.set("sz", str(round(size * 100)))


def _underline(made: Any, *, is_head: bool) -> None:
    """Draw the line below a cell: python-pptx has no word for it."""
    properties = made._tc.get_or_add_tcPr()  # noqa: SLF001
    line = properties.makeelement(qn("a:lnB"), {"w": str(round((1.5 if is_head else 0.5) * POINT))})
    colour = SubElement(SubElement(line, qn("a:solidFill")), qn("a:schemeClr"), val="tx1")
    if not is_head:
        SubElement(colour, qn("a:lumMod"), val="50000")
        SubElement(colour, qn("a:lumOff"), val="50000")
    properties.insert(0, line)


def fitting_size(text: str, width: float, height: float, most: float) -> float:
    """Return the largest size up to some at which a text fits a box; all in points."""
    for size in range(round(most), 11, -1):
        lines = cut(text, max(int(width / (1.1 * _LETTER * size)), 4))
        widest = max(map(width_of, lines))
        if len(lines) * size * _LEADING <= height and widest * _LETTER * size <= width:
            return float(size)
    return 11.0
