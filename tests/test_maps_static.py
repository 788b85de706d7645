"""The map on paper: what it shows, and that it is the same every time."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties, findfont, get_font
from PIL import Image
from pyproj import Geod

from briefing.gazetteer.place import PlaceKind
from briefing.maps import static, style
from briefing.maps.extent import Extent
from briefing.maps.frame import WORLD, Frame
from briefing.maps.letters import plain
from briefing.maps.marks import Country, DisputedMark, Mark
from briefing.maps.projection import RADIUS
from briefing.maps.scene import Scene
from briefing.maps.shapes import as_shape

NEAR = Frame.of(Extent(-2, -2, 22, 14))


def square(west: float, south: float, size: float) -> shapely.MultiPolygon:
    """Make a square shape."""
    return as_shape(shapely.box(west, south, west + size, south + size))


def town(name: str = "Town", lon: float = 4.0, lat: float = 4.0, mentions: int = 3) -> Mark:
    """Make a city."""
    return Mark(
        id=f"city:{name}",
        kind=PlaceKind.CITY,
        name=name,
        lon=lon,
        lat=lat,
        mentions=mentions,
        confidence=0.9,
    )


def story(*marks: Mark, frame: Frame = NEAR, title: str = "") -> Scene:
    """Make a scene of two neighbours, the first one named, and a strip that both claim."""
    left, right = square(0, 0, 10), square(10, 0, 10)
    named = Mark(
        id="country:AA",
        kind=PlaceKind.COUNTRY,
        name="Aland",
        lon=5,
        lat=7,
        mentions=2,
        confidence=0.9,
        shape=left,
        bounds=Extent(0, 0, 10, 10),
    )
    strip = DisputedMark(
        id="disputed:strip",
        name="Strip",
        status="administered by Beland, claimed by Aland",
        facts="",
        marked=True,
        lon=10,
        lat=2,
        shape=square(8, 0, 4),
    )
    return Scene(
        countries=(
            Country(id="country:AA", name="Aland", lon=5, lat=5, shape=left),
            Country(id="country:BB", name="Beland", lon=15, lat=5, shape=right),
        ),
        marks=(named, *marks),
        disputed=(strip,),
        frame=frame,
        title=title,
        as_of=dt.date(2022, 7, 19),
        boundary_note="Whose borders these are.",
        attribution=("Made by hand",),
    )


def texts(figure: static.MapFigure) -> list[str]:
    """Return all texts of a figure: names on the map, legend and notes."""
    written = [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]
    return [*written, *(name.words for names in figure.names for name in names)]


def picture(png: bytes) -> Image.Image:
    """Open a PNG."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_the_map_names_places_with_their_counts() -> None:
    """Each place of the story is labelled, the neighbour too, and the dispute with both sides."""
    written = texts(static.draw(story(town())))
    assert {"Aland (2)", "Town (3)", "Beland"} <= set(written)
    dispute = next(text for text in written if text.startswith("administered"))
    assert " ".join(dispute.split()) == "administered by Beland, claimed by Aland"


def test_the_map_carries_its_notes() -> None:
    """Boundary note, date and attribution stand under the map."""
    notes = next(text for text in texts(static.draw(story())) if "borders" in text)
    assert "Whose borders these are." in notes
    assert "2022-07-19" in notes
    assert "Made by hand." in notes


def test_the_legend_explains_the_signs_in_use() -> None:
    """A sign that the map does not use is not in the legend."""
    words = dict(style.LEGEND)
    assert words["area"] not in texts(static.draw(story(town())))
    assert {words["named"], words["point"], words["disputed"]} <= set(
        texts(static.draw(story(town())))
    )


def test_the_disputed_area_is_hatched() -> None:
    """Hatching tells a dispute without any colour."""
    fills = static.draw(story()).axes[0].findobj(PathCollection)
    assert any(fill.get_hatch() for fill in fills)


