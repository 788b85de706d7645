"""Telling which language a text is in."""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from briefing.linking.core.traits import ENGLISH, LATIN, SCRIPTS, Traits, languages

_SAMPLE = 1_500  # characters from the start of a text that its language is told by
_GLANCE = 600  # characters that suffice for English prose
_SURE = 4  # function words of English after which no other language is looked for
_PUNCTUATION = ".,;:!?\"'«»„“”’()[]…،؛؟"
_FOREIGN = re.compile("[\u0400-\u06ff]")
_PREFERRED = 0.5
_MOST_LETTERS = 3  # words with letters of a language that count
_FEWEST_LETTERS = 2  # in Latin script, where no function word was found


def language_of(text: str, given: str = "") -> str:
    """Tell which language a text is in.

    Parameters
    ----------
    text
        Of any length; its beginning is read.
    given
        What somebody says of it, as ``"en-GB"``; believed if the script of the text agrees.

    Returns
    -------
    language
        ISO 639-1 code of one that texts are read in: ``"en"`` for English and for every language
        that the linker has no names of its own for.

    Examples
    --------
    >>> language_of("Президент України прибув до Варшави")
    'uk'
    >>> language_of("The president of Ukraine arrived in Warsaw")
    'en'
    """
    if not given and _is_plainly_english(text[:_GLANCE]):
        return ENGLISH
    text = _beginning(text)
    script = _script(text)
    given = given[:2].lower()
    said = languages().get(given)
    if said is not None and said.script == script:
        return _read_as(said)
    if given and said is None and script == LATIN:
        return ENGLISH
    words = [word.strip(_PUNCTUATION) for word in text.lower().split()]
    scores = dict(_scores(words, script))
    found = max(scores, key=lambda code: scores[code], default=ENGLISH)
    return _read_as(languages()[found]) if scores.get(found, 0.0) > 0 else ENGLISH


def _read_as(traits: Traits) -> str:
    return ENGLISH if traits.grammar is None else traits.code


def _is_plainly_english(text: str) -> bool:
    """Tell whether English has enough words of a text, and twice those of all others together."""
    if _FOREIGN.search(text):
        return False
    found = set(text.lower().split())
    english = len(found & languages()[ENGLISH].function_words)
    return english >= _SURE and english * 2 > len(found & _other_words())


def _scores(words: Sequence[str], script: str) -> Iterator[tuple[str, float]]:
    """Give the languages of a script, English first, and how much speaks for each."""
    english = languages()[ENGLISH].function_words
    for code, traits in languages().items():
        if traits.script != script:
            continue
        known = traits.function_words
        hits = sum(word in known for word in words)
        own = hits and any(word in known and word not in english for word in words)
        letters = traits.letters
        seen = sum(bool(letters.search(word)) for word in words) if letters else 0
        if traits.letters_needed and not seen:
            hits -= _SURE
        # One foreign name with its letters does not make an English text foreign.
        clear = script != LATIN or own or seen >= _FEWEST_LETTERS
        bonus = min(seen, _MOST_LETTERS) if clear else 0
        yield code, hits + bonus + (_PREFERRED if traits.usual else 0)


def _beginning(text: str) -> str:
    """Return the beginning of a text, the same in whatever normal form it came."""
    if text.isascii():
        return text[:_SAMPLE]
    return unicodedata.normalize("NFC", text[: 3 * _SAMPLE])[:_SAMPLE]


def _script(text: str) -> str:
    """Return the script of most letters of a text: Latin for all that are not known."""
    if text.isascii():
        return LATIN
    counts = {script: len(letters.findall(text)) for script, letters in SCRIPTS.items()}
    return max(counts, key=lambda script: counts[script])  # Latin, the first, of equals


@cache
def _other_words() -> frozenset[str]:
    others = (traits.function_words for code, traits in languages().items() if code != ENGLISH)
    return frozenset().union(*others) - languages()[ENGLISH].function_words
