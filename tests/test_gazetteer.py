"""The gazetteer: its files, its facts, and what it must never say."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from briefing.data import geodata_dir
from briefing.errors import GazetteerError
from briefing.gazetteer.codes import DEMONYM, KINDS, METONYM, NONE, PRIMARY, STRENGTH
from briefing.gazetteer.folding import fold
from briefing.gazetteer.index import Gazetteer, gazetteer
from briefing.gazetteer.place import PlaceKind

FOLDER = geodata_dir() / "gazetteer"
FILES = sorted(json.loads((FOLDER / "contents.json").read_text())["files"])
LARGEST_FILE = 15_000_000  # bytes
LARGEST_SUM = 18_000_000  # bytes of the two files that are mapped

STORY = {
    "Iran": ("country:IR", ["Iranian", "Iranians"]),
    "Russia": ("country:RU", ["Russian", "Russians"]),
    "Turkey": ("country:TR", ["Turkish", "Turk", "Turks"]),
    "Syria": ("country:SY", ["Syrian", "Syrians"]),
    "Ukraine": ("country:UA", ["Ukrainian", "Ukrainians"]),
    "Luhansk": ("region:UA-09", []),
    "Crimea": ("region:UA-43", ["Crimean", "Crimeans"]),
    "Sweden": ("country:SE", ["Swedish", "Swede", "Swedes"]),
    "Finland": ("country:FI", ["Finnish", "Finn", "Finns"]),
}


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    """Return the gazetteer of this checkout."""
    return gazetteer()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the files that a test may spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "gazetteer"))


def ids(world: Gazetteer, name: str) -> set[str]:
    """Return the ids of the places that a name can mean."""
    return {world.id(row) for row, _ in world.rows(fold(name))}


# --- the files -----------------------------------------------------------------------------


def test_files_are_those_of_the_table_of_contents(world: Gazetteer) -> None:
    """Every file has the length and the checksum that contents.json says, and none is large."""
    world.verify()
    assert all((FOLDER / name).stat().st_size < LARGEST_FILE for name in FILES)
    mapped = ("names.marisa", "places.bin")
    assert sum((FOLDER / name).stat().st_size for name in mapped) < LARGEST_SUM


def test_attribution_names_geonames_and_its_licence(world: Gazetteer) -> None:
    """The credit that CC BY asks for comes with the data."""
    assert "GeoNames (geonames.org), CC BY 4.0, changed" in world.attribution


@pytest.mark.parametrize("name", [*FILES, "contents.json"])
def test_missing_file_is_refused_by_name(copy: Path, name: str) -> None:
    """A file that is not there is named, with what to do."""
    (copy / name).unlink()
    with pytest.raises(GazetteerError, match=f"gazetteer '{name}'.*make geodata"):
        Gazetteer.open(copy)


@pytest.mark.parametrize("name", FILES)
def test_truncated_file_is_refused_by_name(copy: Path, name: str) -> None:
    """A file that lost its end is refused before anything is read from it."""
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[:-1])
    with pytest.raises(GazetteerError, match=f"gazetteer '{name}': .* bytes, expected"):
        Gazetteer.open(copy)


@pytest.mark.parametrize("name", FILES)
def test_altered_file_does_not_pass_verification(copy: Path, name: str) -> None:
    """One flipped bit in the middle of a file is found by its checksum."""
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(GazetteerError, match=f"gazetteer '{name}': SHA-256"):
        Gazetteer.open(copy).verify()


@pytest.mark.parametrize(
    ("offset", "problem"), [(0, "begins with"), (8, "version"), (20, "unreadable header")]
)
def test_other_format_is_refused(copy: Path, offset: int, problem: str) -> None:
    """A file of another kind, another version or with a spoilt header is refused."""
    content = bytearray((copy / "places.bin").read_bytes())
    content[offset] ^= 0xFF
    (copy / "places.bin").write_bytes(content)
    with pytest.raises(GazetteerError, match=f"gazetteer 'places.bin': {problem}"):
        Gazetteer.open(copy)


def test_trie_that_is_none_is_refused(copy: Path) -> None:
    """A file of names with the right length and the wrong content is refused."""
    length = (copy / "names.marisa").stat().st_size
    (copy / "names.marisa").write_bytes(bytes(length))
    with pytest.raises(GazetteerError, match=r"gazetteer 'names\.marisa': unreadable"):
        Gazetteer.open(copy)


# --- ids, rows, columns --------------------------------------------------------------------


def test_every_row_comes_back_by_its_id(world: Gazetteer) -> None:
    """Ids are unique and lead back to their row, for every kind."""
    rows = [*range(9000), *range(9000, len(world), 97)]
    assert all(world.row(world.id(row)) == row for row in rows)
    assert len({world.id(row) for row in rows}) == len(rows)


@pytest.mark.parametrize("place_id", ["", "city:", "city:0", "city:x", "nowhere:1", "country:XX"])
def test_unknown_id_is_no_place(world: Gazetteer, place_id: str) -> None:
    """An id that the gazetteer does not have is a result, not an error."""
    assert world.by_id(place_id) is None
    assert world.names(place_id) == ()


def test_unknown_name_is_no_place(world: Gazetteer) -> None:
    """A name that no place bears finds nothing."""
    assert world.find("Xyzzyville") == ()
    assert world.rows("xyzzyville") == []
    assert world.find("") == ()


def test_columns_agree_with_each_other(world: Gazetteer) -> None:
    """Containers are of the right kind, points are on the globe."""
    kind, lon, lat = world.array("kind"), world.array("lon"), world.array("lat")
    for column, kinds in (
        ("country", {PlaceKind.COUNTRY}),
        ("region", {PlaceKind.REGION, PlaceKind.DISTRICT}),
        ("district", {PlaceKind.DISTRICT, PlaceKind.REGION}),
    ):
        held = world.array(column)
        assert {KINDS[k] for k in set(kind[held[held != NONE]].tolist())} <= kinds
    pointless = {KINDS[k] for k in set(kind[np.isnan(lon)].tolist())}
    assert pointless <= {
        PlaceKind.BLOC,
        PlaceKind.ORGANISATION,
        PlaceKind.COUNTRY,
        PlaceKind.AREA,
    }
    assert float(np.nanmax(np.abs(lon.astype(float)))) <= 180
    assert float(np.nanmax(np.abs(lat.astype(float)))) <= 90


def test_prefixes_are_the_names_at_the_start_of_a_text(world: Gazetteer) -> None:
    """Names that a text begins with come shortest first."""
    found = world.prefixes("south sudanese army")
    assert "south sudan" in found
    assert found[-1] == "south sudanese"


# --- facts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STORY)
def test_places_of_the_story_are_found_first(world: Gazetteer, name: str) -> None:
    """Each of the nine places of the Tehran meeting is the likeliest bearer of its name."""
    place_id, demonyms = STORY[name]
    place = world.find(name)[0]
    assert place.id == place_id
    assert place.lon is not None
    for demonym in demonyms:
        flags = dict(world.rows(fold(demonym)))
        row = world.row(place_id)
        assert row is not None
        assert flags[row] == PRIMARY | DEMONYM


def test_luhansk_is_a_region_and_a_city(world: Gazetteer) -> None:
    """A name that means two places keeps both."""
    assert {"region:UA-09", "city:702658"} <= ids(world, "Luhansk")
    for name in ("Luhans'k", "Lugansk", "Luhansk Oblast", "Luhansk Region"):
        assert "region:UA-09" in ids(world, name)


def test_crimean_cities_lie_in_ukraine(world: Gazetteer) -> None:
    """Place.country and Place.region follow ISO 3166."""
    simferopol = world.by_id("city:693805")
    assert simferopol is not None
    assert (simferopol.country, simferopol.region) == ("UA", "UA-43")


def test_every_country_has_a_name_and_a_point(world: Gazetteer) -> None:
    """The 249 codes of ISO 3166-1, and Kosovo, are there; the people's name is no place name."""
    rows = [row for row in range(len(world)) if KINDS[world.kind[row]] is PlaceKind.COUNTRY]
    assert len(rows) == 250
    assert world.by_id("country:XK") is not None
    for row in rows:
        flags = dict(world.rows(fold(world.name(row))))
        assert flags[row] == PRIMARY, world.name(row)
        assert not math.isnan(world.lon[row]) or world.id(row) in {
            "country:BV",
            "country:HM",
            "country:UM",
        }


