"""Weights of the evidence: read from ``geodata/gazetteer/weights.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from briefing.data import geodata_dir
from briefing.errors import GazetteerError

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much each piece of evidence counts; log odds per unit.

    Attributes
    ----------
    recognition
        Evidence in the text that a name is a place. Holds ``"bias"``.
    decision
        The same together with what the ranking found. Holds ``"bias"``.
    votes, ranking
        Features of a candidate place: for the first order of the places, and for the last.
    threshold
        Least confidence, 0 to 1, with which a mention is kept.
    calibration
        What turns the log odds of being a place, and of being this one of its name, into those
        that come true. Holds ``"bias"``.
    """

    recognition: Terms
    decision: Terms
    votes: Terms
    ranking: Terms
    threshold: float
    calibration: Terms


def parse_weights(raw: Mapping[str, Any]) -> Weights:
    """Make weights of their JSON form."""
    weights = Weights(
        recognition=raw["recognition"],
        decision=raw["decision"],
        votes=raw["votes"],
        ranking=raw["ranking"],
        threshold=float(raw["threshold"]),
        calibration=raw["calibration"],
    )
    if any(
        "bias" not in one for one in (weights.recognition, weights.decision, weights.calibration)
    ):
        raise ValueError("no bias")
    return weights


@cache
def load_weights(path: Path | None = None) -> Weights:
    """Read the weights.

    Raises
    ------
    GazetteerError
        If the file is missing or damaged.
    """
    path = path or geodata_dir() / "gazetteer" / "weights.json"
    try:
        return parse_weights(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GazetteerError(
            f"linking weights {path.name!r}",
            f"found {type(error).__name__} ({error}), expected the weights of this version",
            "restore the file from the release or run tools/linking/fit.py",
        ) from error
