"""The map as a reader meets it: in Chromium, without a network, under the policy of a page."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from briefing import markup
from briefing.gazetteer.place import PlaceKind
from briefing.maps import live, web
from briefing.maps.extent import Extent
from briefing.maps.frame import WORLD, Frame
from briefing.maps.marks import Country, DisputedMark, Mark
from briefing.maps.projection import Projection
from briefing.maps.scene import Scene
from briefing.maps.shapes import NOTHING, as_shape

if TYPE_CHECKING:
    from conftest import Visit
    from playwright.sync_api import Page

    Open = Callable[..., Visit]

pytestmark = pytest.mark.browser

READY = '.briefing-map[data-ready="true"]'
LISTEN = """
window.chosen = [];
document.addEventListener("briefing:select", (event) => window.chosen.push(event.detail.place));
"""
PWN = "document.documentElement.dataset.pwn=1"
HOSTILE = (
    "{{ 7*191 }}",
    "{% raw %}",
    f"</script><script>{PWN}</script>",
    f"<img src=x onerror={PWN}>",
    f"`${{{PWN}}}`",
    f"'\"><svg/onload={PWN}>",
    f"\\x3cimg src=x onerror={PWN}\\x3e",
    f'" onfocus="{PWN}" autofocus tabindex="1',
    "\u202eevil\u202c \u2028 \ufeff",
    "C:\\path\\20190221",
    "<!--",
    "x" * 3000,
)
FRAME = "html,body{margin:0;height:100%}"


def box(west: float, south: float, east: float, north: float) -> shapely.MultiPolygon:
    """Make a rectangular shape."""
    return as_shape(shapely.box(west, south, east, north))


def mark(key: str, name: str, lon: float, lat: float, **more: Any) -> Mark:
    """Make a mark named twice; with a shape it gets bounds as well."""
    shape = more.pop("shape", NOTHING)
    return Mark(
        id=key,
        kind=PlaceKind(key.split(":", maxsplit=1)[0]),
        name=name,
        lon=lon,
        lat=lat,
        mentions=2,
        confidence=0.87,
        shape=shape,
        bounds=None if shape.is_empty else Extent(*shape.bounds),
        **more,
    )


@pytest.fixture
def scene() -> Scene:
    """Give two countries, one of them named, a region, a town, a sea and a disputed strip."""
    left, right = box(0, 40, 10, 50), box(10, 40, 20, 50)
    return Scene(
        countries=(
            Country(id="country:AA", name="Aland", lon=5, lat=45, shape=left),
            Country(id="country:BB", name="Beland", lon=15, lat=45, shape=right),
        ),
        marks=(
            mark("country:AA", "Aland", 5, 45, shape=left),
            mark("region:AA-X", "Xshire", 2, 48, shape=box(0.5, 46.5, 4, 49.5), country="Aland"),
            mark("city:1", "Town", 5, 42, country="Aland", note="administered by Beland"),
            mark("sea:blue", "Blue Sea", 12, 38),
        ),
        disputed=(
            DisputedMark(
                id="disputed:strip",
                name="Strip",
                status="administered by Beland, claimed by Aland",
                facts="Since the war.",
                marked=False,
                lon=11.5,
                lat=45,
                shape=box(10, 40, 13, 50),
            ),
        ),
        frame=Frame.of(Extent(-2, 36, 22, 52)),
        title="A title",
        boundary_note="Whose borders these are.",
        attribution=("Made by hand",),
    )


def page_of(scene: Scene) -> str:
    """Put the pieces of a map into a page as strict as ours are."""
    pieces = live.markup(scene)
    scripts = (*pieces.scripts, LISTEN)
    policy = markup.content_security_policy(scripts=scripts, styles=(pieces.head_css, FRAME))
    return (
        '<!doctype html><html lang="en"><head>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta charset="utf-8">'
        f"<title>Map</title><style>{pieces.head_css}</style><style>{FRAME}</style></head>"
        f"<body>{pieces.body_html}{pieces.data_json_block}"
        + "".join(f"<script>{script}</script>" for script in scripts)
        + "</body></html>"
    )


@pytest.fixture
def shown(visit: Open, scene: Scene) -> Visit:
    """Open the scene and wait until it is drawn."""
    seen = visit(page_of(scene))
    seen.page.wait_for_selector(READY)
    return seen


def popup(page: Page) -> list[str]:
    """Return the lines of the open popup."""
    page.wait_for_selector(".leaflet-popup .bm-card")
    return page.locator(".leaflet-popup .bm-card > p").all_inner_texts()


def place(key: str) -> str:
    """Return the selector of a mark."""
    return f'path[data-place="{key}"]'


def visible_labels(page: Page) -> set[str]:
    """Return the names that the map shows."""
    return set(page.locator(".bm-label:not(.bm-hidden) > bdi").all_inner_texts())


def test_the_map_asks_for_nothing_and_complains_of_nothing(shown: Visit) -> None:
    """No request, no error in the console and no violation of the policy, also when used."""
    page = shown.page
    for key in ("country:AA", "region:AA-X", "city:1", "disputed:strip"):
        page.evaluate("place => briefingMap.show(place)", key)
    page.click("text=All")
    page.click(".leaflet-control-zoom-in")
    page.wait_for_timeout(300)
    assert shown.clean, (shown.requests, shown.problems, shown.violations)
    assert page.get_attribute(READY, "data-problems") == "0"


def test_every_place_is_a_mark(shown: Visit, scene: Scene) -> None:
    """Countries, regions, towns, seas and disputes can each be chosen."""
    keys = {*(m.id for m in scene.marks), *(d.id for d in scene.disputed)}
    assert (
        set(
            shown.page.eval_on_selector_all(
                "path[data-place]", "all => all.map(p => p.dataset.place)"
            )
        )
        == keys
    )
    assert shown.page.get_attribute(READY, "data-marks") == str(len(keys))


def test_names_stand_on_the_map(shown: Visit) -> None:
    """The names of the story, its neighbours and its disputes are written, and legibly."""
    labels = visible_labels(shown.page)
    assert {"Aland", "Xshire", "Town", "Blue Sea", "Beland"} <= labels
    boxes = shown.page.eval_on_selector_all(
        ".bm-label:not(.bm-hidden) > bdi",
        """all => all.map(name => name.getBoundingClientRect())
        .map(box => [box.left, box.top, box.right, box.bottom])""",
    )
    for i, one in enumerate(boxes):
        for two in boxes[:i]:
            apart = one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]
            assert apart


def test_a_click_opens_the_popup_and_tells_the_page(shown: Visit) -> None:
    """The popup says what the place is, how often it is named and how surely it is linked."""
    shown.page.locator(place("city:1")).click()
    assert popup(shown.page) == [
        "Town",
        "city, Aland",
        "named 2 times, confidence 87 %",
        "Disputed: administered by Beland",
    ]
    assert shown.page.evaluate("window.chosen") == ["city:1"]


def test_the_disputed_area_says_who_claims_it(shown: Visit) -> None:
    """Hatching opens with both sides of the dispute."""
    shown.page.locator(place("disputed:strip")).click(position={"x": 30, "y": 30})
    assert popup(shown.page)[2:] == ["administered by Beland, claimed by Aland", "Since the war."]
    fill = shown.page.locator(place("disputed:strip")).get_attribute("fill")
    assert fill
    assert shown.page.locator(fill.removeprefix("url(").removesuffix(")")).count() == 1


def test_the_keyboard_reaches_every_mark(shown: Visit, scene: Scene) -> None:
    """Tab goes through the marks, Enter opens one, and each says what it is."""
    page = shown.page
    reached = set()
    page.locator(".leaflet-container").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.place ?? ''"))
    assert {m.id for m in scene.marks} <= reached
    page.locator(place("region:AA-X")).focus()
    page.keyboard.press("Enter")
    assert popup(page)[0] == "Xshire"
    assert page.evaluate("window.chosen") == ["region:AA-X"]
    assert page.locator(place("region:AA-X")).get_attribute("aria-label") == (
        "Xshire, region, Aland, named 2 times, confidence 87 %"
    )


def test_the_page_can_show_a_place(shown: Visit) -> None:
    """By function and by event the map moves to a place, without choosing it for the reader."""
    page = shown.page
    before = page.locator(place("city:1")).bounding_box()
    assert page.evaluate("briefingMap.has('city:1') && briefingMap.show('city:1')") is True
    assert popup(page)[0] == "Town"
    assert page.locator(place("city:1")).bounding_box() != before
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('briefing:show', {detail: {place: 'region:AA-X'}}))"
    )
    page.wait_for_function("document.querySelector('.bm-card .bm-name').textContent === 'Xshire'")
    assert page.evaluate("window.chosen") == []
    assert page.evaluate("briefingMap.show('city:unknown')") is False


def test_controls_explain_the_map(shown: Visit) -> None:
    """Legend, scale, borders, credits and a plain Leaflet prefix are there."""
    page = shown.page
    assert "country named in the article" in page.inner_text(".bm-panel >> nth=0")
    assert page.inner_text(".leaflet-control-scale").endswith("km")
    assert page.inner_text(".leaflet-control-attribution") == "Leaflet"
    assert page.locator(".leaflet-control-attribution svg").count() == 0
    assert page.inner_text(".bm-credits") == "Made by hand"
    page.click("text=Borders")
    assert "Whose borders these are." in page.inner_text(".bm-foot")


@pytest.mark.parametrize(
    "frame",
    [
        Frame.of(Extent(-2, 36, 22, 52)),
        Frame.of(Extent(165, -50, 195, -5)),
        Frame.of(Extent(-180, 62, 180, 90)),
        WORLD,
        Frame(Projection("eqearth", 150.0), -17.5e6, -7e6, 17.5e6, 8.4e6),
    ],
    ids=["region", "antimeridian", "pole", "world", "pacific"],
)
def test_screen_and_paper_project_alike(visit: Open, scene: Scene, frame: Frame) -> None:
    """The script's projections are those of PROJ, there and back, to a metre."""
    seen = visit(page_of(replace(scene, frame=frame)))
    seen.page.wait_for_selector(READY)
    xs, ys = np.linspace(frame.left, frame.right, 9), np.linspace(frame.bottom, frame.top, 7)
    lonlat = frame.projection.unproject(np.array(np.meshgrid(xs, ys)).reshape(2, -1).T)
    lonlat = lonlat[np.isfinite(lonlat).all(axis=1)]
    found = seen.page.evaluate(
        """([frame, points]) => {
          const { projection } = briefingProjection(frame);
          return points.map(([lon, lat]) => {
            const there = projection.project({ lat, lng: lon });
            const { lat: south, lng } = projection.unproject(there);
            return [there.x, there.y, lng, south];
          });
        }""",
        [frame.to_json(), lonlat.tolist()],
    )
    there, back = np.array(found)[:, :2], np.array(found)[:, 2:]
    assert np.abs(there - frame.projection.project(lonlat)).max() < 1
    assert np.abs(back[:, 1] - lonlat[:, 1]).max() < 1e-5
    turned = (back[:, 0] - lonlat[:, 0] + 180) % 360 - 180
    assert np.abs(turned * np.cos(np.radians(lonlat[:, 1]))).max() < 1e-5


