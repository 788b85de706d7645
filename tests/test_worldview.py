"""Tests of `briefing.worldview`: whose borders, and what is said about them."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, ParameterError, UnknownWorldviewError
from briefing.layers import layer
from briefing.worldview import (
    Location,
    Worldview,
    boundary_note,
    countries,
    disputed,
    disputed_areas,
    locate,
    owner,
    regions,
    worldview,
    worldviews,
)

VIEWS = ("international", "de-facto", "UA", "RU")
SCALES = ("10m", "50m", "110m")
# lon, lat, disputed area, and the country under each of the four views; "-" for none.
POINTS = {
    "Simferopol": (34.10, 44.95, "crimea", "UA RU UA RU"),
    "Sevastopol": (33.52, 44.60, "crimea", "UA RU UA RU"),
    "Luhansk": (39.30, 48.57, "luhansk", "UA UA UA RU"),
    "Donetsk": (37.80, 48.00, "donetsk", "UA UA UA RU"),
    "Melitopol": (35.37, 46.85, "zaporizhzhia", "UA UA UA RU"),
    "Kherson": (32.62, 46.64, "kherson", "UA UA UA RU"),
    "Majdal Shams": (35.77, 33.27, "golan-heights", "SY IL SY SY"),
    "Laayoune": (-13.20, 27.15, "western-sahara", "EH MA EH EH"),
    "Tifariti": (-10.57, 26.16, "western-sahara-east", "EH EH EH EH"),
    "Kyrenia": (33.32, 35.33, "northern-cyprus", "CY - CY CY"),
    "Pristina": (21.16, 42.66, "kosovo", "XK XK RS RS"),
    "Taipei": (121.56, 25.04, "taiwan", "TW TW TW CN"),
    "Sukhumi": (41.02, 43.00, "abkhazia", "GE - GE -"),
    "Tskhinvali": (43.97, 42.23, "south-ossetia", "GE - GE -"),
    "Tiraspol": (29.63, 46.84, "transnistria", "MD - MD MD"),
    "Srinagar": (74.80, 34.08, "jammu-and-kashmir", "IN IN IN IN"),
    "Leh": (77.58, 34.16, "ladakh", "IN IN IN IN"),
    "Muzaffarabad": (73.47, 34.37, "azad-kashmir", "PK PK PK PK"),
    "Gilgit": (74.31, 35.92, "gilgit-baltistan", "PK PK PK PK"),
    "Aksai Chin": (79.40, 35.10, "aksai-chin", "CN CN CN CN"),
    "Hargeisa": (44.06, 9.56, "somaliland", "SO - SO SO"),
    "Ramallah": (35.20, 31.90, "west-bank", "PS PS PS PS"),
    "Gaza": (34.45, 31.50, "gaza-strip", "PS PS PS PS"),
    "Abyei": (28.43, 9.60, "abyei", "- - - -"),
    "Yuzhno-Kurilsk": (145.86, 44.03, "southern-kurils", "RU RU JP RU"),
    "Stanley": (-57.85, -51.70, "falkland-islands", "FK FK FK FK"),
    # Neighbours that nobody disputes.
    "Gori": (44.11, 41.98, None, "GE GE GE GE"),
    "Zugdidi": (41.87, 42.51, None, "GE GE GE GE"),
    "Kharkiv": (36.23, 49.99, None, "UA UA UA UA"),
    "Rostov": (39.70, 47.23, None, "RU RU RU RU"),
    "Larnaca": (33.63, 34.92, None, "CY CY CY CY"),
    "Haifa": (34.99, 32.79, None, "IL IL IL IL"),
    "Damascus": (36.29, 33.51, None, "SY SY SY SY"),
    "Cayenne": (-52.33, 4.93, None, "GF GF GF GF"),
    "Suva": (178.44, -18.14, None, "FJ FJ FJ FJ"),
}


@pytest.mark.parametrize("place", POINTS)
@pytest.mark.parametrize("view", VIEWS)
def test_point_lies_in_the_right_country(place: str, view: str) -> None:
    """The golden table: whose each point is, and in which disputed area it lies."""
    lon, lat, area, owners = POINTS[place]
    code = owners.split()[VIEWS.index(view)]
    found = locate(lon, lat, worldview(view))
    assert found.country == (None if code == "-" else f"country:{code}")
    assert found.disputed == (f"disputed:{area}" if area else None)
    shape = disputed(worldview(view)).geometry
    inside = set(shape.index[shape.intersects(shapely.Point(lon, lat).buffer(0.05))])
    assert (found.disputed is None) or found.disputed in inside


def test_point_lies_in_its_region() -> None:
    """A point of Crimea is in its region under every view, and its country follows the view."""
    assert locate(34.1, 44.95, worldview("UA")) == Location(
        "country:UA", "region:UA-43", "disputed:crimea"
    )
    assert locate(30.0, 43.0, worldview("UA")) == Location(None, None, None)


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(VIEWS))
def test_any_point_is_located_alike(lon: float, lat: float, view: str) -> None:
    """Everywhere on earth: what is undisputed has the same country under every view."""
    found = locate(lon, lat, worldview(view))
    if found.disputed is None:
        assert found == locate(lon, lat, worldview("international"))
    assert found.country is None or found.country in countries(worldview(view)).index


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, -91), (float("nan"), 0), (0, float("inf"))])
def test_no_point_of_the_earth_is_refused(lon: float, lat: float) -> None:
    """Coordinates out of range are refused with the range."""
    with pytest.raises(ParameterError, match="expected degrees"):
        locate(lon, lat, worldview("UA"))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_the_same_land_once(view: str, scale: str) -> None:
    """No view loses or doubles land, and its borders are shared by neighbours."""
    table = countries(worldview(view), scale)  # type: ignore[arg-type]
    shapes = table.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert table.is_valid.all()
    assert set(table.geom_type) <= {"Polygon", "MultiPolygon"}
    whole = shapely.area(layer(f"units_{scale}").geometry.to_numpy()).sum()
    assert shapely.area(shapes).sum() == pytest.approx(whole, rel=1e-9)
    assert table.name.notna().all()


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_area_is_hatched_in_every_view(view: str, scale: str) -> None:
    """All disputed areas are given, labelled, inside the country that owns them."""
    areas = disputed(worldview(view), scale)  # type: ignore[arg-type]
    land = countries(worldview(view), scale).geometry  # type: ignore[arg-type]
    assert set(areas.index) == {area.id for area in disputed_areas()}
    for key, row in areas.iterrows():
        home = f"country:{row.owner}" if isinstance(row.owner, str) else key
        assert land[home].buffer(1e-6).covers(row.geometry), key
        assert row.label.startswith(f"{row['name']}: administered by ")
        assert ", claimed by " in row.label


def test_regions_follow_the_view() -> None:
    """Crimea's country changes with the view, Odesa's does not, and no outline does."""
    ours, theirs = regions(worldview("UA")), regions(worldview("RU"))
    assert ours.country["region:UA-43"] == "UA"
    assert theirs.country["region:UA-43"] == "RU"
    assert theirs.country["region:UA-51"] == "UA"
    assert ours.geometry.geom_equals(theirs.geometry).all()


@pytest.mark.parametrize("area", disputed_areas(), ids=lambda area: area.id)
def test_area_is_documented(area: object) -> None:
    """Every area has facts, sources, an outline and known owners; layer and file agree."""
    assert area.facts  # type: ignore[attr-defined]
    assert area.sources  # type: ignore[attr-defined]
    known = {*layer("countries").iso_a2.dropna()}
    codes = {owner(area, view) for view in worldviews()} - {None}  # type: ignore[arg-type]
    involved = {*area.administered_by, *area.claimed_by}  # type: ignore[attr-defined]
    assert codes | involved <= known
    stored = layer("disputed").loc[area.id]  # type: ignore[attr-defined]
    assert stored["name"] == area.name  # type: ignore[attr-defined]
    assert stored.facts == area.facts  # type: ignore[attr-defined]
    assert stored.claimed_by == " ".join(area.claimed_by)  # type: ignore[attr-defined]


def test_areas_of_the_issue_are_there() -> None:
    """The areas that must be known are known."""
    assert {
        "crimea", "luhansk", "donetsk", "zaporizhzhia", "kherson", "golan-heights",
        "western-sahara", "northern-cyprus", "kosovo", "taiwan", "abkhazia", "south-ossetia",
        "transnistria", "jammu-and-kashmir", "ladakh", "azad-kashmir", "gilgit-baltistan",
        "aksai-chin", "siachen", "shaksgam", "somaliland", "west-bank", "gaza-strip",
    } <= {area.id.removeprefix("disputed:") for area in disputed_areas()}  # fmt: skip


def test_size_of_areas_is_plausible() -> None:
    """Outlines are near published areas in square kilometres, as far as the source allows."""
    sizes = layer("disputed").to_crs("EPSG:6933").area / 1e6
    for name, published in {
        "crimea": 27_000, "luhansk": 26_684, "donetsk": 26_517, "golan-heights": 1_200,
        "northern-cyprus": 3_355, "abkhazia": 8_660, "kosovo": 10_887, "bir-tawil": 2_060,
        "abyei": 10_546, "southern-kurils": 5_000, "west-bank": 5_655, "gaza-strip": 365,
    }.items():  # fmt: skip
        assert sizes[f"disputed:{name}"] == pytest.approx(published, rel=0.08), name


@pytest.mark.parametrize("name", ["", "XX", "Crimea", "internationál", "UA ; RU"])
def test_unknown_worldview_is_refused(name: str) -> None:
    """The message lists the worldviews that there are."""
    with pytest.raises(UnknownWorldviewError, match="international, de-facto, UA, RU"):
        Worldview.parse(name)


def test_worldviews_are_found_by_name() -> None:
    """International comes first; case does not matter."""
    assert [view.name for view in worldviews()] == list(VIEWS)
    assert worldview("ua") is worldview("UA") is Worldview.parse(" UA ")


def test_note_names_view_areas_and_gaps() -> None:
    """The note says what the view means, what is hatched, and where the view is not known."""
    note = boundary_note(worldview("RU"), ["disputed:crimea", "disputed:golan-heights"])
    assert note.startswith("Worldview: As drawn by Russia. ")
    assert "Hatched, because disputed (claims as of 2026-11-23): Crimea and Golan Heights." in note
    assert "not being known: Golan Heights." in note
    plain = boundary_note(worldview("international"), [])
    assert "United Nations" in plain
    assert "atched" not in plain
    with pytest.raises(CuratedDataError, match="disputed:atlantis"):
        boundary_note(worldview("UA"), ["disputed:atlantis"])


def test_kosovo_and_taiwan_stand_for_themselves() -> None:
    """Under the international view both are units of their own, with the claim named."""
    table = countries(worldview("international"))
    assert {"country:XK", "country:TW"} <= set(table.index)
    labels = {area.id: area.label for area in disputed_areas()}
    assert labels["disputed:kosovo"].endswith("claimed by Kosovo and Serbia")
    assert labels["disputed:taiwan"].endswith("claimed by Taiwan and China")
    assert "country:XK" not in countries(worldview("RU")).index


def test_scale_must_be_known() -> None:
    """A scale that there is no layer of is an error of the calling code."""
    with pytest.raises(ValueError, match="expected one of 10m, 50m, 110m"):
        countries(worldview("UA"), "5m")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [None, "x = [", "[[area]]\nid = 'x'\n"])
def test_unreadable_facts_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    """A missing or broken file of facts is refused by name."""
    (tmp_path / "curated").mkdir()
    if text is not None:
        (tmp_path / "curated" / "disputed_areas.toml").write_text(text)
    monkeypatch.setenv("BRIEFING_GEODATA", str(tmp_path))
    with pytest.raises(CuratedDataError, match=r"disputed_areas\.toml"):
        disputed_areas()


def test_facts_need_owners_under_both_main_views(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An area that does not say whose it is internationally and de facto is refused."""
    source = geodata_dir() / "curated" / "disputed_areas.toml"
    (tmp_path / "curated").mkdir()
    text = source.read_text(encoding="utf-8").replace('de-facto = "RU"\n', "", 1)
    (tmp_path / "curated" / source.name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("BRIEFING_GEODATA", str(tmp_path))
    with pytest.raises(CuratedDataError, match="'crimea' has no owner"):
        disputed_areas()


def test_what_was_not_yet_disputed_on_the_day_is_not_hatched() -> None:
    """In July 2022 nobody but Ukraine claimed Kherson; Crimea and Luhansk were disputed."""
    keys = {area.id for area in disputed_areas("2022-07-19")}
    drawn = set(disputed(worldview("international"), "110m", as_of="2022-07-19").index)
    assert {"disputed:crimea", "disputed:luhansk", "disputed:donetsk"} <= keys
    assert not {"disputed:kherson", "disputed:zaporizhzhia"} & keys
    assert drawn == keys
    assert {area.id for area in disputed_areas("2022-09-30")} >= keys | {"disputed:kherson"}
