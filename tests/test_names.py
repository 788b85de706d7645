"""Names of places: languages, kinds, dates, and the files that they are read from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, GazetteerError, ParameterError
from briefing.facts.names import FILE, KINDS, RENAMED_COLUMNS, PlaceName, _read, renamed
from briefing.facts.placenames import display_name, names_of
from briefing.gazetteer.index import gazetteer

HEADER = ",".join(RENAMED_COLUMNS)


@pytest.fixture(scope="module")
def table() -> list[dict[str, str]]:
    """Return all rows of the table of names."""
    rows: list[dict[str, str]] = pq.read_table(geodata_dir() / "gazetteer" / FILE).to_pylist()
    return rows


# --- the table


def test_countries_have_names_in_many_languages(table: list[dict[str, str]]) -> None:
    """At least 25 languages name at least 200 countries each."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for row in table:
        if row["kind"] == "common" and row["place"].startswith("country:"):
            named[row["language"]].add(row["place"])
    assert sum(len(places) >= 200 for language, places in named.items() if language) >= 25
    assert {"ar", "de", "el", "en", "fr", "he", "hi", "ru", "uk", "zh", "zh-Hant"} <= set(named)


def test_regions_have_names_in_many_languages(table: list[dict[str, str]]) -> None:
    """At least 25 languages name at least 4,000 first-level regions each."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for row in table:
        if row["kind"] == "common" and row["place"].startswith("region:"):
            named[row["language"]].add(row["place"])
    assert sum(len(places) >= 4_000 for language, places in named.items() if language) >= 25


def test_every_place_of_the_table_is_in_the_gazetteer(table: list[dict[str, str]]) -> None:
    """All ids resolve."""
    strange = [key for key in {row["place"] for row in table} if gazetteer().row(key) is None]
    assert strange == []


def test_rows_are_complete_ordered_and_unlike(table: list[dict[str, str]]) -> None:
    """Each row has a text, a known kind and a source; places follow each other; none is twice."""
    assert all(row["text"].strip() and row["kind"] in KINDS and row["source"] for row in table)
    places = [row["place"] for row in table]
    assert places == sorted(places)
    keys = [(row["place"], row["text"], row["language"], row["kind"], row["from"]) for row in table]
    assert len(keys) == len(set(keys))


def test_names_of_cities_without_a_tag_keep_none(table: list[dict[str, str]]) -> None:
    """What GeoNames has is told apart by script alone."""
    rows = [row for row in table if row["source"] == "GeoNames"]
    assert {row["language"] for row in rows} == {""}
    assert {"Latn", "Cyrl", "Arab", "Hebr", "Grek"} <= {row["script"] for row in rows}


# --- names_of


@pytest.mark.parametrize(
    ("place", "language", "text"),
    [
        ("country:DE", "de", "Deutschland"),
        ("country:UA", "el", "Ουκρανία"),
        ("country:UA", "zh", "乌克兰"),
        ("country:UA", "zh-Hant", "烏克蘭"),
        ("country:UA", "ar", "أوكرانيا"),
        ("country:UA", "uk", "Україна"),
        ("country:UA", "he", "אוקראינה"),
        ("country:JP", "ja", "日本"),
        ("region:UA-09", "uk", "Луганська область"),
        ("region:DE-BY", "de", "Bayern"),
        ("city:703448", "de", "Kiew"),
        ("city:703448", "uk", "Київ"),
    ],
)
def test_a_place_has_its_name_in_a_language(place: str, language: str, text: str) -> None:
    """Names are tagged with their language."""
    assert text in {name.text for name in names_of(place, language=language, kind="common")}


def test_native_names_are_in_a_language_of_the_place() -> None:
    """A country's native names are those in its official languages, and local ones as noted."""
    native = {(name.language, name.text) for name in names_of("country:CH", kind="native")}
    assert {("de", "Schweiz"), ("fr", "Suisse"), ("it", "Svizzera")} <= native
    assert ("rm", "Svizra") in native


