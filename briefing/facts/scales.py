"""Scales: the words for how likely something is, with their ranges, and for how sure one is of it.

The scales are data: ``geodata/curated/scales.toml``, each with its source. The words that no scale
has, and that give a reader no likelihood, stand there too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError

DEFAULT = "icd203"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A degree of likelihood.

    Attributes
    ----------
    words
        What it is called; the first is the one to print.
    low, high
        Its range in per cent, 0 and 100 where it has no other end.
    below
        Whether the upper end is not part of the range.
    """

    words: tuple[str, ...]
    low: int
    high: int
    below: bool = False

    @property
    def name(self) -> str:
        """The word to print."""
        return self.words[0]

    @property
    def range(self) -> str:
        """The range as people read it: ``55 to 80 %``, ``at most 5 %``, ``95 % or more``."""
        if self.low == 0:
            return f"at most {self.high} %"
        if self.high == 100:
            return f"{self.low} % or more"
        return f"{self.low} to {'below ' if self.below else ''}{self.high} %"


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A set of degrees of likelihood, from the least.

    Attributes
    ----------
    name, title
        How a file and how a page calls it.
    terms
        No word stands for two of them.
    source
        Who keeps it.
    """

    name: str
    title: str
    terms: tuple[Term, ...]
    source: str

    @cached_property
    def by_word(self) -> Mapping[str, Term]:
        """Each word of the scale, and the term that it stands for."""
        return {word: term for term in self.terms for word in term.words}

    def term(self, word: str) -> Term | None:
        """Find the term that a word stands for, in any case; None if it is not of the scale."""
        return self.by_word.get(folded(word))


@dataclass(frozen=True, kw_only=True)
class Scales:
    """All that the reviewed file holds.

    Attributes
    ----------
    scales
        By name.
    levels
        Of confidence, from the lowest.
    hedges
        Words that sound like a verdict and are of no scale.
    lower
        Those of them that mean something else with a capital letter.
    ambiguous
        Words of a scale that prose uses otherwise.
    disputed
        Words that say that a place is disputed.
    """

    scales: Mapping[str, Scale]
    levels: tuple[str, ...]
    hedges: tuple[str, ...]
    lower: frozenset[str]
    ambiguous: frozenset[str]
    disputed: tuple[str, ...]


def scales() -> Scales:
    """Read the reviewed file, once a folder.

    Raises
    ------
    CuratedDataError
        If it is missing or breaks its contract.
    """
    return _read(geodata_dir() / "curated" / "scales.toml")


def folded(word: str) -> str:
    """Write a word as the scales do: in small letters, with one space between its parts."""
    return " ".join(word.casefold().split())


@cache
def word_pattern(words: Collection[str]) -> re.Pattern[str]:
    """Make a pattern that finds words of a list as whole words, the longest first, in any case."""
    longest = sorted(words, key=len, reverse=True)
    spelt = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest)
    return re.compile(rf"(?<![\w-])(?:{spelt})(?![\w-])", re.IGNORECASE)


@cache
def _read(path: Path) -> Scales:
    what = f"file {path.name!r}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = "install the package again"
        raise CuratedDataError(what, f"cannot be read ({error})", remedy) from error
    try:
        found = [_scale(row) for row in table["scale"]]
        made = Scales(
            scales={one.name: one for one in found},
            levels=tuple(table["confidence"]["levels"]),
            hedges=tuple(table["hedges"]["words"]),
            lower=frozenset(table["hedges"]["lower"]),
            ambiguous=frozenset(table["ambiguous"]["words"]),
            disputed=tuple(table["disputed"]["words"]),
        )
    except (KeyError, TypeError) as error:
        raise CuratedDataError(what, f"a field is missing or of another type: {error!r}") from error
    if DEFAULT not in made.scales:
        raise CuratedDataError(what, f"has no scale {DEFAULT!r}")
    return made


def _scale(row: Mapping[str, Any]) -> Scale:
    made = Scale(
        name=row["name"],
        title=row["title"],
        source=row["source"],
        terms=tuple(Term(**{**term, "words": tuple(term["words"])}) for term in row["terms"]),
    )
    words = [word for term in made.terms for word in term.words]
    if len(set(words)) < len(words) or any(word != word.casefold() for word in words):
        raise CuratedDataError(f"scale {made.name!r}", "expected each word once, in small letters")
    lows = [term.low for term in made.terms]
    if lows != sorted(lows) or not all(0 <= one.low < one.high <= 100 for one in made.terms):
        raise CuratedDataError(
            f"scale {made.name!r}", "expected ranges of 0 to 100, the least first"
        )
    return made
