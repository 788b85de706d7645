"""Content: what a page says, as headings, paragraphs, lists, tables and pictures.

Formats other than HTML are written from this. It is read from the very markup that the page
shows, so that no format words a part in its own way, and a part or an analyst's cell of a new
kind stands in all of them. Nothing in it links, runs or fetches.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from typing import Any

from lxml import etree, html

from briefing import markup
from briefing.briefs.part import Part
from briefing.briefs.parts.header import Header
from briefing.pages.notebook import Block, cells, parts_of

_SPACES = re.compile(r"[ \t\n\r\f]+")  # as HTML sees them: a no-break space is none
_BOLD = frozenset({"b", "strong", "th", "dt"})
_ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
_CODE = frozenset({"code", "kbd", "samp"})
_OWN_LINE = frozenset({"kind", "alternatives"})  # classes that begin a line in the cell of a table
_INLINE_NAMES = (
    "a abbr b bdi br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub "
    "sup time u var wbr"
)
_INLINE = frozenset(_INLINE_NAMES.split())


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


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values."""

    pairs: tuple[tuple[Line, Line], ...]


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


def content_of(notebook: Mapping[str, Any]) -> Content:
    """Read what an executed notebook says.

    Raises
    ------
    PageError
        If it is no such notebook, or holds a part that this version does not know.
    """
    blocks = list(chain.from_iterable(cell.blocks for cell in cells(notebook)))
    return Content(tuple(map(section, blocks)), next(parts_of(blocks, Header), None))


def section(block: Block) -> Section:
    """Read what one block says."""
    return Section(elements(block.render()), block.part)


def one_line(text: str) -> str:
    """Write a text from outside on one line, for where no markup goes."""
    return " ".join(markup.legible(text).split())


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
    return _trimmed(told)


def in_one_line(cell: Cell) -> Line:
    """Join the lines of a cell, what is small in brackets."""
    spaced = chain.from_iterable((*bracketed(line), Run(text=" ")) for line in cell)
    return _trimmed(spaced)


