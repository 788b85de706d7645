"""What kind of place an English text says that a name is: "the state of Victoria"."""

from __future__ import annotations

from briefing.linking.core.english.passage import SPACES, Passage
from briefing.linking.core.spots import Spot

_ARTICLES = frozenset(("a", "an", "the"))
_REACH = 4  # words of "Mexico, a small old town"


def read_said(passage: Passage, spot: Spot) -> None:
    """Read a noun for a kind of place beside the name."""
    kind = _before(passage, spot) or _after(passage, spot) or _apposed(passage, spot)
    if kind and not spot.name.is_demonym:
        spot.evidence[f"said to be a {kind}"] = 1


def _before(passage: Passage, spot: Spot) -> str:
    """Return the kind of "state of Victoria"."""
    tokens, index = passage.tokens, spot.first - 1
    if index < 1 or tokens.words[index] != "of" or tokens.gap(spot.first) not in SPACES:
        return ""
    return passage.kind_of(tokens.words[index - 1])


def _after(passage: Passage, spot: Spot) -> str:
    """Return the kind of "Washington state"; "Columbia State" may be a college."""
    tokens, index = passage.tokens, spot.last + 1
    if index >= len(tokens.words) or tokens.gap(index) != " " or tokens.capital[index]:
        return ""
    return passage.kind_of(tokens.words[index])


def _apposed(passage: Passage, spot: Spot) -> str:
    """Return the kind of "Niger, the country to the north"."""
    tokens, first = passage.tokens, spot.last + 1
    if first >= len(tokens.words) or tokens.gap(first) != ", ":
        return ""
    if tokens.words[first] not in _ARTICLES:
        return ""
    for index in range(first + 1, min(first + 1 + _REACH, len(tokens.words))):
        if tokens.gap(index) not in SPACES:
            return ""
        word = tokens.words[index]
        if kind := passage.kind_of(word):
            return kind
        if word not in passage.grammar.between and not tokens.capital[index]:
            return ""
    return ""
