"""Inflection: the forms that a language has of its names and adjectives.

``[forms]`` in a language's ``language.toml`` names the module of this folder whose function
``inflection`` gives the `Inflection` of a language. Without it words have one form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

Forms = Callable[[str], Iterable[str]]


def alone(word: str) -> tuple[str]:
    """Return a word that has one form."""
    return (word,)


@dataclass(frozen=True, slots=True)
class Inflection:
    """Word → its forms.

    Attributes
    ----------
    names
        Of names of places.
    adjectives
        Of adjectives for the people of a place, as ``demonyms.csv`` has them.
    people
        Of the nouns behind the slash there.
    given
        Of given names.
    town_adjective
        Name of a town in lower case → its adjective; None if that cannot be derived.
    """

    names: Forms = alone
    adjectives: Forms = alone
    people: Forms = alone
    given: Forms = alone
    town_adjective: Callable[[str], str] | None = None


def inflection_by(module: str, language: str) -> Inflection:
    """Return the inflection of a language, as a module has it; each word alone for no module."""
    if not module:
        return Inflection()
    found: Inflection = import_module(f"tools.inflection.{module}").inflection(language)
    return found
