"""Bytes of unknown origin → text, or the reason why not.

What a file is, is told by its content and never by its name alone. Text in a doubtful encoding
is refused: a silently garbled "ZŁrich" would become a place that nobody wrote about.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from briefing.errors import ArticleError
from briefing.reading.legacy import read_in, readings, reads_like_words

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# First bytes of what people save under the name of an article, and what to call it.
SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "an image, sound or film (RIFF)"),
    (b"\x00\x00\x00\x18ftyp", "a film (MP4)"),
    (b"\x00\x00\x00\x20ftyp", "a film (MP4)"),
    (b"ID3", "a sound file (MP3)"),
    (b"OggS", "a sound or film (Ogg)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"PK\x05\x06", "a zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich-text document (RTF)"),
    (b"bplist", "a web archive or property list"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"%!PS", "a PostScript document"),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read these declarations as the wider encoding, and so do we.
WIDER = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
}
STATEFUL = frozenset({"iso-2022-jp", "iso-2022-kr", "hz-gb-2312"})

NON_ASCII = re.compile(r"[^\x00-\x7f]")

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Soft hyphen, zero-width space, word joiner, BOM, bidirectional embeddings, overrides and isolates:
# nobody sees them, and each could split or turn round a name.
# Joiners (U+200C, U+200D) and direction marks stay: Persian, Indic and Hebrew text needs them.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def keep(text: str) -> str:
    """Replace what cannot be written, one for one, so that offsets stay as they were.

    A carriage return becomes a space; other control characters but tab and line feed, and lone
    surrogates, become U+FFFD.
    """
    if not CONTROL.search(text):
        return text
    return CONTROL.sub(lambda hit: " " if hit[0] == "\r" else REPLACEMENT, text)


def clean(text: str) -> str:
    r"""Make the text of a file ready: line ends ``\n``, no invisible marks, NFC, then `keep`."""
    text = INVISIBLE.sub("", LINE_END.sub("\n", text))
    return keep(unicodedata.normalize("NFC", text))


def refuse_binary(data: bytes, what: str) -> None:
    """Refuse what is no text.

    Raises
    ------
    ArticleError
        With what the content looks like.
    """
    if data.lstrip()[:5] == b"%PDF-":
        raise ArticleError(
            what,
            "found a PDF document, expected text, Markdown, HTML or JSON",
            "save its text as .txt first",
        )
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise _not_text(what, name)
    if any(data.startswith(bom) for bom, _ in BOMS):
        return
    if utf16_without_bom(data):
        return
    head = data[:65536]
    controls = sum(head.count(c) for c in range(0x20) if c not in b"\t\n\r\x0b\x0c\x1b")
    if controls > max(8, len(head) // 50):
        raise _not_text(what, "binary data")


def _not_text(what: str, name: str) -> ArticleError:
    return ArticleError(
        what,
        f"looks like {name}, expected text, Markdown, HTML or JSON",
        "give the article as one of these",
    )


def utf16_without_bom(data: bytes) -> str:
    """Name the UTF-16 byte order if every other byte is mostly NUL, else nothing."""
    head = data[:4096]
    if len(head) < 4:
        return ""
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half and head[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return ""


def decode(data: bytes, what: str, declared: str = "") -> str:
    """Decode text.

    In this order: byte order mark; UTF-8 where every byte fits, whatever is declared; the
    declared encoding where the result reads like words; what all plausible encodings agree on.

    Parameters
    ----------
    data
        Bytes of a text.
    what
        What they are, for the message.
    declared
        Name of an encoding that the document claims, or empty.

    Raises
    ------
    ArticleError
        If the encoding stays doubtful.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], encoding, what)
    declared = declared.strip().lower()
    if declared in STATEFUL:
        return _lenient(data, declared, what)
    if utf16 := utf16_without_bom(data):
        return _lenient(data, utf16, what)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data, what, declared)


def _decode_legacy(data: bytes, what: str, declared: str) -> str:
    if (text := _damaged_utf8(data, per_good=0.1)) is not None:
        return text
    encoding = WIDER.get(declared, declared)
    is_utf8 = encoding.replace("_", "-") in {"utf-8", "utf8"}
    if encoding and not is_utf8 and (text := read_in(data, encoding)) is not None:
        if reads_like_words(text):
            return text
        raise _doubtful(what, f"it does not read like the {declared} that it declares")
    found = readings(data)
    if len(found) == 1:
        return found[0]
    if not found and (text := _damaged_utf8(data, per_any=0.02)) is not None:
        return text
    raise _doubtful(what, "it is neither UTF-8 nor plainly any other")


def _doubtful(what: str, why: str) -> ArticleError:
    return ArticleError(what, f"encoding doubtful ({why})", "save it as UTF-8")


def _lenient(data: bytes, encoding: str, what: str) -> str:
    """Decode in a known encoding; a few broken bytes become U+FFFD, many mean it is another."""
    text = data.decode(encoding, "replace")
    if text.count(REPLACEMENT) > 1 + len(text) // 50:
        raise _doubtful(what, f"it is marked as {encoding}, but much of it is not")
    return text


def _damaged_utf8(data: bytes, *, per_good: float = 0.0, per_any: float = 0.0) -> str | None:
    """Decode UTF-8 with a few broken bytes: a file cut off inside a character, a bad paste."""
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT)
    good = sum(1 for _ in NON_ASCII.finditer(text)) - broken
    return text if broken <= per_good * good or broken <= per_any * len(text) else None
