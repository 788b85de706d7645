"""Untrusted HTML → an element tree, in time linear in its length."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from briefing.errors import ArticleError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_DEPTH = 2000  # libxml2 compares a stray end tag with every open element
MAX_ATTRIBUTES = 50  # of one element, besides those below: libxml2 adds them in quadratic time
TELLING = frozenset(
    {"class", "content", "datetime", "hidden", "id", "itemprop", "lang", "name", "property"}
    | {"pubdate", "style", "type"}
)
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse(html: str, what: str) -> HtmlElement | None:
    """Parse a page, whatever its state; None if it has no element and no text.

    Comments, processing instructions and the document type with its entities are left out.

    Raises
    ------
    ArticleError
        If elements are nested more than 2,000 deep: libxml2 would give an empty page.
    """
    import lxml.etree  # noqa: PLC0415 - only HTML and Markdown pay for the parser

    builder: Any = _Builder(what)  # the stubs ask for a target that takes bytes as well
    parser = lxml.etree.HTMLParser(
        target=builder, encoding="utf-8", no_network=True, huge_tree=True
    )
    try:
        parser.feed(_without_doctype(html).encode("utf-8", "replace"))
        parser.close()
    except lxml.etree.XMLSyntaxError:  # nothing that could be an element
        return None
    root: HtmlElement | None = builder.root
    return root


def _without_doctype(html: str) -> str:
    """Cut off the document type with its entities, which libxml2 would show as text."""
    html = html.replace("\0", "")
    start = html[:1000].lower().find("<!doctype")
    bracket, close = html.find("[", start), html.find(">", start)
    if start < 0 or not 0 <= bracket < close:
        return html
    end = html.find("]>", bracket)
    return html[end + 2 :] if end >= 0 else html


class _Builder:
    """Builds the tree from the parser's events; it asks for no comments and instructions."""

    def __init__(self, what: str) -> None:
        import lxml.etree  # noqa: PLC0415
        import lxml.html  # noqa: PLC0415

        self.root: HtmlElement | None = None
        self._what = what
        self._make_root = lxml.html.HTMLParser().makeelement
        self._make_child = lxml.etree.SubElement
        self._open: list[HtmlElement] = []
        self._last: HtmlElement | None = None  # the element that text follows, if it is closed
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        if len(self._open) >= MAX_DEPTH:
            raise ArticleError(
                self._what,
                f"found elements nested more than {MAX_DEPTH:,} deep, expected an article",
                "save its text as .txt",
            )
        element = self._element(tag, _few(attributes))
        self._open.append(element)
        self._last = None

    def _element(self, tag: str, attributes: dict[str, str]) -> HtmlElement:
        try:
            return self._make(tag, attributes)
        except ValueError:  # a name that no element or attribute can have in a tree
            told = {name: value for name, value in attributes.items() if name in TELLING}
            return self._make(tag if tag.isalnum() and tag.isascii() else "span", told)

    def _make(self, tag: str, attributes: dict[str, str]) -> HtmlElement:
        if self.root is None:
            self.root = self._make_root(tag, attributes)
            return self.root
        parent = self._open[-1] if self._open else self.root
        return self._make_child(parent, tag, attributes)

    def end(self, tag: str) -> None:  # noqa: ARG002 - the parser gives it; elements close in order
        self._flush()
        if self._open:
            self._last = self._open.pop()

    def data(self, data: str) -> None:
        self._text.append(data)

    def _flush(self) -> None:
        text = UNWRITABLE.sub("\ufffd", "".join(self._text))
        self._text.clear()
        if text and self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        elif text and self._open:
            self._open[-1].text = (self._open[-1].text or "") + text

    def close(self) -> None:
        self._flush()


def _few(attributes: dict[str, str]) -> dict[str, str]:
    told = {name: attributes[name] for name in TELLING if name in attributes}
    few = dict(islice(attributes.items(), MAX_ATTRIBUTES)) | told
    return {name: UNWRITABLE.sub("\ufffd", value) for name, value in few.items()}
