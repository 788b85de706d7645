"""The words by which a language says who did what to whom, from the reviewed file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.events.tables import read_table
from briefing.events.wordforms import WordForms
from briefing.gazetteer.folding import fold

FILE = "relations.toml"
_FLAGS = frozenset("?!<") | {"@bloc"}
_LONGEST = 4  # words of a form


@dataclass(frozen=True, slots=True)
class Entry:
    """One way of saying one class of relation.

    Attributes
    ----------
    name
        The class.
    nouns
        Words one of which must stand behind the verb; None if none need.
    targets
        Where the target stands, in the order to try: ``object``, prepositions and so on.
    flags
        ``?`` only possible, ``!`` the contrary,
        ``<`` the other way round, ``@bloc`` the target is a bloc.
    """

    name: str
    nouns: WordForms | None
    targets: tuple[str, ...]
    flags: frozenset[str]


class Lexicon:
    """The words of one language.

    Parameters
    ----------
    language
        ISO 639-1 code.
    table
        Its part of the file.
    """

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self.words = {key: _folded(words) for key, words in table["words"].items()}
        self.words |= {key: _folded(names) for key, names in read_table(FILE)["sets"].items()}
        self.verbs = _by_form(table["verbs"])
        self.nouns = _by_form(table["nouns"])
        self._first = {
            kind: frozenset(form.split(" ")[0] for form in forms)
            for kind, forms in (("verbs", self.verbs), ("nouns", self.nouns))
        }
        self._future = tuple(word[1:] for word in self.words["future"] if word[0] == "*")
        self.mutual = frozenset(
            name for name, one in relation_classes().items() if one.direction == "both"
        )

    def verb_at(self, tokens: Sequence[str], index: int) -> tuple[int, tuple[Entry, ...]] | None:
        """Return how many words the verb form at an index has, and what it may say."""
        if tokens[index] not in self._first["verbs"]:
            return None
        return _at(self.verbs, tokens, index)

    def is_future(self, form: str) -> bool:
        """Tell whether a form of a verb by itself tells of what is to come."""
        return form in self.words["future"] or (
            bool(self._future) and form.endswith(self._future) and form in self.verbs
        )

    def noun_at(self, tokens: Sequence[str], index: int) -> tuple[int, tuple[Entry, ...]] | None:
        """Return the same for a noun."""
        if tokens[index] not in self._first["nouns"]:
            return None
        return _at(self.nouns, tokens, index)


@dataclass(frozen=True, slots=True)
class RelationClass:
    """A class of relations.

    Attributes
    ----------
    name
        As in the file.
    direction
        ``to``: from source to target; ``both`` if it has no direction.
    cameo
        Root code of CAMEO that it lies under.
    """

    name: str
    direction: str
    cameo: str


def relation_classes() -> Mapping[str, RelationClass]:
    """Return the classes of relations by their names."""
    return _classes(geodata_dir())


def lexicon(language: str) -> Lexicon | None:
    """Return the words of a language; None if the file has none for it."""
    return _lexicon(geodata_dir(), language)


@cache
def _classes(_folder: Path) -> Mapping[str, RelationClass]:
    return {name: RelationClass(name, **one) for name, one in read_table(FILE)["classes"].items()}


@cache
def _lexicon(_folder: Path, language: str) -> Lexicon | None:
    table = read_table(FILE)
    return Lexicon(language, table[language]) if len(language) == 2 and language in table else None


def _at(
    forms: Mapping[str, tuple[Entry, ...]], tokens: Sequence[str], index: int
) -> tuple[int, tuple[Entry, ...]] | None:
    for length in range(_LONGEST, 0, -1):
        if entries := forms.get(" ".join(tokens[index : index + length])):
            return length, entries
    return None


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word.replace("_", " ")) for word in words.split())


def _by_form(classes: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for name, lines in classes.items():
        for line in lines:
            forms, entry = _entry(name, line)
            for form in forms:
                found[form].append(entry)
    # What asks for a noun says more, so it is tried first.
    return {
        form: tuple(sorted(entries, key=lambda one: one.nouns is None))
        for form, entries in found.items()
    }


def _entry(name: str, line: str) -> tuple[Iterator[str], Entry]:
    said, colon, where = line.partition(":")
    verbs, _, nouns = said.partition("+")
    if not colon or not verbs.strip() or name not in relation_classes():
        raise CuratedDataError(
            f"file {FILE!r}", f"found {name} = {line!r}, expected a class and FORMS : TARGETS"
        )
    words = where.split()
    entry = Entry(
        name=name,
        nouns=WordForms({name: nouns}) if nouns.strip() else None,
        targets=tuple(word.replace("_", " ") for word in words if word not in _FLAGS),
        flags=frozenset(words) & _FLAGS,
    )
    return (fold(form.replace("_", " ")) for form in verbs.split()), entry
