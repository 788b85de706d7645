"""A grammar of dates: what counts as a full date in a text, in the languages that are read.

A full date has a day, a month and a year. Days and months in digits alone are read where their
order is known: from the language, the country, or a number above twelve. Nothing is guessed from
less. The words are data: ``geodata/curated/events/dates.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.gazetteer.folding import fold

FIRST_YEAR, LAST_YEAR = 1800, 2099
_FIRST_SOLAR, _LAST_SOLAR = 1250, 1478  # years of the Persian calendar in the same span
_SOLAR = 100  # added to the number of a month of the Persian calendar
_UNIX_EPOCH = dt.date(1970, 1, 1)  # what a machine writes that has no date

_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<t>[-/.])\s?(?P<b>\d{1,2})(?P=t)\s?(?P<z>\d{4}))(?![\d/-]|\.\d)"
    r"|(?<!\d)(?P<cy>\d{4})\s?[年년]\s?(?P<cm>\d{1,2})\s?[月월]\s?(?P<cd>\d{1,2})\s?[日일]"
)
_DAY_FIRST = frozenset(
    ["fr", "de", "es", "it", "pt", "nl", "ru", "uk", "tr", "ar", "pl", "be", "bg"]
)
_DAY_FIRST_COUNTRIES = frozenset(["GB", "UK", "IE", "AU", "NZ", "IN", "PK", "NG", "KE", "SG", "HK"])
_MONTH_FIRST_COUNTRIES = frozenset({"US"})


class Order(Enum):
    """In which order digits give a day and a month."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A full date that a text writes out.

    Attributes
    ----------
    start, end
        Half-open span of the text, in code points.
    date
        The day, in the Gregorian calendar.
    """

    start: int
    end: int
    date: dt.date


def written_dates(text: str, order: Order = Order.UNKNOWN) -> Iterator[WrittenDate]:
    """Find the full dates of a text, in reading order.

    Parameters
    ----------
    text
        In any of the languages of the grammar.
    order
        Whether 3/4/2025 is 3 April or 4 March; if that is not known, it is passed over.

    Examples
    --------
    >>> [found.date.isoformat() for found in written_dates("4 de diciembre de 2023; 3/4/2025")]
    ['2023-12-04']
    """
    found = [*_in_words(text), *_in_digits(text, order)]
    return iter(sorted(found, key=lambda one: one.start))


def order_in(language: str, country: str = "") -> Order:
    """Tell in which order a language or country writes a day and a month in digits.

    Parameters
    ----------
    language
        ISO 639-1 code, or empty.
    country
        ISO 3166-1 code of the publication's country, or empty. English alone says nothing.
    """
    if country.upper() in _MONTH_FIRST_COUNTRIES:
        return Order.MONTH_FIRST
    is_known = language in _DAY_FIRST or country.upper() in _DAY_FIRST_COUNTRIES
    return Order.DAY_FIRST if is_known else Order.UNKNOWN


def day_of_numbers(year: int, month: int, day: int) -> dt.date | None:
    """Make a day of numbers of the Gregorian or the Persian calendar; None if there is none."""
    try:
        if month > _SOLAR:
            return _from_solar(year, month - _SOLAR, day)
        date = dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return date if FIRST_YEAR <= year <= LAST_YEAR and date != _UNIX_EPOCH else None


def date_words(language: str) -> Mapping[str, Any]:
    """Return the words for dates and times of a language; empty if it has none."""
    words: Mapping[str, Any] = _tables(geodata_dir()).get(language, {})
    return words


def languages() -> tuple[str, ...]:
    """Return the languages that have words for dates."""
    return tuple(_tables(geodata_dir()))


def months() -> Mapping[str, int]:
    """Return folded names of months with their numbers; from 101 those of the Persian calendar."""
    return _months(geodata_dir())


def forms(words: str) -> list[str]:
    """Split a string of words, folded, with the spaces inside them restored."""
    return [fold(word.replace("_", " ")) for word in words.split()]


def alternatives(words: Iterator[str] | list[str]) -> str:
    """Make a pattern of words that matches the longest of them."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


def _in_words(text: str) -> Iterator[WrittenDate]:
    for hit in _worded(geodata_dir()).finditer(fold(text)):
        month = months()[hit["mon"] or hit["mon2"]]
        year, day = int(hit["y"] or hit["y2"]), int(hit["d"] or hit["d2"])
        if date := day_of_numbers(year, month, day):
            yield WrittenDate(hit.start(), hit.end(), date)


def _in_digits(text: str, order: Order) -> Iterator[WrittenDate]:
    for hit in _NUMERIC.finditer(text):
        if hit["a"]:
            here = Order.DAY_FIRST if hit["t"] == "." else order
            date = _ordered(int(hit["a"]), int(hit["b"]), int(hit["z"]), here)
        else:
            numbers = (int(hit[k] or hit[f"c{k}"]) for k in "ymd")
            year, month, day = numbers
            is_solar = _FIRST_SOLAR <= year <= _LAST_SOLAR
            date = day_of_numbers(year, month + _SOLAR * is_solar, day)
        if date:
            yield WrittenDate(hit.start(), hit.end(), date)


def _ordered(first: int, second: int, year: int, order: Order) -> dt.date | None:
    """Read 3/4/2025, if only one reading is a day or the order is known."""
    if first > 12 or first == second:
        return day_of_numbers(year, second, first)
    if second > 12:
        return None if order is Order.DAY_FIRST else day_of_numbers(year, first, second)
    if order is Order.UNKNOWN:
        return None
    month, day = (second, first) if order is Order.DAY_FIRST else (first, second)
    return day_of_numbers(year, month, day)


def _from_solar(year: int, month: int, day: int) -> dt.date | None:
    """Turn a day of the Persian calendar into the Gregorian one.

    Leap years follow the cycle of 33 years, which agrees with the sky from 1342 to 1472 SH
    (Borkowski, The Persian calendar for 3000 years, 1996).
    """
    length = 31 if month <= 6 else 30
    if not (_FIRST_SOLAR <= year <= _LAST_SOLAR and 1 <= month <= 12 and 1 <= day <= length):
        return None
    days = 365 * (year - 1) + (8 * year + 21) // 33 + 31 * (month - 1) - max(month - 7, 0) + day
    return dt.date.fromordinal(days + 226894)


@cache
def _tables(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    path = folder / "curated" / "events" / "dates.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CuratedDataError(
            f"file {path.name!r}", f"cannot be read ({error})", "install the package again"
        ) from error


@cache
def _months(folder: Path) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for language, table in _tables(folder).items():
        for base, names in ((0, table["months"]), (_SOLAR, table.get("solar", []))):
            for number, words in enumerate(names, base + 1):
                for word in forms(words):
                    if found.setdefault(word, number) != number:
                        what = f"file 'dates.toml', months of {language!r}"
                        raise CuratedDataError(what, f"{word!r} is the name of two months")
    return found


@cache
def _worded(folder: Path) -> re.Pattern[str]:
    """Make the pattern of dates whose month is a word, for folded text."""
    month = alternatives(list(_months(folder)))
    of = r"(?:(?:de|del|of|d[ei]) )?"
    return re.compile(
        rf"(?<![\d.,:])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|o|º|°|\.)? ?{of}(?P<mon>{month})\b"
        rf"(?: ?/ ?(?:{month})\b)?(?: ماه)?[.,]{{0,2}} ?{of}(?P<y>\d{{4}})(?!\d)"
        rf"|\b(?P<mon2>{month})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? ?(?P<y2>\d{{4}})(?!\d)"
    )
