"""Toponym recognition: which words of a text name a place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing.gazetteer.codes import DEMONYM, METONYM
from briefing.gazetteer.index import Gazetteer
from briefing.linking.core.coordinates import Coordinate
from briefing.linking.core.english.cues import load_cues
from briefing.linking.core.institutions import institution_around
from briefing.linking.core.model import model_for
from briefing.linking.core.recognition import Piece, pieces_of
from briefing.linking.core.spots import Spot
from briefing.reading.article import Article


class MentionKind(StrEnum):
    """How a text names a place."""

    TOPONYM = "toponym"  # "Iran"
    DEMONYM = "demonym"  # "Iranian": points at a place without being its name
    METONYM = "metonym"  # "the Kremlin" for the Russian government
    COORDINATE = "coordinate"  # "44.95 N, 34.1 E"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of the text that names a place, not yet tied to one.

    Attributes
    ----------
    start, end
        Half-open span of the article's text in Unicode code points.
    text
        The words as written: ``article.text[start:end]``.
    kind
        How the place is named.
    qualifier
        The part of the place that is meant, as written before the name
        ("northern" in "northern Syria"); empty if the whole is meant.
    within
        The name of the institution that the name is a part of and that it places, as written
        ("Paris Police Department"); empty if it is in none.
    """

    start: int
    end: int
    text: str
    kind: MentionKind = MentionKind.TOPONYM
    qualifier: str = ""
    within: str = ""


def find_mentions(article: Article, gazetteer: Gazetteer | None = None) -> tuple[Mention, ...]:
    """Find the names of places in an article by what stands in and around them.

    Which place is meant is not asked yet. ``link`` does ask, and then drops some of these
    mentions and takes others back in, because it knows how their places go together.

    Parameters
    ----------
    article
        Its text, of any length, in any language that the gazetteer has names in.
    gazetteer
        Where names are looked up; by default the gazetteer of this package.

    Returns
    -------
    mentions
        In reading order, never overlapping; empty if nothing is named.
    """
    found: list[Mention] = []
    model = model_for(article.text, article.language, gazetteer)
    for piece in pieces_of(article.text, model):
        found += (mention_of_coordinate(piece, coordinate) for coordinate in piece.coordinates)
        found += (
            mention_of(piece, spot, spot.name.pairs[0][1])
            for spot in piece.spots
            if spot.probability >= 0.5
        )
    return tuple(sorted(found, key=lambda mention: mention.start))


def mention_of_coordinate(piece: Piece, coordinate: Coordinate) -> Mention:
    """Make a mention of a point written out in a piece of text."""
    start, end = piece.original(coordinate.start, coordinate.end)
    text = piece.source[start:end]
    return Mention(start=start, end=end, text=text, kind=MentionKind.COORDINATE)


def mention_of(piece: Piece, spot: Spot, flag: int) -> Mention:
    """Make a mention of a spot.

    Parameters
    ----------
    piece
        The piece of text that the spot stands in.
    spot
        The name as it stands there.
    flag
        How the name stands for the place, as the gazetteer has it.
    """
    text = piece.source
    start, end = piece.original(spot.start, spot.end)
    if flag & DEMONYM:
        kind = MentionKind.DEMONYM
    elif flag & METONYM:
        kind = MentionKind.METONYM
    else:
        kind = MentionKind.TOPONYM
    qualifier = ""
    if "before: direction" in spot.evidence:
        first, last = piece.original(_qualifier_start(piece, spot), spot.start)
        qualifier = text[first:last].rstrip(" \n-–")  # noqa: RUF001 - dashes as they are typed
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        kind=kind,
        qualifier=qualifier,
        within=institution_around(piece, spot),
    )


def _qualifier_start(piece: Piece, spot: Spot) -> int:
    """Return where the directions before a name begin, as in "southern and eastern Ukraine"."""
    tokens, directions = piece.tokens, load_cues().before["direction"]
    index = spot.first - 1
    while index:
        if tokens.words[index - 1] in directions and tokens.gap(index) in {"-", " "}:
            index -= 1
        elif (
            index >= 2
            and tokens.words[index - 1] in {"and", "or"}
            and tokens.words[index - 2] in directions
            and tokens.gap(index) == tokens.gap(index - 1) == " "
        ):
            index -= 2
        else:
            break
    return tokens.spans[index][0]
