"""Which sentence of an article a span stands in, and where a dateline before it ends."""

from __future__ import annotations

import re
from bisect import bisect_right

from briefing.gazetteer.folding import fold
from briefing.reading.article import Article
from briefing.reading.datewords import months

Span = tuple[int, int]

_WORD_OR_DASH = re.compile(r"\s(?P<dash>[-\u2013\u2014\u2212])\s|[^\W\d_]+")
_DASH = re.compile(r"\s[-\u2013\u2014\u2212]\s")
_DATELINE = 80  # characters
_PARTICLE = 2  # letters of words that are small in a dateline: "3 de marzo"


def sentence_at(article: Article, start: int, end: int) -> Span:
    """Return the sentence that holds the start of a span; the span itself if none does."""
    spans = article.sentences
    index = bisect_right(spans, (start, len(article.text))) - 1
    return spans[index] if index >= 0 and spans[index][1] > start else (start, end)


def dateline_end(text: str, start: int, end: int) -> int:
    """Return where a sentence begins behind its dateline: "ANKARA, May 3 -"; else its start."""
    end = min(end, start + _DATELINE)
    if not _DASH.search(text, start, end):
        return start
    for hit in _WORD_OR_DASH.finditer(text, start, end):
        if hit["dash"]:
            return hit.end()
        is_small = hit[0][0].islower() and len(hit[0]) > _PARTICLE
        if is_small and fold(hit[0]) not in months():
            break
    return start
