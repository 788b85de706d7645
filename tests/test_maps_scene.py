"""Scenes: what stands on a map, where it looks, and how it travels."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import UnknownWorldviewError
from briefing.gazetteer.place import PlaceKind
from briefing.maps.backdrop import Backdrop
from briefing.maps.extent import Extent, around
from briefing.maps.frame import WORLD, Frame
from briefing.maps.framing import Site, story_frame
from briefing.maps.packing import decode, encode
from briefing.maps.projection import Projection
from briefing.maps.scene import Scene
from briefing.maps.shapes import (
    NOTHING,
    all_rounded,
    as_shape,
    borders,
    rounded,
    simplified_together,
)
from briefing.maps.staging import Focus, make_scene

COLUMNS = ("name", "kind", "country", "lon", "lat", "mentions", "confidence", "geometry")


def frame(rows: dict[str, tuple[Any, ...]], columns: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Make a table of places or of a layer, indexed by place id."""
    return gpd.GeoDataFrame(
        list(rows.values()), columns=list(columns), index=list(rows), crs="EPSG:4326"
    )


def places(**rows: tuple[Any, ...]) -> gpd.GeoDataFrame:
    """Make a table of places; the key is ``kind_key``."""
    return frame({key.replace("_", ":", 1): row for key, row in rows.items()}, COLUMNS)


def country(name: str, west: float, mentions: int = 1, **_: Any) -> tuple[Any, ...]:
    """Make a square country of ten degrees at the equator."""
    shape = shapely.box(west, 0, west + 10, 10)
    return (name, "country", None, west + 5, 5, mentions, 0.9, shape)


def city(name: str, lon: float, lat: float, mentions: int = 1) -> tuple[Any, ...]:
    """Make a city."""
    return (name, "city", "AA", lon, lat, mentions, 0.8, shapely.Point(lon, lat))


@pytest.fixture
def backdrop() -> Backdrop:
    """Give a small world: two neighbours, one country across the antimeridian, one dispute."""
    far_east = shapely.union(shapely.box(170, -10, 180, 0), shapely.box(-180, -10, -175, 0))
    world = frame(
        {
            "country:AA": ("Aland", shapely.box(0, 0, 10, 10)),
            "country:BB": ("Beland", shapely.box(10, 0, 20, 10)),
            "country:CC": ("Celand", far_east),
        },
        ("name", "geometry"),
    )
    disputed = frame(
        {
            "disputed:strip": (
                "The Strip",
                "administered by Beland, claimed by Aland",
                "Since the war.",
                "AA",
                ("BB",),
                ("AA", "BB"),
                shapely.box(8, 0, 10, 10),
            )
        },
        ("name", "status", "facts", "owner", "administered_by", "claimed_by", "geometry"),
    )
    lake = gpd.GeoSeries([shapely.box(2, 2, 5, 5)], crs="EPSG:4326")
    return Backdrop(
        worldview="test",
        countries=lambda _: world,
        disputed=lambda _: disputed,
        lakes=lake,
        boundary_note=lambda areas: f"Hatched: {', '.join(areas)}.",
        attribution=("Made by hand",),
    )


# --- staging


def test_every_place_with_a_position_is_on_the_map(backdrop: Backdrop) -> None:
    """Areas, points and far places all become marks; a bloc without a position does not."""
    table = places(
        country_AA=country("Aland", 0, 5),
        region_AAX=("Xshire", "region", "AA", 1, 1, 2, 0.7, shapely.box(0, 0, 2, 2)),
        city_1=city("Town", 4, 4),
        city_2=city("Far", -150, 60),
        bloc_NATO=("NATO", "bloc", None, math.nan, math.nan, 3, 0.9, None),
    )
    scene = make_scene(table, backdrop=backdrop)
    assert {mark.name for mark in scene.marks} == {"Aland", "Xshire", "Town", "Far"}
    assert [mark.name for mark in scene.named_countries] == ["Aland"]
    assert [mark.name for mark in scene.areas] == ["Xshire"]
    assert [mark.name for mark in scene.points] == ["Town", "Far"]


