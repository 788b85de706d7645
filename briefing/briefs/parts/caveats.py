"""What is unsure, not found, disputed, decided by the analyst, or made to mislead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import ClassVar, Self

from briefing import characters
from briefing.briefs.part import Part, Value
from briefing.briefs.parts.places import Alternative, alternatives
from briefing.briefs.wording import UNSURE, Wording
from briefing.facts.worldview import DisputedArea, Worldview, owner
from briefing.gazetteer.place import PlaceKind
from briefing.linking.corrections import Correction
from briefing.linking.links import Links
from briefing.linking.resolution import Link


class Disputed(Value, frozen=True, kw_only=True):
    """A disputed area: its status and how it is drawn, the facts, a note, legal references."""

    name: str
    status: str
    facts: str
    note: str = ""
    legal: str = ""


class Doubt(Value, frozen=True, kw_only=True):
    """A name that no place was found for, how often it stands there, and what it may be."""

    text: str
    count: int
    reason: str = ""
    alternatives: tuple[Alternative, ...] = ()


class Unsure(Doubt, frozen=True, kw_only=True):
    """A name whose link is unsure: a doubt, and what it was taken for."""

    name: str
    kind: PlaceKind
    confidence: float


class Decided(Value, frozen=True, kw_only=True):
    """Links that an analyst has decided: the words, how many, the place, why and by whom."""

    text: str
    count: int
    id: str
    name: str
    note: str = ""
    author: str = ""


class Dropped(Value, frozen=True, kw_only=True):
    """A decision that what stands in the text is no place."""

    text: str
    note: str = ""
    author: str = ""


class Unmet(Value, frozen=True, kw_only=True):
    """A decision whose words the text does not have where it says."""

    text: str
    start: int | None = None
    place: str = ""


class Misleading(Value, frozen=True, kw_only=True):
    """A character that makes a text look different from what it is, and how often it stands."""

    code: str
    count: int


class Caveats(Part, frozen=True, kw_only=True):
    """What a reader must not overlook.

    Attributes
    ----------
    worldview
        Whose borders are drawn, and what that means.
    disputed
        Disputed areas of the story.
    ambiguous, unresolved
        Unsure links; names without a place.
    decided, dropped, unmet
        What an analyst decided, and decisions that do not fit the text.
    spoofing
        Characters that mislead.
    """

    name: ClassVar[str] = "caveats"

    worldview: str
    disputed: tuple[Disputed, ...] = ()
    ambiguous: tuple[Unsure, ...] = ()
    unresolved: tuple[Doubt, ...] = ()
    decided: tuple[Decided, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    spoofing: tuple[Misleading, ...] = ()

    @classmethod
    def of(
        cls,
        read: Sequence[Links],
        *,
        title: str,
        view: Worldview,
        touched: Iterable[DisputedArea],
        wording: Wording,
    ) -> Self:
        """Gather the caveats of a brief.

        Parameters
        ----------
        read
            Of each article.
        title
            Of the brief; it may mislead as well.
        view
            Whose borders are drawn.
        touched
            The disputed areas of the story.
        wording
            What places are called.
        """
        return cls(
            worldview=f"Borders: {view.title}. {view.statement} {view.note}".strip(),
            disputed=tuple(_disputed(area, view, wording) for area in touched),
            ambiguous=_unsure(chain.from_iterable(read), wording),
            unresolved=_unresolved(chain.from_iterable(read), wording),
            decided=_decided(link for links in read for link in links.decided),
            dropped=tuple(_dropped(decision) for links in read for decision in links.dropped),
            unmet=tuple(
                Unmet(text=one.text, start=one.start, place=one.place)
                for links in read
                for one in links.unmet
            ),
            spoofing=_misleading(*(links.article.text for links in read), title),
        )

    @property
    def heading(self) -> str:
        """What it is."""
        return "Caveats"

    @property
    def summary(self) -> str:
        """How many of each."""
        names = self.__struct_fields__[1:]
        return ", ".join(f"{len(getattr(self, name))} {name}" for name in names)


def _disputed(area: DisputedArea, view: Worldview, wording: Wording) -> Disputed:
    code = owner(area, view)
    drawn = f"with {wording.name(f'country:{code}')}" if code else "in no country"
    follows = (
        ", as internationally, this view not being known" if view.name not in area.owners else ""
    )
    return Disputed(
        name=area.name,
        status=f"{area.status[0].upper()}{area.status[1:]}; drawn here {drawn}{follows}.",
        facts=area.facts,
        note=area.note,
        legal="; ".join(area.legal),
    )


def _unsure(links: Iterable[Link], wording: Wording) -> tuple[Unsure, ...]:
    """Describe the links below `UNSURE`, one row for each name and place."""
    groups = _grouped(link for link in links if link.confidence < UNSURE)
    return tuple(
        Unsure(
            text=group[0].mention.text,
            count=len(group),
            reason=group[0].reason,
            alternatives=alternatives(group[0].alternatives, wording),
            name=place.name,
            kind=place.kind,
            confidence=round(max(link.confidence for link in group), 3),
        )
        for group in groups
        if (place := group[0].place)
    )


def _unresolved(links: Iterable[Link], wording: Wording) -> tuple[Doubt, ...]:
    """Describe the mentions that no place was found for, one row for each name."""
    return tuple(
        Doubt(
            text=group[0].mention.text,
            count=len(group),
            reason=group[0].reason,
            alternatives=alternatives(group[0].alternatives, wording),
        )
        for group in _grouped(link for link in links if link.place is None)
    )


def _grouped(links: Iterable[Link]) -> list[Sequence[Link]]:
    groups: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        place = link.place.id if link.place else ""
        groups.setdefault((link.mention.text, place), []).append(link)
    return list(groups.values())


def _decided(links: Iterable[Link]) -> tuple[Decided, ...]:
    """Describe the links that an analyst has decided, one row for each name and decision."""
    groups: dict[tuple[str, str, str], list[Link]] = {}
    for link in links:
        if link.place is not None and link.decision is not None:
            key = link.mention.text, link.place.id, link.decision.note
            groups.setdefault(key, []).append(link)
    return tuple(
        Decided(
            text=text,
            count=len(group),
            id=place_id,
            name=group[0].place.name if group[0].place else "",
            note=note,
            author=group[0].decision.author if group[0].decision else "",
        )
        for (text, place_id, note), group in groups.items()
    )


def _dropped(decision: Correction) -> Dropped:
    return Dropped(text=decision.text, note=decision.note, author=decision.author)


def _misleading(*texts: str) -> tuple[Misleading, ...]:
    counts = Counter(code for text in texts for _, code in characters.spoofing(text))
    return tuple(Misleading(code=code, count=count) for code, count in sorted(counts.items()))
