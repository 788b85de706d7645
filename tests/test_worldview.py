"""Tests of `briefing.facts.worldview`: whose borders, and what is said about them."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, ParameterError, UnknownWorldviewError
from briefing.facts.claims import curated
from briefing.facts.locations import Location, locate
from briefing.facts.stances import stances
from briefing.facts.worldview import (
    DisputedArea,
    Worldview,
    boundary_note,
    countries,
    disputed,
    disputed_areas,
    owner,
    regions,
    worldview,
    worldviews,
)
from briefing.gazetteer.index import gazetteer
from briefing.layers.catalogue import layer

GOLDEN = Path(__file__).parent / "golden" / "disputed_owners.csv"
VIEWS = ("international", "de-facto", "UA", "RU", "CN", "IN", "IL", "MA", "AR")
SCALES = ("10m", "50m", "110m")
DATED = re.compile(r"\d{4}(-\d\d-\d\d)?")


def golden() -> list[dict[str, str]]:
    """Read the golden table: point, area, and the country under each view; "-" for none."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", golden(), ids=lambda row: row["place"])
def test_point_lies_in_the_right_country(row: dict[str, str]) -> None:
    """The golden table: whose each point is under each view, and in which area it lies."""
    fields = {"place", "lon", "lat", "as_of", "area"}
    lon, lat, as_of = float(row["lon"]), float(row["lat"]), row["as_of"] or None
    wanted = {view: row[view] for view in row if view not in fields}
    found = {view: locate(lon, lat, worldview(view), as_of) for view in wanted}
    homes = {
        view: (at.country or "country:-").removeprefix("country:") for view, at in found.items()
    }
    assert homes == wanted
    areas = {at.disputed for at in found.values()}
    assert areas == {f"disputed:{row['area']}" if row["area"] else None}


def test_golden_table_has_points_in_every_area() -> None:
    """The table names every disputed area, and many views."""
    rows = golden()
    assert {row["area"] for row in rows} >= {
        area.id.removeprefix("disputed:") for area in curated().areas.values()
    }
    assert len(rows[0]) - 5 >= 20


@pytest.mark.parametrize("area", curated().areas.values(), ids=lambda area: area.id)
def test_every_known_cell_is_what_the_map_shows(area: DisputedArea) -> None:
    """A point inside an area lies, under every view that knows of it, where its row says."""
    point = layer("disputed").geometry[area.id].representative_point()
    as_of = "2000-06-01" if area.until else None
    for cell in stances():
        if cell.area == area.id and cell.known:
            found = locate(point.x, point.y, worldview(cell.view), as_of)
            assert found.country == (f"country:{cell.owner}" if cell.owner else None), cell


def test_point_lies_in_its_region() -> None:
    """A point of Crimea is in its region under every view, and its country follows the view."""
    assert locate(34.1, 44.95, worldview("UA")) == Location(
        "country:UA", "region:UA-43", "disputed:crimea"
    )
    assert locate(30.0, 43.0, worldview("UA")) == Location(None, None, None)


@settings(deadline=None)  # the first point of a worldview builds its tree
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
    assert areas.is_valid.all()
    assert not areas.is_empty.any()
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


@pytest.mark.parametrize("area", curated().areas.values(), ids=lambda area: area.id)
def test_area_is_documented(area: DisputedArea) -> None:
    """Every area has facts, sources, a valid outline and known owners; layer and file agree."""
    assert area.facts
    assert area.sources
    assert area.note or area.drawn == "outline"
    known = {*layer("countries").iso_a2.dropna()}
    codes = {owner(area, view) for view in worldviews()} - {None}
    assert codes | {*area.administered_by, *area.claimed_by} <= known
    stored = layer("disputed").loc[area.id]
    assert stored["name"] == area.name
    assert stored.facts == area.facts
    assert stored.claimed_by == " ".join(area.claimed_by)
    legal = stored.legal if isinstance(stored.legal, str) else ""
    assert legal == "; ".join(area.legal)
    assert stored.drawn == area.drawn
    assert stored.geometry.is_valid
    assert not stored.geometry.is_empty


