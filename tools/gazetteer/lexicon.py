"""The names of a language while they are put together, and the files that hold them.

``names.<code>.marisa`` is a trie of the folded names in all their forms, ``names.<code>.bin`` has
the places that bear them, and ``words.<code>.marisa`` the words around names and what they are.
"""

from __future__ import annotations

import re
import sys
import tomllib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import marisa_trie

from briefing.gazetteer.codes import DEMONYM, FLAG_BITS, METONYM, PRIMARY
from briefing.gazetteer.folding import LONGEST_NAME, fold
from briefing.linking.core.listed.lexicon import (
    WORD_RECORD,
    names_file,
    pairs_file,
    words_file,
)
from briefing.linking.core.traits import FILE, Traits, languages, languages_folder
from tools.gazetteer.curated import read_rows
from tools.gazetteer.draft import claim
from tools.inflection.forms import Inflection, inflection_by

CLASSES = (
    "before",
    "titles",
    "kinds",
    "common",
    "given",
    "tongues",
    "clubs",
    "papers",
    "never",
)
"""Classes of words around names, as the head of each ``words.toml`` explains them."""

_GENERIC = re.compile(r"[()\[\],]| [-–—] ")  # noqa: RUF001 - dashes as they are typed


@dataclass(frozen=True, slots=True)
class Bearer:
    """A place that bears a name of the reviewed lists.

    Attributes
    ----------
    id
        Place id.
    is_metonym
        Whether its names stand for a government.
    """

    id: str
    is_metonym: bool


Finder = Callable[[str], Bearer]
"""Place id, or ``city:UA/Kyiv`` for the largest town of that name → the place."""


class Lexicon:
    """The names of one language while they are put together.

    Attributes
    ----------
    language
        ISO 639-1 code.
    traits, inflection
        What is true of the language, and the forms of its words.
    words
        Class → folded words of ``words.toml``.
    outside
        What is taken from outside sources; None if nothing is.
    names
        Folded form → id of a place → flag.
    acronyms, words_written
        Short folded names that are written in capitals alone; that are not.
    small, listed
        Folded forms of names that are written in small letters; of reviewed names.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.folder = languages_folder() / language
        raw = tomllib.loads((self.folder / FILE).read_text(encoding="utf-8"))
        self.traits: Traits = languages()[language]
        self.inflection: Inflection = inflection_by(
            raw.get("forms", {}).get("inflection", ""), language
        )
        self.outside: Mapping[str, Any] | None = raw.get("outside")
        self.words = curated_words(self.folder / "words.toml")
        self.names: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.acronyms: set[str] = set()
        self.words_written: set[str] = set()
        self.small: set[str] = set()
        self.listed: set[str] = set()

    @property
    def has_capitals(self) -> bool:
        """Whether names are written with capital letters."""
        return self.traits.grammar is not None and self.traits.grammar.capitals != "none"

    def add(self, name: str, place_id: str, strength: int, bits: int = 0) -> None:
        """Give a place a name, in all forms that the language has of it."""
        name = clean(name)
        if len(name) < 2 or _GENERIC.search(name):
            return
        if name.isupper() and len(name) <= 4 and self.has_capitals:
            self.acronyms.add(fold(name))
        elif len(name) <= 4:
            self.words_written.add(fold(name))
        forms = frozenset(self.inflection.names(name))
        if name.islower():
            self.small.update(map(fold, forms))
        for form in forms:
            self.put(form, place_id, strength, bits)

    def put(self, form: str, place_id: str, strength: int, bits: int = 0) -> None:
        """Give a place one form of a name; the stronger claim wins."""
        key = fold(form).strip()
        if not 2 <= len(key) <= LONGEST_NAME or not key[0].isalnum():
            return
        claim(self.names[key], place_id, strength, bits)

    def add_reviewed(self, find: Finder) -> None:
        """Add the names and the demonyms of the reviewed lists."""
        for row in read_rows(self.folder / "names.csv"):
            bearer = find(row["place"])
            for name in filter(None, row["names"].split("|")):
                self.add(name, bearer.id, PRIMARY, METONYM if bearer.is_metonym else 0)
                self.listed.update(map(fold, self.inflection.names(clean(name))))
        for row in read_rows(self.folder / "demonyms.csv"):
            bearer = find(row["place"])
            for form in self._demonyms(row["demonyms"].replace("\u200c", "_")):
                self.put(form, bearer.id, PRIMARY, DEMONYM)

    def _demonyms(self, cell: str) -> Iterator[str]:
        """Give the forms of adjectives, and behind a slash of nouns, for the people of a place."""
        adjectives, _, people = cell.partition("/")
        for word in adjectives.split():
            yield from self.inflection.adjectives(word.replace("_", " "))
        for word in people.split():
            yield from self.inflection.people(word)


def write_lexicon(
    folder: Path, lexicon: Lexicon, rows: Callable[[str], int], words: Mapping[str, int]
) -> None:
    """Write the names and the words of a language.

    Parameters
    ----------
    folder
        Where to.
    lexicon
        The finished names.
    rows
        Id of a place → its row in the gazetteer.
    words
        Folded word → what it is, as bits.
    """
    language = lexicon.language
    trie = marisa_trie.Trie(lexicon.names)
    trie.save(str(folder / names_file(language)))
    (folder / pairs_file(language)).write_bytes(_pairs(trie, lexicon, rows))
    records = [(word, (bits,)) for word, bits in sorted(words.items())]
    marisa_trie.RecordTrie(WORD_RECORD, records).save(str(folder / words_file(language)))


def _pairs(trie: marisa_trie.Trie, lexicon: Lexicon, rows: Callable[[str], int]) -> bytes:
    """Return what ``briefing.linking.core.listed.lexicon.pairs_file`` describes."""
    by_number = sorted((trie[key], places) for key, places in lexicon.names.items())
    first, pairs = array("I", [0]), array("I")
    for _, places in by_number:
        pairs.extend(rows(place) << FLAG_BITS | flag for place, flag in sorted(places.items()))
        first.append(len(pairs))
    return (array("I", [len(by_number)]) + first + pairs).tobytes()


def curated_words(path: Path) -> dict[str, set[str]]:
    """Return class → folded words of a language's ``words.toml``, for each of ``CLASSES``."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := sorted(raw.keys() - {*CLASSES, "source"}):
        sys.exit(f"{path}: no class {', '.join(unknown)}, expected some of {', '.join(CLASSES)}")
    return {name: {clean(fold(word)) for word in raw.get(name, "").split()} for name in CLASSES}


def clean(text: str) -> str:
    """Bring a name to the letters that a text is brought to: no marks, no soft hyphens."""
    text = re.sub("[\u064b-\u0652\u0654\u0670\u0640\u00ad\u200e\u200f]", "", text)
    return re.sub("[\u200c\u200b]", " ", text).strip()
