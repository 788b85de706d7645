"""Features of a candidate place, and shares of belief among the places of a name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from briefing.linking.core.candidates import STATIC

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DYNAMIC = (
    "country votes",
    "region votes",
    "district votes",
    "country named",
    "region named",
    "region shared",
    "district shared",
    "contained",
    "container",
    "division follows",
    "noun of",
    "kind said",
    "under a heading",
    "sentence",
    "told apart",
    "with article",
    "beside a region",
    "beside a country",
    "national words",
    "spelling",
    "home country",
    "home region",
    "home district",
    "within 100 km",
    "within 300 km",
    "nearest",
    "same country",
    "same region",
    "same district",
)
"""Features that the text gives a place."""

FEATURES = STATIC + DYNAMIC
AT = {name: index for index, name in enumerate(FEATURES)}


def softmax(scores: Floats, first: Ints, group: Ints) -> Floats:
    """Turn scores into shares of belief within each group of rows."""
    powers = np.exp(scores - np.maximum.reduceat(scores, first)[group])
    shares: Floats = powers / np.add.reduceat(powers, first)[group]
    return shares


def best_rows(scores: Floats, first: Ints, group: Ints) -> Ints:
    """Return the row with the highest score of each group, the earliest of equals."""
    rows = np.flatnonzero(scores >= np.maximum.reduceat(scores, first)[group])
    best = np.zeros(len(first), np.int64)
    best[group[rows][::-1]] = rows[::-1]
    return best
