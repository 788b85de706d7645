"""Pages: an executed notebook becomes one file, in its order, and nothing in it is trusted."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from briefing.briefs.part import Part
from briefing.briefs.parts import governments, leaders
from briefing.briefs.parts.governments import Cell, Governments
from briefing.briefs.parts.header import Header
from briefing.briefs.parts.leaders import Leaders
from briefing.briefs.parts.places import Alternative, Places, Row
from briefing.briefs.parts.text import Paragraph, Piece, Text
from briefing.briefs.quoting import Quote
from briefing.briefs.record import Record
from briefing.briefs.reference import Reference
from briefing.errors import PageError
from briefing.gazetteer.place import PlaceKind
from briefing.linking.mentions import MentionKind
from briefing.pages import html, slides
from briefing.pages.notebook import cells

GOLDEN = Path(__file__).parent / "golden"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
HOSTILE = "</script><script>hit</script><img src=x onerror=hit>{{191*7}}${191*7}"


def _header(title: str = "Talks in Tehran") -> Header:
    day = dt.date(2022, 7, 19)
    return Header(
        title=title,
        as_of=day,
        date=day,
        source="Wire",
        language="en",
        marking="TLP:GREEN",
        author="",
        worldview="International",
    )


def _places(name: str = "Iran", count: int = 1) -> Places:
    other = Alternative(name="Iran", kind=PlaceKind.CITY, country=name, confidence=0.02)
    row = Row(
        id="country:IR",
        name=name,
        kind=PlaceKind.COUNTRY,
        country="",
        mentions=2,
        confidence=0.97,
        evidence=Quote(before="He came to ", text=name, after="."),
        alternatives=(other,),
    )
    more = (structs.replace(row, id=f"city:{number}") for number in range(1, count))
    return Places(rows=(row, *more), total="one")


def _leaders(name: str = "Ebrahim Raisi") -> Leaders:
    state = Reference(id="country:IR", name="Iran", named=True)
    row = leaders.Row(
        name=name,
        mentions=1,
        offices=(leaders.Office(title="President", place=state, until=dt.date(2024, 5, 19)),),
        evidence=Quote(before="He met ", text="Raisi", after="."),
    )
    return Leaders(rows=(row,), as_of=dt.date(2025, 7, 19))


def _governments(name: str = "Ali Khamenei") -> Governments:
    cells = (
        Cell(office="head of state", title="Supreme Leader", name=name, known=True),
        Cell(office="head of government", known=True),
        Cell(office="foreign minister", known=False),
    )
    row = governments.Row(state=Reference(id="country:IR", name="Iran"), offices=cells)
    return Governments(rows=(row,), as_of=dt.date(2026, 7, 19), reviewed=dt.date(2026, 1, 1))


def _text(name: str = "Iran") -> Text:
    kind = MentionKind.TOPONYM
    pieces = (
        Piece(text="He came to "),
        Piece(text=name, kind=kind, place="country:IR", note=f"{name} (country), 97%"),
        Piece(text=" from "),
        Piece(text="Nowhere", kind=kind, note="No place"),
        Piece(text="."),
    )
    return Text(language="en", paragraphs=(Paragraph(pieces=pieces),))


def _shown(*things: Part | Record, slide: str = "slide") -> list[dict[str, Any]]:
    return [
        {
            "cell_type": "code",
            "metadata": {"slideshow": {"slide_type": slide}},
            "source": "secret_code()",
            "outputs": [
                {"output_type": "execute_result", "data": thing._repr_mimebundle_(), "metadata": {}}
            ],
        }
        for thing in things
    ]


def _own(bundle: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """Make a cell of an analyst that shows one output."""
    output = {"output_type": "display_data", "data": bundle, "metadata": metadata}
    return {"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}


def _markdown(source: str | list[str], **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def _notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))  # type: ignore[no-any-return]


def _whole() -> dict[str, Any]:
    return _notebook(
        *_shown(_header(), _places(), _text(), _leaders(), _governments()),
        _markdown("# Judgement\n\nLikely."),
    )


def _body(page: str) -> str:
    return page.partition("<body>")[2].partition("<script>")[0]


def _outline(page: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h([1-6])\b", _body(page))]


class _Reader(HTMLParser):
    """Reads a page as a browser does: its tags, and its attributes with their values."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


# --- what a page shows


