"""Title, dates, marking, author, source and whose borders."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from briefing.briefs.part import Part
from briefing.reading.dating import DateSource


class Header(Part, frozen=True, kw_only=True):
    """What stands above all else.

    Attributes
    ----------
    title
        Headline.
    as_of
        Day that memberships and names hold on.
    date
        Of the article, or None.
    date_label
        What that date is.
    dated
        How it was found, in words; empty if the article says it.
    source, language, marking, author
        May be empty.
    worldview
        Whose borders are drawn, in words.
    """

    name: ClassVar[str] = "header"

    title: str
    as_of: dt.date
    date: dt.date | None
    dated: str = ""
    date_label: str = "Published"
    source: str
    language: str
    marking: str
    author: str
    worldview: str

    @property
    def heading(self) -> str:
        """It has none on the page."""
        return "Header"

    @property
    def summary(self) -> str:
        """Title and day."""
        return f"{self.title}, as of {self.as_of.isoformat()}"


_FOUND = {
    "time element": "as the page marks it",
    "linked data": "as the page\u2019s data say",
    "metadata": "as the page\u2019s data say",
    "address": "from the page\u2019s address",
    "dateline": "from the dateline",
    "file name": "from the file\u2019s name",
    "body": "from the text",
}


def found_words(source: DateSource) -> str:
    """Say how a date was found; nothing where the article itself declares it."""
    return _FOUND.get(source.kind, "")
