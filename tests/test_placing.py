"""Placing: one row a place, with the area it covers or the point it stands at."""

from __future__ import annotations

import pytest
import shapely

from briefing.gazetteer.index import gazetteer
from briefing.gazetteer.place import Place, PlaceKind
from briefing.linking.frame import COLUMNS, disputed_around, places_frame
from briefing.linking.mentions import Mention
from briefing.linking.resolution import Link
from briefing.maps.staging import make_scene

UKRAINE = Place(
    id="country:UA", kind=PlaceKind.COUNTRY, name="Ukraine", lon=32, lat=49, country="UA"
)
KYIV = Place(id="city:703448", kind=PlaceKind.CITY, name="Kyiv", lon=30.52, lat=50.45, country="UA")
CRIMEA = Place(
    id="region:UA-43",
    kind=PlaceKind.REGION,
    name="Crimea",
    lon=34.3,
    lat=45.3,
    country="UA",
    region="UA-43",
)
NATO = Place(id="bloc:NATO", kind=PlaceKind.BLOC, name="NATO")
EUROPE = Place(id="area:europe", kind=PlaceKind.AREA, name="Europe", lon=34.3, lat=45.3)
SIMFEROPOL = shapely.Point(34.1, 44.95)


def _links(*places: Place) -> list[Link]:
    return [
        Link(
            mention=Mention(start=at, end=at + 1, text="x"), place=place, confidence=0.5 + at / 100
        )
        for at, place in enumerate(places)
    ]


def test_one_row_a_place_in_the_order_of_its_mentions() -> None:
    """Places are indexed by id, counted, and as sure as their surest link."""
    frame = places_frame(_links(KYIV, UKRAINE, NATO, UKRAINE))
    assert list(frame.index) == ["country:UA", "city:703448", "bloc:NATO"]
    assert frame.index.name == "id"
    assert tuple(frame.columns) == COLUMNS
    assert frame.crs == "EPSG:4326"
    assert list(frame["mentions"]) == [2, 1, 1]
    assert frame["confidence"]["country:UA"] == 0.53


def test_countries_and_regions_have_areas_cities_points_blocs_nothing() -> None:
    """What covers land has its outline; what has neither outline nor point has no geometry."""
    frame = places_frame(_links(UKRAINE, CRIMEA, KYIV, NATO))
    assert frame.geometry["country:UA"].geom_type in {"Polygon", "MultiPolygon"}
    assert frame.geometry["region:UA-43"].contains(SIMFEROPOL)
    assert frame.geometry["city:703448"].equals(shapely.Point(30.52, 50.45))
    assert frame.geometry["bloc:NATO"] is None


def test_borders_follow_the_worldview() -> None:
    """Ukraine holds Crimea under the international view and not under Russia's."""
    inside = {
        view: bool(places_frame(_links(UKRAINE), view).geometry["country:UA"].contains(SIMFEROPOL))
        for view in ("international", "UA", "RU")
    }
    assert inside == {"international": True, "UA": True, "RU": False}


def test_wide_areas_and_former_states_have_outlines_and_take_no_focus() -> None:
    """A story of Tehran that names the Soviet Union in passing is still a map of Iran."""
    iran = Place(id="country:IR", kind=PlaceKind.COUNTRY, name="Iran", lon=53, lat=32, country="IR")
    tehran = Place(id="city:112931", kind=PlaceKind.CITY, name="Tehran", lon=51.42, lat=35.69)
    union = Place(
        id="historical:SUHH", kind=PlaceKind.HISTORICAL, name="Soviet Union", lon=60, lat=58
    )
    frame = places_frame(_links(iran, tehran, union))
    assert frame.geometry["historical:SUHH"].contains(shapely.Point(58.4, 37.95))
    scene = make_scene(frame)
    assert scene.frame == make_scene(places_frame(_links(iran, tehran))).frame
    assert [mark.id for mark in scene.loose_areas] == ["historical:SUHH"]
    assert scene.areas == ()