def test_page_of_a_small_notebook_is_the_golden_one() -> None:
    """The body of a page changes only when someone means it to."""
    found = _body(html.render(_whole()))
    golden = GOLDEN / "page-body.html"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_the_same_notebook_gives_the_same_bytes() -> None:
    """Pages hold no time, no random id and nothing of this machine."""
    assert html.render(_whole()) == html.render(_whole())
    assert slides.render(_whole()) == slides.render(_whole())


def test_the_order_is_the_notebooks() -> None:
    """An analyst who moves a cell moves it on the page."""
    moved = _notebook(*_shown(_header(), _text()), _markdown("Own words"), *_shown(_places()))
    body = _body(html.render(moved))
    marks = ["part-text", "Own words", "part-places"]
    assert sorted(marks, key=body.index) == marks


def test_code_and_hidden_cells_stay_in_the_notebook() -> None:
    """Neither source nor a cell tagged `remove-cell` is on a page."""
    page = html.render(
        _notebook(*_shown(_header()), _markdown("How to use it", tags=["remove-cell"]))
    )
    assert "secret_code" not in page
    assert "How to use it" not in page


def test_headings_go_down_one_level_at_a_time() -> None:
    """One first-level heading, the title; the analyst's own fit below it."""
    notebook = _notebook(
        *_shown(_header()), _markdown("# Judgement"), _markdown("## Why"), *_shown(_places())
    )
    assert _outline(html.render(notebook)) == [1, 2, 3, 2]


def test_a_page_without_header_still_has_a_title() -> None:
    """The outline starts with a title even if the analyst left the header out."""
    page = html.render(_notebook(*_shown(_places())))
    assert _outline(page)[0] == 1
    assert "<title>Briefing</title>" in page


def test_a_mention_leads_to_the_row_of_its_place() -> None:
    """Without scripts a mention is a link within the page."""
    body = _body(html.render(_whole()))
    assert 'href="#place-country-IR" data-place="country:IR"' in body
    assert '<tr id="place-country-IR">' in body


def test_a_part_shown_twice_has_its_ids_once() -> None:
    """Ids stay unique when an analyst shows a part again."""
    ids = re.findall(r'\bid="([^"]+)"', html.render(_notebook(*_shown(_places(), _places()))))
    assert len(ids) == len(set(ids))


def test_records_are_not_shown() -> None:
    """The record is for programs."""
    record = Record(inputs=(), data={"mentions": [], "places": {"features": []}})
    assert "Record of" not in html.render(_notebook(*_shown(_header(), record)))


# --- the policy


@pytest.mark.parametrize("render", [html.render, slides.render])
def test_the_policy_comes_first_and_names_what_runs(render: Any) -> None:
    """The first element of the head is the policy, and it fits the scripts that follow."""
    page = render(_whole())
    head = page.partition("<head>")[2]
    assert head.lstrip().startswith('<meta http-equiv="Content-Security-Policy"')
    assert page.index('<meta charset="utf-8">') < 1024
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    policy = re.findall(r"script-src ([^;]+);", page)[0]
    assert len(scripts) == policy.count("sha256-")
    assert "unsafe" not in policy


# --- what analysts' cells may show


def test_tables_pictures_and_prints_of_an_analyst_are_shown() -> None:
    """A data frame, a figure and a print come through; tags are lists of lines in files."""
    notebook = _notebook(
        _own({"text/html": ["<table><tr>", "<td>1</td></tr></table>"], "text/plain": "   0\n0  1"}),
        _own({"image/png": PNG, "text/plain": "<Figure>"}),
        {
            "cell_type": "code",
            "metadata": {},
            "source": "",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["three < ", "four\n"]},
                {"output_type": "stream", "name": "stderr", "text": "a warning"},
            ],
        },
    )
    body = _body(html.render(notebook))
    assert "<td>1</td>" in body
    assert f'src="data:image/png;base64,{PNG}"' in body
    assert "three &lt; four" in body
    assert "a warning" not in body


def test_interactive_output_of_others_falls_back() -> None:
    """A page runs no script of a notebook: the picture or the plain text stands in."""
    live = {"text/html": "<iframe srcdoc=x></iframe>", "text/plain": "<Map>", "image/png": PNG}
    assert PNG in _body(html.render(_notebook(_own(live))))
    del live["image/png"]
    assert "&lt;Map&gt;" in _body(html.render(_notebook(_own(live))))


