"""The grammar of times in one language: patterns made of the words in the reviewed file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from briefing.data import geodata_dir
from briefing.gazetteer.folding import fold
from briefing.reading.datewords import alternatives, date_words, forms

_YEAR = r"(?P<year>1[89]\d\d|20\d\d)(?!\d|[.,]\d)"
_CAPITALISED = frozenset(("en", "de", "tr"))  # languages that write weekdays or months so
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_DIGITS = {first + n: ord("0") + n for first in (0x660, 0x6F0) for n in range(10)}  # ar, fa
_TO = [" ", "to", "a", "al", "bis", "по", "до", "und", "and", "et", "y", "и"]
_JOINTS = ["de", "del", "of", "d", "la", "el", "der", "des", "la", "semana"]


@dataclass(frozen=True, slots=True)
class Found:
    """A time found in a text, not yet resolved.

    Attributes
    ----------
    start, end
        Half-open span of the text.
    how
        Which pattern found it.
    values
        What it says: numbers of months and weekdays, shifts, counts.
    """

    start: int
    end: int
    how: str
    values: dict[str, Any] = field(default_factory=dict)


class TimeGrammar:
    """How one language writes times.

    Parameters
    ----------
    language
        ISO 639-1 code; one without words finds nothing.
    """

    def __init__(self, language: str) -> None:
        words = date_words(language)
        self._is_known = "weekdays" in words
        self._is_capitalised = language in _CAPITALISED
        if not self._is_known:
            return
        self._months = _numbered(words["months"], 1)
        self._weekdays = _numbered(words["weekdays"], 0)
        self._seasons = _numbered(words["seasons"], 0)
        self._units = _numbered(words["units"], 0)
        self._shifts = {w: shift for key, shift in _SHIFTS.items() for w in forms(words[key])}
        self._tables: dict[str, dict[str, Any]] = {
            "month": self._months,
            "weekday": self._weekdays,
            "season": self._seasons,
            "shift": {w: _shift_of(n) for n, days in words["days"].items() for w in forms(days)},
        }
        self._rolling = frozenset(forms(words["rolling"]))
        self._before = frozenset(forms(words["before"])) | set(self._shifts)
        self._numbers = _numbers(words["numbers"])
        self._ahead = re.compile(rf"\b(?:{alternatives(forms(words['ahead']))})\b")
        self._month_after = _optional_group(words["month_after"])
        self._year_after = _optional_group(words["year_after"])
        self._patterns = tuple(self._made(words))

    def looks_ahead(self, text: str) -> bool:
        """Tell whether the words before a time speak of what is to come."""
        return self._is_known and bool(self._ahead.search(fold(text)))

    def find(self, text: str) -> Iterator[Found]:
        """Find the times of a text other than full dates, in no order, overlapping."""
        if not self._is_known:
            return
        folded = fold(text).translate(_DIGITS)
        for how, pattern in self._patterns:
            for hit in pattern.finditer(folded):
                if (values := self._values(how, hit, text, folded)) is not None:
                    start, end = hit.span("time") if "time" in hit.re.groupindex else hit.span()
                    yield Found(start, end, how, values)

    def _made(self, words: Mapping[str, Any]) -> Iterator[tuple[str, re.Pattern[str]]]:
        """Make the patterns, for folded text."""
        month, weekday = alternatives(list(self._months)), alternatives(list(self._weekdays))
        shift, unit = alternatives(list(self._shifts)), alternatives(list(self._units))
        season, day = alternatives(list(self._seasons)), alternatives(list(self._tables["shift"]))
        number = rf"\d{{1,3}}|{alternatives(list(self._numbers))}"
        of = rf"(?:{alternatives([*_JOINTS, ''])}) ?"
        modifier = words["modifier"]
        before = rf"(?:(?P<s1>{shift}) )?" if modifier != "after" else ""
        after = rf"(?: (?P<s2>{shift})\b)?" if modifier != "before" else ""
        yield from _counts(words, number, unit)
        to = rf"(?:{alternatives(_TO)})"
        yield (
            "day and month",
            re.compile(
                rf"(?<![\d.,:])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|o|\.)?"
                rf"(?: ?{to} ?(?P<e>\d{{1,2}})\.?)? {of}(?P<month>{month})\b"
                rf"|\b(?P<month2>{month})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
                rf"(?: (?P<e2>\d{{1,2}}))?(?![\d.,]?\d)\b"
            ),
        )
        yield "month and year", re.compile(rf"\b(?P<month>{month})\.?,? ?{of}{_YEAR}")
        yield "season and year", re.compile(rf"\b(?P<season>{season}) {of}{_YEAR}")
        yield (
            "month",
            re.compile(rf"\b{before}(?P<month>{month})(?P<tail>{self._month_after})\b{after}"),
        )
        yield (
            "season",
            re.compile(
                rf"\b(?:(?P<s1>{shift}) )(?P<season>{season})\b"
                rf"|\b(?P<season2>{season}) (?P<s2>{shift})\b"
            ),
        )
        yield "weekday", re.compile(rf"\b{before}(?P<weekday>{weekday})\b{after}")
        yield "day word", re.compile(rf"\b(?P<shift>{day})\b")
        yield from _shifted_units(modifier, shift, number, unit)
        decade = alternatives(forms(words["decade"] or "-"))
        yield "decade", re.compile(rf"\b(?P<year>(?:1[89]|20)\d0)[ ']?(?:{decade})\b")
        yield "year", re.compile(rf"(?<![\d.,$€£-]){_YEAR}(?P<tail>{self._year_after})")

    def _values(
        self, how: str, hit: re.Match[str], text: str, folded: str
    ) -> dict[str, Any] | None:
        """Return what a hit says, or None if it is no time."""
        groups = {key: value for key, value in hit.groupdict().items() if value is not None}
        if how == "month":
            return self._month(hit, groups, text, folded)
        if not self._is_time(how, hit, text, folded):
            return None
        if how == "day and month":
            return self._day_and_month(groups)
        if how in {"relative", "count"}:
            return self._count(groups)
        values = self._shift(groups)
        for group, table in self._tables.items():
            if word := groups.get(group) or groups.get(f"{group}2"):
                values[group] = table[word]
        if "year" in groups:
            values["year"] = int(groups["year"])
        return values

    def _is_time(self, how: str, hit: re.Match[str], text: str, folded: str) -> bool:
        """Tell a time from a number, a name or another word that is written like it."""
        match how:
            case "month and year":
                return self._is_written(hit, "month", text)
            case "weekday":
                return self._is_written(hit, "weekday", text)
            case "day word":
                return _is_small(hit, text)
            case "year":
                return bool(hit["tail"]) or self._follows(folded, hit.start())
            case _:
                return True

    def _day_and_month(self, groups: Mapping[str, str]) -> dict[str, int]:
        first = int(groups.get("d") or groups["d2"])
        last = int(groups.get("e") or groups.get("e2") or first)
        return {
            "day": first,
            "last": last,
            "month": self._months[groups.get("month") or groups["month2"]],
        }

    def _month(
        self, hit: re.Match[str], groups: dict[str, str], text: str, folded: str
    ) -> dict[str, Any] | None:
        """Take a bare month only after a word that makes it a time: "in May", "last March"."""
        shift = self._shift(groups)
        is_time = shift or groups["tail"] or self._follows(folded, hit.start("month"))
        if not is_time or not self._is_written(hit, "month", text):
            return None
        return {"month": self._months[groups["month"]], **shift}

    def _count(self, groups: Mapping[str, str]) -> dict[str, Any] | None:
        """Read "last week", "the past month", "the last two weeks" or "two weeks ago"."""
        unit, word = self._units[groups["unit"]], groups.get("s", "")
        given = groups.get("n", "")
        if not given and word not in self._rolling:
            return {"unit": unit, "shift": self._shifts[word]}
        count = int(given) if given.isdigit() else self._numbers.get(given, 1)
        if not word:
            return {"unit": unit, "count": -count if "minus" in groups else count, "span": False}
        return {"unit": unit, "count": -count, "span": True} if self._shifts[word] == -1 else None

    def _shift(self, groups: Mapping[str, str]) -> dict[str, int]:
        word = groups.get("s1") or groups.get("s2")
        return {"shift": self._shifts[word]} if word else {}

    def _follows(self, folded: str, start: int) -> bool:
        """Tell whether one of the words before makes what follows a time."""
        before = folded[max(0, start - 30) : start].split()
        return bool(before) and before[-1].lstrip("(\"'") in self._before

    def _is_written(self, hit: re.Match[str], group: str, text: str) -> bool:
        """Tell May from may, where a language writes months and weekdays with a capital."""
        marked = " " in hit[group] or hit.groupdict().get("tail")  # as in Turkish
        return not self._is_capitalised or text[hit.start(group)].isupper() or bool(marked)


def time_grammar(language: str) -> TimeGrammar:
    """Return the grammar of times of a language."""
    return _grammar(geodata_dir(), language)


@cache
def _grammar(_folder: Path, language: str) -> TimeGrammar:
    return TimeGrammar(language)


def _is_small(hit: re.Match[str], text: str) -> bool:
    """Tell "morgen" from "Morgen"; at the start of a sentence either may stand."""
    before = text[max(0, hit.start() - 2) : hit.start()].strip()
    return not text[hit.start()].isupper() or not before or before[-1] in '.!?\u201c\u201e\u00ab"'


def _shift_of(days: str) -> tuple[int, int]:
    """Read the first and last day of "-1" or "-1..0"."""
    first, _, last = days.partition("..")
    return int(first), int(last or first)


def _numbered(groups: list[str], first: int) -> dict[str, int]:
    return {word: number for number, words in enumerate(groups, first) for word in forms(words)}


def _numbers(words: str) -> dict[str, int]:
    return {
        fold(form): number
        for number, group in enumerate(words.split(), 1)
        for form in group.split("|")
        if form != "_"
    }


def _optional_group(words: str) -> str:
    return rf"(?: ?(?:{alternatives(forms(words))})\b)?" if words else ""


def _counts(
    words: Mapping[str, Any], number: str, unit: str
) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Make the patterns of "three days ago" and "within a week"."""
    slots = {"N": f"(?P<n>{number})", "U": f"(?P<unit>{unit})"}
    for key, sign in (("ago", "minus"), ("within", "plus")):
        for template in words[key]:
            made = " ".join(slots.get(word) or re.escape(*forms(word)) for word in template.split())
            yield "count", re.compile(rf"\b{made}(?P<{sign}>)\b")


def _shifted_units(
    modifier: str, shift: str, number: str, unit: str
) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Make the patterns of "last month" and "the next two weeks"."""
    if modifier != "after":
        yield "relative", re.compile(rf"\b(?P<s>{shift}) (?P<unit>{unit})\b")
        yield "count", re.compile(rf"\b(?P<s>{shift}) (?P<n>{number}) (?P<unit>{unit})\b")
    if modifier != "before":
        yield "relative", re.compile(rf"\b(?P<unit>{unit}) (?P<s>{shift})\b")
        yield "count", re.compile(rf"\b(?P<n>{number}) (?P<unit>{unit}) (?P<s>{shift})\b")
        yield "count", re.compile(rf"\b(?P<n>{number}) (?P<s>{shift}) (?P<unit>{unit})\b")
