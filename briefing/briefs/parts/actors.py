"""The main actors of a story, ranked by what they do in it and not by mention alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from briefing.briefs.part import Table, Value
from briefing.briefs.parts.leaders import Leaders
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import UNSURE, Wording
from briefing.events.actors import ActorMention, Naming
from briefing.events.relations import Relation
from briefing.linking.links import Links
from briefing.linking.named import Named

MOST = 6
# What counts how much for the rank of an actor: chosen by hand.
_TITLE, _DOES, _UNDERGOES, _MENTION, _MOST_MENTIONS = 4.0, 2.0, 1.0, 0.5, 8


@dataclass(frozen=True, slots=True)
class Ranked:
    """An actor and its part in a story.

    Attributes
    ----------
    id
        As in `ActorMention`.
    mentions
        How often it is named, by whatever name.
    does, undergoes
        In how many relations it acts, and is acted upon; those without a direction are both.
    titles
        How many titles name it.
    """

    id: str
    mentions: int
    does: int
    undergoes: int
    titles: int

    @property
    def weight(self) -> float:
        """How much it matters in the story."""
        return (
            _TITLE * self.titles
            + _DOES * self.does
            + _UNDERGOES * self.undergoes
            + _MENTION * min(self.mentions, _MOST_MENTIONS)
        )

    def plus(self, other: Ranked) -> Ranked:
        """Add the part that the same actor has in another story."""
        return Ranked(
            self.id,
            self.mentions + other.mentions,
            self.does + other.does,
            self.undergoes + other.undergoes,
            self.titles + other.titles,
        )


def ranked_actors(
    links: Links, actors: Iterable[ActorMention], relations: Iterable[Relation]
) -> tuple[Ranked, ...]:
    """Rank the actors of a story by role: in its title, doing, undergoing, and then by mentions.

    A town stands for no state here, and a link that is unsure names none.
    """
    unsure = {link.mention.start for link in links if link.confidence < UNSURE}
    kept = [one for one in actors if one.naming is not Naming.TOWN and one.start not in unsure]
    end = _end_of_title(links)
    mentions = Counter(one.actor for one in kept)
    titled = {one.actor for one in kept if one.end <= end}
    does: Counter[str] = Counter()
    undergoes: Counter[str] = Counter()
    for one in relations:
        does[one.source] += 1
        undergoes[one.target] += 1
        if one.direction == "both":
            does[one.target] += 1
    found = (
        Ranked(key, count, does[key], undergoes[key], int(key in titled))
        for key, count in mentions.items()
    )
    return tuple(sorted(found, key=lambda one: -one.weight))


def together(ranked: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """Rank the actors of several stories together; a title counts once for each."""
    found: dict[str, Ranked] = {}
    for one in ranked:
        known = found.get(one.id)
        found[one.id] = one if known is None else known.plus(one)
    return tuple(sorted(found.values(), key=lambda one: -one.weight))


def _end_of_title(links: Links) -> int:
    """Return where the title ends in the text; 0 if the text does not begin with it."""
    title = links.article.title
    at = links.article.text.find(title) if title else -1
    return at + len(title) if at == 0 else 0


class Row(Value, frozen=True, kw_only=True):
    """An actor: who, its leaders whom the text names, and its part in the story."""

    actor: Reference
    mentions: int
    does: int = 0
    undergoes: int = 0
    titles: int = 0
    leaders: tuple[str, ...] = ()


class Actors(Table, frozen=True, kw_only=True):
    """The main actors, the most important first."""

    name: ClassVar[str] = "actors"
    title: ClassVar[str] = "Main actors"

    rows: tuple[Row, ...]

    @classmethod
    def of(
        cls, ranked: Sequence[Ranked], leaders: Leaders, named: Sequence[Named], wording: Wording
    ) -> Self:
        """Describe the first of some ranked actors."""
        holders: dict[str, list[str]] = {}
        for person in leaders.rows:
            for office in person.offices:
                holders.setdefault(office.place.id, []).append(person.name)
        return cls(
            rows=tuple(
                Row(
                    actor=reference(one.id, named, wording),
                    mentions=one.mentions,
                    does=one.does,
                    undergoes=one.undergoes,
                    titles=one.titles,
                    leaders=tuple(dict.fromkeys(holders.get(one.id, ()))),
                )
                for one in ranked[:MOST]
            )
        )

    @property
    def summary(self) -> str:
        """Their names."""
        return ", ".join(row.actor.name for row in self.rows) or "none named"
