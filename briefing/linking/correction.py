"""One correction: what it says, what it is about, and what may be wrong with it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field

from briefing.gazetteer.index import Gazetteer
from briefing.reading.article import Article

MAX_NAME = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A decision on what a name means.

    Attributes
    ----------
    text
        The name as it is written.
    place
        Id of the place that is meant; empty if the name means no place.
    start, end
        Half-open span of the article's text, in Unicode code points, if one mention is meant.
    article
        Id of the article that the decision holds in; empty for all.
    source
        Source of the articles that it holds in; empty for all.
    sentence
        Words around the name, as they are written, if only the mention in them is meant.
    note, author, date
        Why, who and when (ISO 8601); may be empty.
    line
        Where it stands in its file, 0 if in none.
    """

    text: str
    place: str
    start: int | None = None
    end: int | None = None
    article: str = ""
    source: str = ""
    sentence: str = ""
    note: str = ""
    author: str = ""
    date: str = ""
    line: int = field(default=0, compare=False)

    @property
    def target(self) -> tuple[object, ...]:
        """What the decision is about; no two of a set may be about the same."""
        return self.text, self.start, self.article, self.source, self.sentence

    @property
    def rank(self) -> int:
        """How specific it is: 4 for a span, 3 for words around it, 2, 1, 0 for a name alone."""
        if self.start is not None:
            return 4
        if self.sentence:
            return 3
        return 2 if self.article else int(bool(self.source))

    def concerns(self, article: Article) -> bool:
        """Tell whether the decision holds in an article."""
        return self.article in {"", article.id} and self.source in {"", article.source}

    @property
    def reason(self) -> str:
        """What a link that follows the decision says of itself."""
        return "decided by the analyst" + (f": {self.note}" if self.note else "")

    def __str__(self) -> str:
        where = f" at {self.start}-{self.end}" if self.start is not None else ""
        return f"{self.text!r}{where} → {self.place or 'no place'}"


def fault(one: Correction, source: Gazetteer) -> tuple[str, str]:
    """Say what is wrong with a decision, and what helps; nothing if it is sound."""
    if not one.text or one.text != one.text.strip() or len(one.text) > MAX_NAME:
        return f"text {one.text[:40]!r}, expected a name of 1 to {MAX_NAME} characters", ""
    if one.place and source.row(one.place) is None:
        return (
            f"place {one.place!r}, expected an id of the gazetteer as city:703448, or - for none",
            f"see: briefing place {one.text}",
        )
    words = unicodedata.normalize("NFC", one.sentence)
    if words and unicodedata.normalize("NFC", one.text) not in words:
        return f"sentence {one.sentence[:60]!r}, expected one that holds {one.text!r}", ""
    return _span_fault(one) or _date_fault(one.date)


def _span_fault(one: Correction) -> tuple[str, str] | None:
    if one.start is None and one.end is None:
        return None
    if one.start is None or one.end is None:
        return "one of start and end alone, expected both or neither", ""
    if not 0 <= one.start < one.end:
        return f"start {one.start} and end {one.end}, expected a half-open span", ""
    if not one.article:
        return "a span without an article", "give the id of the article that it counts in"
    return None


def _date_fault(date: str) -> tuple[str, str]:
    try:
        if date:
            dt.date.fromisoformat(date)
    except ValueError:
        return f"date {date!r}, expected YYYY-MM-DD", ""
    return "", ""
