"""The words of a sentence, and the phrases and lists of those who are named in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

MOST = 300
"""Words of a sentence that are read: what is longer is a list or a table."""

DASH = "\u2014"
"""A dash with space before it; others join words."""

POSSESSIVE = "'s"

_TOKEN = re.compile(r"'s\b|\d+(?:[.,]\d+)+|\w+(?:'(?!s\b)\w+)*|[^\w\s]")
_ELIDED = re.compile(r"\d+(?:[.,]\d+)+|\w+'|\w+|[^\w\s]")  # l'attaque, d'Iran
_ELIDING = frozenset(("fr", "it"))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence.

    Attributes
    ----------
    texts
        Folded.
    spans
        Half-open spans of the text.
    capitals
        Whether each begins with a capital.
    """

    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    capitals: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name an actor.

    Attributes
    ----------
    first, last
        Half-open span of words.
    actor
        Id of the actor.
    acts
        Whether it is one who may act: a state, its leaders and officials; not its exports.
    is_person
        Whether it is a leader or official by name or office.
    preposition
        The word before it that makes it a part of something else; empty if there is none.
    """

    first: int
    last: int
    actor: str
    acts: bool
    is_person: bool = False
    preposition: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that stand beside each other: "A, B and C"."""

    phrases: tuple[Phrase, ...] = field(default=())

    @property
    def first(self) -> int:
        """First word."""
        return self.phrases[0].first

    @property
    def last(self) -> int:
        """Word behind the last."""
        return self.phrases[-1].last

    @property
    def preposition(self) -> str:
        """The preposition before the first phrase."""
        return self.phrases[0].preposition

    @property
    def acts(self) -> bool:
        """Whether all of them may act."""
        return all(phrase.acts for phrase in self.phrases)

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors, each once."""
        return tuple(dict.fromkeys(phrase.actor for phrase in self.phrases))


def words_of(text: str, start: int, end: int, language: str, original: str) -> Words:
    """Split a sentence into words.

    Parameters
    ----------
    text
        The whole text, plain (see `wordforms.plain`).
    start, end
        Span of the sentence.
    language
        ISO 639-1 code.
    original
        The text as it is written.
    """
    pattern = _ELIDED if language in _ELIDING else _TOKEN
    hits = list(islice(pattern.finditer(text, start, end), MOST))
    spaced = {hit.start() for hit in hits if hit[0] == "-" and original[hit.start() - 1].isspace()}
    return Words(
        texts=tuple(DASH if hit.start() in spaced else hit[0] for hit in hits),
        spans=tuple(hit.span() for hit in hits),
        capitals=tuple(original[hit.start()].isupper() for hit in hits),
    )
