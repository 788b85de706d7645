"""A language: how texts in it are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.gazetteer.index import Gazetteer
from briefing.linking.core.english.cues import Cues
from briefing.linking.core.names import Lookup, Names
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens
from briefing.linking.core.weights import Terms
from briefing.linking.core.wordlists import WordLists


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """What differs from one language to another, as values and functions.

    Attributes
    ----------
    code
        ISO 639-1.
    compose
        Text → the form of it that is read, and for each offset there that in the text, its end
        included; None in its place if nothing changed.
    tokenise
        Piece of text → its words.
    look_up
        Gazetteer, cue words and word lists → how names and words are looked up.
    spot
        Words and names → the names that the text spells, in order and without overlap.
    read
        Fills in the evidence of the names in a piece of text.
    person
        Evidence that a name is a person's where it stands.
    log_odds
        Spot and weights of the evidence → the log odds that the spot is a place.
    weights
        Weights of the evidence that are set by hand. With None they are the fitted ones, and
        spots are decided again once their places are ranked.
    """

    code: str
    compose: Callable[[str], tuple[str, list[int] | None]]
    tokenise: Callable[[str], Tokens]
    look_up: Callable[[Gazetteer, Cues, WordLists], Lookup]
    spot: Callable[[Tokens, Names], list[Spot]]
    read: Callable[[Tokens, Sequence[Spot], Names], None]
    person: frozenset[str]
    log_odds: Callable[[Spot, Terms], float]
    weights: Terms | None = None
