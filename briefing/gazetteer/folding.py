"""Folding: how names and texts are brought to a form that can be compared.

The same function folds the names when the gazetteer is built and the text when it is read.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 60
"""Characters of text in which a name is looked for; longer names are not matched."""

# Letters whose plain form Unicode does not derive, and signs that are written in many ways.
_BY_HAND = {
    **dict.fromkeys("‘’‛`´ʹʻʼʽʾʿˈ′", "'"),  # noqa: RUF001 - quotes and transliteration marks
    **dict.fromkeys("“”„‟«»″", '"'),
    "…": ".",
    **dict(zip("ßøłđðþıæœħŧŋəĸſ", "solddtiaohtneks", strict=True)),
    "ё": "е",  # noqa: RUF001 - Cyrillic
    "ς": "σ",  # noqa: RUF001 - Greek
    # Arabic: Persian and other forms of yeh, heh and kaf; alef wasla
    **dict.fromkeys("\u0649\u06cc", "\u064a"),
    **dict.fromkeys("\u0629\u06c1\u06c3", "\u0647"),
    "\u06a9": "\u0643",
    "\u0671": "\u0627",
}

# Scripts whose marks are accents. Elsewhere a mark makes another letter (й) or another syllable.
_ACCENTED = re.compile("[\u00aa-\u024f\u0370-\u03ff\u0600-\u06ff\u1e00-\u1fff\uff01-\uff5e]")


class _Folding(dict[int, int]):
    """Code point → folded code point, worked out when first met."""

    def __missing__(self, code: int) -> int:
        self[code] = folded = ord(_fold_character(chr(code)))
        return folded


def _fold_character(character: str) -> str:
    if character.isspace() or unicodedata.category(character) == "Pd":
        return " "
    lower = character.lower()
    if len(lower) != 1:  # only the Turkish İ
        lower = lower[0]
    if lower in _BY_HAND:
        return _BY_HAND[lower]
    if _ACCENTED.match(lower):
        base = unicodedata.normalize("NFKD", lower)[0]
        if base != lower and not base.isspace():
            return _fold_character(base)
    return lower


_FOLDING = _Folding()
_ASCII = bytes(_FOLDING[code] if code < 128 else code for code in range(256))
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def fold(text: str) -> str:
    r"""Fold a text, one character for one character, so that offsets stay what they are.

    Letters become lower case and lose their accents, hyphens and white space become a space,
    quotation marks become plain ones. Folding twice is the same as folding once.

    Parameters
    ----------
    text
        Any text. Scripts without case, such as Hebrew or Chinese, come back as they are.

    Returns
    -------
    folded
        A text of the same length.

    Examples
    --------
    >>> fold("Île-de-France")
    'ile de france'
    >>> fold("Луганск, Орёл")
    'луганск, орел'
    """
    if not text.isascii():  # few characters of a Latin text are not, and the rest has a fast way
        text = _NOT_ASCII.sub(lambda run: run[0].translate(_FOLDING), text)
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii")
    return text.translate(_FOLDING)


def as_key(text: str) -> str:
    """Fold a text one for one into what can be looked up; lone surrogates become U+FFFD."""
    folded = fold(text)
    return folded if folded.isascii() else _SURROGATE.sub("\ufffd", folded)
