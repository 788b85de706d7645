"""Slides and documents for Office, read back: all is there, can be edited, and does nothing."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from docx import Document
from docx.oxml.ns import qn as word
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches
from samples import HOSTILE, LONG, header, markdown_cell, notebook_of, places, shown

from briefing.errors import PageError
from briefing.gazetteer.place import PlaceKind
from briefing.maps.extent import Extent
from briefing.maps.frame import Frame
from briefing.maps.marks import Country, Mark
from briefing.maps.scene import Scene
from briefing.pages import deck, document, nativemap
from briefing.pages.notebook import cells
from briefing.pages.sheet import Sheet

RENDERERS = [deck.render, document.render]


@pytest.fixture(scope="module")
def sample_deck(sample_notebook: dict[str, Any]) -> Any:
    """Give the deck of the sample."""
    return Presentation(io.BytesIO(deck.render(sample_notebook)))


def _document(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def _slides(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def _titles(slides: list[Any]) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in slides]


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)


def _rows(slides: list[Any]) -> list[list[str]]:
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def _notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def _texts(content: bytes) -> str:
    """Return all text of an Office file, in whichever part it stands."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    return " ".join("".join(map(str, etree.fromstring(part).itertext())) for part in parts)


# --- both


@pytest.mark.parametrize("render", RENDERERS)
def test_the_same_notebook_gives_the_same_file(render: Any, long_notebook: dict[str, Any]) -> None:
    """Nothing tells when it was made: neither the archive nor the properties of the file."""
    made = render(long_notebook)
    assert made == render(long_notebook)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r">(\d{4}-\d\d-\d\d)T", core)) == {"2022-07-19"}


@pytest.mark.parametrize("render", RENDERERS)
def test_hostile_text_is_text(render: Any, hostile_notebook: dict[str, Any]) -> None:
    """No control is left, nothing links or is loaded, and what misleads stands as its code."""
    made = render(hostile_notebook)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not archive.testzip()
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                content = archive.read(name).decode("utf-8")
                assert 'TargetMode="External"' not in content
                assert "hlinkClick" not in content
                assert "<w:hyperlink" not in content
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe]", content)
    assert "[U+202E]gpj.exe" in _texts(made)
    assert "</script><script>hit</script>" in _texts(made)


@pytest.mark.parametrize("render", RENDERERS)
def test_a_template_that_is_none_is_refused(render: Any, long_notebook: dict[str, Any]) -> None:
    """The message says which file is meant."""
    with pytest.raises(PageError, match=r"template \.(pptx|docx): cannot be read"):
        render(long_notebook, template=b"no archive")


# --- slides


def test_slides_are_those_of_the_notebook(sample_deck: Any) -> None:
    """First the title with what the brief is; then a slide a part, but the skipped article."""
    titles = _titles(list(sample_deck.slides))
    assert titles[0].startswith("Putin meets the leaders")
    first = "\n".join(shape.text_frame.text for shape in sample_deck.slides[0].shapes)
    assert "As of: 19 July 2022" in first
    assert "Borders: International" in first
    once = [title for title in titles if not re.search(r"\(\d+\)$", title)][1:]
    assert once[1:4] == ["Map", "Main actors", "Who did what with whom"]
    assert once[-2:] == ["Caveats", "Provenance"]
    assert "The article" not in once


def test_slide_marks_say_where_a_cell_goes() -> None:
    """What is skipped is left out, notes are the speaker's, the rest goes on a slide."""
    made = _slides(
        deck.render(
            notebook_of(
                *shown(header()),
                markdown_cell("# Judgement\n\nLikely.", "slide"),
                markdown_cell("More of it.", "-"),
                markdown_cell("Say this slowly.", "notes"),
                markdown_cell("Never shown.", "skip"),
            )
        )
    )
    assert _titles(made) == ["Talks in Tehran", "Judgement"]
    shown_text = "\n".join(shape.text_frame.text for shape in made[1].shapes)
    assert "Likely.\nMore of it." in shown_text
    assert "Say this slowly." in _notes(made[1])
    assert "slowly" not in shown_text
    assert "Never shown" not in shown_text + _notes(made[1])


