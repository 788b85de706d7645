"""The gazetteer's files: what the builder writes is what the reader reads, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.gazetteer.codes import DEMONYM, PRIMARY, WEAK
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.place import PlaceKind
from tools.gazetteer import binary
from tools.gazetteer.draft import Draft, Entry
from tools.names import build as place_names
from tools.names.countries import _local
from tools.names.rows import Name, script_of


def small_world() -> Draft:
    """Return a draft of one country with two namesakes in it."""
    draft = Draft()
    country = draft.add(Entry("country:UA", PlaceKind.COUNTRY, "Ukraine", 32.0, 49.0))
    country.country = country
    country.add_name("Ukraine", PRIMARY)
    country.add_name("Ukrainians", PRIMARY, DEMONYM)
    region = draft.add(Entry("region:UA-09", PlaceKind.REGION, "Luhansk", 39.0, 48.9))
    region.country, region.region = country, region
    region.add_name("Luhans'k", PRIMARY)
    district = draft.add(Entry("district:5", PlaceKind.DISTRICT, "Raion", 39.0, 48.0, 9, 5))
    district.add_name("Rest", WEAK)
    city = draft.add(Entry("city:702658", PlaceKind.CITY, "Luhansk", 39.3, 48.5, 397677, 702658))
    city.country, city.region, city.feature = country, region, "PPLA"
    for name in ("Luhansk", "Over", "St. Mary", "x" * 61):
        city.add_name(name, PRIMARY)
    return draft


def built(folder: Path) -> Gazetteer:
    """Write the small world into a folder and open it."""
    folder.mkdir()
    draft = small_world()
    header = {
        "abbreviations": {"Luh.": "region:UA-09"},
        "capitals": {"UA": "city:702658"},
        "neighbours": {"UA": ["PL"]},
    }
    names = draft.names(frozenset({"over"}), frozenset({"rest"}))
    binary.write(folder, draft, names, header)
    return Gazetteer.open(folder)


def test_reader_reads_what_the_builder_wrote(tmp_path: Path) -> None:
    """Places, names, flags and the parts of the header come back."""
    world = built(tmp_path / "a")
    assert len(world) == 4
    assert [place.id for place in world.find("Luhansk")] == ["city:702658", "region:UA-09"]
    city = world.by_id("city:702658")
    assert city is not None
    assert (city.name, city.country, city.region, city.population) == (
        "Luhansk",
        "UA",
        "UA-09",
        397677,
    )
    assert world.rows("ukrainians") == [(0, PRIMARY | DEMONYM)]
    assert world.names("city:702658") == ("luhansk", "saint mary", "st. mary")
    assert world.id(world.abbreviations["Luh."]) == "region:UA-09"
    assert world.capital("UA") == city
    assert world.neighbours("UA") == ("PL",)
    assert world.features[world.feature[3]] == "PPLA"


def test_a_town_without_a_number_is_found_by_its_key(tmp_path: Path) -> None:
    """A reviewed town has a key for an id, and numbered places stay findable beside it."""
    draft, folder = small_world(), tmp_path / "a"
    folder.mkdir()
    town = draft.add(Entry("city:konna", PlaceKind.CITY, "Konna", 1, 2))
    town.country = draft.entries["country:UA"]
    town.add_name("Konna", PRIMARY)
    header: dict[str, object] = {"abbreviations": {}, "capitals": {}, "neighbours": {}}
    names = draft.names(frozenset(), frozenset())
    binary.write(folder, draft, names, header)
    world = Gazetteer.open(folder)
    (found,) = world.find("Konna")
    assert (found.id, found.kind, found.geonameid) == ("city:konna", PlaceKind.CITY, None)
    assert found == world.by_id("city:konna")
    assert all(world.by_id(key) for key in draft.entries)
    assert [place.id for place in world.find("Luhansk")] == ["city:702658", "region:UA-09"]


def test_unwanted_names_are_left_out(tmp_path: Path) -> None:
    """Stop names, plain words as second names and overlong names find nothing."""
    world = built(tmp_path / "a")
    assert world.rows("over") == world.rows("rest") == world.rows("x" * 61) == []


def test_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    """Building twice leaves equal files."""
    built(tmp_path / "a")
    built(tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_id_given_twice_is_a_mistake() -> None:
    """Two entries cannot share an id."""
    draft = small_world()
    with pytest.raises(ValueError, match="country:UA"):
        draft.add(Entry("country:UA", PlaceKind.COUNTRY, "Other"))


# --- the table of names


def test_script_of_a_name() -> None:
    """The script is told from the letters; where they mix, it is not."""
    samples = {
        "Kyiv": "Latn",
        "Київ": "Cyrl",
        "Κίεβο": "Grek",
        "كييف": "Arab",
        "קייב": "Hebr",
        "基辅": "Hani",
        "東ティモール": "Jpan",
        "키이우": "Hang",
        "Mосква": "Zyyy",
        "42": "Zyyy",
    }
    assert {text: script_of(text) for text in samples} == samples


def test_reviewed_names_stand_for_those_of_the_sources(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Dated rows win, echoes and dropped names go, and writing twice gives the same bytes."""
    found = [
        Name("country:UA", "Ukraine", "en", "common", "one"),
        Name("country:UA", "Ukraine", "en", "common", "two"),
        Name("country:UA", "Ukrainian SSR", "", "variant", "two"),
        Name("country:UA", "Ukraine", "", "variant", "two"),
        Name("city:702658", "Voroshilovgrad", "", "variant", "two"),
        Name("city:1", "Nowhere", "en", "common", "two"),
    ]
    dated = Name("city:702658", "Voroshilovgrad", "en", "former", "act", "1970-01", "1990-05-04")
    tables = {"dropped_place_names": [{"place": "country:UA", "name": "Ukrainian SSR"}]}
    tables["dropped_place_names"][0]["kind"] = "variant"
    monkeypatch.setattr(place_names, "_sources", lambda _: iter(found))
    monkeypatch.setattr(place_names, "_renamed", lambda _: iter([dated]))
    monkeypatch.setattr(place_names, "read_table", lambda table, **_: tables[table])
    names = place_names.collected(small_world())
    assert [(one.place, one.text, one.kind, one.source) for one in names] == [
        ("city:702658", "Luhansk", "common", "display name of the gazetteer"),
        ("city:702658", "Voroshilovgrad", "former", "act"),
        ("country:UA", "Ukraine", "common", "one"),
    ]
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        place_names.write_names(tmp_path / folder, names)
    first, second = (tmp_path / folder / "place_names.parquet" for folder in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


def test_local_names_are_read_with_their_language() -> None:
    """The Factbook's remarks give the tag; English forms and "none" are no native names."""
    read = [
        (one.text, one.language)
        for one in _local("country:FI", "Suomi (Finnish)/ Finland (Swedish)")
    ]
    assert read == [("Suomi", "fi"), ("Finland", "sv")]
    assert [one.language for one in _local("country:CY", "Kypros (Greek)")] == ["el-Latn"]
    assert list(_local("country:CM", "none")) == []
    assert list(_local("country:CM", "Republic of Cameroon (English)")) == []
    assert [one.language for one in _local("country:SE", "Sverige")] == [""]
