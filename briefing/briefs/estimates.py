"""Words of estimative probability: what is wrong with how a text says how likely something is.

ICD 203 asks for a word of one scale, and for confidence to stand in another sentence. The words are
data (`briefing.facts.scales`) and English; texts of other languages have no findings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from briefing.briefs.contested import contested, places_in
from briefing.facts.scales import Scale, Term, folded, scales, word_pattern
from briefing.reading.article import Article

Rule = Literal["field", "mixed", "hedge", "no-evidence", "likelihood", "disputed"]

_QUOTED = re.compile(r"“[^”]{0,2000}”|«[^»]{0,2000}»|\"[^\"\n]{0,2000}\"")
_PERCENT = re.compile(
    r"(?:(\d{1,3})\s*(?:%|per\s?cent)?\s*(?:[-\u2013\u2014]|to|and)\s*(?:below|under|<)?\s*)?"
    r"(\d{1,3})\s*(?:%|per\s?cent)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What to mend: where it stands, by which rule, what is wrong and what to do."""

    where: str
    rule: Rule
    problem: str
    remedy: str


class Stated(Protocol):
    """A judgement, as a file or a page has it."""

    @property
    def text(self) -> str: ...  # noqa: D102 - as in `Judgement`
    @property
    def likelihood(self) -> str: ...  # noqa: D102
    @property
    def basis(self) -> str: ...  # noqa: D102
    @property
    def evidence(self) -> Sequence[object]: ...  # noqa: D102
    @property
    def caveat(self) -> str: ...  # noqa: D102


def judgement_findings(
    one: Stated, where: str, measure: Scale, day: dt.date | None, told: Collection[str] = ()
) -> Iterator[Finding]:
    """Find what is wrong with a judgement whose fields are of the right types.

    Parameters
    ----------
    one
        The judgement.
    where
        What to call it.
    measure
        The scale that its likelihood is of.
    day
        The day of the brief, for what is disputed; today if None.
    told
        Names of disputed areas that the brief tells of among its caveats.
    """
    own = measure.term(one.likelihood)
    if own is None and one.likelihood:
        yield _unknown_word(where, one.likelihood, measure)
    if not one.evidence:
        yield Finding(
            where=where,
            rule="no-evidence",
            problem="rests on no evidence",
            remedy="name the numbers of sentences, or what else it rests on, in `evidence`",
        )
    for sentence in _sentences(one.text):
        yield from _mixed(sentence, where)
        yield from _hedged(sentence, where)
        yield from _at_odds(sentence, where, measure, own)
    for sentence in _sentences(one.basis):
        if word := _first(_likelihoods(), sentence):
            yield Finding(
                where=where,
                rule="mixed",
                problem=f"the ground of its confidence speaks of likelihood ({word!r})",
                remedy="say in `basis` only how good the evidence is",
            )
    yield from disputed_findings(one.text, where, day, told, caveat=one.caveat)


def prose_findings(text: str, where: str, measure: Scale) -> Iterator[Finding]:
    """Find what is wrong with how a text of the analyst's own says how likely something is.

    What stands in quotation marks is somebody else's and is passed over.
    """
    for sentence in _sentences(text):
        yield from _mixed(sentence, where)
        yield from _hedged(sentence, where)
        yield from _without_range(sentence, where, measure)


def disputed_findings(
    text: str, where: str, day: dt.date | None, told: Collection[str] = (), *, caveat: str = ""
) -> Iterator[Finding]:
    """Find the disputed areas that a text names as if they were none."""
    if caveat or word_pattern(scales().disputed).search(text):
        return
    for area in contested(places_in(text, day, "en"), day):
        if area.name not in told:
            yield Finding(
                where=where,
                rule="disputed",
                problem=f"names a place that is disputed ({area.name}: {area.status}) without "
                "saying so",
                remedy="say whose it is said to be, in the text or in `caveat`",
            )


def _sentences(text: str) -> Iterator[str]:
    if not text.strip():
        return
    own = _QUOTED.sub(lambda hit: hit[0][-2:-1] if hit[0][-2:-1] in ".!?" else "…", text)
    article = Article.from_text(own, language="en")
    for start, end in article.sentences:
        yield " ".join(article.text[start:end].split())