def test_every_slide_bears_marking_number_and_source(sample_notebook: dict[str, Any]) -> None:
    """What is marked is marked on every slide, even if the header is not among them."""
    made = _slides(
        deck.render(
            notebook_of(*shown(header(marking="TLP:AMBER"), slide="skip"), *shown(places(count=30)))
        )
    )
    assert len(made) > 1
    for number, slide in enumerate(made, 1):
        foot = {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
        assert foot["Marking"] == "TLP:AMBER"
        assert "slidenum" in etree.tostring(slide._element).decode()
        assert str(number) in "".join(slide._element.itertext())
        assert "Source: Wire, 19 July 2022" in _notes(slide)


def test_a_long_table_goes_on_with_all_its_rows(long_notebook: dict[str, Any]) -> None:
    """Each row stands once, below the head again, inside its slide; its evidence in the notes."""
    made = Presentation(io.BytesIO(deck.render(long_notebook)))
    slides = list(made.slides)[1:]
    rows = _rows(slides)
    heads = [row for row in rows if row[0] == "Place"]
    assert len(heads) == len(slides) > 1
    told = [row[1] for row in rows if row[0] != "Place"]
    expected = [f"\u201cSentence {number} is of Iran, as all are.\u201d" for number in range(LONG)]
    assert told == expected
    for slide in slides:
        (table,) = (shape for shape in slide.shapes if shape.has_table)
        assert table.top + table.height <= made.slide_height
        assert table.left + table.width <= made.slide_width
        for row in _rows([slide])[1:]:
            assert row[1] in _notes(slide)


def test_a_paragraph_that_no_slide_holds_is_split() -> None:
    """All words stand on some slide, in their order."""
    long = " ".join(f"word{number}" for number in range(2500))
    made = _slides(deck.render(notebook_of(markdown_cell(f"# Long\n\n{long}", "slide"))))
    assert len(made) > 2
    frames = [shape.text_frame.text for slide in made for shape in slide.shapes]
    assert re.findall(r"word\d+", " ".join(frames)) == long.split()


def _outline(freeform: Any, offset: tuple[int, int]) -> Any:
    """Return a freeform as it stands on the slide."""
    (path,) = freeform._element.spPr.iter(qn("a:path"))
    rings: list[list[tuple[int, int]]] = []
    for step in path:
        if step.tag == qn("a:moveTo"):
            rings.append([])
        for point in step:
            x, y = int(point.get("x")), int(point.get("y"))
            rings[-1].append((x + freeform.left + offset[0], y + freeform.top + offset[1]))
    areas = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings]
    signs = [1 if shapely.LinearRing(ring).is_ccw else -1 for ring in rings]
    total = sum(sign * area.area for sign, area in zip(signs, areas, strict=True))
    return abs(total)


def test_every_country_is_a_named_shape_of_its_area(
    sample_deck: Any, sample_notebook: dict[str, Any]
) -> None:
    """A freeform can be found by name and recoloured, and has the area that the scene gives it."""
    (slide,) = (one for one in sample_deck.slides if one.shapes.title.text_frame.text == "Map")
    (group,) = (shape for shape in slide.shapes if shape.name == "Map")
    named = {shape.name: shape for shape in group.shapes}
    assert {"Iran", "Russia", "Tehran", "Label: Iran (9)", "Sea", "Frame"} <= named.keys()
    (part,) = (block.part for cell in cells(sample_notebook) for block in cell.blocks
               if block.part and block.part.name == "map")  # fmt: skip
    scene = Scene.from_json(json.loads(part.scene))  # type: ignore[attr-defined]
    frame = named["Frame"]
    sheet = Sheet(scene, (frame.left, frame.top, frame.width, frame.height))
    checked = 0
    for country in scene.countries:
        expected = sheet.shown(country.shape).area
        if expected > Inches(0.02) ** 2:
            shape = named[country.name]
            assert shape.shape_type == MSO_SHAPE_TYPE.FREEFORM
            assert shape.fill.fore_color.rgb is not None
            assert _outline(shape, (0, 0)) == pytest.approx(expected, rel=0.03)
            checked += 1
    assert checked > 40


def test_a_country_is_not_named_by_a_speck_of_it() -> None:
    """A base of a far country on the map does not bear the name of that country."""
    land = [shapely.box(0, 0, 9, 9), shapely.box(100, 40, 109, 49)]
    shape = shapely.MultiPolygon(land)
    far = Mark(id="country:FR", kind=PlaceKind.COUNTRY, name="France", lon=105, lat=45, mentions=3,
               confidence=1.0, shape=shape)  # fmt: skip
    near = dataclasses.replace(far, id="country:BJ", name="Benin", lon=4, lat=4)
    countries = (Country(id="country:FR", name="France", lon=105, lat=45, shape=shape),)
    frame = Frame.of(Extent(-10, -10, 20, 20))
    scene = Scene(countries=countries, marks=(far, near), frame=frame)
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    nativemap.draw(slide.shapes, scene, (0, 0, 9_000_000, 6_000_000))
    labels = {one.name for one in _shapes(slide.shapes) if one.name.startswith("Label")}
    assert labels == {"Label: Benin (3)"}


