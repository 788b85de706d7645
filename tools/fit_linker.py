"""Fit the weights of the linker's evidence to marked articles.

    python tools/fit_linker.py --hand                          # the hand-made weights alone
    python tools/fit_linker.py geovirus.jsonl --credit 'GeoVirus, CC BY 2.5'

The hand-made weights of ``geodata/curated/linking.toml`` are what is believed beforehand; the fit
moves each as far as the marked text speaks against it (a Gaussian prior around the hand weight,
so that evidence that the text never shows keeps its hand weight). What ships may be fitted to
text under a free licence only, and is named in the file with its checksum.

Articles are JSON Lines: ``{"id", "text", "toponyms": [{"start", "end", "lat", "lon", "country"?,
"geonameid"?, "level"?}], "demonyms_annotated"?}``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing._linker.choice import Choice, choose, decide
from briefing._linker.cues import load_cues
from briefing._linker.evidence import logit
from briefing._linker.model import Model, model_with
from briefing._linker.names import Names
from briefing._linker.ranking import FEATURES
from briefing._linker.recognition import pieces
from briefing._linker.spotting import Spot
from briefing._linker.weights import parse_weights
from briefing.data import geodata_dir
from briefing.gazetteer import DEMONYM, KINDS, gazetteer

Floats = NDArray[np.float64]
Terms = dict[str, float]
JsonDict = dict[str, Any]

PLACE_PRIOR = 4.0  # precision of the belief in a hand weight: how hard it is to move
RANK_PRIOR = 4.0
RIGHT_KM = 161.0


def hand_weights() -> JsonDict:
    """Read the hand-made weights in the form of ``weights.json``."""
    path = geodata_dir() / "curated" / "linking.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    recognition, votes = raw["recognition"], raw["votes"]
    decision = {**recognition, **raw["decision"]}
    decision["bias"] = recognition["bias"] + raw["decision"]["bias"]
    return {
        "about": "written by tools/fit_linker.py; do not edit",
        "fitted_to": [],
        "threshold": raw["threshold"],
        "calibration": raw["calibration"],
        "recognition": recognition,
        "decision": decision,
        "votes": votes,
        "ranking": {**votes, **raw["ranking"]},
    }


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


def blend(fitted: Terms, hand: Terms) -> Terms:
    """Return the mean of fitted and hand-made weights.

    Either alone carries over to other kinds of text worse than their mean.
    """
    return {
        name: round((fitted.get(name, 0.0) + hand.get(name, 0.0)) / 2, 4)
        for name in sorted(fitted.keys() | hand.keys())
    }


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


def distance_km(lon: float, lat: float, gold: Mapping[str, Any]) -> float:
    """Return the great-circle distance of a point from a marked one."""
    a, b = math.radians(lat), math.radians(gold["lat"])
    across = math.radians(gold["lon"] - lon)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


class Marked:
    """A marked article."""

    def __init__(self, record: JsonDict) -> None:
        self.text: str = record["text"]
        self.toponyms: list[JsonDict] = record["toponyms"]
        self.demonyms: bool = record.get("demonyms_annotated", True)

    def toponym(self, start: int, end: int) -> JsonDict | None:
        """Return the marked name that shares a character with a span."""
        for toponym in self.toponyms:
            if start < toponym["end"] and toponym["start"] < end:
                return toponym
        return None


def is_right(row: int, gold: JsonDict, names: Names) -> bool:
    """Tell whether a place of the gazetteer is the one that is marked."""
    source = names.gazetteer
    if str(source.geonameid[row]) == str(gold.get("geonameid")):
        return True
    kind = KINDS[source.kind[row]].value
    if gold.get("level") == "country" or kind == "country":
        return kind == "country" and source.country_code(row) == gold.get("country")
    if gold.get("lat") is None or math.isnan(source.lon[row]):
        return False
    return distance_km(source.lon[row], source.lat[row], gold) <= RIGHT_KM


def label_of(spot: Spot, marked: Marked, names: Names, start: int, end: int) -> float | None:
    """Return 1 for a marked name, 0 for another, None where the marks leave it open."""
    gold = marked.toponym(start, end)
    if gold is not None:
        return None if gold.get("optional") else 1.0
    if all(np.isnan(names.gazetteer.lon[row]) for row, _ in spot.name.pairs):
        return None  # corpora of points leave out what has none, such as blocs
    if not marked.demonyms and any(flag & DEMONYM for _, flag in spot.name.pairs):
        return None
    return 0.0


def read_marked(paths: Sequence[Path]) -> Iterator[Marked]:
    """Read marked articles from JSON Lines files."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield Marked(json.loads(line))


