"""Streams: many articles, of a folder, a file of records, or a pipe, one at a time."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from briefing.errors import ArticleError
from briefing.reading.article import Article
from briefing.reading.files import article_of, article_of_record, read_article
from briefing.reading.records import holds_records
from briefing.reading.refusals import MAX_BYTES, called, too_large, unreadable


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
        raise unreadable(called(path), error) from error
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
        yield unreadable(called(path), error)


def _from_stream(stream: BinaryIO) -> Iterator[Article | ArticleError]:
    line = stream.readline(MAX_BYTES + 1)
    if line.removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
        yield from _records_of(stream, "", line)
        return
    try:
        yield article_of(line + stream.read(MAX_BYTES + 1 - len(line)), "", "article")
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
                raise too_large(what, f"more than {MAX_BYTES:,} bytes")
            if line.strip():
                fallback_id = f"{Path(name).stem or 'record'}-{number}"
                yield article_of_record(line.rstrip(b"\r\n"), what, fallback_id)
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
