"""Content: what a page says, read from the very markup that the page shows.

So no format words a part in its own way, and a part or an analyst's cell of a new kind stands in
all of them.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from lxml import etree, html

from briefing import characters, markup
from briefing.briefs.parts.header import Header
from briefing.pages.elements import (
    Cell,
    Content,
    Element,
    Facts,
    Heading,
    Items,
    Line,
    Paragraph,
    Picture,
    Preformatted,
    Run,
    Section,
    Table,
    Title,
    one_line,
    trimmed,
)
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
        yield Preformatted(characters.legible("".join(_texts(node))).strip("\n"))
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


def _picture(node: html.HtmlElement) -> Iterator[Picture | Paragraph]:
    """Give a picture; in words if it cannot be read, at which libraries would stumble."""
    alt = one_line(node.get("alt") or "")
    uri = markup.verified_image(node.get("src") or "")
    content = base64.b64decode(uri.partition(",")[2]) if uri else b""
    if _is_whole(content):
        yield Picture(content, alt)
    elif alt:
        yield Paragraph((Run(text=f"[{alt}]"),), "note")


def _is_whole(picture: bytes) -> bool:
    from PIL import Image  # noqa: PLC0415 - only a picture needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # it warns of pictures that would fill the memory
            with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as found:
                found.verify()
    except Exception:  # noqa: BLE001 - a damaged picture raises whatever it comes to
        return False
    return True


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
            self.found[-1].append(replace(self.style, text=characters.legible(single)))

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
        return tuple(line for runs in self.found if (line := trimmed(runs)))

    def line(self) -> Line:
        """Return what was found on one line."""
        return trimmed(list(chain.from_iterable(self._joined())))

    def paragraph(self) -> Iterator[Paragraph]:
        """Give what was found as a paragraph, if it is anything."""
        if line := self.line():
            yield Paragraph(line)

    def _joined(self) -> Iterator[list[Run]]:
        for number, runs in enumerate(self.found):
            yield runs if not number else [Run(text=" "), *runs]