def test_the_scale_is_true_in_the_middle() -> None:
    """The bar is as long as it says, at the latitude that it says."""
    figure = static.draw(story(frame=Frame.of(Extent(0, 50, 30, 70))))
    bar = next(
        line
        for line in figure.findobj(mpl.lines.Line2D)
        if line.get_transform() is figure.transFigure
    )
    words = next(text for text in texts(figure) if text.endswith(" km"))
    across = figure.axes[0].get_xlim()
    metres = np.ptp(bar.get_xdata()) * (across[1] - across[0])
    kilometres = float(words.split()[0].replace(",", ""))
    middle = np.array([[np.mean(across) - metres / 2, 0], [np.mean(across) + metres / 2, 0]])
    ends = Frame.of(Extent(0, 50, 30, 70)).projection.unproject(middle)
    _, _, ground = Geod(a=RADIUS, b=RADIUS).inv(*ends[0], *ends[1])
    assert ground / 1000 == pytest.approx(kilometres, rel=0.01)


def test_a_map_of_the_world_says_where_its_scale_holds() -> None:
    """Far from there a bar of one length is wrong."""
    assert any(" km at " in text for text in texts(static.draw(story(frame=WORLD))))


def test_shapes_are_true_in_the_middle() -> None:
    """A metre of the projected map is as long to the right as upwards."""
    figure = static.draw(story(frame=Frame.of(Extent(0, 50, 30, 70))))
    axes = figure.axes[0]
    box = axes.get_window_extent()
    per_x = box.width / np.ptp(axes.get_xlim())
    per_y = box.height / np.ptp(axes.get_ylim())
    assert per_y / per_x == pytest.approx(1, rel=0.01)


def test_a_locator_shows_where_in_the_world_it_is() -> None:
    """The inset holds the world; a map of the world needs none."""
    world = story(frame=WORLD)
    frames = [static.draw(scene).findobj(_is_frame) for scene in (story(), world)]
    assert [len(found) for found in frames] == [1, 0]


def _is_frame(artist: mpl.artist.Artist) -> bool:
    return isinstance(artist, mpl.patches.Rectangle) and artist.get_zorder() == 9


