"""What linking knows: the names of a gazetteer and the weights of the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.overlay import gazetteer_in_use
from briefing.linking.core.cues import load_cues
from briefing.linking.core.names import Names
from briefing.linking.core.ranking import FEATURES, Floats
from briefing.linking.core.weights import Terms, Weights, load_weights


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The names of a gazetteer and the weights of the evidence.

    Attributes
    ----------
    votes, ranking
        The weights of the same name, one for each of ``FEATURES``.
    """

    names: Names
    weights: Weights
    votes: Floats
    ranking: Floats


def model_with(names: Names, weights: Weights) -> Model:
    """Put names and weights together."""
    return Model(names, weights, _vector(weights.votes), _vector(weights.ranking))


def model_of(gazetteer: Gazetteer | None = None) -> Model:
    """Return the model for a gazetteer, by default the one in use, with the package's weights."""
    return _model_of(gazetteer_in_use() if gazetteer is None else gazetteer)


@lru_cache(maxsize=4)  # a session may see several states of the user layers
def _model_of(gazetteer: Gazetteer) -> Model:
    return model_with(Names(gazetteer, load_cues()), load_weights())


def _vector(terms: Terms) -> Floats:
    return np.array([terms.get(name, 0.0) for name in FEATURES])
