"""Documents for Word: an executed notebook as headings, paragraphs, tables and the still map."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from briefing.maps import style
from briefing.pages.content import content_of
from briefing.pages.elements import (
    Cell,
    Content,
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
    words,
)
from briefing.pages.measuring import column_widths
from briefing.pages.ooxml import describe, is_rightward, opened, packed

_QUIET = RGBColor(*bytes.fromhex(style.MUTED[1:]))
_SMALL, _TABLE, _NOTE, _CODE = 8.0, 9.0, 8.5, 8.0  # points
# Word reads properties in one order only.
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
               "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr")  # fmt: skip
_AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
_EM = 12_700 * _TABLE * 0.55  # EMU that a letter of a table is about wide


def render(notebook: Mapping[str, Any], template: bytes = b"") -> bytes:
    """Render an executed notebook as a document for Word and its like.

    All stands in the order of the notebook, under headings of Word's own styles; the marking
    stands at the head and foot of every page, beside the page number.

    Parameters
    ----------
    notebook
        Executed notebook, format 4, as JSON or `nbformat` node. Nothing in it is trusted.
    template
        A .docx of a user's own, whose styles and pages are taken and whose text is left out.

    Returns
    -------
    content
        The same notebook and template give the same bytes. Nothing in it links or fetches, but
        for what the template does.

    Raises
    ------
    PageError
        If it is no such notebook, holds a part that this version does not know, or the template
        cannot be read.
    """
    file = opened(Document, template, ".docx")
    content = content_of(notebook)
    _prepare(file, content, own=bool(template))
    for section in content.sections:
        for element in section.elements:
            if not (isinstance(element, Paragraph) and element.role == "marking"):  # on every page
                _add(file, element)
    describe(file.core_properties, content)
    return packed(file.save)


def _prepare(file: Any, content: Content, *, own: bool) -> None:
    """Empty a file, and write what stands on every page."""
    body = file.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    section = file.sections[0]
    if not own:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.2)
        file.styles["Normal"].font.size = Pt(10.5)
    for place in (section.header, section.footer):
        place.is_linked_to_previous = False
        paragraph = place.add_paragraph() if own else place.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(content.marking).bold = True
    number = section.footer.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(number, "PAGE")
    number.add_run(" / ")
    _field(number, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    """Add a number that Word counts; python-docx has no word for it."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(paragraph.add_run("1")._r)  # noqa: SLF001
    paragraph._p.append(field)  # noqa: SLF001


def _add(file: Any, element: Element) -> None:
    match element:
        case Title(line):
            _write(_styled(file, "Title"), line)
        case Heading(line, level):
            _write(_styled(file, f"Heading {min(level - 1, 9)}"), line)
        case Paragraph(line, role):
            _add_paragraph(file, line, role)
        case Items():
            _add_items(file, element)
        case Facts():
            _add_lines(file, element.lines)
        case Table():
            _add_table(file, element)
        case Picture():
            _add_picture(file, element)
        case Preformatted(text):
            _add_lines(file, ((Run(text=one, code=True),) for one in text.splitlines()))


def _add_lines(file: Any, lines: Iterable[Line]) -> None:
    for line in lines:
        _write(_tight(_styled(file, "Normal")), line)


def _styled(file: Any, name: str) -> Any:
    """Add a paragraph in a style, or in the plain one if the template does not have it."""
    known = {one.name for one in file.styles}
    return file.add_paragraph(style=name if name in known else None)


def _tight(paragraph: Any) -> Any:
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _add_paragraph(file: Any, line: Line, role: str) -> None:
    paragraph = _styled(file, "Normal")
    size = {"lead": 12.5, "note": _NOTE}.get(role)
    _write(paragraph, line, size=size, bold=role == "subhead", quiet=role == "note")


def _add_items(file: Any, element: Items) -> None:
    """Add a list; signs are text, since Word counts on through all lists of one style."""
    for depth, sign, line in element.signed("\u2022"):
        paragraph = _tight(_styled(file, "Normal"))
        paragraph.paragraph_format.left_indent = Cm(0.6 * (depth + 1))
        paragraph.paragraph_format.first_line_indent = Cm(-0.6)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.6 * (depth + 1)))
        _write(paragraph, (Run(text=f"{sign}\t"), *line))


def _add_picture(file: Any, element: Picture) -> None:
    section = file.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    paragraph = _styled(file, "Normal")
    shape = paragraph.add_run().add_picture(io.BytesIO(element.content))
    shape.width, shape.height = width, round(shape.height * width / shape.width)
    paragraph._p.find(f".//{qn('wp:docPr')}").set("descr", element.alt)  # noqa: SLF001


def _add_table(file: Any, table: Table) -> None:
    section = file.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    shares = [share + 4 for share in column_widths(table, int(width / _EM) - 4 * len(table.head))]
    rows = (table.head, *table.rows) if any(table.head) else table.rows
    made = file.add_table(len(rows), len(table.head))
    made.autofit = False
    _rule(made)
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Emu(round(width * share / sum(shares)))
    columns = [column.width for column in made.columns]
    for number, (row, cells) in enumerate(zip(made.rows, rows, strict=True)):
        is_head = any(table.head) and not number
        _keep(row, is_head=is_head)
        for at, (place, cell) in enumerate(zip(row.cells, cells, strict=True)):
            place.width = columns[at]
            _fill(place, cell, bold=is_head, right=at in table.numeric)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(place: Any, cell: Cell, *, bold: bool, right: bool) -> None:
    for number, line in enumerate(cell or ((),)):
        paragraph = place.add_paragraph() if number else place.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(paragraph, line, size=_TABLE, bold=bold)


def _rule(table: Any) -> None:
    """Draw a line below every row; python-docx has words for styles only."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", style.BORDER[1:].upper())):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001


def _keep(row: Any, *, is_head: bool) -> None:
    """Break no row in two, and write the head again on every page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no word for it
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _write(
    paragraph: Any,
    line: Line,
    *,
    size: float | None = None,
    bold: bool = False,
    quiet: bool = False,
) -> None:
    """Write the runs of a line; from right to left if it begins so."""
    is_turned = not is_rightward(words(line))
    if is_turned:
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no word for it
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
    for run in line:
        made = paragraph.add_run(run.text)
        made.bold = True if bold or run.bold else None
        made.italic = True if run.italic else None
        if run.small or run.code or size:
            made.font.size = Pt(_SMALL if run.small else _CODE if run.code else size or _SMALL)
        if run.code:
            made.font.name = "Courier New"
        if quiet or run.small:
            made.font.color.rgb = _QUIET
        if is_turned:
            made.font.rtl = True
