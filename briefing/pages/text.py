"""Plain text: what a page says, for mail and wherever nothing else gets through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from briefing.pages.content import content_of
from briefing.pages.elements import (
    Content,
    Element,
    Facts,
    Heading,
    Items,
    Line,
    Paragraph,
    Picture,
    Preformatted,
    Table,
    Title,
    bracketed,
    words,
)
from briefing.pages.measuring import column_widths, cut, lines_of, width_of

WIDTH = 76
"""Of a line, in columns; mail programs keep these as they are."""

_GAP = 2  # columns between those of a table


def render(notebook: Mapping[str, Any]) -> str:
    """Render an executed notebook as plain text.

    Parameters
    ----------
    notebook
        Executed notebook, format 4, as JSON or `nbformat` node. Nothing in it is trusted.

    Returns
    -------
    text
        Lines of at most `WIDTH` columns, as far as words allow. Tables stand in columns; pictures
        as what they show, in words.

    Raises
    ------
    PageError
        If it is no such notebook, or holds a part that this version does not know.
    """
    return written(content_of(notebook))


def written(content: Content) -> str:
    """Write what a page says as plain text; see `render`."""
    found = (element for section in content.sections for element in section.elements)
    blocks = ("\n".join(_element(element)) for element in found)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _element(element: Element) -> Iterator[str]:
    match element:
        case Title(line):
            yield from _underlined(line, "=")
        case Heading(line, level):
            yield from _underlined(line, "-" if level == 2 else "")
        case Paragraph(line):
            yield from cut(_words(line), WIDTH)
        case Items():
            yield from _items(element)
        case Facts(pairs):
            for name, value in pairs:
                yield from _hung(f"{_words(name)}: ", _words(value), indent=2)
        case Table():
            yield from _table(element)
        case Picture(_, alt):
            yield from cut(f"[{alt}]", WIDTH) if alt else ()
        case Preformatted(text):
            yield from text.splitlines()


def _words(line: Line) -> str:
    return words(bracketed(line))


def _underlined(line: Line, sign: str) -> Iterator[str]:
    wrapped = cut(_words(line), WIDTH)
    yield from wrapped
    if sign:
        yield sign * max(map(width_of, wrapped), default=0)


def _hung(sign: str, text: str, *, indent: int) -> Iterator[str]:
    """Write a text after a sign, all lines but the first indented."""
    for number, line in enumerate(cut(sign + text, WIDTH - indent)):
        yield (" " * indent if number else "") + line


def _items(element: Items) -> Iterator[str]:
    for depth, sign, line in element.signed("-"):
        for hung in _hung(f"{sign} ", _words(line), indent=len(sign) + 1):
            yield "  " * depth + hung


def _table(element: Table) -> Iterator[str]:
    widths = column_widths(element, WIDTH - _GAP * (len(element.head) - 1))
    has_head = any(element.head)
    for number, row in enumerate((element.head, *element.rows) if has_head else element.rows):
        cells = [
            [piece for line in lines_of(cell) for piece in cut(line, width)]
            for cell, width in zip(row, widths, strict=True)
        ]
        for pieces in zip_longest(*cells, fillvalue=""):
            yield _in_columns(pieces, widths, element.numeric)
        if has_head and not number:
            yield _in_columns(["-" * width for width in widths], widths, frozenset())


def _in_columns(pieces: Sequence[str], widths: Sequence[int], numeric: frozenset[int]) -> str:
    padded = (
        " " * (width - width_of(piece)) + piece
        if column in numeric
        else piece + " " * (width - width_of(piece))
        for column, (piece, width) in enumerate(zip(pieces, widths, strict=True))
    )
    return (" " * _GAP).join(padded).rstrip()