@pytest.mark.parametrize("area", curated().areas.values(), ids=lambda area: area.id)
def test_area_is_dated(area: DisputedArea) -> None:
    """Dates are years or ISO dates, in order, not later than the review; most areas have one."""
    reviewed = curated().reviewed
    for date in filter(None, (area.since, area.until)):
        assert DATED.fullmatch(date)
        assert date <= reviewed.isoformat()
    assert not area.until or area.since < area.until
    assert area.stands(reviewed) != bool(area.until)


def test_most_areas_are_dated_and_have_legal_references() -> None:
    """What is not dated, or has no legal reference, is the exception."""
    areas = curated().areas.values()
    assert sum(bool(area.since) for area in areas) > 0.8 * len(areas)
    assert sum(bool(area.legal) for area in areas) > 0.8 * len(areas)


@pytest.mark.parametrize("area", curated().areas.values(), ids=lambda area: area.id)
def test_area_is_found_by_name(area: DisputedArea) -> None:
    """The gazetteer knows every area, and its likeliest place lies at it or is made of it."""
    places = gazetteer().find(area.name)
    assert places
    shape = layer("disputed").geometry[area.id]
    assert any(
        f"area:{area.id.removeprefix('disputed:')}" == place.id
        or (place.lon is not None and shape.distance(shapely.Point(place.lon, place.lat or 0)) < 1)
        for place in places
    )


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
        "east-jerusalem": 70, "sabah": 73_904, "mayotte": 374, "western-sahara": 178_000,
    }.items():  # fmt: skip
        assert sizes[f"disputed:{name}"] == pytest.approx(published, rel=0.08), name


@pytest.mark.parametrize("name", ["", "XX", "Crimea", "internationál", "UA ; RU"])
def test_unknown_worldview_is_refused(name: str) -> None:
    """The message lists the worldviews that there are."""
    with pytest.raises(UnknownWorldviewError, match=r"international, de-facto, AE, .*, UA, US, "):
        Worldview.parse(name)


def test_worldviews_are_found_by_name() -> None:
    """International comes first; case does not matter."""
    names = [view.name for view in worldviews()]
    assert names[:2] == ["international", "de-facto"]
    assert names[2:] == sorted(names[2:])
    assert len(names) == len(set(names))
    assert set(VIEWS) <= set(names)
    assert worldview("ua") is worldview("UA") is Worldview.parse(" UA ")


def test_note_names_view_areas_and_gaps() -> None:
    """The note says what the view means, what is hatched, and where the view is not known."""
    note = boundary_note(worldview("RU"), ["disputed:crimea", "disputed:golan-heights"])
    assert note.startswith("Worldview: As drawn by Russia. ")
    assert "Hatched, because disputed (claims as of 2026-11-25): Crimea and Golan Heights." in note
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


def test_states_have_a_view_only_where_something_is_known() -> None:
    """Every state's view knows one area at least, and says what it does not know."""
    assert len(worldviews()) - 2 >= 25
    for view in worldviews():
        assert view.title
        assert view.statement.endswith(".")
        assert view.note.endswith(".")
        assert any(cell.known for cell in stances(view)), view.name


def test_coverage_says_what_is_followed() -> None:
    """One cell a view and area; what is not known follows the international view and says so."""
    cells = stances()
    assert len(cells) == len(worldviews()) * len(curated().areas)
    usual = {cell.area: cell for cell in stances(worldview("international"))}
    for cell in cells:
        assert cell.source
        assert cell.known == (not cell.follows)
        if not cell.known:
            assert cell.follows == "international"
            assert cell.owner == usual[cell.area].owner
    de_facto = stances(worldview("de-facto"))
    assert all(cell.known for cell in (*usual.values(), *de_facto))


