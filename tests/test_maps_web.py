"""The map on the screen: what is in the HTML, and what is not."""

from __future__ import annotations

import io
import itertools
import json
import re
import string

import folium
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.gazetteer.place import PlaceKind
from briefing.maps import live, style, web
from briefing.maps.extent import Extent
from briefing.maps.frame import Frame
from briefing.maps.marks import Country, Mark
from briefing.maps.scene import Scene
from briefing.maps.shapes import as_shape

HOSTILE = (
    "{{ 7*191 }}",
    "{% raw %}",
    "{% print(7*191) %}",
    "{# gone #}",
    "</script><script>document.title=1</script>",
    "`${document.title=1}`",
    "'\"><img src=x onerror=alert(1)>",
    "\\u003cimg\\x3e C:\\path\\20190221",
    "\u202eevil\u202c \u2028 \x00 \ud800",
    "<!--",
)


def scene(name: str = "Town", title: str = "Title") -> Scene:
    """Make a scene of one country and one town."""
    land = as_shape(shapely.box(0, 0, 10, 10))
    mark = Mark(
        id="city:1",
        kind=PlaceKind.CITY,
        name=name,
        lon=4,
        lat=4,
        mentions=1,
        confidence=0.5,
    )
    return Scene(
        countries=(Country(id="country:AA", name="Aland", lon=5, lat=5, shape=land),),
        marks=(mark,),
        frame=Frame.of(Extent(-2, -2, 12, 12)),
        title=title,
    )


def html(shown: Scene) -> str:
    """Render the folium map of a scene."""
    return str(web.draw(shown).get_root().render())


def read_back(block: str) -> dict[str, object]:
    """Read the data block as the script does."""
    (encoded,) = re.findall(r">([^<]*)</script>", block)
    data: dict[str, object] = json.loads(encoded)
    return data


def test_the_scene_travels_whole() -> None:
    """What the script reads is the scene, with the words that it shows."""
    data = read_back(live.markup(scene()).data_json_block)
    assert Scene.from_json(data) == scene()
    assert data["words"] == {
        "legend": [["point", dict(style.LEGEND)["point"]]],
        "kinds": {kind.value: kind.label for kind in PlaceKind},
        "sides": [],
        "tints": len(style.GROUNDS),
        "lines": dict(style.LINES),
        "dots": dict(style.DOTS),
    }


def test_every_kind_has_a_name() -> None:
    """No reader meets an internal word for a kind of place."""
    assert PlaceKind.PHYSICAL.label == "natural feature"
    assert PlaceKind.HISTORICAL.counted(2) == "2 former states"
    assert all(kind.label and kind.counted(1) == f"1 {kind.label}" for kind in PlaceKind)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_reaches_no_template_and_no_script(text: str) -> None:
    """Hostile names leave no trace in the HTML outside the inert block, nor change its frame."""
    plain, hostile = html(scene()), html(scene(text, text))
    assert "1337" not in re.sub(r"[A-Za-z0-9+/=]{200,}", "", hostile)
    blank = re.compile(r'(<script type="application/json" id=")[^"]*(">)[^<]*|[0-9a-f]{16}')
    assert blank.sub("", hostile) == blank.sub("", plain)


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_the_data_block_is_inert(text: str) -> None:
    """Whatever the text, nothing in a page's block means anything to HTML, nor in folium's to it.

    A page holds ASCII without ``< > & '``; what goes past folium is of the alphabet of base64.
    """
    (encoded,) = re.findall(r">([^<]*)</script>", live.markup(scene(text, text)).data_json_block)
    assert encoded.isascii()
    assert not set(encoded) & set("<>&'")
    block = re.compile(r'<script type="application/json"[^>]*>([^<]*)</script>')
    (carried,) = block.findall(html(scene(text, text)))
    assert set(carried) <= set(string.ascii_letters + string.digits + "+/=")


def test_nothing_is_fetched() -> None:
    """No element names a source, a style sheet or an image elsewhere."""
    for found in re.findall(
        r"(?:src|href)\s*=\s*[\"']?([^\"'>\s]+)", _without_scripts(html(scene()))
    ):
        assert found.startswith("data:"), found
    assert not re.search(r"@import|url\(", live.markup(scene()).head_css)
    assert not any("sourceMappingURL" in script for script in live.markup(scene()).scripts)


def _without_scripts(text: str) -> str:
    return re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_the_frame_of_a_page_needs_no_inline_code() -> None:
    """The pieces hold no handler and no style attribute, so that a strict policy lets them live."""
    pieces = live.markup(scene(HOSTILE[4]))
    for piece in (pieces.body_html, pieces.data_json_block):
        assert not re.search(r"\son\w+\s*=|\sstyle\s*=", piece)


def test_scripts_and_styles_are_the_same_for_every_map() -> None:
    """Their hashes can stand in a policy: no scene changes a byte of them."""
    one, two = live.markup(scene()), live.markup(scene(HOSTILE[5], HOSTILE[6]))
    assert one.scripts == two.scripts
    assert one.head_css == two.head_css


def test_the_same_scene_gives_the_same_html() -> None:
    """No random id, no time; also when one map is rendered twice."""
    chart = web.draw(scene())
    first = chart.get_root().render()
    assert chart.get_root().render() == first == html(scene())


def test_the_map_is_a_folium_map_to_go_on_with() -> None:
    """Users add their own layers, save it, and see it in a notebook."""
    chart = web.draw(scene())
    folium.CircleMarker((4, 4), radius=30).add_to(chart)
    saved = io.BytesIO()
    chart.save(saved, close_file=False)
    assert b"L.circleMarker" in saved.getvalue()
    assert "srcdoc" in chart._repr_html_()


def test_the_page_stays_small() -> None:
    """Leaflet, style sheet and script together take under 210 KB."""
    pieces = live.markup(scene())
    assert sum(map(len, (*pieces.scripts, pieces.head_css))) < 210_000


def test_screen_and_paper_share_their_style() -> None:
    """Every colour and size of the printed map is a custom property of the screen."""
    css = live.markup(scene()).head_css
    for name, colour in style.COLOURS.items():
        assert f"--bm-{name}:{colour};" in css
    for tone, colours in (("ground", style.GROUNDS), ("strong", style.STRONGS)):
        assert all(f"--bm-{tone}-{i}:{colour};" in css for i, colour in enumerate(colours))


def test_every_property_that_is_used_is_set() -> None:
    """The style sheet names no colour or size that the style does not know."""
    css = live.markup(scene()).head_css
    assert set(re.findall(r"var\((--bm-[a-z0-9-]+)\)", css)) <= set(
        re.findall(r"(--bm-[a-z0-9-]+):", css)
    )


def test_sides_differ_for_every_eye() -> None:
    """Neighbouring tints differ in lightness or in blue against yellow, which all eyes tell apart.

    Red-green blindness leaves lightness and the difference of blue from red and green.
    """
    for tones in (style.GROUNDS, style.STRONGS):
        seen = [_seen_without_red_from_green(colour) for colour in tones[:6]]
        for one, two in itertools.combinations(seen, 2):
            assert max(abs(a - b) for a, b in zip(one, two, strict=True)) > 9, (tones, one, two)


def _seen_without_red_from_green(colour: str) -> tuple[float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return 0.3 * red + 0.59 * green + 0.11 * blue, blue - (0.35 * red + 0.65 * green)
