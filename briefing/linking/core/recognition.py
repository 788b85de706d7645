"""Recognition of one piece of text after another: spots, their evidence, their probability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.linking.core.coordinates import Coordinate, find_coordinates
from briefing.linking.core.model import Model
from briefing.linking.core.odds import probability
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens, windows


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A piece of an article with the names spotted in it.

    Attributes
    ----------
    source
        The article's own text.
    tokens
        The words of the piece; its text is in normal form C.
    spots
        Names of the gazetteer in reading order, places or not.
    coordinates
        Points written out in the piece.
    offset
        Offset of the piece in the composed text.
    origins
        Way back from the composed text to the article's, or None where they are the same.
    """

    source: str
    tokens: Tokens
    spots: list[Spot]
    coordinates: list[Coordinate]
    offset: int
    origins: list[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the article's own text that a span of the piece stands for."""
        start, end = start + self.offset, end + self.offset
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end]


def pieces_of(text: str, model: Model) -> Iterator[Piece]:
    """Read a text piece by piece, in the way of its language; most articles are a single one."""
    language, names = model.language, model.names
    composed, origins = language.compose(text)
    for start, end in windows(composed):
        tokens = language.tokenise(composed[start:end])
        coordinates = list(find_coordinates(tokens.text))
        spots = [
            spot
            for spot in language.spot(tokens, names)
            if not any(c.start < spot.end and spot.start < c.end for c in coordinates)
        ]
        language.read(tokens, spots, names)
        for spot in spots:
            spot.probability = probability(language.log_odds(spot, model.weights.recognition))
        yield Piece(text, tokens, spots, coordinates, start, origins)
