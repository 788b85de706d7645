"""What a text has told so far: its events, and who is meant where nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.events.lexicon import Entry

DIRECT, INHERITED, UNNAMED = 0.9, 0.75, 0.6
"""Confidence: named beside the verb; the subject of the verb before; not named at all."""

_REMEMBERED = 8  # hostile acts
_DISPUTE = 2  # times that two are named together or act on each other


@dataclass(frozen=True, slots=True)
class Event:
    """A verb or noun of the lexicon with its actors.

    Attributes
    ----------
    name
        Class of the relation.
    pairs
        Source and target of each relation.
    first, last
        Half-open span of words.
    status
        ``stated``, ``negated`` or ``possible``.
    confidence
        0 to 1.
    said_by
        Who alleges it; empty if the text states it.
    near
        Half-open span of the words up to the verbs before and behind: times there are its own.
    """

    name: str
    pairs: tuple[tuple[str, str], ...]
    first: int
    last: int
    status: str
    confidence: float
    said_by: str = ""
    near: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a verb says.

    Attributes
    ----------
    actors
        Their ids.
    confidence
        0 to 1.
    status
        That which the verb has from the one it hangs on.
    said_by
        Who alleges it, or empty.
    antecedent
        Whom a relative clause is about: "the Houthis, whom Iran supplies".
    """

    actors: tuple[str, ...]
    confidence: float
    status: str = "stated"
    said_by: str = ""
    antecedent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of a sentence.

    Attributes
    ----------
    first, last
        Half-open span of words.
    entries
        What it may say; nothing, if it only tells who speaks.
    frame
        Where its objects begin if they stand before it ("hat Iran besucht"), else 0.
    """

    first: int
    last: int
    entries: tuple[Entry, ...]
    frame: int = 0


@dataclass(slots=True)
class Told:
    """What the sentences before have told: who acted last, and on whom."""

    subject: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    doers: tuple[str, ...] = ()  # of the last deed: both, if it has no direction
    persons: tuple[str, ...] = ()  # of the last sentence that named some
    several: tuple[str, ...] = ()  # the last three or more who were named together
    named: Counter[str] = field(default_factory=Counter)
    pairs: Counter[frozenset[str]] = field(default_factory=Counter)
    hostile: list[tuple[str, str]] = field(default_factory=list)
    alleged: list[tuple[str, str, str]] = field(default_factory=list)

    def answered_by(self, actors: Sequence[str]) -> tuple[str, ...]:
        """Return who last did something hostile to one of these."""
        for source, target in reversed(self.hostile[-_REMEMBERED:]):
            if target in actors and source not in actors:
                return (source,)
        return ()

    def opponent_of(self, actors: Sequence[str]) -> tuple[str, ...]:
        """Return who last did something hostile to one of these, or had it done by one."""
        for source, target in reversed(self.hostile[-_REMEMBERED:]):
            if source in actors and target not in actors:
                return self.answered_by(actors) or (target,)
        return self.answered_by(actors)

    def disputing(self) -> tuple[str, ...]:
        """Return the two between whom the text tells most, if it tells of any."""
        pair = self.pair()
        return pair if self.pairs[frozenset(pair)] >= _DISPUTE else ()

    def pair(self) -> tuple[str, ...]:
        """Return the two who were named together most."""
        latest_first = reversed(self.pairs)
        return tuple(sorted(max(latest_first, key=lambda one: self.pairs[one], default=())))

    def topic(self, kind: str = "") -> tuple[str, ...]:
        """Return whom the text speaks of most, if no other as much; of one kind of actors."""
        counts = [pair for pair in self.named.most_common() if pair[0].startswith(kind)]
        (first, most), (_, next_most) = [*counts, ("", 0), ("", 0)][:2]
        return (first,) if most > next_most else ()
