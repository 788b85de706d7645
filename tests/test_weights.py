"""Evidence and weights: each piece of evidence is weighed, and each weight weighs something."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from briefing.data import geodata_dir
from briefing.linking.core.choice import FEEDBACK, certainty, choose, decide
from briefing.linking.core.features import FEATURES
from briefing.linking.core.model import model_for
from briefing.linking.core.reasons import GROUPS
from briefing.linking.core.recognition import pieces_of
from briefing.linking.core.traits import ENGLISH, hand_weights, languages, listed_languages
from briefing.linking.core.weights import load_weights
from briefing.linking.marked import read_marked

MARKED = Path(__file__).parent / "data" / "linking"
# What the marked articles do not show.
FURTHER = {
    "en": (
        "The Zaire Virus was found in a cave. The Washington Evening Post wrote that it costs "
        "US$ 50 and no more, as it has for years."
    ),
    "de": "Er kommt aus Odessa (Ukraine) und ist nicht in der Stadt, auch sie ist nicht hier.",
}
# Features that are measured after the votes, on the places that the votes picked.
MEASURED = {
    "within 100 km",
    "within 300 km",
    "nearest",
    "same country",
    "same region",
    "same district",
}


@cache
def seen() -> dict[str, set[str]]:
    """Return language → all evidence in the marked articles, that of the ranking included."""
    cues: defaultdict[str, set[str]] = defaultdict(set)
    for text, language in texts():
        model = model_for(text, language)
        for piece in pieces_of(text, model):
            for choice in choose(piece.tokens, piece.spots, model):
                decide(choice, model)
            cues[model.language.code].update(*(spot.evidence for spot in piece.spots))
    return cues


def texts() -> Iterator[tuple[str, str]]:
    """Give texts and their languages."""
    for path in sorted(MARKED.rglob("*.txt")):
        for marked in read_marked(path):
            yield marked.article.text, marked.article.language
    yield from ((text, language) for language, text in FURTHER.items())


def test_english_weighs_what_it_reads() -> None:
    """Every piece of evidence has a fitted weight, and every weight meets its evidence."""
    weights = load_weights()
    assert seen()[ENGLISH] == weights.decision.keys() - {"bias"}
    ranked = {cue for cue in weights.decision if cue.startswith("ranked: ")}
    assert ranked == {*FEEDBACK, "ranked: share"}
    assert weights.recognition.keys() == weights.decision.keys() - ranked


def test_the_other_languages_weigh_what_they_read() -> None:
    """Every piece of evidence has a weight set by hand, and every weight meets its evidence."""
    found = {language: seen()[language] for language in listed_languages()}
    shared = hand_weights().evidence.keys()
    for language, cues in found.items():
        own = languages()[language].weights.keys()
        assert cues <= shared | own, language
        assert own <= cues, language
    assert shared <= set().union(*found.values())


def test_every_feature_of_a_place_is_weighed_and_told() -> None:
    """Fitted weights are for features that there are, each with a weight and one reason."""
    weights = load_weights()
    assert weights.ranking.keys() == set(FEATURES)
    assert weights.votes.keys() == set(FEATURES) - MEASURED
    told = [feature for features in GROUPS.values() for feature in features]
    assert sorted(told) == sorted(FEATURES)


def test_hand_weights_are_for_what_is_read() -> None:
    """No line of the hand-made weights is for evidence that there is not."""
    raw = tomllib.loads((geodata_dir() / "curated" / "linking.toml").read_text(encoding="utf-8"))
    weights = load_weights()
    assert {**raw["recognition"], **raw["decision"]}.keys() <= weights.decision.keys()
    assert {**raw["votes"], **raw["ranking"]}.keys() <= set(FEATURES)
    assert raw["calibration"].keys() == weights.calibration.keys()


def test_calibration_weighs_what_is_certain() -> None:
    """How sure a link is follows from all that is known of it."""
    text = "The talks were held in Tehran."
    model = model_for(text)
    (piece,) = pieces_of(text, model)
    (choice,) = choose(piece.tokens, piece.spots, model)
    sure = certainty(choice.surface.spots[0], choice)
    assert sure.keys() == load_weights().calibration.keys() - {"bias"}


@pytest.mark.parametrize("language", listed_languages())
def test_every_language_has_marked_articles(language: str) -> None:
    """No language is read that nothing measures."""
    assert (MARKED / f"{language}.txt").exists()
