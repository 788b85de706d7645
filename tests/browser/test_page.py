"""The page as a reader opens it: in Chromium, with no network."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.briefs.earlier import Earlier
from briefing.briefs.judgement import Judgement
from briefing.briefs.making import brief
from briefing.pages import html
from briefing.reading.article import Article

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MEGABYTE = 1_000_000
CONTRASTS = """
(selectors) => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = {};
  for (const selector of selectors) {
    const node = document.querySelector(selector);
    if (!node) continue;
    const pair = [light(parse(getComputedStyle(node).color)), light(ground(node))].sort();
    found[selector] = (pair[1] + 0.05) / (pair[0] + 0.05);
  }
  return found;
}
"""


@pytest.fixture(scope="session")
def brief_html(sample_folder: Path) -> str:
    """Give the page of the sample article."""
    return (sample_folder / "brief.html").read_text(encoding="utf-8")


@pytest.fixture
def read(visit: Callable[..., Any], brief_html: str) -> Callable[..., Page]:
    """Open the page of the sample article, with options of the browser's context."""

    def open_brief(**options: Any) -> Page:
        seen = _ready(visit(brief_html, **options))
        return seen.page  # type: ignore[no-any-return]

    return open_brief


def _ready(seen: Any) -> Any:
    """Wait until the map of a page is drawn."""
    seen.page.wait_for_selector('.briefing-map[data-ready="true"]', state="attached")
    return seen


@pytest.fixture(scope="session")
def placed(sample_folder: Path) -> dict[str, str]:
    """Give the names of the linked places that have a position, by place id."""
    places = json.loads((sample_folder / "places.geojson").read_text(encoding="utf-8"))
    return {
        feature["id"]: feature["properties"]["name"]
        for feature in places["features"]
        if feature["geometry"]
    }


def _unfold(page: Page) -> None:
    """Open what is folded in the text, as a reader does."""
    for summary in page.locator(".part > details > summary").all():
        summary.click()


def _popup(page: Page) -> str:
    return page.locator(".leaflet-popup .bm-name").first.inner_text()


def _is_seen(page: Page, selector: str) -> bool:
    """Whether an element lies inside the window."""
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    assert box
    assert size
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


# --- nothing is fetched, nothing fails


def test_the_page_asks_for_nothing_and_complains_of_nothing(
    visit: Callable[..., Any], brief_html: str
) -> None:
    """No request, no script error, no violation of the policy, also after use."""
    seen = _ready(visit(brief_html))
    page = seen.page
    _unfold(page)
    for link in page.locator("a.place[data-place]").all():
        link.click()
    page.keyboard.press("Escape")
    assert (seen.requests, seen.problems) == ([], [])
    assert (seen.dialogs, seen.violations) == ([], [])


def test_the_page_is_small(brief_html: str) -> None:
    """One page with an interactive world map is at most a megabyte."""
    assert len(brief_html.encode()) <= MEGABYTE


def test_every_linked_place_is_on_the_map(
    read: Callable[..., Page], placed: dict[str, str]
) -> None:
    """What has a position has a mark, and the drawing met no problem."""
    page = read()
    marks = page.evaluate(
        "[...document.querySelectorAll('.briefing-map [data-place]')].map(m => m.dataset.place)"
    )
    assert set(placed) <= set(marks)
    assert page.get_attribute(".briefing-map", "data-problems") == "0"


# --- text and map


@pytest.mark.parametrize("act", ["click", "Enter"])
def test_a_mention_moves_the_map(
    read: Callable[..., Page], placed: dict[str, str], act: str
) -> None:
    """A click or Enter on any mention opens the popup of its place on the map."""
    page = read()
    for place, name in placed.items():
        mention = page.locator(f'a.mention[data-place="{place}"]').last
        mention.focus()
        if act == "click":
            mention.click()
        else:
            page.keyboard.press("Enter")
        assert _popup(page) == name
        assert mention.evaluate("node => node.classList.contains('current')")
        assert _is_seen(page, ".leaflet-popup .bm-name")


@pytest.mark.parametrize("act", ["click", "Enter"])
def test_a_mark_leads_to_the_first_mention(read: Callable[..., Page], act: str) -> None:
    """A click or Enter on a mark scrolls to the first mention of its place and shows which."""
    page = read()
    mark = page.locator('.briefing-map .bm-mark[data-place="country:IR"]').first
    if act == "click":
        mark.dispatch_event("click")
    else:
        mark.focus()
        page.keyboard.press("Enter")
    first = page.locator('a.mention[data-place="country:IR"]').first
    assert first.evaluate("node => node.classList.contains('current')")
    assert _is_seen(page, "a.mention.current")
    count = page.locator('a.mention[data-place="country:IR"]').count()
    assert page.locator(".tour-status").inner_text() == f"Iran: mention 1 of {count}"


