"""User layers: own places are found and drawn; what comes from outside is checked, never obeyed."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import briefing
from briefing.adding import add as adding
from briefing.adding.add import add_layer
from briefing.adding.features import Wish, features_of
from briefing.adding.raw import MOST_BYTES, Refused
from briefing.errors import (
    CorruptLayerError,
    MalformedLayerError,
    OutputError,
    ParameterError,
    UnknownLayerError,
)
from briefing.folder import is_finished, replace_file
from briefing.gazetteer.index import gazetteer
from briefing.gazetteer.overlay import gazetteer_in_use
from briefing.layers import userlayers
from briefing.layers.catalogue import feature_ids, layer
from briefing.layers.frozen import frozen_layers
from briefing.linking.frame import disputed_around, places_frame
from briefing.maps.staging import make_scene
from briefing.running.batch import run_batch
from briefing.running.inbox import read_inputs, task
from briefing.running.recipe import Recipe, frozen, read_recipe
from briefing.running.run import build

TOY = Path(__file__).parent / "data" / "notebooks" / "toy.ipynb"
WISH = Wish(layer="sites", key="id", names=("name",), force=False)
SITES = (
    {"id": "A1", "name": "Zarnitsa Depot|Zarnitsa", "lon": 38.9, "lat": 48.1, "staff": 12},
    {"id": "B2", "name": "Kordon Vrana", "lon": 34.1, "lat": 44.95, "staff": 3},
)
TEXT = "The Zarnitsa Depot burned. Guards left Kordon Vrana and Kyiv on Monday.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a folder of user layers of its own, which does not exist yet."""
    path = tmp_path / "user" / "layers"
    monkeypatch.setenv("BRIEFING_LAYERS", str(path))
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Give the file of an article that names two user places and a city."""
    path = tmp_path / "fire.txt"
    path.write_text(TEXT)
    return path


def sites() -> gpd.GeoDataFrame:
    """Return the sites as a table of points."""
    table = gpd.GeoDataFrame(list(SITES))
    points = gpd.points_from_xy(table.pop("lon"), table.pop("lat"))
    return table.set_geometry(points).set_crs("EPSG:4326")


def write_csv(path: Path) -> None:
    """Write the sites as CSV with a byte order mark and semicolons."""
    rows = [";".join(map(str, site.values())) for site in SITES]
    path.write_text("\ufeff" + "\n".join(["id;name;Longitude;Latitude;staff", *rows]) + "\n")


WRITERS: dict[str, Callable[[Path], Any]] = {
    "csv": write_csv,
    "geojson": lambda path: path.write_text(sites().to_json(drop_id=True)),
    "gpkg": lambda path: sites().to_crs("EPSG:3857").to_file(path, driver="GPKG"),
    "parquet": lambda path: sites().to_crs("EPSG:25837").to_parquet(path),
    "table.parquet": lambda path: parquet.write_table(pa.Table.from_pylist(list(SITES)), path),
}


def collection(*features: Any, **members: Any) -> bytes:
    """Return a GeoJSON collection; a feature is given by its geometry."""
    listed = [
        {"type": "Feature", "id": n, "properties": {"name": f"Zarnitsa {n}"}, "geometry": geometry}
        for n, geometry in enumerate(features)
    ]
    return json.dumps({"type": "FeatureCollection", "features": listed, **members}).encode()


def point(lon: float, lat: float) -> dict[str, Any]:
    """Return the geometry of a point."""
    return {"type": "Point", "coordinates": [lon, lat]}


def named(*names: str) -> bytes:
    """Return a CSV of places with these names."""
    rows = [f'{n},"{name}",30,50' for n, name in enumerate(names)]
    return "\n".join(["id,name,lon,lat", *rows]).encode()


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_of_file_gives_the_same_layer(kind: str, tmp_path: Path) -> None:
    """Points come out in degrees, with country and region, whatever they were written as."""
    file = tmp_path / f"sites.{kind}"
    WRITERS[kind](file)
    added = add_layer(file, name="sites", attribution="Own\nsurvey", licence="internal")
    found = layer("user:sites")
    assert (added.layer.rows, added.linked, added.notes) == (2, 2, ())
    assert added.layer.attribution == "Own survey"
    assert list(found.index) == ["user:sites/A1", "user:sites/B2"]
    assert list(found["name"]) == ["Zarnitsa Depot", "Kordon Vrana"]
    assert list(found["country"]) == ["UA", "UA"]
    assert list(found["region"]) == ["UA-09", "UA-43"]
    assert list(found["staff"]) == [12, 3]
    assert found.crs == "EPSG:4326"
    assert found.geometry.iloc[1].equals_exact(shapely.Point(34.1, 44.95), 1e-6)
    assert userlayers.user_layers() == (added.layer,)
    assert feature_ids("user:sites") == set(found.index)


def test_own_places_are_linked_and_placed(tmp_path: Path, article: Path) -> None:
    """The longest name wins, the place is of kind user, and the map credits the layer."""
    write_csv(tmp_path / "sites.csv")
    add_layer(tmp_path / "sites.csv", name="sites", attribution="Own survey")
    links = briefing.link(article)
    assert [link.mention.text for link in links] == ["Zarnitsa Depot", "Kordon Vrana", "Kyiv"]
    depot = links[0].place
    assert depot is not None
    assert (depot.id, depot.kind, depot.name) == ("user:sites/A1", "user", "Zarnitsa Depot")
    assert (depot.country, depot.region, depot.population) == ("UA", "UA-09", 0)
    assert links[0].confidence > 0.8
    places = places_frame(links)
    assert places.attrs["attribution"] == ("Own survey",)
    assert places.geometry["user:sites/A1"].equals(shapely.Point(38.9, 48.1))
    assert disputed_around(links.places) >= {"disputed:luhansk", "disputed:crimea"}
    scene = make_scene(places)
    assert {"Zarnitsa Depot", "Kordon Vrana"} <= {mark.name for mark in scene.dots}
    assert scene.attribution[-1] == "Own survey"
    assert briefing.map(links) is not None


def test_an_outline_is_drawn_as_one(tmp_path: Path) -> None:
    """The geometry of a place is its feature; it counts for a country only if wholly in it."""
    inside, across = shapely.box(30, 49, 31, 50), shapely.box(20, 49, 30, 53)
    table = gpd.GeoDataFrame(
        {"id": [1, 2], "name": ["Zarnitsa Zone", "Vrana Zone"]}, geometry=[inside, across], crs=4326
    )
    table.to_parquet(tmp_path / "zones.parquet")
    add_layer(tmp_path / "zones.parquet", name="zones")
    (tmp_path / "a.txt").write_text("Fire in the Zarnitsa Zone and in the Vrana Zone.")
    links = briefing.link(tmp_path / "a.txt")
    assert [place.country for place in links.places] == ["UA", None]
    assert places_frame(links).geometry["user:zones/1"].equals(inside)
    userlayers.remove("zones")
    assert places_frame(links).geometry["user:zones/1"].geom_type == "Point"


def test_a_name_of_the_gazetteer_means_either(tmp_path: Path) -> None:
    """Alone the user's place is likelier, the other stays a candidate, and context decides."""
    (tmp_path / "own.csv").write_bytes(named("Paris"))
    add_layer(tmp_path / "own.csv", name="own")
    text = tmp_path / "a.txt"
    text.write_text("Officials met in Paris on Monday.")
    (link,) = briefing.link(text)
    assert link.place is not None
    assert link.place.id == "user:own/0"
    assert "city:2988507" in {candidate.place.id for candidate in link.alternatives}
    for context, place_id in (
        ("In Paris, Texas, a man was held.", "city:4717560"),
        ("France's government met in Paris. Marseille was quiet.", "city:2988507"),
    ):
        text.write_text(context)
        assert place_id in briefing.link(text).counts


