"""Who's who: the leaders that a text names, with their offices as of a day.

A full name is taken as it stands, a bare surname only with a guard: it must begin with a capital,
stand beside no other name, and point to one person, by a title before it, by the full name
elsewhere in the text, or by the state that the text speaks of. Who cannot be told apart from
another is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from briefing.facts.leaders import Leader, folded
from briefing.facts.people import ByFirstWord, Person, call_names, people
from briefing.gazetteer.folding import fold

_WORD = re.compile(r"\w+")
_BETWEEN_WORDS = re.compile(r"[\s.'-]{1,3}")  # of folded text: a hyphen is a space there
_SONS = frozenset(("jr", "junior", "sr"))
_NUMERAL = re.compile("[ivx]+")  # of a monarch
_DAYS = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "june", "july", "august"),  # no "may"
        *("september", "october", "november", "december"),
    )
)
_BEFORE_A_MONTH = frozenset(
    (
        *("in", "by", "of", "on", "since", "until", "from", "to", "between", "and", "this"),
        *("last", "next", "early", "late", "mid", "before", "after", "during"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A leader whom a text names.

    Attributes
    ----------
    person
        Who.
    offices
        Those held on the day asked for; if none, the last that were left by then.
    spans
        Half-open spans of the text that name the person, in code points, in reading order.
    """

    person: Person
    offices: tuple[Leader, ...]
    spans: tuple[tuple[int, int], ...]


def sightings(
    text: str,
    day: dt.date,
    places: Collection[str],
    words: Mapping[str, Mapping[str, float]],
) -> tuple[Sighting, ...]:
    """Find the leaders whom a text names, most named first, then in reading order.

    Parameters
    ----------
    text
        In any language that writes the names as the file of leaders does.
    day
        The day that offices are given for. Who held none yet is left out.
    places
        Ids of the countries, blocs and organisations that the text speaks of.
    words
        ``given_names`` and ``common_words``, folded, as `Gazetteer.word_list` gives them.
    """
    reader = _Reader(text, day, frozenset(places), words)
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for span, name in (*reader.full_names, *reader.surnames()):
        spans[name].append(span)
    known = people()
    found = [
        Sighting(person=known[name], offices=offices, spans=tuple(sorted(where)))
        for name, where in spans.items()
        if (offices := known[name].offices(day))
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.spans), one.spans[0])))


