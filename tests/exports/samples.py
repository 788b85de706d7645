"""Notebooks that the tests of the formats share."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from briefing.briefs.part import Part
from briefing.briefs.parts.header import Header
from briefing.briefs.parts.places import Places, Row
from briefing.briefs.parts.text import Paragraph, Piece, Text
from briefing.briefs.quoting import Quote
from briefing.gazetteer.place import PlaceKind

HOSTILE = (
    "=HYPERLINK(1) </script><script>hit</script><img src=x onerror=hit> {{191*7}} "
    "[x](https://203.0.113.9/a) <https://203.0.113.9/b> www.example.org a@example.org "
    "# | ` *b* &lt; \x00\x0b\x1b[31m \ufffe \ud800 \u202egpj.exe\u2066"
)
LONG = 61  # rows


def shown(*parts: Part, slide: str = "slide") -> list[dict[str, Any]]:
    """Make the cells that show some parts."""
    return [
        {
            "cell_type": "code",
            "metadata": {"slideshow": {"slide_type": slide}},
            "source": "secret_code()",
            "outputs": [
                {"output_type": "execute_result", "data": part._repr_mimebundle_(), "metadata": {}}
            ],
        }
        for part in parts
    ]


def markdown_cell(source: str, slide: str = "-") -> dict[str, Any]:
    """Make a cell of an analyst's own words."""
    metadata = {"slideshow": {"slide_type": slide}}
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def notebook_of(*cells: dict[str, Any]) -> dict[str, Any]:
    """Make a notebook as it comes out of a file."""
    return json.loads(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))  # type: ignore[no-any-return]


def header(title: str = "Talks in Tehran", marking: str = "TLP:GREEN") -> Header:
    """Make a header."""
    day = dt.date(2022, 7, 19)
    return Header(
        title=title,
        as_of=day,
        date=day,
        source="Wire",
        language="en",
        marking=marking,
        author="",
        worldview="International",
    )


def places(name: str = "Iran", count: int = 1) -> Places:
    """Make a table of places, each row with a sentence of its own."""
    rows = (
        Row(
            id=f"city:{number}",
            name=f"{name} {number}" if number else name,
            kind=PlaceKind.CITY,
            country="",
            mentions=2,
            confidence=0.97,
            evidence=Quote(before=f"Sentence {number} is of ", text=name, after=", as all are."),
        )
        for number in range(count)
    )
    return Places(rows=tuple(rows), total="In all.")


def long_notebook() -> dict[str, Any]:
    """Make a notebook with a table that no slide holds."""
    return notebook_of(*shown(header(), places(count=LONG)))


def hostile_notebook() -> dict[str, Any]:
    """Make a notebook that has hostile text wherever text can stand."""
    text = Text(language="en", paragraphs=(Paragraph(pieces=(Piece(text=HOSTILE),)),))
    own = {"output_type": "display_data", "data": {"text/html": HOSTILE}, "metadata": {}}
    return notebook_of(
        *shown(header(HOSTILE, HOSTILE), places(HOSTILE, 3), text),
        markdown_cell(HOSTILE),
        {"cell_type": "code", "metadata": {}, "source": "", "outputs": [own]},
    )
