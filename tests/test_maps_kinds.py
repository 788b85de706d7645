"""Kinds of maps: what each shows, and the command that draws them."""

from __future__ import annotations

from pathlib import Path

import pytest

import briefing
from briefing.cli import main
from briefing.errors import ParameterError
from briefing.linking.links import Links
from briefing.linking.titles import title_places
from briefing.maps.drawing import map_scenes
from briefing.maps.style import COLOURS

EXAMPLES = Path(__file__).parents[1] / "examples" / "maps"


@pytest.fixture(scope="module")
def crimea() -> Links:
    """Give the links of an article about Crimea."""
    return briefing.link(briefing.read_article(EXAMPLES / "crimea.md"))


@pytest.fixture(scope="module")
def hormuz() -> Links:
    """Give the links of an article about a strait that nobody disputes."""
    return briefing.link(briefing.read_article(EXAMPLES / "hormuz.md"))


def test_the_places_of_a_title_are_known(crimea: Links) -> None:
    """By whatever name, and none but these."""
    assert title_places(crimea) == {"country:UA", "region:UA-43"}


def test_worldviews_are_told_apart(crimea: Links) -> None:
    """The states on the sides come first; all stand in one frame, each on its own ground."""
    scenes = map_scenes(crimea, "worldviews")
    assert [scene.worldview for scene in scenes] == ["UA", "RU", "international", "de-facto"]
    assert len({scene.frame for scene in scenes}) == 1
    assert len({scene.sides for scene in scenes}) == 1  # so that tints keep their meaning
    pictures = {briefing.plot(crimea, worldview=scene.worldview)._repr_png_() for scene in scenes}
    assert len(pictures) == 4


def test_a_locator_shows_the_subject_in_its_surroundings(crimea: Links) -> None:
    """It names less and shows more of the world around."""
    (story,), (locator,) = map_scenes(crimea), map_scenes(crimea, "locator")
    assert {mark.name for mark in locator.marks} == {"Ukraine", "Crimea"}
    assert locator.frame.width > story.frame.width


def test_a_dispute_is_framed_by_its_area(crimea: Links) -> None:
    """The map comes closer to what is disputed than that of the story."""
    (story,), (dispute,) = map_scenes(crimea), map_scenes(crimea, "dispute")
    assert dispute.frame.width < story.frame.width
    assert dispute.frame.holds(34.1, 45.0)


@pytest.mark.parametrize("kind", ["dispute", "worldviews"])
def test_without_a_dispute_there_is_no_map_of_one(hormuz: Links, kind: str) -> None:
    """The error says what to ask for instead."""
    with pytest.raises(ParameterError, match="not about a disputed area; ask for 'story'"):
        map_scenes(hormuz, kind)  # type: ignore[arg-type]


def test_an_unknown_kind_is_refused(hormuz: Links) -> None:
    """The error lists the kinds."""
    with pytest.raises(ParameterError, match="expected one of story, locator"):
        briefing.plot(hormuz, kind="globe")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "magic"),
    [
        ("m.png", b"\x89PNG"),
        ("m.svg", b"<?xml"),
        ("m.pdf", b"%PDF"),
        ("m.html", b"<!doctype html>"),
    ],
)
def test_the_command_draws_what_the_suffix_says(tmp_path: Path, name: str, magic: bytes) -> None:
    """Picture, vector or page: one file, complete."""
    out = tmp_path / name
    with pytest.raises(SystemExit) as done:
        main(["map", str(EXAMPLES / "crimea.md"), "--kind", "worldviews", "-o", str(out)])
    assert done.value.code == 0
    made = out.read_bytes()
    assert made.startswith(magic)
    if name.endswith(".html"):
        assert made.count(b'class="briefing-map"') == 4
        assert made.count(COLOURS["sea"].encode()) == 1  # one style sheet for all
    assert list(tmp_path.iterdir()) == [out]


def test_an_unknown_suffix_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The message names those that are known."""
    with pytest.raises(SystemExit) as done:
        main(["map", str(EXAMPLES / "crimea.md"), "-o", "map.bmp"])
    assert done.value.code == 2
    assert "has no suffix .png, .svg, .pdf, .html" in capsys.readouterr().err
