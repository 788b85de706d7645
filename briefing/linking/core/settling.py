"""Settling: an analyst's decisions put in the place of what was found in a text.

Decisions are first located in the whole text, in normal form C; then each piece of it gets the
spots that they make and loses those that they forbid. What a decision says stays certain through
ranking, so that the other names of the text are placed by it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.errors import CorrectionError
from briefing.gazetteer.index import DEMONYM, METONYM, PRIMARY
from briefing.linking.core.choice import Choice
from briefing.linking.core.evidence import Reader
from briefing.linking.core.model import Model
from briefing.linking.core.names import Name, Names
from briefing.linking.core.recognition import Piece
from briefing.linking.core.spotting import Spot
from briefing.linking.core.tokens import as_key, compose
from briefing.linking.corrections import Correction

_ONE_MENTION = 3  # least rank of a decision on a single mention
# Scripts that put no space between words: a name may begin and end anywhere in them.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_PERSON = frozenset(
    ("before: title", "before: given name", "before: initial", "given name and surname")
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision on a half-open span of the composed text."""

    start: int
    end: int
    decision: Correction


@dataclass(frozen=True, slots=True)
class Located:
    """The decisions that hold in an article, found in its text.

    Attributes
    ----------
    marks
        In reading order, never overlapping: the most specific has won, then the longest.
    follow
        Folded name → the decision that further mentions of it follow.
    unmet
        Decisions meant for this article whose words do not stand where they say.
    """

    marks: tuple[Mark, ...]
    follow: dict[str, Correction]
    unmet: tuple[Correction, ...]

    def unmet_but(self, obeyed: Container[Correction]) -> tuple[Correction, ...]:
        """Return the decisions that could not be obeyed, given those that were.

        A mention whose decision was found may still be without a word, or across a cut.
        """
        missed = (
            mark.decision
            for mark in self.marks
            if mark.decision.rank >= _ONE_MENTION and mark.decision not in obeyed
        )
        return tuple(dict.fromkeys((*self.unmet, *missed)))


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


# --- where the decisions apply ------------------------------------------------------------------


def locate(text: str, decisions: Iterable[Correction]) -> Located:
    """Find the spans of a text that decisions are about.

    Parameters
    ----------
    text
        Of the article, in any normal form.
    decisions
        Those that hold in the article.
    """
    composed, origins = compose(text)
    marks: list[Mark] = []
    unmet = []
    for decision in decisions:
        name = _composed_name(decision.text)
        if name.split(maxsplit=1)[0] not in composed and decision.rank < _ONE_MENTION:
            spans = []  # most decisions of a large file
        else:
            spans = list(_spans(decision, name, composed, origins))
        marks += (Mark(start, end, decision) for start, end in spans)
        if not spans and decision.article:
            unmet.append(decision)
    kept = _without_overlaps(marks, len(composed))
    unmet += (m.decision for m in marks if m.decision.start is not None and m not in kept)
    return Located(kept, _followed(marks), tuple(unmet))


def _composed_name(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def _spans(
    decision: Correction, name: str, text: str, origins: Sequence[int] | None
) -> Iterator[tuple[int, int]]:
    if decision.start is not None and decision.end is not None:
        start, end = _composed(decision.start, origins), _composed(decision.end, origins)
        if text[start:end] == name:
            yield start, end
    elif decision.sentence:
        words = unicodedata.normalize("NFC", decision.sentence).split()
        for around in re.finditer(r"\s+".join(map(re.escape, words)), text):
            for start, end in _occurrences(name, around[0]):
                yield around.start() + start, around.start() + end
    else:
        yield from _occurrences(name, text)


def _composed(offset: int, origins: Sequence[int] | None) -> int:
    """Return the offset in the composed text of one in the article's own; -1 if there is none."""
    if origins is None:
        return offset
    index = bisect_left(origins, offset)
    return index if index < len(origins) and origins[index] == offset else -1


def _occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Give the spans of a name as a whole word; white space counts as white space."""
    pattern = r"\s+".join(map(re.escape, name.split()))
    before = rf"(?:(?<![\w])|(?<=[{_UNSPACED}]))"
    after = rf"(?:(?!\w)|(?=[{_UNSPACED}]))"
    for match in re.finditer(before + pattern + after, text):
        yield match.span()


def _without_overlaps(marks: list[Mark], length: int) -> tuple[Mark, ...]:
    taken = bytearray(length)
    kept = []
    for mark in sorted(marks, key=lambda m: (-m.decision.rank, m.start - m.end, m.start)):
        if not any(taken[mark.start : mark.end]):
            taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
            kept.append(mark)
    return tuple(sorted(kept, key=lambda m: m.start))


def _followed(marks: Iterable[Mark]) -> dict[str, Correction]:
    """Say for each name which decision its other mentions follow.

    That is a decision on the name, the most specific one; else that on its first mention.
    """
    best: dict[str, tuple[tuple[int, int], Correction]] = {}
    for mark in marks:
        rank = mark.decision.rank
        single = rank >= _ONE_MENTION
        if single and not mark.decision.place:
            continue  # that one mention is no place says nothing of the others
        order = (-1 if single else rank, -mark.start)
        for key in (as_key(mark.decision.text).strip(), mark.decision.text):
            if key not in best or order > best[key][0]:
                best[key] = order, mark.decision
    return {key: decision for key, (_, decision) in best.items() if decision.place}


# --- what they make of a piece ------------------------------------------------------------------


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
    for mark, spot in _with_spots(piece, located.marks, model.names):
        single = mark.decision.rank >= _ONE_MENTION
        if not single and longer.holds(mark.start, mark.end):
            continue
        if mark.decision.place:
            if spot is None or (not single and _means_other(spot, by_span)):
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


def _means_other(spot: Spot, found: Mapping[tuple[int, int], Spot]) -> bool:
    """Tell whether the words around a name show that it is not the one decided on."""
    before = found.get((spot.start, spot.end))
    container = before.container if before else None
    return bool(_PERSON & spot.evidence.keys()) or (
        container is not None and not spot.name.lies_in(container.name)
    )


def _with_spots(
    piece: Piece, marks: Iterable[Mark], names: Names
) -> list[tuple[Mark, Spot | None]]:
    """Cut marks to a piece, and make the spots of those that name a place, with their evidence."""
    end = piece.offset + len(piece.tokens.text)
    found = []
    for mark in marks:
        if piece.offset <= mark.start and mark.end <= end:
            own = replace(mark, start=mark.start - piece.offset, end=mark.end - piece.offset)
            found.append((own, _spot(piece, own, names) if own.decision.place else None))
    made = [spot for _, spot in found if spot is not None]
    Reader(piece.tokens, made, names).read()
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
    return replace(names.only(key or decision.text, row, flag), key=f"{key}\0{decision.place}")


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
