"""Rules: what a language that is read by a list of names is read by."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.linking.core.namesakes import NONE, Namesakes
from briefing.linking.core.traits import Grammar, HandWeights


@dataclass(frozen=True, slots=True)
class Rules:
    """The grammar of a language and how its names are weighed.

    Attributes
    ----------
    grammar, hand
        As ``traits`` reads them.
    namesakes
        The words beside a name that then is no place.
    """

    grammar: Grammar
    hand: HandWeights
    namesakes: Namesakes = NONE

    @property
    def caseless(self) -> bool:
        """Whether the script has no capital letters."""
        return self.grammar.capitals == "none"

    @property
    def nouns(self) -> bool:
        """Whether every noun has a capital letter."""
        return self.grammar.capitals == "nouns"
