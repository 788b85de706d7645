"""Areas: outlines of what is made of countries, regions and disputed areas."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import shapely

from briefing.data import GEODATA_VARIABLE, geodata_dir
from briefing.errors import CuratedDataError
from briefing.facts import areas
from briefing.facts.areas import area_parts, outlines
from briefing.facts.worldview import Worldview, countries
from briefing.layers.catalogue import layer

INTERNATIONAL = Worldview.parse("international")
REPUBLICS = "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ"
HEADER = "place,parts,source,note,varies\n"


def test_every_part_is_a_feature_of_a_layer() -> None:
    """Countries, regions and disputed areas that places are made of all exist."""
    known = set(countries(INTERNATIONAL, "50m").index)
    known |= set(layer("regions", []).index) | set(layer("disputed", []).index)
    strange = {part for row in area_parts().values() for part in row.parts} - known
    assert strange == set()


def test_every_place_is_one_of_the_gazetteer() -> None:
    """No row stands for a place that the reviewed lists of areas and former states lack."""
    keys = set()
    for kind, name in (("area", "areas.csv"), ("historical", "historical.csv")):
        with (geodata_dir() / "curated" / name).open(encoding="utf-8", newline="") as file:
            keys |= {f"{kind}:{row['key']}" for row in csv.DictReader(file)}
    assert set(area_parts()) - keys == set()


def test_every_place_has_a_valid_outline() -> None:
    """No outline is empty or invalid."""
    shapes = outlines(area_parts(), INTERNATIONAL)
    assert set(shapes) == set(area_parts())
    assert [key for key, shape in shapes.items() if shape.is_empty or not shape.is_valid] == []


def test_the_soviet_union_has_its_fifteen_republics() -> None:
    """All fifteen, Turkmenistan among them, and nothing else."""
    parts = area_parts()["historical:SUHH"].parts
    assert parts == tuple(f"country:{code}" for code in REPUBLICS.split())


def test_donbas_is_two_oblasts_of_ukraine() -> None:
    """Luhansk and Donetsk, inside Ukraine as internationally drawn."""
    assert area_parts()["area:donbas"].parts == ("region:UA-09", "region:UA-14")
    donbas = outlines(["area:donbas"], INTERNATIONAL)["area:donbas"]
    ukraine = countries(INTERNATIONAL, "10m").geometry["country:UA"]
    assert donbas.intersection(ukraine).area > 0.99 * donbas.area
    assert donbas.contains(shapely.Point(37.8, 48.0))
    assert not donbas.contains(shapely.Point(36.2, 50.0))


@pytest.mark.parametrize(("view", "inside"), [("international", False), ("RU", True)])
def test_country_parts_follow_the_worldview(
    view: str,
    inside: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Crimea belongs to all of Russia only where the worldview says so."""
    eurasia = outlines(["area:eurasia", "area:balkans"], Worldview.parse(view))
    assert eurasia["area:eurasia"].contains(shapely.Point(34.1, 44.95))
    russia = countries(Worldview.parse(view), "50m").geometry["country:RU"]
    assert bool(russia.contains(shapely.Point(34.1, 44.95))) == inside


def test_places_made_of_nothing_known_have_no_outline() -> None:
    """A city and a vague area are left out."""
    assert outlines(["city:703448", "area:global-south"], INTERNATIONAL) == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("place,parts\n", "columns"),
        (HEADER + "city:1,country:UA,x,,\n", "expected one of kind"),
        (HEADER + "area:a,country:UA,x,,\narea:a,country:UA,x,,\n", "second time"),
        (HEADER + "area:a,UA-09,x,,\n", "parts UA-09"),
        (HEADER + "area:a,,x,,\n", "parts none"),
        (HEADER + "area:a,country:UA,,,\n", "no source"),
        (HEADER + "area:a,country:UA\n", "not 5 fields"),
        (HEADER + "area:a,country:UA,x,,perhaps\n", "varies 'perhaps'"),
    ],
)
def test_a_bad_file_is_refused(
    text: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says which row is wrong and how."""
    (tmp_path / "curated").mkdir()
    (tmp_path / "curated" / "area_parts.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv(GEODATA_VARIABLE, str(tmp_path))
    with pytest.raises(CuratedDataError, match=problem):
        areas.area_parts()
