"""Linting: what an analyst should mend in a file of judgements, or in a finished brief.

In a brief, the judgements and the bottom line are read if they are the analyst's own, and so is the
Markdown that its page shows. The article's own words are never judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefing.briefs.bundle import part_of
from briefing.briefs.estimates import (
    Finding,
    disputed_findings,
    judgement_findings,
    prose_findings,
)
from briefing.briefs.finished import NOTEBOOK_FILE, read_executed, shown, text_of
from briefing.briefs.judgement import KEY, Judgement
from briefing.briefs.judging import read_rows
from briefing.briefs.part import PART_MIME, Part
from briefing.briefs.parts.bottom_line import BottomLine
from briefing.briefs.parts.caveats import Caveats
from briefing.briefs.parts.header import Header
from briefing.briefs.parts.judgements import Judgements
from briefing.errors import NotebookError
from briefing.facts.scales import DEFAULT, Scale, scales
from briefing.pages.notebook import HIDDEN

_TEXTS = ("text", "likelihood", "confidence", "basis", "caveat")


def lintable(path: Path) -> tuple[Path, ...]:
    """Give the files to look at: the file, or the notebook of each finished brief of a folder.

    Raises
    ------
    NotebookError
        If a folder has no finished brief.
    """
    if not path.is_dir():
        return (path,)
    found = [path / NOTEBOOK_FILE, *sorted(path.glob(f"*/{NOTEBOOK_FILE}"))]
    if files := tuple(file for file in found if file.is_file()):
        return files
    problem = f"no {NOTEBOOK_FILE!r} in it, nor in a folder of it"
    raise NotebookError(f"folder {str(path)!r}", problem, "build a brief first")


def lint(path: Path) -> tuple[Finding, ...]:
    """Find what to mend in a file of judgements, or in an executed notebook.

    Raises
    ------
    JudgementError, NotebookError, PageError
        If the file cannot be read.
    """
    if path.suffix == ".ipynb":
        return tuple(_notebook_findings(read_executed(path)))
    return tuple(_file_findings(path))


def _file_findings(path: Path) -> Iterator[Finding]:
    data, faults = read_rows(path)
    for fault in faults:
        yield Finding(where=fault.where, rule="field", problem=fault.problem, remedy=fault.remedy)
    measure = _scale(data.get("scale"))
    rows = data.get(KEY, [])
    for number, row in enumerate(rows if isinstance(rows, list) else (), start=1):
        if isinstance(row, dict):
            one = _as_it_is(row, measure)
            yield from judgement_findings(one, f"{KEY} {number}", measure, None)


def _as_it_is(row: Mapping[str, Any], measure: Scale) -> Judgement:
    """Make a judgement of what of its fields can be read; the faults of the others are told."""
    texts: dict[str, Any] = {
        name: row[name] if isinstance(row.get(name), str) else "" for name in _TEXTS
    }
    if measure.term(texts["likelihood"]) is None:
        texts["likelihood"] = ""
    evidence = row.get("evidence")
    rests_on = evidence if isinstance(evidence, list) else [evidence] if evidence else []
    return Judgement(**texts, evidence=tuple(map(str, rests_on)))


def _notebook_findings(notebook: Mapping[str, Any]) -> Iterator[Finding]:
    parts = [(number, part_of(bundle)) for number, bundle in shown(notebook) if PART_MIME in bundle]
    told = {area.name for _, one in parts if isinstance(one, Caveats) for area in one.disputed}
    day = next((one.as_of for _, one in parts if isinstance(one, Header)), None)
    measure = _scale(
        next((one.scale_name for _, one in parts if isinstance(one, Judgements)), DEFAULT)
    )
    for number, part in parts:
        if isinstance(part, Judgements):
            for which, row in enumerate(part.rows, start=1):
                yield from judgement_findings(row, f"{KEY} {which}", measure, day, told)
        elif text := _own_words(part):
            where = f"cell {number}, the bottom line"
            yield from prose_findings(text, where, measure)
            yield from disputed_findings(text, where, day, told)
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell.get("cell_type") == "markdown" and not _is_hidden(cell):
            where = f"cell {number}"
            text = "\n\n".join(_prose(text_of(cell.get("source", ""))))
            yield from prose_findings(text, where, measure)
            yield from disputed_findings(text, where, day, told)


def _own_words(part: Part) -> str:
    if not isinstance(part, BottomLine) or part.origin != "analyst":
        return ""
    return "\n\n".join("".join(piece.text for piece in one.pieces) for one in part.paragraphs)


def _is_hidden(cell: Mapping[str, Any]) -> bool:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, Mapping) else ()
    return bool(HIDDEN.intersection(map(str, tags or ())))


def _prose(source: str) -> Iterator[str]:
    """Give the blocks of a Markdown text, without code and without what is quoted."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only notebooks have Markdown

    quoted = 0
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        quoted += token.nesting if token.type.startswith("blockquote_") else 0
        if token.type == "inline" and not quoted:
            kept = {"text": "", "softbreak": " ", "hardbreak": " "}
            pieces = (one for one in token.children or () if one.type in kept)
            yield "".join(one.content or kept[one.type] for one in pieces)


def _scale(name: object) -> Scale:
    known = scales().scales
    return known.get(name, known[DEFAULT]) if isinstance(name, str) else known[DEFAULT]
