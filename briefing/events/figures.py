"""Figures: sums, casualties, troops, weapons, distances and quantities that a text gives.

A figure is a number with its unit, as the text has them. What a number counts is told by the words
beside it (``geodata/curated/events/figures.toml``); a number whose unit is not among them is left
out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.events.figurewords import Number, Unit, figure_grammar
from briefing.events.sentences import Span
from briefing.events.wordforms import plain
from briefing.linking.core.telling import language_of
from briefing.reading.article import Article

_NEXT_SENTENCE = 3  # characters between two sentences beside each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its unit.

    Attributes
    ----------
    low, high
        The value, or the ends of a range; equal if there is one value.
    bound
        ``least``, ``most`` or ``about`` if the text says so, else empty.
    kind
        ``money``, ``casualties``, ``people``, ``troops``, ``weapons``, ``distance`` or
        ``quantity``.
    unit
        ISO 4217 code; ``killed``, ``wounded``, ``missing``; ``displaced``, ``detained``,
        ``expelled``, ``released``, ``evacuated``; ``troops``; the weapon; ``km``, ``mi``,
        ``nmi``, ``m``; ``t``, ``bbl``, ``bpd`` (barrels a day), ``m3``, ``bu`` and so on.
    of
        What a quantity is of: ``oil``, ``grain``, ``gas``; empty if that is not said.
    span
        Half-open span of the text, in code points.
    words
        As written.
    sentence
        Span of the sentence.
    place, actor
        Ids of the place and the actor named nearest in the sentence; empty if there are none.
    """

    low: float
    high: float
    bound: str
    kind: str
    unit: str
    of: str = ""
    span: Span
    words: str
    sentence: Span
    place: str = ""
    actor: str = ""


def figures_in(article: Article, times: Sequence[Span] = ()) -> tuple[Figure, ...]:
    """Find the figures of an article, in reading order and without overlap.

    Parameters
    ----------
    article
        In any language of the reviewed file; another has no figures.
    times
        Spans that are times, in order: their numbers are no figures.

    Examples
    --------
    >>> article = Article.from_text("The deal is worth $5.4 billion.", language="en")
    >>> [(figure.low, figure.unit, figure.words) for figure in figures_in(article)]
    [(5400000000.0, 'USD', '$5.4 billion')]
    """
    language = language_of(article.text, article.language)
    grammar = figure_grammar(language)
    if grammar is None:
        return ()
    text = plain(article.text)
    starts = [start for start, _ in times]
    found: list[Figure] = []
    for sentence in article.sentences:
        for number in grammar.numbers(text, *sentence):
            index = bisect_right(starts, number.start) - 1
            if index >= 0 and number.start < times[index][1]:
                continue
            unit = grammar.unit(text, number, sentence)
            if unit is None and found and _goes_on(found[-1], sentence):
                is_sum = grammar.is_bare_sum(text, number)
                unit = Unit("money", found[-1].unit, number.end) if is_sum else None
            if unit is not None:
                bound = grammar.bound(text, number.start, sentence[0])
                found.append(_figure(article, number, unit, bound, sentence))
    return tuple(found)


def _goes_on(before: Figure, sentence: Span) -> bool:
    """Tell whether a sentence stands in or right behind that of a sum of money."""
    return before.kind == "money" and sentence[0] - before.sentence[1] <= _NEXT_SENTENCE


def _figure(article: Article, number: Number, unit: Unit, bound: str, sentence: Span) -> Figure:
    span = (number.start, max(unit.end, number.end))
    return Figure(
        low=number.low,
        high=number.high,
        bound=bound,
        kind=unit.kind,
        unit=unit.unit,
        of=unit.of,
        span=span,
        words=article.text[slice(*span)],
        sentence=sentence,
    )
