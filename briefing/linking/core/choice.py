"""Choosing: the places of a piece's names ranked together, and the names decided again.

Recognition and ranking help each other. Names that may be places are ranked; how well the best
place of each goes with the others then tells whether the name is a place at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from briefing.linking.core.candidates import STATIC
from briefing.linking.core.features import AT, Floats
from briefing.linking.core.model import Model
from briefing.linking.core.names import Names
from briefing.linking.core.odds import logit, probability, weigh
from briefing.linking.core.ranking import MOST_SURFACES, Ranking, rank
from briefing.linking.core.rows import Setting, Surface
from briefing.linking.core.senses import surfaces_of
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens

WORTH_RANKING = 0.15
"""Least probability of a spot to be ranked with the others."""

_COUNTRY = STATIC.index("country")
_SURE = 5.0  # log odds beyond which evidence is no surer
WORTH_LEARNING = 0.3
"""Least confidence in a place to learn from it where the source of the article is at home."""

FEEDBACK = {
    "ranked: within 100 km": "within 100 km",
    "ranked: nearest": "nearest",
    "ranked: same country": "same country",
    "ranked: same region": "same region",
    "ranked: country votes": "country votes",
    "ranked: main name": "primary",
    "ranked: home region": "home region",
    "ranked: home district": "home district",
    "ranked: population": "log population",
}
_FEEDBACK_COLUMNS = [AT[column] for column in FEEDBACK.values()]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What the ranking found for one surface.

    Attributes
    ----------
    surface
        The name and its spots.
    best
        Index of the chosen place among ``surface.name.pairs``.
    share
        Share of belief of the chosen place among the places of the name, 0 to 1.
    found
        What the ranking says for the name being a place at all: a value for each of ``FEEDBACK``.
    ranking, first
        The ranking that the surface took part in, and the row of its first place there.
    """

    surface: Surface
    best: int
    share: float
    found: list[float]
    ranking: Ranking
    first: int

    @property
    def shares(self) -> Floats:
        """Share of belief of each place of the name."""
        return self.ranking.shares[self.first : self.first + len(self.surface.name.pairs)]

    @property
    def features(self) -> Floats:
        """Features of each place of the name."""
        return self.ranking.features[self.first : self.first + len(self.surface.name.pairs)]


def choose(
    tokens: Tokens, spots: Sequence[Spot], model: Model, home: Mapping[str, float] | None = None
) -> Iterator[Choice]:
    """Rank the places of all spots that may be places, surface by surface.

    Parameters
    ----------
    tokens, spots
        A piece of text and the names in it.
    model
        Names and weights.
    home
        Place id → share of the other articles of the same source that name something there.
    """
    likely = [spot for spot in spots if spot.probability >= WORTH_RANKING]
    surfaces = surfaces_of(tokens.text, likely, model.votes)
    names = model.names
    codes = {names.code(place_id): share for place_id, share in (home or {}).items()}
    setting = Setting(_national(tokens, names), _spelling(tokens, names), codes)
    for start in range(0, len(surfaces), MOST_SURFACES):
        part = surfaces[start : start + MOST_SURFACES]
        ranking = rank(part, setting, model.votes, model.ranking)
        yield from map(
            Choice,
            part,
            (ranking.best - ranking.first).tolist(),
            ranking.shares[ranking.best].tolist(),
            ranking.features[ranking.best][:, _FEEDBACK_COLUMNS].tolist(),
            repeat(ranking),
            ranking.first.tolist(),
        )


def decide(choice: Choice, model: Model) -> None:
    """Decide again how probable it is that the spots of a surface name a place.

    Nothing changes in a language that there are no such weights for.
    """
    if not model.weights.decision:
        return
    feedback = dict(zip(FEEDBACK, choice.found, strict=True))
    feedback["ranked: share"] = choice.share
    for spot in choice.surface.spots:
        spot.evidence.update(feedback)
        spot.probability = probability(weigh(spot.evidence, model.weights.decision))


def certainty(spot: Spot, choice: Choice) -> dict[str, float]:
    """Return how far the spot is known to be a place, and the chosen one, in log odds.

    And whether that is a country: those are seldom marked wrong, whatever stands around them.
    """
    place = max(-_SURE, min(logit(spot.probability), _SURE))
    share = max(-_SURE, min(logit(choice.share), _SURE))
    table = choice.surface.name.table
    return {"place": place, "share": share, "country": float(table[choice.best, _COUNTRY])}


def confidence(spot: Spot, choice: Choice, model: Model) -> float:
    """Return how sure a link is: that its words name a place and that it is this one, 0 to 1."""
    return probability(weigh(certainty(spot, choice), model.weights.calibration))


def belongings(choices: Sequence[Choice], model: Model) -> dict[str, float]:
    """Say how sure it is that an article names something in a country, region or district.

    Returns
    -------
    places
        Place id → confidence, 0 to 1.
    """
    names, found = model.names, defaultdict[int, float](float)
    for choice in choices:
        row = choice.surface.name.pairs[choice.best][0]
        sure = max(spot.probability for spot in choice.surface.spots) * choice.share
        for code in names.divisions(row):
            found[code] = max(found[code], sure)
    return {
        names.gazetteer.id(code): sure for code, sure in found.items() if sure >= WORTH_LEARNING
    }


def _national(tokens: Tokens, names: Names) -> dict[int, float]:
    """Count the words that only one country's news uses, as a share of the text's length."""
    counts: dict[str, int] = defaultdict(int)
    national = names.cues.national
    for word in tokens.words:
        if word in national:
            for code in national[word]:
                counts[code] += 1
    return {names.country(code): _share(count, tokens) for code, count in counts.items()}


def _spelling(tokens: Tokens, names: Names) -> dict[int, float]:
    """Say for the countries that spell English as the text does how far it does so."""
    counts: dict[str, int] = defaultdict(int)
    spelling = names.cues.spelling
    for word in tokens.words:
        if word in spelling:
            counts[spelling[word]] += 1
    if not counts:
        return {}
    return {
        names.country(code): _share(counts[way], tokens)
        for code, way in names.cues.spells.items()
        if counts.get(way)
    }


def _share(count: int, tokens: Tokens) -> float:
    return min(count * 1500 / (len(tokens.text) + 800), 4.0) / 4
