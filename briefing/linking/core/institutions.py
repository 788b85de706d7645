"""Institutions: the names of bodies that a place is named in, "Paris" in "Paris Police Department".

Such a place is a mention like any other, since it tells where the body is or whom it serves; it is
only marked as nested. Universities, newspapers and companies are none: their names do not say
where something happens.
"""

from __future__ import annotations

from briefing.linking.core.english.cues import load_cues
from briefing.linking.core.recognition import Piece
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens

_MOST_WORDS = 8  # of the rest of the name
_JOINTS = frozenset(("of", "for", "and"))
_SPACES = frozenset((" ", "\n"))
_NOT_NESTED = ("university", "publication", "company", "team")


def institution_around(piece: Piece, spot: Spot) -> str:
    """Return the institution whose name a spot is a part of, as written; empty if there is none.

    Parameters
    ----------
    piece
        The piece of text that the spot stands in.
    spot
        A place in it.
    """
    tokens = piece.tokens
    last = _last_word(tokens, spot)
    first = _first_word(tokens, spot)
    if last == spot.last and first == spot.first:
        return ""
    start = min(tokens.spans[first][0], spot.start)
    end = max(tokens.spans[last][1], spot.end)
    start, end = piece.original(start, end)
    return piece.source[start:end].replace("\n", " ")


def _last_word(tokens: Tokens, spot: Spot) -> int:
    """Return the last word of "Paris Police Department", the spot's own if none follows."""
    cues = load_cues()
    run = range(spot.last + 1, min(spot.last + 1 + _MOST_WORDS, len(tokens.words)))
    last = spot.last
    for index in run:
        if tokens.gap(index) not in _SPACES or not tokens.capital[index]:
            break
        word = tokens.words[index]
        if word in cues.institutions:
            last = index
        elif any(word in cues.after[name] for name in _NOT_NESTED):
            return spot.last
    return last


def _first_word(tokens: Tokens, spot: Spot) -> int:
    """Return the first word of "Ministry of Defence of Ukraine", the spot's own if none is before.

    Back over words with capitals and what joins them; the last run of capitals that holds a word
    for an institution counts.
    """
    joint = spot.first - 1
    if joint > 0 and tokens.words[joint] == "the" and tokens.gap(spot.first) == " ":
        joint -= 1  # "Supreme Court of the United States"
    if joint < 1 or tokens.words[joint] != "of":
        return spot.first
    institutions = load_cues().institutions
    first, holds = spot.first, False
    for index in range(joint, max(joint - _MOST_WORDS, -1), -1):
        if tokens.gap(index + 1) != " " or tokens.words[index] == "the":
            break
        if not tokens.capital[index]:
            if tokens.words[index] not in _JOINTS:
                break
            holds = False  # whether the run before it does is yet to be seen
            continue
        holds = holds or tokens.words[index] in institutions
        if holds:
            first = index
    return first
