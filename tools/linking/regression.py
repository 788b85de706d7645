"""Regression: weights of evidence that fit marked examples, near to what is believed beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from briefing.linking.core.features import FEATURES
from briefing.linking.core.spots import Spot

Floats = NDArray[np.float64]
Terms = dict[str, float]


@dataclass(slots=True)
class Examples:
    """Weighted examples of yes and no, each a set of evidence."""

    evidence: list[Terms] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)

    def add(self, spot: Spot, label: float) -> None:
        """Add what is known of a spot now."""
        self.evidence.append(dict(spot.evidence))
        self.labels.append(label)


def fit_logistic(examples: Examples, hand: Terms, precision: float) -> Terms:
    """Fit log odds to examples by Newton's method, each weight near its hand weight."""
    names = sorted({name for terms in examples.evidence for name in terms} | set(hand))
    at = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(examples.evidence), len(names)))
    for row, terms in zip(matrix, examples.evidence, strict=True):
        for name, value in terms.items():
            row[at[name]] = value
        row[at["bias"]] = 1.0
    labels = np.array(examples.labels)
    prior = np.array([hand.get(name, 0.0) for name in names])
    weights = prior.copy()
    strength = np.full(len(names), precision)
    strength[at["bias"]] = 0.01

    def loss(candidate: Floats) -> float:
        log_odds = matrix @ candidate
        surprise = np.logaddexp(0, log_odds) - labels * log_odds
        return float(surprise.sum() + (strength * (candidate - prior) ** 2).sum() / 2)

    for _ in range(100):
        odds = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (labels - odds) - strength * (weights - prior)
        curvature = (matrix * (odds * (1 - odds))[:, None]).T @ matrix + np.diag(strength)
        step = np.linalg.solve(curvature, gradient)
        while loss(weights + step) > loss(weights) and np.abs(step).max() > 1e-9:
            step = step / 2  # far from the optimum Newton's step can overshoot
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(weights[at[name]]), 4) for name in names}


@dataclass(slots=True)
class Race:
    """The features of the places of one name, and which of them are right."""

    features: Floats
    right: NDArray[np.bool_]


def fit_ranking(races: Sequence[Race], hand: Terms, precision: float) -> Terms:
    """Fit a listwise softmax by gradient steps, each weight near its hand weight."""
    prior = np.array([hand.get(name, 0.0) for name in FEATURES])
    weights = prior.copy()
    for step in range(400):
        gradient = -precision * (weights - prior)
        curvature = np.full(len(FEATURES), precision)
        for race in races:
            scores = race.features @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = shares * race.right
            right /= max(right.sum(), 1e-12)
            gradient += race.features.T @ (right - shares)
            mean = shares @ race.features
            curvature += shares @ (race.features - mean) ** 2
        weights = weights + 0.3 * gradient / curvature
        if step > 50 and np.abs(gradient / curvature).max() < 1e-3:
            break
    return {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True) if w}
