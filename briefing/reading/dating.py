"""The date of an article: where a file says it, or a text shows it, and which of these to trust.

A wrong date is worse than none: it decides who was in office, and what "Tuesday" means. So a date
is taken from running text only where it stands as the date of the text, and two places that
contradict each other leave the article without one, unless a third decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.gazetteer.folding import fold
from briefing.reading.datewords import (
    Order,
    alternatives,
    date_words,
    day_of_numbers,
    forms,
    languages,
    written_dates,
)
from briefing.reading.spans import paragraphs
from briefing.wording import one_line, shortened

# In the order of trust. Metadata and linked data come from the same form of an editor: two
# records, but one voice; so are a dateline and the text around it.
KINDS = (
    "given", "record", "front matter", "metadata", "linked data", "time element", "address",
    "dateline", "file name", "body",
)  # fmt: skip
_VOICES = {"linked data": "metadata", "body": "dateline"}

_SHOWN = 80  # characters of the words that a date was found in
_NEAR = dt.timedelta(days=1)  # a time zone
_OPENING, _CLOSING = 6, 2  # paragraphs that may be a dateline
_LINE = 110  # characters of a paragraph that is one
_FEW_WORDS = 9
_LEAD = 4  # paragraphs that a dateline may open
_BEFORE_DATE = 60  # characters of its place names
_AFTER_DATE = re.compile(
    r"(?:\w{1,4}\.?)?[\s,.]{0,2}(?:\([^()\n]{1,40}\)|/[^/\n]{1,30}/)?\s?[-\u2013\u2014\u2212:|/.(]"
)
_CAPITALISED = re.compile(
    r"(?:(?:de|del|of|the|la|le|al|el|den|am|и|на)\b|[^\W\d_a-z]|[\W\d_])[^\s]*"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|[.,]\d)")
_FULL_IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"\2(0[1-9]|[12]\d|3[01]|[1-9](?=[/_.-]))(?!\d)",
    re.IGNORECASE,
)
_PARTED_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)(?:/[A-Za-z_.-]{1,30}){1,3}/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/"
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateSource:
    """How the date of an article was found.

    Attributes
    ----------
    kind
        One of `KINDS`; empty if there is no date, or whoever made the article did not say.
    words
        What the date was read from, at most 80 characters.
    misread
        What the record gives as its date and nobody can read, at most 40 characters.
    """

    kind: str = ""
    words: str = ""
    misread: str = ""


NOT_DATED = DateSource()


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day that may be the article's, and where it stands."""

    date: dt.date
    source: DateSource
    is_utc: bool = False

    @classmethod
    def at(cls, date: dt.date, kind: str, words: str, *, is_utc: bool = False) -> FoundDate:
        """Make one of the words as they stand."""
        return cls(date, DateSource(kind, shortened(one_line(words), _SHOWN)), is_utc)


def choose_date(found: Iterable[FoundDate]) -> FoundDate | None:
    """Choose the date of an article among those found in it, or none.

    Parameters
    ----------
    found
        Any number, of each kind the likeliest first.

    Returns
    -------
    date
        The first in the order of trust if another kind agrees with it to a day, or no other
        speaks; else that on which most kinds agree. Of a page's record and its address the
        earlier counts: pages are dated anew when they change, never before they exist.
    """
    first: dict[str, FoundDate] = {}
    for one in found:
        first.setdefault(one.source.kind, one)
    ranked = sorted(first.values(), key=lambda one: KINDS.index(one.source.kind))
    if len(ranked) < 2:
        return ranked[0] if ranked else None
    best = max(ranked, key=lambda one: len(_voices(one, ranked)))
    if len(_voices(best, ranked)) == 1:
        return _undisputed(ranked)
    if best.is_utc:  # the local day, if another place gives it
        others = [one for one in ranked if not one.is_utc and abs(one.date - best.date) <= _NEAR]
        best = next((one for one in others if one.source.kind != "body"), best)
    return best


def date_in_address(address: str) -> FoundDate | None:
    """Read the day in the address of a page, as /2022/07/19/; None if it has none.

    Examples
    --------
    >>> date_in_address("https://example.org/2022/07/19/talks").date
    datetime.date(2022, 7, 19)
    """
    address = _ARCHIVE.sub("", address.strip())[:2000].partition("?")[0]
    hits = [hit.group(1, 3, 4) for hit in _FULL_IN_ADDRESS.finditer(address) if _is_parted(hit)]
    hits += [hit.groups() for hit in _PARTED_IN_ADDRESS.finditer(address)]
    days = set()
    for year, month, day in hits:
        number = _MONTH_NAMES.index(month.lower()) + 1 if month.isalpha() else int(month)
        if date := day_of_numbers(int(year), number, int(day)):
            days.add(date)
    return FoundDate.at(days.pop(), "address", address) if len(days) == 1 else None


