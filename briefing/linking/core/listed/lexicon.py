"""Lexicons: the names of places and the words around them in other languages than English.

Each language has files of its own beside the gazetteer, opened by memory map when a text in that
language is first met. A name of one language is never found in a text of another.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import marisa_trie

from briefing.errors import GazetteerError
from briefing.gazetteer.index import FLAG_BITS

WORD_RECORD = "<H"

GIVEN, SURNAME = 1, 2
"""Bits of a word: it is a given name, a surname."""
COMMON = 4
"""Bit of a word: a plain word of the language besides a name."""
BEFORE = 8
"""Bit of a word: a preposition that mostly stands before places."""
TITLE = 16
"""Bit of a word: it stands before a person's name."""
KIND = 32
"""Bit of a word: a noun for a kind of place ("city")."""
ACRONYM = 64
"""Bit of a word: a short name that is written in capitals."""
SMALL = 128
"""Bit of a word: a name that is written in small letters."""
LISTED = 256
"""Bit of a word: a name of a reviewed list."""
TONGUE, CLUB, PAPER = 512, 1024, 2048
"""Bits of a word: beside it an adjective means a language; before a name, it is a sports club or
the like; after a name, it is a newspaper."""


def names_file(language: str) -> str:
    """Return the name of the file of a language's names: a trie."""
    return f"names.{language}.marisa"


def pairs_file(language: str) -> str:
    """Return the name of the file of the places that a language's names are borne by.

    Native 32-bit numbers: how many names there are; for each where its places begin, and where
    the last one's end; then the places, each its row and flag.
    """
    return f"names.{language}.bin"


def words_file(language: str) -> str:
    """Return the name of the file of a language's words."""
    return f"words.{language}.marisa"


class Lexicon:
    """The names and words of one language.

    Attributes
    ----------
    language
        ISO 639-1 code.
    """

    def __init__(self, folder: Path, language: str) -> None:
        self.language = language
        self._names, self._words = marisa_trie.Trie(), marisa_trie.RecordTrie(WORD_RECORD)
        with _refusing(folder / names_file(language)) as path:
            self._names.mmap(str(path))
        with _refusing(folder / words_file(language)) as path:
            self._words.mmap(str(path))
        with _refusing(folder / pairs_file(language)) as path, path.open("rb") as file:
            numbers = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast("I")
        self._first, self._pairs = numbers[1 : numbers[0] + 2], numbers[numbers[0] + 2 :]

    def prefixes(self, folded: str) -> list[str]:
        """Return the names that a folded text begins with, shortest first."""
        found: list[str] = self._names.prefixes(folded)
        return found

    def rows(self, key: str) -> list[tuple[int, int]]:
        """Return the places that bear a folded name, as (row, flag)."""
        number = self._names.get(key)
        if number is None:
            return []
        pairs = self._pairs[self._first[number] : self._first[number + 1]]
        return [(pair >> FLAG_BITS, pair & 0b1111) for pair in pairs]

    def word(self, word: str) -> int:
        """Return what a folded word is in this language, as bits; 0 if nothing is known of it."""
        found = self._words.get(word)
        return int(found[0][0]) if found else 0


@contextmanager
def _refusing(path: Path) -> Iterator[Path]:
    """Turn what goes wrong with a file into the error of the gazetteer."""
    try:
        yield path
    except (OSError, RuntimeError, ValueError) as error:
        raise GazetteerError(
            f"gazetteer {path.name!r}",
            f"unreadable ({error}), expected the names of a language",
            "reinstall the package or run tools/gazetteer/build.py",
        ) from error


@cache
def lexicon(folder: Path, language: str) -> Lexicon:
    """Return the lexicon of a language beside a gazetteer, opened once."""
    return Lexicon(folder, language)
