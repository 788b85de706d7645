"""French, Spanish, German and Turkish names and demonyms in the forms that texts have them in."""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from tools.inflection.forms import Inflection

_VOWELS = "aeiouáéíóúü"

# Ending of the masculine singular → letters that are cut off, and the endings of all forms.
_ADJECTIVES = {
    "fr": (
        ("ien", 0, " s ne nes"),
        ("[ao]is", 0, " e es"),
        ("ain|in|ol|and|an|on|al|ol", 0, " s e es"),
        ("yen|éen", 0, " s ne nes"),
        ("grec", 0, " s que ques"),
        ("turc", 1, "c cs que ques"),
        ("e", 0, " s"),
        ("è|é|u|ï", 0, " s e es"),
        ("i", 0, " s e es"),
        ("ot", 0, " s e es te tes"),
        ("", 0, " s e es"),
    ),
    "es": (
        ("o", 1, "o a os as"),
        ("és", 2, "és esa eses esas"),
        ("án", 2, "án ana anes anas"),
        ("ín", 2, "ín ina ines inas"),
        ("ón", 2, "ón ona ones onas"),
        ("ol", 0, " a es as"),
        ("uz|az", 1, "z za ces zas"),
        ("[íú]", 0, " es s"),
        ("[ae]", 0, " s"),
        ("", 0, " es s"),
    ),
}
_GERMAN_ENDINGS = ("", "e", "er", "es", "en", "em")
_FRONT, _BACK = "eiöü", "aıou"


def adjective_forms(adjective: str, language: str) -> frozenset[str]:
    """Return all forms of an adjective, given in the masculine singular (German: the stem).

    Examples
    --------
    >>> sorted(adjective_forms("ukrainien", "fr"))
    ['ukrainien', 'ukrainienne', 'ukrainiennes', 'ukrainiens']
    """
    if language == "de":
        if adjective[:1].isupper():  # "Berliner", "Schweizer"
            return frozenset((adjective,))
        return frozenset(adjective + ending for ending in _GERMAN_ENDINGS)
    if language == "tr":
        return turkish_forms(adjective)
    for pattern, cut, endings in _ADJECTIVES[language]:
        if re.search(f"(?:{pattern})$", adjective):
            stem = adjective[: len(adjective) - cut]
            return frozenset(stem + ending for ending in endings.split(" "))
    return frozenset((adjective,))


def people_forms(noun: str) -> frozenset[str]:
    """Return all forms of a German noun for one of a people."""
    if noun.endswith("e"):
        return frozenset((noun, noun + "n"))
    if noun.endswith("in"):
        return frozenset((noun, noun + "nen"))
    if noun.endswith("er"):
        return frozenset(noun + ending for ending in ("", "s", "n", "in", "innen"))
    return frozenset(noun + ending for ending in ("", "s", "n", "en", "in", "innen"))


def german_names(name: str) -> frozenset[str]:
    """Return a name in its forms: German has a genitive, and declines adjectives in names."""
    return frozenset(_german_names(name))


def _german_names(name: str) -> Iterator[str]:
    yield from _genitives(name)
    first, _, rest = name.partition(" ")
    stem = re.sub("(?:er|es|e)$", "", first)
    if rest and rest[0].isupper() and stem != first and len(stem) >= 3:
        for ending in ("e", "er", "es", "en", "em"):
            for tail in _genitives(rest):
                yield f"{stem}{ending} {tail}"


def _genitives(name: str) -> Iterable[str]:
    if name.endswith(("haus", "Haus", "meer", "Meer", "Reich", "land")):
        return (name, name + "s", name + "es")
    return (name,) if name[-1] in "sßxz" else (name, name + "s")


def turkish_forms(noun: str) -> frozenset[str]:
    """Return a noun for people with the endings that it takes without an apostrophe.

    Examples
    --------
    >>> {"Ruslar", "Ruslara"} <= turkish_forms("Rus")
    True
    """
    vowels = [letter for letter in noun.lower() if letter in _FRONT + _BACK]
    front = bool(vowels) and vowels[-1] in _FRONT
    plural = noun + ("ler" if front else "lar")
    endings = (
        ("", "i", "e", "in", "de", "den", "le")
        if front
        else ("", "ı", "a", "ın", "da", "dan", "la")
    )
    return frozenset((noun, *(plural + ending for ending in endings)))


def inflection(language: str) -> Inflection:
    """Return the inflection of French, Spanish, German or Turkish."""
    adjectives = partial(adjective_forms, language=language)
    if language == "de":
        return Inflection(names=german_names, adjectives=adjectives, people=people_forms)
    return Inflection(adjectives=adjectives)