@pytest.mark.parametrize(
    "cell",
    [
        _markdown(HOSTILE),
        _markdown("[x](javascript:hit)"),
        _markdown("![x](../../../../etc/hostname)"),
        _own({"text/html": HOSTILE}),
        _own({"text/html": "<p onclick=hit>x</p>"}),
        _own({"text/markdown": HOSTILE}),
        _own({"text/plain": HOSTILE}),
        _own({"image/svg+xml": "<svg onload=hit>"}),
        _own({"application/javascript": "hit"}),
        _own({"text/vnd.mermaid": HOSTILE}),
        _own({"text/latex": HOSTILE}),
        _own({"image/png": "AAAA"}, **{"image/png": {"width": "1 onerror=hit"}}),
        _own({"image/png": PNG}, **{"image/png": {"width": "1 onerror=hit"}}),
        *_shown(_header(HOSTILE)),
        *_shown(_places(HOSTILE)),
        *_shown(_text(HOSTILE)),
    ],
)
@pytest.mark.parametrize("render", [html.render, slides.render])
def test_nothing_in_a_notebook_runs(cell: dict[str, Any], render: Any) -> None:
    """Whatever a cell holds, a page gets no script, handler or address from it."""
    clean = render(_notebook(_markdown("x")))
    page = render(_notebook(cell))
    assert _Reader(page).tags.count("script") == _Reader(clean).tags.count("script")
    found = _Reader(_body(page))
    assert not {"iframe", "object", "embed", "svg", "form", "base"} & set(found.tags)
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    addresses = [value for name, value in found.attributes if name in {"src", "href"}]
    assert all(value.startswith(("#", "data:image/png;base64,")) for value in addresses)
    assert "36481" not in page, "a template has evaluated the text"


@pytest.mark.parametrize(
    "notebook",
    [{}, {"cells": None}, {"cells": [{}]}, {"cells": [{"cell_type": "code", "outputs": [3]}]}],
)
def test_what_is_no_notebook_is_refused(notebook: dict[str, Any]) -> None:
    """A page is made of a notebook of format 4, or not at all."""
    with pytest.raises(PageError, match="not of format 4"):
        html.render(notebook)


def test_a_part_that_lacks_data_is_refused_by_name() -> None:
    """Damaged data give one clear message, not half a page."""
    notebook = _whole()
    part = notebook["cells"][1]["outputs"][0]["data"]["application/vnd.briefing.part+json"]
    del part["data"]["rows"][0]["mentions"]
    with pytest.raises(PageError, match=r"part 'places': its data are not what this version"):
        html.render(notebook)


# --- slides


def _slides(page: str) -> list[str]:
    return re.findall(r'<section class="slide[^"]*">(.*?)\n</section>\n', page, re.DOTALL)


def test_slide_types_place_the_cells() -> None:
    """Slides, subslides, fragments, notes and skipped cells go where Jupyter says."""
    kinds = ["-", "slide", "subslide", "fragment", "-", "notes", "skip", "slide"]
    notebook = _notebook(
        *(
            _markdown(f"cell {number}.", slideshow={"slide_type": kind})
            for number, kind in enumerate(kinds)
        )
    )
    page = slides.render(notebook)
    found = [re.findall(r"cell \d", slide) for slide in _slides(page)]
    assert found == [["cell 0"], ["cell 1"], ["cell 2", "cell 3", "cell 4", "cell 5"], ["cell 7"]]
    assert re.search(r'<div class="fragment">\s*<div class="cell">\s*<p>cell 3', page)
    assert re.search(r'<aside class="notes">\s*<div class="cell">\s*<p>cell 5', page)
    assert "cell 6" not in page


def test_cells_without_slide_metadata_make_one_slide() -> None:
    """A notebook that knows nothing of slides still gives a file that opens."""
    assert len(_slides(slides.render(_notebook(_markdown("a"), _markdown("b"))))) == 1
    assert len(cells(_notebook(_markdown("a"), _markdown("b")))) == 2


def test_pictures_are_read_as_bytes() -> None:
    """The fixture above is a real PNG."""
    assert base64.b64decode(PNG).startswith(b"\x89PNG")


def test_a_long_table_goes_on_below() -> None:
    """A table of more rows than a slide holds becomes several slides, each row once."""
    page = slides.render(_notebook(*_shown(_header(), _places(count=30))))
    counts = [slide.count("<tr id=") for slide in _slides(page)]
    assert counts == [0, 10, 10, 10]
    assert [f"Places ({number} of 3)" in page for number in (1, 2, 3)] == [True] * 3
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
