"""Word forms of the reviewed files: what a word of a text is one of.

Words are parted by white space and compared folded; "_" stands for a space inside a form, "*" at
its end for any ending.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefing.gazetteer.folding import fold

_DASHES = re.compile("[-\u2010-\u2015\u2212]")
_DIGITS = {first + n: ord("0") + n for first in (0x660, 0x6F0) for n in range(10)}  # ar, fa


def plain(text: str) -> str:
    """Fold a text one character for one, but keep dashes, all as hyphens, and plain the digits."""
    folded = fold(text)
    if dashes := [hit.start() for hit in _DASHES.finditer(text)]:
        characters = list(folded)
        for at in dashes:
            characters[at] = "-"
        folded = "".join(characters)
    return folded if folded.isascii() else folded.translate(_DIGITS)


class WordForms:
    """Groups of word forms, found in plain text, the longest form at a place.

    Parameters
    ----------
    groups
        Name of a group and its forms.
    """

    def __init__(self, groups: Mapping[str, str]) -> None:
        pairs = [(form, name) for name, words in groups.items() for form in words.split()]
        pairs.sort(key=lambda pair: (-len(pair[0]), pair))
        self._names = [name for _, name in pairs]
        self.shapes = "|".join(_shape(form) for form, _ in pairs) or "(?!)"
        groups_ = "|".join(f"({_shape(form)})" for form, _ in pairs) or "(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{groups_})(?!\w)")

    def at(self, text: str, start: int, end: int) -> tuple[str, int] | None:
        """Return the group of the form that begins at a place, and where it ends."""
        hit = self._pattern.match(text, start, end)
        return (self._names[(hit.lastindex or 1) - 1], hit.end()) if hit else None

    def within(self, text: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """Return start, end and group of each form between two places, in reading order."""
        return [
            (hit.start(), hit.end(), self._names[(hit.lastindex or 1) - 1])
            for hit in self._pattern.finditer(text, start, end)
        ]

    def sub(self, new: str, text: str) -> str:
        """Replace every form in a text."""
        return self._pattern.sub(new, text)


def _shape(form: str) -> str:
    """Make the pattern of one form."""
    words = fold(form.removesuffix("*").replace("_", " "))
    shape = re.escape(words).replace(r"\ ", "[ -]")
    return shape + (r"\w*" if form.endswith("*") else "")
