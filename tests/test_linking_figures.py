"""How right the linker is: no corpus may lose more than a point."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).parent.parent / "tools"


@pytest.fixture(scope="module")
def tool() -> Any:
    """Give the tool that measures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOOLS))
        return importlib.import_module("linking_figures")


def test_no_corpus_has_lost_more_than_a_point(tool: Any) -> None:
    """Recognition, places and countries are as right as they were when the figures were written."""
    golden = json.loads(tool.GOLDEN.read_text(encoding="utf-8"))
    found = tool.measure(tool.corpora())
    assert {"hard", "ar", "de", "es", "fa", "fr", "ru", "tr", "uk"} <= golden.keys() & found.keys()
    assert tool.losses(golden, found) == []


def test_a_loss_is_told(tool: Any) -> None:
    """What has fallen by more than a point is named, with both figures; a smaller loss is not."""
    golden = {"a": {"end_to_end": 80.0}, "b": {"end_to_end": 80.0}, "c": {"end_to_end": 80.0}}
    now = {"a": {"end_to_end": 78.9}, "b": {"end_to_end": 79.1}}
    assert tool.losses(golden, now) == ["a end_to_end: 78.9, expected 80.0 less 1.0 at most"]
