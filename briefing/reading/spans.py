"""Paragraphs and sentences of a plain text, as half-open spans of code points.

Rules instead of a trained model: the result is the same everywhere, can be checked by reading,
and costs time linear in the length of the text (no pattern here backtracks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]

# Lines of a hard-wrapped text are about as long as each other and no longer than this.
WRAP_MIN, WRAP_MAX = 40, 100

LINE = re.compile(r"[^\n]+")
BULLET = re.compile(r"(?:[-*•·\u2013\u2014]|\d{1,3}[.)])\s")
# A run of closing marks, then what may close with it: quotation marks, brackets, note numbers.
# fmt: off
STOP = re.compile(
    r"(?:[.!?…]++|[。！？｡؟۔।॥።։]++)"  # noqa: RUF001 - the stops of other scripts
    r"[\"'”’»›)\]}」』】）]*+"  # noqa: RUF001 - closing marks as they are typed
    r"(?:\[\d{1,3}\])*+"
)
OPENING = "\"'“‘«‹„‚([{¿¡—–-*_"  # noqa: RUF001 - opening marks as they are typed
STOPS_WITHOUT_SPACE = frozenset("。！？｡॥")  # noqa: RUF001 - they end a sentence with no space after
# fmt: on
SPACE = re.compile(r"\s*+")
LONGEST_WORD = 30

# Abbreviations, lower case and without the last full stop.
_NEVER_LAST = (
    "mr mrs ms mx messrs dr drs prof gen lt col sgt cpl pvt capt cmdr cdr adm maj brig rev fr hon "
    "sen rep reps sens gov pres amb sec supt det insp st ste mt ft vs v cf viz eg e.g ie i.e ca "
    "approx est fig figs al mme mlle hr frau sra bzw z.b d.h u.a"
)
NEVER_LAST = frozenset(_NEVER_LAST.split())
BEFORE_NUMBER = frozenset({"no", "nos", "nr", "art", "arts", "ch", "vol", "pp", "p", "par", "para"})
_MAY_BE_LAST = (
    "u.s u.k u.n e.u u.a.e u.s.a u.s.s.r d.c p.r.c r.o.c n.y l.a a.m p.m b.c a.d ph.d inc ltd co "
    "corp bros jr sr etc jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu "
    "thur thurs fri sat sun ave blvd rd dept univ assn gov't int'l"
)
MAY_BE_LAST = frozenset(_MAY_BE_LAST.split())
_STARTERS = (
    "the a an he she it they we i you but and or so yet in on at by for from with after before "
    "since when while as if although though despite during under over this that these those "
    "there his her its their our my one two some many most all both each no not what who why how "
    "where now then today however meanwhile moreover according earlier later last next"
)
STARTERS = frozenset(_STARTERS.split())


def paragraphs(text: str) -> tuple[Span, ...]:
    r"""Find the paragraphs of a text.

    A blank line ends a paragraph. So does a line end, unless the lines are hard-wrapped: no line
    is longer than 100 characters, and the first word of the next line had no room on this one.

    Parameters
    ----------
    text
        Plain text with line ends ``\n``.

    Returns
    -------
    spans
        In order, without overlap, without the space around them.

    Examples
    --------
    >>> paragraphs("Talks in Tehran\n\nThey met. They left.")
    ((0, 15), (17, 37))
    """
    spans: list[Span] = []
    block: list[Span] = []
    end_of_last = 0
    for line in _lines(text):
        if block and text.count("\n", end_of_last, line[0]) > 1:
            spans += _paragraphs_of_block(text, block)
            block = []
        block.append(line)
        end_of_last = line[1]
    return tuple(spans + _paragraphs_of_block(text, block))


def sentences(text: str) -> tuple[Span, ...]:
    """Find the sentences of a text; each lies inside one paragraph.

    Knows abbreviations ("Gen.", "U.S.", "No. 5"), initials, decimals, quotation marks that close
    after the stop, ellipses, and the stops of Chinese, Japanese, Arabic, Urdu and Hindi.

    Examples
    --------
    >>> text = "The U.S. envoy met Gen. Smith. “Why?” he asked."
    >>> [text[start:end] for start, end in sentences(text)]
    ['The U.S. envoy met Gen. Smith.', '“Why?” he asked.']
    """
    return tuple(
        sentence for paragraph in paragraphs(text) for sentence in _sentences_of(text, *paragraph)
    )


def _lines(text: str) -> Iterator[Span]:
    for hit in LINE.finditer(text):
        line = hit[0]
        stripped = line.strip()
        if stripped:
            start = hit.start() + len(line) - len(line.lstrip())
            yield start, start + len(stripped)


def _paragraphs_of_block(text: str, lines: list[Span]) -> list[Span]:
    if not lines:
        return []
    width = max(end - start for start, end in lines)
    if len(lines) == 1 or not WRAP_MIN <= width <= WRAP_MAX:
        return lines
    spans = [lines[0]]
    for (last_start, last_end), (start, end) in pairwise(lines):
        first_word = text[start:end].split(maxsplit=1)[0]
        has_room = last_end - last_start + 1 + len(first_word) <= width
        if has_room or BULLET.match(text, start, end):
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], end)
    return spans


def _sentences_of(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in STOP.finditer(text, start, end):
        space = SPACE.match(text, stop.end(), end)
        following = space.end() if space else stop.end()
        if following >= end:
            break
        if _ends_sentence(text, begin, stop, following):
            yield begin, stop.end()
            begin = following
    if begin < end:
        yield begin, end


def _ends_sentence(text: str, begin: int, stop: re.Match[str], following: int) -> bool:
    if text[stop.start()] in STOPS_WITHOUT_SPACE:
        return True
    if following == stop.end():
        return False
    word = _word_at(text, following)
    if word[:1].islower():
        return False
    return stop[0] != "." or not _abbreviates(text, begin, stop.start(), word)


def _word_at(text: str, start: int) -> str:
    """Give the word at or after some opening marks; empty if none stands there."""
    near = text[start : start + LONGEST_WORD].lstrip(OPENING)
    return near.split(maxsplit=1)[0] if near.strip() else ""


def _abbreviates(text: str, begin: int, dot: int, following_word: str) -> bool:
    """Tell whether the full stop at ``dot`` belongs to the word before it."""
    words = text[max(begin, dot - LONGEST_WORD) : dot].split()
    word = words[-1].lstrip(OPENING) if words else ""
    if not any(map(str.isalpha, text[max(begin, dot - 4) : dot])) and dot - begin < 4:
        return True  # "1. First point": the number of a list
    key = word.lower()
    if key in NEVER_LAST:
        return True
    if key in BEFORE_NUMBER:
        return following_word[:1].isdigit()
    if key in MAY_BE_LAST or (len(word) == 1 and word.isupper()):
        return following_word.strip(",;:").lower() not in STARTERS
    return False
