"""Which sentence of an article a span stands in."""

from __future__ import annotations

from bisect import bisect_right

from briefing.reading.article import Article

Span = tuple[int, int]


def sentence_at(article: Article, start: int, end: int) -> Span:
    """Return the sentence that holds the start of a span; the span itself if none does."""
    spans = article.sentences
    index = bisect_right(spans, (start, len(article.text))) - 1
    return spans[index] if index >= 0 and spans[index][1] > start else (start, end)
