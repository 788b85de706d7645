"""Recognition of one piece of text after another: spots, their evidence, their probability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.linking.core.coordinates import Coordinate, find_coordinates
from briefing.linking.core.evidence import Reader, probability, weigh
from briefing.linking.core.model import Model
from briefing.linking.core.spotting import Spot, spot_names
from briefing.linking.core.tokens import Tokens, compose, tokenise, windows


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


def pieces(text: str, model: Model) -> Iterator[Piece]:
    """Read a text piece by piece; most articles are a single one."""
    composed, origins = compose(text)
    for start, end in windows(composed):
        tokens = tokenise(composed[start:end])
        coordinates = list(find_coordinates(tokens.text))
        spots = [
            spot
            for spot in spot_names(tokens, model.names)
            if not any(c.start < spot.end and spot.start < c.end for c in coordinates)
        ]
        Reader(tokens, spots, model.names).read()
        for spot in spots:
            spot.probability = probability(weigh(spot.evidence, model.weights.recognition))
        yield Piece(text, tokens, spots, coordinates, start, origins)
