"""Locating: the spans of a text that an analyst's decisions are about.

Decisions are located in the whole text, in normal form C, before it is read piece by piece.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.gazetteer.folding import as_key
from briefing.linking.core.tokens import compose
from briefing.linking.corrections import Correction

ONE_MENTION = 3
"""Least rank of a decision on a single mention."""

# Scripts that put no space between words: a name may begin and end anywhere in them.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"


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
            if mark.decision.rank >= ONE_MENTION and mark.decision not in obeyed
        )
        return tuple(dict.fromkeys((*self.unmet, *missed)))


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
        if name.split(maxsplit=1)[0] not in composed and decision.rank < ONE_MENTION:
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
        single = rank >= ONE_MENTION
        if single and not mark.decision.place:
            continue  # that one mention is no place says nothing of the others
        order = (-1 if single else rank, -mark.start)
        for key in (as_key(mark.decision.text).strip(), mark.decision.text):
            if key not in best or order > best[key][0]:
                best[key] = order, mark.decision
    return {key: decision for key, (_, decision) in best.items() if decision.place}
