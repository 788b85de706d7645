"""Layout: the sentences and lines of a text, and the headings that its names stand under.

A roundup is read as the sections that it is. A heading is a country or region that is a line or a
sentence of its own, or that a colon follows near the beginning of one ("- Lebanon: ...").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.linking.core.spots import Spot

# A full stop behind one or two letters mostly shortens a word: "St. Petersburg", "No. 5".
_MAY_END = re.compile(r"[\n;.!?…؟۔]")  # noqa: RUF001 - found far faster than what follows
_SENTENCE_END = re.compile(
    r"\n+|;\s|[.!?…؟۔](?:(?<=[^\W\d_]{3}.)|(?<=[\d)\]\"”»].))[\"”»’)]*\s+(?![a-z])"  # noqa: RUF001
)
_BULLET = re.compile(r"[\s\-*•·–—#>=|\d.()]*")  # noqa: RUF001 - dashes as they are typed
_HEADING_END = re.compile(r"[ \t\u00a0]*(?::|[.=#*]*[ \t]*(?:\n|$)|\.\s)")
_AFTER = frozenset(("", ":", ".", "\n", " ", "\u00a0", "=", "#", "*", "\t"))  # that it begins with
_MOST_WORDS = 5  # before the name in a heading: "Weather in Georgia:"
_HEADING_KINDS = frozenset(("country", "region"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and the half-open span of the text that stands under it.

    Attributes
    ----------
    spot
        The name in it.
    start, end
        Offsets in the piece of text.
    in_line
        Whether it stands at the beginning of what it is over, in the same line.
    """

    spot: Spot
    start: int
    end: int
    in_line: bool


class Layout:
    """The sentences, lines and headings of a piece of text."""

    def __init__(self, text: str, spots: Sequence[Spot]) -> None:
        self._text = text
        self._ends: list[int] | None = None
        self._headings = self._find([s for s in spots if _may_head(text, s)], len(text))
        self._starts = [heading.start for heading in self._headings]

    @property
    def has_headings(self) -> bool:
        """Whether anything stands under a heading."""
        return bool(self._headings)

    def sentence(self, offset: int) -> int:
        """Return the number of the sentence that an offset lies in; lines end sentences."""
        if self._ends is None:
            self._ends = [start for start, _ in _sentence_ends(self._text, 0, len(self._text))]
        return bisect_left(self._ends, offset)

    def is_one_line(self, start: int, end: int) -> bool:
        """Tell whether no line ends between two offsets."""
        return self._text.find("\n", start, end) < 0

    def heading(self, spot: Spot) -> Heading | None:
        """Return the heading that a name stands under, the innermost; None if under none."""
        for index in range(bisect_right(self._starts, spot.start) - 1, -1, -1):
            heading = self._headings[index]
            if spot.start < heading.end:
                return heading
            if not heading.in_line:
                return None  # what was over whole lines ended where the next began
        return None

    def _find(self, spots: Sequence[Spot], length: int) -> list[Heading]:
        """Find the headings among names, in order, and how far each reaches."""
        found: list[Heading] = []
        over_lines: int | None = None
        last_in_line: int | None = None
        for spot in spots:
            begin = self._begin(spot.start)
            if begin is None:
                continue
            line_end = self._text.find("\n", spot.end)
            line_end = length if line_end < 0 else line_end
            alone = not self._text[spot.end : line_end].strip(" .:=#*\t") and begin == "line"
            if last_in_line is not None and found[last_in_line].end > spot.start:
                found[last_in_line] = _ended(found[last_in_line], spot.start)
            if alone:
                if over_lines is not None:
                    found[over_lines] = _ended(found[over_lines], spot.start)
                over_lines, last_in_line = len(found), None
                found.append(Heading(spot, spot.end, length, in_line=False))
            else:
                last_in_line = len(found)
                found.append(Heading(spot, spot.end, line_end, in_line=True))
        return found

    def _begin(self, start: int) -> str | None:
        """Say what a name begins, or stands near the beginning of; None where nothing begins."""
        text = self._text
        line = text.rfind("\n", 0, start) + 1
        if _BULLET.fullmatch(text, line, start):
            return "line"
        begin = max((end for _, end in _sentence_ends(text, line, start)), default=line)
        if begin == start:
            return "sentence"
        return "sentence" if len(text[begin:start].split()) <= _MOST_WORDS else None


def _sentence_ends(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the spans between two offsets that end a sentence, the space after it included."""
    for found in _MAY_END.finditer(text, start, end):
        match = _SENTENCE_END.match(text, found.start(), end)
        if match:
            yield match.span()


def _ended(heading: Heading, end: int) -> Heading:
    return Heading(heading.spot, heading.start, end, in_line=heading.in_line)


def _may_head(text: str, spot: Spot) -> bool:
    """Tell whether a name is of a country or region, and ends the way that headings do."""
    if text[spot.end : spot.end + 1] not in _AFTER:
        return False
    match = _HEADING_END.match(text, spot.end)
    if match is None or _HEADING_KINDS.isdisjoint(kind for kind, _ in spot.name.holds):
        return False
    if ":" in match[0]:
        return True
    line = text.rfind("\n", 0, spot.start) + 1
    before = text[line : spot.start]
    return bool(_BULLET.fullmatch(before)) or before.rstrip(" ").endswith((".", "!", "?"))
