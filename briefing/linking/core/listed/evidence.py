"""Evidence that a listed name in a text of its language is a place.

The names of a language are few and in all their forms, so that what is found mostly is a place.
What speaks against it, a person's name above all, is weighed by hand: there is not enough marked
text in these languages to fit weights to.
"""

# ruff: noqa: RUF001 - quotation marks as they are typed

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from briefing.linking.core.around import read_containers_around
from briefing.linking.core.listed.lexicon import (
    BEFORE,
    CLUB,
    COMMON,
    GIVEN,
    KIND,
    LISTED,
    PAPER,
    SURNAME,
    TITLE,
    TONGUE,
)
from briefing.linking.core.listed.rules import Rules
from briefing.linking.core.names import Names
from briefing.linking.core.namesakes import read_namesakes
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens
from briefing.linking.core.weights import Terms

_LONGEST_TITLE, _WORDS_OF_TITLE = 40, 2  # characters and words after the name
_SENTENCE_END = frozenset('.!?…:;"“”«»„\n؟')
_APOSTROPHES = frozenset(("'", "’"))
_NEXT = _APOSTROPHES | {" "}
_HYPHENS = frozenset(("-", "–"))
_OPENING, _CLOSING = frozenset('«„"“'), frozenset('»"”“')

PERSON = frozenset(("before: given name", "given name before capital"))
"""Evidence that a name is a person's where it stands; behind a title there may be a country."""

_BACKING = frozenset(("before", "kind", "in a list", "locative", "container after"))
_CLEAR = frozenset(("before", "kind", "container after"))
_PERSONAL = frozenset(
    (
        "before: given name",
        "before: title",
        "before: capital",
        "after: capital",
        "person elsewhere",
        "given name before capital",
        "surname",
        "hyphen beside",
        "also in lower case",
    )
)


def read_evidence(rules: Rules, tokens: Tokens, spots: Sequence[Spot], names: Names) -> None:
    """Fill in the evidence of every spot of a piece of text."""
    _Reader(rules, tokens, spots, names).read()


def log_odds(rules: Rules, spot: Spot, weights: Terms) -> float:
    """Return the log odds that a spot is a place, by its evidence and by its name."""
    hand, prior = rules.hand, spot.name.known.prior
    personal = _PERSONAL if rules.caseless else _PERSONAL - PERSON
    spared = personal if prior >= hand.closed else frozenset()
    return prior + sum(
        weights.get(cue, 0.0) * value * (hand.spared if cue in spared else 1)
        for cue, value in spot.evidence.items()
    )


