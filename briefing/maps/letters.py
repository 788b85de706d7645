"""Letters: texts as outlines, remembered from map to map.

Text objects of matplotlib are laid out anew on every map, which takes most of the time of a map of
many names; and a halo makes outlines of them in any case.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from briefing.wording import one_line, shortened

LONGEST_LABEL = 40
_LINE = 1.2  # height of a line of text, of its size
_BASE = 0.36  # from the middle of a line to its base, of its size: half a capital letter

Slant = Literal["normal", "italic"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be placed.

    Attributes
    ----------
    words
        Characters that the font has; lines are split by line feeds.
    size
        Of the letters, in pixels.
    colour
        Of the letters.
    weight, slant
        As matplotlib calls them.
    halo
        Whether the letters stand out from what is under them.
    """

    words: str
    size: float
    colour: str
    weight: str = "normal"
    slant: Slant = "normal"
    halo: bool = True

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.words.split("\n")

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height in pixels."""
        width = max(float(self._outline(line).vertices[:, 0].max(initial=0)) for line in self.lines)
        return width * self.size, self.size * _LINE * len(self.lines)

    def path(self) -> Path:
        """Return the outline of the text in pixels, about its middle."""
        paths = []
        for number, line in enumerate(self.lines):
            outline = self._outline(line)
            points = np.asarray(outline.vertices) * self.size
            up = ((len(self.lines) - 1) / 2 - number) * _LINE - _BASE
            across = points[:, 0].max(initial=0) / 2
            paths.append(Path(points + np.array([-across, up * self.size]), outline.codes))
        return Path.make_compound_path(*paths)

    def _outline(self, line: str) -> Any:
        return _outline(line, self.weight, self.slant)


@lru_cache(maxsize=4096)
def _outline(line: str, weight: str, slant: Slant) -> Path:
    """Return the outline of a line at a size of one pixel, from its start on the base line."""
    font = FontProperties(family="DejaVu Sans", weight=weight, style=slant)
    drawer: Any = text_to_path
    points, codes = drawer.get_text_path(font, line, ismath=False)
    return Path(np.asarray(points).reshape(-1, 2) / drawer.FONT_SCALE, codes)


@cache
def _glyphs() -> frozenset[int]:
    """Return the code points that the font of the map can draw."""
    return frozenset(get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap())


def plain(text: str, longest: int = LONGEST_LABEL) -> str:
    """Return a text in characters that the font can draw, on one line.

    Controls, direction marks among them, are left out; a character without a glyph is replaced
    by its base letter, or else by a question mark.
    """
    kept = (c for c in one_line(text) if unicodedata.category(c) not in {"Cc", "Cf"})
    return shortened("".join(_drawable(c) for c in kept), longest)


def _drawable(character: str) -> str:
    if ord(character) in _glyphs():
        return character
    base = unicodedata.normalize("NFKD", character)
    return "".join(c for c in base if ord(c) in _glyphs()) or "?"