def date_in_text(text: str, order: Order = Order.UNKNOWN) -> FoundDate | None:
    """Find the date that a plain text shows as its own: a dateline, or the day of its lead.

    Parameters
    ----------
    text
        Plain text.
    order
        As for `written_dates`.
    """
    if not _YEAR.search(text) and text.isascii():
        return None
    spans = paragraphs(text)
    near = [*spans[:_OPENING], *spans[max(_OPENING, len(spans) - _CLOSING) :]]
    lines = [text[start:end] for start, end in near]
    for line in lines:
        if date := date_of_line(line, order):
            return date
    for line in lines[:_LEAD]:
        if date := _dateline(line, order):
            return date
    return _date_of_lead(text, lines[:2], order)


def date_of_line(line: str, order: Order) -> FoundDate | None:
    """Read a short line that is little more than a date; None if it is something else."""
    if len(line) > _LINE:
        return None
    if change := _pattern("updated").search(fold(line)):
        line, behind = line[: change.start()], line[change.end() :]
        is_told_apart = any(written_dates(behind, order)) or _pattern("published").search(
            fold(line)
        )
        if not is_told_apart:  # "3 April, last updated 12:05" may speak of the change alone
            return None
    found = {one.date: one for one in written_dates(line, order)}
    if len(found) != 1:
        return None
    [(date, where)] = found.items()
    rest = f"{line[: where.start]} {line[where.end :]}"
    few = len(re.findall(r"[^\W\d_]+", rest)) <= _FEW_WORDS
    return FoundDate.at(date, "dateline", line) if few and not _is_sentence(rest) else None


def tells_of_change(line: str) -> bool:
    """Tell whether a line says when something was changed, not when it appeared."""
    return bool(_pattern("updated").search(fold(line)))


def _is_parted(hit: re.Match[str]) -> bool:
    """Tell a day in an address from any eight digits: its parts are parted, or two digits each."""
    return bool(hit[2]) or (len(hit[3]) == 2 and len(hit[4]) == 2)


def _is_sentence(rest: str) -> bool:
    return rest.rstrip().endswith((".", "!", "?", "…")) and len(rest.split()) > 2


def _voices(one: FoundDate, among: Sequence[FoundDate]) -> set[str]:
    """Return the independent kinds that agree with a date to a day."""
    kinds = (other.source.kind for other in among if abs(other.date - one.date) <= _NEAR)
    return {_VOICES.get(kind, kind) for kind in kinds}


def _undisputed(ranked: Sequence[FoundDate]) -> FoundDate | None:
    """Choose where every kind says another day; the running text has no say here."""
    said = [one for one in ranked if one.source.kind not in {"body", "file name"}] or ranked[:1]
    kinds = {_VOICES.get(one.source.kind, one.source.kind) for one in said}
    if len(kinds) == 1 or said[0].source.kind in KINDS[:3]:
        return said[0]
    if kinds == {"metadata", "address"}:
        return min(said, key=lambda one: one.date)
    if "metadata" in kinds and "address" not in kinds:
        return said[0]
    return None


def _dateline(paragraph: str, order: Order) -> FoundDate | None:
    """Read "TROMSO, Norway, March 12, 2025 -" at the start of a paragraph."""
    head = paragraph[: _BEFORE_DATE + 60]
    where = next(written_dates(head, order), None)
    if where is None or where.start > _BEFORE_DATE or not _AFTER_DATE.match(head, where.end):
        return None
    before = head[: where.start].split()
    if len(before) > 7 or not all(_CAPITALISED.fullmatch(word) for word in before):
        return None
    return FoundDate.at(where.date, "dateline", head[: where.end])


def _date_of_lead(text: str, lead: Sequence[str], order: Order) -> FoundDate | None:
    """Take a day of the lead, if the text names no later day or year and no plan for it."""
    found = [(one, paragraph) for paragraph in lead for one in written_dates(paragraph, order)]
    if not found:
        return None
    latest, paragraph = max(found, key=lambda pair: pair[0].date)
    days = {one.date for one in written_dates(text, order)}
    years = [int(hit[0]) for hit in _YEAR.finditer(text)]
    is_last = len(days) == 1 and max(years, default=0) <= latest.date.year
    if not is_last or _lies_elsewhere(fold(paragraph), latest.start):
        return None
    return FoundDate.at(latest.date, "body", paragraph[latest.start : latest.end])


def _lies_elsewhere(paragraph: str, start: int) -> bool:
    """Tell whether a folded paragraph speaks of plans, or of what lies behind its date."""
    said = (_pattern("ahead"), _pattern("updated"), _pattern("back", longer=True))
    if any(pattern.search(paragraph) for pattern in said):
        return True
    before = paragraph[:start].split()[-2:]
    return any(_pattern("back").fullmatch(word) for word in before)


def _pattern(key: str, *, longer: bool = False) -> re.Pattern[str]:
    return _patterns(geodata_dir(), key, longer)


@cache
def _patterns(_folder: Path, key: str, longer: bool) -> re.Pattern[str]:  # noqa: FBT001 - a key
    """Make the pattern of the words of a kind in all languages, of all or those of 3 letters on."""
    words = [
        word
        for language in languages()
        for word in forms(date_words(language).get(key, ""))
        if len(word) > 2 or not longer
    ]
    return re.compile(rf"\b(?:{alternatives(words)})\b")
