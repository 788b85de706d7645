"""What a file says of itself: an article before its text is cleaned and its gaps are filled."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime

from briefing.errors import ArticleError
from briefing.reading.datewords import order_in
from briefing.reading.dating import NOT_DATED, DateSource, date_in_text

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_SHOWN = 40  # characters of what should be a date
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as its file gives it.

    Attributes
    ----------
    text
        Not yet cleaned; a blank line stands between paragraphs.
    title, language, source, id
        As declared, or empty.
    date
        Date of publication, or None.
    dated
        How it was found.
    """

    text: str = ""
    title: str = ""
    date: dt.date | None = None
    dated: DateSource = NOT_DATED
    language: str = ""
    source: str = ""
    id: str = ""


def dated_by(draft: Draft, text: str) -> Draft:
    """Return a draft with the date that its text shows, if nothing better gave it one."""
    if draft.date:
        return draft
    found = date_in_text(text, order_in(draft.language))
    source = replace(found.source if found else NOT_DATED, misread=draft.dated.misread)
    return replace(draft, date=found.date if found else None, dated=source)


def as_date(value: str) -> dt.date | None:
    """Read a date as machines write it (ISO 8601 or RFC 2822); None if it is none.

    Examples
    --------
    >>> as_date("2022-07-19T08:30:00Z"), as_date("last Tuesday")
    (datetime.date(2022, 7, 19), None)
    """
    value = value.strip()[:60]
    try:
        if ISO_DATE.match(value):
            return dt.date.fromisoformat(value[:10])
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def declared_date(value: str, kind: str, words: str) -> tuple[dt.date | None, DateSource]:
    """Read the date that a file declares, and how it was found; one that is none is only told."""
    date = as_date(value)
    if date:
        return date, DateSource(kind, words)
    return None, replace(NOT_DATED, misread=value.strip()[:_SHOWN])


def checked_date(value: dt.date | str | None, what: str) -> dt.date | None:
    """Read a date that somebody gave on purpose; refuse what is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    date = as_date(value)
    if value and date is None:
        raise ArticleError(what, f"date is {value[:_SHOWN]!r}, expected YYYY-MM-DD")
    return date


def checked_language(value: str, what: str) -> str:
    """Give the language of a code like ``en`` or ``en-GB``; refuse what is no code."""
    if value and not LANGUAGE.fullmatch(value):
        raise ArticleError(what, f"language is {value[:40]!r}, expected a code like 'en'")
    return re.split("[-_]", value)[0].lower()
