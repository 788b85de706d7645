"""Linking: an article in, its links to places out."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from briefing.errors import CorrectionError
from briefing.facts.asked import AsOf, View, asked_day
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.place import Place
from briefing.linking.core.choice import choose, decide
from briefing.linking.core.model import Model, model_for
from briefing.linking.core.recognition import Piece, pieces_of
from briefing.linking.correction import Correction
from briefing.linking.corrections import NO_CORRECTIONS, Corrections, asked_corrections, checked
from briefing.linking.homes import Home
from briefing.linking.learning import belongings_in
from briefing.linking.locating import locate
from briefing.linking.resolution import Link, decided_links_of, links_of, links_of_coordinates
from briefing.linking.settling import settle, untouched
from briefing.reading.article import Article
from briefing.reading.files import read_article

if TYPE_CHECKING:
    import geopandas as gpd

SHOWN = 200
"""Links that a notebook shows."""


@dataclass(frozen=True, slots=True)
class Links(Sequence[Link]):
    """The links of one article, in reading order.

    Attributes
    ----------
    article
        The article that the spans refer to.
    links
        One for every mention, resolved or not.
    as_of
        The date that the links speak of, or None if neither asked for nor known.
    corrections
        The analyst's decisions in force, also those that concern other articles; ``decided``
        are the links that follow one.
    unmet
        Decisions on this article that could not be obeyed, because its text does not have these
        words at this place.
    dropped
        Decisions that what stands in the text is no place, which no link shows.
    home, gazetteer
        As given to `link`.
    """

    article: Article
    links: tuple[Link, ...]
    as_of: dt.date | None = None
    corrections: Corrections = field(default=NO_CORRECTIONS, repr=False)
    unmet: tuple[Correction, ...] = ()
    dropped: tuple[Correction, ...] = ()
    home: Home | None = field(default=None, repr=False, compare=False)
    gazetteer: Gazetteer | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "as_of", asked_day(self.as_of))

    @overload
    def __getitem__(self, index: int) -> Link: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Link, ...]: ...
    def __getitem__(self, index: int | slice) -> Link | tuple[Link, ...]:
        return self.links[index]

    def __len__(self) -> int:
        return len(self.links)

    def __iter__(self) -> Iterator[Link]:
        return iter(self.links)

    @property
    def counts(self) -> dict[str, int]:
        """Number of mentions of each linked place, by place id, in the order of ``places``."""
        found = Counter(link.place.id for link in self.links if link.place)
        return dict(found.most_common())  # equal counts stay in order of first mention

    @property
    def places(self) -> tuple[Place, ...]:
        """The linked places, by number of mentions, then by first mention."""
        by_id = {link.place.id: link.place for link in self.links if link.place}
        return tuple(by_id[place_id] for place_id in self.counts)

    @property
    def decided(self) -> tuple[Link, ...]:
        """The links that follow a decision of the analyst."""
        return tuple(link for link in self.links if link.decision is not None)

    def correct(
        self, text: str, place: str | None, *, start: int | None = None, note: str = ""
    ) -> Links:
        """Link the article again with one more decision, which holds in this article.

        Parameters
        ----------
        text
            The name as it is written.
        place
            Id of the place that it means; None if it means no place.
        start
            Where the mention begins, if only this one is meant.
        note
            Why; it becomes part of the reason.

        Returns
        -------
        links
            Anew; ``links.corrections.save(path)`` keeps the decisions.

        Raises
        ------
        CorrectionError
            If there is no such place, or the text does not have the name there.
        """
        decision = Correction(
            text=text,
            place=place or "",
            start=start,
            end=None if start is None else start + len(text),
            article=self.article.id,
            note=note,
        )
        links = link(
            self.article,
            as_of=self.as_of,
            gazetteer=self.gazetteer,
            home=self.home,
            corrections=checked(self.corrections.and_also(decision), self.gazetteer),
        )
        if decision in links.unmet:
            raise CorrectionError(
                f"correction {decision}",
                f"article {self.article.id!r} does not have these words there",
                "write the name as the text does",
            )
        return links

    def evidence(self, place_id: str) -> tuple[tuple[int, int], ...]:
        """Return the sentences that mention a place, as spans of the article's text.

        A mention outside all sentences stands for itself.
        """
        starts = [
            (link.mention.start, link.mention.end)
            for link in self.links
            if link.place and link.place.id == place_id
        ]
        sentences = self.article.sentences
        spans = []
        for start, end in starts:
            index = bisect_right(sentences, (start, len(self.article.text))) - 1
            holds = index >= 0 and sentences[index][1] > start
            spans.append(sentences[index] if holds else (start, end))
        return tuple(dict.fromkeys(spans))

    def to_geodataframe(self, worldview: View = "international") -> gpd.GeoDataFrame:
        """Return the places as a table with geometries, one row a place; see `places_frame`."""
        from briefing.linking.frame import places_frame  # noqa: PLC0415 - loads geopandas and layers

        return places_frame(self, worldview)

    def _repr_html_(self) -> str:
        from briefing import markup  # noqa: PLC0415 - only a notebook shows links

        return str(markup.render("links.html.j2", links=self.links[:SHOWN], total=len(self.links)))

    def to_records(self) -> dict[str, Any]:
        """Return what ``briefing link --to jsonl`` writes for the article: plain JSON types."""
        return {"id": self.article.id, "mentions": [link.to_record() for link in self.links]}


def link(
    article: Article | str | Path,
    *,
    as_of: AsOf | None = None,
    gazetteer: Gazetteer | None = None,
    home: Home | None = None,
    corrections: Corrections | str | Path | None = None,
) -> Links:
    """Find the places that an article names, and say which they are and how sure that is.

    Parameters
    ----------
    article
        An article, or what ``read_article`` reads one from.
    as_of
        The date that the links speak of (or ``YYYY-MM-DD``); if None or empty, the article's.
    gazetteer
        Where names are looked up; by default the one of this package.
    home
        Where the source of the article is at home, as `learn_homes` found it or `home_in` says.
    corrections
        An analyst's decisions, or the file of them; they are obeyed, and the other names of the
        text are placed by them.

    Returns
    -------
    links
        In reading order, never overlapping. In one article a name means one place, unless the
        text itself tells two apart ("Paris, Texas" and "Paris, France"; the sections of a
        roundup); a text of more than 20,000 characters is read in pieces of that size.

    Raises
    ------
    ArticleError
        If the article cannot be read.
    GazetteerError
        If the gazetteer or the weights of the evidence are missing or damaged.
    CorrectionError
        If the decisions cannot be read, or name a place that is unknown.
    ParameterError
        If ``as_of`` is no date.
    """
    day = asked_day(as_of)
    if not isinstance(article, Article):
        article = read_article(article)
    decisions = asked_corrections(corrections, gazetteer)
    model = model_for(article.text, article.language, gazetteer)
    pieces = pieces_of(article.text, model)
    found, unmet, dropped = _linked(article, pieces, model, home, decisions)
    return Links(article, found, day or article.date, decisions, unmet, dropped, home, gazetteer)


def _linked(
    article: Article,
    pieces: Iterable[Piece],
    model: Model,
    home: Home | None,
    corrections: Corrections,
) -> tuple[tuple[Link, ...], tuple[Correction, ...], tuple[Correction, ...]]:
    """Return the links of an article, and which decisions failed and which took one away."""
    shares = home.shares if home else None
    decisions = corrections.concerning(article)
    located = locate(article.text, decisions) if decisions else None
    found: list[Link] = []
    obeyed: set[Correction] = set()
    for read in pieces:
        settled = settle(read, located, model) if located else untouched(read)
        obeyed.update(settled.obeyed)
        piece = settled.piece
        found.extend(links_of_coordinates(piece))
        for choice in choose(piece.tokens, piece.spots, model, shares):
            decide(choice, model)
            if located:
                settled.make_sure(choice)
                found.extend(decided_links_of(settled, choice, model))
            else:
                found.extend(links_of(piece, choice, model, model.weights.threshold))
    links = tuple(sorted(found, key=lambda link: link.mention.start))
    dropped = tuple(one for one in decisions if one in obeyed and not one.place)
    return links, located.unmet_but(obeyed) if located else (), dropped


def link_many(
    articles: Iterable[Article],
    *,
    as_of: AsOf | None = None,
    gazetteer: Gazetteer | None = None,
    homes: Mapping[str, Home] | None = None,
    corrections: Corrections | str | Path | None = None,
) -> Iterator[Links]:
    """Link one article after another, in order, holding one at a time.

    Parameters
    ----------
    articles
        Any number.
    as_of, gazetteer, corrections
        As for `link`.
    homes
        Where each source is at home, as `learn_homes` found it *in these articles*: what an
        article itself has added to it is left out when the article is linked.
    """
    day = asked_day(as_of)
    decisions = asked_corrections(corrections, gazetteer)
    for article in articles:
        model = model_for(article.text, article.language, gazetteer)
        pieces: Iterable[Piece] = pieces_of(article.text, model)
        home = (homes or {}).get(article.source)
        if home:
            pieces = list(pieces)  # read twice: by itself, and with its home
            home = home.without_article(belongings_in(pieces, model))
        found, unmet, dropped = _linked(article, pieces, model, home, decisions)
        yield Links(article, found, day or article.date, decisions, unmet, dropped, home, gazetteer)
