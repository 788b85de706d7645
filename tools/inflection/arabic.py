"""Arabic and Persian names and demonyms in the forms that texts have them in.

What Arabic writes before a name in the same word ("and", "in", "for") is taken off when a text is
read; here are the endings, the article, and the endings of Persian.
"""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

from tools.inflection.forms import Inflection

_NISBA = ("ي", "ية", "يون", "يين", "يان", "يتين", "يتان", "يات")
_PERSIAN_PLURALS = ("", " ها", " های", " هایی", " هایی که", "ان", "ها", "های")


def arabic_demonyms(word: str) -> frozenset[str]:
    """Return the forms of an adjective in -i, or another word for a people, with or without al-.

    Examples
    --------
    >>> {"الروسية", "روسي"} <= arabic_demonyms("روسي")
    True
    """
    forms = [word[:-1] + ending for ending in _NISBA] if word.endswith("ي") else [word]
    return frozenset((*forms, *("ال" + form for form in forms)))


def persian_demonyms(word: str) -> frozenset[str]:
    """Return an adjective with the endings of the plural, joined, apart or with a space."""
    return frozenset(word + ending for ending in _PERSIAN_PLURALS)


def persian_names(name: str) -> frozenset[str]:
    """Return a name alone and as it stands before what belongs to it (ezafe)."""
    if name[-1] in "او":
        return frozenset((name, name + "ی"))
    return frozenset((name,))


def inflection(language: str) -> Inflection:
    """Return the inflection of Arabic or Persian."""
    if language == "fa":
        return Inflection(names=persian_names, adjectives=persian_demonyms)
    return Inflection(adjectives=arabic_demonyms)
