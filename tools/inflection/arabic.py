"""Arabic and Persian names and demonyms in the forms that texts have them in.

What Arabic writes before a name in the same word ("and", "in", "for") is taken off when a text is
read; here are the endings, the article, and the endings of Persian.
"""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

from collections.abc import Iterator

_NISBA = ("ي", "ية", "يون", "يين", "يان", "يتين", "يتان", "يات")
_PERSIAN_PLURALS = ("", " ها", " های", " هایی", " هایی که", "ان", "ها", "های")


def arabic_demonyms(words: str) -> frozenset[str]:
    """Return the forms of adjectives in -i, and of other words for peoples, with and without al-.

    Examples
    --------
    >>> {"الروسية", "روسي", "الروس"} <= arabic_demonyms("روسي روس")
    True
    """
    return frozenset(_arabic(words))


def _arabic(words: str) -> Iterator[str]:
    for word in words.split():
        forms = [word[:-1] + ending for ending in _NISBA] if word.endswith("ي") else [word]
        for form in forms:
            yield form
            yield "ال" + form


def persian_demonyms(words: str) -> frozenset[str]:
    """Return adjectives with the endings of the plural, joined, apart or with a space."""
    return frozenset(word + ending for word in words.split() for ending in _PERSIAN_PLURALS)


def persian_names(name: str) -> frozenset[str]:
    """Return a name alone and as it stands before what belongs to it (ezafe)."""
    if name[-1] in "او":
        return frozenset((name, name + "ی"))
    return frozenset((name,))
