"""Spots: the names of a gazetteer as they stand in a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.linking.core.names import Name
from briefing.linking.core.tokens import Tokens


@dataclass(slots=True, eq=False)
class Spot:
    """A name of the gazetteer as it stands in the text, place or not.

    Attributes
    ----------
    start, end
        Half-open span in the piece of text.
    first, last
        Index of its first and last word.
    name
        What is known of the name.
    evidence
        Name of the evidence → its value.
    container
        The spot beside it that contains one of its places ("Texas" in "Paris, Texas").
    containment
        How sure that is, 0 to 1.
    probability
        That the spot names a place, as far as known so far.
    """

    start: int
    end: int
    first: int
    last: int
    name: Name
    evidence: dict[str, float] = field(default_factory=dict)
    container: Spot | None = None
    containment: float = 0.0
    probability: float = 0.0


def last_word(tokens: Tokens, index: int, end: int) -> int:
    """Return the last word that begins before an offset, itself no earlier than a given word."""
    spans = tokens.spans
    while index + 1 < len(spans) and spans[index + 1][0] < end:
        index += 1
    return index
