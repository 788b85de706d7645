"""Words of other languages than English: what stands around names, and what else a name may be."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefing.gazetteer.codes import DEMONYM
from briefing.gazetteer.folding import fold
from briefing.linking.core.listed.lexicon import (
    ACRONYM,
    BEFORE,
    CLUB,
    COMMON,
    GIVEN,
    KIND,
    LISTED,
    PAPER,
    SMALL,
    SURNAME,
    TITLE,
    TONGUE,
)
from tools.gazetteer.words import locale_words

if TYPE_CHECKING:
    from tools.gazetteer.lexicon import Lexicon


def word_bits(lexicon: Lexicon) -> dict[str, int]:
    """Return folded word → what it is in a language."""
    words = lexicon.words
    bits: defaultdict[str, int] = defaultdict(int)
    given = {
        fold(form)
        for name in words["given"] | _outside_words(lexicon, "person", "first_name")
        for form in lexicon.inflection.given(name)
    }
    sources = (
        (BEFORE, words["before"]),
        (TITLE, words["titles"]),
        (KIND, words["kinds"]),
        (COMMON, words["common"] | (_plain_words(lexicon) - given)),
        (TONGUE, words["tongues"]),
        (CLUB, words["clubs"]),
        (PAPER, words["papers"]),
        (LISTED, lexicon.listed),
        (ACRONYM, lexicon.acronyms - lexicon.words_written),
        (SMALL, lexicon.small if lexicon.has_capitals else set()),
        (GIVEN, given),
        (SURNAME, set(map(fold, _outside_words(lexicon, "person", "last_name")))),
    )
    for bit, found in sources:
        for word in found:
            bits[word] |= bit
    for word in lexicon.traits.function_words:
        bits[fold(word)] &= ~(GIVEN | SURNAME)
    return bits


def _plain_words(lexicon: Lexicon) -> set[str]:
    """Return words of running text, without the names that are listed as such."""
    listed = {
        key
        for key, places in lexicon.names.items()
        for place, flag in places.items()
        if flag & DEMONYM or not place.startswith(("city:", "region:"))
    }
    return set(map(fold, _outside_words(lexicon, "lorem", "word"))) - listed


def _outside_words(lexicon: Lexicon, provider: str, prefix: str) -> set[str]:
    """Return words of an outside source, where the language takes them from there."""
    return set() if lexicon.outside is None else locale_words(provider, lexicon.language, prefix)
