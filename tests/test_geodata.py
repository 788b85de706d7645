"""Seas, regions, areas, former states and sites as data, held against published facts."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
import shapely

from briefing.data import geodata_dir
from briefing.facts.areas import area_parts
from briefing.layers.catalogue import layer

EQUAL_AREA = "EPSG:6933"

# Published areas in thousands of square kilometres, and the source of the figure.
SEAS = {
    "black-sea": (422, "Encyclopaedia Britannica"),
    "sea-of-azov": (37.6, "Encyclopaedia Britannica"),
    "sea-of-marmara": (11.35, "Encyclopaedia Britannica"),
    "baltic-sea": (377, "HELCOM, without the Kattegat"),
    "mediterranean-sea": (2_510, "Encyclopaedia Britannica"),
    "persian-gulf": (241, "Encyclopaedia Britannica"),
    "caspian-sea": (386.4, "Encyclopaedia Britannica"),
    "white-sea": (90, "Encyclopaedia Britannica"),
    "barents-sea": (1_405, "Encyclopaedia Britannica"),
    "kara-sea": (880, "Encyclopaedia Britannica"),
    "greenland-sea": (1_205, "Encyclopaedia Britannica"),
    "caribbean-sea": (2_753, "Encyclopaedia Britannica"),
    "gulf-of-mexico": (1_550, "Encyclopaedia Britannica"),
    "bay-of-bengal": (2_173, "Encyclopaedia Britannica"),
    "sea-of-okhotsk": (1_583, "Encyclopaedia Britannica"),
    "bering-sea": (2_304, "Encyclopaedia Britannica"),
    "pacific-ocean": (168_723, "CIA World Factbook"),
    "atlantic-ocean": (85_133, "CIA World Factbook"),
    "indian-ocean": (70_560, "CIA World Factbook"),
    "southern-ocean": (21_960, "CIA World Factbook"),
    "arctic-ocean": (15_558, "CIA World Factbook"),
}
ROWS = {
    "seas": 125, "chokepoints": 22, "physical": 76, "areas": 178, "historical": 20,
    "facilities": 973,
}  # fmt: skip
# Made up of others by name, in the order of the list: part, whole.
NESTED = [
    ("sea-of-azov", "atlantic-ocean"),
    ("adriatic-sea", "mediterranean-sea"),
    ("aegean-sea", "mediterranean-sea"),
    ("gulf-of-finland", "baltic-sea"),
    ("kerch-strait", "sea-of-azov"),
    ("strait-of-hormuz", "persian-gulf"),
    ("taiwan-strait", "south-china-sea"),
    ("bohai-sea", "yellow-sea"),
]
NEIGHBOURS = [
    ("black-sea", "sea-of-azov"),
    ("black-sea", "bosphorus"),
    ("sea-of-marmara", "dardanelles"),
    ("aegean-sea", "dardanelles"),
    ("persian-gulf", "gulf-of-oman"),
    ("red-sea", "gulf-of-aden"),
    ("red-sea", "gulf-of-suez"),
    ("baltic-sea", "kattegat"),
    ("north-sea", "english-channel"),
    ("south-china-sea", "east-china-sea"),
]
SUCCESSORS = "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ"
# Sites whose place is known to a few hundred metres: longitude, latitude, and the source.
SITES = {
    "zaporizhzhia-npp": (34.586, 47.512, "IAEA Power Reactor Information System, GeoHack"),
    "chernobyl-npp": (30.099, 51.389, "GeoHack"),
    "bushehr-npp": (50.885, 28.829, "GeoHack"),
    "natanz": (51.727, 33.724, "Nuclear Threat Initiative"),
    "fordow": (50.996, 34.885, "Nuclear Threat Initiative"),
    "dimona-reactor": (35.145, 31.001, "Nuclear Threat Initiative"),
    "yongbyon": (125.755, 39.797, "Nuclear Threat Initiative"),
}


@pytest.mark.parametrize("name", ROWS)
def test_layer_has_its_rows(name: str) -> None:
    """A feature that is lost or doubled is seen."""
    assert len(layer(name)) == ROWS[name]


@pytest.mark.parametrize("name", ROWS)
def test_every_feature_is_a_place_of_the_reviewed_lists(name: str) -> None:
    """Each id is one that the gazetteer is built from, and each feature says its name."""
    known = set()
    for kind, file in (
        ("sea", "seas"),
        ("physical", "physical"),
        ("area", "areas"),
        ("historical", "historical"),
        ("facility", "facilities"),
    ):
        path = geodata_dir() / "curated" / f"{file}.csv"
        with path.open(encoding="utf-8", newline="") as rows:
            known |= {f"{kind}:{row['key']}" for row in csv.DictReader(rows)}
    features = layer(name)
    assert set(features.index) - known == set()
    assert (features["name"].str.len() > 0).all()


@pytest.mark.parametrize("key", SEAS)
def test_sea_has_its_published_size(key: str) -> None:
    """Seas whose limits are agreed are within 5 % of what is published."""
    shape = layer("seas", []).loc[[f"sea:{key}"]].segmentize(0.5)
    found = shape.to_crs(EQUAL_AREA).area.iloc[0] / 1e9
    assert found == pytest.approx(SEAS[key][0], rel=0.05)


def test_oceans_share_the_world_without_overlap() -> None:
    """The five oceans cover the ocean but for the Caspian Sea, and lie beside each other."""
    seas = layer("seas", []).geometry
    oceans = [
        seas[f"sea:{name}-ocean"]
        for name in ("arctic", "atlantic", "indian", "pacific", "southern")
    ]
    together = shapely.union_all(oceans).area
    assert sum(ocean.area for ocean in oceans) == pytest.approx(together, rel=1e-3)
    water = layer("ocean").geometry.iloc[0].area - seas["sea:caspian-sea"].area
    assert together == pytest.approx(water, rel=0.005)


@pytest.mark.parametrize(("part", "whole"), NESTED)
def test_seas_lie_in_seas(part: str, whole: str) -> None:
    """What is part of a larger sea lies in it, but for coastlines of another scale."""
    seas = layer("seas", []).geometry
    inner, outer = seas[f"sea:{part}"], seas[f"sea:{whole}"]
    assert inner.intersection(outer).area > 0.9 * inner.area


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_neighbouring_seas_meet_and_do_not_overlap(one: str, other: str) -> None:
    """The limit between two seas is the same line on both sides."""
    seas = layer("seas", []).geometry
    first, second = seas[f"sea:{one}"], seas[f"sea:{other}"]
    assert first.distance(second) < 0.02
    assert first.intersection(second).area < 0.01 * min(first.area, second.area)


def test_points_of_seas_lie_in_them() -> None:
    """Where the gazetteer has a sea, there is its polygon; a gap between islands is none."""
    seas = layer("seas", []).geometry
    with (geodata_dir() / "curated" / "seas.csv").open(encoding="utf-8", newline="") as file:
        rows = {f"sea:{row['key']}": row for row in csv.DictReader(file)}
    outside = {
        key
        for key, shape in seas.items()
        if not shape.contains(shapely.Point(float(rows[key]["lon"]), float(rows[key]["lat"])))
    }
    assert outside <= {"sea:giuk-gap"}


def test_seas_keep_off_the_land() -> None:
    """No sea covers the middle of a country that is larger than the coarsest scale leaves out."""
    shapes = layer("countries_50m", []).geometry
    large = shapes[shapely.area(shapes.to_numpy()) > 1]
    seas = shapely.union_all(layer("seas", []).geometry.to_numpy())
    wet = shapely.contains(seas, large.representative_point().to_numpy())
    assert set(large.index[wet]) <= {"country:BS"}  # its islands are not on the coarsest map


def test_straits_and_canals_of_the_chokepoints_are_there() -> None:
    """Each lies in its own strait, or is a canal or cape; each says why it matters."""
    points, seas = layer("chokepoints"), layer("seas", []).geometry
    beside = {key for key in points.index if key not in seas.index}
    assert beside == {
        "sea:suez-canal",
        "sea:panama-canal",
        "sea:great-belt",
        "physical:cape-of-good-hope",
    }
    inside = points.drop(sorted(beside))
    assert all(seas[key].contains(point) for key, point in inside.geometry.items())
    assert (points.note.str.len() > 20).all()
    assert (points.source.str.len() > 5).all()


def test_natural_regions_lie_on_land_and_say_that_they_are_sketches() -> None:
    """Every hand-drawn outline is marked; islands are the land itself."""
    regions = layer("physical")
    land = layer("land").geometry.iloc[0]
    sketched = regions[regions.approximate].drop("physical:great-barrier-reef")
    for shape in sketched.geometry:
        assert shape.intersection(land).area > 0.99 * shape.area
    assert set(regions[~regions.approximate].extent) == {"The island itself"}
    wrangel = regions.loc[["physical:wrangel-island"]].to_crs(EQUAL_AREA).area.iloc[0] / 1e6
    assert wrangel == pytest.approx(7_600, rel=0.05)  # on both sides of the antimeridian
    sicily = regions.loc[["physical:sicily"]].to_crs(EQUAL_AREA).area.iloc[0] / 1e6
    assert sicily == pytest.approx(25_460, rel=0.02)  # Istat, the main island


def test_rivers_and_lakes_know_their_places() -> None:
    """The Dnieper and Lake Baikal are found by the ids of the gazetteer."""
    rivers, lakes = layer("rivers"), layer("lakes")
    dnieper = rivers[rivers.places.str.contains("physical:dnieper-river", na=False)]
    zaporizhzhia = shapely.Point(35.1, 47.8)
    assert shapely.distance(dnieper.geometry.to_numpy(), zaporizhzhia).min() < 0.5
    assert "physical:lake-baikal" in set(lakes.places)
    assert "physical:great-lakes" in " ".join(lakes.places.dropna()).split()


@pytest.mark.parametrize("kind", ["area", "historical"])
def test_areas_and_former_states_are_those_of_the_reviewed_file(kind: str) -> None:
    """Each feature names its parts and the definition it follows, as the file does."""
    features = layer({"area": "areas"}.get(kind, kind))
    found = {key: parts for key, parts in area_parts().items() if key.startswith(f"{kind}:")}
    assert set(features.index) == set(found)
    for key, row in found.items():
        assert features.parts[key] == " ".join(row.parts)
        assert features.definition[key] == row.source


@pytest.mark.parametrize(
    ("key", "thousands", "source"),
    [
        (
            "area:donbas",
            53.2,
            "State Statistics Service of Ukraine: oblasts of Donetsk and Luhansk",
        ),
        ("area:crimean-peninsula", 27.0, "State Statistics Service of Ukraine"),
        ("area:sinai-peninsula", 60, "Encyclopaedia Britannica: about 61,000"),
        ("area:baltic-states", 175, "CIA World Factbook, sum of three"),
        ("area:central-asia", 4_004, "CIA World Factbook, sum of five"),
        ("historical:SUHH", 22_402, "Encyclopaedia Britannica"),
        ("historical:YUCS", 255.8, "CIA World Factbook 1990"),
        ("historical:CSHH", 127.9, "CIA World Factbook 1990"),
        ("historical:DDDE", 108.3, "Statistical yearbook of the GDR, with East Berlin"),
        ("historical:west-germany", 248.6, "Statistical yearbook 1990, with West Berlin"),
        ("historical:sudan-until-2011", 2_505.8, "CIA World Factbook 2010"),
    ],
)
def test_area_has_its_published_size(key: str, thousands: float, source: str) -> None:
    """Areas and former states that have a published size are near it."""
    name = "areas" if key.startswith("area:") else "historical"
    found = layer(name).area_km2[key] / 1e3
    assert found == pytest.approx(thousands, rel=0.07 if "about" in source else 0.03)


def test_the_soviet_union_has_fifteen_successors() -> None:
    """All fifteen republics, Turkmenistan among them."""
    union = layer("historical").loc["historical:SUHH"]
    assert union.successors.split() == [f"country:{code}" for code in SUCCESSORS.split()]
    assert (union["from"], union["to"]) == ("1922-12-30", "1991-12-26")


def test_former_states_have_dates_and_successors() -> None:
    """Each began before it ended, and those after it are countries."""
    states, countries = layer("historical"), set(layer("countries").index)
    for start, end, successors in zip(states["from"], states["to"], states.successors, strict=True):
        assert dt.date(1918, 1, 1) < dt.date.fromisoformat(start) < dt.date.fromisoformat(end)
        assert successors
        assert set(successors.split()) <= countries


def test_the_germanies_leave_berlin_out() -> None:
    """Neither state holds Berlin, whose east was a capital; a note says so."""
    states = layer("historical")
    for key in ("historical:DDDE", "historical:west-germany"):
        assert not states.geometry[key].contains(shapely.Point(13.4, 52.52))
        assert "Berlin" in states.note[key]
    assert states.geometry["historical:DDDE"].contains(shapely.Point(12.37, 51.34))  # Leipzig
    assert states.geometry["historical:west-germany"].contains(shapely.Point(7.1, 50.73))  # Bonn


@pytest.mark.parametrize("key", SITES)
def test_site_lies_where_it_should(key: str) -> None:
    """Sites that are read about most are within 0.02 degrees of where they are known to be."""
    point = layer("facilities").geometry[f"facility:{key}"]
    lon, lat, _ = SITES[key]
    assert abs(point.x - lon) < 0.02
    assert abs(point.y - lat) < 0.02


def test_sites_lie_in_their_country_and_say_what_they_are_for() -> None:
    """Each site lies in or just beside the country that it names; seats are of governments."""
    sites, countries = layer("facilities"), layer("countries", []).geometry
    named = sites[sites.country.notna()]
    far = {
        key: countries[f"country:{code}"].distance(point)
        for key, code, point in zip(named.index, named.country, named.geometry, strict=True)
    }
    onshore = set(named.index[named.use.str.contains("nuclear|seat|air base|dam", na=False)])
    assert {key for key in onshore if far[key] > 0.05} == set()
    assert max(far.values()) < 4  # fields and bridges at sea, islands too small for the map
    assert sites.use.notna().sum() > 400
    assert sites.use[sites.metonym].notna().any()
    assert sites.use[sites.metonym].dropna().str.contains("seat|ministry|service|financial").all()


def test_capitals_lie_in_their_country() -> None:
    """Each capital is inside its state, or on its shore, at the finest scale."""
    cities, countries = layer("cities"), layer("countries", []).geometry
    capitals = cities[cities.capital]
    apart = {
        key: countries[f"country:{code}"].distance(point)
        for key, code, point in zip(
            capitals.index, capitals.country, capitals.geometry, strict=True
        )
    }
    assert {key: far for key, far in apart.items() if far > 0.05} == {}


def test_regions_lie_in_their_country() -> None:
    """Each region lies in its state, but for those that a disputed area cuts."""
    regions, countries = layer("regions"), layer("countries", []).geometry
    owned = regions[regions.country.notna()]
    outer = countries.reindex("country:" + owned.country).to_numpy()
    inner = owned.geometry.to_numpy()
    share = shapely.area(shapely.intersection(inner, outer)) / shapely.area(inner)
    # Western Sahara, Abyei, the Halaib Triangle, East Jerusalem
    cut = {"region:MA-14", "region:MA-15", "region:MA-X14~", "region:MA-X15~", "region:SD-KS"}
    cut |= {"region:SD-RS", "region:IL-JM"}
    assert set(owned.index[share < 0.99]) <= cut


def test_cities_have_names_by_script() -> None:
    """Kyiv is found as Cyrillic, Arabic, Hebrew and Greek write it, and each only there."""
    kyiv = layer("cities").loc["city:703448"]
    assert "Київ" in kyiv.names_cyrillic.split("|")
    assert "Киев" in kyiv.names_cyrillic.split("|")
    assert "Kiev" in kyiv.names_latin.split("|")
    assert "קייב" in kyiv.names_hebrew.split("|")
    assert "كييف" in kyiv.names_arabic.split("|")
    assert kyiv.names_greek.startswith("Κ")
    assert kyiv.population > 2_000_000
    assert bool(kyiv.capital)
