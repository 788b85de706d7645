"""Likeness: how far a name in another script sounds like one in Latin letters."""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re
from difflib import SequenceMatcher

from briefing.gazetteer.folding import fold

_LETTERS = {
    **dict(zip("абвгдеёзийклмнопрстуфыэіїєґь", "abvgdeeziiklmnoprstufyeiieg'", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    **dict(
        zip("ابتجحدرزسصضطعغفقكلمنهويپگچژکیآأإ", "abtjhdrzssdt'gfqklmnhwypgczkyaaa", strict=True)
    ),
    "ث": "th",
    "خ": "kh",
    "ذ": "dh",
    "ش": "sh",
    "ظ": "z",
    "ة": "a",
    "ى": "a",
    "ئ": "y",
    "ؤ": "w",
}
_VOWELS = re.compile("[aeiouy'` -]")


def alike(name: str, english: str, *, without_vowels: bool) -> float:
    """Tell how far a name in another script sounds like one in Latin letters, 0 to 1."""
    latin = "".join(_LETTERS.get(letter, letter) for letter in name.lower())
    other = fold(english)
    if without_vowels:
        latin, other = _VOWELS.sub("", latin), _VOWELS.sub("", other)
    return SequenceMatcher(None, latin, other, autojunk=False).ratio()
