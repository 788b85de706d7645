"""What the analyst judges: apart from all that is extracted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from briefing.briefs.judgement import Assessment, Judgement
from briefing.briefs.part import Table, Value
from briefing.briefs.quoting import Quote, quote
from briefing.facts.scales import Scale, folded
from briefing.reading.article import Article

_ON_ONE_SLIDE = 2


class Evidence(Value, frozen=True, kw_only=True):
    """What a judgement rests on: a sentence of the article by its number, or words."""

    sentence: int | None = None
    quote: Quote | None = None
    text: str = ""


class Row(Value, frozen=True, kw_only=True):
    """One judgement.

    Attributes
    ----------
    text
        What is judged to be so.
    likelihood, range
        A word of the scale, and what it stands for.
    confidence, basis
        How good the ground is, and why; never in one sentence with the likelihood.
    evidence, alternatives, indicators
        What it rests on, what else may be so, what to watch for.
    caveat
        What must be said with it.
    """

    text: str
    likelihood: str
    range: str
    confidence: str
    basis: str = ""
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    caveat: str = ""


class Judgements(Table, frozen=True, kw_only=True):
    """The analyst's judgements.

    Attributes
    ----------
    rows
        In the analyst's order.
    scale, scale_name
        Title and name of the scale of likelihood.
    """

    name: ClassVar[str] = "judgements"
    title: ClassVar[str] = "Analyst\u2019s judgement"

    rows: tuple[Row, ...]
    scale: str
    scale_name: str

    @classmethod
    def of(cls, assessment: Assessment, article: Article) -> Self:
        """Put judgements beside the sentences that they rest on."""
        measure = assessment.measure
        return cls(
            rows=tuple(_row(one, measure, article) for one in assessment.judgements),
            scale=measure.title,
            scale_name=measure.name,
        )

    @property
    def summary(self) -> str:
        """All of it in one line; confidence stands in a sentence of its own."""
        return " ".join(
            f"{row.text} Likelihood: {row.likelihood}, {row.range}. Confidence: {row.confidence}."
            for row in self.rows
        )

    def pages(self, most: int) -> Iterator[Self]:
        """Cut the list into pages: a judgement takes more room than a row of a table."""
        return super().pages(min(most, _ON_ONE_SLIDE))


def _row(one: Judgement, measure: Scale, article: Article) -> Row:
    word = folded(one.likelihood)
    return Row(
        text=one.text,
        likelihood=word,
        range=measure.by_word[word].range,
        confidence=one.confidence.casefold(),
        basis=one.basis,
        evidence=tuple(_evidence(found, article) for found in one.evidence),
        alternatives=one.alternatives,
        indicators=one.indicators,
        caveat=one.caveat,
    )


def _evidence(found: int | str, article: Article) -> Evidence:
    if isinstance(found, str):
        return Evidence(text=found)
    return Evidence(sentence=found, quote=quote(article, *article.sentences[found - 1]))
