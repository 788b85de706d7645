"""What the analyst says, or else what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from briefing.briefs.part import Part
from briefing.briefs.parts.places import counted
from briefing.linking.named import Named


class BottomLine(Part, frozen=True, kw_only=True):
    """The answer, in a few lines.

    Attributes
    ----------
    paragraphs
        Plain text.
    automatic
        Whether the program wrote them.
    """

    name: ClassVar[str] = "bottom_line"

    paragraphs: tuple[str, ...]
    automatic: bool

    @classmethod
    def of(cls, judgement: str, named: Sequence[Named]) -> Self:
        """Take the analyst's own words, a paragraph a line; without any, count."""
        lines = tuple(line.strip() for line in judgement.splitlines() if line.strip())
        return cls(paragraphs=lines or (counted(named),), automatic=not lines)

    @property
    def heading(self) -> str:
        """What kind of answer it is."""
        return "In numbers" if self.automatic else "Bottom line"

    @property
    def summary(self) -> str:
        """All of it."""
        return " ".join(self.paragraphs)
