"""What linking knows: the names of a gazetteer in a language, and the weights of the evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.overlay import gazetteer_in_use
from briefing.linking.core.english.cues import load_cues
from briefing.linking.core.features import FEATURES, Floats
from briefing.linking.core.language import Language
from briefing.linking.core.languages import language_by
from briefing.linking.core.names import Names
from briefing.linking.core.telling import language_of
from briefing.linking.core.weights import Terms, Weights, load_weights
from briefing.linking.core.wordlists import word_lists

_KEPT = 12  # a session may see several states of the user layers, in a few languages


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The names of a gazetteer in a language, and the weights of the evidence.

    Attributes
    ----------
    language
        How texts are read.
    votes, ranking
        The weights of the same name, one for each of ``FEATURES``.
    """

    language: Language
    names: Names
    weights: Weights
    votes: Floats
    ranking: Floats


def model_for(text: str, language: str = "", gazetteer: Gazetteer | None = None) -> Model:
    """Return the model for a text: that of its language, or of English.

    Parameters
    ----------
    text, language
        As for ``language_of``.
    gazetteer
        Where names are looked up; by default the one in use.
    """
    found = language_of(text, language)
    return _model_of(gazetteer_in_use() if gazetteer is None else gazetteer, found)


def names_in(language: Language, gazetteer: Gazetteer) -> Names:
    """Return the names of a gazetteer in a language."""
    cues = load_cues()
    lists = word_lists(gazetteer, cues)
    return Names(gazetteer, cues, lists, language.look_up(gazetteer, cues, lists))


def model_with(language: Language, names: Names, weights: Weights) -> Model:
    """Put names and weights together."""
    if language.weights is not None:
        weights = replace(weights, recognition=language.weights, decision={})
    return Model(language, names, weights, _vector(weights.votes), _vector(weights.ranking))


@lru_cache(maxsize=_KEPT)
def _model_of(gazetteer: Gazetteer, code: str) -> Model:
    read_as = language_by(code)
    return model_with(read_as, names_in(read_as, gazetteer), load_weights())


def _vector(terms: Terms) -> Floats:
    return np.array([terms.get(name, 0.0) for name in FEATURES])
