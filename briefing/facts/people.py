"""People: those who lead or led, and every name that they are called by."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.facts.leaders import Leader, folded, stays
from briefing.facts.stays import held_or_last

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARTICLE = re.compile(r"^[ae]l (?=\w)")  # "al-Sharaa" is called "Sharaa" too

ByFirstWord = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]
"""Names by their first folded word, the longest first: its words, and those who are called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who leads or led, with every stay in an office.

    Attributes
    ----------
    name
        As in the file of leaders.
    stays
        By place, office and day; never empty.
    """

    name: str
    stays: tuple[Leader, ...]

    def offices(self, day: dt.date) -> tuple[Leader, ...]:
        """Give the offices held on a day, or else the last that were left by then."""
        return held_or_last(self.stays, day)


@dataclass(frozen=True)
class CallNames:
    """What people are called.

    Attributes
    ----------
    full
        Full names of more than one word.
    surnames
        Surnames, and spellings of one word.
    unspaced
        Full names in scripts without spaces, as written → those who are called so.
    unmistakable
        Those of the surnames and single words that hardly mean anyone else, folded.
    titles
        Last words of titles, folded.
    """

    full: ByFirstWord
    surnames: ByFirstWord
    unspaced: dict[str, tuple[str, ...]]
    unmistakable: frozenset[str]
    titles: frozenset[str]


def people() -> dict[str, Person]:
    """Give everyone in the file of leaders, by name."""
    return _people_of(geodata_dir())


def call_names() -> CallNames:
    """Give what everyone in the file of leaders is called."""
    return _names_of(geodata_dir())


@cache
def _people_of(_folder: Path) -> dict[str, Person]:
    grouped: dict[str, list[Leader]] = defaultdict(list)
    for one in stays():
        grouped[one.name].append(one)
    return {name: Person(name=name, stays=tuple(rows)) for name, rows in grouped.items()}


@cache
def _names_of(_folder: Path) -> CallNames:
    full: dict[str, set[str]] = defaultdict(set)
    alone: dict[str, set[str]] = defaultdict(set)
    unspaced: dict[str, set[str]] = defaultdict(set)
    unmistakable: set[str] = set()
    for one in stays():
        for name in one.names:
            if _UNSPACED.search(name):
                unspaced[name].add(one.name)
            elif " " in folded(name):
                full[folded(name)].add(one.name)
            elif name != one.name:  # a spelling of one word: AMLO, Zelenskyy
                alone[folded(name)].add(one.name)
                unmistakable.add(folded(name))
        if one.surname:
            alone[folded(one.surname)].add(one.name)
            alone[_ARTICLE.sub("", folded(one.surname))].add(one.name)
        if one.is_unmistakable:
            unmistakable.add(folded(one.surname))
    return CallNames(
        full=_by_first_word(full),
        surnames=_by_first_word(alone),
        unspaced={name: tuple(sorted(people)) for name, people in unspaced.items()},
        unmistakable=frozenset(unmistakable),
        titles=frozenset(folded(one.title).split()[-1] for one in stays()),
    )


def _by_first_word(
    names: Mapping[str, Collection[str]],
) -> ByFirstWord:
    """Arrange names by their first word, the longest first."""
    found: ByFirstWord = defaultdict(list)
    for name in sorted(names, key=lambda name: (-len(name.split()), name)):
        parts = tuple(name.split())
        found[parts[0]].append((parts, tuple(sorted(names[name]))))
    return dict(found)
