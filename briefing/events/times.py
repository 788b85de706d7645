"""Times: the days and spans that a text speaks of, resolved against its own date.

A grammar per language finds them, the date of the article tells which Tuesday is meant. The words
are data (``geodata/curated/events/dates.toml``). Without a date of the article only those times
are given that need none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from briefing.events.lexicon import lexicon
from briefing.events.sentences import Span, dateline_end, sentence_at
from briefing.events.timewords import Found, TimeGrammar, time_grammar
from briefing.events.wordforms import plain
from briefing.linking.core.telling import language_of
from briefing.reading.article import Article
from briefing.reading.datewords import day_of_numbers, order_in, written_dates

_LIKELY_AHEAD = (
    60  # days: "on 14 August" in a text of July is more likely this year's than the last
)
_BEFORE = 90  # characters before a time in which its verb is looked for
_NEXT_MONTHS = 4  # "in December" in a text of October; of the last, people say "last December"
_BETWEEN_DAY_AND_WEEK = 16  # characters: "Tuesday of last week"


class Granularity(StrEnum):
    """How exactly a time is known."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    YEARS = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time that a text names.

    Attributes
    ----------
    start, end
        First and last day, both included.
    granularity
        How exactly it is known.
    span
        Half-open span of the text, in code points.
    words
        As written.
    sentence
        Span of the sentence.
    how
        How the days were found: ``full date``, ``day and month``, ``weekday`` and so on.
    """

    start: dt.date
    end: dt.date
    granularity: Granularity
    span: Span
    words: str
    sentence: Span
    how: str


@dataclass(frozen=True, slots=True)
class _Days:
    start: dt.date
    end: dt.date
    granularity: Granularity


def time_mentions(article: Article) -> tuple[TimeMention, ...]:
    """Find the times that an article names, in reading order and without overlap.

    Parameters
    ----------
    article
        Its date is the day that "yesterday" is counted from.

    Examples
    --------
    >>> article = Article.from_text("They met on Tuesday.", date="2022-07-20", language="en")
    >>> [(str(time.start), time.words, time.how) for time in time_mentions(article)]
    [('2022-07-19', 'Tuesday', 'weekday')]
    """
    language = language_of(article.text, article.language)
    reader = _Reader(article, time_grammar(language), language)
    return tuple(reader.mentions())


class _Reader:
    """One article, its date and the grammar of its language."""

    def __init__(self, article: Article, grammar: TimeGrammar, language: str) -> None:
        self.article, self.grammar, self.language = article, grammar, language
        self.day = article.date

    def mentions(self) -> Iterator[TimeMention]:
        text = self.article.text
        order = order_in(self.language)
        full = [
            Found(one.start, one.end, "full date", {"date": one.date})
            for one in written_dates(text, order)
        ]
        found = self._joined(_longest([*full, *self.grammar.find(text)]))
        for one in found:
            sentence = sentence_at(self.article, one.start, one.end)
            days = self._resolved(one)
            if days and one.start >= dateline_end(text, *sentence):
                yield TimeMention(
                    start=days.start,
                    end=days.end,
                    granularity=days.granularity,
                    span=(one.start, one.end),
                    words=text[one.start : one.end],
                    sentence=sentence,
                    how=one.how,
                )

    def _joined(self, found: list[Found]) -> list[Found]:
        """Join a weekday with the week beside it: "Tuesday of last week"."""
        joined: list[Found] = found[:1]
        for before, one in pairwise(found):
            is_near = 0 <= one.start - before.end <= _BETWEEN_DAY_AND_WEEK
            is_week = one.values.get("unit") == 1 and "shift" in one.values
            if is_near and is_week and before.how == "weekday" and "shift" not in before.values:
                values = {**before.values, "week": one.values["shift"]}
                joined[-1] = replace(before, end=one.end, values=values)
            else:
                joined.append(one)
        return joined

    def _resolved(self, one: Found) -> _Days | None:
        values = one.values
        if one.how == "full date":
            return _day(values["date"])
        if one.how in {"year", "decade", "month and year", "season and year"}:
            return _absolute(one)
        if self.day is None:
            return None
        try:
            return self._relative(one, self.day)
        except (ValueError, OverflowError):  # before the year 1, after 9999, 30 February
            return None

    def _relative(self, one: Found, day: dt.date) -> _Days | None:
        values, how = one.values, one.how
        if how == "day word":
            first, last = (day + dt.timedelta(days=shift) for shift in values["shift"])
            return _Days(first, last, Granularity.DAY if first == last else Granularity.DAYS)
        if "unit" in values:
            return _counted(day, values) if "count" in values else _shifted(day, **values)
        if how == "weekday":
            return _day(self._weekday(one, day))
        if how == "day and month":
            return self._day_and_month(one, day)
        return self._month(one, day) if how == "month" else self._season(one, day)

    def _is_ahead(self, one: Found) -> bool:
        """Tell whether the sentence speaks of what is still to come."""
        start, _ = sentence_at(self.article, one.start, one.end)
        before = self.article.text[max(start, one.start - _BEFORE) : one.start]
        return self.grammar.looks_ahead(before) or self._is_present(before)

    def _is_present(self, before: str) -> bool:
        """Tell "visits Cairo on" from "visited Cairo on": news tells the past in the past tense."""
        known = lexicon(self.language)
        words = plain(before).split()
        if known is None:
            return False
        for index in range(len(words) - 1, -1, -1):
            if known.verb_at(words, index):
                follows = words[index - 1] if index else ""
                is_noun = follows in known.words["articles"] | known.words["prepositions"]
                is_present = self.language == "en" and words[index].endswith("s")
                return not is_noun and (is_present or known.is_future(words[index]))
        return False

    def _weekday(self, one: Found, day: dt.date) -> dt.date:
        number, shift = one.values["weekday"], one.values.get("shift")
        if "week" in one.values:
            monday = day - dt.timedelta(days=day.weekday())
            return monday + dt.timedelta(days=number + 7 * one.values["week"])
        back = (day.weekday() - number) % 7
        if shift == 1 or (shift is None and self._is_ahead(one)):
            return day + dt.timedelta(days=(7 - back) if back or shift == 1 else 0)
        if shift == 0 and back:
            return day + dt.timedelta(days=number - day.weekday())
        if shift == -1 and back == 0:
            back = 7
        return day - dt.timedelta(days=back)

    def _day_and_month(self, one: Found, day: dt.date) -> _Days | None:
        first, last, month = one.values["day"], one.values["last"], one.values["month"]
        near = _LIKELY_AHEAD if not self._is_ahead(one) else 300
        for year in (day.year + 1, day.year, day.year - 1):
            start, end = day_of_numbers(year, month, first), day_of_numbers(year, month, last)
            if start and end and (start - day).days <= near:
                grain = Granularity.DAY if start == end else Granularity.DAYS
                return _Days(start, end, grain) if start <= end else None
        return None

    def _month(self, one: Found, day: dt.date) -> _Days:
        month, shift = one.values["month"], one.values.get("shift")
        year = day.year
        is_near = 0 < (month - day.month) % 12 <= _NEXT_MONTHS
        if shift == -1 or (shift is None and not is_near and not self._is_ahead(one)):
            year -= month > day.month or (shift == -1 and month == day.month)
        elif shift != 0:
            year += month < day.month or (shift == 1 and month == day.month)
        return _month_of(year, month)

    def _season(self, one: Found, day: dt.date) -> _Days:
        """Resolve "last winter": by the seasons of the northern half, as news is written."""
        season, shift = one.values["season"], one.values.get("shift")
        year = day.year + 1
        while (days := _season_of(year, season)).start > day:
            year -= 1
        if shift == -1 and days.end >= day:
            return _season_of(year - 1, season)
        ahead = shift == 1 or (shift is None and self._is_ahead(one))
        return _season_of(year + 1, season) if ahead and days.end < day else days


def _longest(found: list[Found]) -> list[Found]:
    """Keep the longest of those that overlap, in reading order."""
    kept: list[Found] = []
    free = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= free:
            kept.append(one)
            free = one.end
    return kept


def _day(day: dt.date) -> _Days:
    return _Days(day, day, Granularity.DAY)


def _month_of(year: int, month: int) -> _Days:
    start = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return _Days(start, following - dt.timedelta(days=1), Granularity.MONTH)


def _season_of(year: int, season: int) -> _Days:
    """Return spring (0) to winter (3) of a year; winter begins in its December."""
    first = _month_of(year, 3 * season + 3)
    last = _month_of(year, 3 * season + 5) if season < 3 else _month_of(year + 1, 2)
    return _Days(first.start, last.end, Granularity.SEASON)


def _absolute(one: Found) -> _Days | None:
    values, year = one.values, one.values["year"]
    try:
        if one.how == "month and year":
            return _month_of(year, values["month"])
        if one.how == "season and year":
            return _season_of(year, values["season"])
        if one.how == "decade":
            return _Days(dt.date(year, 1, 1), dt.date(year + 9, 12, 31), Granularity.YEARS)
        return _Days(dt.date(year, 1, 1), dt.date(year, 12, 31), Granularity.YEAR)
    except ValueError:
        return None


def _shifted(day: dt.date, unit: int, shift: int) -> _Days:
    """Return the day, week, month or year (0 to 3) that lies so many units from a day."""
    if unit == 0:
        return _day(day + dt.timedelta(days=shift))
    if unit == 1:
        monday = day + dt.timedelta(days=7 * shift - day.weekday())
        return _Days(monday, monday + dt.timedelta(days=6), Granularity.WEEK)
    if unit == 2:
        months = 12 * day.year + day.month - 1 + shift
        return _month_of(months // 12, months % 12 + 1)
    year = day.year + shift
    return _Days(dt.date(year, 1, 1), dt.date(year, 12, 31), Granularity.YEAR)


def _counted(day: dt.date, values: dict[str, int]) -> _Days:
    """Resolve "two weeks ago" to when it was, "the past two weeks" to how long it lasts."""
    unit, count, is_span = values["unit"], values["count"], values["span"]
    there = _shifted(day, unit, count)
    if not is_span:
        if unit == 1:
            there = replace(_day(day + dt.timedelta(days=7 * count)), granularity=Granularity.WEEK)
        return there
    days = abs(count) * (1, 7, 30, 365)[unit]
    return _Days(day - dt.timedelta(days=days), day, Granularity.DAYS)
