"""How right the linker is: no corpus may lose more than a point."""

from __future__ import annotations

import json

from tools.linking import figures


def test_no_corpus_has_lost_more_than_a_point() -> None:
    """Recognition, places and countries are as right as they were when the figures were written."""
    golden = json.loads(figures.GOLDEN.read_text(encoding="utf-8"))
    found = figures.measure(figures.corpora())
    assert {"hard", "ar", "de", "es", "fa", "fr", "ru", "tr", "uk"} <= golden.keys() & found.keys()
    assert figures.losses(golden, found) == []


def test_a_loss_is_told() -> None:
    """What has fallen by more than a point is named, with both figures; a smaller loss is not."""
    golden = {"a": {"end_to_end": 80.0}, "b": {"end_to_end": 80.0}, "c": {"end_to_end": 80.0}}
    now = {"a": {"end_to_end": 78.9}, "b": {"end_to_end": 79.1}}
    assert figures.losses(golden, now) == ["a end_to_end: 78.9, expected 80.0 less 1.0 at most"]
