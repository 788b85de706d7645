"""Toponym resolution: which place each mention means."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.mentions import Mention
from briefing.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a mention may mean.

    Attributes
    ----------
    place
        The gazetteer entry.
    confidence
        Share of belief, 0 to 1; the candidates of one link sum to at most 1.
    """

    place: Place
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A mention tied to a place, or the reason why it is not.

    Attributes
    ----------
    mention
        The span of the text.
    place
        The chosen place; None if undecided.
    confidence
        How sure the link is that the span names a place *and* that it is this one, 0 to 1.
    candidates
        Places that bear the name, best first, the chosen one among them; at most eight.
    reason
        One clause that a reader can check, e.g. ``"only country of this name"``.
    """

    mention: Mention
    place: Place | None
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def alternatives(self) -> tuple[Candidate, ...]:
        """The candidates that were not chosen, best first."""
        return tuple(
            c for c in self.candidates if self.place is None or c.place.id != self.place.id
        )