def test_a_wide_place_without_an_outline_gets_no_dot(backdrop: Backdrop) -> None:
    """A sea or a former state is named where it lies, but not pinned to one spot."""
    table = places(
        sea_blue=("Blue Sea", "sea", None, 3, 3, 1, 0.9, shapely.Point(3, 3)),
        historical_SUHH=("Soviet Union", "historical", None, 5, 5, 1, 0.9, shapely.Point(5, 5)),
        city_1=city("Town", 4, 4),
    )
    scene = make_scene(table, backdrop=backdrop)
    assert [mark.name for mark in scene.dots] == ["Town"]
    assert len(scene.points) == 3


def test_marks_come_in_order_of_their_weight(backdrop: Backdrop) -> None:
    """The place that is named most often stands first."""
    table = places(city_1=city("Once", 1, 1), city_2=city("Often", 2, 2, 9))
    assert [m.name for m in make_scene(table, backdrop=backdrop).marks] == ["Often", "Once"]


def test_a_country_has_the_shape_of_the_worldview(backdrop: Backdrop) -> None:
    """The shape that came with the places gives way to that of the base map."""
    wrong = ("Aland", "country", "AA", 5, 5, 1, 0.9, shapely.box(0, 0, 99, 20))
    scene = make_scene(places(country_AA=wrong), backdrop=backdrop)
    assert scene.marks[0].shape.bounds == (0, 0, 10, 10)
    assert scene.marks[0].shape == scene.countries[0].shape


@pytest.mark.parametrize(
    "bad",
    [
        None,
        shapely.Polygon(),
        shapely.Polygon([(0, 0), (math.inf, 1), (1, 1)]),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.GeometryCollection([shapely.Point(0, 0)]),
    ],
)
def test_a_bad_geometry_leaves_its_mark_as_a_dot(backdrop: Backdrop, bad: Any) -> None:
    """One bad geometry costs neither its own mark nor the others."""
    table = places(
        region_AAX=("Xshire", "region", "AA", 1, 1, 1, 0.7, bad), city_1=city("Town", 4, 4)
    )
    scene = make_scene(table, backdrop=backdrop)
    assert {mark.name for mark in scene.points} == {"Xshire", "Town"}


def test_a_place_in_a_disputed_area_says_so(backdrop: Backdrop) -> None:
    """A mark carries who administers and who claims the ground that it stands on."""
    table = places(
        city_1=city("Inside", 9, 5),
        city_2=city("Outside", 4, 5),
        region_AAY=("Yshire", "region", "BB", 9, 5, 1, 0.9, shapely.box(8, 0, 10, 9)),
    )
    scene = make_scene(table, backdrop=backdrop)
    notes = {mark.name: mark.note for mark in scene.marks}
    assert notes["Inside"] == notes["Yshire"] == "administered by Beland, claimed by Aland"
    assert notes["Outside"] == ""
    assert {mark.country for mark in scene.areas} == {"Aland"}
    assert scene.disputed[0].marked


def test_the_boundary_note_is_told_which_disputes_are_on_the_map(backdrop: Backdrop) -> None:
    """The note names the disputed areas inside the extent and no others."""
    near = make_scene(places(city_1=city("Town", 9, 5)), backdrop=backdrop)
    far = make_scene(places(city_1=city("Town", -100, 5)), backdrop=backdrop)
    assert near.boundary_note == "Hatched: disputed:strip."
    assert far.boundary_note == "Hatched: ."
    assert len(far.disputed) == 1


def test_a_story_without_places_shows_the_world(backdrop: Backdrop) -> None:
    """No place named is a map of the world that says so."""
    scene = make_scene(places(), backdrop=backdrop)
    assert scene.frame == WORLD
    assert scene.marks == ()
    assert "No place" in scene.notes[0]


def test_notes_name_what_lies_outside_the_extent(backdrop: Backdrop) -> None:
    """A reader of the picture learns which places it does not show."""
    table = places(city_1=city("Town", 4, 4, 20), city_2=city("Far", -150, 60))
    scene = make_scene(table, as_of=dt.date(2022, 7, 19), backdrop=backdrop)
    assert [mark.name for mark in scene.outside] == ["Far"]
    assert "Far (1)" in scene.notes[0]
    assert any("2022-07-19" in note for note in scene.notes)
    assert scene.notes[-1] == "Made by hand."
    assert "Town" in scene.alt
    assert "Far" not in scene.alt


