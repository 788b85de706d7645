"""Adjectives and nouns for the people of a place, in all their forms."""

from __future__ import annotations

from collections.abc import Iterator

from tools.inflection import arabic, slavic, western


def demonym_forms(cell: str, language: str) -> Iterator[str]:
    """Give the forms of adjectives, and behind a slash of nouns, for the people of a place."""
    adjectives, _, people = cell.partition("/")
    if language == "ar":
        yield from arabic.arabic_demonyms(adjectives)
    elif language == "fa":
        yield from (form.replace("_", " ") for form in arabic.persian_demonyms(adjectives))
    elif language == "tr":
        for word in adjectives.split():
            yield from western.turkish_forms(word.replace("_", " "))
    else:
        for word in adjectives.split():
            forms = (
                slavic.adjective_forms if language in slavic.LANGUAGES else western.adjective_forms
            )
            yield from forms(word, language)
        for word in people.split():
            if language in slavic.LANGUAGES:
                yield from slavic.people_forms(word, language)
            else:
                yield from western.people_forms(word)