def test_the_scale_bar_is_true_in_the_middle(shown: Visit, scene: Scene) -> None:
    """A pixel of the bar is as many metres as a pixel of the map is in its middle."""
    page = shown.page
    length = page.locator(".leaflet-control-scale-line").evaluate("bar => bar.offsetWidth")
    kilometres = float(page.inner_text(".leaflet-control-scale").split()[0])
    land = page.locator(place("country:AA")).bounding_box()
    assert land
    shape = scene.frame.projection.projected(scene.countries[0].shape)
    west, _, east, _ = shape.bounds
    assert kilometres * 1000 / length == pytest.approx((east - west) / land["width"], rel=0.03)


def test_what_lies_outside_the_view_is_told(shown: Visit) -> None:
    """Its names stand at the edge, lead there by a click, and the page hears of them."""
    page = shown.page
    assert page.get_attribute(READY, "data-outside") == "0"
    page.evaluate(
        """document.addEventListener("briefing:outside", (event) => {
          window.outside = event.detail.names;
        })"""
    )
    page.evaluate("briefingMap.show('region:AA-X')")
    for _ in range(5):
        page.click(".leaflet-control-zoom-in")
    page.wait_for_function("document.querySelector('.briefing-map').dataset.outside > 0")
    assert "Town (2)" in page.evaluate("window.outside")
    page.locator(".bm-away", has_text="Town").click()
    assert popup(page)[0] == "Town"


