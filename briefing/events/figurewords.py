"""The grammar of figures in one language: numbers, and the words that tell what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from briefing.data import geodata_dir
from briefing.events.sentences import Span
from briefing.events.tables import read_table
from briefing.events.wordforms import WordForms
from briefing.gazetteer.folding import fold

_AFTER, _BEFORE = 70, 48  # characters in which the words beside a number are looked for
_ADJECTIVES = 3  # words between a number and its noun: "3,000 newly trained Turkish soldiers"
_WORD = re.compile(r"[^\W\d_][\w'.]*")
_STEP = re.compile(r" ?(?:of |de |d'|des |der |von )?(?:the |les |los |las )?")
_FILLERS = frozenset(
    [
        "a",
        "another",
        "further",
        "some",
        "the",
        "other",
        "autres",
        "weitere",
        "otras",
        "еще",
        "de",
        "at",
    ]
)
_STOP = re.compile(r"[;:()\n]|\d|, ")
_ACTS_ON = re.compile(r" (?:a|an|the|his|her|its|their|at least|more than|\d)\b")  # "killed a man"
_LEAST_SUM = 1e6
_AFTER_SUM = frozenset(("will", "would", "has", "had", "in", "for", "to", "by", "this", "was"))
_LETTERS = {"m": 1e6, "b": 1e9}  # "$5m"
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, its value or range, and the sign of a currency beside it."""

    start: int
    end: int
    low: float
    high: float
    sign: str
    is_worded: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts, and where the words that say so end."""

    kind: str
    unit: str
    end: int
    of: str = ""


class FigureGrammar:
    """How one language writes figures.

    Parameters
    ----------
    table
        Its part of the file.
    signs, kinds
        Signs of currencies with their codes; units with the kind of figure that they make.
    """

    def __init__(
        self, table: Mapping[str, Any], signs: Mapping[str, str], kinds: Mapping[str, str]
    ) -> None:
        self._signs, self._kinds = {fold(sign): code for sign, code in signs.items()}, kinds
        self._decimal = table["decimal"]
        self._numbers = _values(table["numbers"])
        self._multipliers = WordForms(table["multipliers"])
        self._currencies = WordForms(table["currencies"])
        self._units = WordForms(table["units"])
        self._goods = WordForms(table["goods"])
        self._nouns = WordForms(
            {
                **{f"weapons/{name}": words for name, words in table["weapons"].items()},
                "troops/troops": table["troops"],
                "people/": table["people"],
            }
        )
        self._fates = WordForms(table["fates"])
        self._be = WordForms({"be": table["be"]})
        self._never = WordForms({"never": table["never"]})
        self._bounds = WordForms({key: table[key] for key in ("least", "most", "about")})
        self._pattern = self._made(table["to"])

    def _made(self, to: str) -> re.Pattern[str]:
        words = "|".join(sorted(map(re.escape, self._numbers), key=len, reverse=True))
        times = self._multipliers.shapes
        digits = r"\d{1,3}(?:[ .,\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
        number = rf"{digits}|(?:{words})(?:-(?:{words}))?\b"
        many = rf"(?: ?(?:{times})\b|[mb]\b)"
        sign = "|".join(sorted(map(re.escape, self._signs), key=len, reverse=True))
        joint = "|".join(map(re.escape, to.split()))
        return re.compile(
            rf"(?<![\w.,/-])(?P<sign>(?:{sign}) ?)?(?P<a>{number})(?P<m>{many})?"
            rf"(?:(?:-| (?:{joint}) )(?:{sign})?(?P<b>{number})(?P<n>{many})?)?"
            rf"(?P<after> ?(?:{sign}))?"
        )

    def numbers(self, text: str, start: int, end: int) -> Iterator[Number]:
        """Find the numbers between two places of a plain text."""
        for hit in self._pattern.finditer(text, start, end):
            first, second = self._value(hit["a"], hit["m"]), self._value(hit["b"], hit["n"])
            stop = hit.end()
            if second is not None and hit["n"] and not hit["m"]:
                first = self._value(hit["a"], hit["n"])  # "10 to 12 million"
            if first is None:
                continue
            if second is not None and second < first:  # "in 2020 and 12 men"
                second, stop = None, hit.end("m") if hit["m"] else hit.end("a")
            sign = (hit["sign"] or hit["after"] or "").strip()
            is_worded = not hit["a"][0].isdigit()
            last = first if second is None else second
            yield Number(hit.start(), stop, first, last, self._signs.get(sign, ""), is_worded)

    def _value(self, number: str | None, many: str | None) -> float | None:
        if not number:
            return None
        if number[0].isdigit():
            value = _digits(number, self._decimal)
        else:
            value = sum(self._numbers.get(word, 0) for word in number.split("-"))
        word = (many or "").strip()
        hit = self._multipliers.at(word, 0, len(word))
        return value * (float(hit[0]) if hit else _LETTERS.get(word, 1))

    def is_bare_sum(self, text: str, number: Number) -> bool:
        """Tell "the first 4.5 billion will", which may go on with a sum before it."""
        follows = _WORD.match(text, number.end + 1)
        is_bare = follows is None or follows[0] in _AFTER_SUM
        return is_bare and number.high >= _LEAST_SUM

    def unit(self, text: str, number: Number, sentence: Span) -> Unit | None:
        """Tell what a number counts; None if nothing beside it says so."""
        at, end = self._step(text, number.end), sentence[1]
        if number.sign:
            return Unit("money", number.sign, number.end)
        if hit := self._currencies.at(text, at, end):
            return Unit("money", *hit)
        if hit := self._units.at(text, at, end):
            return self._measure(text, *hit, end)
        if self._never.at(text, at, end) or text[number.end : number.end + 1] in {"%", "-"}:
            return None
        return self._counted(text, number, sentence)

    def _measure(self, text: str, unit: str, end: int, stop: int) -> Unit:
        goods = self._goods.at(text, self._step(text, end), stop)
        stop = goods[1] if goods else end
        return Unit(self._kinds[unit], unit, stop, goods[0] if goods else "")

    def _counted(self, text: str, number: Number, sentence: Span) -> Unit | None:
        """Tell what a number of people, soldiers or weapons is of."""
        noun, after = self._noun(text, number.end, sentence[1])
        kind, _, unit = noun.partition("/")
        if kind == "weapons":
            return Unit(kind, unit, after)
        is_year = _YEAR.fullmatch(text, number.start, number.end)
        if not noun and (is_year or (number.is_worded and number.low == 1)):
            return None
        if fate := self._fate(text, number, after, sentence, has_noun=bool(noun)):
            kind, _, unit = fate.partition("/")
            return Unit(kind, unit, after)
        return Unit(kind, unit, after) if kind == "troops" else None

    def _noun(self, text: str, start: int, end: int) -> tuple[str, int]:
        """Find the noun of a number, behind a few adjectives; else nothing, and where it ends."""
        at = self._step(text, start)
        for _ in range(_ADJECTIVES):
            if hit := self._nouns.at(text, at, end):
                return hit
            word = _WORD.match(text, at, end)
            if word is None or self._fates.at(text, at, end) or self._be.at(text, at, end):
                break
            at = self._step(text, word.end())
        return "", start

    def _fate(
        self, text: str, number: Number, after: int, sentence: Span, *, has_noun: bool
    ) -> str:
        """Find what became of the people that a number counts; empty if nothing says so."""
        start = max(sentence[0], number.start - _BEFORE)
        before = self._fates.within(text, start, number.start)
        if before:
            _, stop, fate = before[-1]
            gap = self._bounds.sub("", text[stop : number.start])
            if set(gap.split()) <= _FILLERS:
                return fate
        end = min(sentence[1], after + _AFTER)
        for stop, last, fate in self._fates.within(text, after, end):
            gap = text[after:stop]
            is_passive = bool(self._be.within(text, after, stop))
            near = 6 if has_noun else 3 * is_passive
            if _STOP.search(gap) or len(gap.split()) > near:
                break
            if is_passive or not _ACTS_ON.match(text, last):
                return fate
        return ""

    def bound(self, text: str, start: int, first: int) -> str:
        """Return whether a number is said to be the least, the most or about so much."""
        before = self._bounds.within(text, max(first, start - 20), start)
        if before and not text[before[-1][1] : start].strip(" $€£"):
            return before[-1][2]
        return ""

    def _step(self, text: str, at: int) -> int:
        hit = _STEP.match(text, at)
        return hit.end() if hit else at


def _digits(number: str, decimal: str) -> float:
    """Read digits with signs between them, as a language writes them."""
    groups = re.split(r"[ .,\u202f]", number)
    if len(groups) == 2 and len(groups[1]) != 3:
        return float(".".join(groups))
    if len(groups) == 2 and decimal in number:
        return float(".".join(groups))  # 5.432, where the point is the decimal sign
    return float("".join(groups))


def _values(words: Mapping[str, str]) -> dict[str, float]:
    """Return words with their values; of forms with any ending, those in use."""
    return {
        fold(form.replace("_", " ")): float(value)
        for value, forms in words.items()
        for form in forms.split()
    }


def figure_grammar(language: str) -> FigureGrammar | None:
    """Return how a language writes figures; None if the file does not have it."""
    return _grammar(geodata_dir(), language)


@cache
def _grammar(_folder: Path, language: str) -> FigureGrammar | None:
    table = read_table("figures.toml")
    if language not in table:
        return None
    return FigureGrammar(table[language], table["signs"], table["kinds"])
