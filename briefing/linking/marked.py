"""Marked articles: texts whose places people have marked, to measure the linker by.

Two formats. JSON Lines, one article a line, with ``id``, ``text`` and ``toponyms``, each of which
has ``start``, ``end`` (half-open, in code points), ``text``, ``lat``, ``lon`` (degrees, or null)
and, where known, ``place``, ``country``, ``geonameid``, ``level`` and ``optional``. And marked
text: articles one after the other, each under a line ``=== id | key=value | ...`` (keys:
``language``, ``date``, ``source``, ``title``), with the places written into the text as
``[Kyiv](city:703448)``: what the article says, and the id of the place that is meant.
``[Foo](?)`` marks a name of a place that the gazetteer does not have.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from briefing.errors import ArticleError
from briefing.gazetteer.index import Gazetteer, gazetteer
from briefing.linking.located import Located
from briefing.reading.article import Article

_HEADER = "=== "
_BLOCK = re.compile(r"(?m)^(?==== )")
_MARK = re.compile(r"\[([^\[\]\n]{1,200})\]\(([^()\s]{1,100})\)")
_LEVELS = {"country": "country", "region": "admin1", "district": "admin2+", "city": "populated"}
_UNKNOWN = "?"
_POINT = ("lat", "lon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym(Located):
    """A name of a place that somebody has marked.

    Attributes
    ----------
    text
        The words as written.
    level
        What kind of place it is, as the corpus says: ``country``, ``admin1``, ``populated`` ...
    optional
        Whether it counts neither when it is found nor when it is missed.
    """

    text: str
    level: str = ""
    optional: bool = False

    def values(self) -> dict[str, Any]:
        """Return all of it by name, as plain values; the words stand beside their span."""
        return {"start": self.start, "end": self.end, "text": self.text} | asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedArticle:
    """An article with the places that people marked in it.

    Attributes
    ----------
    article
        What the spans refer to.
    toponyms
        As marked; they may nest.
    corpus
        What it is counted with.
    demonyms_annotated
        Whether words such as "French" were marked.
    """

    article: Article
    toponyms: tuple[Toponym, ...]
    corpus: str
    demonyms_annotated: bool = True

    def to_record(self) -> dict[str, Any]:
        """Return the article as `read_marked` reads it from JSON Lines; plain JSON types."""
        article = self.article
        fields: dict[str, Any] = {
            "id": article.id,
            "corpus": self.corpus,
            **article.to_record(),
            "sha256": "",  # of the file that it stood in
            "toponyms": [_toponym_record(one) for one in self.toponyms],
        }
        if not self.demonyms_annotated:
            fields["demonyms_annotated"] = False
        return {name: value for name, value in fields.items() if value != ""}


def _toponym_record(one: Toponym) -> dict[str, Any]:
    return {
        name: value
        for name, value in one.values().items()
        if name in _POINT or value not in {"", None, False} or type(value) is int
    }


def read_marked(path: Path, source: Gazetteer | None = None) -> Iterator[MarkedArticle]:
    """Read the articles of a file, in order.

    Parameters
    ----------
    path
        UTF-8; ``.jsonl`` or ``.txt``.
    source
        What knows the ids in marked text; by default the gazetteer of this package.

    Raises
    ------
    ArticleError
        If the file cannot be read or breaks its format; an id of an article stands twice; or a
        mark names a place that the gazetteer does not have.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        _refuse(f"file {path.name!r}", "no UTF-8", "save it as UTF-8")
    except OSError as error:
        _refuse(f"file {path.name!r}", (error.strerror or str(error)).lower())
    read = _marked_text if path.suffix.lower() == ".txt" else _records
    seen: set[str] = set()
    for one in read(text, path, source or gazetteer()):
        if one.article.id in seen:
            _refuse(f"article {one.article.id!r} of {path.name}", "stands twice, expected once")
        seen.add(one.article.id)
        yield one
    if not seen:
        _refuse(f"file {path.name!r}", "no marked article", "see docs/linking.md for the formats")


# --- marked text --------------------------------------------------------------------------------


