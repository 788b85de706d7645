"""Elements: the headings, paragraphs, lists, tables and pictures that formats are written from.

Nothing in them links, runs or fetches, and no character in them is one that cannot be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby

from briefing import characters
from briefing.briefs.part import Part
from briefing.briefs.parts.header import Header


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text in one style; ``quote`` marks the words of a source."""

    text: str
    bold: bool = False
    italic: bool = False
    small: bool = False
    code: bool = False
    quote: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The one heading of a whole page."""

    line: Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the parts have level 2."""

    line: Line
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``role`` is ``marking``, ``lead``, ``note``, ``subhead``, or empty."""

    line: Line
    role: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list, each item with its depth from 0; ``first`` numbers it, if it is not None."""

    items: tuple[tuple[int, Line], ...]
    first: int | None = None

    def signed(self, bullet: str) -> Iterator[tuple[int, str, Line]]:
        """Give the items, each with its depth and its sign: a bullet, or ``3.``."""
        number = self.first
        for depth, line in self.items:
            yield depth, bullet if number is None or depth else f"{number}.", line
            number = number + 1 if number is not None and not depth else number


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values."""

    pairs: tuple[tuple[Line, Line], ...]

    @property
    def lines(self) -> Iterator[Line]:
        """The same as lines: the name, bold, and its value."""
        for name, value in self.pairs:
            yield (Run(text=f"{words(name)}: ", bold=True), *value)


Cell = tuple[Line, ...]
"""What a cell of a table holds: lines, the first of which says it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    head
        A cell a column.
    rows
        As long as the head, each.
    numeric
        Columns that hold numbers.
    """

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG, and what it shows in words."""

    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Text whose spaces and line ends count."""

    text: str


Element = Title | Heading | Paragraph | Items | Facts | Table | Picture | Preformatted


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief, or one output of an analyst's cell (``part`` is None then)."""

    elements: tuple[Element, ...]
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a whole page says; the header is None if the notebook shows none."""

    sections: tuple[Section, ...]
    header: Header | None = None

    @property
    def title(self) -> str:
        """Of the page, as plain text on one line."""
        return one_line(self.header.title if self.header else "") or "Briefing"

    @property
    def marking(self) -> str:
        """How the page must be handled, as plain text on one line; may be empty."""
        return one_line(self.header.marking if self.header else "")


def one_line(text: str) -> str:
    """Write a text from outside on one line, for where no markup goes."""
    return " ".join(characters.legible(text).split())


def words(line: Line) -> str:
    """Return the bare text of a line."""
    return "".join(run.text for run in line)


def unstyled(line: Line) -> Line:
    """Return a line without styles, for where the whole of it gets one."""
    return (Run(text=words(line)),) if line else ()


def bracketed(line: Line) -> Line:
    """Put what is small into brackets, for where all letters have one size."""
    told: list[Run] = []
    for small, group in groupby(line, key=lambda run: run.small):
        runs = list(group)
        if small:
            runs[0] = replace(runs[0], text=f"({runs[0].text.lstrip()}")
            runs[-1] = replace(runs[-1], text=f"{runs[-1].text.rstrip()})")
            told += [Run(text=" "), *runs, Run(text=" ")]
        else:
            told += runs
    return trimmed(told)


def in_one_line(cell: Cell) -> Line:
    """Join the lines of a cell, what is small in brackets."""
    spaced = chain.from_iterable((*bracketed(line), Run(text=" ")) for line in cell)
    return trimmed(spaced)


def quotes(elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
    """Give the evidence in some elements: what it stands for, and the words of the source."""
    for element in elements:
        rows = element.rows if isinstance(element, Table) else ()
        for row in rows:
            for cell in row:
                if found := "".join(run.text for run in chain(*cell) if run.quote):
                    yield words(in_one_line(row[0])), found


def trimmed(runs: Iterable[Run]) -> Line:
    """Leave one space of each stretch of them, none at the ends, and join runs of one style."""
    kept: list[Run] = []
    for run in runs:
        begins = not kept or kept[-1].text.endswith(" ")
        text = run.text.lstrip(" ") if begins else run.text
        if kept and replace(run, text=kept[-1].text) == kept[-1]:
            kept[-1] = replace(run, text=kept[-1].text + text)
        elif text:
            kept.append(replace(run, text=text))
    while kept and not kept[-1].text.strip(" "):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
    return tuple(kept)
