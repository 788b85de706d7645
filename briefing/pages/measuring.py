"""Measuring: how much room a text takes, in columns of a terminal.

A column is about half an em of a proportional font, so that the same measure tells how many lines
a text has on a slide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from briefing.pages.elements import Cell, Table, bracketed, words

_NO_COLUMN = frozenset(("Mn", "Me", "Cf"))
_LONGEST_WORD = 16  # columns that a column of a table is wide at least, if its words are as long


def width_of(text: str) -> int:
    """Return how many columns a text takes; letters of East Asia take two.

    Examples
    --------
    >>> width_of("Kyiv"), width_of("\u5317\u4eac"), width_of("e\u0301")
    (4, 4, 1)
    """
    return sum(map(_columns, text)) if not text.isascii() else len(text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in _NO_COLUMN:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> list[str]:
    """Cut a text into lines of at most a width, between words where that is possible.

    Parameters
    ----------
    width
        In columns, from 2.

    Examples
    --------
    >>> cut("talks in Tehran", 8)
    ['talks in', 'Tehran']
    """
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(lines[-1]) + 1 + width_of(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, max(width, 2))
    return lines


def _pieces(word: str, width: int) -> Iterator[str]:
    """Cut a word that is too long for a line."""
    start = room = 0
    for end, character in enumerate(word):
        room += _columns(character)
        if room > width:
            yield word[start:end]
            start, room = end, _columns(character)
    yield word[start:]


def lines_of(cell: Cell) -> list[str]:
    """Return the lines of a cell as text, what is small in brackets."""
    return [words(bracketed(line)) for line in cell]


def column_widths(table: Table, room: int) -> list[int]:
    """Share a width out among the columns of a table.

    Parameters
    ----------
    room
        For all columns together.

    Returns
    -------
    widths
        As wide as the longest line of each, if there is room for that. Otherwise a column gets
        what its longest word takes, and of the rest the more, the longer its lines are.
    """
    columns = [[lines_of(row[at]) for row in (table.head, *table.rows)]
               for at in range(len(table.head))]  # fmt: skip
    lines = [[line for cell in column for line in cell] for column in columns]
    full = [max(map(width_of, texts), default=1) or 1 for texts in lines]
    if sum(full) <= room:
        return full
    longest = [max((width_of(word) for text in texts for word in text.split()), default=1)
               for texts in lines]  # fmt: skip
    least = [min(one, _LONGEST_WORD, max(room // len(full), 2)) for one in longest]
    spare = max(room - sum(least), 0)
    wanted = [(one - two) ** 0.5 for one, two in zip(full, least, strict=True)]
    total = sum(wanted) or 1
    return [one + int(spare * want / total) for one, want in zip(least, wanted, strict=True)]
