"""The whole article, every mention marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from briefing.briefs.part import Part, Value
from briefing.briefs.wording import UNSURE
from briefing.linking.mentions import MentionKind
from briefing.linking.resolution import Link
from briefing.reading.article import Article

_ENDS_OF_SENTENCES = tuple('.!?…:;,"”»)]')
_LONGEST_HEADING = 140  # characters


class Piece(Value, frozen=True, kw_only=True):
    """A stretch of text.

    Attributes
    ----------
    text
        As it stands in the article.
    kind
        Of the mention, or None for text between mentions.
    place
        Id of the place that the mention is linked to; empty if it is to none.
    unsure
        Whether that link is unsure.
    note
        Place, confidence and reason in words.
    """

    text: str
    kind: MentionKind | None = None
    place: str = ""
    unsure: bool = False
    note: str = ""


class Paragraph(Value, frozen=True, kw_only=True):
    """A paragraph, cut into pieces; a short line that is no sentence is a heading."""

    pieces: tuple[Piece, ...]
    heading: bool = False


class Text(Part, frozen=True, kw_only=True):
    """The article.

    Attributes
    ----------
    language
        ISO 639-1 code; may be empty.
    paragraphs
        All of the text.
    """

    name: ClassVar[str] = "text"

    language: str
    paragraphs: tuple[Paragraph, ...]

    @classmethod
    def of(cls, article: Article, links: Iterable[Link]) -> Self:
        """Cut the whole text into paragraphs, and these into plain pieces and mentions."""
        links = tuple(links)
        return cls(
            language=article.language,
            paragraphs=tuple(
                paragraph(article, links, start, end, heading=heading)
                for start, end, heading in paragraph_spans(article)
            ),
        )

    @property
    def heading(self) -> str:
        """What it is."""
        return "The article"

    @property
    def summary(self) -> str:
        """How long, and how many mentions."""
        pieces = [piece for paragraph in self.paragraphs for piece in paragraph.pieces]
        length = sum(len(piece.text) for piece in pieces)
        return f"{length} characters, {sum(piece.kind is not None for piece in pieces)} mentions"


def paragraph_spans(article: Article) -> Iterator[tuple[int, int, bool]]:
    """Yield the paragraphs of a text, and whether each is a heading."""
    for start, end in article.paragraphs or ((0, len(article.text)),):
        text = article.text[start:end].strip()
        yield start, end, len(text) <= _LONGEST_HEADING and not text.endswith(_ENDS_OF_SENTENCES)


def paragraph(
    article: Article, links: Iterable[Link], start: int, end: int, *, heading: bool = False
) -> Paragraph:
    """Cut a stretch of a text into plain pieces and mentions."""
    inside = sorted(
        (link for link in links if start <= link.mention.start < end),
        key=lambda link: link.mention.start,
    )
    return Paragraph(heading=heading, pieces=tuple(_pieces(article.text, start, end, inside)))


def _pieces(text: str, start: int, end: int, links: Iterable[Link]) -> Iterator[Piece]:
    for link in links:
        mention = link.mention
        if mention.start < start:
            continue  # lies inside the mention before it
        if mention.start > start:
            yield Piece(text=text[start : mention.start])
        start = min(mention.end, end)
        yield Piece(
            text=text[mention.start : start],
            kind=mention.kind,
            place=link.place.id if link.place else "",
            unsure=link.place is not None and link.confidence < UNSURE,
            note=_note(link),
        )
    if start < end:
        yield Piece(text=text[start:end])


def _note(link: Link) -> str:
    reason = f"; {link.reason}" if link.reason else ""
    if link.place is None:
        return f"No place{reason}"
    percent = "over 99" if link.confidence >= 0.995 else f"{link.confidence * 100:.0f}"
    return f"{link.place.name} ({link.place.kind.label}), confidence {percent} %{reason}"
