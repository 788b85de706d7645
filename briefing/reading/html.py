"""Saved HTML → the article that a reader would see in it, as plain text.

The page is parsed, never run and never followed: no script, no style sheet, no entity from
outside, no address is opened. What a reader cannot see is taken out before the text is looked
for, so that a hidden word cannot become a place in a briefing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.errors import ArticleError
from briefing.reading.dating import NOT_DATED, choose_date, date_in_text
from briefing.reading.draft import Draft
from briefing.reading.pagedates import PageDates
from briefing.reading.tree import parse
from briefing.reading.visible import blocks, remove_unseen
from briefing.wording import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Looking for the main text among the rest costs more than linear time; beyond these bounds all
# visible text is taken instead.
MAX_ELEMENTS = 20_000
MAX_DEPTH = 150
MIN_MAIN_TEXT = 200  # characters; less than that is a menu or a notice, seldom an article

AROUND = frozenset({"nav", "header", "footer", "aside", "form", "menu"})

LOCALE = re.compile(r"[A-Za-z]{2}(?:[-_].*)?")
MAX_HEADING = 300


def read_page(html: str, what: str, *, find_main: bool = True) -> Draft:
    """Read the article out of a page.

    Parameters
    ----------
    html
        The page, decoded.
    what
        What it is, for the message.
    find_main
        Look for the article among menus, teasers and comments; else take all visible text.

    Raises
    ------
    ArticleError
        If it has no visible text, or its elements are nested too deeply to be parsed.
    """
    tree = parse(html, what)
    if tree is None:
        raise _no_text(what)
    metas, records = _metas(tree), list(_linked_data(tree))
    page, dates = _declared(tree, metas, records), PageDates(tree, metas, records)
    remove_unseen(tree)
    heading = _heading(tree, page)
    found = list(dates.found(tree, heading))
    text = (_main_text(tree) if find_main else "") or _all_text(tree, around=not find_main)
    if not text:
        raise _no_text(what)
    if heading and heading not in text[: 4 * len(heading) + 400]:
        text = f"{heading}\n\n{text}"
    if shown := date_in_text(text, dates.order):
        found.append(shown)
    date = choose_date(found)
    return replace(
        page,
        text=text,
        title=heading or page.title,
        date=date.date if date else None,
        dated=date.source if date else NOT_DATED,
    )


def _no_text(what: str) -> ArticleError:
    return ArticleError(what, "found no visible text, expected an article")


def _metas(tree: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.lower(), (meta.get("content") or "").strip())
    return metas


def _declared(tree: HtmlElement, metas: dict[str, str], records: list[dict[str, Any]]) -> Draft:
    """Read what the page declares of itself: title, language and publication."""
    title = metas.get("og:title") or _first_text(records, "headline")
    locale = tree.get("lang") or metas.get("og:locale", "")
    return Draft(
        title=title or one_line(tree.findtext(".//title") or ""),
        language=locale[:2].lower() if LOCALE.fullmatch(locale) else "",
        source=metas.get("og:site_name") or metas.get("application-name", ""),
    )


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Give the schema.org records of the page."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            stack = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while stack:
            record = stack.pop()
            if isinstance(record, list):
                stack += reversed(record)
            elif isinstance(record, dict):
                yield record
                stack.append(record.get("@graph"))


def _first_text(records: list[dict[str, Any]], key: str) -> str:
    values = (record.get(key) for record in records)
    return next((value for value in values if isinstance(value, str) and value), "")


def _heading(tree: HtmlElement, page: Draft) -> str:
    """Give the headline that stands on the page: what its title repeats, or its only one."""
    headings = [text for h1 in tree.iter("h1") if 0 < len(text := _inline(h1)) <= MAX_HEADING]
    headings = [text for text in headings if text.casefold() != page.source.casefold()]
    repeated = [text for text in headings if text in page.title]
    return max(repeated, key=len) if repeated else headings[0] if len(headings) == 1 else ""


def _inline(element: HtmlElement) -> str:
    return one_line("".join(element.itertext()))


def _main_text(tree: HtmlElement) -> str:
    """Find the article among menus, teasers and comments; empty if that finds too little."""
    if _is_large(tree):
        return ""
    import trafilatura  # noqa: PLC0415 - 0.3 s, which only saved pages pay

    document = trafilatura.bare_extraction(tree, include_comments=False)
    body = getattr(document, "body", None)
    text = "\n\n".join(blocks(body)) if body is not None else ""
    return text if len(text) >= MIN_MAIN_TEXT else ""


def _is_large(tree: HtmlElement) -> bool:
    import lxml.etree  # noqa: PLC0415

    depth = 0
    for count, (event, _) in enumerate(lxml.etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH or count > 2 * MAX_ELEMENTS:
            return True
    return False


def _all_text(tree: HtmlElement, *, around: bool) -> str:
    """Give all visible text of the page, with or without what stands around an article."""
    body = tree.find("body")
    root = tree if body is None else body
    text = "" if around else "\n\n".join(blocks(root, AROUND))
    return text if len(text) >= MIN_MAIN_TEXT else "\n\n".join(blocks(root))
