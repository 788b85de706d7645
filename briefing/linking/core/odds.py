"""Odds: evidence added up, and turned into probabilities."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import repeat
from operator import mul

from briefing.linking.core.spots import Spot
from briefing.linking.core.weights import Terms


def weigh(evidence: Mapping[str, float], weights: Terms) -> float:
    """Return the log odds that the evidence amounts to."""
    get = weights.get
    total: float = sum(map(mul, map(get, evidence, repeat(0.0)), evidence.values()))
    return total + weights["bias"]


def fitted_log_odds(spot: Spot, weights: Terms) -> float:
    """Return the log odds that a spot is a place, by its evidence alone."""
    return weigh(spot.evidence, weights)


def probability(log_odds: float) -> float:
    """Turn log odds into a probability, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def logit(share: float) -> float:
    """Turn a probability into log odds, at most 14 either way."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
