"""Languages: which one a text is in, and what linking then knows."""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.gazetteer.index import Gazetteer
from briefing.linking.core import foreign
from briefing.linking.core.choice import Choice, decide
from briefing.linking.core.foreign_names import ForeignNames
from briefing.linking.core.lexicon import LANGUAGES, lexicon
from briefing.linking.core.model import Model, model_of
from briefing.linking.core.recognition import Piece, pieces

ENGLISH = "en"
_SAMPLE = 1_500  # characters from the start of a text that its language is told by
_GLANCE = 600  # characters that suffice for English prose
_SURE = 4  # function words of English after which no other language is looked for
_PUNCTUATION = ".,;:!?\"'«»„“”’()[]…،؛؟"
_FOREIGN = re.compile("[\u0400-\u06ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SCRIPTS = {
    "Cyrillic": frozenset(("ru", "uk", "bg", "be", "sr")),
    "Arabic": frozenset(("ar", "fa", "ur")),
}
# Letters that only one language of a script has; they decide about texts of a few words.
_LETTERS = {
    "uk": re.compile("[іїєґ]"),
    "ru": re.compile("[ыэъё]"),
    "fa": re.compile("[پچژگیک\u200c]"),
    "ar": re.compile("[ةىأإ]"),
    "tr": re.compile(
        "[ğış]|i\u0307|[’'](?:[dt][ae](?:n|ki)?|n[iıuü]n|[ıü]n|y[aeiıuü]|n[ae]|l[ae]r?)$"
    ),
    "de": re.compile("[ßä]"),
    "es": re.compile("[ñ¿¡]"),
    "fr": re.compile("[êèàœù]|^[dl][’']"),
}
_NEEDED = frozenset(("uk",))  # no sentence of Ukrainian is without its own letters
_USUAL = frozenset(("ru", "ar"))  # of its script, where nothing else speaks
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
        One of ``LANGUAGES``, or ``"en"`` for English and for every language that the linker has
        no names of its own for.

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
    if given and (given in _SCRIPTS.get(script, ()) if script else given not in _foreign_scripts()):
        return given if given in LANGUAGES else ENGLISH
    words = [word.strip(_PUNCTUATION) for word in text.lower().split()]
    scores = dict(_scores(words, script))
    found = max(scores, key=lambda language: scores[language], default=ENGLISH)
    return found if found in LANGUAGES and scores[found] > 0 else ENGLISH


def _is_plainly_english(text: str) -> bool:
    """Tell whether English has enough words of a text, and twice those of all others together."""
    if _FOREIGN.search(text):
        return False
    found = set(text.lower().split())
    english = len(found & function_words()[ENGLISH])
    return english >= _SURE and english * 2 > len(found & _other_words())


def _scores(words: Sequence[str], script: str) -> Iterator[tuple[str, float]]:
    """Give the languages of a script, English first, and how much speaks for each."""
    english = function_words()[ENGLISH]
    for language, known in function_words().items():
        if language not in _SCRIPTS.get(script, ()) if script else language in _foreign_scripts():
            continue
        hits = sum(word in known for word in words)
        own = hits and any(word in known and word not in english for word in words)
        letters = _LETTERS.get(language)
        seen = sum(bool(letters.search(word)) for word in words) if letters else 0
        if script and language in _NEEDED and not seen:
            hits -= _SURE
        # One foreign name with its letters does not make an English text foreign.
        bonus = min(seen, _MOST_LETTERS) if script or own or seen >= _FEWEST_LETTERS else 0
        yield language, hits + bonus + (_PREFERRED if language in _USUAL else 0)


def _beginning(text: str) -> str:
    """Return the beginning of a text, the same in whatever normal form it came."""
    if text.isascii():
        return text[:_SAMPLE]
    return unicodedata.normalize("NFC", text[: 3 * _SAMPLE])[:_SAMPLE]


def _script(text: str) -> str:
    """Return the script of most letters of a text, empty for Latin and all others."""
    if text.isascii():
        return ""
    counts = {
        "Cyrillic": len(_CYRILLIC.findall(text)),
        "Arabic": len(_ARABIC.findall(text)),
    }
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] > len(_LATIN.findall(text)) else ""


@cache
def _foreign_scripts() -> frozenset[str]:
    return frozenset().union(*_SCRIPTS.values())


@cache
def function_words(path: Path | None = None) -> Mapping[str, frozenset[str]]:
    """Read the commonest words of each language.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    path = path or geodata_dir() / "curated" / "languages" / "function_words.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return {language: frozenset(words.split()) for language, words in raw.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise CuratedDataError(
            f"function words {path.name!r}",
            f"found {type(error).__name__} ({error}), expected language = words",
            "restore the file from the release",
        ) from error


@cache
def _other_words() -> frozenset[str]:
    return (
        frozenset().union(
            *(words for language, words in function_words().items() if language != ENGLISH)
        )
        - function_words()[ENGLISH]
    )


# --- what linking knows --------------------------------------------------------------------


def model_for(text: str, language: str = "", gazetteer: Gazetteer | None = None) -> Model:
    """Return the model for a text: that of its language, or of English.

    Parameters
    ----------
    text, language
        As for ``language_of``.
    gazetteer
        Where names are looked up; by default the gazetteer of this package.
    """
    model = model_of(gazetteer)
    found = language_of(text, language)
    return model if found == ENGLISH else _foreign_model(model, found)


@cache
def _foreign_model(model: Model, language: str) -> Model:
    names = ForeignNames(model.names, lexicon(model.names.gazetteer.folder, language))
    return Model(names, model.weights, model.votes, model.ranking)


def pieces_of(text: str, model: Model) -> Iterator[Piece]:
    """Read a text piece by piece, in the way of its language."""
    if isinstance(model.names, ForeignNames):
        return foreign.pieces(text, model.names, model.weights.foreign)
    return pieces(text, model)


def decide_in(choice: Choice, model: Model) -> None:
    """Decide again about the spots of a surface, where the language has weights for it."""
    if not isinstance(model.names, ForeignNames):
        decide(choice, model)
