"""Reasons: the evidence that decided for a place, in words that a reader can check."""

from __future__ import annotations

import numpy as np

from briefing.gazetteer.index import DEMONYM, KINDS, METONYM
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.choice import Choice
from briefing.linking.core.features import FEATURES
from briefing.linking.core.model import Model

GROUPS = {
    "larger or better known than the next likeliest place of this name": ("log population", "fame"),
    "a {kind} is likelier meant than a {rival}": (
        "country",
        "region",
        "district",
        "city",
        "area",
        "sea",
        "physical",
        "collective",
        "facility",
        "demonym",
        "metonym",
        "named like its town",
        "named like its country",
    ),
    "its main name, while the next likeliest only has it as another name": ("primary", "weak"),
    "a capital or seat of a region, unlike the next likeliest": ("capital", "seat"),
    "other names of the text lie in the same country": (
        "country votes",
        "country named",
        "same country",
    ),
    "other names of the text lie in the same region": (
        "region votes",
        "region named",
        "region shared",
        "same region",
        "district votes",
        "district shared",
        "same district",
    ),
    "stands beside what it lies in": ("contained",),
    "stands after a place that lies in it": ("container",),
    "the words around it say what kind of place it is": (
        "division follows",
        "kind said",
        "noun of",
        "with article",
        "beside a region",
        "beside a country",
    ),
    "stands under the heading of what it lies in": ("under a heading",),
    "the text tells two places of this name apart": ("sentence", "told apart"),
    "words of that country's news stand in the text": ("national words", "spelling"),
    "the source is at home there": ("home country", "home region", "home district"),
    "near other places of the text": ("within 100 km", "within 300 km", "nearest"),
}
_PHRASES = tuple(GROUPS)
_MEMBERS = np.array(
    [[float(feature in features) for feature in FEATURES] for features in GROUPS.values()]
)
_ONLY = {
    PlaceKind.COUNTRY: "only country of this name",
    PlaceKind.REGION: "only region of this name",
    PlaceKind.CITY: "only town of this name in the gazetteer",
    PlaceKind.USER: "only place of this name, from a layer of the user",
}
_NOUNS = {
    PlaceKind.CITY: "town",
    PlaceKind.PHYSICAL: "natural feature",
    PlaceKind.USER: "place of a user layer",
}


def reason_of(choice: Choice, model: Model) -> str:
    """Say in one clause why the place of a surface was chosen.

    Parameters
    ----------
    choice
        What the ranking found.
    model
        With the weights that it was found by.
    """
    kinds = model.names.gazetteer.kind
    pairs = choice.surface.name.pairs
    row, flag = pairs[choice.best]
    kind = KINDS[kinds[row]]
    if len(pairs) == 1:
        if flag & DEMONYM:
            return "demonym of this place alone"
        if flag & METONYM:
            return "stands for its government"
        return _ONLY.get(kind, "only place of this name in the gazetteer")
    shares = choice.shares.copy()
    shares[choice.best] = -1.0
    rival = int(shares.argmax())
    features = choice.features
    gains = _MEMBERS @ ((features[choice.best] - features[rival]) * model.ranking)
    rival_kind = KINDS[kinds[pairs[rival][0]]]
    if not gains.max() > 0:
        return "no evidence for any of the places of this name"
    phrase = _PHRASES[int(gains.argmax())]
    return phrase.format(
        kind=_NOUNS.get(kind, kind.value), rival=_NOUNS.get(rival_kind, rival_kind.value)
    )
