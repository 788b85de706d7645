"""What the analyst says, or else how the article itself begins."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import ClassVar, Literal, Self

from briefing.briefs.part import Part
from briefing.briefs.parts.text import Paragraph, Piece, paragraph, paragraph_spans
from briefing.linking.links import Links
from briefing.reading.article import Article

_MOST_SENTENCES = 3
_LONGEST = 480  # characters of an opening
_SHORTEST = 25  # characters of a line that may be one; a dateline or a byline is shorter

_HEADINGS = {
    "analyst": "Bottom line",
    "extracted": "From the article\u2019s opening",
    "counted": "In numbers",
}


class BottomLine(Part, frozen=True, kw_only=True):
    """The answer, in a few lines.

    Attributes
    ----------
    paragraphs
        Text; the places of an extracted one are marked.
    origin
        ``analyst``, ``extracted`` from the article, or ``counted`` by the program.
    """

    name: ClassVar[str] = "bottom_line"

    paragraphs: tuple[Paragraph, ...]
    origin: Literal["analyst", "extracted", "counted"]

    @classmethod
    def of(cls, judgement: str, links: Links) -> Self:
        """Take the analyst's own words, a paragraph a line; without any, the article's opening."""
        if judgement.strip():
            return cls(paragraphs=_plain(judgement), origin="analyst")
        span = opening(links.article)
        found = (paragraph(links.article, links, *span),) if span else ()
        return cls(paragraphs=found, origin="extracted")

    @classmethod
    def counting(cls, judgement: str, counts: str) -> Self:
        """Take the analyst's own words; without any, what was counted."""
        if judgement.strip():
            return cls(paragraphs=_plain(judgement), origin="analyst")
        return cls(paragraphs=_plain(counts), origin="counted")

    @property
    def heading(self) -> str:
        """Whose words they are."""
        return _HEADINGS[self.origin]

    @property
    def summary(self) -> str:
        """All of it."""
        return " ".join(
            "".join(piece.text for piece in one.pieces).strip() for one in self.paragraphs
        )


def _plain(text: str) -> tuple[Paragraph, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(Paragraph(pieces=(Piece(text=line),)) for line in lines if line)


def opening(article: Article) -> tuple[int, int] | None:
    """Find the first sentences of an article that say something.

    Returns
    -------
    span
        Of up to three sentences of one paragraph; None if the text has none. Headings, the title
        and lines as short as a dateline are passed over.
    """
    for start, end, is_heading in paragraph_spans(article):
        text = article.text[start:end].strip()
        if is_heading or len(text) < _SHORTEST or text == article.title.strip():
            continue
        ends = [last for first, last in article.sentences if start <= first and last <= end]
        return start, _enough(start, ends) or end
    return None


def _enough(start: int, ends: Iterable[int]) -> int:
    """Return where the last sentence ends that is still shown; 0 if there is none."""
    within = takewhile(lambda end: end - start <= _LONGEST, ends)
    kept = [end for _, end in zip(range(_MOST_SENTENCES), within, strict=False)]
    return kept[-1] if kept else next(iter(ends), 0)