def test_next_and_previous_go_through_the_mentions(read: Callable[..., Page]) -> None:
    """The bar under the map leads from mention to mention, round and round, and back to it."""
    page = read()
    mentions = page.locator('a.mention[data-place="country:IR"]')
    mentions.first.click()
    for index in (1, 2, 1, 0, mentions.count() - 1):
        back = index in {0, mentions.count() - 1} or page.evaluate(
            "i => [...document.querySelectorAll('a.mention[data-place=\"country:IR\"]')]"
            ".findIndex(m => m.classList.contains('current')) > i",
            index,
        )
        page.locator(f'.tour button[data-step="{-1 if back else 1}"]').click()
        assert mentions.nth(index).evaluate("node => node === document.activeElement")
        assert _is_seen(page, "a.mention.current")
    page.keyboard.press("Escape")
    assert page.locator(".current, .chosen").count() == 0
    assert page.locator(".tour").is_hidden()


def test_a_row_of_the_table_moves_the_map(read: Callable[..., Page]) -> None:
    """A place of the table is chosen like a mention."""
    page = read()
    _unfold(page)
    page.locator('.part-places a.place[data-place="country:FI"]').click()
    assert _popup(page) == "Finland"


def test_a_place_off_the_map_still_leads_somewhere(
    read: Callable[..., Page], placed: dict[str, str]
) -> None:
    """A mention of a bloc, which has no position, leads to its row."""
    page = read()
    page.locator('a.mention[data-place="bloc:NATO"]').first.click()
    assert "bloc:NATO" not in placed
    assert page.url.endswith("#place-bloc-NATO")


def test_on_a_phone_the_map_comes_into_view(read: Callable[..., Page]) -> None:
    """Where the map does not stand beside the text, choosing a mention brings it into view."""
    page = read(viewport={"width": 400, "height": 800})
    page.locator('a.mention[data-place="country:SY"]').last.click()
    assert _is_seen(page, ".leaflet-popup .bm-name")
    page.locator('.tour button[data-step="0"]').click()
    assert _is_seen(page, "a.mention.current")


# --- without scripts, on paper, on every screen


def _static_map(page: Page) -> int:
    picture = page.locator(".part-map img.map-static")
    assert picture.evaluate("image => getComputedStyle(image).visibility") == "visible"
    assert picture.get_attribute("alt")
    return picture.evaluate("image => image.naturalWidth")  # type: ignore[no-any-return]


def test_without_scripts_the_map_and_the_text_are_there(
    visit: Callable[..., Any], brief_html: str, sample_article: Path
) -> None:
    """Scripts switched off leave the picture of the map and every word of the article."""
    page = visit(brief_html, java_script_enabled=False).page
    assert _static_map(page) > 600
    box = page.locator(".map-static").bounding_box()
    assert box
    assert box["height"] > 200
    words = " ".join(page.locator(".article").inner_text().split())
    last = sample_article.read_text(encoding="utf-8").split()[-8:]
    assert " ".join(last) in words


def test_in_print_the_picture_stands_for_the_map(read: Callable[..., Page]) -> None:
    """On paper the static map is shown, and nothing that can only be used."""
    page = read()
    page.locator("a.mention").first.click()
    page.emulate_media(media="print")
    assert _static_map(page) > 600
    assert page.locator(".map-live").is_hidden()
    assert page.locator(".tour").is_hidden()
    assert page.locator(".article").is_visible()