def _marked_text(text: str, path: Path, source: Gazetteer) -> Iterator[MarkedArticle]:
    for block in _BLOCK.split(text):
        if not block.startswith(_HEADER):
            continue
        header, _, body = block.partition("\n")
        article_id, *pairs = (part.strip() for part in header.removeprefix(_HEADER).split("|"))
        what = f"article {article_id!r} of {path.name}"
        fields = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        bare, toponyms = _unmark(body.strip(), source, what)
        article = _article({"id": article_id, "text": bare, **fields}, what)
        yield MarkedArticle(article=article, toponyms=tuple(toponyms), corpus=path.stem)


def _unmark(body: str, source: Gazetteer, what: str) -> tuple[str, list[Toponym]]:
    """Take the marks out of a text; return it and the places with their spans."""
    parts: list[str] = []
    length = last = 0
    toponyms: list[Toponym] = []
    for match in _MARK.finditer(body):
        before = body[last : match.start()]
        name, place_id = match.groups()
        start = length + len(before)
        length = start + len(name)
        toponyms.append(_toponym_of(name, place_id, start, source, what))
        parts += before, name
        last = match.end()
    text = "".join((*parts, body[last:]))
    if "](" in text:
        near = text[max(0, text.index("](") - 30) :][:60]
        _refuse(what, f"found a broken mark near {near!r}, expected [words](id)")
    return text, toponyms


def _toponym_of(name: str, place_id: str, start: int, source: Gazetteer, what: str) -> Toponym:
    end = start + len(name)
    if place_id == _UNKNOWN:
        return Toponym(start=start, end=end, text=name)
    place = source.by_id(place_id)
    if place is None:
        _refuse(what, f"{name!r} is marked {place_id!r}, expected an id of the gazetteer")
    return Toponym(
        start=start,
        end=end,
        text=name,
        lat=place.lat,
        lon=place.lon,
        place=place.id,
        country=place.country or "",
        geonameid=place.geonameid,
        level=_LEVELS.get(place.kind.value, place.kind.value),
    )


# --- records ------------------------------------------------------------------------------------


def _records(text: str, path: Path, _source: Gazetteer) -> Iterator[MarkedArticle]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        what = f"record of line {number} of {path.name}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            _refuse(what, f"no JSON ({error})", "write one object a line")
        if not isinstance(record, dict) or not isinstance(record.get("toponyms"), list):
            _refuse(what, "no object with 'toponyms', expected id, text and toponyms")
        article = _article(record, what)
        yield MarkedArticle(
            article=article,
            toponyms=tuple(_toponym(one, article.text, what) for one in record["toponyms"]),
            corpus=str(record.get("corpus") or path.stem),
            demonyms_annotated=record.get("demonyms_annotated") is not False,
        )


def _toponym(raw: object, text: str, what: str) -> Toponym:
    try:
        fields: Mapping[str, Any] = dict(raw)  # type: ignore[call-overload]
        start, end = int(fields["start"]), int(fields["end"])
        toponym = Toponym.read(
            fields,
            text=text[start:end],
            level=str(fields.get("level") or ""),
            optional=bool(fields.get("optional")),
        )
    except (KeyError, TypeError, ValueError) as error:
        _refuse(
            what, f"a toponym of {type(error).__name__} ({error}), expected start, end, lat, lon"
        )
    if not 0 <= start < end <= len(text) or fields.get("text", toponym.text) != toponym.text:
        _refuse(what, f"the span {start}-{end} is not {fields.get('text')!r}, expected code points")
    return toponym


def _article(record: Mapping[str, Any], what: str) -> Article:
    article_id, text = record.get("id"), record.get("text")
    if not isinstance(article_id, str) or not isinstance(text, str):
        _refuse(what, "id or text is no text, expected both")
    try:
        date = dt.date.fromisoformat(record["date"][:10]) if record.get("date") else None
    except (TypeError, ValueError):
        date = None  # corpora write dates in many ways, and nothing is scored by them
    return Article(
        id=article_id,
        text=text,
        title=str(record.get("title") or ""),
        date=date,
        language=str(record.get("language") or record.get("lang") or ""),
        source=str(record.get("source") or ""),
    )


def _refuse(what: str, problem: str, remedy: str = "") -> NoReturn:
    raise ArticleError(what, problem, remedy)
