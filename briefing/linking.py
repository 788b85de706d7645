"""Linking: an article in, its links to places out."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from briefing._linker.choice import choose, decide
from briefing._linker.model import model_of
from briefing._linker.recognition import pieces
from briefing.article import Article, read_article
from briefing.gazetteer import Gazetteer
from briefing.places import Place
from briefing.resolution import Link, links_of, links_of_coordinates


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
    """

    article: Article
    links: tuple[Link, ...]
    as_of: dt.date | None = None

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

    def to_records(self) -> dict[str, Any]:
        """Return what ``briefing link --to jsonl`` writes for the article: plain JSON types."""
        return {"id": self.article.id, "mentions": [_record(link) for link in self.links]}


def link(
    article: Article | str | Path,
    *,
    as_of: dt.date | None = None,
    gazetteer: Gazetteer | None = None,
) -> Links:
    """Find the places that an article names, and say which they are and how sure that is.

    Parameters
    ----------
    article
        An article, or what ``read_article`` reads one from.
    as_of
        The date that the links speak of; by default the article's.
    gazetteer
        Where names are looked up; by default the one of this package.

    Returns
    -------
    links
        In reading order, never overlapping. In one article a name means one place, unless the
        text itself tells two apart ("Paris, Texas" and "Paris, France"); a text of more than
        20,000 characters is read in pieces of that size.

    Raises
    ------
    ArticleError
        If the article cannot be read.
    GazetteerError
        If the gazetteer or the weights of the evidence are missing or damaged.
    """
    if not isinstance(article, Article):
        article = read_article(article)
    model = model_of(gazetteer)
    found: list[Link] = []
    for piece in pieces(article.text, model):
        found.extend(links_of_coordinates(piece))
        for choice in choose(piece.tokens, piece.spots, model):
            decide(choice, model)
            found.extend(links_of(piece, choice, model, model.weights.threshold))
    found.sort(key=lambda link: link.mention.start)
    return Links(article, tuple(found), as_of or article.date)


def link_many(
    articles: Iterable[Article],
    *,
    as_of: dt.date | None = None,
    gazetteer: Gazetteer | None = None,
) -> Iterator[Links]:
    """Link one article after another, in order, holding one at a time.

    Parameters are those of ``link``.
    """
    for article in articles:
        yield link(article, as_of=as_of, gazetteer=gazetteer)


def _record(link: Link) -> dict[str, Any]:
    mention, place = link.mention, link.place
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "place": place.id if place else None,
        "place_kind": place.kind.value if place else None,
        "name": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
        "admin1": place.region if place else None,
        "geonameid": place.geonameid if place else None,
        "confidence": link.confidence,
        "reason": link.reason,
        "alternatives": [
            {
                "place": candidate.place.id,
                "name": candidate.place.name,
                "lat": candidate.place.lat,
                "lon": candidate.place.lon,
                "country": candidate.place.country,
                "confidence": candidate.confidence,
            }
            for candidate in link.alternatives
        ],
    }