class _Reader:
    """A text with its words, folded one character for one."""

    def __init__(
        self,
        text: str,
        day: dt.date,
        places: frozenset[str],
        words: Mapping[str, Mapping[str, float]],
    ) -> None:
        self.text, self.day, self.places, self.lists = text, day, places, words
        self.folded = fold(text)
        self.words = list(_WORD.finditer(self.folded))
        self.names = call_names()

    @cached_property
    def full_names(self) -> tuple[tuple[tuple[int, int], str], ...]:
        """The full names: span and person; the longest name at a place counts."""
        found = [
            (span, who)
            for span, who, index in self._matches(self.names.full)
            if not self._is_of_another(who, index, span)
        ]
        for name, called in self.names.unspaced.items():
            start = self.text.find(name)
            while start >= 0:
                found.append(((start, start + len(name)), called))
                start = self.text.find(name, start + len(name))
        chosen = ((span, self._one_of(called)) for span, called in sorted(found))
        return tuple((span, name) for span, name in chosen if name)

    def surnames(self) -> Iterator[tuple[tuple[int, int], str]]:
        """Find the surnames that stand alone and mean one person."""
        taken = {at for (start, end), _ in self.full_names for at in range(start, end)}
        in_full = frozenset(name for _, name in self.full_names)
        found, of_others = [], set()
        for span, called, index in self._matches(self.names.surnames):
            surname = folded(self.text[slice(*span)])
            if span[0] in taken or self._is_month(index):
                continue
            if self._follows_given_name(index):
                of_others.add(surname)
            elif not self._goes_on(index + len(surname.split())):
                found.append((span, called, surname, self._has_title(index)))
        for span, called, surname, titled in found:
            shared = surname in of_others and not titled
            likely = [
                name
                for name in called
                if name in in_full or (not shared and self._is_meant(name, surname, titled=titled))
            ]
            if name := self._one_of(likely, in_full):
                yield span, name

    def _matches(
        self, names: ByFirstWord
    ) -> Iterator[tuple[tuple[int, int], tuple[str, ...], int]]:
        """Give span, those called so and index of the first word, never one in another."""
        free = 0
        for index, word in enumerate(self.words):
            if index < free:
                continue
            for parts, called in names.get(word[0], ()):
                last = index + len(parts) - 1
                if self._reads(index, parts) and self._is_capital(index, last):
                    yield (word.start(), self.words[last].end()), called, index
                    free = last + 1
                    break

    def _reads(self, index: int, parts: tuple[str, ...]) -> bool:
        there = self.words[index : index + len(parts)]
        return tuple(word[0] for word in there) == parts and all(
            _BETWEEN_WORDS.fullmatch(self.folded[a.end() : b.start()]) for a, b in pairwise(there)
        )

    def _is_capital(self, first: int, last: int) -> bool:
        """Tell whether a name is written as one: "al-Assad" and "von der Leyen" are."""
        return not self.text[self.words[last].start()].islower() and (
            first != last or not self.text[self.words[first].start()].islower()
        )

    def _neighbour(self, index: int, step: int) -> str:
        """Return the capitalised word that stands one space before or after; else nothing."""
        if not 0 <= index + step < len(self.words):
            return ""
        one, other = sorted((index, index + step))
        gap = self.text[self.words[one].end() : self.words[other].start()]
        word = self.words[index + step]
        is_name = self.text[word.start()].isupper() and gap in {" ", "-", "\u00a0"}
        return word[0] if is_name else ""

    def _follows_given_name(self, index: int) -> bool:
        """Tell whether a surname is that of another person: "Mark Johnson"."""
        before = self._neighbour(index, -1)
        return before in self.lists["given_names"] and before not in self.names.titles

    def _is_of_another(self, called: Collection[str], index: int, span: tuple[int, int]) -> bool:
        """Tell a leader from a son, "Donald Trump Jr", and from what bears a monarch's name."""
        after = index + len(folded(self.text[slice(*span)]).split())
        if self._neighbour(after - 1, 1) in _SONS:
            return True
        is_near = any(one.country in self.places for who in called for one in people()[who].stays)
        if not is_near and self._follows_given_name(index):
            return True  # "Amir Abdul Hamid", where nothing speaks of Bangladesh
        is_regnal = not any(one.surname for name in called for one in people()[name].stays)
        return is_regnal and self._goes_on(after)

    def _is_month(self, index: int) -> bool:
        """Tell May the month from Theresa May: "in May", "9 May", "May 2017"."""
        if self.words[index][0] != "may":
            return False
        before = self.words[index - 1][0] if index else ""
        after = self.words[index + 1][0] if index + 1 < len(self.words) else ""
        return before in _BEFORE_A_MONTH or before.isdigit() or after.isdigit()

    def _goes_on(self, after: int) -> bool:
        """Tell whether a name goes on after the surname: "Trump Tower"."""
        following = self._neighbour(after - 1, 1)
        return bool(following) and following not in _DAYS and not _NUMERAL.fullmatch(following)

    def _has_title(self, index: int) -> bool:
        return self._neighbour(index, -1) in self.names.titles

    def _is_meant(self, name: str, surname: str, *, titled: bool) -> bool:
        """Tell whether a surname may mean a person who is not named in full."""
        person = people()[name]
        if surname in self.names.unmistakable:
            return bool(person.offices(self.day))
        if not any(one.holds(self.day) and one.country in self.places for one in person.stays):
            return False
        return titled or (surname not in self.lists["common_words"] and surname != "may")

    def _one_of(self, called: Iterable[str], in_full: Collection[str] = ()) -> str:
        """Choose the one person meant, or nobody: by full name, by office, then by state."""
        known, left = people(), list(called)
        tests: tuple[Callable[[str], bool], ...] = (
            lambda name: name in in_full,
            lambda name: any(one.holds(self.day) for one in known[name].stays),
            lambda name: any(one.country in self.places for one in known[name].stays),
        )
        for test in tests:
            left = [name for name in left if test(name)] or left
        return left[0] if len(left) == 1 else ""
