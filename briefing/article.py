"""Articles: what goes in, read once and kept as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    r"""A text with what is known about it.

    Attributes
    ----------
    id
        Name of the article inside its input: the file's stem, or the ``id`` of a JSONL record.
    text
        The plain text that all spans refer to, in Unicode code points. Control characters and
        lone surrogates are replaced one for one by U+FFFD, so that every character can be
        written; nothing else is changed in a JSONL record. Text from files has its line ends
        made ``\n`` and is in Unicode normal form C.
    title
        Headline, or empty.
    date
        Date of publication, or None.
    language
        ISO 639-1 code, or empty if unknown.
    source
        Publication, wire or station that it came from, or empty.
    sha256
        Hex digest of the bytes that were read.
    paragraphs, sentences
        Half-open spans of the text, in order and without overlap; every sentence lies inside
        one paragraph. A heading is a paragraph and a sentence of its own.
    """

    id: str
    text: str
    title: str = ""
    date: dt.date | None = None
    language: str = ""
    source: str = ""
    sha256: str = ""
    paragraphs: tuple[tuple[int, int], ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