def test_capitals_are_found_by_name(world: Gazetteer) -> None:
    """Every state's capital is a city of it, and one of the bearers of its own name."""
    capitals = {code: world.capital(code) for code in ("IR", "RU", "TR", "SY", "UA", "SE", "FI")}
    assert [place.name if place else None for place in capitals.values()] == [
        "Tehran",
        "Moscow",
        "Ankara",
        "Damascus",
        "Kyiv",
        "Stockholm",
        "Helsinki",
    ]
    codes = [world.country_code(row) for row in range(250)]
    without = {code for code in codes if code and world.capital(code) is None}
    assert without <= {"AQ", "BQ", "BV", "HM", "TK", "UM"}
    for code in codes:
        capital = world.capital(code) if code else None
        if capital is not None:
            assert capital.country == code
            assert capital.id in ids(world, capital.name)


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("US", "country:US"),
        ("U.S.", "country:US"),
        ("UK", "country:GB"),
        ("Britain", "country:GB"),
        ("UAE", "country:AE"),
        ("Burma", "country:MM"),
        ("Türkiye", "country:TR"),
        ("DRC", "country:CD"),
        ("Congo", "country:CD"),
        ("Россия", "country:RU"),
        ("Україна", "country:UA"),
        ("إيران", "country:IR"),
        ("Donbas", "area:donbas"),
        ("Middle East", "area:middle-east"),
        ("Golan Heights", "area:golan-heights"),
        ("Northern Cyprus", "area:northern-cyprus"),
        ("South Ossetia", "area:south-ossetia"),
        ("Abkhazia", "region:GE-AB"),
        ("Transnistria", "region:MD-SN"),
        ("Gaza Strip", "region:PS-GZZ"),
        ("Black Sea", "sea:black-sea"),
        ("Bosporus", "sea:bosphorus"),
        ("Euphrates", "physical:euphrates"),
        ("Soviet Union", "historical:SUHH"),
        ("NATO", "bloc:NATO"),
        ("European Union", "bloc:EU"),
        ("United Nations", "organisation:UN"),
        ("Kremlin", "facility:kremlin"),
        ("Tehran", "city:112931"),
        ("Kiev", "city:703448"),
        ("Odessa", "city:698740"),
        ("Cologne", "city:2886242"),
        ("Mecca", "city:104515"),
    ],
)
def test_well_known_names_lead_to_their_place_first(
    world: Gazetteer, name: str, place_id: str
) -> None:
    """Without context the well-known place is meant."""
    assert world.find(name)[0].id == place_id


