"""Title, dates, marking, author, source and whose borders."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from briefing.briefs.part import Part


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
    source, language, marking, author
        May be empty.
    worldview
        Whose borders are drawn, in words.
    """

    name: ClassVar[str] = "header"

    title: str
    as_of: dt.date
    date: dt.date | None
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