def test_a_decision_can_name_a_user_place(tmp_path: Path, article: Path) -> None:
    """What a name means may be decided to be a place of a layer, by its id."""
    write_csv(tmp_path / "sites.csv")
    add_layer(tmp_path / "sites.csv", name="sites")
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("text,place\nKyiv,user:sites/A1\n")
    links = briefing.link(article, corrections=decisions)
    assert links.counts == {"user:sites/A1": 2, "user:sites/B2": 1}


def test_without_user_layers_it_is_the_gazetteer_itself(tmp_path: Path, article: Path) -> None:
    """No folder, an empty folder and a removed layer leave everything as it was."""
    before = briefing.link(article).to_records()
    assert gazetteer_in_use() is gazetteer()
    write_csv(tmp_path / "sites.csv")
    add_layer(tmp_path / "sites.csv", name="sites")
    assert gazetteer_in_use() is not gazetteer()
    assert briefing.link(article).to_records() != before
    userlayers.remove("user:sites")
    assert list(userlayers.layers_dir().iterdir()) == []
    assert gazetteer_in_use() is gazetteer()
    assert briefing.link(article).to_records() == before


def test_the_extended_gazetteer_answers_for_both(tmp_path: Path) -> None:
    """Rows, ids, names and columns of user places and of all others hang together."""
    write_csv(tmp_path / "sites.csv")
    add_layer(tmp_path / "sites.csv", name="sites")
    base, both = gazetteer(), gazetteer_in_use()
    assert len(both) == len(base) + 2
    assert both.names("user:sites/A1") == ("zarnitsa", "zarnitsa depot")
    assert both.find("Zarnitsa")[0] == both.by_id("user:sites/A1")
    assert both.by_id("user:sites/none") is None
    assert both.prefixes("zarnitsa depot burned")[-2:] == ["zarnitsa", "zarnitsa depot"]
    for place_id in ("country:UA", "region:UA-43", "city:703448"):
        row = base.row(place_id)
        assert row is not None
        assert both.row(place_id) == row
        assert both.place(row) == base.place(row)
        assert both.names(place_id) == base.names(place_id)
    for column in ("kind", "country", "lon", "population"):
        assert both.array(column)[: len(base)].tobytes() == base.array(column).tobytes()


BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
FLAT = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}
VRT = (
    b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>%s</SrcDataSource>"
    b"</OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"PK\x03\x04" + b"\0" * 50, "a ZIP archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"fgb\x03fgb\x00", "FlatGeobuf"),
        (VRT % b"/etc/hostname", "XML or HTML"),
        (b"\xef\xbb\xbf  " + VRT % b"/vsicurl/http://203.0.113.9/", "XML or HTML"),
        (b"SQLite format 3\0" + b"\0" * 100, "no GeoPackage"),
        (b"[1, 2]", "a JSON list"),
        (b"\x07\0\0\0binary", "unknown binary kind"),
        (b'{"type": "FeatureCollection", "features": [', "is no JSON"),
        (b'{"type": "Topology"}', "expected a FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": {}}', "expected a FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": [1]}', "row 1 is no feature"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        (b'{"features": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"features": ' + b"9" * 5000 + b"}", "is no JSON"),
        (b'{"name": "\xff"}', "is not UTF-8"),
        (collection(None), "row 1: no geometry"),
        (collection({"type": "Polygon", "coordinates": []}), "row 1: no geometry"),
        (collection({"type": "Point", "coordinates": [[1], 2]}), "row 1: geometry cannot be read"),
        (collection({"type": "GeometryCollection", "geometries": []}), "'GeometryCollection'"),
        (collection({"type": "Circle", "coordinates": [1, 2]}), "geometry of type 'Circle'"),
        (collection(7), "geometry of type 'None'"),
        (collection(point(1, 2), point(999, 2)), "row 2: lon 999"),
        (collection(point(1, -91)), "row 1: lat -91"),
        (collection(point(1e308, 2)), "row 1: lon 1e+308"),
        (collection(point(float("nan"), 2)), "not a finite number"),
        (collection(point(4.2e6, 6.1e6)), "row 1: lon 4.2e+06"),
        (collection(FLAT), "row 1: invalid geometry that cannot be mended"),
        (collection(point(1, 2), crs={"type": "link"}), "CRS is not known"),
        (
            collection(point(1, 2), crs={"type": "name", "properties": {"name": "EPSG:999999"}}),
            "CRS 'EPSG:999999' is not known",
        ),
        (b"id,name,lon,lat\n1,Zarnitsa,1,2\n1,Vrana,1,2\n", "row 2: key '1' is that of row 1"),
        (b"id,name,lon,lat\n,Zarnitsa,1,2\n", "row 1: no key"),
        (b"id,name,lon,lat\n<b>,Zarnitsa,1,2\n", "row 1: key '<b>'"),
        (b"id,name,lon,lat\n1,Zarnitsa,a,2\n", "row 1: lon 'a'"),
        (b"id,name,lon,lat\n1,Zarnitsa,inf,2\n", "row 1: lon 'inf'"),
        (b"id,name,lon,lat\n1,Zarnitsa,1\n", "row 1: 3 cells, expected 4"),
        (b'id,name,lon,lat\n1,"Zarnitsa,1,2\n', "is no CSV"),
        (b"id,id,lon,lat\n1,1,1,2\n", "expected each only once"),
        (b"id,name,x,y\n1,Zarnitsa,1,2\n", "expected one of lon"),
        (b"id,name,lon,lng,lat\n1,Zarnitsa,1,1,2\n", "expected one of lon"),
        (b"code,name,lon,lat\n1,Zarnitsa,1,2\n", "no column 'id', expected one of 'code', 'name'"),
        (b"id,label,lon,lat\n1,Zarnitsa,1,2\n", "no column 'name'"),
        ("id,name,lon,lat\n1,Orléans,1,2\n".encode("latin-1"), "is not UTF-8"),
        (b"PAR1" + b"\0" * 40 + b"PAR1", "cannot be read as Parquet"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    """A damaged, disguised or wrong file gives one message that names what is wrong, and where."""
    with pytest.raises(Refused) as caught:
        features_of(raw, WISH)
    assert reason in caught.value.problem
    assert "\n" not in caught.value.problem


def test_all_bad_rows_are_told_up_to_ten() -> None:
    """Rows with bad keys and bad geometries are listed together, in order."""
    rows = [f"{n},Zarnitsa,{500 + n},2" for n in range(14)]
    raw = "\n".join(["id,name,lon,lat", "0,Vrana,1,2", *rows]).encode()
    with pytest.raises(Refused) as caught:
        features_of(raw, WISH)
    problem = caught.value.problem
    assert problem.startswith("14 of 15 rows cannot be used: row 2: key '0' is that of row 1")
    assert problem.count("row ") == 11  # ten of them, and the row that has the key already
    assert problem.endswith("and 5 more")


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused_or_complete(kind: str, share: float, tmp_path: Path) -> None:
    """What is left of a file gives no traceback; only of a CSV some whole rows may be left."""
    WRITERS[kind](tmp_path / f"file.{kind}")
    raw = (tmp_path / f"file.{kind}").read_bytes()
    try:
        found, _ = features_of(raw[: int(len(raw) * share)], WISH)
    except Refused:
        return
    assert kind == "csv"
    assert len(found) <= 2


@pytest.mark.parametrize("kind", WRITERS)
def test_flipped_bits_never_give_a_traceback(kind: str, tmp_path: Path) -> None:
    """A damaged file is refused with a reason, or gives valid features."""
    WRITERS[kind](tmp_path / f"file.{kind}")
    raw = (tmp_path / f"file.{kind}").read_bytes()
    for at in range(0, len(raw), max(len(raw) // 60, 1)):
        damaged = bytearray(raw)
        damaged[at] ^= 0x11
        try:
            found, _ = features_of(bytes(damaged), WISH)
        except Refused:
            continue
        assert found.is_valid.all()
        assert found.index.is_unique


def test_nothing_that_a_file_names_is_opened(tmp_path: Path) -> None:
    """A GeoPackage with a view, and a VRT in disguise, are read as what they are or refused."""
    secret = tmp_path / "secret.csv"
    secret.write_bytes(named("Zarnitsa"))
    (tmp_path / "x.geojson").write_bytes(VRT % str(secret).encode())
    WRITERS["gpkg"](tmp_path / "view.gpkg")
    with sqlite3.connect(tmp_path / "view.gpkg") as connection:
        connection.execute("ALTER TABLE view RENAME TO hidden")
        connection.execute("CREATE VIEW view AS SELECT * FROM hidden")
        connection.execute("UPDATE gpkg_contents SET table_name = 'view' WHERE 0")
    connection.close()
    for name, reason in (("x.geojson", "XML"), ("view.gpkg", "feature tables: none")):
        opened: list[str] = []
        sys.addaudithook(
            lambda event, given, opened=opened: (  # type: ignore[misc]
                opened.append(str(given[0])) if event in {"open", "sqlite3.connect"} else None
            )
        )
        with pytest.raises(Refused, match=reason):
            features_of((tmp_path / name).read_bytes(), WISH)
        assert not [path for path in opened if "secret" in path]


def test_limits_are_kept(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many bytes, rows or vertices are refused before they cost anything."""
    large = tmp_path / "large.geojson"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(MalformedLayerError, match="expected at most 50,000,000"):
        add_layer(large, name="large")
    many = pa.table({"id": range(100_001), "name": ["Zarnitsa"] * 100_001})
    parquet.write_table(many, tmp_path / "many.parquet")
    with pytest.raises(Refused, match="100,001 features, expected at most 100,000"):
        features_of((tmp_path / "many.parquet").read_bytes(), WISH)
    monkeypatch.setattr("briefing.adding.shapes.MOST_VERTICES", 3)
    with pytest.raises(Refused, match="5 vertices, expected at most 3"):
        features_of(collection(BOW_TIE), WISH)
    with pytest.raises(MalformedLayerError, match="is no file"):
        add_layer(tmp_path, name="large")
    with pytest.raises(MalformedLayerError, match="cannot be opened"):
        add_layer(tmp_path / "none.csv", name="large")
    assert not folder.exists()


def test_the_child_has_limits_and_its_death_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What breaks the reader breaks nothing else, and leaves no layer."""
    write_csv(tmp_path / "sites.csv")
    monkeypatch.setenv("BRIEFING_GEODATA", str(tmp_path / "none"))  # the child cannot work
    with pytest.raises(MalformedLayerError, match="reading it failed"):
        add_layer(tmp_path / "sites.csv", name="sites")
    assert userlayers.user_layers() == ()


@pytest.mark.parametrize(
    "name", ["EPSG:3857", "urn:ogc:def:crs:EPSG::3857", "urn:ogc:def:crs:EPSG:9.9:3857"]
)
def test_a_crs_that_is_named_is_obeyed(name: str) -> None:
    """GeoJSON of the time before RFC 7946 may name its CRS."""
    crs = {"type": "name", "properties": {"name": name}}
    found, _ = features_of(collection(point(4230140.65, 6106854.83), crs=crs), WISH)
    assert found.geometry.iloc[0].equals_exact(shapely.Point(38, 48), 1e-4)


def test_an_invalid_outline_is_mended_and_told() -> None:
    """A bow tie becomes two triangles; the note says which row it was."""
    found, notes = features_of(collection(BOW_TIE), WISH)
    assert found.geometry.iloc[0].geom_type == "MultiPolygon"
    assert found.is_valid.all()
    assert notes[0].startswith("row 1: invalid outline mended")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("UN", "shorter than 3 letters"),
        ("X-1", "shorter than 3 letters"),
        ("Z" * 61, "longer than 60"),
        ("7th Base", "does not begin with a letter"),
        ("zarnitsa", "capital letter"),
        ("Zar\u202enitsa", "steer what is shown"),
        ("Bridge", "common English word, left out (--force takes it)"),
    ],
)
def test_names_that_cannot_stand_for_a_place_are_left_out(name: str, reason: str) -> None:
    """The place stays, is drawn, and keeps its other names; what was left out is told."""
    found, notes = features_of(named(f"{name}|Zarnitsa", name), WISH)
    assert list(found["names"]) == ["Zarnitsa", ""]
    assert reason in notes[0]
    assert notes[-1].startswith("row 2: no name left")


def test_common_words_can_be_forced() -> None:
    """The user may insist on a common word, but not on what no text could spell."""
    wish = Wish(layer="sites", key="id", names=("name",), force=True)
    found, _ = features_of(named("Bridge|UN"), wish)
    assert list(found["names"]) == ["Bridge"]


def test_values_stay_what_they_are() -> None:
    """Markup, nesting, huge numbers and clashing names are data, and none of them is lost."""
    properties = {
        "name": "Zarnitsa <img src=x>",
        "country": "{{191*7}}",
        "__proto__": {"x": [1, None]},
        "huge": 10**30,
        "half": "\ud800",
        "mixed": 1,
    }
    features = [
        {"type": "Feature", "id": n, "properties": {**properties, **more}, "geometry": point(1, 2)}
        for n, more in enumerate(({}, {"mixed": "one"}))
    ]
    raw = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    found, _ = features_of(raw, WISH)
    assert found["name"].iloc[0] == "Zarnitsa <img src=x>"
    assert found["source_country"].iloc[0] == "{{191*7}}"
    assert json.loads(found["__proto__"].iloc[0]) == {"x": [1, None]}
    assert found["huge"].iloc[0] == str(10**30)
    assert found["half"].iloc[0] == "?"
    assert list(found["mixed"]) == ["1", "one"]


def test_a_name_of_markup_stays_text_on_the_page(tmp_path: Path) -> None:
    """A briefing of a user place shows its name as written, and its manifest names the layer."""
    hostile = "Zarnitsa </script><img src=x onerror=alert(1)>{{191*7}}"
    (tmp_path / "own.csv").write_bytes(named(f"{hostile}|Zarnitsa"))
    added = add_layer(tmp_path / "own.csv", name="own", attribution="By <b>us</b>")
    (tmp_path / "fire.txt").write_text("A fire burned in Zarnitsa, near Kyiv.")
    made = build(tmp_path / "fire.txt", tmp_path / "out")
    page = (made / "brief.html").read_text()
    assert "<img src=x" not in page
    assert "<b>us" not in page
    data = r'<script type="application/json"[^>]*>[^<]*</script>'  # its numbers are coordinates
    assert "1337" not in re.sub(data, "", page)
    assert json.dumps(hostile)[1:-1].replace("<", "\\u003c").replace(">", "\\u003e") in page
    assert "Zarnitsa &lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;{{191*7}}" in page
    manifest = json.loads((made / "manifest.json").read_bytes())
    assert manifest["user_layers"] == {
        "own": {"sha256": added.layer.sha256, "attribution": "By <b>us</b>", "licence": ""}
    }


def test_a_damaged_layer_is_never_passed_over(tmp_path: Path, article: Path) -> None:
    """Linking, loading and drawing refuse a layer whose file is not the one that was made."""
    write_csv(tmp_path / "sites.csv")
    path = add_layer(tmp_path / "sites.csv", name="sites").layer.path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    for use in (lambda: briefing.link(article), lambda: layer("user:sites")):
        with pytest.raises(CorruptLayerError, match=r"layer 'user:sites': SHA-256"):
            use()
    path.unlink()
    with pytest.raises(CorruptLayerError, match="missing"):
        layer("user:sites")
    (path.parent / "sites.toml").write_text('sha256 = "../../x"')
    with pytest.raises(CorruptLayerError, match=r"sites\.toml cannot be read"):
        userlayers.user_layers()
    userlayers.remove("sites")
    assert userlayers.user_layers() == ()


def test_a_layer_appears_whole_or_not_at_all(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails half-way leaves the old layer as it was, and a taken name is refused."""
    write_csv(tmp_path / "sites.csv")
    old = add_layer(tmp_path / "sites.csv", name="sites").layer
    with pytest.raises(ParameterError, match="there is one of this name"):
        add_layer(tmp_path / "sites.csv", name="sites")
    (tmp_path / "new.csv").write_bytes(named("Vrana"))
    real = replace_file

    def failing(path: Path, content: bytes) -> None:
        if path.suffix == ".toml":
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(adding, "replace_file", failing)
    with pytest.raises(OutputError, match="No space left"):
        add_layer(tmp_path / "new.csv", name="sites", force=True)
    assert userlayers.user_layers() == (old,)
    assert len(layer("user:sites")) == 2
    monkeypatch.undo()
    monkeypatch.setenv("BRIEFING_LAYERS", str(folder))
    add_layer(tmp_path / "new.csv", name="sites", force=True)
    assert len(layer("user:sites")) == 1
    assert len(list(folder.iterdir())) == 2


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
)
def test_what_is_known_of_a_layer_is_read_as_written(text: str, names: list[str]) -> None:
    """Any text from outside, quotes and control characters too, comes back as it was."""
    layer = userlayers.UserLayer(
        name="sites",
        source=text,
        names=tuple(names),
        rows=2,
        **{key: text for key in userlayers._TEXTS if key not in {"source", "sha256"}},
        sha256="0" * 64,
    )
    assert userlayers._from_table("sites", tomllib.loads(adding._toml(layer))) == layer


@pytest.mark.parametrize("name", ["", "Sites", "../x", "a/b", "x" * 41, "-a", "a b"])
def test_a_name_of_a_layer_is_no_path(name: str, tmp_path: Path) -> None:
    """Only plain names make a layer; no name reaches a file outside the folder."""
    write_csv(tmp_path / "sites.csv")
    with pytest.raises(ParameterError):
        add_layer(tmp_path / "sites.csv", name=name)
    with pytest.raises(UnknownLayerError):
        userlayers.user_layer(name)
    with pytest.raises(UnknownLayerError):
        userlayers.remove(name)


def test_frozen_layers_are_those_of_one_moment(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Replacing, removing and adding layers does not reach who reads the frozen ones."""
    write_csv(tmp_path / "sites.csv")
    (tmp_path / "new.csv").write_bytes(named("Vrana"))
    for name in ("sites", "gone"):
        add_layer(tmp_path / "sites.csv", name=name)
    before = userlayers.provenance()
    with frozen_layers() as kept:
        add_layer(tmp_path / "new.csv", name="sites", force=True)
        add_layer(tmp_path / "new.csv", name="added")
        userlayers.remove("gone")
        assert userlayers.provenance(kept) == before != userlayers.provenance()
        monkeypatch.setenv("BRIEFING_LAYERS", str(kept))
        assert [len(layer(f"user:{name}")) for name in ("sites", "gone")] == [2, 2]
    assert not kept.exists()
    monkeypatch.setenv("BRIEFING_LAYERS", str(folder))
    assert [len(layer(f"user:{name}")) for name in ("sites", "added")] == [1, 1]


def test_layers_on_another_disk_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no second name can be given to a table, it is copied; a missing one is named."""

    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    write_csv(tmp_path / "sites.csv")
    added = add_layer(tmp_path / "sites.csv", name="sites").layer
    monkeypatch.setattr("briefing.layers.frozen.os.link", refuse)
    with frozen_layers() as kept:
        assert (kept / added.path.name).read_bytes() == added.path.read_bytes()
    added.path.unlink()
    with pytest.raises(CorruptLayerError, match=r"user:sites.*missing"), frozen_layers():
        pass


def test_a_batch_keeps_to_the_layers_of_its_start(tmp_path: Path, folder: Path) -> None:
    """A layer that is replaced meanwhile fails no article, and manifests name what was read."""
    write_csv(tmp_path / "sites.csv")
    (tmp_path / "new.csv").write_bytes(named("Vrana"))
    add_layer(tmp_path / "sites.csv", name="sites")
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name in ("a", "b"):
        (inbox / f"{name}.txt").write_text("Iran and Russia met. They left.")
    code = "from briefing.layers.catalogue import layer; print('rows:', len(layer('user:sites')))"
    recipe = read_recipe(TOY, parameters={"code": code}, formats=())
    start = userlayers.provenance()

    def meddle(*_: object) -> None:
        add_layer(tmp_path / "new.csv", name="sites", force=True)
        add_layer(tmp_path / "new.csv", name="more", force=True)

    out = tmp_path / "out"
    report = run_batch(inbox, out, recipe=recipe, workers=1, on_outcome=meddle)
    assert [outcome.state for outcome in report.outcomes] == ["built"] * 2
    for name in ("a", "b"):
        assert json.loads((out / name / "manifest.json").read_bytes())["user_layers"] == start
        assert "rows: 2" in (out / name / "brief.ipynb").read_text()
    assert finished(out, inbox, recipe) == [False, False]
    shutil.rmtree(folder)
    add_layer(tmp_path / "sites.csv", name="sites")
    assert finished(out, inbox, recipe) == [True, True]


def finished(out: Path, inbox: Path, recipe: Recipe) -> list[bool]:
    """Tell which folders are what a batch that starts now would make."""
    with frozen(recipe) as kept:
        jobs = [task([item], kept) for item in read_inputs(inbox)]
        return [is_finished(out / job.folder, kept.key(job.articles)) for job in jobs]
