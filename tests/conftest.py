"""Fixtures that several test modules share."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import samples
from hypothesis import settings

# How long an example takes says how busy the machine is; speed belongs to benchmarks/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="session", autouse=True)
def no_user_layers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the layers of whoever runs the tests out of them, in child processes too."""
    before = os.environ.get("BRIEFING_LAYERS")
    os.environ["BRIEFING_LAYERS"] = str(tmp_path_factory.mktemp("layers") / "none")
    yield
    if before is None:
        del os.environ["BRIEFING_LAYERS"]
    else:
        os.environ["BRIEFING_LAYERS"] = before


@pytest.fixture(scope="session")
def sample_article() -> Path:
    """Give the sample article on the Tehran meeting of 19 July 2022."""
    (path,) = EXAMPLES.glob("tehran-2022-07-19.*")
    return path


@pytest.fixture(scope="session")
def sample_folder(sample_article: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample article once, as page and as slides, and give the finished folder."""
    from briefing.running.run import build  # noqa: PLC0415 - tests that need no build stay light

    return build(sample_article, tmp_path_factory.mktemp("out"), formats=("html", "slides"))


@pytest.fixture(scope="session")
def sample_notebook(sample_folder: Path) -> dict[str, Any]:
    """Give the executed notebook of the sample article."""
    return json.loads((sample_folder / "brief.ipynb").read_bytes())  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def long_notebook() -> dict[str, Any]:
    """Give an executed notebook with a table that no slide holds."""
    return samples.long_notebook()


@pytest.fixture(scope="session")
def hostile_notebook() -> dict[str, Any]:
    """Give an executed notebook that has hostile text wherever text can stand."""
    return samples.hostile_notebook()