def quotes(elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
    """Give the evidence in some elements: what it stands for, and the words of the source."""
    for element in elements:
        rows = element.rows if isinstance(element, Table) else ()
        for row in rows:
            for cell in row:
                if found := "".join(run.text for run in chain(*cell) if run.quote):
                    yield words(in_one_line(row[0])), found


def elements(rendered: str) -> tuple[Element, ...]:
    """Read the elements of safe markup."""
    root = html.fragment_fromstring(str(rendered), create_parent="div")
    return tuple(_merged(_blocks(root)))


def _merged(found: Iterable[Element]) -> Iterator[Element]:
    """Join rows that a page folds away to the table they belong to."""
    waiting: list[Element] = []  # a table, and the summary of what is folded away below it
    for element in found:
        if len(waiting) == 2 and isinstance(element, Table):
            table = waiting[0]
            if isinstance(table, Table) and table.head == element.head:
                waiting = [replace(table, rows=table.rows + element.rows)]
                continue
        if len(waiting) == 1 and isinstance(element, Heading) and element.level == _FOLDED:
            waiting.append(element)
            continue
        yield from map(_unfolded, waiting)
        waiting = [element] if isinstance(element, Table) else []
        if not waiting:
            yield _unfolded(element)
    yield from map(_unfolded, waiting)


_FOLDED = 9  # level of the summary of what is folded away, until it is known what that is


def _unfolded(element: Element) -> Element:
    if isinstance(element, Heading) and element.level == _FOLDED:
        return replace(element, level=3)
    return element


def _blocks(node: html.HtmlElement) -> Iterator[Element]:
    """Give the elements in a container; text that stands beside blocks makes paragraphs."""
    loose = _Runs()
    loose.add(node.text)
    for child in node:
        if not isinstance(child.tag, str):
            loose.add(child.tail)
            continue
        if child.tag in _INLINE and child.find(".//img") is None:
            loose.inside(child)
        else:
            yield from loose.paragraph()
            loose = _Runs()
            yield from _block(child)
        loose.add(child.tail)
    yield from loose.paragraph()


def _block(node: html.HtmlElement) -> Iterator[Element]:
    tag = str(node.tag)
    if tag == "h1":
        yield Title(_line(node))
    elif tag in {"h2", "h3", "h4", "h5", "h6"}:
        yield Heading(_line(node), int(tag[1]))
    elif tag == "summary":
        yield Heading(_line(node), _FOLDED)
    elif tag in {"p", "dt", "dd", "caption"} and node.find(".//img") is None:
        yield from _paragraph(node)
    elif tag in {"ul", "ol"}:
        first = int(node.get("start") or 1) if tag == "ol" else None
        yield Items(tuple(_items(node, 0)), first)
    elif tag == "dl":
        yield Facts(tuple((_line(name), _value(name)) for name in node.iter("dt")))
    elif tag == "table":
        yield from _table(node)
    elif tag == "pre":
        yield Preformatted(markup.legible("".join(_texts(node))).strip("\n"))
    elif tag == "img":
        yield from _picture(node)
    else:
        yield from _blocks(node)


def _paragraph(node: html.HtmlElement) -> Iterator[Paragraph]:
    roles = _classes(node) & {"marking", "lead", "note", "subhead"}
    caption = "note" if next(node.iterancestors("figcaption"), None) is not None else ""
    if line := _line(node):
        yield Paragraph(line, min(roles, default=caption))


def _items(node: html.HtmlElement, depth: int) -> Iterator[tuple[int, Line]]:
    for item in node.iterchildren("li"):
        runs = _Runs()
        runs.within(item, skip=("ul", "ol"))
        yield depth, runs.line()
        for inner in item.iterchildren("ul", "ol"):
            yield from _items(inner, depth + 1)


def _value(name: html.HtmlElement) -> Line:
    value = name.getnext()
    return _line(value) if value is not None and value.tag == "dd" else ()


def _table(node: html.HtmlElement) -> Iterator[Element]:
    rows = [list(row.iterchildren("th", "td")) for row in node.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return
    for caption in node.iterchildren("caption"):
        yield from _paragraph(caption)
    width = max(map(len, rows))
    cells = [(*map(_cell, row), *[()] * (width - len(row))) for row in rows]
    has_head = node.find("thead") is not None or all(cell.tag == "th" for cell in rows[0])
    numeric = frozenset(at for at, cell in enumerate(rows[0]) if "number" in _classes(cell))
    head = cells.pop(0) if has_head else ((),) * width
    yield Table(head, tuple(cells), numeric)


def _cell(node: html.HtmlElement) -> Cell:
    """Read a cell: what the page puts on a line of its own begins one here."""
    runs = _Runs()
    runs.within(node, own_lines=True)
    return runs.lines()


def _picture(node: html.HtmlElement) -> Iterator[Picture]:
    uri = markup.verified_image(node.get("src") or "")
    if uri:
        content = base64.b64decode(uri.partition(",")[2])
        yield Picture(content, one_line(node.get("alt") or ""))


def _texts(node: html.HtmlElement) -> Iterator[str]:
    return (str(text) for text in node.itertext())


def _classes(node: etree._Element) -> set[str]:
    return set((node.get("class") or "").split())


def _line(node: html.HtmlElement) -> Line:
    runs = _Runs()
    runs.within(node)
    return runs.line()


@dataclass
class _Runs:
    """Runs of one stretch of inline markup, as they are found."""

    found: list[list[Run]] = field(default_factory=lambda: [[]])
    style: Run = field(default_factory=lambda: Run(text=""))
    own_lines: bool = False

    def add(self, text: str | None) -> None:
        """Add a text in the present style; white space counts as one space."""
        if text:
            single = _SPACES.sub(" ", text)
            self.found[-1].append(replace(self.style, text=markup.legible(single)))

    def within(
        self, node: html.HtmlElement, *, skip: Sequence[str] = (), own_lines: bool = False
    ) -> None:
        """Add what stands in an element."""
        self.own_lines |= own_lines
        self.add(node.text)
        for child in node:
            if isinstance(child.tag, str) and child.tag not in skip:
                self.inside(child)
            self.add(child.tail)

    def inside(self, node: html.HtmlElement) -> None:
        """Add an element in its own style."""
        tag, before = str(node.tag), self.style
        if "control" in _classes(node):  # the code stands for the character
            self.found[-1].append(replace(before, text=f"[{node.get('data-code')}]"))
            return
        if tag == "br" or tag not in _INLINE or (self.own_lines and _classes(node) & _OWN_LINE):
            self.found.append([])
        self.style = replace(
            before,
            bold=before.bold or tag in _BOLD,
            italic=before.italic or tag in _ITALIC,
            code=before.code or tag in _CODE or "code" in _classes(node),
            small=before.small or tag == "small" or bool(_classes(node) & _OWN_LINE),
            quote=before.quote or tag == "q",
        )
        self.add("\u201c" if tag == "q" else "")
        self.within(node)
        self.add("\u201d" if tag == "q" else "")
        self.style = before

    def lines(self) -> tuple[Line, ...]:
        """Return what was found, line by line, without spaces at their ends."""
        return tuple(line for runs in self.found if (line := _trimmed(runs)))

    def line(self) -> Line:
        """Return what was found on one line."""
        return _trimmed(list(chain.from_iterable(self._joined())))

    def paragraph(self) -> Iterator[Paragraph]:
        """Give what was found as a paragraph, if it is anything."""
        if line := self.line():
            yield Paragraph(line)

    def _joined(self) -> Iterator[list[Run]]:
        for number, runs in enumerate(self.found):
            yield runs if not number else [Run(text=" "), *runs]


def _trimmed(runs: Iterable[Run]) -> Line:
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
