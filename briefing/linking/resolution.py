"""Toponym resolution: which place each mention means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefing.gazetteer.folding import as_key
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.place import Place
from briefing.linking.core.choice import Choice, choose, confidence
from briefing.linking.core.coordinates import find_coordinates
from briefing.linking.core.model import Model, model_for
from briefing.linking.core.names import Names
from briefing.linking.core.reasons import reason_of
from briefing.linking.core.recognition import Piece
from briefing.linking.core.spots import Spot
from briefing.linking.corrections import Correction
from briefing.linking.mentions import Mention, mention_of, mention_of_coordinate
from briefing.linking.settling import Settled
from briefing.reading.article import Article

MOST_CANDIDATES = 8
FOLLOWS = "means the same as the nearest mention that says where it lies"
_WRITTEN_OUT = 0.95  # confidence of a point given by its coordinates
_GIVEN = 0.99  # probability that a mention that somebody gave is a place
_LEAST_SHARE = 0.005  # a candidate below it is not worth showing


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
    decision
        The analyst's decision that it follows, or None.
    """

    mention: Mention
    place: Place | None
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    decision: Correction | None = None

    @property
    def alternatives(self) -> tuple[Candidate, ...]:
        """The candidates that were not chosen, best first."""
        return tuple(
            c for c in self.candidates if self.place is None or c.place.id != self.place.id
        )

    def to_record(self) -> dict[str, Any]:
        """Return the link as ``briefing link --to jsonl`` writes it: plain JSON types."""
        mention, place = self.mention, self.place
        return {
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "kind": mention.kind.value,
            "qualifier": mention.qualifier,
            "within": mention.within,
            "place": place.id if place else None,
            "place_kind": place.kind.value if place else None,
            "name": place.name if place else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "country": place.country if place else None,
            "admin1": place.region if place else None,
            "geonameid": place.geonameid if place else None,
            "confidence": self.confidence,
            "reason": self.reason,
            "alternatives": [
                {
                    "place": candidate.place.id,
                    "name": candidate.place.name,
                    "lat": candidate.place.lat,
                    "lon": candidate.place.lon,
                    "country": candidate.place.country,
                    "confidence": candidate.confidence,
                }
                for candidate in self.alternatives
            ],
        }


def resolve(
    article: Article, mentions: Sequence[Mention], gazetteer: Gazetteer | None = None
) -> tuple[Link, ...]:
    """Choose the place that each mention means, all of them together.

    Parameters
    ----------
    article
        The article that the spans refer to.
    mentions
        In reading order and without overlap; each is taken to name a place.
    gazetteer
        Where names are looked up; by default the one of this package.

    Returns
    -------
    links
        One for each mention, in the same order; without a place where the gazetteer does not
        have the name.
    """
    model = model_for(article.text, article.language, gazetteer)
    piece = _given_piece(article, mentions, model)
    links = {link.mention.start: link for link in links_of_coordinates(piece)}
    for choice in choose(piece.tokens, piece.spots, model):
        found = links_of(piece, choice, model)
        links |= {spot.start: link for spot, link in zip(choice.surface.spots, found, strict=True)}
    unknown = "the gazetteer does not have this name"
    return tuple(
        replace(links[mention.start], mention=mention)
        if mention.start in links
        else Link(mention=mention, place=None, confidence=0.0, reason=unknown)
        for mention in mentions
    )


def _given_piece(article: Article, mentions: Sequence[Mention], model: Model) -> Piece:
    """Make spots of mentions that come from elsewhere, with the evidence around them."""
    names = model.names
    tokens = model.language.tokenise(article.text)
    starts = [start for start, _ in tokens.spans]
    spots = []
    spans = {(mention.start, mention.end) for mention in mentions}
    for mention in mentions:
        name = names.get(as_key(mention.text).strip()) or names.short_form(mention.text)
        first = max(bisect_right(starts, mention.start) - 1, 0)
        if first < len(starts) and tokens.spans[first][1] <= mention.start:
            first += 1
        last = bisect_left(starts, mention.end) - 1
        if name is not None and first <= last:
            spots.append(Spot(mention.start, mention.end, first, last, name))
    model.language.read(tokens, spots, names)
    for spot in spots:
        spot.probability = _GIVEN
    coordinates = [c for c in find_coordinates(article.text) if (c.start, c.end) in spans]
    return Piece(article.text, tokens, spots, coordinates, 0, None)


def links_of(piece: Piece, choice: Choice, model: Model, least: float = 0.0) -> Iterator[Link]:
    """Make the links of one surface, one for each spot that is sure enough.

    Parameters
    ----------
    piece
        The piece of text that the surface stands in.
    choice
        What the ranking found for the surface.
    model
        With the weights that it was found by.
    least
        Least product of the probability of being a place and the root of the share of belief.
    """
    row, flag = choice.surface.name.pairs[choice.best]
    reason = ""
    says_where = any(spot.container is not None for spot in choice.surface.spots)
    for spot in choice.surface.spots:
        if spot.probability * choice.share**0.5 < least:
            continue
        reason = reason or reason_of(choice, model)
        sure = confidence(spot, choice, model)
        yield Link(
            mention=mention_of(piece, spot, flag),
            place=model.names.place(row),
            confidence=round(sure, 3),
            candidates=_candidates(choice, model.names, sure),
            reason=FOLLOWS if says_where and spot.container is None else reason,
        )


def decided_links_of(settled: Settled, choice: Choice, model: Model) -> Iterator[Link]:
    """Make the links of one surface in a piece of text that an analyst has decided on."""
    found = {
        link.mention.start: link
        for link in links_of(settled.piece, choice, model, model.weights.threshold)
    }
    for spot in choice.surface.spots:
        start, _ = settled.piece.original(spot.start, spot.end)
        link = found.get(start)
        if link is not None and spot in settled.following:
            decision = settled.following[spot]
            reason = "means what the analyst decided for this name"
            yield replace(link, reason=reason, decision=decision)
        elif link is not None and spot in settled.decided and link.place is not None:
            decision = settled.decided[spot]
            yield replace(
                link,
                confidence=1.0,
                candidates=(Candidate(place=link.place, confidence=1.0),),
                reason=decision.reason,
                decision=decision,
            )
        elif link is not None:
            yield link


def links_of_coordinates(piece: Piece) -> Iterator[Link]:
    """Make the links of the points written out in a piece of text."""
    for coordinate in piece.coordinates:
        place = coordinate.place()
        yield Link(
            mention=mention_of_coordinate(piece, coordinate),
            place=place,
            confidence=_WRITTEN_OUT,
            candidates=(Candidate(place=place, confidence=_WRITTEN_OUT),),
            reason="coordinates written out in the text",
        )


def _candidates(choice: Choice, names: Names, sure: float) -> tuple[Candidate, ...]:
    """List the places of a name, the chosen one with the confidence of the link."""
    pairs = choice.surface.name.pairs
    if len(pairs) == 1:
        return (Candidate(place=names.place(pairs[0][0]), confidence=round(sure, 3)),)
    shares = choice.shares.tolist()
    best = choice.best
    order = sorted(range(len(pairs)), key=lambda index: (index != best, -shares[index], index))
    # What is left of belief goes to the others, but none may seem likelier than the chosen one.
    factor = min(sure / shares[best], (1 - sure) / max(1 - shares[best], 1e-9))
    return tuple(
        Candidate(
            place=names.place(pairs[index][0]),
            confidence=round(sure if index == best else shares[index] * factor, 3),
        )
        for index in order[:MOST_CANDIDATES]
        if index == best or shares[index] >= _LEAST_SHARE
    )
