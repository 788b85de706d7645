"""Corrections: an analyst's decisions on what the names of articles mean.

A correction says of a name, as it is written, which place it means, or that it means none: of one
mention (by its span, or by words around it), of the name in one article, in the articles of one
source, or everywhere. The most specific one wins. The linker obeys, and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import CorrectionError
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.overlay import gazetteer_in_use
from briefing.linking.correction import Correction, fault
from briefing.linking.correction_rows import as_csv, as_jsonl, is_jsonl, read_rows, refuse
from briefing.reading.article import Article

__all__ = [
    "NO_CORRECTIONS", "Correction", "Corrections", "checked", "parse_corrections",
    "read_corrections",
]  # fmt: skip

MAX_BYTES = 20_000_000


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
        return hashlib.sha256(as_jsonl(self).encode("utf-8", "surrogatepass")).hexdigest()

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
        content = as_jsonl(self) if is_jsonl(path) else as_csv(self)
        with output_errors(path), replacing(path) as stream:
            stream.write(content)
        return path

    def to_jsonl(self) -> str:
        """Return the decisions as JSON Lines."""
        return as_jsonl(self)


NO_CORRECTIONS = Corrections()


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
            refuse(path, 0, f"larger than {MAX_BYTES:,} bytes", "split it by source")
        content = path.read_bytes()
    except OSError as error:
        refuse(path, 0, (error.strerror or str(error)).lower())
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
        refuse(path, line, f"byte {content[error.start]:#04x} is no UTF-8", "save it as UTF-8")
    decisions = tuple(read_rows(text, path, gazetteer or gazetteer_in_use()))
    seen: dict[tuple[object, ...], int] = {}
    for one in decisions:
        earlier = seen.setdefault(one.target, one.line)
        if earlier != one.line:
            problem = f"{one.text!r} is decided in line {earlier} already"
            refuse(path, one.line, problem, "keep one of the two")
    return Corrections(decisions)


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
        problem, remedy = fault(one, gazetteer or gazetteer_in_use())
        if problem:
            raise CorrectionError(f"correction {one}", problem, remedy)
        found = Corrections((*found, one))
    return found


def asked_corrections(
    given: Corrections | str | Path | None, gazetteer: Gazetteer | None
) -> Corrections:
    """Return decisions as a caller gives them: themselves, the file of them, or none."""
    if isinstance(given, str | Path):
        return read_corrections(given, gazetteer)
    return NO_CORRECTIONS if given is None else given