def first_examples(articles: Sequence[Marked], model: Model) -> Examples:
    """Collect the evidence of every spot before the ranking."""
    examples = Examples()
    for marked in articles:
        for piece in pieces(marked.text, model):
            for spot in piece.spots:
                label = label_of(spot, marked, model.names, *piece.original(spot.start, spot.end))
                if label is not None:
                    examples.add(spot, label)
    return examples


def choices_of(
    articles: Sequence[Marked], model: Model
) -> Iterator[tuple[Marked, Choice, Callable[[int, int], tuple[int, int]]]]:
    """Rank every article."""
    for marked in articles:
        for piece in pieces(marked.text, model):
            for choice in choose(piece.tokens, piece.spots, model):
                yield marked, choice, piece.original


def races_of(articles: Sequence[Marked], model: Model) -> list[Race]:
    """Collect the names with several places of which one is marked."""
    races = []
    for marked, choice, original in choices_of(articles, model):
        pairs = choice.surface.name.pairs
        for spot in choice.surface.spots[:1]:
            gold = marked.toponym(*original(spot.start, spot.end))
            if gold is None or len(pairs) == 1:
                continue
            right = np.array([is_right(row, gold, model.names) for row, _ in pairs])
            if right.any() and not right.all():
                races.append(Race(choice.features.copy(), right))
    return races


def decision_examples(articles: Sequence[Marked], model: Model) -> Examples:
    """Collect the evidence of every ranked spot, the ranking's included."""
    examples = Examples()
    for marked, choice, original in choices_of(articles, model):
        decide(choice, model)
        for spot in choice.surface.spots:
            label = label_of(spot, marked, model.names, *original(spot.start, spot.end))
            if label is not None:
                examples.add(spot, label)
    return examples


def calibration_examples(articles: Sequence[Marked], model: Model) -> Examples:
    """Collect how sure the linker is that what it keeps is a place, and whether it is."""
    examples = Examples()
    for marked, choice, original in choices_of(articles, model):
        decide(choice, model)
        for spot in choice.surface.spots:
            label = label_of(spot, marked, model.names, *original(spot.start, spot.end))
            kept = spot.probability * choice.share**0.5 >= model.weights.threshold
            if label is not None and kept:
                spot.evidence = {"factor": logit(spot.probability)}
                examples.add(spot, label)
    return examples


def fit(paths: Sequence[Path], sources: Sequence[str], raw: JsonDict) -> JsonDict:
    """Fit all weights, one stage after the other."""
    names = Names(gazetteer(), load_cues())
    articles = list(read_marked(paths))
    raw = dict(raw)
    hand = {key: dict(raw[key]) for key in ("recognition", "decision", "votes", "ranking")}
    examples = first_examples(articles, model_with(names, parse_weights(raw)))
    raw["recognition"] = blend(
        fit_logistic(examples, hand["recognition"], PLACE_PRIOR), hand["recognition"]
    )
    races = races_of(articles, model_with(names, parse_weights(raw)))
    raw["ranking"] = blend(fit_ranking(races, hand["ranking"], RANK_PRIOR), hand["ranking"])
    examples = decision_examples(articles, model_with(names, parse_weights(raw)))
    raw["decision"] = blend(fit_logistic(examples, hand["decision"], PLACE_PRIOR), hand["decision"])
    examples = calibration_examples(articles, model_with(names, parse_weights(raw)))
    start = dict(zip(("bias", "factor"), raw["calibration"], strict=True))
    calibration = fit_logistic(examples, start, PLACE_PRIOR)
    raw["calibration"] = [calibration["bias"], calibration["factor"]]
    raw["fitted_to"] = [
        {
            "file": path.name,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "credit": credit,
        }
        for path, credit in zip(paths, [*sources, *[""] * len(paths)], strict=False)
    ]
    return raw


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description="Fit the weights of the linker's evidence.")
    parser.add_argument("articles", nargs="*", type=Path, help="marked articles, JSON Lines")
    parser.add_argument(
        "--credit", action="append", default=[], help="source and licence of a file, in order"
    )
    parser.add_argument("--hand", action="store_true", help="write the hand-made weights")
    parser.add_argument(
        "-o", "--output", type=Path, default=geodata_dir() / "gazetteer" / "weights.json"
    )
    options = parser.parse_args()
    if not (options.hand or options.articles):
        parser.error("name the marked articles, or say --hand")
    raw = hand_weights() if options.hand else fit(options.articles, options.credit, hand_weights())
    options.output.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    print(f"{options.output}: {len(raw['decision'])} + {len(raw['ranking'])} weights")


if __name__ == "__main__":
    main()
