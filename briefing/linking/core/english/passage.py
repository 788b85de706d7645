"""A passage: a piece of English text with the names in it, as its evidence is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import not_

from briefing.linking.core.english.cues import Cues
from briefing.linking.core.names import Names
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens
from briefing.linking.core.traits import Grammar
from briefing.linking.core.wordlists import WordLists

SPACES = frozenset((" ", "\n"))
HYPHENS = frozenset("-–")  # noqa: RUF001 - dashes as they are typed

_SENTENCE_END = frozenset('.!?…:"“”\n')


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A piece of text with the names in it.

    Attributes
    ----------
    tokens, spots
        The words and the names.
    grammar, cues, lists
        What is known of English.
    by_start, by_end
        Offset → the spot that begins or ends there.
    lower
        The words that stand in small letters somewhere.
    """

    tokens: Tokens
    spots: Sequence[Spot]
    grammar: Grammar
    cues: Cues
    lists: WordLists
    by_start: dict[int, Spot]
    by_end: dict[int, Spot]
    lower: frozenset[str]

    def begins_sentence(self, index: int) -> bool:
        """Tell whether a word is the first of its sentence or line."""
        if index == 0:
            return True
        gap = self.tokens.gap(index).rstrip(" ")
        return (
            bool(gap)
            and gap[-1] in _SENTENCE_END
            and not (gap == "." and len(self.tokens.words[index - 1]) <= 1)
            and not (gap == "." and self.tokens.words[index - 1] in self.cues.before["title"])
        )

    def kind_of(self, word: str) -> str:
        """Return the kind of place that a word is a noun for; empty if for none."""
        return self.cues.kind_of.get(word, "")


def passage_of(grammar: Grammar, tokens: Tokens, spots: Sequence[Spot], names: Names) -> Passage:
    """Make a passage of a piece of text and the names in it."""
    return Passage(
        tokens=tokens,
        spots=spots,
        grammar=grammar,
        cues=names.cues,
        lists=names.lists,
        by_start={spot.start: spot for spot in spots},
        by_end={spot.end: spot for spot in spots},
        lower=frozenset(compress(tokens.words, map(not_, tokens.capital))),
    )
