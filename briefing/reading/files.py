"""Files: one article of one file, or of its content.

Text, Markdown, saved HTML, and records in JSON. What a file is, is told by its content; nothing
in it is run, followed or fetched.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from codecs import BOM_UTF8
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from briefing.errors import ArticleError
from briefing.reading.article import Article, headline
from briefing.reading.dating import NOT_DATED, DateSource, FoundDate, choose_date
from briefing.reading.decoding import clean, keep
from briefing.reading.draft import Draft, as_date, checked_date, checked_language
from briefing.reading.formats import read_file
from briefing.reading.records import STREAM_SUFFIXES, are_records, is_record, read_record
from briefing.reading.refusals import MAX_BYTES, called, empty, too_large, unreadable
from briefing.wording import one_line

RECORD_SUFFIXES = STREAM_SUFFIXES | {".json"}
DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


def read_article(
    source: str | Path | bytes,
    *,
    title: str | None = None,
    date: dt.date | str | None = None,
    language: str | None = None,
    origin: str | None = None,
) -> Article:
    """Read one article.

    Parameters
    ----------
    source
        A path; or the content of a file as bytes; or as a str, if that holds a line feed. A str
        without a line feed is always a path. Text, Markdown, HTML or one JSON record, at most
        2 MB.
    title, date, language, origin
        What is known better than from the file; `origin` becomes ``Article.source``.

    Raises
    ------
    ArticleError
        If there is no such file, or it is empty, too large, no text, in a doubtful encoding, or a
        record with a missing or wrong field.

    Notes
    -----
    Of a saved page, the article is told from menus, teasers and comments by trafilatura, whose
    time grows faster than its input: beyond 20,000 elements or 150 levels, and where it finds next
    to nothing, all visible text is taken. Markdown is read up to 300,000 characters.
    """
    if isinstance(source, str) and "\n" in source:
        source = keep(source.replace("\r\n", "\n")).encode()
    if isinstance(source, bytes):
        data, name = source, ""
    else:
        path = Path(source)
        data, name = _bytes_of(path), path.name
    what = called(Path(name)) if name else "article"
    article, given = article_of(data, name, what), checked_date(date, what)
    return replace(
        article,
        title=article.title if title is None else one_line(title),
        date=article.date if given is None else given,
        dated=article.dated if given is None else DateSource("given", str(date)),
        language=article.language if language is None else checked_language(language, what),
        source=article.source if origin is None else one_line(origin),
    )


def article_of(data: bytes, name: str, what: str) -> Article:
    """Tell what kind of file it is, by its content first, and read it."""
    if len(data) > MAX_BYTES:
        raise too_large(what, f"more than {MAX_BYTES:,} bytes")
    if not data.removeprefix(BOM_UTF8).strip():
        raise empty(what)
    sha256 = hashlib.sha256(data).hexdigest()
    path = Path(name)
    ident = one_line(clean(path.stem)) or f"text-{sha256[:12]}"
    # Records are refused by name: as text they would be an article of brackets.
    if path.suffix.lower() in RECORD_SUFFIXES or is_record(data) or are_records(BytesIO(data)):
        return replace(article_of_record(data.strip(), what, ident), sha256=sha256)
    draft = read_file(data, path.suffix.lower(), what)
    text = clean(draft.text).strip("\n")
    if not text.strip():
        raise empty(what)
    date, dated = _dated(draft, name)
    return Article(
        id=ident,
        text=text,
        title=one_line(clean(draft.title)) or headline(text),
        date=date,
        dated=dated,
        language=draft.language,
        source=one_line(clean(draft.source)),
        sha256=sha256,
    )


def article_of_record(data: bytes, what: str, fallback_id: str) -> Article:
    """Read one record, which may have an id of its own."""
    draft = read_record(data, what)
    text = keep(draft.text)
    if not text.strip():
        raise empty(what)
    return Article(
        id=one_line(keep(draft.id)) or fallback_id,
        text=text,
        title=one_line(keep(draft.title)) or headline(text),
        date=draft.date,
        dated=draft.dated,
        language=draft.language,
        source=one_line(keep(draft.source)),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _bytes_of(path: Path) -> bytes:
    what = called(path)
    try:
        if path.is_dir():
            raise ArticleError(what, "a folder, expected a file", "read it with read_articles")
        with path.open("rb") as file:
            size = path.stat().st_size
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise unreadable(what, error) from error
    if len(data) > MAX_BYTES:
        raise too_large(what, f"{max(size, len(data)):,} bytes")
    return data


def _dated(draft: Draft, name: str) -> tuple[dt.date | None, DateSource]:
    """Return the date that a file gives or its name has, and how it was found."""
    found = [FoundDate(draft.date, draft.dated)] if draft.date else []
    found += [
        FoundDate.at(date, "file name", name)
        for hit in DATE_IN_NAME.finditer(name)
        if (date := as_date(hit[1]))
    ]
    chosen = choose_date(found)
    return (chosen.date, chosen.source) if chosen else (None, NOT_DATED)