def test_a_speck_of_a_country_does_not_carry_its_name() -> None:
    """A story on Syria and Cyprus shows British bases, but the United Kingdom lies elsewhere."""
    table = places(
        country_SY=country("Syria", 35, mentions=20),
        country_CY=country("Cyprus", 33, mentions=20),
        country_GB=country("United Kingdom", -5, mentions=1),
    )
    scene = make_scene(table)
    assert [mark.id for mark in scene.outside] == ["country:GB"]
    (label,) = (mark.lon for mark in scene.marks if mark.id == "country:GB")
    assert label < 3


def test_an_unknown_worldview_is_refused() -> None:
    """The error is that of the worldviews, before any layer is read."""
    with pytest.raises(UnknownWorldviewError):
        make_scene(places(), "atlantis")


# --- the real base map


@pytest.mark.parametrize(
    ("worldview", "owner"), [("international", "country:UA"), ("RU", "country:RU")]
)
def test_crimea_lies_where_the_worldview_draws_it(worldview: str, owner: str) -> None:
    """Simferopol is inside the country that the view gives it to, and hatched in each."""
    simferopol = shapely.Point(34.1, 44.95)
    scene = make_scene(places(city_1=city("Simferopol", 34.1, 44.95)), worldview)
    holders = [c.id for c in scene.countries if as_shape(c.shape).intersects(simferopol)]
    assert holders == [owner]
    hatched = [area.id for area in scene.disputed if as_shape(area.shape).intersects(simferopol)]
    assert hatched == ["disputed:crimea"]
    assert "administered by Russia" in scene.marks[0].note


def test_the_real_world_has_no_bands() -> None:
    """No part of any country but Antarctica is wider than half the globe."""
    for country in make_scene(places()).countries:
        wide = [p for p in country.shape.geoms if p.bounds[2] - p.bounds[0] > 180]
        assert not wide or country.id == "country:AQ", country.id


def test_the_real_scene_is_small_enough_for_a_page() -> None:
    """A story across a continent takes at most 350 KB of JSON."""
    table = places(
        city_1=city("Tehran", 51.4, 35.7, 5),
        city_2=city("Kyiv", 30.5, 50.4, 5),
        city_3=city("Stockholm", 18.1, 59.3, 5),
    )
    assert len(json.dumps(make_scene(table).to_json(), separators=(",", ":"))) < 350_000


# --- where the map looks


def site(lon: float, lat: float, weight: float = 1, shape: Any = NOTHING) -> Site:
    """Make a site."""
    return Site(weight=weight, lon=lon, lat=lat, shape=as_shape(shape))


def test_the_extent_follows_the_weight_of_the_story() -> None:
    """A far-off place that is named once does not widen the map."""
    frame = story_frame([site(30, 50, 10), site(34, 45, 5), site(37, 49, 5), site(-77, 39, 1)])
    assert frame.holds(30, 50)
    assert frame.holds(37, 49)
    assert not frame.holds(-77, 39)


def test_places_of_the_title_come_first() -> None:
    """Of two places far apart the map shows that which the title names."""
    beirut = site(35.5, 33.9, 4)
    far = site(-77, 39, 4)
    leading = replace(far, leading=True)
    assert story_frame([replace(beirut, leading=True), far]).holds(35.5, 33.9)
    assert not story_frame([replace(beirut, leading=True), far]).holds(-77, 39)
    assert story_frame([beirut, leading]).holds(-77, 39)


def test_a_polar_story_is_seen_from_above_the_pole() -> None:
    """Around the Arctic Ocean no place lies at the far ends of a strip."""
    spots = [(15.6, 78.2), (-156.8, 71.3), (129, 71.6), (-94.9, 74.7), (33, 69)]
    frame = story_frame([site(lon, lat) for lon, lat in spots])
    assert frame.projection.kind == "laea"
    assert frame.projection.lat == 90
    assert all(frame.holds(lon, lat) for lon, lat in spots)
    assert frame.height < 6e6


