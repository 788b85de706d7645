"""Articles: a text with what is known about it, kept as it was."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from briefing.reading.dating import NOT_DATED, DateSource
from briefing.reading.decoding import keep
from briefing.reading.draft import Draft, checked_date, checked_language, dated_by
from briefing.reading.refusals import empty
from briefing.reading.spans import paragraphs, sentences
from briefing.wording import one_line

MAX_TITLE = 160  # characters
_NAMED = 5  # articles in one complaint


@dataclass(frozen=True, kw_only=True)
class Article:
    r"""A text with what is known about it.

    Attributes
    ----------
    id
        Name of the article inside its input: the file's stem, or the ``id`` of a JSONL record.
    text
        The plain text that all spans refer to, in Unicode code points. Control characters and
        lone surrogates are replaced one for one by U+FFFD (a carriage return by a space), so that
        every character can be written; nothing else is changed in a JSONL record. Text from files
        has its line ends made ``\n``, is in Unicode normal form C, and holds no characters that
        only steer the display (soft hyphens, zero-width spaces, bidirectional overrides).
    title
        Headline, or empty. Where a file shows it, it is the first paragraph of the text as well.
    date
        Date of publication, or None.
    dated
        How the date was found: where, and in which words. Its kind is empty if there is none.
    language
        ISO 639-1 code, or empty if unknown.
    source
        Publication, wire or station that it came from, or empty.
    sha256
        Hex digest of the bytes that were read.

    Examples
    --------
    >>> article = Article.from_text("Talks in Tehran\n\nThey met. They left.", id="talks")
    >>> article.title, article.sentences
    ('Talks in Tehran', ((0, 15), (17, 26), (27, 37)))
    """

    id: str
    text: str
    title: str = ""
    date: dt.date | None = None
    dated: DateSource = NOT_DATED
    language: str = ""
    source: str = ""
    sha256: str = ""

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Half-open spans of the text, in order and without overlap; a heading is one of them."""
        return paragraphs(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Half-open spans of the text, in order; every sentence lies inside one paragraph."""
        return sentences(self.text)

    def to_record(self) -> dict[str, Any]:
        """Return the article as the record that `read_article` reads back."""
        return {
            "id": self.id,
            "title": self.title,
            "date": self.date.isoformat() if self.date else "",
            "dated": {"kind": self.dated.kind, "words": self.dated.words},
            "language": self.language,
            "source": self.source,
            "sha256": self.sha256,
            "text": self.text,
        }

    @classmethod
    def from_text(  # noqa: PLR0913 - the fields of an article, all by name
        cls,
        text: str,
        *,
        id: str = "text",  # noqa: A002 - the field is called so
        title: str | None = None,
        date: dt.date | str | None = None,
        language: str | None = None,
        source: str | None = None,
    ) -> Article:
        """Make an article of a plain text, which is kept but for what cannot be written.

        Raises
        ------
        ArticleError
            If the text is empty or an argument is no date or language.
        """
        what = f"article {id!r}"
        kept = keep(text)
        if not kept.strip():
            raise empty(what)
        code, day = checked_language(language or "", what), checked_date(date, what)
        draft = dated_by(Draft(date=day, dated=DateSource("given", str(day)), language=code), kept)
        return cls(
            id=keep(id),
            text=kept,
            title=one_line(headline(kept) if title is None else title),
            date=draft.date,
            dated=draft.dated,
            language=code,
            source=one_line(source or ""),
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        )


def headline(text: str) -> str:
    r"""Give the first line if it looks like a headline: short, no full stop, then a blank line.

    Examples
    --------
    >>> headline("Talks in Tehran\n\nThey met."), headline("They met.\n\nThey left.")
    ('Talks in Tehran', '')
    """
    first, _, rest = text.lstrip().partition("\n")
    first, (gap, _, body) = first.strip(), rest.partition("\n")
    is_headline = len(first) <= MAX_TITLE and not gap.strip() and body.strip()
    return first if is_headline and not first.endswith((".", "。", ":", ";", ",")) else ""


def misread(article: Article) -> str:
    """Say in one line that nobody can read the date that an article declares; empty if one can."""
    words = article.dated.misread
    if not words:
        return ""
    instead = f"its text says {article.date}" if article.date else "it is read without a date"
    return f"article {article.id!r}: date is {words!r}, expected YYYY-MM-DD; {instead}"


def undated(articles: Sequence[Article]) -> str:
    """Say in one line that no date was found in some articles, and what to do about it."""
    named = ", ".join(repr(one.id) for one in articles[:_NAMED])
    more = f" and {len(articles) - _NAMED} more" if len(articles) > _NAMED else ""
    return (
        f"article {named}{more}: found no date, expected one in its record, address or dateline; "
        "give it with --as-of DATE"
    )
