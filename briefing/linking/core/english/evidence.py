"""Evidence that a name found in an English text is a place: what stands in it and around it.

Each piece of evidence has a name and a value, mostly 0 or 1; its weight stands in
``geodata/gazetteer/weights.json``. What is known of a name beforehand comes from ``lookup``; the
place that its neighbours speak for comes later, from ``ranking``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.linking.core.around import read_containers_around
from briefing.linking.core.english.after import read_after
from briefing.linking.core.english.before import read_before
from briefing.linking.core.english.passage import Passage, passage_of
from briefing.linking.core.english.said import read_said
from briefing.linking.core.english.together import (
    read_neighbours,
    read_persons,
    read_same_name,
    read_support,
)
from briefing.linking.core.names import Names
from briefing.linking.core.namesakes import load_namesakes, read_namesakes
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens
from briefing.linking.core.traits import ENGLISH, Grammar

# What follows the town that a dispatch is sent from: "TEHRAN (Reuters) -", "Kyiv, Ukraine —".
_DISPATCH = re.compile(
    r"(?:, [A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?)?,? ?(?:\([A-Z][^()\n]{1,25}\) ?)?(?:--|—|[-–] )"  # noqa: RUF001
)
_LEXICAL = frozenset(("common word", "is common word", "also in lower case"))
_PLAIN_WORD = _LEXICAL | {"seldom a place"}
_ROUTE = frozenset(("from", "to", "between"))
_PLAIN = frozenset(("seldom a place", "is common word"))
_UNPLACED = frozenset(("after: capital", "begins sentence", "stop name", "all capitals"))


def read_evidence(grammar: Grammar, tokens: Tokens, spots: Sequence[Spot], names: Names) -> None:
    """Fill in the evidence of every spot of a piece of text."""
    passage = passage_of(grammar, tokens, spots, names)
    for spot in spots:
        spot.evidence.update(spot.name.known.evidence)
        _within(passage, spot)
        read_before(passage, spot)
        read_after(passage, spot)
        read_said(passage, spot)
        _position(passage, spot)
        _placed(passage, spot)
    read_namesakes(load_namesakes()[ENGLISH], tokens, spots, names)
    read_neighbours(passage)
    read_containers_around(tokens, spots, grammar)
    read_persons(passage)
    read_same_name(passage)
    read_support(passage)


def _within(passage: Passage, spot: Spot) -> None:
    """Read the words of the name itself as this text writes them."""
    evidence = spot.evidence
    if spot.first == spot.last and passage.tokens.words[spot.first] in passage.lower:
        evidence["also in lower case"] = 1
    written = passage.tokens.text[spot.start : spot.end]
    if not written.isascii():  # "Malé" is not the word "male"
        for lexical in _PLAIN_WORD & evidence.keys():
            del evidence[lexical]
    if written.isupper():
        if len(written) > 4:
            evidence["all capitals"] = 1
        else:  # "US" is not the word "us"
            for lexical in _LEXICAL & evidence.keys():
                del evidence[lexical]


def _position(passage: Passage, spot: Spot) -> None:
    """Read where in its line the name stands, and whether it opens a dispatch."""
    tokens, evidence = passage.tokens, spot.evidence
    text, start, end = tokens.text, spot.start, spot.end
    if passage.begins_sentence(spot.first):
        evidence["begins sentence"] = 1
        if "common word" in evidence:
            evidence["common word begins sentence"] = 1
        if _DISPATCH.match(text, end):
            evidence["dateline"] = 1
    if start and text[start - 1] == "(":
        evidence["in brackets"] = 1
    capital, first, last = tokens.capital, spot.first, spot.last
    around = capital[max(0, first - 3) : first] + capital[last + 1 : last + 4]
    if around:
        evidence["capitals around"] = sum(around) / len(around)


def _placed(passage: Passage, spot: Spot) -> None:
    """Read whether a plain word with a capital stands where a place would: "in Nice"."""
    evidence = spot.evidence
    if not evidence.keys() & _PLAIN or evidence.keys() & _UNPLACED:
        return
    word = passage.tokens.words[spot.first - 1] if spot.first else ""
    if "before: strong" in evidence or word in _ROUTE:
        evidence["plain word placed"] = 1
        for lexical in _LEXICAL & evidence.keys():
            del evidence[lexical]