def test_a_story_of_the_whole_world_stands_on_equal_earth() -> None:
    """Places on all continents are shown on a map of the world, cut where none of them lies."""
    spots = [(-77, 39), (139, 35), (28, -26), (-47, -23), (151, -33), (2, 48)]
    frame = story_frame([site(lon, lat) for lon, lat in spots])
    assert frame.projection == Projection("eqearth", 0.0)
    assert all(frame.holds(lon, lat) for lon, lat in spots)


def test_the_extent_crosses_the_antimeridian_where_the_story_does() -> None:
    """Fiji and Samoa are neighbours, not the two edges of the world."""
    frame = story_frame([site(178, -18, 3), site(-172, -13.8, 3)])
    assert frame.width < 3e6
    assert len(frame.boxes()) == 2
    assert frame.holds(178, -18)
    assert frame.holds(-172, -13.8)


def test_a_lone_town_shows_its_surroundings() -> None:
    """The map of one place is some hundred kilometres across, not a point."""
    frame = story_frame([site(-3, 16.8)])
    assert 5e5 < frame.height < 1.2e6
    assert frame.holds(-3, 16.8)


def test_a_wide_country_is_shown_in_part_beside_its_neighbour() -> None:
    """Siberia does not push a war in Europe off the map; alone, the country is shown whole."""
    wide = shapely.box(30, 50, 180, 70)
    alone = story_frame([site(100, 60, 5, wide)])
    together = story_frame([site(100, 60, 5, wide), site(25, 50, 5, shapely.box(20, 45, 30, 55))])
    assert alone.holds(175, 60)
    assert not together.holds(100, 60)
    assert together.holds(31, 52)


def test_overseas_parts_do_not_count() -> None:
    """A small part far away does not belong to the country as a map shows it."""
    shape = shapely.union(shapely.box(0, 42, 8, 50), shapely.box(-54, 2, -52, 5))
    assert around(site(3, 46, 1, shape).boxes()) == (0, 42, 8, 50)


@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-85, 85), st.integers(0, 50)),
        max_size=12,
    )
)
def test_frames_hold_the_weight_of_a_story(spots: list[tuple[float, float, int]]) -> None:
    """Whatever the places, the frame has a size, and three fifths of the story in it."""
    sites = [site(*spot) for spot in spots]
    frame = story_frame(sites)
    assert 0 < frame.width <= 36e6
    assert 0 < frame.height <= 26e6
    assert all(-180 <= w < e <= 180 and -90 <= s < n <= 90 for w, s, e, n in frame.boxes())
    held = sum(s.weight for s in sites if frame.holds(s.lon, s.lat))
    assert held >= 0.6 * sum(s.weight for s in sites) - 1e-9


@given(st.floats(-180, 180), st.floats(-89, 89), st.floats(-179, 179), st.floats(-80, 80))
def test_projections_lead_back(lon: float, lat: float, middle: float, tilt: float) -> None:
    """A point of the map is the point of the globe that it was made of."""
    for projection in (Projection("laea", middle, tilt), Projection("eqearth", middle)):
        there = projection.project(np.array([[lon, lat]]))
        if np.hypot(*there[0]) < 12e6:  # farther off, an azimuthal map tells no points apart
            back = projection.unproject(there)[0]
            assert back[1] == pytest.approx(lat, abs=1e-6)
            assert math.cos(math.radians(back[0] - lon)) == pytest.approx(1, abs=1e-6)


def test_the_boxes_of_a_frame_hold_all_of_it() -> None:
    """Whatever a frame shows lies in its boxes of degrees: the layers are clipped by them."""
    for extent in (Extent(30, 44, 41, 53), Extent(165, -50, 195, -5), Extent(-180, 65, 180, 90)):
        frame = Frame.of(extent)
        x = np.linspace(frame.left, frame.right, 40)
        y = np.linspace(frame.bottom, frame.top, 40)
        spots = frame.projection.unproject(np.array(np.meshgrid(x, y)).reshape(2, -1).T)
        boxes = shapely.union_all([shapely.box(*box) for box in frame.boxes()])
        assert shapely.contains_xy(boxes.buffer(1e-6), spots).all()


