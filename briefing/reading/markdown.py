"""Markdown → the text that a reader of the rendered page would see."""

from __future__ import annotations

from dataclasses import replace

from briefing.errors import ArticleError
from briefing.reading.draft import Draft, checked_language, declared_date
from briefing.reading.html import read_page

# The parser needs a hundred times its input in memory, and ten seconds for 2 MB of brackets.
MAX_CHARACTERS = 300_000


def read_markdown(text: str, what: str) -> Draft:
    """Read Markdown by way of HTML.

    Parameters
    ----------
    text
        CommonMark with tables. It may open with ``key: value`` lines between two lines ``---``:
        title, date, language (or lang) and source are read, others left alone.
    what
        What it is, for the message.

    Raises
    ------
    ArticleError
        If it is longer than 300,000 characters, has no visible text, or the date or language is
        none.
    """
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(
            what,
            f"{len(text):,} characters of Markdown, expected at most {MAX_CHARACTERS:,}",
            "split it, or save it as .txt",
        )
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only Markdown pays for it

    facts, body = _front_matter(text.replace("\r\n", "\n"))
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(body)
    draft = read_page(html, what, find_main=False)
    language = facts.get("language") or facts.get("lang") or ""
    given = facts.get("date", "")
    date, dated = declared_date(given, "front matter", f"date: {given}")
    return replace(
        draft,
        title=facts.get("title") or draft.title,
        date=date or draft.date,
        dated=dated if date else replace(draft.dated, misread=dated.misread),
        language=checked_language(language, what),
        source=facts.get("source", ""),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    if not text.startswith("---\n"):
        return {}, text
    head, closing, body = text[4:].partition("\n---\n")
    if not closing:
        return {}, text
    lines = (line for line in head.split("\n") if not line.startswith((" ", "#", "-")))
    pairs = (line.partition(":") for line in lines)
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}, body