@pytest.mark.parametrize("width", [360, 400, 768, 1280, 1920, 2560])
def test_the_page_fits_every_width(read: Callable[..., Page], width: int) -> None:
    """Nothing sticks out to the side, from a phone to a wall screen."""
    page = read(viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    frame = page.locator(".map-frame").bounding_box()
    assert frame
    assert frame["width"] >= 300
    assert frame["height"] >= 300


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(read: Callable[..., Page], scheme: str) -> None:
    """Text has the contrast that WCAG 2.2 asks for at level AA, light and dark."""
    page = read(color_scheme=scheme)
    page.locator("a.mention").first.click()
    selectors = [
        *("h1", "h2", ".facts dt", ".lead", ".note", "thead th", ".kind", "a.place", ".evidence q"),
        *("a.mention", "a.mention.current", "a.mention.chosen", "figcaption p", "footer p"),
        *(".tour-status", ".tour button", ".code"),
    ]
    found = page.evaluate(CONTRASTS, selectors)
    assert len(found) > 12
    assert {name: ratio for name, ratio in found.items() if ratio < 4.5} == {}


def test_the_keyboard_reaches_the_text_first(read: Callable[..., Page]) -> None:
    """The first stop of the Tab key skips to the briefing; every stop can be seen."""
    page = read()
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.getAttribute('href')")
    assert skip == "#main"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


# --- hostile text

MARK = "document.documentElement.dataset.pwn=1"
HOSTILE = [
    f"</script><script>{MARK}</script>",
    f'<img src=x onerror="{MARK}">',
    f"'\"><svg onload={MARK}>",
    f"${{{MARK}}}`${{{MARK}}}`",
    f"\\x3cimg src=x onerror={MARK}\\x3e\\u003cimg src=x onerror={MARK}\\u003e",
    f"{{{{ {MARK} }}}}{{% print(191*7) %}}{{# x #}}",
    f"]]>--><!--<script>{MARK}</script>",
    f"javascript:{MARK}//",
    f"&lt;img src=x onerror={MARK}&gt;&#60;script&#62;",
    "C:\\path\\20190221 \u2028\u2029 \u202egpj.exe \u200b",
]


def _replaced(value: Any, text: str) -> Any:
    """Put a text in the place of every text that people read in the data of a part."""
    kept = {"id", "place", "kind", "version", "part", "worldview", "shape"}
    kept |= {"as_of", "date", "dated", "until", "reviewed", "start", "end"}
    kept |= {"origin", "status", "granularity", "since", "day", "projection", "role"}
    if isinstance(value, dict) and "scene" in value:
        scene = _replaced(json.loads(value["scene"]), text)
        rest = {key: v for key, v in value.items() if key != "scene"}
        return {**_replaced(rest, text), "scene": json.dumps(scene)}
    if isinstance(value, dict):
        return {key: v if key in kept else _replaced(v, text) for key, v in value.items()}
    if isinstance(value, list):
        return [_replaced(item, text) for item in value]
    return text if isinstance(value, str) and value else value


@cache
def _given_parts() -> str:
    """Give the cells of the parts that are shown only where the analyst gives what they need."""
    own = Judgement(
        text="T.",
        likelihood="likely",
        confidence="low",
        basis="B.",
        evidence=(1, "E."),
        alternatives=("A.",),
        indicators=("I.",),
        caveat="C.",
    )
    last = Earlier(title="Last", as_of=dt.date(2022, 7, 12), places=(), actors=(), relations=())
    article = Article.from_text("Finland warned Russia. NATO and Britain watched.", id="a")
    made = brief(article, as_of="2023-05-01", judgements=[own], since=last)
    shown = [part._repr_mimebundle_() for part in (made.judgements, made.news) if part]
    assert len(shown) == 2
    return json.dumps(
        [
            {"cell_type": "code", "metadata": {}, "outputs": [{"output_type": "x", "data": one}]}
            for one in shown
        ]
    )


def _hostile_page(folder: Path, text: str) -> str:
    notebook = json.loads((folder / "brief.ipynb").read_text(encoding="utf-8"))
    notebook["cells"] += json.loads(_given_parts())
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            for mime, content in output.get("data", {}).items():
                if mime == "application/vnd.briefing.part+json":
                    content["data"] = _replaced(content["data"], text)
                    content["title"] = text
                elif mime == "text/html":
                    output["data"][mime] = text
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})
    return html.render(notebook)


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_not_run(
    visit: Callable[..., Any],
    sample_folder: Path,
    text: str,
    policy: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Put everywhere, it runs nothing, fetches nothing and breaks nothing, even unguarded."""
    made = _hostile_page(sample_folder, text)
    if not policy:
        made = made.replace("Content-Security-Policy", "X-None", 1)
    seen = _ready(visit(made))
    page = seen.page
    for link in page.locator("a.place[data-place]").all()[:3]:
        link.click()
    page.locator(".leaflet-popup .bm-name").wait_for()
    assert page.evaluate("document.documentElement.dataset.pwn") is None
    assert (seen.requests, seen.problems, seen.dialogs) == ([], [], [])
    data = r'<script type="application/json"[^>]*>[^<]*</script>'  # its numbers are coordinates
    assert "1337" not in re.sub(data, "", page.content())
    assert page.locator("h1").evaluate("node => node.textContent") == text


@pytest.mark.parametrize(
    "smuggled",
    [
        f"<script>{MARK}</script>",
        f'<img src="data:," onerror="{MARK}">',
        f'<iframe srcdoc="<script>parent.{MARK}</script>"></iframe>',
        '<script src="https://203.0.113.9/x.js"></script>',
        '<link rel="stylesheet" href="https://203.0.113.9/x.css">',
    ],
)
def test_the_policy_is_a_second_wall(
    visit: Callable[..., Any], brief_html: str, smuggled: str
) -> None:
    """Markup that someone puts into a finished page neither runs nor fetches anything."""
    seen = _ready(visit(brief_html.replace("</main>", f"{smuggled}</main>")))
    assert seen.violations or "<iframe" in smuggled
    assert seen.page.evaluate("document.documentElement.dataset.pwn") is None
    assert seen.requests == []
