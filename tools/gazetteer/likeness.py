"""Likeness: how far a name in another script sounds like one in Latin letters."""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re
from difflib import SequenceMatcher

from briefing.gazetteer.folding import fold

LIKENESS = {"ru": 0.6, "uk": 0.6, "ar": 0.55, "fa": 0.55}

# Letters of one script alone, as GeoNames does not say which language a name is in.
SCRIPT = {
    "ru": re.compile("[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁа-яё]+)*"),
    "uk": re.compile("[А-ЩЮЯЄІЇҐ][а-щьюяєіїґ']+(?:[ -][А-ЩЬЮЯЄІЇҐа-щьюяєіїґ']+)*"),
    "ar": re.compile("[ء-غف-ي]{2,}(?:[ -][ء-غف-ي]+)*"),
    "fa": re.compile("[آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأؤ\u200c]{2,}(?:[ -][^ -]+)*"),
}
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


def alike(name: str, english: str, language: str) -> float:
    """Tell how far a name in another script sounds like one in Latin letters, 0 to 1."""
    latin = "".join(_LETTERS.get(letter, letter) for letter in name.lower())
    other = fold(english)
    if language in ("ar", "fa"):
        latin, other = _VOWELS.sub("", latin), _VOWELS.sub("", other)
    return SequenceMatcher(None, latin, other, autojunk=False).ratio()
