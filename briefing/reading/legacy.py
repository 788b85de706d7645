"""Texts in the encodings from before Unicode: which one reads like a text that somebody wrote.

Any bytes can be read in most of these encodings, so a reading counts only if it looks like
words, and is believed only if no other reading looks about as good.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

# What undeclared news text is found in, besides UTF-8.
_COMMON = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 koi8_r koi8_u cp866 mac_roman "
    "mac_cyrillic iso8859_2 cp437 cp850 cp932 euc_jp gb18030 big5hkscs cp949"
)
COMMON = _COMMON.split()
JAPANESE = frozenset({"cp932", "euc_jp"})
MARGIN = 0.1  # by which the best reading must be better than the next

SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "THAI", "HANGUL"})
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
# Letters beyond ASCII of one language each, in lower case.
LETTERS = tuple(
    map(
        frozenset,
        (
            "àâæçéèêëîïôœùûü",  # French
            "äöüß",  # German
            "áéíñóúü",  # Spanish
            "àáâãçéêíóôõúü",  # Portuguese
            "àèéìíòóù",  # Italian
            "àçèéíïòóúü",  # Catalan
            "éëïóöü",  # Dutch
            "åäöé",  # Swedish, Finnish
            "æøåéó",  # Danish, Norwegian
            "áðéíóúýþæö",  # Icelandic
            "ąćęłńóśźż",  # Polish
            "áčďéěíňóřšťúůýž",  # Czech
            "áäčďéíľňóôšťúýž",  # Slovak
            "áéíóöőúüű",  # Hungarian
            "čćđšž",  # Croatian, Slovenian
            "ăâîşţ",  # Romanian
            "çğ\u0131i\u0307öşüâî",  # Turkish; a capital İ is two characters in lower case
            "ąčęėįšųūž",  # Lithuanian
            "āčēģīķļņšūž",  # Latvian
            "äöõüšž",  # Estonian
            "абвгдежзийклмнопрстуфхцчшщъыьэюяё",  # Russian, Bulgarian
            "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",  # Ukrainian
            "абвгдеёжзійклмнопрстуўфхцчшыьэюя",  # Belarusian
            "абвгдђежзијклљмнњопрстћуфхцчџш",  # Serbian
            "абвгдѓежзѕијклљмнњопрстќуфхцчџш",  # Macedonian
        ),
    )
)
ASCII_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
FREQUENT_HAN = frozenset("的了是在不和有国國")
USUAL_SIGNS = frozenset(
    "“”‘’‚„«»‹›–—…•·°§©®™€£¥¢¿¡±×÷½¼¾²³¹ºª†‡‰¶´¨\u00a0\u00ad"  # noqa: RUF001 - as they are typed
)
WORD = re.compile(r"[^\W\d_]+")
SIGN = re.compile(r"[^\x00-\x7f\w]")
# Nobody writes an accent beside a digit or straight after a comma, an opening mark in a word, or a
# Hebrew or Arabic vowel mark on nothing.
# fmt: off
MISPLACED = re.compile(
    r"[À-ɏ]\d|\d[À-ɏ]|[,.;!?][À-ɏ]|\w[‚„¿¡]"  # noqa: RUF001 - as they are typed
    r"|\w[‹“‘«†‡‰¢°]\w|(?<![\u0590-\u06ff])[\u05b0-\u05c2\u064b-\u065f]"  # noqa: RUF001 - as they are typed
)
# fmt: on
MAX_WORDS = 5000  # a sample is enough to tell


def read_in(data: bytes, encoding: str) -> str | None:
    """Decode strictly; None if a byte does not fit or there is no such encoding."""
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None


def readings(data: bytes) -> list[str]:
    """Decode in every common encoding in which the result reads like words.

    Returns
    -------
    texts
        Empty if there is none; one if it is plainly better than all others; else several.
    """
    import charset_normalizer  # noqa: PLC0415 - only texts in doubtful encodings pay for it

    found: dict[str, float] = {}
    for match in charset_normalizer.from_bytes(
        data, cp_isolation=COMMON, threshold=0.4, enable_fallback=False
    ):
        for encoding in {match.encoding, *match.could_be_from_charset} & set(COMMON):
            text = read_in(data, encoding)
            if text is not None and reads_like_words(text):
                found[text] = max(found.get(text, 0.0), _fit(text, encoding, match.coherence))
    best = max(found.values(), default=0.0)
    return [text for text, score in found.items() if score > best - MARGIN]


def reads_like_words(text: str) -> bool:
    """Tell whether the characters beyond ASCII stand in words as people write them.

    A wrong encoding shows itself: signs inside words, two scripts in one word, capitals after
    small letters, Latin words of hardly anything but accents.
    """
    words = _foreign_words(text)
    signs = [sign[0] for sign in islice(SIGN.finditer(text), MAX_WORDS)]
    bad_words = sum(not _is_word(word) for word in words)
    bad_words += sum(1 for _ in islice(MISPLACED.finditer(text), MAX_WORDS))
    bad_signs = sum(sign not in USUAL_SIGNS and not _is_usual(sign) for sign in signs)
    return (
        bad_words <= (len(words) + len(signs)) * 0.03
        and bad_signs <= (len(words) + len(signs)) * 0.05
    )


def _foreign_words(text: str) -> list[str]:
    return [hit[0] for hit in islice(WORD.finditer(text), MAX_WORDS) if not hit[0].isascii()]


def _is_usual(sign: str) -> bool:
    if unicodedata.category(sign)[0] == "M":
        return True
    return "\u3000" <= sign <= "\u303f" or "\uff00" < sign <= "\uff60"


def _is_word(word: str) -> bool:
    if not word.isalpha():
        return False
    scripts = {unicodedata.name(c, "?").split()[0].split("-")[0] for c in set(word)}
    if scripts & EAST_ASIAN:
        return scripts <= EAST_ASIAN | {"LATIN"}
    if len(scripts) > 1 or not scripts <= SCRIPTS:
        return False
    if not (word.islower() or word.isupper() or word[1:].islower() or word.upper() == word):
        return False
    accents = sum(not c.isascii() for c in word)
    return scripts != {"LATIN"} or len(word) < 4 or accents <= 0.6 * len(word)


def _fit(text: str, encoding: str, coherence: float) -> float:
    """Tell how well the letters fit any one language, from 0 up.

    Alphabets tell Latin and Cyrillic readings apart, and signs the East Asian ones; for the rest
    there is what `charset_normalizer` knows of letter frequencies.
    """
    words = _foreign_words(text)
    last = max(map(max, words), default="")
    if last >= "\u2e80":
        return 2.0 * _fits_east_asian(text, "".join(words), encoding)
    if last >= "\u0530" or "\u0370" <= last < "\u0400":
        return 1.0 + coherence
    letters = [set(word.lower()) - ASCII_LETTERS for word in words]
    best = max(sum(word <= language for word in letters) for language in LETTERS)
    share = best / len(words) if words else 1.0
    if last >= "\u0400":
        return share + coherence
    return share + 0.15 * encoding.startswith("cp125")  # Windows is likelier than DOS and Mac OS


def _fits_east_asian(text: str, letters: str, encoding: str) -> bool:
    """Japanese has kana, Korean has spaces, Chinese has neither but a few very frequent signs."""
    if len(letters) < 20:
        return False
    kana = sum("\u3040" <= c <= "\u30ff" for c in letters)
    if kana or encoding in JAPANESE:
        return encoding in JAPANESE and kana > 0.2 * len(letters)
    hangul = sum("\uac00" <= c <= "\ud7a3" for c in letters)
    if hangul > 0.5 * len(letters):
        return text.count(" ") > 0.1 * len(letters)
    return hangul == 0 and sum(map(FREQUENT_HAN.__contains__, letters)) > 0.01 * len(letters)
