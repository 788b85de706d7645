"""Rows of corrections: the formats that decisions are written in, CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from briefing.errors import CorrectionError
from briefing.gazetteer.index import Gazetteer
from briefing.linking.correction import Correction, fault

NO_PLACE = "-"
COLUMNS = (
    "text",
    "start",
    "end",
    "article",
    "source",
    "sentence",
    "place",
    "note",
    "author",
    "date",
)
_RECORDS = frozenset((".jsonl", ".ndjson"))
_NUMBERS = frozenset(("start", "end"))


def is_jsonl(path: Path) -> bool:
    """Tell by its suffix whether a file is JSON Lines; else it is CSV.

    Raises
    ------
    CorrectionError
        If the suffix is that of neither.
    """
    suffix = path.suffix.lower()
    if suffix not in _RECORDS | {".csv"}:
        refuse(path, 0, f"suffix {suffix!r}, expected .csv or .jsonl", "rename it")
    return suffix in _RECORDS


def read_rows(text: str, path: Path, source: Gazetteer) -> Iterator[Correction]:
    """Read the decisions in the text of a file.

    Raises
    ------
    CorrectionError
        If a line breaks the format; it names file and line.
    """
    rows = _json_rows(text, path) if is_jsonl(path) else _csv_rows(text, path)
    for line, row in rows:
        yield _decision(row, path, line, source)


def as_jsonl(decisions: Iterable[Correction]) -> str:
    """Return decisions as JSON Lines."""
    rows = (_row(one) for one in decisions)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_csv(decisions: Iterable[Correction]) -> str:
    """Return decisions as CSV with a header."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(one) for one in decisions)
    return stream.getvalue()


def refuse(path: Path, line: int, problem: str, remedy: str = "") -> NoReturn:
    """Refuse a line of a file, or with line 0 the file."""
    where = f" line {line}" if line else ""
    raise CorrectionError(f"corrections {path.name!r}{where}", problem, remedy)


def _row(decision: Correction) -> dict[str, Any]:
    values = {name: getattr(decision, name) for name in COLUMNS}
    values["place"] = values["place"] or NO_PLACE
    return {name: value for name, value in values.items() if value not in {"", None}}


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _check_columns(reader.fieldnames or (), path, 1)
        for row in reader:
            if None in row:
                problem = f"{len(row) - 1 + len(row[None])} fields, expected {len(row) - 1}"
                refuse(path, reader.line_num, problem, 'quote a text with commas: "Paris, Texas"')
            if any(row.values()):
                yield reader.line_num, row
    except csv.Error as error:
        refuse(path, reader.line_num, f"no CSV ({error})", "quote what holds quotes or commas")


def _json_rows(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            refuse(path, number, f"no JSON ({error})", "write one object a line")
        if not isinstance(row, dict):
            refuse(path, number, f"{type(row).__name__}, expected an object")
        _check_columns(row, path, number)
        yield number, row


def _check_columns(names: Iterable[str], path: Path, line: int) -> None:
    found = [str(name) for name in names]
    for name in found:
        if name not in COLUMNS:
            refuse(path, line, f"unknown column {name!r}", f"there are: {', '.join(COLUMNS)}")
    for name in ("text", "place"):
        if name not in found:
            refuse(path, line, f"no column {name!r}, expected at least text and place")
    if len(set(found)) < len(found):
        refuse(path, line, "a column stands twice", "keep one of the two")


def _decision(row: Mapping[str, Any], path: Path, line: int, source: Gazetteer) -> Correction:
    values: dict[str, Any] = {
        name: _value(name, row.get(name), path, line)
        for name in COLUMNS
        if row.get(name) or row.get(name) == 0
    }
    place = values.get("place", "")
    text = unicodedata.normalize("NFC", values.get("text", ""))
    made = replace(
        Correction(**{"text": "", **values, "place": "" if place == NO_PLACE else place}),
        text=text,
        line=line,
    )
    problem, remedy = fault(made, source)
    if problem:
        refuse(path, line, problem, remedy)
    return made


def _value(name: str, value: object, path: Path, line: int) -> str | int:
    if name in _NUMBERS:
        if type(value) is int and value >= 0:
            return value
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            return int(value)
        refuse(path, line, f"{name} {value!r}, expected a number of characters", "count from 0")
    if not isinstance(value, str):
        refuse(path, line, f"{name} is {type(value).__name__}, expected a text")
    return value.strip()