def test_kinds_are_told_apart() -> None:
    """Official, former and short names, people, adjectives and metonyms are not mixed."""

    def texts(place: str, kind: str) -> set[str]:
        return {name.text for name in names_of(place, kind=kind)}

    assert "Federal Republic of Germany" in texts("country:DE", "official")
    assert "Bechuanaland" in texts("country:BW", "former")
    assert "UAE" in texts("country:AE", "abbreviation")
    assert {"Dane", "Danes"} <= texts("country:DK", "demonym")
    assert "Danish" in texts("country:DK", "adjective")
    assert "Kremlin" in texts("country:RU", "metonym")
    assert "Western Sahara" not in texts("country:MA", "former")


def test_a_language_takes_in_what_is_more_exact() -> None:
    """Asked for Chinese, both scripts answer; asked for untagged names, only those do."""
    assert {name.language for name in names_of("country:UA", language="zh")} == {"zh", "zh-Hant"}
    assert {name.language for name in names_of("city:703448", language="")} == {""}


def test_a_place_without_other_names_has_none() -> None:
    """An unknown id is no error: nothing is known of it."""
    assert names_of("city:1") == ()


def test_wrong_questions_are_refused() -> None:
    """A kind that does not exist, a place or a day that is none."""
    with pytest.raises(ParameterError, match="kind 'nickname'"):
        names_of("country:DE", kind="nickname")
    with pytest.raises(ParameterError, match="as_of 'then'"):
        names_of("country:DE", as_of="then")
    with pytest.raises(ParameterError, match="place 'country:QQ': not in the gazetteer"):
        display_name("country:QQ")


# --- dates


@pytest.mark.parametrize(
    ("place", "as_of", "name"),
    [
        ("country:SZ", "2018-04-18", "Swaziland"),
        ("country:SZ", "2018-04-19", "Eswatini"),
        ("country:MK", "2019-02-11", "Macedonia"),
        ("country:MK", "2019-02-12", "North Macedonia"),
        ("country:MM", "1989-06-17", "Burma"),
        ("country:LK", "1972-05-21", "Ceylon"),
        ("country:BF", "1984-08-03", "Upper Volta"),
        ("country:CD", "1990-01-01", "Zaire"),
        ("country:CZ", "2010-01-01", "Czech Republic"),
        ("country:CZ", "2017-01-01", "Czechia"),
        ("country:TR", "2023-01-01", "Turkey"),
        ("city:1526273", "1985-01-01", "Tselinograd"),
        ("city:1526273", "1995-01-01", "Akmola"),
        ("city:1526273", "2010-01-01", "Astana"),
        ("city:1526273", "2019-03-23", "Nur-Sultan"),
        ("city:1526273", "2022-09-16", "Nur-Sultan"),
        ("city:1526273", "2022-09-17", "Astana"),
        ("city:498817", "1917-11-07", "Petrograd"),
        ("city:498817", "1950-01-01", "Leningrad"),
        ("city:498817", "1991-09-06", "Saint Petersburg"),
        ("city:472757", "1942-11-19", "Stalingrad"),
        ("city:713174", "2015-12-31", "Artemivsk"),
        ("city:713174", "2016-03-01", "Bakhmut"),
        ("city:702658", "1965-01-01", "Luhansk"),
        ("city:702658", "1980-01-01", "Voroshilovgrad"),
        ("city:703448", "2010-01-01", "Kyiv"),
    ],
)
def test_display_name_as_of_a_day(place: str, as_of: str, name: str) -> None:
    """A place is called as it was called; a spelling in use is no rename."""
    assert display_name(place, as_of=as_of) == name
    assert display_name(place, as_of=dt.date.fromisoformat(as_of)) == name


def test_the_present_name_is_that_of_the_gazetteer() -> None:
    """Without a day, and for every place that was ever renamed, the two agree."""
    for place in renamed():
        known = gazetteer().by_id(place)
        assert known is not None
        assert display_name(place) == known.name


def test_the_official_name_of_turkey_changed_and_its_common_one_did_not() -> None:
    """Kinds have their own dates."""

    def official(day: str) -> set[str]:
        found = names_of("country:TR", kind="official", language="en", as_of=day)
        return {name.text for name in found}

    assert official("2022-05-31") == {"Republic of Turkey"}
    assert official("2022-06-01") == {"Republic of Türkiye"}
    assert display_name("country:TR") == "Turkey"


