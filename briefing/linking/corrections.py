"""Corrections: an analyst's decisions on what the names of articles mean.

A correction says of a name, as it is written, which place it means, or that it means none: of one
mention (by its span, or by words around it), of the name in one article, in the articles of one
source, or everywhere. The most specific one wins. The linker obeys, and says so.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from briefing.errors import CorrectionError
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.overlay import gazetteer_in_use
from briefing.reading.article import Article

MAX_BYTES = 20_000_000
MAX_NAME = 200  # characters
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A decision on what a name means.

    Attributes
    ----------
    text
        The name as it is written.
    place
        Id of the place that is meant; empty if the name means no place.
    start, end
        Half-open span of the article's text, in Unicode code points, if one mention is meant.
    article
        Id of the article that the decision holds in; empty for all.
    source
        Source of the articles that it holds in; empty for all.
    sentence
        Words around the name, as they are written, if only the mention in them is meant.
    note, author, date
        Why, who and when (ISO 8601); may be empty.
    line
        Where it stands in its file, 0 if in none.
    """

    text: str
    place: str
    start: int | None = None
    end: int | None = None
    article: str = ""
    source: str = ""
    sentence: str = ""
    note: str = ""
    author: str = ""
    date: str = ""
    line: int = field(default=0, compare=False)

    @property
    def target(self) -> tuple[object, ...]:
        """What the decision is about; no two of a set may be about the same."""
        return self.text, self.start, self.article, self.source, self.sentence

    @property
    def rank(self) -> int:
        """How specific it is: 4 for a span, 3 for words around it, 2, 1, 0 for a name alone."""
        if self.start is not None:
            return 4
        if self.sentence:
            return 3
        return 2 if self.article else int(bool(self.source))

    def concerns(self, article: Article) -> bool:
        """Tell whether the decision holds in an article."""
        return self.article in {"", article.id} and self.source in {"", article.source}

    @property
    def reason(self) -> str:
        """What a link that follows the decision says of itself."""
        return "decided by the analyst" + (f": {self.note}" if self.note else "")

    def __str__(self) -> str:
        where = f" at {self.start}-{self.end}" if self.start is not None else ""
        return f"{self.text!r}{where} → {self.place or 'no place'}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """A set of decisions, in the order of their file.

    Attributes
    ----------
    decisions
        No two of them are about the same.
    """

    decisions: tuple[Correction, ...] = ()

    def __len__(self) -> int:
        return len(self.decisions)

    def __iter__(self) -> Iterator[Correction]:
        return iter(self.decisions)

    def concerning(self, article: Article) -> tuple[Correction, ...]:
        """Return the decisions that hold in an article."""
        return tuple(one for one in self.decisions if one.concerns(article))

    def and_also(self, decision: Correction) -> Corrections:
        """Return the set with one more decision, in the place of one about the same."""
        others = tuple(one for one in self.decisions if one.target != decision.target)
        return Corrections((*others, decision))

    @property
    def sha256(self) -> str:
        """Hex digest of the decisions as JSON Lines: the same whatever file they came from."""
        return hashlib.sha256(self.to_jsonl().encode("utf-8", "surrogatepass")).hexdigest()

    def save(self, path: str | Path) -> Path:
        """Write the decisions to a file that `read_corrections` reads: CSV, or JSON Lines.

        Raises
        ------
        CorrectionError
            If the name of the file ends neither in ``.csv`` nor in ``.jsonl``.
        OutputError
            If it cannot be written.
        """
        from briefing.folder import output_errors, replacing  # noqa: PLC0415 - only to write

        path = Path(path)
        content = self.to_jsonl() if _is_jsonl(path) else self._csv()
        with output_errors(path), replacing(path) as stream:
            stream.write(content)
        return path

    def to_jsonl(self) -> str:
        """Return the decisions as JSON Lines."""
        rows = (_row(one) for one in self.decisions)
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    def _csv(self) -> str:
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_row(one) for one in self.decisions)
        return stream.getvalue()


NO_CORRECTIONS = Corrections()


def _row(decision: Correction) -> dict[str, Any]:
    values = {name: getattr(decision, name) for name in COLUMNS}
    values["place"] = values["place"] or NO_PLACE
    return {name: value for name, value in values.items() if value not in {"", None}}


def read_corrections(path: str | Path, gazetteer: Gazetteer | None = None) -> Corrections:
    """Read a file of decisions.

    Parameters
    ----------
    path
        UTF-8; CSV with a header, or JSON Lines. Columns: ``text`` and ``place`` (an id of the
        gazetteer; ``-`` or nothing for no place), and where wanted ``start`` and ``end`` with
        ``article``, or ``sentence``, ``article``, ``source``; ``note``, ``author``, ``date``.
    gazetteer
        What knows the places; by default the one of this package.

    Raises
    ------
    CorrectionError
        If the file cannot be read, or a line breaks the format; it names file and line.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            _refuse(path, 0, f"larger than {MAX_BYTES:,} bytes", "split it by source")
        content = path.read_bytes()
    except OSError as error:
        _refuse(path, 0, (error.strerror or str(error)).lower())
    return parse_corrections(content, path, gazetteer)


