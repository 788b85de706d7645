"""Characters: which cannot be written, and which make a text look different from what it is."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls but tab and line feed, lone surrogates, noncharacters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings, overrides and isolates change the order in which a reader sees the letters around
# them; the others are not seen at all and split a word that looks whole.
_REORDERING = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f"
_SPOOFING = re.compile(f"[{_REORDERING}{_INVISIBLE}]")
# Joiners are spelling in Persian and Indic scripts; between Latin letters they only hide.
_JOINER_IN_LATIN = re.compile("(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])")


def clean(text: str) -> str:
    """Replace characters that cannot be written or shown by U+FFFD, one for one.

    These are control characters other than tab and line feed, lone surrogates and noncharacters.
    Nothing is removed, so that spans keep their meaning.
    """
    return _UNWRITABLE.sub("\ufffd", text)


def spoofing(text: str) -> tuple[tuple[int, str], ...]:
    """Find characters that make a text look different from what it is.

    Returns
    -------
    found
        Position in code points and the name of the character
        (``"U+202E RIGHT-TO-LEFT OVERRIDE"``), in reading order. Marks that some scripts need
        (joiners in Persian, direction marks in Hebrew) are not reported there.
    """
    hits = [*_SPOOFING.finditer(text), *_JOINER_IN_LATIN.finditer(text)]
    return tuple(sorted((hit.start(), _code(hit[0])) for hit in hits))


def _code(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def legible(text: str) -> str:
    r"""Write a text for where no markup goes, each character that reorders or hides as its code.

    Examples
    --------
    >>> legible("safe\u202egpj.exe")
    'safe[U+202E]gpj.exe'
    """
    pieces: list[str] = []
    end = 0
    for start, code in spoofing(text):
        pieces += [text[end:start], f"[{code.split()[0]}]"]
        end = start + 1
    return clean("".join((*pieces, text[end:])))