def test_seas_regions_and_waters_have_their_own_shapes() -> None:
    """A sea is its polygon, a mountain range its outline, a lake its shore, a river its line."""
    sea = Place(id="sea:black-sea", kind=PlaceKind.SEA, name="Black Sea", lon=34, lat=43)
    natural = {
        key: Place(id=f"physical:{key}", kind=PlaceKind.PHYSICAL, name=key, lon=40, lat=45)
        for key in ("caucasus-mountains", "lake-baikal", "dnieper-river", "mount-elbrus")
    }
    plateau = Place(id="area:tibetan-plateau", kind=PlaceKind.AREA, name="x", lon=88, lat=33)
    shapes = places_frame(_links(sea, *natural.values(), plateau)).geometry
    assert shapes["sea:black-sea"].contains(shapely.Point(34, 43))
    assert not shapes["sea:black-sea"].contains(SIMFEROPOL)
    assert shapes["physical:caucasus-mountains"].contains(shapely.Point(42.44, 43.35))
    assert shapes["physical:lake-baikal"].contains(shapely.Point(107.7, 53.5))
    assert shapes["physical:dnieper-river"].geom_type == "MultiLineString"
    assert shapes["physical:mount-elbrus"].equals(shapely.Point(40, 45))
    assert shapes["area:tibetan-plateau"].contains(shapely.Point(91.1, 29.6))  # Lhasa


def test_a_strait_is_the_place_of_a_story_and_an_ocean_is_not() -> None:
    """The Strait of Hormuz draws the map to itself; the Pacific sets a scene."""
    hormuz = Place(id="sea:strait-of-hormuz", kind=PlaceKind.SEA, name="x", lon=56.4, lat=26.5)
    pacific = Place(id="sea:pacific-ocean", kind=PlaceKind.SEA, name="x", lon=-160, lat=0)
    scene = make_scene(places_frame(_links(hormuz, hormuz, pacific)))
    assert scene.frame.holds(56.4, 26.5)
    assert scene.frame.width < 4e6
    assert {mark.id for mark in scene.loose_areas} == {"sea:strait-of-hormuz", "sea:pacific-ocean"}


def test_no_places_make_an_empty_table() -> None:
    """An article without places has a table without rows."""
    assert places_frame([]).empty


def test_disputed_areas_are_found_by_region_by_point_and_by_name() -> None:
    """A place in a disputed area touches it; a continent around one does not."""
    yalta = Place(id="city:1", kind=PlaceKind.CITY, name="x", lon=34.0, lat=45.0, country="UA")
    kosovo = Place(id="disputed:kosovo", kind=PlaceKind.DISPUTED, name="Kosovo")
    assert disputed_around([CRIMEA]) == {"disputed:crimea"}
    assert disputed_around([yalta, kosovo]) == {"disputed:crimea", "disputed:kosovo"}
    assert disputed_around([EUROPE, KYIV, UKRAINE, NATO]) == frozenset()


@pytest.mark.parametrize(
    ("place", "touched"),
    [
        ("area:senkaku-islands", {"disputed:senkaku-islands"}),
        ("area:golan-heights", {"disputed:golan-heights"}),
        ("area:donbas", {"disputed:luhansk", "disputed:donetsk"}),
        ("country:FK", {"disputed:falkland-islands"}),
        ("country:XK", {"disputed:kosovo"}),
        ("country:PS", {"disputed:west-bank", "disputed:gaza-strip", "disputed:east-jerusalem"}),
        ("physical:chagos-archipelago", {"disputed:chagos-archipelago"}),
        ("area:europe", set()),
        ("country:JP", set()),
    ],
)
def test_places_made_of_disputed_areas_touch_them(place: str, touched: set[str]) -> None:
    """Islands too small to hold a point, and countries wholly disputed, are not forgotten."""
    found = gazetteer().by_id(place)
    assert found is not None
    assert disputed_around([found]) == touched
