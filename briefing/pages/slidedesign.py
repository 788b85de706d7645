"""Design of slides: which layouts a deck has, and where on a slide what stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from briefing.pages.elements import Content, Line, words
from briefing.pages.sheet import POINT, Box
from briefing.pages.slidetext import Text, direct, fitting_size, write
from briefing.wording import long_date

_WIDE = (Inches(13.333), Inches(7.5))
_FOOT = 34.0  # points at the lower edge that marking and number take
_INSET = 7.2  # points between the edge of a title and its letters
_GAP = 10.0  # points between the title and what it is of
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


@dataclass(frozen=True)
class Room:
    """What is still free on a slide, in points; ``full_height`` is what was free at first."""

    left: float
    top: float
    width: float
    height: float
    full_height: float = 0.0

    @property
    def is_full_height(self) -> bool:
        """Whether nothing stands on the slide yet."""
        return self.height >= self.full_height > 0

    @property
    def corner(self) -> tuple[int, int]:
        """Left and top in EMU."""
        return round(self.left * POINT), round(self.top * POINT)

    @property
    def box(self) -> Box:
        """All of it in EMU."""
        return (*self.corner, round(self.width * POINT), round(self.height * POINT))

    def below(self, height: float) -> Room:
        """Return what is free below something of a height."""
        taken = min(height, self.height)
        return replace(self, top=self.top + taken, height=self.height - taken)


@dataclass(frozen=True)
class Design:
    """How the slides of one deck look.

    Attributes
    ----------
    file
        The presentation.
    own
        Whether it is a user's own.
    """

    file: Any
    own: bool

    @classmethod
    def of(cls, file: Any, *, own: bool) -> Self:
        """Take the design of a file; its slides go."""
        _emptied(file)
        if not own:
            _widen(file)
        return cls(file, own)

    def title_slide(self, title: Line, lines: Iterable[Line], marking: str) -> Any:
        """Make the first slide: title, and lines about it."""
        slide = self._new(PP_PLACEHOLDER.CENTER_TITLE)
        self._entitle(slide, words(title), 40)
        below = [one for one in slide.placeholders if one.placeholder_format.idx == 1]
        if below and below[0].has_text_frame:
            frame = below[0].text_frame
        else:
            free = self._room(slide)
            middle = replace(free, top=free.top + free.height / 2)
            frame = self.text_box(slide, middle, 120).text_frame
        for number, line in enumerate(lines):
            paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
            write(paragraph, Text(line=line, size=18, after=4))
        self._finish(slide, "", marking)
        return slide

    def slide(self, title: str, content: Content) -> tuple[Any, Room]:
        """Make a slide with a title; return it and what is free on it."""
        slide = self._new(PP_PLACEHOLDER.TITLE)
        self._entitle(slide, title, 28)
        as_of = f"As of {long_date(content.header.as_of)}" if content.header else ""
        self._finish(slide, as_of, content.marking)
        return slide, self._room(slide)

    def text_box(self, slide: Any, room: Room, height: float) -> Any:
        """Put an empty text box at the top of what is free."""
        left, top, width, _ = room.box
        box = slide.shapes.add_textbox(left, top, width, round(height * POINT))
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return box

    def _new(self, kind: Any) -> Any:
        """Make a slide of the layout that has a title of a kind and least besides."""
        layouts = [(self._extras(layout, kind), number) for number, layout in
                   enumerate(self.file.slide_layouts)]  # fmt: skip
        _, number = min(layouts)
        return self.file.slides.add_slide(self.file.slide_layouts[number])

    @staticmethod
    def _extras(layout: Any, kind: Any) -> int:
        kinds = [one.placeholder_format.type for one in layout.placeholders]
        strange = 0 if kind in kinds else 10 if set(kinds) & set(_TITLES) else 100
        return strange + sum(one not in _FURNITURE for one in kinds)

    def _entitle(self, slide: Any, title: str, most: float) -> None:
        shape = slide.shapes.title
        if shape is None:
            box = self.text_box(slide, Room(40, 24, self._width - 80, 60), 60)
            box.text_frame.text = title
            box.text_frame.paragraphs[0].font.size = Pt(most)
            return
        shape.text_frame.text = title
        direct(shape.text_frame.paragraphs[0], title)
        size = fitting_size(title, shape.width / POINT - 16, shape.height / POINT, most)
        if not self.own or size < most:
            shape.text_frame.paragraphs[0].font.size = Pt(size)

    @property
    def _width(self) -> float:
        return float(self.file.slide_width / POINT)

    @property
    def _height(self) -> float:
        return float(self.file.slide_height / POINT)

    def _room(self, slide: Any) -> Room:
        """Return what lies between the title and the foot of a slide."""
        title = slide.shapes.title
        left, width, top = 40.0, self._width - 80, 90.0
        bottom = self._height - _FOOT
        if title is not None:
            low, high = title.top / POINT, (title.top + title.height) / POINT
            if low > self._height / 2:  # titles stand below
                top, bottom = 30.0, low - _GAP
            else:
                top = high + _GAP
            if title.width / POINT > self._width / 2:
                left, width = title.left / POINT + _INSET, title.width / POINT - 2 * _INSET
        height = max(bottom - top, 72.0)
        return Room(left, top, width, height, height)

    def _finish(self, slide: Any, left: str, marking: str) -> None:
        """Take away placeholders that stay empty; write what stands at the foot."""
        for placeholder in list(slide.placeholders):
            if placeholder.has_text_frame and not placeholder.text_frame.text:
                placeholder.element.getparent().remove(placeholder.element)
        top = self._height - _FOOT + 4
        third = (self._width - 80) / 3
        for at, (name, text, side) in enumerate((
            ("As of", left, PP_ALIGN.LEFT),
            ("Marking", marking, PP_ALIGN.CENTER),
            ("Slide number", str(len(self.file.slides)), PP_ALIGN.RIGHT),
        )):  # fmt: skip
            if text:
                box = self.text_box(slide, Room(40 + at * third, top, third, 20), 20)
                box.name = name
                paragraph = box.text_frame.paragraphs[0]
                paragraph.alignment = side
                run = paragraph.add_run()
                run.text, run.font.size, run.font.bold = text, Pt(10), name == "Marking"
                if name == "Slide number":
                    _number(paragraph)


def _number(paragraph: Any) -> None:
    """Make the number of a slide one that follows when slides are moved."""
    (run,) = paragraph._p.iterchildren(qn("a:r"))  # noqa: SLF001 - it has no word for fields
    run.tag = qn("a:fld")
    run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    run.set("type", "slidenum")


def _emptied(file: Any) -> None:
    """Take the slides out of a file, and the lists that name them."""
    slides = file.slides._sldIdLst  # noqa: SLF001 - it has no word for removing a slide
    for slide in list(slides):
        file.part.drop_rel(slide.rId)
        slides.remove(slide)
    for name in ("p:custShowLst", "p:extLst"):
        for lists in file.element.findall(qn(name)):
            file.element.remove(lists)


def _widen(file: Any) -> None:
    """Make the library's own design one for wide screens, with titles at the upper left."""
    share = _WIDE[0] / file.slide_width
    file.slide_width, file.slide_height = _WIDE
    for sheet in (file.slide_master, *file.slide_layouts):
        for shape in sheet.placeholders:
            if shape.element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = round(shape.left * share), round(shape.width * share)
    for level in file.slide_master.element.iter(qn("p:titleStyle")):
        level[0].set("algn", "l")
        for font in level.iter(qn("a:defRPr")):
            font.set("b", "1")
    for shape in file.slide_master.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
            shape.left, shape.width = Inches(0.6), file.slide_width - Inches(1.2)
            shape.top, shape.height = Inches(0.35), Inches(0.75)
    _align(file.slide_layouts[0], file.slide_width)


def _align(layout: Any, width: int) -> None:
    """Set title and subtitle of the first slide at the left, in the colour of text."""
    for shape in layout.placeholders:
        if shape.placeholder_format.idx < 2:
            shape.left, shape.width = Inches(0.9), width - Inches(1.8)
        for level in shape.element.iter(qn("a:lvl1pPr")):
            level.set("algn", "l")
            for fill in list(level.iter(qn("a:solidFill"))):
                fill.getparent().remove(fill)
