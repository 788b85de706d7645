"""A text made ready for recognition: its normal form, its folded letters, its words.

Everything here keeps a way back to the offsets of the text that came in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.gazetteer.folding import as_key

WINDOW = 20_000
"""Characters that are read as one piece. A longer text is cut at paragraphs: what a name means
at its start says little about page fifty, and the cost stays linear."""

# A word with its inner apostrophes; a possessive "'s" is stepped over but belongs to no word.
_WORD = re.compile(r"([^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*)(?:['’]s\b)?")  # noqa: RUF001 - typographic apostrophe
_PART = re.compile(r"[^\W\d_]+")
# Vowel signs and fillers of Arabic, soft hyphens, marks of direction.
_MARKED = re.compile("[\u064b-\u0652\u0654\u0655\u0670\u0640\u00ad\u200b\u200e\u200f]")
_JOINER = "\u200c"  # parts a Persian word where no letter joins; a space in names
# What may merge with the character before it under normal form C.
_JOINS = re.compile("[ᅡ-ᅵᆨ-ᇂ]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a piece of text.

    Attributes
    ----------
    text
        The piece, in normal form C, without trailing white space.
    folded
        The same piece folded one for one, so that offsets into both are equal.
    spans
        Half-open span of each word.
    words
        Each word, folded.
    capital
        For each word, whether it begins with a capital letter.
    """

    text: str
    folded: str
    spans: list[tuple[int, int]]
    words: list[str]
    capital: list[bool]

    def gap(self, index: int) -> str:
        """Return what stands between a word and the one before it; empty for the first."""
        return self.text[self.spans[index - 1][1] : self.spans[index][0]] if index else ""


def tokenise(text: str) -> Tokens:
    """Cut a piece of text into words.

    Examples
    --------
    >>> tokenise("Iran's oil, U.S. gas").words
    ['iran', 'oil', 'u', 's', 'gas']
    """
    folded = as_key(text)
    spans = [match.span(1) for match in _WORD.finditer(text)]
    words = [folded[start:end] for start, end in spans]
    return Tokens(text, folded, spans, words, [text[start].isupper() for start, _ in spans])


def tokenise_parts(text: str) -> Tokens:
    """Cut a piece of text into words that an apostrophe parts, as in "l'Iran", "Ankara'da"."""
    folded = as_key(text).replace(_JOINER, " ")
    spans = [match.span() for match in _PART.finditer(text)]
    words = [folded[start:end] for start, end in spans]
    return Tokens(text, folded, spans, words, [text[start].isupper() for start, _ in spans])


def compose(text: str) -> tuple[str, list[int] | None]:
    """Bring a text to normal form C and keep the way back.

    Returns
    -------
    composed
        The text in normal form C.
    origins
        For each offset of ``composed``, its end included, the offset in ``text``; None if
        nothing changed.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, None
    parts: list[str] = []
    origins: list[int] = []
    start = 0
    for end in [*_boundaries(text), len(text)]:
        part = unicodedata.normalize("NFC", text[start:end])
        parts.append(part)
        if len(part) == end - start:
            origins.extend(range(start, end))
        else:
            origins.extend([start] * len(part))
        start = end
    return "".join(parts), [*origins, len(text)]


def unmark(text: str) -> tuple[str, list[int] | None]:
    """Bring a text to normal form C without marks that no name is told by; as `compose`."""
    composed, origins = compose(text)
    if not _MARKED.search(composed):
        return composed, origins
    kept = [index for index, letter in enumerate(composed) if not _MARKED.match(letter)]
    way = range(len(composed) + 1) if origins is None else origins
    unmarked = "".join(composed[index] for index in kept)
    return unmarked, [*(way[index] for index in kept), way[len(composed)]]


def _boundaries(text: str) -> Iterator[int]:
    """Give the offsets, without 0, at which no character merges with the one before."""
    for offset, character in enumerate(text):
        if offset and not unicodedata.combining(character) and not _JOINS.match(character):
            yield offset


def windows(text: str, size: int = WINDOW) -> Iterator[tuple[int, int]]:
    """Cut a text into pieces of at most ``size`` characters, at paragraphs where possible.

    Trailing white space belongs to no piece, so that it cannot move a cut.
    """
    length = len(text.rstrip())
    start = 0
    while length - start > size:
        end = start + size
        cut = max(text.rfind("\n", start, end), text.rfind(". ", start, end)) + 1
        if cut <= start + size // 2:
            cut = text.rfind(" ", start, end) + 1
        if cut <= start + size // 2:
            cut = end
        yield start, cut
        start = cut
    if length > start:
        yield start, length