def test_land_at_the_far_side_is_cut_out() -> None:
    """What an azimuthal map cannot show is not drawn, and nothing else is lost."""
    near, far = as_shape(shapely.box(0, 0, 10, 10)), as_shape(shapely.box(-175, -5, -165, 5))
    kept, gone = Projection("laea", 10.0, 0.0).opened([near, far])
    assert kept is near
    assert gone.is_empty
    whole = as_shape(shapely.box(-40, 0, -20, 10))
    (cut,) = Projection("eqearth", 150.0).opened([whole])
    assert len(cut.geoms) == 2
    assert cut.area == pytest.approx(whole.area, rel=0.01)


# --- whose


@pytest.mark.parametrize(
    ("title", "mentions", "contested"),
    [((), 1, 0), (("region:AA-X",), 1, 1), ((), 9, 1)],
)
def test_a_story_about_a_disputed_area_has_sides(
    backdrop: Backdrop, title: tuple[str, ...], mentions: int, contested: int
) -> None:
    """Who holds and who claims it are its sides, if the title names it or much of the text."""
    table = places(
        **{
            "region_AA-X": (
                "Stripshire",
                "region",
                "AA",
                9,
                5,
                mentions,
                0.7,
                shapely.box(8, 0, 10, 5),
            )
        },
        country_AA=country("Aland", 0, 4),
        city_1=city("Town", 4, 4, 30),
    )
    scene = make_scene(table, focus=Focus(places=title), backdrop=backdrop)
    assert scene.sides == (("country:AA", "country:BB") if contested else ())
    assert [area.contested for area in scene.disputed] == [bool(contested)]
    region = next(mark for mark in scene.marks if mark.name == "Stripshire")
    assert region.covered == bool(contested)


def test_roles_follow_title_and_mentions(backdrop: Backdrop) -> None:
    """The title makes a subject, and so do the most mentions; a name in passing stays quiet."""
    table = places(
        city_1=city("Often", 1, 1, 9),
        city_2=city("Title", 2, 2),
        city_3=city("Some", 3, 3, 4),
        city_4=city("Once", 4, 4),
    )
    scene = make_scene(table, focus=Focus(places={"city:2"}), backdrop=backdrop)
    roles = {mark.name: mark.role for mark in scene.marks}
    assert roles == {"Often": "subject", "Title": "subject", "Some": "main", "Once": "other"}


def test_four_worldviews_draw_crimea_in_four_ways() -> None:
    """Whose ground, whose line and whose view: no two of the four agree in all."""
    table = places(
        disputed_crimea=("Crimea", "region", "UA", 34, 45, 5, 0.9, shapely.box(33, 44.6, 35, 45.8))
    )
    found = set()
    for view in ("UA", "RU", "international", "de-facto"):
        scene = make_scene(table, view, focus=Focus(places={"disputed:crimea"}))
        (area,) = (area for area in scene.disputed if area.contested)
        assert area.administered_by == ("country:RU",)
        assert set(scene.sides) == {"country:UA", "country:RU"}
        spot = shapely.Point(34.1, 45.2)
        owners = {c.id for c in scene.countries if c.id in scene.sides and c.shape.contains(spot)}
        found.add((scene.viewer, *owners))
    assert found == {
        ("country:UA", "country:UA"),
        ("country:RU", "country:RU"),
        ("", "country:UA"),
        ("", "country:RU"),
    }


# --- shapes


@given(
    st.lists(st.tuples(st.floats(-180, 179), st.floats(-89, 88), st.floats(0.5, 1)), max_size=6),
    st.integers(2, 3),
)
def test_shapes_survive_the_journey(boxes: list[tuple[float, float, float]], decimals: int) -> None:
    """What was encoded is decoded to the very same rounded shape."""
    shape = as_shape(
        shapely.union_all([shapely.box(x, y, x + size, y + size) for x, y, size in boxes])
    )
    small = rounded(shape, decimals)
    assert decode(json.loads(json.dumps(encode([small], decimals))), decimals) == [small]


def test_holes_survive_the_journey() -> None:
    """A hole stays a hole."""
    ring = shapely.Polygon(shapely.box(0, 0, 4, 4).exterior, [shapely.box(1, 1, 2, 2).exterior])
    assert decode(encode([as_shape(ring)], 2), 2)[0].area == 15


