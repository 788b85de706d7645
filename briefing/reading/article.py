"""Articles: what goes in, read once and kept as it was.

Text, Markdown, saved HTML, and records in JSON. What a file is, is told by its content; nothing
in it is run, followed or fetched.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from briefing.errors import ArticleError
from briefing.reading.dating import NOT_DATED, DateSource, FoundDate, choose_date
from briefing.reading.decoding import clean, keep
from briefing.reading.draft import (
    Draft,
    as_date,
    checked_date,
    checked_language,
    dated_by,
    one_line,
)
from briefing.reading.formats import read_file
from briefing.reading.records import (
    STREAM_SUFFIXES,
    are_records,
    holds_records,
    is_record,
    read_record,
)
from briefing.reading.spans import paragraphs, sentences

MAX_BYTES = 2_000_000  # of one article: ten times the longest report that a newspaper prints
MAX_TITLE = 160  # characters
_NAMED = 5  # articles in one complaint

RECORD_SUFFIXES = STREAM_SUFFIXES | {".json"}
DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Article:
    r"""A text with what is known about it.

    Attributes
    ----------
    id
        Name of the article inside its input: the file's stem, or the ``id`` of a JSONL record.
    text
        The plain text that all spans refer to, in Unicode code points. Control characters and
        lone surrogates are replaced one for one by U+FFFD (a carriage return by a space), so that
        every character can be written; nothing else is changed in a JSONL record. Text from files
        has its line ends made ``\n``, is in Unicode normal form C, and holds no characters that
        only steer the display (soft hyphens, zero-width spaces, bidirectional overrides).
    title
        Headline, or empty. Where a file shows it, it is the first paragraph of the text as well.
    date
        Date of publication, or None.
    dated
        How the date was found: where, and in which words. Its kind is empty if there is none.
    language
        ISO 639-1 code, or empty if unknown.
    source
        Publication, wire or station that it came from, or empty.
    sha256
        Hex digest of the bytes that were read.

    Examples
    --------
    >>> article = Article.from_text("Talks in Tehran\n\nThey met. They left.", id="talks")
    >>> article.title, article.sentences
    ('Talks in Tehran', ((0, 15), (17, 26), (27, 37)))
    """

    id: str
    text: str
    title: str = ""
    date: dt.date | None = None
    dated: DateSource = NOT_DATED
    language: str = ""
    source: str = ""
    sha256: str = ""

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Half-open spans of the text, in order and without overlap; a heading is one of them."""
        return paragraphs(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Half-open spans of the text, in order; every sentence lies inside one paragraph."""
        return sentences(self.text)

    @classmethod
    def from_text(  # noqa: PLR0913 - the fields of an article, all by name
        cls,
        text: str,
        *,
        id: str = "text",  # noqa: A002 - the field is called so
        title: str | None = None,
        date: dt.date | str | None = None,
        language: str | None = None,
        source: str | None = None,
    ) -> Article:
        """Make an article of a plain text, which is kept but for what cannot be written.

        Raises
        ------
        ArticleError
            If the text is empty or an argument is no date or language.
        """
        what = f"article {id!r}"
        kept = keep(text)
        if not kept.strip():
            raise _empty(what)
        code, day = checked_language(language or "", what), checked_date(date, what)
        draft = dated_by(Draft(date=day, dated=DateSource("given", str(day)), language=code), kept)
        return cls(
            id=keep(id),
            text=kept,
            title=one_line(headline(kept) if title is None else title),
            date=draft.date,
            dated=draft.dated,
            language=code,
            source=one_line(source or ""),
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        )


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
    what = _called(Path(name)) if name else "article"
    article, given = _article_of(data, name, what), checked_date(date, what)
    return replace(
        article,
        title=article.title if title is None else one_line(title),
        date=article.date if given is None else given,
        dated=article.dated if given is None else DateSource("given", str(date)),
        language=article.language if language is None else checked_language(language, what),
        source=article.source if origin is None else one_line(origin),
    )


def read_articles(source: str | Path | BinaryIO) -> Iterator[Article | ArticleError]:
    """Read many articles, one at a time; what cannot be read is given as the error, in its place.

    Parameters
    ----------
    source
        A folder: its files in the order of their names, without hidden ones and subfolders.
        A file of any kind that `read_article` reads, or JSONL: one record a line, of any number.
        A binary stream: JSONL if it starts with ``{``, else one article.

    Yields
    ------
    Article or ArticleError
        Records without an id are called after their line (``wire-7``); a repeated id gets
        ``-2``, ``-3`` and so on.
    """
    seen: set[str] = set()
    for article in _each(source):
        yield article if isinstance(article, ArticleError) else _with_new_id(article, seen)


def headline(text: str) -> str:
    r"""Give the first line if it looks like a headline: short, no full stop, then a blank line.

    Examples
    --------
    >>> headline("Talks in Tehran\n\nThey met."), headline("They met.\n\nThey left.")
    ('Talks in Tehran', '')
    """
    first, _, rest = text.lstrip().partition("\n")
    first, (gap, _, body) = first.strip(), rest.partition("\n")
    is_headline = len(first) <= MAX_TITLE and not gap.strip() and body.strip()
    return first if is_headline and not first.endswith((".", "。", ":", ";", ",")) else ""


def misread(article: Article) -> str:
    """Say in one line that nobody can read the date that an article declares; empty if one can."""
    words = article.dated.misread
    if not words:
        return ""
    instead = f"its text says {article.date}" if article.date else "it is read without a date"
    return f"article {article.id!r}: date is {words!r}, expected YYYY-MM-DD; {instead}"


def undated(articles: Sequence[Article]) -> str:
    """Say in one line that no date was found in some articles, and what to do about it."""
    named = ", ".join(repr(one.id) for one in articles[:_NAMED])
    more = f" and {len(articles) - _NAMED} more" if len(articles) > _NAMED else ""
    return (
        f"article {named}{more}: found no date, expected one in its record, address or dateline; "
        "give it with --as-of DATE"
    )


def _each(source: str | Path | BinaryIO) -> Iterator[Article | ArticleError]:
    if not isinstance(source, str | Path):
        yield from _from_stream(source)
        return
    try:
        for file in article_files(Path(source)):
            yield from _from_file(file)
    except ArticleError as error:
        yield error


def article_files(path: Path) -> list[Path]:
    """List the files of an input: those of a folder in order of name, or the one file.

    Hidden files and subfolders are left out.

    Raises
    ------
    ArticleError
        If the folder cannot be read.
    """
    try:
        if not path.is_dir():
            return [path]
        files = [file for file in path.iterdir() if file.is_file() and file.name[0] != "."]
    except (OSError, ValueError) as error:
        raise _unreadable(_called(path), error) from error
    return sorted(files, key=_name)


def _name(path: Path) -> str:
    return path.name


def _from_file(path: Path) -> Iterator[Article | ArticleError]:
    try:
        if holds_records(path):
            with path.open("rb") as stream:
                yield from _records_of(stream, path.name)
        else:
            yield read_article(path)
    except ArticleError as error:
        yield error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield _unreadable(_called(path), error)


def _from_stream(stream: BinaryIO) -> Iterator[Article | ArticleError]:
    line = stream.readline(MAX_BYTES + 1)
    if line.removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
        yield from _records_of(stream, "", line)
        return
    try:
        yield _article_of(line + stream.read(MAX_BYTES + 1 - len(line)), "", "article")
    except ArticleError as error:
        yield error


def _records_of(
    stream: BinaryIO, name: str, first_line: bytes = b""
) -> Iterator[Article | ArticleError]:
    line = first_line or stream.readline(MAX_BYTES + 1)
    number = 1
    while line:
        what = f"{name} line {number}".lstrip()
        try:
            if len(line) > MAX_BYTES:
                _skip_line(stream, line)
                raise _too_large(what, f"more than {MAX_BYTES:,} bytes")
            if line.strip():
                fallback_id = f"{Path(name).stem or 'record'}-{number}"
                yield _article_of_record(line.rstrip(b"\r\n"), what, fallback_id)
        except ArticleError as error:
            yield error
        number, line = number + 1, stream.readline(MAX_BYTES + 1)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_BYTES)


def _with_new_id(article: Article, seen: set[str]) -> Article:
    new, number = article.id, 1
    while new in seen:
        number += 1
        new = f"{article.id}-{number}"
    seen.add(new)
    return article if new == article.id else replace(article, id=new)


def _bytes_of(path: Path) -> bytes:
    what = _called(path)
    try:
        if path.is_dir():
            raise ArticleError(what, "a folder, expected a file", "read it with read_articles")
        with path.open("rb") as file:
            size = path.stat().st_size
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(what, error) from error
    if len(data) > MAX_BYTES:
        raise _too_large(what, f"{max(size, len(data)):,} bytes")
    return data


def _called(path: Path) -> str:
    name = path.name or str(path)
    return f"article {name if len(name) <= 80 else name[:77] + '...'!r}"


def _article_of(data: bytes, name: str, what: str) -> Article:
    """Tell what kind of file it is, by its content first, and read it."""
    if len(data) > MAX_BYTES:
        raise _too_large(what, f"more than {MAX_BYTES:,} bytes")
    if not data.removeprefix(BOM_UTF8).strip():
        raise _empty(what)
    sha256 = hashlib.sha256(data).hexdigest()
    path = Path(name)
    ident = one_line(clean(path.stem)) or f"text-{sha256[:12]}"
    # Records are refused by name: as text they would be an article of brackets.
    if path.suffix.lower() in RECORD_SUFFIXES or is_record(data) or are_records(BytesIO(data)):
        return replace(_article_of_record(data.strip(), what, ident), sha256=sha256)
    draft = read_file(data, path.suffix.lower(), what)
    text = clean(draft.text).strip("\n")
    if not text.strip():
        raise _empty(what)
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


def _article_of_record(data: bytes, what: str, fallback_id: str) -> Article:
    draft = read_record(data, what)
    text = keep(draft.text)
    if not text.strip():
        raise _empty(what)
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


def _empty(what: str) -> ArticleError:
    return ArticleError(what, "empty, expected text")


def _too_large(what: str, found: str) -> ArticleError:
    allowed = f"at most {MAX_BYTES:,} bytes"
    return ArticleError(what, f"{found}, expected {allowed}", "cut it or split it into articles")


def _unreadable(what: str, error: Exception) -> ArticleError:
    if isinstance(error, FileNotFoundError):
        return ArticleError(what, "no such file", "give a path, or a text with from_text")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return ArticleError(what, f"cannot be read ({reason})")
