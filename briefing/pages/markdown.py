"""Markdown: what a page says, for mail, chat and notes; it links to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefing.pages.content import content_of
from briefing.pages.elements import (
    Cell,
    Element,
    Facts,
    Heading,
    Items,
    Line,
    Paragraph,
    Picture,
    Preformatted,
    Run,
    Table,
    Title,
    bracketed,
    in_one_line,
    unstyled,
)

_ACTIVE = re.compile(r"[\\`*_\[\]<>|~$]|&(?=[#A-Za-z])|:(?=//)|@|(?<=www)\.", re.IGNORECASE)
_ACTIVE_FIRST = re.compile(r"\A(?:(\d{1,9})([.)])|([-+#=]))")  # where a line begins
_TICKS = re.compile(r"`+")


def render(notebook: Mapping[str, Any]) -> str:
    """Render an executed notebook as Markdown: CommonMark with tables.

    Text from outside means nothing in it: it makes no link, no markup, no heading. Pictures stand
    as what they show, in words.

    Parameters
    ----------
    notebook
        Executed notebook, format 4, as JSON or `nbformat` node. Nothing in it is trusted.

    Raises
    ------
    PageError
        If it is no such notebook, or holds a part that this version does not know.
    """
    sections = content_of(notebook).sections
    found = (element for section in sections for element in section.elements)
    written = ("\n".join(_element(element)) for element in found)
    return "\n\n".join(filter(None, written)) + "\n"


def _element(element: Element) -> Iterator[str]:
    """Give the lines of an element."""
    match element:
        case Title(line):
            yield f"# {_line(line)}"
        case Heading(line, level):
            yield f"{'#' * level} {_line(line)}"
        case Paragraph(line, role):
            yield _paragraph(line, role)
        case Items():
            for depth, sign, line in element.signed("-"):
                yield f"{'    ' * depth}{sign} {_line(line)}"
        case Facts(pairs):
            yield "\n".join(
                f"- **{_line(unstyled(name))}:** {_line(value)}" for name, value in pairs
            )
        case Table():
            yield from _table(element)
        case Picture():
            yield f"*{_escaped(element.alt)}*" if element.alt else ""
        case Preformatted(text):
            fence = _fence(text)
            yield from (fence, text, fence)


def _paragraph(line: Line, role: str) -> str:
    if role in {"marking", "subhead"}:
        return f"**{_line(unstyled(line))}**"
    return f"> {_line(line)}" if role == "lead" else _line(line)


def _table(element: Table) -> Iterator[str]:
    yield _row(element.head)
    numeric = element.numeric
    yield _row_of("---:" if column in numeric else "---" for column in range(len(element.head)))
    yield from map(_row, element.rows)


def _row(cells: tuple[Cell, ...]) -> str:
    return _row_of(_runs(in_one_line(cell)) for cell in cells)


def _row_of(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _line(line: Line) -> str:
    text = _runs(bracketed(line))
    return re.sub(_ACTIVE_FIRST, lambda sign: f"{sign[1] or ''}\\{sign[2] or sign[3]}", text)


def _runs(line: Line) -> str:
    return "".join(map(_run, line))


def _run(run: Run) -> str:
    text = run.text.strip()
    if not text:
        return run.text
    before, _, after = run.text.partition(text)
    if run.code and not {"`", "|"} & set(text):
        return f"{before}`{text}`{after}"
    # Stars do nothing beside a letter where punctuation stands on their other side.
    sign = ("**" if run.bold else "*" if run.italic else "") if _is_edged(text) else ""
    return f"{before}{sign}{_escaped(text)}{sign}{after}"


def _is_edged(text: str) -> bool:
    return text[0].isalnum() and text[-1].isalnum()


def _escaped(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", text)


def _fence(text: str) -> str:
    """Return backticks, more of them than stand together anywhere in a text."""
    return "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