def test_labels_do_not_lie_on_one_another() -> None:
    """Where many towns crowd, names are left out rather than made unreadable."""
    towns = [town(f"Town number {i}", 4 + i % 5 / 50, 4 + i // 5 / 50) for i in range(40)]
    (names,) = static.draw(story(*towns)).names
    written = [name for name in names if name.words.startswith("Town")]
    assert 0 < len(written) < 40
    for i, (_, one) in enumerate(names):
        for _, two in names[:i]:
            apart = one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]
            assert apart


def test_the_subject_is_always_named() -> None:
    """However many others crowd around it, the place that the story is about has its name."""
    towns = [town(f"Town number {i}", 4 + i % 5 / 50, 4 + i // 5 / 50, 2) for i in range(60)]
    subject = replace(town("The subject", 4.05, 4.1, 1), role="subject")
    (names,) = static.draw(story(*towns, subject)).names
    assert "The subject" in {name.words for name in names}


def test_places_outside_are_named_at_the_edge() -> None:
    """An arrow at the edge says which way a place lies that the map does not show."""
    figure = static.draw(story(town("Faraway", 90, 6, 4)))
    (box,) = (name.box for name in figure.names[0] if name.words == "Faraway (4)")
    width = figure.axes[0].get_window_extent().width
    assert box[2] > width - 60


def test_a_map_shows_itself_in_a_notebook() -> None:
    """A cell that ends with a map shows it, without pyplot and whatever its backend is."""
    png = static.draw(story(town()))._repr_png_()
    assert png == static.to_png(story(town()))


@pytest.mark.parametrize(("form", "magic"), [("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_vectors_are_the_same_every_time(form: str, magic: bytes) -> None:
    """A scene gives the same bytes as SVG and as PDF, too."""
    first = static.as_vector(static.draw(story(town())), form)
    assert first.startswith(magic)
    assert static.as_vector(static.draw(story(town())), form) == first


def test_worldviews_stand_side_by_side() -> None:
    """Four views are four maps under their titles, with one legend."""
    views = [replace(story(town()), view_title=f"View {i}") for i in range(4)]
    figure = static.draw_all(views)
    assert len(figure.axes) == len(figure.names) == 4
    assert {f"View {i}" for i in range(4)} <= set(texts(figure))
    assert len(figure.legends) == 1


def test_a_contested_area_shows_who_holds_and_who_claims_it() -> None:
    """Its ground has the tint of the holder, its stripes the tones of the claimants."""
    scene = story()
    strip = replace(
        scene.disputed[0],
        contested=True,
        administered_by=("country:BB",),
        claimed_by=("country:AA", "country:BB"),
    )
    told = replace(scene, disputed=(strip,), sides=("country:AA", "country:BB"))
    pixels = np.asarray(picture(static.to_png(told))).reshape(-1, 3).astype(int)
    for wanted in (*style.GROUNDS[:2], *style.STRONGS[:2]):
        rgb = np.array(list(bytes.fromhex(wanted[1:])))
        assert np.abs(pixels - rgb).max(axis=1).min() <= 8, wanted


def test_a_place_beyond_the_antimeridian_stands_beside_its_neighbour() -> None:
    """A window across 180 degrees shows both sides, without a band through the map."""
    fiji, samoa = town("Fiji", 178, -18), town("Samoa", -172, -14)
    figure = static.draw(story(fiji, samoa, frame=Frame.of(Extent(170, -25, 195, -8))))
    drawn = [np.asarray(dots.get_offsets()) for dots in figure.axes[0].collections]
    (spots,) = (offsets for offsets in drawn if offsets.shape == (2, 2))
    assert 0.9e6 < spots[1, 0] - spots[0, 0] < 1.2e6


def test_the_picture_has_the_colours_of_the_map() -> None:
    """Reducing the colours for size keeps those that carry meaning."""
    pixels = np.asarray(picture(static.to_png(story(town())))).reshape(-1, 3).astype(int)
    for wanted in (style.SEA, style.LAND, style.COLOURS["main"], style.POINT):
        rgb = np.array(list(bytes.fromhex(wanted[1:])))
        assert np.abs(pixels - rgb).max(axis=1).min() <= 8, wanted


def test_the_picture_has_the_width_asked_for() -> None:
    """The width is in pixels, the height follows from the extent."""
    assert picture(static.to_png(story(), width_px=800)).width == 800


def test_a_story_without_places_is_a_world_map() -> None:
    """An article that names no place still has a map, which says so."""
    assert any("No place" in text for text in texts(static.draw(Scene())))


def test_the_same_scene_gives_the_same_bytes() -> None:
    """Also under another style and another seed of hashing, the picture is byte for byte equal."""
    scene = story(*_scattered())
    first = static.to_png(scene)
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "savefig.dpi": 40}):
        assert static.to_png(scene) == first
    code = (
        "import sys; sys.path.insert(0, 'tests');"
        "import test_maps_static as t, hashlib;"
        "print(hashlib.sha256(t.static.to_png(t.story(*t._scattered()))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def _scattered() -> list[Mark]:
    """Give a town on the map and some at its edge."""
    return [town(), *(town(f"Far {i}", 60.0 + 7 * i, 6.0 + i, i) for i in range(6))]


def test_drawing_leaves_no_trace_in_pyplot() -> None:
    """A notebook's own figures and settings stay as they were."""
    before = dict(mpl.rcParams)
    static.draw(story())
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    "name",
    [
        "$x^2$ and $y",
        r"$\nosuchcommand{1}$ C:\path",
        "Line\nbreak\ttab",
        "北京 طهران 🏴‍☠️ \u202egnihton\u202c \x00\x1b",
        "\ud800 lone",
        "x" * 5000,
        "</script>{{7*191}}{% raw %}`${1}`",
        "",
    ],
)
def test_any_name_can_be_drawn(name: str) -> None:
    """Names that mean something elsewhere, or that the font lacks, draw without a warning."""
    assert static.to_png(story(town(name), title=name))


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_plain_text_has_glyphs_only(text: str) -> None:
    """Whatever the text, what is drawn is one short line in characters of the font."""
    glyphs = get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap()
    drawn = plain(text)
    assert len(drawn) <= 40
    assert all(ord(character) in glyphs for character in drawn)
    assert "\n" not in drawn
