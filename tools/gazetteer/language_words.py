"""Words of other languages than English: what stands around names, and what else a name may be."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from briefing.gazetteer.codes import DEMONYM
from briefing.gazetteer.folding import fold
from briefing.linking.core.languages import function_words
from briefing.linking.core.lexicon import (
    ACRONYM,
    BEFORE,
    CASELESS,
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
from tools.folders import CURATED
from tools.gazetteer.words import locale_words
from tools.inflection import slavic

if TYPE_CHECKING:
    from tools.gazetteer.languages import Lexicon


def word_bits(lexicon: Lexicon) -> dict[str, int]:
    """Return folded word → what it is in a language."""
    language, words = lexicon.language, lexicon.words
    bits: defaultdict[str, int] = defaultdict(int)
    given = _inflected(words["given"] | locale_words("person", language, "first_name"), language)
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
        (SMALL, lexicon.small if language not in CASELESS else set()),
        (GIVEN, given),
        (SURNAME, set(map(fold, locale_words("person", language, "last_name")))),
    )
    for bit, found in sources:
        for word in found:
            bits[word] |= bit
    for word in function_words()[language]:
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
    return set(map(fold, locale_words("lorem", lexicon.language, "word"))) - listed


def _inflected(names: set[str], language: str) -> set[str]:
    if language not in slavic.LANGUAGES:
        return set(map(fold, names))
    return {fold(form) for name in names for form in slavic.case_forms(name.lower(), language)}


@cache
def curated_words() -> dict[str, dict[str, set[str]]]:
    """Return language → class → folded words of ``geodata/curated/languages/words.toml``."""
    raw = tomllib.loads((CURATED / "languages" / "words.toml").read_text(encoding="utf-8"))
    return {
        language: {name: {clean(fold(w)) for w in text.split()} for name, text in table.items()}
        for language, table in raw.items()
    }


def clean(text: str) -> str:
    """Bring a name to the letters that a text is brought to: no marks, no soft hyphens."""
    text = re.sub("[\u064b-\u0652\u0654\u0670\u0640\u00ad\u200e\u200f]", "", text)
    return re.sub("[\u200c\u200b]", " ", text).strip()
