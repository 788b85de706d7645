"""Scenes: what stands on a map, where it looks, and how it travels."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import UnknownWorldviewError
from briefing.gazetteer.place import PlaceKind
from briefing.maps.backdrop import Backdrop
from briefing.maps.extent import WORLD, Extent, Site, around, story_extent
from briefing.maps.scene import Scene, make_scene
from briefing.maps.shapes import (
    NOTHING,
    all_rounded,
    as_shape,
    border_lines,
    decode,
    encode,
    simplified_together,
)

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
                shapely.box(8, 0, 10, 10),
            )
        },
        ("name", "status", "facts", "owner", "geometry"),
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
    assert scene.extent == WORLD
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
    extent = story_extent([site(30, 50, 10), site(34, 45, 5), site(37, 49, 5), site(-77, 39, 1)])
    assert extent.holds(30, 50)
    assert extent.holds(37, 49)
    assert not extent.holds(-77, 39)


def test_the_extent_crosses_the_antimeridian_where_the_story_does() -> None:
    """Fiji and Samoa are neighbours, not the two edges of the world."""
    extent = story_extent([site(178, -18, 3), site(-172, -13.8, 3)])
    assert extent.width < 40
    assert extent.crosses
    assert extent.holds(178, -18)
    assert extent.holds(-172, -13.8)


def test_a_lone_town_shows_its_surroundings() -> None:
    """The map of one place is some hundred kilometres across, not a point."""
    extent = story_extent([site(-3, 16.8)])
    assert 5 < extent.height < 12
    assert extent.holds(-3, 16.8)


def test_a_wide_country_is_shown_in_part_beside_its_neighbour() -> None:
    """Siberia does not push a war in Europe off the map; alone, the country is shown whole."""
    wide = shapely.box(30, 50, 180, 70)
    alone = story_extent([site(100, 60, 5, wide)])
    together = story_extent([site(100, 60, 5, wide), site(25, 50, 5, shapely.box(20, 45, 30, 55))])
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
def test_extents_are_windows_of_the_globe(spots: list[tuple[float, float, int]]) -> None:
    """Whatever the places, the window has a size, a place on the globe, and its weight in it."""
    sites = [site(*spot) for spot in spots]
    extent = story_extent(sites)
    assert -180 <= extent.min_lon < 180
    assert 0 < extent.width <= 360
    assert -90 <= extent.min_lat < extent.max_lat <= 90
    held = sum(s.weight for s in sites if extent.holds(s.lon, max(-85, min(83.5, s.lat))))
    assert held >= 0.8 * sum(s.weight for s in sites) - 1e-9


@given(st.floats(-180, 180), st.floats(-180, 179), st.floats(1, 300))
def test_near_is_the_same_meridian(lon: float, west: float, width: float) -> None:
    """A longitude is turned by whole turns only, and points of the window land inside it."""
    extent = Extent(west, -10, west + width, 10)
    turned = extent.near(lon)
    assert (turned - lon) in {0, 360}
    assert any(math.isclose(turned, lon + turn, abs_tol=1e-9) for turn in extent.turns)


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
    small = all_rounded([shape], decimals)[0]
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
    assert not all_rounded([as_shape(shapely.box(1.001, 1.001, 1.002, 1.002))], 2)[0].is_empty


def test_neighbours_keep_their_common_border() -> None:
    """Simplifying leaves no gap and no overlap between neighbours."""
    wiggle = [(10 + 0.01 * (i % 2), i / 10) for i in range(101)]
    left = shapely.Polygon([(0, 0), *wiggle, (0, 10)])
    right = shapely.Polygon([(20, 0), *wiggle, (20, 10)])
    one, two = simplified_together([as_shape(left), as_shape(right)], 0.1)
    assert shapely.intersection(one, two).area == 0
    assert shapely.union(one, two).area == pytest.approx(200)


def test_the_cut_at_the_antimeridian_is_no_border() -> None:
    """The outline leaves out the edge along 180 degrees and keeps all others."""
    lines = border_lines([as_shape(shapely.box(170, -10, 180, 0))])
    drawn = [tuple(sorted(map(tuple, edge))) for line in lines for edge in itertools.pairwise(line)]
    assert ((180.0, -10.0), (180.0, 0.0)) not in drawn
    assert len(drawn) == 3


# --- the journey of a scene


def test_a_scene_survives_the_journey(backdrop: Backdrop) -> None:
    """A page can be made from the JSON alone: what comes back is what was sent."""
    table = places(
        country_AA=country("Aland", 0, 5),
        region_AAX=("Xshire", "region", "AA", 1, 1, 2, 0.7, shapely.box(0, 0, 2, 2)),
        city_1=city("Town", 4, 4),
    )
    scene = make_scene(table, as_of=dt.date(2022, 7, 19), title="Title", backdrop=backdrop)
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
