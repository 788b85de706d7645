"""Settling: an analyst's decisions put in the place of what was found in a text.

Each piece of the text gets the spots that the decisions make and loses those that they forbid.
What a decision says stays certain through ranking, so that the other names of the text are placed
by it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.errors import CorrectionError
from briefing.gazetteer.folding import as_key
from briefing.gazetteer.index import DEMONYM, METONYM, PRIMARY
from briefing.linking.core.choice import Choice
from briefing.linking.core.model import Model
from briefing.linking.core.names import Name, Names
from briefing.linking.core.recognition import Piece
from briefing.linking.core.spots import Spot
from briefing.linking.corrections import Correction
from briefing.linking.locating import ONE_MENTION, Located, Mark


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A piece of text after the decisions.

    Attributes
    ----------
    piece
        With the spots as decided.
    decided
        Spot → the decision that made it.
    following
        Spot → the decision on another mention of its name.
    obeyed
        The decisions that this piece gave a place, or took one away, for.
    """

    piece: Piece
    decided: dict[Spot, Correction]
    following: dict[Spot, Correction]
    obeyed: tuple[Correction, ...] = ()

    def make_sure(self, choice: Choice) -> None:
        """Make the decided spots of a surface certain again, whatever the evidence says."""
        for spot in choice.surface.spots:
            if spot in self.decided:
                spot.probability = 1.0


def untouched(piece: Piece) -> Settled:
    """Return a piece that nothing was decided on."""
    return Settled(piece, {}, {})


def settle(piece: Piece, located: Located, model: Model) -> Settled:
    """Put what was decided into a piece of text, in the place of what was found there.

    A decision on a name leaves alone what stands inside a longer name ("York" in "New York"),
    what is part of a person's name ("Michael Jordan"), and what the text places elsewhere itself
    ("Paris, France"); a decision on one mention does not.
    """
    made: list[tuple[Spot, Correction]] = []
    gone: list[tuple[int, int]] = []
    obeyed = []
    by_span = {(spot.start, spot.end): spot for spot in piece.spots}
    longer = _Lookup([(spot.start, spot.end) for spot in piece.spots])
    for mark, spot in _with_spots(piece, located.marks, model):
        single = mark.decision.rank >= ONE_MENTION
        if not single and longer.holds(mark.start, mark.end):
            continue
        if mark.decision.place:
            if spot is None or (not single and _means_other(spot, by_span, model.language.person)):
                continue
            made.append((spot, mark.decision))
        gone.append((mark.start, mark.end))
        obeyed.append(mark.decision)
    forbidden = _Lookup(gone)
    spots = [spot for spot in piece.spots if not forbidden.touches(spot.start, spot.end)]
    _renew_containers(spots, [spot for spot, _ in made])
    following = _follow(spots, located.follow, model.names)
    settled = replace(
        piece,
        spots=sorted([*spots, *(spot for spot, _ in made)], key=lambda spot: spot.start),
        coordinates=[c for c in piece.coordinates if not forbidden.touches(c.start, c.end)],
    )
    return Settled(settled, dict(made), following, tuple(obeyed))


def _means_other(spot: Spot, found: Mapping[tuple[int, int], Spot], person: frozenset[str]) -> bool:
    """Tell whether the words around a name show that it is not the one decided on."""
    before = found.get((spot.start, spot.end))
    container = before.container if before else None
    return not spot.evidence.keys().isdisjoint(person) or (
        container is not None and not spot.name.lies_in(container.name)
    )


def _with_spots(
    piece: Piece, marks: Iterable[Mark], model: Model
) -> list[tuple[Mark, Spot | None]]:
    """Cut marks to a piece, and make the spots of those that name a place, with their evidence."""
    end = piece.offset + len(piece.tokens.text)
    found = []
    for mark in marks:
        if piece.offset <= mark.start and mark.end <= end:
            own = replace(mark, start=mark.start - piece.offset, end=mark.end - piece.offset)
            found.append((own, _spot(piece, own, model.names) if own.decision.place else None))
    made = [spot for _, spot in found if spot is not None]
    model.language.read(piece.tokens, made, model.names)
    return found


class _Lookup:
    """Half-open spans in order, without overlap."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = spans
        self.ends = [end for _, end in spans]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether one of them shares a character with a span."""
        index = bisect_right(self.ends, start)
        return index < len(self.spans) and self.spans[index][0] < end

    def holds(self, start: int, end: int) -> bool:
        """Tell whether one of them holds a span and more."""
        index = bisect_right(self.ends, start)
        if index == len(self.spans):
            return False
        first, last = self.spans[index]
        return first <= start and end <= last and last - first > end - start


def _spot(piece: Piece, mark: Mark, names: Names) -> Spot | None:
    """Make the spot of a decision; None where there is no word."""
    spans = piece.tokens.spans
    first = bisect_right(spans, mark.start, key=lambda span: span[1])
    last = bisect_left(spans, mark.end, key=lambda span: span[0]) - 1
    if first > last:
        return None
    return Spot(mark.start, mark.end, first, last, _name(mark.decision, names), probability=1.0)


def _name(decision: Correction, names: Names) -> Name:
    """Return a name that means the decided place alone."""
    row = names.gazetteer.row(decision.place)
    if row is None:
        raise CorrectionError(
            f"correction {decision}",
            "the gazetteer in use has no place of this id",
            "use the gazetteer that the decision was made with",
        )
    key = as_key(decision.text).strip()
    known = names.get(key) or names.short_form(decision.text)
    flags = dict(known.pairs) if known else {}
    kinds = [flag & (DEMONYM | METONYM) for flag in flags.values()]
    flag = flags.get(row, PRIMARY | (kinds[0] if len(set(kinds)) == 1 else 0))
    # A name of its own, so that two senses of one name are ranked apart.
    return names.only(key or decision.text, row, flag).meaning(decision.place)


def _follow(
    spots: Iterable[Spot], follow: dict[str, Correction], names: Names
) -> dict[Spot, Correction]:
    """Let further mentions of a decided name mean the same, unless the text itself says more."""
    following = {}
    for spot in spots:
        decision = follow.get(spot.name.key)
        if decision is not None and spot.container is None:
            spot.name = _name(decision, names)
            following[spot] = decision
    return following


def _renew_containers(spots: Sequence[Spot], made: Sequence[Spot]) -> None:
    """Let "Texas" in "Paris, Texas" be the one that was decided, or none if it was forbidden."""
    by_start = {spot.start: spot for spot in (*spots, *made)}
    for spot in spots:
        if spot.container is not None:
            new = by_start.get(spot.container.start)
            spot.container = new if new is not None and spot.name.lies_in(new.name) else None
