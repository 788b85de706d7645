"""Leaders whom the article names, with their offices as of the date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, Self

from briefing.briefs.offices import mentions_of_states, reviewed
from briefing.briefs.part import Table, Value
from briefing.briefs.quoting import Quote, quote
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import Wording
from briefing.facts.leaders import Leader
from briefing.facts.whoswho import Sighting, sightings
from briefing.gazetteer.index import gazetteer
from briefing.linking.named import Named
from briefing.reading.article import Article


class Office(Value, frozen=True, kw_only=True):
    """An office: its title, whose it is, and the day it ended on if that is over."""

    title: str
    place: Reference
    until: dt.date | None = None


class Row(Value, frozen=True, kw_only=True):
    """A person: how often named, in which offices, by which sentence first."""

    name: str
    mentions: int
    offices: tuple[Office, ...]
    evidence: Quote


class Leaders(Table, frozen=True, kw_only=True):
    """Who's who.

    Attributes
    ----------
    rows
        One a person.
    as_of
        Day that the offices are given for.
    reviewed
        The earliest review before that day of the lists shown, or None.
    """

    name: ClassVar[str] = "leaders"
    title: ClassVar[str] = "Who\u2019s who"

    rows: tuple[Row, ...]
    as_of: dt.date
    reviewed: dt.date | None = None

    @classmethod
    def of(cls, article: Article, named: Sequence[Named], wording: Wording) -> Self:
        """Describe the leaders whom an article names.

        Parameters
        ----------
        article
            Whose text is read.
        named
            The places of the article, most mentioned first.
        wording
            What places are called, and on which day.
        """
        mentioned = set(mentions_of_states(named))
        lists = {name: gazetteer().word_list(name) for name in ("given_names", "common_words")}
        found = sightings(article.text, wording.as_of, mentioned, lists)
        shown = {(one.country, one.office) for who in found for one in who.offices}
        return cls(
            rows=tuple(_row(article, one, mentioned, named, wording) for one in found),
            as_of=wording.as_of,
            reviewed=reviewed(shown, wording.as_of),
        )

    @property
    def summary(self) -> str:
        """Their names."""
        return ", ".join(row.name for row in self.rows) or "no leader named"


def _row(
    article: Article,
    sighting: Sighting,
    mentioned: Collection[str],
    named: Sequence[Named],
    wording: Wording,
) -> Row:
    first = sighting.spans[0]
    return Row(
        name=sighting.person.name,
        mentions=len(sighting.spans),
        offices=_offices(sighting.offices, mentioned, named, wording),
        evidence=quote(article, *first),
    )


def _offices(
    held: Iterable[Leader], mentioned: Collection[str], named: Sequence[Named], wording: Wording
) -> tuple[Office, ...]:
    """Describe offices, one a title and place; of many places those that the article names."""
    offices: dict[tuple[str, str], Office] = {}
    for one in held:
        ended = one.end is not None and one.end <= wording.as_of
        offices[one.title, one.country] = Office(
            title=one.title,
            place=reference(one.country, named, wording),
            until=one.end if ended else None,
        )
    near = tuple(office for (_, country), office in offices.items() if country in mentioned)
    return near or tuple(offices.values())