def parse_corrections(
    content: bytes, path: Path, gazetteer: Gazetteer | None = None
) -> Corrections:
    """Read the content of a file of decisions; see `read_corrections`.

    Raises
    ------
    CorrectionError
        As there.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(path, line, f"byte {content[error.start]:#04x} is no UTF-8", "save it as UTF-8")
    rows = _json_rows(text, path) if _is_jsonl(path) else _csv_rows(text, path)
    source = gazetteer or gazetteer_in_use()
    decisions = [_decision(row, path, line, source) for line, row in rows]
    seen: dict[tuple[object, ...], int] = {}
    for one in decisions:
        earlier = seen.setdefault(one.target, one.line)
        if earlier != one.line:
            problem = f"{one.text!r} is decided in line {earlier} already"
            _refuse(path, one.line, problem, "keep one of the two")
    return Corrections(tuple(decisions))


def checked(corrections: Iterable[Correction], gazetteer: Gazetteer | None = None) -> Corrections:
    """Check decisions that come from no file.

    Raises
    ------
    CorrectionError
        If one breaks the rules of the format, or two are about the same.
    """
    found = Corrections()
    for one in corrections:
        if any(one.target == other.target for other in found):
            raise CorrectionError(f"correction {one}", "decided twice", "keep one of the two")
        problem, remedy = _fault(one, gazetteer or gazetteer_in_use())
        if problem:
            raise CorrectionError(f"correction {one}", problem, remedy)
        found = Corrections((*found, one))
    return found


def _is_jsonl(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in _RECORDS | {".csv"}:
        _refuse(path, 0, f"suffix {suffix!r}, expected .csv or .jsonl", "rename it")
    return suffix in _RECORDS


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _check_columns(reader.fieldnames or (), path, 1)
        for row in reader:
            if None in row:
                problem = f"{len(row) - 1 + len(row[None])} fields, expected {len(row) - 1}"
                _refuse(path, reader.line_num, problem, 'quote a text with commas: "Paris, Texas"')
            if any(row.values()):
                yield reader.line_num, row
    except csv.Error as error:
        _refuse(path, reader.line_num, f"no CSV ({error})", "quote what holds quotes or commas")


def _json_rows(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            _refuse(path, number, f"no JSON ({error})", "write one object a line")
        if not isinstance(row, dict):
            _refuse(path, number, f"{type(row).__name__}, expected an object")
        _check_columns(row, path, number)
        yield number, row


def _check_columns(names: Iterable[str], path: Path, line: int) -> None:
    found = [str(name) for name in names]
    for name in found:
        if name not in COLUMNS:
            _refuse(path, line, f"unknown column {name!r}", f"there are: {', '.join(COLUMNS)}")
    for name in ("text", "place"):
        if name not in found:
            _refuse(path, line, f"no column {name!r}, expected at least text and place")
    if len(set(found)) < len(found):
        _refuse(path, line, "a column stands twice", "keep one of the two")


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
    problem, remedy = _fault(made, source)
    if problem:
        _refuse(path, line, problem, remedy)
    return made


def _value(name: str, value: object, path: Path, line: int) -> str | int:
    if name in _NUMBERS:
        if type(value) is int and value >= 0:
            return value
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            return int(value)
        _refuse(path, line, f"{name} {value!r}, expected a number of characters", "count from 0")
    if not isinstance(value, str):
        _refuse(path, line, f"{name} is {type(value).__name__}, expected a text")
    return value.strip()


def _fault(one: Correction, source: Gazetteer) -> tuple[str, str]:
    """Say what is wrong with a decision, and what helps; nothing if it is sound."""
    if not one.text or one.text != one.text.strip() or len(one.text) > MAX_NAME:
        return f"text {one.text[:40]!r}, expected a name of 1 to {MAX_NAME} characters", ""
    if one.place and source.row(one.place) is None:
        return (
            f"place {one.place!r}, expected an id of the gazetteer as city:703448, or - for none",
            f"see: briefing place {one.text}",
        )
    words = unicodedata.normalize("NFC", one.sentence)
    if words and unicodedata.normalize("NFC", one.text) not in words:
        return f"sentence {one.sentence[:60]!r}, expected one that holds {one.text!r}", ""
    return _span_fault(one) or _date_fault(one.date)


def _span_fault(one: Correction) -> tuple[str, str] | None:
    if one.start is None and one.end is None:
        return None
    if one.start is None or one.end is None:
        return "one of start and end alone, expected both or neither", ""
    if not 0 <= one.start < one.end:
        return f"start {one.start} and end {one.end}, expected a half-open span", ""
    if not one.article:
        return "a span without an article", "give the id of the article that it counts in"
    return None


def _date_fault(date: str) -> tuple[str, str]:
    try:
        if date:
            dt.date.fromisoformat(date)
    except ValueError:
        return f"date {date!r}, expected YYYY-MM-DD", ""
    return "", ""


def _refuse(path: Path, line: int, problem: str, remedy: str = "") -> NoReturn:
    where = f" line {line}" if line else ""
    raise CorrectionError(f"corrections {path.name!r}{where}", problem, remedy)
