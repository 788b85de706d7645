"""Names on the maps of the sample articles, measured in Chromium at three widths.

What is measured here does not ask the script where it has put a name, but the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.linking.links import link
from briefing.maps import live
from briefing.maps.drawing import map_scenes
from briefing.maps.scene import Scene
from briefing.reading.files import read_article

if TYPE_CHECKING:
    from conftest import Visit

pytestmark = pytest.mark.browser

EXAMPLES = Path(__file__).parents[2] / "examples"
ARTICLES = sorted(EXAMPLES.glob("*-20*.md")) + sorted(EXAMPLES.glob("maps/*.md"))
SIZES = ((360, 640), (1280, 800), (1920, 1080))
FARTHEST = 40  # pixels from a place to a name without a line
MEASURE = """
() => {
  const box = (node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const meet = (a, b) => a[0] < b[2] - 1 && b[0] < a[2] - 1 && a[1] < b[3] - 1 && b[1] < a[3] - 1;
  const away = ([left, top, right, bottom], x, y) =>
    Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
  const far = (label) => {
    const name = box(label.firstChild);
    const id = label.dataset.label;
    const paths = [...document.querySelectorAll("path")]
      .filter((path) => path.dataset.place === id || path.dataset.land === id);
    return Math.min(...paths.map((path) => {
      const matrix = path.getScreenCTM();
      const middle = new DOMPoint((name[0] + name[2]) / 2, (name[1] + name[3]) / 2);
      if (path.isPointInFill(middle.matrixTransform(matrix.inverse()))) return 0;
      const length = path.getTotalLength();
      let nearest = Infinity;
      for (let i = 0; i < 400; i += 1) {
        const { x, y } = path.getPointAtLength((i / 400) * length).matrixTransform(matrix);
        nearest = Math.min(nearest, away(name, x, y));
      }
      return nearest;
    }));
  };
  const labels = [...document.querySelectorAll(".bm-label:not(.bm-hidden)")];
  const away_names = document.querySelectorAll(".bm-away");
  const names = [...labels.map((label) => label.firstChild), ...away_names];
  const controls = [...document.querySelectorAll(".leaflet-control")].map(box)
    .filter(([left, top, right, bottom]) => right > left && bottom > top);
  const boxes = names.map(box);
  const [width, height] = [innerWidth, innerHeight];
  return {
    names: names.map((name) => name.textContent),
    overlaps: boxes.flatMap((one, i) => names.slice(0, i).filter((_, j) => meet(one, boxes[j]))
      .map((other) => `${names[i].textContent} / ${other.textContent}`)),
    covered: names.filter((_, i) => controls.some((other) => meet(boxes[i], other)))
      .map((name) => name.textContent),
    lost: labels.filter((label) => label.dataset.lead !== "true" && far(label) > FARTHEST)
      .map((label) => label.textContent),
    cut: names.filter((_, i) => boxes[i][0] < -1 || boxes[i][1] < -1 || boxes[i][2] > width + 1
      || boxes[i][3] > height + 1).map((name) => name.textContent),
  };
}
""".replace("FARTHEST", str(FARTHEST))


def scene_of(article: Path) -> Scene:
    """Settle the map of a sample article."""
    (scene,) = map_scenes(link(read_article(article)))
    return scene


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_names_are_legible_at_any_width(visit: Callable[..., Visit], article: Path) -> None:
    """No name on another or on a control, none far from its place, and the subject has its own."""
    scene = scene_of(article)
    seen = visit(_bare(live.page([scene])))
    seen.page.wait_for_selector('.briefing-map[data-ready="true"]')
    subjects = {mark.name[:39] for mark in scene.marks if mark.role == "subject"}
    for width, height in SIZES:
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.page.wait_for_timeout(150)
        seen.page.get_by_text("Story", exact=True).click()
        found: dict[str, Any] = seen.page.evaluate(MEASURE)
        faults = {key: found[key] for key in ("overlaps", "covered", "lost", "cut") if found[key]}
        assert faults == {}, (width, faults)
        assert subjects <= {name[:39] for name in found["names"]}, width
    assert seen.clean, (seen.problems, seen.violations)


def _bare(page: str) -> str:
    """Let the map fill the window: its policy goes, as a style is added."""
    fill = "<style>body{padding:0}h1,figcaption{display:none}.map-frame{height:100vh}</style>"
    start = page.index("<meta http-equiv")
    end = page.index(">", start) + 1
    return (page[:start] + page[end:]).replace("</head>", f"{fill}</head>", 1)