def _mixed(sentence: str, where: str) -> Iterator[Finding]:
    likelihood, confidence = _first(_likelihoods(), sentence), _first(_confidences(), sentence)
    if likelihood and confidence:
        yield Finding(
            where=where,
            rule="mixed",
            problem=f"likelihood ({likelihood!r}) and confidence ({confidence!r}) in one sentence",
            remedy="give each a sentence of its own",
        )


def _hedged(sentence: str, where: str) -> Iterator[Finding]:
    lower = scales().lower
    for hit in word_pattern(scales().hedges).finditer(sentence):
        word = folded(hit[0])
        if word not in lower or hit[0][0].islower():
            yield Finding(
                where=where,
                rule="hedge",
                problem=f"{hit[0]!r} is no word of a scale and gives no likelihood",
                remedy="say it by a word of the scale, or state it as a fact",
            )


def _at_odds(sentence: str, where: str, measure: Scale, own: Term | None) -> Iterator[Finding]:
    """Find words of likelihood in a judgement's text that its own likelihood is not."""
    for hit in _likelihoods().finditer(sentence):
        term = measure.term(hit[0])
        if term is None:
            yield _unknown_word(where, hit[0], measure)
        elif own and term != own:
            yield Finding(
                where=where,
                rule="likelihood",
                problem=f"the text says {hit[0]!r}, its likelihood is {own.name!r}",
                remedy="say one of the two, in both places",
            )


def _without_range(sentence: str, where: str, measure: Scale) -> Iterator[Finding]:
    """Find words of likelihood without their range, or with another."""
    ranges = {_ends(hit) for hit in _PERCENT.finditer(sentence)}
    for hit in _likelihoods().finditer(sentence):
        term = measure.term(hit[0])
        if term is None:
            yield _unknown_word(where, hit[0], measure)
        elif not ranges & _ranges(term):
            found = "another range than it has" if ranges else "no range"
            yield Finding(
                where=where,
                rule="likelihood",
                problem=f"{hit[0]!r} stands with {found}",
                remedy=f"write: {folded(hit[0])} ({term.range})",
            )


def _ranges(term: Term) -> set[tuple[int, int]]:
    """Give the pairs of numbers that a range may be written as; one number stands for both."""
    ends = {(term.low, term.high)}
    if term.low == 0:
        ends.add((term.high, term.high))
    if term.high == 100:
        ends.add((term.low, term.low))
    return ends


def _ends(hit: re.Match[str]) -> tuple[int, int]:
    return int(hit[1] or hit[2]), int(hit[2])


def _unknown_word(where: str, word: str, measure: Scale) -> Finding:
    return Finding(
        where=where,
        rule="likelihood",
        problem=f"{word!r} is no word of {measure.title}",
        remedy="use one of " + ", ".join(term.name for term in measure.terms),
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    hit = pattern.search(text)
    return hit[0] if hit else ""


def _likelihoods() -> re.Pattern[str]:
    """Give the pattern of the words of all scales, but for those that prose uses otherwise."""
    known = scales()
    words = {word for scale in known.scales.values() for word in scale.by_word}
    return word_pattern(frozenset(words - known.ambiguous))


def _confidences() -> re.Pattern[str]:
    return _confidence_pattern((*scales().levels, "medium"))


@cache
def _confidence_pattern(levels: tuple[str, ...]) -> re.Pattern[str]:
    level = f"(?:{'|'.join(map(re.escape, levels))})"
    return re.compile(
        rf"\b{level}(?:[\s-]to[\s-]{level})?[\s-](?:(?:analytic|analytical)\s)?confidence\b"
        rf"|\b{level}ly\s+confident\b|\b(?:we|I)\s+(?:are|am)\s+(?:\w+\s+)?confident\b"
        rf"|\bconfidence\b[^.;]{{0,40}}?(?:\bis|\bremains|:)\s+{level}\b",
        re.IGNORECASE,
    )
