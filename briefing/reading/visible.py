"""What a reader sees of a page: hidden elements taken out, the rest as blocks of text.

A hidden word must not become a place in a briefing, so everything is taken out that the page's
own markup hides from every reader: the ``hidden`` attribute, inline styles, plain class and id
rules of its style sheets, and what lies over the page in a fixed position. Text with
``aria-hidden`` stays: it is hidden from listeners, not from readers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = (
    "script style template noscript iframe object embed applet svg math canvas audio video "
    "select option datalist textarea input button head dialog"
)
UNSEEN = frozenset(_UNSEEN.split())
_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p "
    "pre section summary table tbody tfoot thead tr ul"
)
_BLOCKS_OF_TRAFILATURA = "head item list quote row"
BLOCKS = frozenset(f"{_BLOCKS} {_BLOCKS_OF_TRAFILATURA}".split())
BREAKS = frozenset({"br", "lb"})
CELLS = frozenset({"td", "th", "cell"})

ZERO = r"0(?:\.0*)?(?![.\d])"
HIDDEN_STYLE = re.compile(
    rf"display:none|visibility:(?:hidden|collapse)|font-size:{ZERO}|opacity:{ZERO}"
    r"|(?:left|top|right|text-indent|margin-left):-\d{3,}(?![\d%])|color:transparent|position:fixed"
    r"|clip:rect\(0|clip-path:inset\((?:50|100)%|transform:scale\(0\)"
)
ZERO_SIZE = re.compile(rf"(?:height|width):{ZERO}")
SIMPLE_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?([.#])([\w-]+)")

SPACES = re.compile(r"\s+")
SPACE_AROUND_BREAK = re.compile(r" *+([\n\t])[ ]*+| ++")


def remove_unseen(tree: HtmlElement) -> None:
    """Empty every element that a reader does not see; the text after it stays."""
    classes, ids = _hidden_by_sheets(tree)
    unseen = [
        element
        for element in tree.iter()
        if element.tag in UNSEEN or _is_hidden(element, classes, ids)
    ]
    for element in unseen:
        # Emptied, not removed: moving the text after thousands of elements is quadratic.
        element.clear(keep_tail=True)
        element.tag = "span"


def blocks(root: HtmlElement, leave_out: Collection[str] = ()) -> Iterator[str]:
    """Give the text of each block: a paragraph, a heading, an item, the row of a table.

    Space is collapsed as browsers do it; ``<br>`` is a line feed, the cells of a row are
    separated by tabs.
    """
    import lxml.etree  # noqa: PLC0415 - only pages pay for the parser

    pieces: list[str] = []
    preformatted = left_out = 0
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        tag, starts = element.tag, event == "start"
        if tag in BLOCKS:
            yield from _flush(pieces)
        if starts and tag in BREAKS:
            pieces.append("\n")
        elif starts and tag in CELLS and pieces:
            pieces.append("\t")
        step = 1 if starts else -1
        preformatted += step * (tag == "pre")
        left_out += step * (tag in leave_out)
        text = element.text if starts else element.tail if element is not root else None
        if text and not left_out:
            pieces.append(text if preformatted else SPACES.sub(" ", text))
    yield from _flush(pieces)


def _flush(pieces: list[str]) -> Iterator[str]:
    block = SPACE_AROUND_BREAK.sub(lambda hit: hit[1] or " ", "".join(pieces)).strip()
    pieces.clear()
    if block:
        yield block


def _is_hidden(element: HtmlElement, classes: set[str], ids: set[str]) -> bool:
    attributes = element.attrib
    if not attributes or element.tag in {"html", "body"}:
        return False
    if "hidden" in attributes or attributes.get("id") in ids:
        return True
    if _hides(attributes.get("style", "")):
        return True
    return bool(classes) and not classes.isdisjoint(attributes.get("class", "").split())


def _hides(style: str) -> bool:
    style = "".join(style.lower().split())
    if HIDDEN_STYLE.search(style):
        return True
    return "overflow:hidden" in style and bool(ZERO_SIZE.search(style))


def _hidden_by_sheets(tree: HtmlElement) -> tuple[set[str], set[str]]:
    """Give the classes and ids that the page's own style sheets hide.

    Only plain ``.class`` and ``#id`` selectors outside of ``@media`` count: a rule for a medium,
    a state or everything (``* {display: none}``) hides the text from some readers, not from all.
    """
    classes: set[str] = set()
    ids: set[str] = set()
    for sheet in tree.iter("style"):
        for selectors, style in _rules(sheet.text or ""):
            if _hides(style):
                for selector in selectors.split(","):
                    if simple := SIMPLE_SELECTOR.fullmatch(selector.strip()):
                        (classes if simple[1] == "." else ids).add(simple[2])
    return classes, ids


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Give selectors and style of each rule at the outermost level of a style sheet."""
    depth, selectors = 0, ""
    for piece in re.findall(r"[^{}]+|[{}]", sheet):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(0, depth - 1)
            selectors = ""
        elif depth == 0:
            selectors = piece.rpartition("*/")[2]
        elif depth == 1 and not selectors.lstrip().startswith("@"):
            yield selectors, piece
