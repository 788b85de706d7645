"""Tests of `briefing.layers.catalogue`, and of what every stored layer promises."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from briefing.data import geodata_dir
from briefing.errors import CorruptLayerError, MalformedLayerError, UnknownLayerError
from briefing.layers.catalogue import catalogue, catalogue_sha256, layer

ENTRIES = tuple(catalogue())
POLYGONS = {"Polygon", "MultiPolygon"}
LINES = {"LineString", "MultiLineString"}
POINTS = {"Point"}
KINDS = dict.fromkeys(("cities", "labels", "facilities", "chokepoints"), POINTS)
KINDS["rivers"] = LINES
COVERAGES = ("units_10m", "units_50m", "units_110m", "countries", "countries_50m")
BUDGET = 25_000_000  # bytes of all layers

# Published total areas in square kilometres (CIA World Factbook; land and inland water; United
# States without coastal waters). India is left out: its figure counts all of Kashmir; so are
# Algeria, Libya and Saudi Arabia, of which every map measures less than is published.
AREAS = {
    "RU": 17_098_242, "CA": 9_984_670, "US": 9_525_067, "CN": 9_596_960, "BR": 8_515_770,
    "AU": 7_741_220, "AR": 2_780_400, "KZ": 2_724_900, "CD": 2_344_858, "IR": 1_648_195,
    "UA": 603_550, "FR": 551_500, "ES": 505_370, "SE": 450_295, "JP": 377_915, "DE": 357_022,
    "IQ": 438_317, "SY": 185_180, "GE": 69_700, "EH": 266_000, "XK": 10_887, "TW": 35_980,
    "GB": 243_610, "PL": 312_685, "TR": 783_562, "EG": 1_001_450, "MX": 1_964_375,
    "ZA": 1_219_090, "NG": 923_768, "TH": 513_120, "SD": 1_861_484,
}  # fmt: skip


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the catalogue and of one small layer, which a test may damage."""
    (tmp_path / "layers").mkdir()
    shutil.copy(geodata_dir() / "catalogue.toml", tmp_path)
    shutil.copy(geodata_dir() / "layers" / "lakes.parquet", tmp_path / "layers")
    monkeypatch.setenv("BRIEFING_GEODATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_layer_keeps_its_promises(entry: object) -> None:
    """CRS, unique ids, rows, kinds of geometry and validity are as the catalogue says."""
    name = entry.name  # type: ignore[attr-defined]
    features = layer(name)
    assert features.crs == "EPSG:4326"
    assert features.index.name == "id"
    assert features.index.is_unique
    assert features.index.str.contains(":").all()
    assert len(features) == catalogue()[name].rows > 0
    assert set(features.geom_type) <= KINDS.get(name, POLYGONS)
    assert not features.geometry.is_empty.any()
    assert features.is_valid.all()
    bounds = features.total_bounds
    assert (bounds >= [-180, -90, -180, -90]).all()
    assert (bounds <= [180, 90, 180, 90]).all()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_layer_says_where_it_comes_from(entry: object) -> None:
    """No layer stands without licence, credit line, sources and dates."""
    for key in ("licence", "attribution", "source", "vintage", "retrieved", "note"):
        assert getattr(entry, key)
    if "GeoNames" in " ".join(entry.source):  # type: ignore[attr-defined]
        assert "GeoNames (geonames.org), CC BY 4.0, changed" in entry.attribution  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["countries", "countries_50m", "countries_110m", "regions", "areas", "historical"]
)
def test_no_band_across_the_map(name: str) -> None:
    """Nothing is stitched over the antimeridian: only Antarctica is wider than half the world.

    Eurasia is, from Portugal to Chukotka.
    """
    parts = layer(name).explode()
    wide = parts[parts.bounds.maxx - parts.bounds.minx > 180]
    assert all("AQ" in key or key == "area:eurasia" for key in wide.index)


