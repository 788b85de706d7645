"""What a lexicon and the gazetteer know of a name in another language than English."""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import math
from functools import lru_cache

from briefing.gazetteer.index import DEMONYM, KINDS, METONYM, PRIMARY, STRENGTH
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.lexicon import (
    CASELESS,
    COMMON,
    GIVEN,
    LISTED,
    SURNAME,
    Lexicon,
)
from briefing.linking.core.names import Name, Names

CLOSED = 4.0
"""Log odds, before any text is read, that a name of a class that is listed whole is a place:
countries, peoples, seas, areas, blocs and all reviewed names."""
REGION = 2.5
"""The same for a first-level division; that of a town follows its size."""

_TOWN, _PER_DECADE, _CAPITAL = -4.2, 1.1, 1.5  # decades of inhabitants
_ALTERNATE = -0.7
_SEVERAL_WORDS = 2.0
_CACHED_WORDS = 16_384
_TOWNS = frozenset((PlaceKind.CITY, PlaceKind.DISTRICT))
_DIVISIONS = _TOWNS | {PlaceKind.REGION}
_PRIOR = "prior"


class ForeignNames(Names):
    """The names of one language, each worked out when it is first met.

    Attributes
    ----------
    lexicon
        The language's names and words.
    english
        The names of English, for what they know of persons.
    caseless
        Whether the script has no capital letters.
    nouns
        Whether every noun has a capital letter.
    """

    def __init__(self, english: Names, lexicon: Lexicon) -> None:
        super().__init__(english.gazetteer, english.cues)
        self.lexicon = lexicon
        self.english = english
        self.language = lexicon.language
        self.caseless = lexicon.language in CASELESS
        self.nouns = lexicon.language == "de"
        self.prefixes = lexicon.prefixes
        self.place = english.place
        self.word = lru_cache(_CACHED_WORDS)(lexicon.word)

    def common(self, word: str) -> float:
        """Return whether a word is a plain word of the language, 0 or 1."""
        return float(bool(self.lexicon.word(word) & COMMON))

    def given(self, word: str) -> float:
        """Return whether a word is a given name, 0 or 1."""
        return float(bool(self.lexicon.word(word) & GIVEN))

    def surname(self, word: str) -> float:
        """Return whether a word is a surname, 0 or 1."""
        return float(bool(self.lexicon.word(word) & SURNAME))

    def prior(self, name: Name) -> float:
        """Return the log odds that a name is a place, before its text is read."""
        return name.evidence[_PRIOR]

    def is_demonym(self, name: Name) -> bool:
        """Tell whether a name is of people or an adjective, in some of its senses."""
        return any(flag & DEMONYM for _, flag in name.pairs)

    def is_region(self, name: Name) -> bool:
        """Tell whether a name is of a first-level division, in some of its senses."""
        return any(KINDS[self.gazetteer.kind[row]] is PlaceKind.REGION for row, _ in name.pairs)

    def is_division(self, name: Name) -> bool:
        """Tell whether a name is of divisions and towns alone."""
        return all(KINDS[self.gazetteer.kind[row]] in _DIVISIONS for row, _ in name.pairs)

    def _get(self, key: str) -> Name | None:
        pairs = self.lexicon.rows(key) or self.lexicon.rows("ا" + key)  # للصين
        if not pairs:
            return None
        population = self.gazetteer.population
        pairs.sort(key=lambda pair: (-population[pair[0]], pair))
        name = self._name(key, pairs)
        name.evidence[_PRIOR] = self._prior(key, pairs)
        return name

    def _prior(self, key: str, pairs: list[tuple[int, int]]) -> float:
        best = max(self._prior_of(row, flag) for row, flag in pairs)
        if self.word(key) & LISTED:
            best = max(best, CLOSED)
        return best + (_SEVERAL_WORDS if " " in key else 0.0)

    def _prior_of(self, row: int, flag: int) -> float:
        gazetteer = self.gazetteer
        kind = KINDS[gazetteer.kind[row]]
        if flag & (DEMONYM | METONYM) or kind not in _DIVISIONS:
            value = CLOSED
        elif kind is PlaceKind.REGION:
            value = REGION
        else:
            value = _TOWN + _PER_DECADE * math.log10(gazetteer.population[row] + 1)
            value += _CAPITAL * (gazetteer.features[gazetteer.feature[row]] == "PPLC")
            value = min(value, CLOSED)
        return value if flag & STRENGTH == PRIMARY else value + _ALTERNATE
