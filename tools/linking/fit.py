"""Fit the weights of the linker's evidence to marked articles.

    python -m tools.linking.fit                                 # our own articles alone
    python -m tools.linking.fit --published geovirus.jsonl --credit 'GeoVirus, CC BY 2.5'
    python -m tools.linking.fit --hand                          # the hand-made weights alone

The hand-made weights of ``geodata/curated/linking.toml`` are what is believed beforehand; the fit
moves each as far as the marked text speaks against it (a Gaussian prior around the hand weight,
so that evidence that the text never shows keeps its hand weight). Our own articles are those of
``tests/data/linking/fit``. What ships may be fitted to text under a free licence only, and every
file is named in the weights with its checksum. How sure a link may be is fitted to published text
where there is any, since people who mark it overlook places as they overlook them elsewhere.

Files are what ``briefing.linking.marked`` reads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from briefing.data import geodata_dir
from briefing.gazetteer.codes import DEMONYM, KINDS
from briefing.gazetteer.index import gazetteer
from briefing.linking.core.choice import Choice, certainty, choose, decide
from briefing.linking.core.languages import language_by
from briefing.linking.core.model import Model, model_with, names_in
from briefing.linking.core.names import Names
from briefing.linking.core.recognition import pieces_of
from briefing.linking.core.spots import Spot
from briefing.linking.core.traits import ENGLISH
from briefing.linking.core.weights import parse_weights
from briefing.linking.judging import distance_km
from briefing.linking.marked import read_marked
from tools.folders import ROOT
from tools.linking.regression import Examples, Race, fit_logistic, fit_ranking

JsonDict = dict[str, Any]

OWN = ROOT / "tests" / "data" / "linking" / "fit"
# Precision of the belief in a hand weight: how hard it is to move. Weaker beliefs fit the marked
# articles better and carry over to other kinds of text worse.
PLACE_PRIOR = 100.0
RANK_PRIOR = 100.0
# One kind of text makes confidence steeper than holds on others: only its level is fitted.
SURE_PRIOR = 1000.0
RIGHT_KM = 161.0


def hand_weights() -> JsonDict:
    """Read the hand-made weights in the form of ``weights.json``."""
    path = geodata_dir() / "curated" / "linking.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    recognition, votes = raw["recognition"], raw["votes"]
    decision = {**recognition, **raw["decision"]}
    decision["bias"] = recognition["bias"] + raw["decision"]["bias"]
    return {
        "about": "written by tools/linking/fit.py; do not edit",
        "fitted_to": [],
        "threshold": raw["threshold"],
        "calibration": raw["calibration"],
        "recognition": recognition,
        "decision": decision,
        "votes": votes,
        "ranking": {**votes, **raw["ranking"]},
    }


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
    there = gold["lat"], gold["lon"]
    return distance_km(source.lat[row], source.lon[row], *there) <= RIGHT_KM


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


def read_articles(paths: Sequence[Path]) -> list[Marked]:
    """Read marked articles from files."""
    return [Marked(one.to_record()) for path in paths for one in read_marked(path)]


def first_examples(articles: Sequence[Marked], model: Model) -> Examples:
    """Collect the evidence of every spot before the ranking."""
    examples = Examples()
    for marked in articles:
        for piece in pieces_of(marked.text, model):
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
        for piece in pieces_of(marked.text, model):
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
    """Collect how sure the linker is of each place that it keeps, and whether it is right."""
    examples = Examples()
    for marked, choice, original in choices_of(articles, model):
        decide(choice, model)
        row = choice.surface.name.pairs[choice.best][0]
        for spot in choice.surface.spots:
            start, end = original(spot.start, spot.end)
            gold = marked.toponym(start, end)
            label = label_of(spot, marked, model.names, start, end)
            kept = spot.probability * choice.share**0.5 >= model.weights.threshold
            if label is None or not kept or (gold and gold.get("lat") is None):
                continue
            spot.evidence = dict(certainty(spot, choice))
            examples.add(spot, float(bool(gold) and is_right(row, gold or {}, model.names)))
    return examples


def fit(own: Sequence[Path], published: Sequence[Path], raw: JsonDict) -> JsonDict:
    """Fit all weights, one stage after the other, and how sure they may be.

    The confidence is fitted to articles that the other weights have not seen: each half of the
    articles is linked with weights fitted to the other half, and to our own articles.
    """
    names = names_in(language_by(ENGLISH), gazetteer())
    ours, theirs = read_articles(own), read_articles(published)
    unseen, always = (theirs, ours) if theirs else (ours, [])
    examples = Examples()
    for half in (0, 1):
        other = fit_weights([*unseen[1 - half :: 2], *always], names, raw)
        seen = calibration_examples(unseen[half::2], english_model(names, other))
        examples.evidence += seen.evidence
        examples.labels += seen.labels
    calibration = fit_logistic(examples, raw["calibration"], SURE_PRIOR)
    return fit_weights([*theirs, *ours], names, raw) | {"calibration": calibration}


def english_model(names: Names, raw: JsonDict) -> Model:
    """Put names and weights in their JSON form together."""
    return model_with(language_by(ENGLISH), names, parse_weights(raw))


def fit_weights(articles: Sequence[Marked], names: Names, raw: JsonDict) -> JsonDict:
    """Fit recognition, ranking and decision, each with what the stage before it has found."""
    raw = dict(raw)
    hand = {key: dict(raw[key]) for key in ("recognition", "decision", "ranking")}
    examples = first_examples(articles, english_model(names, raw))
    raw["recognition"] = fit_logistic(examples, hand["recognition"], PLACE_PRIOR)
    races = races_of(articles, english_model(names, raw))
    raw["ranking"] = fit_ranking(races, hand["ranking"], RANK_PRIOR)
    examples = decision_examples(articles, english_model(names, raw))
    raw["decision"] = fit_logistic(examples, hand["decision"], PLACE_PRIOR)
    return raw


def named(paths: Sequence[Path], credits: Sequence[str]) -> list[dict[str, str]]:  # noqa: A002 - what they are
    """Name the files that weights are fitted to."""
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    return [
        {"file": path.name, "sha256": digest, "credit": credit}
        for path, digest, credit in zip(paths, digests, credits, strict=True)
    ]


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description="Fit the weights of the linker's evidence.")
    parser.add_argument(
        "--published", action="append", default=[], type=Path, help="marked text of others"
    )
    parser.add_argument(
        "--credit", action="append", default=[], help="source and licence of each of them, in order"
    )
    parser.add_argument("--hand", action="store_true", help="write the hand-made weights")
    parser.add_argument(
        "-o", "--output", type=Path, default=geodata_dir() / "gazetteer" / "weights.json"
    )
    options = parser.parse_args()
    if len(options.published) != len(options.credit):
        parser.error("--published needs one --credit each")
    raw, own = hand_weights(), sorted(OWN.glob("*.txt"))
    if not options.hand:
        raw = fit(own, options.published, raw)
        raw["fitted_to"] = named(options.published, options.credit)
        raw["fitted_to"] += named(own, ["written for this project"] * len(own))
    options.output.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    print(f"{options.output}: {len(raw['decision'])} + {len(raw['ranking'])} weights")


if __name__ == "__main__":
    main()