def test_the_map_is_left_out_in_print(shown: Visit) -> None:
    """On paper the picture stands for it."""
    shown.page.emulate_media(media="print")
    assert not shown.page.is_visible(".briefing-map")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_reader(visit: Open, scene: Scene, scheme: str) -> None:
    """The sea is light in a light scheme and dark in a dark one."""
    seen = visit(page_of(scene), color_scheme=scheme)
    seen.page.wait_for_selector(READY)
    colour = seen.page.evaluate(
        "getComputedStyle(document.querySelector('.briefing-map')).backgroundColor"
    )
    brightness = sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(",")))
    assert (brightness > 384) == (scheme == "light")


def test_a_hidden_map_finds_its_place_when_it_is_shown(visit: Open, scene: Scene) -> None:
    """On a slide that is not yet shown the map has no size; it fits the story once it has."""
    hidden = (
        page_of(scene)
        .replace(FRAME, FRAME + ".hidden{display:none}")
        .replace("<body>", '<body class="hidden">')
    )
    seen = visit(hidden.replace(_policy(page_of(scene)), ""))
    seen.page.wait_for_selector(READY, state="attached")
    seen.page.evaluate("document.body.classList.remove('hidden')")
    seen.page.wait_for_function("document.querySelector('.bm-label:not(.bm-hidden)')")
    window = seen.page.viewport_size
    where = seen.page.locator(place("country:AA")).bounding_box()
    assert window
    assert where
    assert where["x"] > 0
    assert where["x"] + where["width"] < window["width"]
    assert where["height"] > window["height"] / 3


def _policy(html: str) -> str:
    start = html.index("<meta http-equiv")
    return html[start : html.index(">", start) + 1]


