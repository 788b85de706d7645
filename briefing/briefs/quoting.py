"""Quoting: the sentence that a mention stands in, cut to what a table can show."""

from __future__ import annotations

import re

from briefing.briefs.part import Value
from briefing.reading.article import Article

_LONGEST = 240  # characters of a sentence that a table shows


class Quote(Value, frozen=True, kw_only=True):
    """A sentence: what stands ``before`` the words in question, their ``text``, and ``after``.

    ``source`` names the article, where a part speaks of several.
    """

    before: str
    text: str
    after: str
    source: str = ""


def quote(article: Article, start: int, end: int) -> Quote:
    """Quote the sentence around a half-open span of the text.

    A long sentence is cut at words, and the cut is marked.
    """
    spans = (span for span in article.sentences if span[0] <= start and end <= span[1])
    first, last = next(spans, (start, end))
    spare = max(_LONGEST - (end - start), 0) // 2
    before, after = article.text[first:start], article.text[end:last]
    if len(before) + len(after) > 2 * spare:
        spare_before = max(spare, 2 * spare - len(after))
        spare_after = max(spare, 2 * spare - len(before))
        if len(before) > spare_before:
            before = "… " + before[-spare_before:].partition(" ")[2]
        if len(after) > spare_after:
            after = after[:spare_after].rpartition(" ")[0] + " …"
    return Quote(
        before=_one_line(before),
        text=_one_line(article.text[start:end]),
        after=_one_line(after),
    )


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
