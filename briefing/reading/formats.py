"""The bytes of a file → what the article in it says; what kind of file, its content tells."""

from __future__ import annotations

import re

from briefing.reading.decoding import decode, refuse_binary
from briefing.reading.draft import Draft, dated_by
from briefing.reading.html import read_page
from briefing.reading.markdown import read_markdown

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht"})
HTML_STARTS = (
    "<!doctype html", "<html", "<head", "<body", "<article", "<main", "<section", "<div", "<p>",
    "<p ", "<h1", "<title", "<meta", "<table",
)  # fmt: skip

DECLARED_ENCODING = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w-]{1,40})"""
    rb"""|^\s{0,50}<\?xml[^>]{0,100}?encoding=["']([\w-]{1,40})""",
    re.IGNORECASE,
)


def read_file(data: bytes, suffix: str, what: str) -> Draft:
    """Read plain text, Markdown or HTML.

    Parameters
    ----------
    data
        The content of the file.
    suffix
        Of its name, in lower case, or empty. It only decides what the content leaves open: what
        starts like HTML is HTML under any name.
    what
        What it is, for the message.

    Raises
    ------
    ArticleError
        If it is none of these, in a doubtful encoding, or has no text.
    """
    refuse_binary(data, what)
    text = decode(data, what, _declared_encoding(data))
    start = _start(text)
    if suffix in MARKDOWN_SUFFIXES and not start.startswith(HTML_STARTS[:2]):
        return read_markdown(text, what)  # which may well open with a tag
    if suffix in HTML_SUFFIXES or start.startswith(HTML_STARTS):
        return read_page(text, what)
    return dated_by(Draft(text=text), text)


def _declared_encoding(data: bytes) -> str:
    hit = DECLARED_ENCODING.search(data[:4096])
    return (hit[1] or hit[2]).decode("ascii") if hit else ""


def _start(text: str) -> str:
    """Give the start of a text without XML declaration and comments, in lower case."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml"):
        start = start.partition("?>")[2].lstrip()
    while start.startswith("<!--"):
        start = start.partition("-->")[2].lstrip()
    return start