def test_display_name_in_another_language() -> None:
    """The most exact tag wins; a language without a name falls back to English, as of the day."""
    assert display_name("country:UA", language="uk") == "Україна"
    assert display_name("country:UA", language="zh-TW") == "烏克蘭"
    assert display_name("country:UA", language="zh-CN") == "乌克兰"
    assert display_name("country:UA", language="de-AT") == "Ukraine"
    assert display_name("country:NO", language="no") == "Norge"
    assert display_name("country:SZ", language="tlh", as_of="2017-01-01") == "Swaziland"
    assert display_name("city:498817", language="ru", as_of="1950-01-01") == "Ленинград"


@pytest.mark.parametrize(
    ("kind", "start", "end", "day", "holds"),
    [
        ("former", "", "2016", "2016-12-31", True),
        ("former", "", "2016", "2017-01-01", False),
        ("former", "", "2016-02", "2016-02-29", True),
        ("former", "", "2016-02", "2016-03-01", False),
        ("former", "", "2016-12", "2017-01-01", False),
        ("former", "", "2016-02-04", "2016-02-04", False),
        ("common", "2016", "", "2016-01-01", True),
        ("common", "2016-02", "", "2016-01-31", False),
        ("common", "2016-02-04", "", "2016-02-04", True),
        ("common", "", "", "2016-01-01", True),
        ("former", "", "", "2016-01-01", False),
        ("former", "2016", "", "2016-06-01", False),
    ],
)
def test_years_and_months_hold_as_long_as_they_may(
    kind: str, start: str, end: str, day: str, *, holds: bool
) -> None:
    """A day is exact; a year or month leaves open when in it; a former name needs an end."""
    name = PlaceName(
        place="city:1", text="X", language="en", kind=kind, source="s", start=start, end=end
    )
    assert name.holds(dt.date.fromisoformat(day)) is holds


def test_the_reviewed_file_is_long_and_each_row_has_a_source() -> None:
    """At least 60 dated names; former ones have an end."""
    names = [name for rows in renamed().values() for name in rows]
    assert len(names) >= 60
    assert all(name.source for name in names)
    assert all(name.end for name in names if name.kind == "former")


def test_no_two_english_names_begin_together() -> None:
    """Which name is shown never depends on the order of rows."""
    for place, rows in renamed().items():
        starts = [
            name.start
            for name in rows
            if name.language == "en" and name.kind in {"common", "former"} and name.start
        ]
        assert len(starts) == len(set(starts)), place


# --- files that break their contract


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("country:SZ,Swaziland,en,former,,19.4.2018,s", "wrong date"),
        ("country:SZ,Swaziland,en,former,,2018-13,s", "wrong date"),
        ("country:SZ,Swaziland,en,former,,2018-04-19,", "source is empty"),
        ("country:SZ,Swaziland,,former,,2018-04-19,s", "language is empty"),
        ("country:SZ,Swaziland,en,old,,2018-04-19,s", "kind is none of"),
        ("country:SZ,Swaziland,en,former,,,s", "has no date"),
        ("country:SZ,Swaziland,en,former,2019,2018,s", "'to' is not after 'from'"),
        ("country:SZ,Swaziland,en,former,,2018,s,more", "more fields than columns"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, row: str, problem: str) -> None:
    """The error names file, line and what is wrong."""
    path = tmp_path / "renamed.csv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(CuratedDataError, match=problem) as error:
        _read(path)
    assert "file 'renamed.csv' line 2" in str(error.value)


def test_missing_and_damaged_files_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither file may be missing, and a table that is none is refused."""
    with pytest.raises(CuratedDataError, match="cannot be read"):
        _read(tmp_path / "renamed.csv")
    monkeypatch.setenv("BRIEFING_GEODATA", str(tmp_path))
    with pytest.raises(GazetteerError, match="missing"):
        names_of("country:DE")
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / FILE).write_bytes(b"no table")
    with pytest.raises(GazetteerError, match="unreadable"):
        names_of("country:DE")