def test_no_bands_at_the_antimeridian(visit: Open) -> None:
    """A country on both sides of 180 degrees stands in one piece and has no border inside."""
    both = as_shape(
        shapely.union(shapely.box(170, -20, 180, -10), shapely.box(-180, -20, -172, -10))
    )
    island = mark("country:FJ", "Island", 178, -15, shape=both)
    scene = Scene(
        countries=(Country(id="country:FJ", name="Island", lon=178, lat=-15, shape=both),),
        marks=(island, mark("city:2", "East", -174, -12)),
        frame=Frame.of(Extent(165, -25, 195, -5)),
    )
    seen = visit(page_of(scene))
    seen.page.wait_for_selector(READY)
    town = seen.page.locator(place("city:2")).bounding_box()
    land = seen.page.locator(place("country:FJ")).bounding_box()
    assert town
    assert land
    assert land["x"] < town["x"] < land["x"] + land["width"] < 1280
    assert land["width"] < 1280
    widest = seen.page.eval_on_selector_all(
        "path:not(.bm-globe)", "all => Math.max(...all.map(p => p.getBoundingClientRect().width))"
    )
    assert widest <= land["width"] + 10
    border = seen.page.locator("path.bm-named-border").get_attribute("d") or ""
    lines = [re.findall(r"(-?\d+) (-?\d+)", line) for line in border.split("M")]
    cut = 640  # the antimeridian is in the middle of the window
    assert len(lines) > 2
    for one, two in itertools.chain.from_iterable(map(itertools.pairwise, lines)):
        assert not int(one[0]) == int(two[0]) == cut
        assert abs(int(one[0]) - int(two[0])) < land["width"]


def test_one_bad_shape_costs_nothing_else(visit: Open, scene: Scene) -> None:
    """If the data of one shape are damaged the others and all marks are still drawn."""
    data = scene.to_json()
    damaged: list[Any] = [[[None, 7]]]
    data["countries"][0]["shape"] = data["marks"][1]["shape"] = damaged
    block = live.markup(scene).data_json_block.split(">")[1].split("<")[0]
    words = json.loads(block)["words"]
    html = page_of(scene).replace(block, markup.inert_json({**data, "words": words}))
    seen = visit(html)
    seen.page.wait_for_selector(READY)
    assert seen.page.locator("path[data-place]").count() == 5
    assert seen.page.get_attribute(READY, "data-problems") != "0"
    assert seen.clean


def test_the_folium_map_is_drawn_as_well(visit: Open, scene: Scene) -> None:
    """Saved or in a notebook, the same map draws without the network."""
    seen = visit(web.draw(scene).get_root().render())
    seen.page.wait_for_selector(READY)
    assert seen.page.locator("path[data-place]").count() == 5
    assert seen.clean
    notebook = visit(web.draw(scene)._repr_html_())
    frame = notebook.page.frame_locator("iframe")
    frame.locator(READY).wait_for()
    assert frame.locator("path[data-place]").count() == 5
    assert notebook.clean


@pytest.mark.parametrize("form", ["page", "folium"])
def test_hostile_text_is_shown_and_never_run(visit: Open, form: str) -> None:
    """Names, notes and titles that are code elsewhere are plain text here."""
    marks = [
        mark(f"city:{i}", text, i * 2, 45, country=text, note=text)
        for i, text in enumerate(HOSTILE)
    ]
    nasty = HOSTILE[2]
    scene = Scene(
        countries=(Country(id="country:AA", name=nasty, lon=5, lat=45, shape=box(0, 40, 10, 50)),),
        marks=tuple(marks),
        disputed=(
            DisputedMark(
                id="disputed:x",
                name=nasty,
                status=HOSTILE[3],
                facts=HOSTILE[5],
                marked=False,
                lon=3,
                lat=43,
                shape=box(2, 42, 4, 44),
            ),
        ),
        frame=Frame.of(Extent(-2, 36, 26, 52)),
        title=nasty,
        boundary_note=HOSTILE[3],
        attribution=HOSTILE,
    )
    seen = visit(page_of(scene) if form == "page" else web.draw(scene).get_root().render())
    page = seen.page
    page.wait_for_selector(READY)
    for i, text in enumerate(HOSTILE):
        page.evaluate("place => briefingMap.show(place)", f"city:{i}")
        page.wait_for_function(
            "text => document.querySelector('.bm-card .bm-name').textContent === text", arg=text
        )
    assert page.locator("path[data-place]").count() == len(HOSTILE) + 1
    assert page.evaluate("document.documentElement.dataset.pwn") is None
    assert "1337" not in page.inner_text("body")
    assert page.locator(".briefing-map img, .briefing-map script").count() == 0
    assert seen.clean, (seen.requests, seen.problems, seen.dialogs)
