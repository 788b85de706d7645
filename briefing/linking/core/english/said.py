"""What kind of place an English text says that a name is: "the state of Victoria"."""

from __future__ import annotations

from briefing.linking.core.english.passage import SPACES, Passage
from briefing.linking.core.spots import Spot

_ARTICLES = frozenset(("a", "an", "the"))
_REACH = 4  # words of "Mexico, a small old town"


def read_said(passage: Passage, spot: Spot) -> None:
    """Read a noun for a kind of place beside the name."""
    kind = _beside(passage, spot)
    if kind and not spot.name.is_demonym:
        spot.evidence[f"said to be a {kind}"] = 1


def _beside(passage: Passage, spot: Spot) -> str:
    """Return the kind of "state of Victoria", "Washington state", "Niger, the country"."""
    tokens, before, after = passage.tokens, spot.first - 1, spot.last + 1
    words = tokens.words
    kind = ""
    if before > 0 and words[before] == "of" and tokens.gap(spot.first) in SPACES:
        kind = passage.kind_of(words[before - 1])
    if kind or after >= len(words):
        return kind
    gap = tokens.text[spot.end : spot.end + 2]
    if gap == ", ":
        return _apposed(passage, spot) if words[after] in _ARTICLES else ""
    if gap[:1] == " " and not tokens.capital[after] and tokens.gap(after) == " ":
        return passage.kind_of(words[after])  # "Columbia State" may be a college
    return ""


def _apposed(passage: Passage, spot: Spot) -> str:
    """Return the kind of "Niger, the country to the north"."""
    tokens, first = passage.tokens, spot.last + 1
    for index in range(first + 1, min(first + 1 + _REACH, len(tokens.words))):
        if tokens.gap(index) not in SPACES:
            return ""
        word = tokens.words[index]
        if kind := passage.kind_of(word):
            return kind
        if word not in passage.grammar.between and not tokens.capital[index]:
            return ""
    return ""