def test_every_shape_has_an_identity_of_its_own(sample_deck: Any) -> None:
    """PowerPoint would call a deck damaged in which two shapes of a slide have one number."""
    for slide in sample_deck.slides:
        found = slide._element.xpath("//p:cNvPr/@id")
        assert len(found) == len(set(found))


def test_the_sheet_keeps_relative_areas(sample_notebook: dict[str, Any]) -> None:
    """What the sheet shows of a shape is the projected shape: scaled, and bent, no more."""
    scene = Scene()
    sheet = Sheet(scene, (100, 200, 3600, 1380))
    box = shapely.MultiPolygon([shapely.box(10, 10, 20, 20)])
    flat = shapely.MultiPolygon(
        [shapely.Polygon(sheet.project(shapely.get_coordinates(shapely.segmentize(box, 0.1))))]
    )
    assert sheet.shown(box).area == pytest.approx(flat.area, rel=1e-3)
    assert sheet.holds(sheet.spot(0, 0))


def test_a_users_own_design_is_taken(long_notebook: dict[str, Any]) -> None:
    """The size and layouts of the template; its own slides are gone."""
    own = Presentation()
    own.slide_width, own.slide_height = Inches(8), Inches(6)
    slide = own.slides.add_slide(own.slide_layouts[0])
    slide.shapes.title.text_frame.text = "Sample of the house"
    stream = io.BytesIO()
    own.save(stream)
    content = deck.render(long_notebook, template=stream.getvalue())
    made = Presentation(io.BytesIO(content))
    assert (made.slide_width, made.slide_height) == (Inches(8), Inches(6))
    assert "Sample of the house" not in _texts(content)
    assert len(_rows(list(made.slides))) >= LONG


# --- documents


def test_a_document_has_headings_tables_and_the_map(sample_notebook: dict[str, Any]) -> None:
    """Word's own headings and tables; the map is as wide as the text."""
    made = _document(document.render(sample_notebook))
    styles = [paragraph.style.name for paragraph in made.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 13
    assert len(made.tables) == 8
    section = made.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    assert [shape.width for shape in made.inline_shapes] == [width]


def test_every_page_of_a_document_bears_marking_and_number(long_notebook: dict[str, Any]) -> None:
    """The marking stands in header and footer, the number is one that Word counts."""
    section = _document(document.render(long_notebook)).sections[0]
    assert "TLP:GREEN" in section.header.paragraphs[0].text
    assert "TLP:GREEN" in section.footer.paragraphs[0].text
    fields = [one.get(word("w:instr")) for one in section.footer._element.iter(word("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_every_row_stands_in_the_document(long_notebook: dict[str, Any]) -> None:
    """A table has all its rows; its head is repeated on every page."""
    (table,) = _document(document.render(long_notebook)).tables
    assert len(table.rows) == LONG + 1
    assert table.rows[0]._tr.trPr.find(word("w:tblHeader")) is not None


def test_a_users_own_document_gives_styles_and_pages(long_notebook: dict[str, Any]) -> None:
    """Pages and styles are the template's; its text is gone."""
    own: Any = Document()
    own.add_paragraph("Sample of the house")
    own.sections[0].page_width = Inches(7)
    stream = io.BytesIO()
    own.save(stream)
    content = document.render(long_notebook, template=stream.getvalue())
    assert _document(content).sections[0].page_width == Inches(7)
    assert "Sample of the house" not in _texts(content)


def test_writing_from_right_to_left_is_set_so() -> None:
    """Paragraphs that begin in Arabic or Hebrew run from the right, in both formats."""
    notebook = notebook_of(markdown_cell("# طهران\n\nالتقى الرئيس نظيره في طهران.", "slide"))
    slide = deck.render(notebook)
    with zipfile.ZipFile(io.BytesIO(slide)) as archive:
        assert 'rtl="1"' in archive.read("ppt/slides/slide1.xml").decode()
    with zipfile.ZipFile(io.BytesIO(document.render(notebook))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    turned = [one.getparent() for one in root.iter(word("w:bidi"))]
    assert len(turned) == 2
    for properties in turned:  # Word takes properties in one order only
        assert properties is not None
        names = [etree.QName(child).localname for child in properties]
        assert names == sorted(names, key=["pStyle", "bidi", "spacing", "ind", "jc"].index)


def test_hostile_names_are_whole_cells(hostile_notebook: dict[str, Any]) -> None:
    """A name that looks like a formula or markup is the text of its cell."""
    rows = _rows(_slides(deck.render(hostile_notebook)))
    assert any(row[0].startswith(HOSTILE[:14]) for row in rows)
