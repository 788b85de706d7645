"""What follows a name in an English text."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.linking.core.english.passage import HYPHENS, SPACES, Passage
from briefing.linking.core.spots import Spot

_POWERS = frozenset(("is country", "is region", "is capital", "is collective", "is metonym"))
_PERSONAL = frozenset(("given name", "surname"))
_NOUNS_AFTER = (
    "division",
    "landform",
    "institution",
    "group",
    "team",
    "street",
    "publication",
    "company",
    "day",
    "university",
    "virus",
)


def read_after(passage: Passage, spot: Spot) -> None:
    """Read what follows the name."""
    tokens, evidence, end = passage.tokens, spot.evidence, spot.end
    text = tokens.text
    following = text[end : end + 2]
    if following[:1] == "$" or text[spot.start - 1 : spot.start] == "$":
        evidence["currency"] = 1
    elif following in {"'s", "’s"}:  # noqa: RUF001 - typographic apostrophe
        evidence["possessive"] = 1
    elif following == " (" and text[end + 2 : end + 3].isupper():
        evidence["bracket after"] = 1
    index = spot.last + 1
    if index >= len(tokens.words):
        return
    gap, word = tokens.gap(index), tokens.words[index]
    if gap in SPACES:
        if tokens.capital[index]:
            _capital_after(passage, spot, index, word)
        else:
            _small_after(passage, evidence, word)
    elif gap in HYPHENS:
        evidence["hyphen after"] = 1


def _small_after(passage: Passage, evidence: dict[str, float], word: str) -> None:
    """Read a word in small letters right after the name."""
    for cue in ("saying", "group", "division", "virus"):
        if word in passage.cues.after[cue]:
            evidence["after: " + cue] = 1
    if "after: saying" in evidence and _has_a_say(evidence):
        del evidence["after: saying"]


def _has_a_say(evidence: Mapping[str, float]) -> bool:
    """Tell whether a name is of what says as much as people do: governments, large cities."""
    if evidence.keys() & _POWERS:
        return True
    return "is large city" in evidence and not evidence.keys() & _PERSONAL


def _nouns(passage: Passage, index: int, word: str) -> list[str]:
    """Return what kinds of nouns a capitalised word after a name is."""
    if word == "highway" and passage.tokens.words[index + 1 : index + 2] == ["patrol"]:
        return ["institution"]  # no street
    return [cue for cue in _NOUNS_AFTER if word in passage.cues.after[cue]]


def _capital_after(passage: Passage, spot: Spot, index: int, word: str) -> None:
    """Read a capitalised word right after the name: its noun, or the rest of another name."""
    evidence, after = spot.evidence, passage.cues.after
    evidence["after: capital"] = 1
    follower = passage.by_start.get(passage.tokens.spans[index][0])
    known = _nouns(passage, index, word)
    for cue in known:
        evidence["after: capital " + cue] = 1
    if index + 1 < len(passage.tokens.words) and passage.tokens.gap(index + 1) == " ":
        second = passage.tokens.words[index + 1]
        if passage.tokens.capital[index + 1] and second in after["publication"]:
            evidence["after: name of publication"] = 1
    if known:
        return
    if follower is not None:
        evidence["after: another name"] = 1
    if spot.name.known.given:
        evidence["given name before capital"] = spot.name.known.given
    if passage.lists.surname(word):
        evidence["after: surname"] = passage.lists.surname(word)
        if spot.name.known.given:
            evidence["given name and surname"] = 1
    elif not passage.lists.common(word) and follower is None:
        evidence["after: unknown capital"] = 1
