"""Rows of the table of names, and what is told from a name itself: its script."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_SCRIPTS = {  # how Unicode calls the letters of a script → ISO 15924
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "BOPOMOFO": "Bopo", "CJK": "Hani",
    "CYRILLIC": "Cyrl", "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor",
    "GREEK": "Grek", "GUJARATI": "Gujr", "GURMUKHI": "Guru", "HANGUL": "Hang", "HEBREW": "Hebr",
    "HIRAGANA": "Hira", "KANNADA": "Knda", "KATAKANA": "Kana", "KHMER": "Khmr", "LAO": "Laoo",
    "LATIN": "Latn", "MALAYALAM": "Mlym", "MYANMAR": "Mymr", "ORIYA": "Orya", "SINHALA": "Sinh",
    "SYRIAC": "Syrc", "TAMIL": "Taml", "TELUGU": "Telu", "THAANA": "Thaa", "THAI": "Thai",
    "TIBETAN": "Tibt", "TIFINAGH": "Tfng",
}  # fmt: skip


class Name(NamedTuple):
    """A name of a place, as a source has it.

    Attributes
    ----------
    place
        Place id.
    text
        The name.
    language
        BCP 47; empty where the source does not say.
    kind
        One of ``briefing.facts.names.KINDS``.
    source
        Who says so.
    start, end
        ISO 8601 dates, of a year, month or day; empty where not known or open.
    """

    place: str
    text: str
    language: str
    kind: str
    source: str
    start: str = ""
    end: str = ""


def script_of(text: str) -> str:
    """Return the ISO 15924 code of the script that a name is written in.

    Kana beside Chinese characters make ``Jpan``; other mixtures are ``Zyyy``, as is a name without
    letters of a script that is known here.
    """
    found = set()
    for letter in text:
        if letter.isalpha():
            found.add(_SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "Zyyy"))
    if found and found <= {"Hani", "Hira", "Kana", "Zyyy"} and found & {"Hira", "Kana"}:
        return "Jpan"
    found.discard("Zyyy")  # modifier letters stand in names of any script
    return found.pop() if len(found) == 1 else "Zyyy"
