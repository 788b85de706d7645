"""Leaders: who held an office on a day, and the file that it is read from."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

from briefing.errors import CuratedDataError, ParameterError
from briefing.facts.leaders import OFFICES, coverage, leaders, person_names, stays, who_is
from briefing.facts.offices import COLUMNS, COVERAGE_COLUMNS
from briefing.gazetteer.index import gazetteer

HEADER = ",".join(COLUMNS)
COVERAGE = ",".join(COVERAGE_COLUMNS)
STATE, GOVERNMENT, MINISTER, HEAD = OFFICES
DAY = dt.timedelta(days=1)


def _name(place: str, office: str, day: dt.date | str) -> str | None:
    country = place if ":" in place else f"country:{place}"
    found = [one.name for one in leaders(day, country) if one.office == office]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    ("place", "office", "day", "before", "after"),
    [
        ("US", STATE, "2017-01-20", "Barack Obama", "Donald Trump"),
        ("US", GOVERNMENT, "2021-01-20", "Donald Trump", "Joe Biden"),
        ("US", STATE, "2025-01-20", "Joe Biden", "Donald Trump"),
        ("US", MINISTER, "2018-04-26", None, "Mike Pompeo"),
        ("GB", STATE, "2022-09-08", "Elizabeth II", "Charles III"),
        ("GB", GOVERNMENT, "2016-07-13", "David Cameron", "Theresa May"),
        ("GB", GOVERNMENT, "2019-07-24", "Theresa May", "Boris Johnson"),
        ("GB", GOVERNMENT, "2022-09-06", "Boris Johnson", "Liz Truss"),
        ("GB", GOVERNMENT, "2022-10-25", "Liz Truss", "Rishi Sunak"),
        ("GB", GOVERNMENT, "2024-07-05", "Rishi Sunak", "Keir Starmer"),
        ("FR", STATE, "2017-05-14", "François Hollande", "Emmanuel Macron"),
        ("FR", GOVERNMENT, "2022-05-16", "Jean Castex", "Élisabeth Borne"),
        ("FR", GOVERNMENT, "2024-12-13", "Michel Barnier", "François Bayrou"),
        ("DE", STATE, "2017-03-19", "Joachim Gauck", "Frank-Walter Steinmeier"),
        ("DE", GOVERNMENT, "2021-12-08", "Angela Merkel", "Olaf Scholz"),
        ("DE", GOVERNMENT, "2025-05-06", "Olaf Scholz", "Friedrich Merz"),
        ("DE", MINISTER, "2021-12-08", "Heiko Maas", "Annalena Baerbock"),
        ("RU", GOVERNMENT, "2020-01-16", "Dmitry Medvedev", "Mikhail Mishustin"),
        ("UA", STATE, "2019-05-20", "Petro Poroshenko", "Volodymyr Zelensky"),
        ("UA", GOVERNMENT, "2025-07-17", "Denys Shmyhal", "Yulia Svyrydenko"),
        ("CN", GOVERNMENT, "2023-03-11", "Li Keqiang", "Li Qiang"),
        ("CN", MINISTER, "2023-07-25", "Qin Gang", "Wang Yi"),
        ("IR", GOVERNMENT, "2021-08-03", "Hassan Rouhani", "Ebrahim Raisi"),
        ("IR", GOVERNMENT, "2024-05-20", None, "Mohammad Mokhber"),
        ("SA", STATE, "2015-01-23", "Abdullah bin Abdulaziz", "Salman bin Abdulaziz"),
        ("SA", GOVERNMENT, "2022-09-27", "Salman bin Abdulaziz", "Mohammed bin Salman"),
        ("IL", GOVERNMENT, "2021-06-13", "Benjamin Netanyahu", "Naftali Bennett"),
        ("IL", GOVERNMENT, "2022-12-29", "Yair Lapid", "Benjamin Netanyahu"),
        ("TR", GOVERNMENT, "2018-07-09", "Binali Yıldırım", "Recep Tayyip Erdoğan"),
        ("JP", STATE, "2019-05-01", "Akihito", "Naruhito"),
        ("JP", GOVERNMENT, "2020-09-16", "Shinzo Abe", "Yoshihide Suga"),
        ("JP", GOVERNMENT, "2025-10-21", "Shigeru Ishiba", "Sanae Takaichi"),
        ("KR", STATE, "2017-05-10", "Hwang Kyo-ahn", "Moon Jae-in"),
        ("KR", STATE, "2025-06-04", "Lee Ju-ho", "Lee Jae-myung"),
        ("TW", STATE, "2016-05-20", "Ma Ying-jeou", "Tsai Ing-wen"),
        ("TW", STATE, "2024-05-20", "Tsai Ing-wen", "Lai Ching-te"),
        ("BR", STATE, "2023-01-01", "Jair Bolsonaro", "Luiz Inácio Lula da Silva"),
        ("AR", STATE, "2023-12-10", "Alberto Fernández", "Javier Milei"),
        ("MX", STATE, "2018-12-01", "Enrique Peña Nieto", "Andrés Manuel López Obrador"),
        ("CA", GOVERNMENT, "2025-03-14", "Justin Trudeau", "Mark Carney"),
        ("AU", GOVERNMENT, "2022-05-23", "Scott Morrison", "Anthony Albanese"),
        ("NZ", GOVERNMENT, "2023-01-25", "Jacinda Ardern", "Chris Hipkins"),
        ("IN", STATE, "2022-07-25", "Ram Nath Kovind", "Droupadi Murmu"),
        ("PK", GOVERNMENT, "2018-08-18", "Nasirul Mulk", "Imran Khan"),
        ("BD", GOVERNMENT, "2024-08-05", "Sheikh Hasina", None),
        ("AF", STATE, "2021-08-15", "Ashraf Ghani", "Hibatullah Akhundzada"),
        ("IT", GOVERNMENT, "2022-10-22", "Mario Draghi", "Giorgia Meloni"),
        ("ES", GOVERNMENT, "2018-06-02", "Mariano Rajoy", "Pedro Sánchez"),
        ("PL", STATE, "2025-08-06", "Andrzej Duda", "Karol Nawrocki"),
        ("NL", GOVERNMENT, "2024-07-02", "Mark Rutte", "Dick Schoof"),
        ("SE", GOVERNMENT, "2022-10-18", "Magdalena Andersson", "Ulf Kristersson"),
        ("FI", STATE, "2024-03-01", "Sauli Niinistö", "Alexander Stubb"),
        ("DK", STATE, "2024-01-14", "Margrethe II", "Frederik X"),
        ("XK", GOVERNMENT, "2021-03-22", "Avdullah Hoti", "Albin Kurti"),
        ("PS", GOVERNMENT, "2024-03-31", "Mohammad Shtayyeh", "Mohammad Mustafa"),
        ("IQ", STATE, "2022-10-13", "Barham Salih", "Abdul Latif Rashid"),
        ("PS", GOVERNMENT, "2019-04-14", None, "Mohammad Shtayyeh"),
        ("GE", GOVERNMENT, "2018-06-20", None, "Mamuka Bakhtadze"),
        ("VN", STATE, "2018-09-23", None, "Dang Thi Ngoc Thinh"),
        ("VN", STATE, "2018-10-23", "Dang Thi Ngoc Thinh", "Nguyen Phu Trong"),
        ("SY", STATE, "2024-12-08", "Bashar al-Assad", None),
        ("LB", STATE, "2022-10-31", "Michel Aoun", None),
        ("NG", STATE, "2023-05-29", "Muhammadu Buhari", "Bola Tinubu"),
        ("KE", STATE, "2022-09-13", "Uhuru Kenyatta", "William Ruto"),
        ("ZW", STATE, "2017-11-24", None, "Emmerson Mnangagwa"),
        ("VA", STATE, "2025-05-08", None, "Leo XIV"),
        ("bloc:NATO", HEAD, "2024-10-01", "Jens Stoltenberg", "Mark Rutte"),
        ("organisation:UN", HEAD, "2017-01-01", "Ban Ki-moon", "António Guterres"),
        ("organisation:EC", HEAD, "2019-12-01", "Jean-Claude Juncker", "Ursula von der Leyen"),
        ("organisation:EC-Council", HEAD, "2024-12-01", "Charles Michel", "António Costa"),
        ("organisation:IAEA", HEAD, "2019-12-03", None, "Rafael Grossi"),
    ],
)
def test_an_office_changes_hands_on_the_day(
    place: str, office: str, day: str, before: str | None, after: str | None
) -> None:
    """On the eve the one is in office, on the day the other; None where nobody is."""
    assert _name(place, office, dt.date.fromisoformat(day) - DAY) == before
    assert _name(place, office, day) == after


@pytest.mark.parametrize(
    ("place", "day", "titles"),
    [
        ("US", "2022-07-19", ["President", "President", "Secretary of State"]),
        ("IR", "2022-07-19", ["Supreme Leader", "President", "Foreign Minister"]),
        ("RU", "2022-07-19", ["President", "Prime Minister", "Foreign Minister"]),
        ("CN", "2022-07-19", ["President", "Premier", "Foreign Minister"]),
        ("DE", "2022-07-19", ["President", "Chancellor", "Foreign Minister"]),
        ("AU", "2022-07-19", ["Queen", "Prime Minister", "Foreign Minister"]),
        ("AU", "2022-09-08", ["King", "Prime Minister", "Foreign Minister"]),
        ("XK", "2020-12-01", ["Acting President", "Prime Minister"]),
    ],
)
def test_titles_are_those_of_the_office(place: str, day: str, titles: list[str]) -> None:
    """Each state calls its offices by names of its own, in the order of the offices."""
    assert [one.title for one in leaders(day, f"country:{place}")] == titles


def test_every_id_is_a_place() -> None:
    """Leaders lead places that the gazetteer knows."""
    ids = {one.country for one in stays()} | {one.place for one in coverage()}
    assert [place_id for place_id in ids if gazetteer().by_id(place_id) is None] == []


def test_more_than_a_hundred_states_are_complete_from_2015() -> None:
    """Who was head of state and of government is known since 2015, or that nobody was."""
    first = dt.date(2015, 1, 1)
    lists = {(one.place, one.listed) for one in coverage() if one.holds(first)}
    both = {place for place, _ in lists if {(place, STATE), (place, GOVERNMENT)} <= lists}
    assert len(both) >= 100
    for place in ("US", "GB", "RU", "CN", "IR", "IL", "UA", "TR", "TW", "XK", "PS", "SA", "PK"):
        assert f"country:{place}" in both


def test_a_complete_list_has_few_days_without_anybody() -> None:
    """Where a list is complete from 2015, a gap is a vacancy, and the longest ones are known."""
    longest = set()
    by_office: dict[tuple[str, str], list[tuple[dt.date, dt.date | None]]] = {}
    for one in stays():
        by_office.setdefault((one.country, one.office), []).append((one.begin, one.end))
    complete = {(one.place, one.listed): one for one in coverage()}
    for key, spans in by_office.items():
        for (_, end), (begin, _) in pairwise(spans):
            assert end is not None
            if complete[key].holds(end) and (begin - end).days > 60:
                longest.add(key)
    assert longest == {
        ("country:LB", STATE),
        ("country:AT", STATE),
        ("organisation:IAEA", HEAD),
    }


def test_the_reviews_are_honest() -> None:
    """Nobody enters an office after the day up to which its list was reviewed."""
    reviewed = {(one.place, one.listed): one.reviewed for one in coverage()}
    late = [one for one in stays() if one.begin > reviewed[one.country, one.office]]
    assert late == []


def test_an_unsure_first_day_reaches_back_to_the_list_alone() -> None:
    """Without a first day, a person is not said to have been in office before the list begins."""
    assert _name("TR", MINISTER, "2022-07-19") == "Mevlüt Çavuşoğlu"
    assert _name("TR", MINISTER, "2023-06-04") is None
    assert _name("TR", MINISTER, "2023-06-05") == "Hakan Fidan"
    assert _name("DZ", STATE, "2014-12-31") is None


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Merkel", "2021-06-01", {("Chancellor", "country:DE")}),
        ("Chancellor Merkel", "2021-06-01", {("Chancellor", "country:DE")}),
        ("angela merkel", "2022-07-19", {("Chancellor", "country:DE")}),
        ("Erdogan", "2017-01-01", {("President", "country:TR")}),
        ("President Erdoğan", "2022-07-19", {("President", "country:TR")}),
        ("Зеленський", "2022-07-19", set()),
        ("Володимир Зеленський", "2022-07-19", {("President", "country:UA")}),
        ("Mark Rutte", "2022-07-19", {("Prime Minister", "country:NL")}),
        ("Rutte", "2025-01-01", {("Secretary General", "bloc:NATO")}),
        ("Friedrich Merz", "2022-07-19", set()),
        ("Nobody", "2022-07-19", set()),
        ("MBS", "2022-09-27", {("Crown Prince and Prime Minister", "country:SA")}),
        ("Trump", "2022-07-19", {("President", "country:US")}),
    ],
)
def test_who_is(name: str, day: str, expected: set[tuple[str, str]]) -> None:
    """A name gives the offices of the day, else the last that were left, else none."""
    assert {(one.title, one.country) for one in who_is(name, day)} == expected


def test_a_name_may_mean_several() -> None:
    """A surname that two bear in one day gives both."""
    assert {one.name for one in who_is("Michel", "2015-06-01")} == {"Charles Michel"}
    assert {one.country for one in who_is("King Charles", "2023-01-01")} >= {
        "country:GB",
        "country:AU",
        "country:CA",
    }


def test_person_names_are_folded() -> None:
    """The linker gets names as it compares them, and which of them can mean nothing else."""
    names = person_names()
    assert {"emmanuel macron", "xi jinping", "recep tayyip erdogan"} <= names.full
    assert {"macron", "xi", "lula", "scholz", "al sharaa"} <= names.surnames | names.unmistakable
    assert {"macron", "putin", "lula", "zelenskyy"} <= names.unmistakable
    assert not {"may", "key", "costa", "castillo", "francis", "jordan"} & names.unmistakable


def test_wrong_day_is_refused() -> None:
    """A day that is none is named; a date, a time and today are taken."""
    with pytest.raises(ParameterError, match=r"as_of '19 July': no date, expected YYYY-MM-DD"):
        leaders("19 July")
    noon = dt.datetime(2022, 7, 19, 12, tzinfo=dt.UTC)
    assert leaders(noon) == leaders(dt.date(2022, 7, 19)) == leaders("2022-07-19")
    assert leaders() == leaders(dt.datetime.now(tz=dt.UTC))


GOOD = "country:AA,head of state,President,Ann Bee,Bee,,2020-01-01,,s"
LISTED = f"{COVERAGE}\ncountry:AA,head of state,2015-01-01,2026-01-01,\n"


@pytest.mark.parametrize(
    ("rows", "listed", "problem"),
    [
        ("country,name\nX,X\n", LISTED, "found columns"),
        (f"{HEADER}\n{GOOD.replace('2020-01-01', '2020-02-30')}\n", LISTED, "line 2: found a wro"),
        (f"{HEADER}\n{GOOD.replace('country:AA', 'Aland')}\n", LISTED, "the office has no row"),
        (f"{HEADER}\n{GOOD.replace('head of state', 'czar')}\n", LISTED, "the office has no row"),
        (f"{HEADER}\n{GOOD.replace('Ann Bee', '')}\n", LISTED, "title, name or source is empty"),
        (f"{HEADER}\n{GOOD.replace(',Bee', ',Cee')}\n", LISTED, "surname is no part of the name"),
        (f"{HEADER}\n{GOOD.replace(',,2', ',A|A,2')}\n", LISTED, "'also' repeats a spelling"),
        (f"{HEADER}\n{GOOD[:-2]}2020-01-01,s\n", LISTED, "'to' is not after 'from'"),
        (f"{HEADER}\n{GOOD},t\n", LISTED, "another number of fields than 9"),
        (f"{HEADER}\ncountry:AA\n", LISTED, "another number of fields than 9"),
        (
            f"{HEADER}\n{GOOD.replace('2020-01-01,', ',2014-01-01')}\n",
            LISTED,
            "'from' is empty and 'to' before the list begins",
        ),
        (
            f"{HEADER}\n{GOOD}\n{GOOD.replace('Ann', 'Zoe').replace('2020', '2021')}\n",
            LISTED,
            "has both Ann Bee and Zoe Bee on 2021-01-01",
        ),
        (f"{HEADER}\n{GOOD}\n", LISTED.replace("2015-01-01", ""), "has no 'since', expected one"),
        (f"{HEADER}\n{GOOD}\n", LISTED.replace("2026", "2001"), "line 2: found .* of review"),
        (
            f"{HEADER}\n{GOOD}\n",
            LISTED + "country:AA,head of state,2016-01-01,2026-01-01,\n",
            "line 3: found .* again, expected one row for each",
        ),
    ],
)
def test_broken_file_is_refused(
    rows: str, listed: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that breaks its contract is named, with the line and what is wrong."""
    (tmp_path / "curated").mkdir()
    (tmp_path / "curated" / "leaders.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "curated" / "leaders_coverage.csv").write_text(listed, encoding="utf-8")
    monkeypatch.setattr("briefing.facts.offices.geodata_dir", lambda: tmp_path)
    with pytest.raises(CuratedDataError, match=problem):
        leaders("2022-07-19")


def test_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the data there is one clear message."""
    monkeypatch.setattr("briefing.facts.offices.geodata_dir", lambda: tmp_path)
    with pytest.raises(CuratedDataError, match=r"file 'leaders.csv': cannot be read"):
        leaders()