def test_metonyms_carry_their_mark_and_country(world: Gazetteer) -> None:
    """The Kremlin stands for a government and lies in its country; NATO has no point."""
    row, flag = world.rows("kremlin")[0]
    assert (world.id(row), flag, world.country_code(row)) == (
        "facility:kremlin",
        PRIMARY | METONYM,
        "RU",
    )
    nato = world.by_id("bloc:NATO")
    assert nato is not None
    assert (nato.lon, nato.lat, nato.country, nato.region) == (None, None, None, None)


def test_neighbours_are_mutual(world: Gazetteer) -> None:
    """If one country borders another, the other borders it."""
    assert "FI" in world.neighbours("SE")
    assert world.neighbours("IS") == ()
    for code in ("RU", "IR", "UA", "SY", "TR", "CN", "DE", "XK"):
        assert all(code in world.neighbours(other) for other in world.neighbours(code))


def test_abbreviations_mind_case(world: Gazetteer) -> None:
    """Newspaper abbreviations of states are found as written, and only so."""
    assert world.find("Fla.")[0].id == "region:US-FL"
    assert world.id(world.abbreviations["NSW"]) == "region:AU-NSW"
    assert "fla." not in world.abbreviations


# --- what it must not say ------------------------------------------------------------------

POISON = [
    *("here", "corn", "iron", "male", "shine", "bucks", "kent", "paris", "berlin", "barcelona"),
    *("island", "colorado", "michigan", "columbia", "other", "global", "north", "fund"),
    *("east", "west", "south", "inde", "cad", "fas", "man", "were", "only", "more", "last", "we"),
]


@pytest.mark.parametrize("word", POISON)
def test_no_country_goes_by_a_plain_word(world: Gazetteer, word: str) -> None:
    """Names that only form fields mean as a country are not its names."""
    assert not any(place_id.startswith("country:") for place_id in ids(world, word))


@pytest.mark.parametrize("word", ["over", "much", "many", "here", "between", "most", "than"])
def test_function_words_are_no_places(world: Gazetteer, word: str) -> None:
    """Villages called Over or Many are not found: texts never mean them."""
    assert world.rows(word) == []


@pytest.mark.parametrize(("word", "city"), [("Rest", "Rasht"), ("Lion", "Lyon"), ("Soul", "Seoul")])
def test_words_are_no_second_names(world: Gazetteer, word: str, city: str) -> None:
    """Foreign names of cities that are English words are left out."""
    assert not {place.id for place in world.find(city)} & ids(world, word)


def test_word_lists_say_what_else_a_name_is(world: Gazetteer) -> None:
    """Given names, surnames, plain words and doubtful names come folded, with weights."""
    for name in ("given_names", "surnames", "common_words", "stop_names"):
        words = world.word_list(name)
        assert all(0 < weight <= 1 for weight in words.values())
        assert all(word == fold(word) for word in words)
    assert world.word_list("given_names")["vladimir"] > 0
    assert world.word_list("surnames")["smith"] > world.word_list("surnames")["lincoln"]
    assert world.word_list("common_words")["last"] > 0.5
    assert "turkey" not in world.word_list("common_words")
    with pytest.raises(GazetteerError, match=r"gazetteer 'colours\.tsv': missing"):
        world.word_list("colours")


def test_strongest_claim_to_a_name_is_kept(world: Gazetteer) -> None:
    """A stem of a division's full name is weaker than the name of the city itself."""
    flags = {world.id(row): flag & STRENGTH for row, flag in world.rows("paris")}
    assert flags["city:2988507"] == PRIMARY
    assert world.find("Paris")[0].id == "city:2988507"
