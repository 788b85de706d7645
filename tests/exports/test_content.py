"""Content: what a page says, without how it looks; and Markdown and plain text made of it."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from markdown_it import MarkdownIt

from briefing.pages import markdown, text
from briefing.pages.content import content_of, elements
from briefing.pages.elements import (
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Preformatted,
    Table,
    Title,
    quotes,
    words,
)
from briefing.pages.measuring import column_widths, cut, width_of

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


# --- content


def test_every_kind_of_element_is_read() -> None:
    """Headings, paragraphs, lists, facts, tables, pictures and program text, in their order."""
    found = elements(
        "<h1>A</h1><h3>B</h3>loose <b>words</b><p class='note'>C</p>"
        "<ol start='3'><li>D<ul><li>E</li></ul></li></ol><dl><dt>F</dt><dd>G</dd></dl>"
        "<table><tr><th>H</th><th class='number'>I</th></tr><tr><td>J</td></tr></table>"
        f"<p><img src='data:image/png;base64,{PNG}' alt='K'></p><pre>L\n  M</pre>"
    )
    kinds = [Title, Heading, Paragraph, Paragraph, Items, Facts, Table, Picture, Preformatted]
    assert [type(one) for one in found] == kinds
    *_, note, items, facts, table, picture, program = found
    assert isinstance(note, Paragraph)
    assert note.role == "note"
    assert isinstance(items, Items)
    assert [(depth, words(line)) for depth, line in items.items] == [(0, "D"), (1, "E")]
    assert items.first == 3
    assert isinstance(facts, Facts)
    assert [words(line) for line in facts.pairs[0]] == ["F", "G"]
    assert isinstance(table, Table)
    assert table.numeric == {1}
    assert [len(row) for row in (table.head, *table.rows)] == [2, 2]
    assert isinstance(picture, Picture)
    assert picture.alt == "K"
    assert program == Preformatted("L\n  M")


def test_rows_that_a_page_folds_away_belong_to_their_table() -> None:
    """A table goes on in what is folded away below it; another table there stays another."""
    head = "<thead><tr><th>A</th></tr></thead>"
    more = f"<details><summary>1 more</summary><table>{head}<tr><td>2</td></tr></table></details>"
    (joined,) = elements(f"<table>{head}<tr><td>1</td></tr></table>{more}")
    assert isinstance(joined, Table)
    assert len(joined.rows) == 2
    assert len(elements(f"<table><tr><th>B</th></tr></table>{more}")) == 3


def test_all_of_a_brief_is_read(sample_notebook: dict[str, Any]) -> None:
    """Every part of the brief, each with its heading, and the sentences as evidence."""
    content = content_of(sample_notebook)
    names = [section.part.name for section in content.sections if section.part]
    assert names[:3] == ["header", "bottom_line", "map"]
    assert names[-1] == "provenance"
    assert content.title.startswith("Putin meets the leaders")
    (places,) = (one for one in content.sections if one.part and one.part.name == "places")
    found = dict(quotes(places.elements))
    assert found["Iran (country)"].startswith("\u201cPutin meets the leaders of Iran")


def test_a_damaged_picture_stands_in_words() -> None:
    """What no library can read must not cost the whole page."""
    broken = base64.b64encode(base64.b64decode(PNG)[:40]).decode()
    (note,) = elements(f"<img src='data:image/png;base64,{broken}' alt='A chart'>")
    assert isinstance(note, Paragraph)
    assert words(note.line) == "[A chart]"
    assert not elements("<img src='data:image/png;base64,AAAA'>")


# --- measuring


def test_lines_are_as_wide_as_asked_and_lose_nothing() -> None:
    """Words are kept whole where they fit; wide letters take two columns."""
    sample = "talks in Tehran 北京北京北京 " + "x" * 30
    lines = cut(sample, 10)
    assert max(map(width_of, lines)) <= 10
    assert "".join(lines).replace(" ", "") == sample.replace(" ", "")


def test_columns_of_a_table_fit_the_line() -> None:
    """However long the cells, the columns together are as wide as the line at most."""
    cells = "".join(f"<td>{'word ' * length}</td>" for length in (1, 40, 9))
    (table,) = elements(f"<table><tr>{cells}</tr></table>")
    assert isinstance(table, Table)
    widths = column_widths(table, 60)
    assert sum(widths) <= 60
    assert min(widths) >= 4


# --- Markdown


def _parsed(written: str) -> list[Any]:
    parser = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
    return [inner for token in parser.parse(written) for inner in (token, *(token.children or ()))]


def test_markdown_has_every_part_and_every_row(
    sample_notebook: dict[str, Any], long_notebook: dict[str, Any]
) -> None:
    """Headings are headings, tables tables; nothing of a long table is missing."""
    tokens = _parsed(markdown.render(sample_notebook))
    headings = [one.tag for one in tokens if one.type == "heading_open"]
    assert headings.count("h1") == 1
    assert headings.count("h2") == 13
    assert sum(one.type == "table_open" for one in tokens) == 8
    rows = [one for one in _parsed(markdown.render(long_notebook)) if one.type == "tr_open"]
    assert len(rows) == 62


def test_text_from_outside_is_text_in_markdown(hostile_notebook: dict[str, Any]) -> None:
    """It makes no link, no picture and no HTML, and no mail program finds an address in it."""
    written = markdown.render(hostile_notebook)
    assert not {"html_block", "html_inline", "link_open", "image"} & {
        token.type for token in _parsed(written)
    }
    assert "\u202e" not in written
    assert "[U+202E]" in written.replace("\\", "")
    assert not re.search(r"https?://|www\.|[^\\]@", written)


# --- plain text


def test_plain_text_has_every_row_in_lines_that_mail_keeps(
    sample_notebook: dict[str, Any], long_notebook: dict[str, Any]
) -> None:
    """No line is longer than mail allows, but for what cannot be broken; nothing is missing."""
    written = text.render(sample_notebook)
    assert max(map(width_of, written.splitlines())) <= text.WIDTH
    assert "Erdogan and Putin also discussed the" in written
    rows = text.render(long_notebook)
    assert all(f"Sentence {number} is" in rows for number in range(61))


def test_plain_text_shows_what_misleads(hostile_notebook: dict[str, Any]) -> None:
    """Controls are gone, reordering characters stand as their codes."""
    written = text.render(hostile_notebook)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\u2066\ufffe\ud800]", written)
    assert "[U+202E]gpj.exe" in written


@pytest.mark.parametrize("render", [markdown.render, text.render])
def test_the_same_notebook_gives_the_same_text(
    sample_notebook: dict[str, Any], render: Any
) -> None:
    """Nothing of the time or the machine is in it."""
    assert render(sample_notebook) == render(sample_notebook)
