"""What stands before a name in an English text."""

from __future__ import annotations

from briefing.linking.core.english.passage import HYPHENS, SPACES, Passage
from briefing.linking.core.spots import Spot

_STOPS = frozenset((". ", "."))
_BEFORE_SHORT_FORM = frozenset((", ", " (", "-", " , "))
_PARTIES = frozenset("dr")  # "Smith, R-Berkeley"
_KNOWN_WORD = 0.4
_WITH_ARTICLE = frozenset(("is physical", "is sea", "is area", "is metonym", "is collective"))
_FUNCTION_WORDS = frozenset(("strong", "weak", "determiner", "saying"))


def read_before(passage: Passage, spot: Spot) -> None:
    """Read the word before the name."""
    if not spot.first:
        return
    tokens, evidence = passage.tokens, spot.evidence
    index = spot.first - 1
    gap, word = tokens.gap(spot.first), tokens.words[index]
    capital = tokens.capital[index]
    if gap in SPACES:
        _adjacent_before(passage, spot, index, word)
        if capital:
            _capital_before(passage, spot, index, word)
    elif capital and gap in _STOPS:
        _shortened_before(passage, spot, word)
    elif gap in HYPHENS:
        evidence["party before" if word in _PARTIES and capital else "hyphen before"] = 1
    if gap[-1:] == " " and gap[-2:-1].isdigit():
        evidence["number before"] = 1
    if "short form" in evidence and gap not in _BEFORE_SHORT_FORM:
        evidence["short form alone"] = 1


def _adjacent_before(passage: Passage, spot: Spot, index: int, word: str) -> None:
    """Read a function word right before the name."""
    before, evidence = passage.cues.before, spot.evidence
    for cue in ("strong", "weak", "direction", "determiner", "saying"):
        if word in before[cue]:
            evidence["before: " + cue] = 1
    if word == "the":
        if "may be a river" in evidence and _ends_phrase(passage, spot):
            evidence["with article"] = 1
        known = not evidence.keys().isdisjoint(_WITH_ARTICLE)
        evidence["before: its article" if known else "before: the"] = 1
    elif word == "of" and index:
        head = passage.tokens.words[index - 1]
        if head in before["noun_of"]:
            evidence["before: noun of"] = 1
        if head in before["body"] and passage.tokens.capital[index - 1]:
            evidence["before: body of"] = 1


def _ends_phrase(passage: Passage, spot: Spot) -> bool:
    """Tell whether no noun follows: "the Ohio rose", not "the Ohio governor"."""
    index = spot.last + 1
    if index >= len(passage.tokens.words) or passage.tokens.gap(index) not in SPACES:
        return True
    return passage.tokens.words[index] in passage.cues.after["phrase"]


def _capital_before(passage: Passage, spot: Spot, index: int, word: str) -> None:
    """Read a capitalised word right before the name: a title, a person, another name."""
    before, evidence = passage.cues.before, spot.evidence
    if word in before["title"]:
        evidence["before: title"] = 1
    elif len(word) == 1 and word not in {"a", "i"}:
        evidence["before: initial"] = 1
    elif any(word in before[cue] for cue in _FUNCTION_WORDS) or word == "the":
        return
    elif passage.lists.given(word) and not passage.by_end.get(spot.start - 1):
        evidence["before: given name"] = 1
    elif word in before["direction"]:
        return
    elif not (passage.begins_sentence(index) and passage.lists.common(word)):
        known = passage.lists.common(word) > _KNOWN_WORD or passage.by_end.get(spot.start - 1)
        evidence["before: capital" if known else "before: unknown capital"] = 1


def _shortened_before(passage: Passage, spot: Spot, word: str) -> None:
    """Read a shortened word before the name: "Sen. Paris", "J. Paris"."""
    if word in passage.cues.before["title"]:
        spot.evidence["before: title"] = 1
    elif len(word) == 1:
        spot.evidence["before: initial"] = 1