@pytest.mark.parametrize("name", ["seas", "physical"])
def test_only_what_lies_around_a_pole_is_wider_than_half_the_world(name: str) -> None:
    """The Arctic and the Southern Ocean go all the way round; nothing else does."""
    parts = layer(name).explode()
    wide = parts[parts.bounds.maxx - parts.bounds.minx > 180]
    assert set(wide.index) <= {"sea:arctic-ocean", "sea:southern-ocean"}


@pytest.mark.parametrize("name", COVERAGES)
def test_borders_are_shared(name: str) -> None:
    """Neighbours share their edges: no overlaps, no slivers between them."""
    assert shapely.coverage_is_valid(layer(name).geometry.to_numpy())


@pytest.mark.parametrize("code", AREAS)
def test_country_has_its_published_size(code: str) -> None:
    """Areas are within 3 % of what is published."""
    country = layer("countries").loc[[f"country:{code}"]]
    found = country.to_crs("EPSG:6933").area.iloc[0] / 1e6
    assert found == pytest.approx(AREAS[code], rel=0.03)


def test_regions_add_up_to_the_countries() -> None:
    """Regions cover the same land as the countries."""
    countries, regions = (layer(name).geometry.to_numpy() for name in ("countries", "regions"))
    apart = shapely.area(countries).sum() - shapely.area(regions).sum()
    assert abs(apart) < 1e-4 * shapely.area(countries).sum()


def test_region_is_found_by_its_code() -> None:
    """Crimea and Luhansk are regions of their own, in Ukraine under the international view."""
    found = layer("regions").query("iso_3166_2 in ['UA-43', 'UA-09']")
    assert set(found.index) == {"region:UA-43", "region:UA-09"}
    assert set(found.country) == {"UA"}
    assert found.loc["region:UA-09", "name"] == "Luhansk"


def test_region_codes_are_distinct() -> None:
    """Rows that shared a code in the source were merged or given their own."""
    codes = layer("regions").iso_3166_2
    assert codes.is_unique
    assert {"SD-DE", "IR-30", "SB-WE", "MD-SN", "PH-00"} <= set(codes)


def test_cities_join_regions_and_countries() -> None:
    """Cities carry ids of regions and countries that exist; every sovereign capital is there."""
    cities = layer("cities")
    assert set("region:" + cities.region.dropna()) <= set(layer("regions").index)
    assert set("country:" + cities.country) <= set(layer("countries").index)
    assert cities.region.notna().mean() > 0.99
    assert cities.loc["city:703448", ["name", "country", "region"]].tolist() == [
        "Kyiv",
        "UA",
        "UA-30",
    ]
    assert cities.capital.sum() > 190
    assert set(cities[cities.region.isin(["UA-43", "UA-40"])].country) == {"UA"}


def test_names_are_english_and_short() -> None:
    """Names are those that a reader expects, and none is missing."""
    names = layer("countries").name.reindex(
        [f"country:{code}" for code in ("CD", "KP", "TR", "CN")]
    )
    assert names.tolist() == ["DR Congo", "North Korea", "Turkey", "China"]
    assert layer("labels").name.notna().all()
    assert layer("regions").name.notna().all()


def test_layers_stay_small() -> None:
    """All stored layers together stay within the budget."""
    assert sum(path.stat().st_size for path in geodata_dir().glob("layers/*")) < BUDGET


def test_world_map_is_coarse() -> None:
    """The smallest scale has few points, so that an inset costs little."""
    assert shapely.get_num_coordinates(layer("countries_110m").geometry.to_numpy()).sum() < 13_000


def test_every_stored_file_is_in_the_catalogue() -> None:
    """No file lies about that nobody vouches for."""
    files = {path.relative_to(geodata_dir()).as_posix() for path in geodata_dir().glob("layers/*")}
    assert files == {entry.file for entry in ENTRIES}


@pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS:UserWarning")
def test_callers_get_tables_of_their_own() -> None:
    """What a caller changes does not change what the next one gets."""
    mine = layer("disputed")
    mine["name"] = "mine"
    mine.geometry = mine.geometry.centroid
    assert "mine" not in set(layer("disputed").name)
    assert set(layer("disputed").geom_type) <= POLYGONS


def test_columns_are_chosen() -> None:
    """Only the columns asked for come with the geometry; an unknown one is named."""
    assert list(layer("lakes", ["name"]).columns) == ["name", "geometry"]
    with pytest.raises(MalformedLayerError, match="depth"):
        layer("lakes", ["depth"])


def test_unknown_layer_is_refused_by_name() -> None:
    """The message names the layer and those that there are."""
    with pytest.raises(UnknownLayerError, match=r"layer 'mountains'.*regions"):
        layer("mountains")


def test_missing_layer_is_refused_by_name(copied: Path) -> None:
    """A file that is not there is named, with what to do."""
    with pytest.raises(CorruptLayerError, match=r"layer 'regions': .*regions\.parquet is missing"):
        layer("regions")


def test_damaged_layer_is_refused_by_name(copied: Path) -> None:
    """One changed byte is enough, even after the good file was loaded."""
    assert len(layer("lakes"))
    path = copied / "layers" / "lakes.parquet"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(CorruptLayerError, match="layer 'lakes': SHA-256"):
        layer("lakes")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda table: table.to_crs("EPSG:3857"), "CRS"),
        (lambda table: table.iloc[1:], "rows"),
        (lambda table: table.set_geometry(table.geometry.centroid), "geometry Point"),
        (lambda table: table.set_axis(["physical:x"] * len(table)), "index"),
    ],
    ids=["crs", "rows", "geometry", "ids"],
)
@pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS:UserWarning")
def test_broken_contract_is_refused(copied: Path, change: object, problem: str) -> None:
    """A file with the right hash and the wrong content is refused, and says why."""
    path = copied / "layers" / "lakes.parquet"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    changed: gpd.GeoDataFrame = change(gpd.read_parquet(path))  # type: ignore[operator]
    changed.to_parquet(path)
    listing = copied / "catalogue.toml"
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    listing.write_text(listing.read_text().replace(old, new))
    with pytest.raises(MalformedLayerError, match=f"layer 'lakes': .*{problem}"):
        layer("lakes")


@pytest.mark.parametrize("text", [None, "[lakes", "[lakes]\nfile = 1\n", "lakes = 1\n", "\x00"])
def test_unreadable_catalogue_is_refused(copied: Path, text: str | None) -> None:
    """A catalogue that is missing or makes no sense is refused by name."""
    path = copied / "catalogue.toml"
    path.unlink()
    if text is not None:
        path.write_text(text)
    with pytest.raises(CorruptLayerError, match="catalogue of the layers"):
        catalogue()


def test_hash_names_the_state_of_all_layers(copied: Path) -> None:
    """The hash of the catalogue changes with any entry."""
    before = catalogue_sha256()
    path = copied / "catalogue.toml"
    path.write_text(path.read_text() + "\n")
    assert catalogue_sha256() != before == hashlib.sha256(path.read_bytes()[:-1]).hexdigest()


def test_loading_draws_in_no_map_library() -> None:
    """Layers load without folium and matplotlib; the catalogue without geopandas."""
    code = (
        "import sys; from briefing.layers.catalogue import catalogue, layer; catalogue();"
        "assert not {'geopandas', 'pandas'} & set(sys.modules);"
        "layer('countries_110m'); assert not {'folium', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_label_points_lie_in_their_country() -> None:
    """Nearly all label points lie on the land that they name; islands may be just beside."""
    countries = layer("countries")
    points = shapely.points(countries.lon, countries.lat)
    apart = shapely.distance(points, countries.geometry.to_numpy())
    assert np.mean(apart == 0) > 0.9
