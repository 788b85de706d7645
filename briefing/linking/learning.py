"""Learning: where the sources of articles are at home, from what the articles name."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.gazetteer.index import Gazetteer
from briefing.linking.core.choice import belongings, choose
from briefing.linking.core.model import Model, model_for
from briefing.linking.core.recognition import Piece, pieces_of
from briefing.linking.homes import Home
from briefing.reading.article import Article


def learn_homes(
    articles: Iterable[Article], *, gazetteer: Gazetteer | None = None
) -> dict[str, Home]:
    """Learn where the sources of some articles are at home, from what the articles name.

    Parameters
    ----------
    articles
        Any number; those without a `source` are passed over.
    gazetteer
        Where names are looked up; by default the one of this package.

    Returns
    -------
    homes
        Source → its home.
    """
    homes: dict[str, Home] = {}
    for article in articles:
        if article.source:
            model = model_for(article.text, article.language, gazetteer)
            home = homes.get(article.source, Home())
            homes[article.source] = home.with_article(
                belongings_in(pieces_of(article.text, model), model)
            )
    return homes


def belongings_in(pieces: Iterable[Piece], model: Model) -> dict[str, float]:
    """Say in which countries, regions and districts an article names something, by itself."""
    found: dict[str, float] = {}
    for piece in pieces:
        choices = list(choose(piece.tokens, piece.spots, model))
        for place_id, sure in belongings(choices, model).items():
            found[place_id] = max(sure, found.get(place_id, 0.0))
    return found