def test_an_administering_or_claiming_state_gets_nothing_that_it_does_not_claim() -> None:
    """Under a state's own view it owns an area only if it administers or claims it."""
    for cell in stances():
        area = curated().areas[cell.area]
        if cell.known and cell.owner == cell.view:
            assert cell.view in {*area.claimed_by, *area.administered_by}, cell


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the reviewed files, to be spoilt, as the data folder."""
    (tmp_path / "curated").mkdir()
    for name in ("disputed_areas.toml", "worldviews.toml", "worldview_owners.csv"):
        shutil.copy(geodata_dir() / "curated" / name, tmp_path / "curated" / name)
    monkeypatch.setenv("BRIEFING_GEODATA", str(tmp_path))
    return tmp_path / "curated"


@pytest.mark.parametrize("text", [None, "x = [", "[[area]]\nid = 'x'\n"])
@pytest.mark.parametrize("name", ["disputed_areas.toml", "worldviews.toml", "worldview_owners.csv"])
def test_unreadable_facts_are_refused(copied: Path, name: str, text: str | None) -> None:
    """A missing or broken file of facts is refused by name."""
    (copied / name).unlink()
    if text is not None:
        (copied / name).write_text(text)
    with pytest.raises(CuratedDataError, match=re.escape(name)):
        disputed_areas()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("RU,atlantis,RU,a map", "atlantis not known"),
        ("QQ,crimea,RU,a map", "QQ not known"),
        ("CN,crimea,RU,", "empty or surplus"),
        ("CN,crimea,RU,a map,", "empty or surplus"),
        ("RU,crimea,UA,a map", "second one"),
    ],
)
def test_wrong_owners_are_refused(copied: Path, row: str, reason: str) -> None:
    """A row of an unknown view or area, a second one, or one without a source, is refused."""
    path = copied / "worldview_owners.csv"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(CuratedDataError, match=reason):
        disputed_areas()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('de-facto = "RU"\n', "", "'crimea' has no owner"),
        ('since = "2014-03-18"', 'since = "spring 2014"', "'crimea' is not dated"),
        ('drawn = "approximate"', 'drawn = "roughly"', "is drawn as 'roughly'"),
    ],
)
def test_wrong_areas_are_refused(copied: Path, old: str, new: str, reason: str) -> None:
    """An area without both owners, or with a date or an outline in free words, is refused."""
    path = copied / "disputed_areas.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CuratedDataError, match=reason):
        disputed_areas()


def test_nothing_is_drawn_otherwise_without_being_hatched() -> None:
    """In July 2022 Kherson is in Ukraine on Russia's map too; views hold while a dispute does."""
    for view, day, point, home in (
        ("RU", "2022-07-19", (32.62, 46.64), "country:UA"),
        ("RU", "2022-10-01", (32.62, 46.64), "country:RU"),
        ("de-facto", "2020-10-01", (46.75, 39.82), "disputed:nagorno-karabakh"),
        ("de-facto", "2023-10-01", (46.75, 39.82), "country:AZ"),
    ):
        drawn = countries(worldview(view), "50m", as_of=day).geometry
        assert list(drawn.index[drawn.contains(shapely.Point(point))]) == [home]
        found = locate(*point, worldview(view), day).country
        assert found == (home if home.startswith("country:") else None)


def test_what_is_no_longer_disputed_is_not_hatched() -> None:
    """Nagorno-Karabakh was disputed until September 2023; the note of that time says so."""
    key = "disputed:nagorno-karabakh"
    view = worldview("international")
    assert key in disputed(view, "110m", as_of="2020-10-01").index
    assert key not in disputed(view, "110m").index
    assert key in {area.id for area in disputed_areas("2023-09-19")}
    assert key not in {area.id for area in disputed_areas("2023-09-20")}
    assert locate(46.75, 39.82, view).disputed is None
    assert locate(46.75, 39.82, view, "2020-10-01") == Location("country:AZ", "region:AZ-XA", key)
    assert "Nagorno-Karabakh (until 2023-09-20)" in boundary_note(view, [key])


def test_what_was_not_yet_disputed_on_the_day_is_not_hatched() -> None:
    """In July 2022 nobody but Ukraine claimed Kherson; Crimea and Luhansk were disputed."""
    keys = {area.id for area in disputed_areas("2022-07-19")}
    drawn = set(disputed(worldview("international"), "110m", as_of="2022-07-19").index)
    assert {"disputed:crimea", "disputed:luhansk", "disputed:donetsk"} <= keys
    assert not {"disputed:kherson", "disputed:zaporizhzhia"} & keys
    assert drawn == keys
    assert {area.id for area in disputed_areas("2022-09-30")} >= keys | {"disputed:kherson"}