def test_shapes_keep_their_order_and_number() -> None:
    """What has no part stays between what has some."""
    box = as_shape(shapely.box(0, 0, 1, 1))
    shapes = [NOTHING, box, as_shape(shapely.union(box, shapely.box(3, 3, 4, 4))), NOTHING]
    assert all_rounded(shapes, 2) == shapes
    assert decode(encode(shapes, 2), 2) == shapes


@pytest.mark.parametrize(
    "encoded",
    [[[]], [[[]]], [[[0, 0, 1]]], [[[0, 0, 1, 1]]], [[["0", "x", 1, 1, 2, 2]]], [[None]]],
)
def test_what_is_no_shape_is_refused(encoded: Any) -> None:
    """A ring that is missing, cut off or no list of numbers is an error, and no odd shape."""
    with pytest.raises((ValueError, TypeError)):
        decode([encoded], 2)


def test_a_small_state_is_never_rounded_away() -> None:
    """A country that is smaller than the rounding keeps a visible square."""
    assert not rounded(as_shape(shapely.box(1.001, 1.001, 1.002, 1.002)), 2).is_empty


def test_neighbours_keep_their_common_border() -> None:
    """Simplifying leaves no gap and no overlap between neighbours."""
    wiggle = [(10 + 0.01 * (i % 2), i / 10) for i in range(101)]
    left = shapely.Polygon([(0, 0), *wiggle, (0, 10)])
    right = shapely.Polygon([(20, 0), *wiggle, (20, 10)])
    one, two = simplified_together([as_shape(left), as_shape(right)], 0.1)
    assert shapely.intersection(one, two).area == 0
    assert shapely.union(one, two).area == pytest.approx(200)


def test_the_cut_at_the_antimeridian_is_no_border() -> None:
    """The outline of a country on both sides of it is drawn, the cut between its pieces is not."""
    both = shapely.union(shapely.box(170, 0, 180, 10), shapely.box(-180, 0, -170, 10))
    points, starts = borders([as_shape(both), NOTHING])
    goes_on = ~starts[1:]
    on_cut = np.abs(points[:, 0]) == 180
    assert goes_on.sum() == 6  # three sides of each piece
    assert not (on_cut[:-1] & on_cut[1:] & goes_on).any()


# --- the journey of a scene


def test_a_scene_survives_the_journey(backdrop: Backdrop) -> None:
    """A page can be made from the JSON alone: what comes back is what was sent."""
    table = places(
        country_AA=country("Aland", 0, 5),
        region_AAX=("Xshire", "region", "AA", 1, 1, 2, 0.7, shapely.box(0, 0, 2, 2)),
        city_1=city("Town", 4, 4),
    )
    scene = make_scene(table, as_of=dt.date(2022, 7, 19), focus=Focus("Title"), backdrop=backdrop)
    assert Scene.from_json(json.loads(json.dumps(scene.to_json()))) == scene


def test_a_country_is_written_once(backdrop: Backdrop) -> None:
    """The mark of a country refers to the base map instead of repeating its shape."""
    written = make_scene(places(country_AA=country("Aland", 0)), backdrop=backdrop).to_json()
    assert written["marks"][0]["shape"] is None


def test_a_scene_of_another_version_is_refused() -> None:
    """An old page says so instead of drawing nonsense."""
    with pytest.raises(ValueError, match="version"):
        Scene.from_json({"version": 0})


def test_signs_are_those_in_use(backdrop: Backdrop) -> None:
    """The legend explains what the map shows and nothing else."""
    scene = make_scene(places(city_1=city("Town", 4, 4)), backdrop=backdrop)
    assert scene.signs == ("point", "disputed")
    assert Scene().signs == ()


def test_kinds_come_back_as_kinds(backdrop: Backdrop) -> None:
    """A kind is a `PlaceKind` after the journey, too."""
    scene = make_scene(places(city_1=city("Town", 4, 4)), backdrop=backdrop)
    assert Scene.from_json(scene.to_json()).marks[0].kind is PlaceKind.CITY
