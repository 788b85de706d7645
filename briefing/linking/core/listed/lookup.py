"""How a language looks up its listed names, and how likely each is a place by itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from briefing.gazetteer.index import DEMONYM, KINDS, METONYM, PRIMARY, STRENGTH, Gazetteer
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.candidates import code_of, is_capital
from briefing.linking.core.english.cues import Cues
from briefing.linking.core.listed.lexicon import LISTED, Lexicon, lexicon
from briefing.linking.core.names import SETTLEMENTS, Known, Lookup, Pairs
from briefing.linking.core.traits import Clitics, HandWeights, Traits
from briefing.linking.core.wordlists import WordLists

_CACHED_WORDS = 16_384

_SURE_KINDS = frozenset((PlaceKind.COUNTRY, PlaceKind.REGION))


@dataclass(frozen=True, slots=True, eq=False)
class _Listed:
    """The listed names of a language and the places that bear them."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    clitics: Clitics | None
    hand: HandWeights

    def rows(self, key: str) -> Pairs:
        """Return the places that bear a name, the most populous first."""
        pairs = self.lexicon.rows(key)
        if not pairs and self.clitics:
            pairs = self.lexicon.rows(self.clitics.lost + key)  # للصين
        population = self.gazetteer.population
        return sorted(pairs, key=lambda pair: (-population[pair[0]], pair))

    def know(self, key: str, pairs: Pairs) -> Known:
        """Return how likely a name is a place before its text is read."""
        prior = max(self._prior_of(row, flag) for row, flag in pairs)
        if self.lexicon.word(key) & LISTED:
            prior = max(prior, self.hand.closed)
        prior += self.hand.several_words if " " in key else 0.0
        return Known(evidence={}, prior=prior, sure=self._sure(pairs))

    def _sure(self, pairs: Pairs) -> tuple[int, int] | None:
        """Return where a name lies that is of a country or region."""
        gazetteer = self.gazetteer
        for row, flag in pairs:
            if flag & STRENGTH == PRIMARY and KINDS[gazetteer.kind[row]] in _SURE_KINDS:
                return code_of(gazetteer.country[row]), code_of(gazetteer.region[row])
        return None

    def _prior_of(self, row: int, flag: int) -> float:
        gazetteer, hand = self.gazetteer, self.hand
        kind = KINDS[gazetteer.kind[row]]
        if flag & (DEMONYM | METONYM):
            value = hand.closed
        elif kind is PlaceKind.REGION:
            value = hand.region
        elif kind in SETTLEMENTS:
            value = hand.town + hand.decade * math.log10(gazetteer.population[row] + 1)
            value += hand.capital * is_capital(gazetteer, row)
            value = min(value, hand.closed)
        else:
            value = hand.closed
        return value if flag & STRENGTH == PRIMARY else value + hand.alternate


def look_up(
    traits: Traits, hand: HandWeights, gazetteer: Gazetteer, _cues: Cues, _lists: WordLists
) -> Lookup:
    """Return how a language looks up names and words beside a gazetteer."""
    words = lexicon(gazetteer.folder, traits.code)
    clitics = traits.grammar.clitics if traits.grammar else None
    listed = _Listed(gazetteer, words, clitics, hand)
    return Lookup(
        prefixes=words.prefixes,
        rows=listed.rows,
        bits=lru_cache(_CACHED_WORDS)(words.word),
        know=listed.know,
    )
