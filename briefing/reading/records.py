"""Articles as JSON records: ``{"id", "text", "title"?, "date"?, "language"?, "source"?}``."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any, BinaryIO

from briefing.errors import ArticleError
from briefing.reading.dating import KINDS, DateSource
from briefing.reading.draft import Draft, checked_language, dated_by, declared_date

STREAM_SUFFIXES = frozenset({".jsonl", ".ndjson"})
_LONGEST = 2_000_000  # bytes of a line that is looked at; an article is no longer
TYPES = {dict: "object", list: "list", str: "text", int: "number", float: "number", bool: "boolean"}


def read_record(data: bytes, what: str) -> Draft:
    """Read one record; fields that it does not know are left alone.

    Parameters
    ----------
    data
        A JSON object in UTF-8.
    what
        Where it stands, for the message.

    Raises
    ------
    ArticleError
        If it is no JSON object, has no text, or a field is of the wrong type.
    """
    record = _parse(data, what)
    if record.get("text") is None:
        raise ArticleError(what, "field 'text' is missing, expected the article's text")
    given = record.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        record["id"] = str(given)
    date = _text(record, "date", what)
    day, dated = declared_date(date, "record", date)
    draft = Draft(
        id=_text(record, "id", what),
        text=_text(record, "text", what),
        title=_text(record, "title", what),
        date=day,
        dated=_dated(record, what) or dated,
        language=checked_language(_text(record, "language", what), what),
        source=_text(record, "source", what),
    )
    return dated_by(draft, draft.text)


def is_record(data: bytes) -> bool:
    """Tell whether these bytes are a JSON object with a text, and not a text in curly brackets."""
    if not data.removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
        return False
    try:
        return "text" in json.loads(data.removeprefix(BOM_UTF8))
    except (ValueError, RecursionError):
        return False


def are_records(stream: BinaryIO) -> bool:
    """Tell whether a stream is JSONL: a first line that is a record, and more after it.

    A single record is one article, on one line or on several.
    """
    line = stream.readline(_LONGEST)
    while line.isspace():
        line = stream.readline(_LONGEST)
    if not is_record(line):
        return False
    rest = stream.read(_LONGEST)
    while rest.isspace():
        rest = stream.read(_LONGEST)
    return bool(rest)


def holds_records(path: Path) -> bool:
    """Tell whether a file holds articles as records, one a line, and is not one article.

    So says its suffix (``.jsonl``, ``.ndjson``) or, under any name, its content. A file that
    cannot be read is none: reading it says why.
    """
    if path.suffix.lower() in STREAM_SUFFIXES:
        return True
    try:
        with path.open("rb") as stream:
            return are_records(stream)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False


def _parse(data: bytes, what: str) -> dict[str, Any]:
    try:
        record = json.loads(data.removeprefix(BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise ArticleError(
            what, "found bytes that are not UTF-8, expected JSON in UTF-8", "save it as UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            problem = "found more than one record, expected one"
            raise ArticleError(what, problem, "give one a line to read_articles") from error
        raise ArticleError(what, f"found no JSON ({error.msg}), expected one object") from error
    except (RecursionError, ValueError) as error:
        raise ArticleError(what, f"found unreadable JSON ({error}), expected one object") from error
    if not isinstance(record, dict):
        raise ArticleError(what, f"found a JSON {_kind(record)}, expected one object")
    return record


def _text(record: dict[str, Any], field: str, what: str) -> str:
    value = record.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ArticleError(what, f"field {field!r} is a {_kind(value)}, expected text")
    return value


def _dated(record: dict[str, Any], what: str) -> DateSource | None:
    """Read how the date was found, as this package writes it for its own runs."""
    value = record.get("dated")
    if not isinstance(value, dict) or value.get("kind") not in KINDS:
        return None
    return DateSource(value["kind"], _text(value, "words", what))


def _kind(value: object) -> str:
    return TYPES.get(type(value), "null")
