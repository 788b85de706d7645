"""Reading texts in other languages than English, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.linking.core.coordinates import find_coordinates
from briefing.linking.core.foreign_evidence import ForeignReader
from briefing.linking.core.foreign_names import ForeignNames
from briefing.linking.core.foreign_spotting import spot_names
from briefing.linking.core.recognition import Piece
from briefing.linking.core.tokens import Tokens, as_key, compose, windows
from briefing.linking.core.weights import Terms

# Vowel signs and fillers of Arabic, soft hyphens, marks of direction.
_MARKED = re.compile("[\u064b-\u0652\u0654\u0655\u0670\u0640\u00ad\u200b\u200e\u200f]")
_JOINER = "\u200c"  # parts a Persian word where no letter joins; a space in names
_WORD = re.compile(r"[^\W\d_]+")


def pieces(text: str, names: ForeignNames, weights: Terms) -> Iterator[Piece]:
    """Read a text piece by piece."""
    composed, origins = _unmark(*compose(text))
    for start, end in windows(composed):
        tokens = tokenise(composed[start:end])
        coordinates = list(find_coordinates(tokens.text))
        spots = [
            spot
            for spot in spot_names(tokens, names)
            if not any(c.start < spot.end and spot.start < c.end for c in coordinates)
        ]
        ForeignReader(tokens, spots, names, weights).read()
        yield Piece(text, tokens, spots, coordinates, start, origins)


def tokenise(text: str) -> Tokens:
    """Cut a piece of text into words; an apostrophe parts them, as in "l'Iran", "Ankara'da"."""
    folded = as_key(text).replace(_JOINER, " ")
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [folded[start:end] for start, end in spans]
    return Tokens(text, folded, spans, words, [text[start].isupper() for start, _ in spans])


def _unmark(text: str, origins: list[int] | None) -> tuple[str, list[int] | None]:
    """Take out marks that no name is told by, and keep the way back."""
    if not _MARKED.search(text):
        return text, origins
    kept = [index for index, letter in enumerate(text) if not _MARKED.match(letter)]
    way = range(len(text) + 1) if origins is None else origins
    return "".join(text[index] for index in kept), [*(way[index] for index in kept), way[len(text)]]