class _Reader:
    """Reads what stands around the spots of one piece of text."""

    def __init__(self, rules: Rules, tokens: Tokens, spots: Sequence[Spot], names: Names) -> None:
        self.rules = rules
        self.grammar = rules.grammar
        self.tokens = tokens
        self.spots = spots
        self.names = names
        self.by_end = {spot.end: spot for spot in spots}
        self.by_start = {spot.start: spot for spot in spots}
        self.lower = {
            word for word, capital in zip(tokens.words, tokens.capital, strict=True) if not capital
        }

    def read(self) -> None:
        """Fill in the evidence of every spot."""
        for spot in self.spots:
            self._within(spot)
            self._quoted(spot)
            self._before(spot)
            self._after(spot)
        read_namesakes(self.rules.namesakes, self.tokens, self.spots, self.names)
        self._pairs()
        read_containers_around(self.tokens, self.spots, self.grammar)
        self._same_name()
        for spot in self.spots:
            cues = spot.evidence.keys()
            if "common word begins sentence" in cues and not cues.isdisjoint(_BACKING):
                spot.evidence["common word backed"] = 1

    def _within(self, spot: Spot) -> None:
        """Read what the name itself may be besides, as this text writes it."""
        if spot.first != spot.last:
            return
        word = self.tokens.words[spot.first]
        bits = self.names.bits(spot.name.folded)
        evidence = spot.evidence
        is_demonym = spot.name.is_demonym
        if bits & COMMON:
            doubtful = self.rules.caseless or self.rules.nouns or self._begins_sentence(spot.first)
            evidence["common word begins sentence" if doubtful else "common word"] = 1
        if bits & GIVEN:
            evidence["given name, listed" if bits & LISTED else "given name"] = 1
        elif bits & SURNAME and not is_demonym:
            evidence["surname"] = 1
        if not self.rules.caseless and not is_demonym and word in self.lower:
            evidence["also in lower case"] = 1

    def _quoted(self, spot: Spot) -> None:
        """Read whether the name is, or opens, a short title in quotation marks."""
        text = self.tokens.text
        if text[max(spot.start - 1, 0) : spot.start] not in _OPENING:
            return
        rest = text[spot.end : spot.end + _LONGEST_TITLE]
        closing = min((rest.find(mark) for mark in _CLOSING if mark in rest), default=-1)
        if closing >= 0 and len(rest[:closing].split()) <= _WORDS_OF_TITLE:
            spot.evidence["in quotation marks"] = 1

    def _before(self, spot: Spot) -> None:
        """Read the word before the name."""
        if not spot.first:
            return
        tokens, index = self.tokens, spot.first - 1
        gap, word = tokens.gap(spot.first), tokens.words[index]
        if gap in _NEXT or not gap:
            self._adjacent_before(spot, index, self.names.bits(word))
        elif gap in {". ", "."} and len(word) == 1 and tokens.capital[index]:
            spot.evidence["before: given name"] = 1
        elif gap in _HYPHENS and spot.start - 1 not in self.by_end:
            spot.evidence["hyphen beside"] = 1

    def _adjacent_before(self, spot: Spot, index: int, bits: int) -> None:
        """Read the word right before the name: a preposition, a noun, a title, a person."""
        evidence = spot.evidence
        if bits & CLUB:
            evidence["club"] = 1
        if bits & TONGUE and not self.grammar.language_noun_after and self._may_be_language(spot):
            evidence["language"] = 1
        elif bits & KIND:
            evidence["kind"] = 1
        elif bits & BEFORE:
            evidence["before"] = 1
        elif bits & TITLE:
            if not self.names.is_region(spot.name):  # "Глава Чечни" heads a region
                evidence["before: title"] = 1
        elif bits & GIVEN or spot.start - 1 not in self.by_end:
            self._person_before(spot, index, bits)

    def _person_before(self, spot: Spot, index: int, bits: int) -> None:
        """Read a name right before the name: a given name, or another capital letter."""
        capital, begins = self.tokens.capital[index], self._begins_sentence(index)
        if bits & GIVEN and (capital or self.rules.caseless):
            if not (bits & COMMON and begins):  # "Слава Україні!"
                spot.evidence["before: given name"] = 1
        elif capital and not self.rules.nouns and not begins:
            spot.evidence["before: capital"] = 1

    def _after(self, spot: Spot) -> None:
        """Read what follows the name."""
        tokens, evidence = self.tokens, spot.evidence
        index = spot.last + 1
        if index >= len(tokens.words):
            return
        gap, word = tokens.gap(index), tokens.words[index]
        is_name = tokens.spans[index][0] in self.by_start
        if gap in _HYPHENS and not is_name:
            evidence["hyphen beside"] = 1
        elif gap in _APOSTROPHES and word in self.grammar.locatives:
            evidence["locative"] = 1
        elif gap == " ":
            self._adjacent_after(spot, index, is_name)

    def _adjacent_after(self, spot: Spot, index: int, is_name: bool) -> None:  # noqa: FBT001
        """Read the word right after the name: a kind, a newspaper, a language, a surname."""
        evidence, capital = spot.evidence, self.tokens.capital[index]
        bits = self.names.bits(self.tokens.words[index])
        if bits & PAPER and (capital or self.rules.caseless):
            evidence["newspaper"] = 1
        if bits & TONGUE and self.grammar.language_noun_after and spot.name.is_demonym:
            evidence["language"] = 1
        if bits & KIND and self.grammar.kind_after:
            evidence["kind"] = 1
        elif self._may_be_given(spot, index):
            evidence["given name before capital"] = 1
        elif capital and not is_name and not self.rules.nouns:
            evidence["after: capital"] = 1

    def _may_be_language(self, spot: Spot) -> bool:
        """Tell whether a name is an adjective in the form that languages have: "en francés"."""
        if not spot.name.is_demonym:
            return False
        tokens, index = self.tokens, spot.last + 1
        if self.rules.caseless or index >= len(tokens.words) or tokens.gap(index) != " ":
            return True
        word = tokens.words[index]
        return word in self.lower and bool(self.names.bits(word) & BEFORE)

    def _may_be_given(self, spot: Spot, index: int) -> bool:
        """Tell whether a name may be the given name of a person whose next name is a word."""
        if spot.name.is_demonym:
            return False
        word = self.tokens.words[index]
        follower = self.by_start.get(self.tokens.spans[index][0])
        if follower is not None and (self.rules.caseless or follower.name.is_demonym):
            return False
        if self.names.bits(spot.name.folded) & GIVEN:
            return self.rules.caseless or self.tokens.capital[index]
        if "before: title" in spot.evidence and not self.grammar.bare_genitive:
            return self.tokens.capital[index]
        return (
            self.tokens.capital[index]
            and self.names.lists.given(spot.name.folded) > 0
            and self.names.lists.surname(word) > 0
        )

    def _begins_sentence(self, index: int) -> bool:
        """Tell whether a word is the first of its sentence or line."""
        if index == 0:
            return True
        gap = self.tokens.gap(index).rstrip(" ")
        return bool(gap) and gap[-1] in _SENTENCE_END

    def _pairs(self) -> None:
        """Read pairs: names in a list, a town and what it lies in."""
        text = self.tokens.text
        likely = self.rules.hand.region
        for left, right in pairwise(self.spots):
            gap = text[left.end : right.start]
            if gap in self.grammar.lists:
                if right.name.known.prior >= likely:
                    left.evidence["in a list"] = 1
                if left.name.known.prior >= likely:
                    right.evidence["in a list"] = 1
            strength = self.grammar.containers.get(gap, 0.0)
            if strength and left.name.lies_in(right.name):
                left.container = right
                left.containment = left.evidence["container after"] = strength

    def _same_name(self) -> None:
        """Let the places where a name stands, in whatever form, speak for one another."""
        groups: defaultdict[tuple[tuple[int, int], ...], list[Spot]] = defaultdict(list)
        for spot in self.spots:
            groups[spot.name.pairs].append(spot)
        for group in groups.values():
            persons = [spot for spot in group if not spot.evidence.keys().isdisjoint(PERSON)]
            clear = [spot for spot in group if not spot.evidence.keys().isdisjoint(_CLEAR)]
            for spot in group:
                if persons and spot not in persons and not spot.evidence.keys() & _CLEAR:
                    spot.evidence["person elsewhere"] = len(persons) / len(group)
                if clear and spot not in clear and not persons:
                    spot.evidence["place elsewhere"] = 1
