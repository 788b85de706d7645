"""Blocs: membership on a day, and the file that it is read from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefing.errors import CuratedDataError, ParameterError
from briefing.facts.blocs import (
    Bloc,
    blocs,
    blocs_of,
    coverage,
    find_bloc,
    members,
    statuses,
)
from briefing.facts.memberships import COLUMNS, COVERAGE_COLUMNS, STATUSES, Membership, memberships
from briefing.facts.stays import Coverage
from briefing.gazetteer.index import gazetteer

HEADER = ",".join(COLUMNS)
COVERED = ",".join(COVERAGE_COLUMNS) + "\nX,member,,2026-01-01,\n"


# How many had a status from each day on; the first day is that of the founding or of the first day
# that the list is complete for. Written down apart from the file.
COUNTS = {
    ("AES", "member"): "2023-09-16 3",
    ("ASEAN", "member"): "1967-08-08 5, 1984-01-07 6, 1995-07-28 7, 1997-07-23 9, 1999-04-30 10,"
    " 2025-10-26 11",
    ("ASEAN", "observer"): "2022-11-11 2, 2025-10-26 1",
    ("AU", "member"): "2010-01-01 53, 2011-07-27 54, 2017-01-31 55",
    ("AU", "suspended"): "2023-08-31 6, 2025-04-30 5, 2025-10-15 6, 2025-11-28 7, 2026-01-22 6",
    ("AUKUS", "member"): "2021-09-15 3",
    ("BRICS", "member"): "2009-06-16 4, 2011-04-14 5, 2024-01-01 9, 2025-01-06 10",
    ("BRICS", "invitee"): "2010-12-23 1, 2011-04-14 0, 2023-08-24 6, 2023-12-22 5, 2024-01-01 1",
    ("BRICS", "partner"): "2025-01-01 8, 2025-01-17 9, 2025-06-13 10",
    ("CIS", "member"): "2005-08-26 10, 2009-08-18 9",
    ("CIS", "associate"): "2005-08-26 1",
    ("CSTO", "member"): "2003-09-18 6, 2006-08-16 7, 2012-12-19 6",
    ("CoE", "member"): "2007-05-11 47, 2022-03-16 46",
    ("CoE", "observer"): "2007-05-11 5",
    ("CoE", "suspended"): "2007-05-11 0, 2022-02-25 1, 2022-03-16 0",
    ("EAEU", "member"): "2015-01-01 3, 2015-01-02 4, 2015-08-12 5",
    ("EAEU", "observer"): "2018-05-14 1, 2020-12-11 3, 2024-12-26 4",
    ("ECOWAS", "member"): "2010-01-01 15, 2025-01-29 12",
    ("ECOWAS", "suspended"): "2023-12-10 4, 2025-01-29 1, 2025-11-27 2, 2026-01-28 1",
    ("EU", "member"): "1958-01-01 6, 1973-01-01 9, 1981-01-01 10, 1986-01-01 12, 1995-01-01 15,"
    " 2004-05-01 25, 2007-01-01 27, 2013-07-01 28, 2020-02-01 27",
    ("EU", "candidate"): "2015-07-01 5, 2022-06-23 7, 2022-12-15 8, 2023-12-14 9",
    ("Five-Eyes", "member"): "2010-01-01 5",
    ("G20", "member"): "1999-12-15 19",
    ("G7", "member"): "1975-11-15 6, 1976-06-27 7",
    ("G8", "member"): "1998-05-15 8, 2014-03-24 0",
    ("GCC", "member"): "1981-05-25 6",
    ("LAS", "member"): "1990-05-22 21, 1993-11-20 22",
    ("LAS", "suspended"): "2011-11-16 1, 2023-05-07 0",
    ("MERCOSUR", "member"): "1991-11-29 4, 2012-08-12 5, 2024-08-07 6",
    ("MERCOSUR", "associate"): "2024-12-06 7",
    ("MERCOSUR", "suspended"): "2012-06-29 1, 2013-08-15 0, 2016-12-02 1",
    ("NATO", "member"): "1949-08-24 12, 1952-02-18 14, 1955-05-06 15, 1982-05-30 16,"
    " 1999-03-12 19, 2004-03-29 26, 2009-04-01 28, 2017-06-05 29, 2020-03-27 30, 2023-04-04 31,"
    " 2024-03-07 32",
    ("NATO", "invitee"): "1952-02-18 0, 1954-10-23 1, 1955-05-06 0, 1981-12-10 1, 1982-05-30 0,"
    " 1997-12-16 3, 1999-03-12 0, 2003-03-26 7, 2004-03-29 0, 2008-07-09 2, 2009-04-01 0,"
    " 2016-05-19 1, 2017-06-05 0, 2019-02-06 1, 2020-03-27 0, 2022-07-05 2, 2023-04-04 1,"
    " 2024-03-07 0",
    ("OPEC", "member"): "2010-01-01 12, 2016-01-01 13, 2016-07-01 14, 2016-11-30 13,"
    " 2017-05-25 14, 2018-06-22 15, 2019-01-01 14, 2020-01-01 13, 2024-01-01 12, 2026-05-01 11",
    ("OPEC-plus", "member"): "2020-01-01 23, 2024-01-01 22, 2026-05-01 21",
    ("QUAD", "member"): "2010-01-01 0, 2017-11-12 4",
    ("SCO", "member"): "2001-06-15 6, 2017-06-09 8, 2023-07-04 9, 2024-07-04 10",
    ("SCO", "observer"): "2015-07-10 6, 2017-06-09 4, 2023-07-04 3, 2024-07-04 2, 2025-09-01 0",
    ("SCO", "partner"): "2025-09-01 17",
    ("Schengen", "member"): "2001-03-25 15, 2007-12-21 24, 2008-12-12 25, 2011-12-19 26,"
    " 2023-01-01 27, 2024-03-31 29",
    ("UN", "member"): "2000-11-01 189, 2002-09-10 190, 2002-09-27 191, 2006-06-28 192,"
    " 2011-07-14 193",
    ("UN", "observer"): "2002-09-10 1, 2012-11-29 2",
}


def _counts(listed: tuple[str, str]) -> list[tuple[dt.date, int]]:
    pairs = (item.split() for item in COUNTS[listed].split(","))
    return [(dt.date.fromisoformat(day), int(count)) for day, count in pairs]


def _list_of(key: tuple[str, str]) -> Coverage:
    (found,) = (one for one in coverage() if (one.place.partition(":")[2], one.listed) == key)
    return found


@pytest.mark.parametrize("listed", COUNTS, ids=" ".join)
def test_number_on_both_sides_of_every_change(listed: tuple[str, str]) -> None:
    """A country has a status from the day of its accession to the day before it is out."""
    bloc, status = listed
    before = 0
    for day, count in _counts(listed):
        eve = day - dt.timedelta(days=1)
        if day == _list_of(listed).since:
            with pytest.raises(ParameterError, match=f"as_of {eve} of .*: before {day}, expected"):
                members(bloc, eve, status)
        else:
            assert len(members(bloc, eve, status)) == before, eve
        assert len(members(bloc, day, status)) == count, day
        before = count
    assert len(members(bloc, "2026-11-25", status)) == before


def test_every_change_of_every_list_is_counted() -> None:
    """No list, and no day on which one changes, is left out of the counts above."""
    assert set(COUNTS) == {(one.place.partition(":")[2], one.listed) for one in coverage()}
    for listed in COUNTS:
        since = _list_of(listed).since or dt.date.min
        changes = {
            day
            for stay in memberships()
            if (stay.bloc.key, stay.status) == listed
            for day in (stay.start, stay.end)
            if day and day > since
        }
        assert changes | {since} - {dt.date.min} == {day for day, _ in _counts(listed)}, listed


def test_members_are_sorted_place_ids() -> None:
    """Members are places of the gazetteer, each once."""
    found = members("NATO", as_of=dt.date(2022, 7, 19))
    assert list(found) == sorted(set(found))
    assert {"country:TR", "country:DE", "country:US"} <= set(found)
    assert not {"country:FI", "country:SE", "country:UA"} & set(found)


def test_invitees_are_no_members() -> None:
    """Between signature and accession a country has a status of its own."""
    assert members("NATO", "2022-07-19", status="invitee") == ("country:FI", "country:SE")
    assert members("NATO", "2023-04-04", status="invitee") == ("country:SE",)
    assert members("NATO", "2022-07-04", status="invitee") == ()


@pytest.mark.parametrize(
    ("bloc", "status", "as_of", "codes"),
    [
        ("NATO", "invitee", "1955-05-05", "DE"),
        ("NATO", "invitee", "1955-05-06", ""),
        ("BRICS", "invitee", "2011-04-13", "ZA"),
        ("BRICS", "invitee", "2023-08-23", ""),
        ("BRICS", "invitee", "2023-12-21", "AE AR EG ET IR SA"),
        ("BRICS", "invitee", "2023-12-22", "AE EG ET IR SA"),
        ("BRICS", "invitee", "2024-01-01", "SA"),
        ("BRICS", "partner", "2025-01-16", "BO BY CU KZ MY TH UG UZ"),
        ("BRICS", "partner", "2025-06-13", "BO BY CU KZ MY NG TH UG UZ VN"),
        ("CIS", "associate", "2020-01-01", "TM"),
        ("CoE", "observer", "2020-01-01", "CA JP MX US VA"),
        ("CoE", "suspended", "2022-02-24", ""),
        ("CoE", "suspended", "2022-02-25", "RU"),
        ("CoE", "suspended", "2022-03-16", ""),
        ("EAEU", "observer", "2018-05-13", ""),
        ("EAEU", "observer", "2018-05-14", "MD"),
        ("EAEU", "observer", "2020-12-11", "CU MD UZ"),
        ("EAEU", "observer", "2024-12-26", "CU IR MD UZ"),
        ("EU", "candidate", "2022-06-22", "AL ME MK RS TR"),
        ("EU", "candidate", "2022-06-23", "AL MD ME MK RS TR UA"),
        ("EU", "candidate", "2022-12-15", "AL BA MD ME MK RS TR UA"),
        ("EU", "candidate", "2023-12-13", "AL BA MD ME MK RS TR UA"),
        ("EU", "candidate", "2023-12-14", "AL BA GE MD ME MK RS TR UA"),
        ("AU", "suspended", "2023-08-31", "BF GA GN ML NE SD"),
        ("AU", "suspended", "2026-01-22", "BF GW MG ML NE SD"),
        ("ASEAN", "observer", "2025-10-25", "PG TL"),
        ("ASEAN", "observer", "2025-10-26", "PG"),
        ("ECOWAS", "suspended", "2023-12-10", "BF GN ML NE"),
        ("ECOWAS", "suspended", "2025-01-29", "GN"),
        ("ECOWAS", "suspended", "2026-01-28", "GW"),
        ("LAS", "suspended", "2011-11-16", "SY"),
        ("LAS", "suspended", "2023-05-06", "SY"),
        ("LAS", "suspended", "2023-05-07", ""),
        ("MERCOSUR", "associate", "2024-12-06", "CL CO EC GY PA PE SR"),
        ("MERCOSUR", "suspended", "2012-06-28", ""),
        ("MERCOSUR", "suspended", "2012-06-29", "PY"),
        ("MERCOSUR", "suspended", "2013-08-15", ""),
        ("MERCOSUR", "suspended", "2016-12-02", "VE"),
        ("SCO", "observer", "2017-06-08", "AF BY IN IR MN PK"),
        ("SCO", "observer", "2025-08-31", "AF MN"),
        ("SCO", "partner", "2025-09-01", "AE AF AM AZ BH EG KH KW LA LK MM MN MV NP QA SA TR"),
        ("UN", "observer", "2012-11-28", "VA"),
        ("UN", "observer", "2012-11-29", "PS VA"),
        ("GCC", "observer", "2020-01-01", ""),
    ],
)
def test_other_statuses(bloc: str, status: str, as_of: str, codes: str) -> None:
    """A status has a beginning and an end of its own."""
    assert members(bloc, as_of, status=status) == tuple(f"country:{one}" for one in codes.split())


def test_the_suspended_are_members() -> None:
    """Who is suspended keeps the membership, on every day of the suspension."""
    stays = memberships()
    for one in (stay for stay in stays if stay.status == "suspended"):
        same = [s for s in stays if (s.bloc, s.country) == (one.bloc, one.country)]
        assert any(_lies_in(one, stay) for stay in same if stay.status == "member")


def _lies_in(inner: Membership, outer: Membership) -> bool:
    begins = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return begins and ends


def test_every_status_but_members_is_told_at_once() -> None:
    """A status whose list is complete is there even if empty; one without a list is not."""
    assert statuses("NATO", "2022-07-19") == {
        "invitee": ("country:FI", "country:SE"),
        "former": (),
    }
    assert statuses("EU", "2020-02-01")["former"] == ("country:GB",)
    assert statuses("EU", "2015-06-30") == {"former": ()}
    assert statuses("OPEC", "2009-12-31") == {}
    assert statuses("ECOWAS", "2025-01-29")["former"] == (
        "country:BF",
        "country:ML",
        "country:NE",
    )
    with pytest.raises(ParameterError, match="bloc 'Warsaw Pact': unknown"):
        statuses("Warsaw Pact")


def test_who_came_back_has_not_left() -> None:
    """Indonesia was in OPEC for a year, and had left it before and after."""
    assert "country:ID" not in statuses("OPEC", "2016-11-29")["former"]
    assert "country:ID" in statuses("OPEC", "2016-11-30")["former"]


def test_blocs_known_on_a_day() -> None:
    """Blocs of an early day are those that can be answered for; nothing there is refused."""
    early = blocs("1990-01-01")
    assert {"bloc:EU", "bloc:NATO", "bloc:ASEAN"} <= {bloc.id for bloc in early}
    assert "bloc:OPEC" not in {bloc.id for bloc in early}
    assert set(early) < set(blocs())
    having = {bloc.id for bloc in early if members(bloc.id, "1990-01-01")}
    assert having == {"bloc:ASEAN", "bloc:EU", "bloc:G7", "bloc:GCC", "bloc:NATO"}
    assert {bloc.id for bloc in blocs("1940-01-01")} <= {bloc.id for bloc in early}
    assert Bloc(id="bloc:AES", name="Alliance of Sahel States") in blocs_of("country:ML")
    assert "organisation:UN" not in {bloc.id for bloc in blocs_of("country:ML", "1990-01-01")}


def test_every_membership_is_complete_since_2010() -> None:
    """Members are known for the years that articles are about; of OPEC+ since 2020."""
    known = {one.place for one in coverage() if one.listed == "member"}
    assert known == {stay.bloc.id for stay in memberships()}
    since = [one.since for one in coverage() if one.listed == "member" and one.since]
    assert max(since) <= dt.date(2020, 1, 1)
    late = {one.place for one in coverage() if one.listed == "member" and one.since}
    late -= {one.place for one in coverage() if one.since and one.since <= dt.date(2010, 1, 1)}
    assert late == {"bloc:OPEC-plus"}


def test_every_id_is_in_the_gazetteer() -> None:
    """Countries and blocs are places that an article can be linked to."""
    found = gazetteer()
    stays = memberships()
    ids = {stay.country for stay in stays} | {stay.bloc.id for stay in stays}
    assert [place_id for place_id in sorted(ids) if found.by_id(place_id) is None] == []


def test_no_country_has_one_status_twice_on_a_day() -> None:
    """For one country, bloc and status, the intervals do not overlap."""
    for bloc in blocs():
        for status in STATUSES:
            for day in {stay.start for stay in memberships() if stay.bloc == bloc and stay.start}:
                having = [
                    stay.country
                    for stay in memberships()
                    if stay.bloc == bloc and stay.status == status and stay.holds(day)
                ]
                assert len(having) == len(set(having))


@pytest.mark.parametrize("name", ["NATO", "nato", "bloc:NATO", " NATO "])
def test_bloc_by_any_of_its_names(name: str) -> None:
    """A bloc is found by its id, short name or name, in any case."""
    assert members(name, "2024-03-07") == members("NATO", "2024-03-07")
    assert members("European Union", "2020-02-01") == members("EU", "2020-02-01")


def test_every_bloc_is_found_by_id_key_and_name() -> None:
    """No two blocs share a name, in any case."""
    for bloc in blocs():
        assert {find_bloc(bloc.id), find_bloc(bloc.key.lower()), find_bloc(bloc.name)} == {bloc}
    assert find_bloc("Tehran") is None
    assert find_bloc("UN") == Bloc(id="organisation:UN", name="United Nations")


def test_today_is_the_default() -> None:
    """Without a day, the membership of today counts."""
    assert members("EU") == members("EU", dt.datetime.now(tz=dt.UTC))


def test_blocs_of_a_country() -> None:
    """A country's blocs change with the day; other places have none."""
    nato = Bloc(id="bloc:NATO", name="NATO")
    union = Bloc(id="bloc:EU", name="European Union")
    assert [bloc.id for bloc in blocs()] == sorted(bloc.id for bloc in blocs())
    before, after = (set(blocs_of("country:GB", day)) for day in ("2020-01-31", "2020-02-01"))
    assert before - after == {union}
    assert nato in before & after
    assert nato not in blocs_of("country:FI", "2022-07-19")
    assert [bloc.id for bloc in blocs_of("country:IR", "2023-07-04")] == [
        "bloc:OPEC",
        "bloc:OPEC-plus",
        "bloc:SCO",
        "organisation:UN",
    ]
    for place_id in ("country:ZZ", "city:112931", "Iran", ""):
        assert blocs_of(place_id, "2022-07-19") == ()


def test_unknown_bloc_lists_the_known_ones() -> None:
    """The message names what was asked for and what can be."""
    with pytest.raises(ParameterError, match="bloc 'Warsaw Pact': unknown, expected one of AES, "):
        members("Warsaw Pact")


def test_wrong_day_and_status_are_refused() -> None:
    """A day that is none and a status that nobody has are named."""
    with pytest.raises(ParameterError, match=r"as_of '19 July': no date, expected YYYY-MM-DD"):
        members("NATO", "19 July")
    with pytest.raises(ParameterError, match="status 'friend': unknown"):
        members("NATO", status="friend")


def test_every_row_has_a_source() -> None:
    """Facts carry the treaty or the page that they come from."""
    stays = memberships()
    assert len(stays) > 500
    assert all(len(stay.source) > 10 for stay in stays)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("bloc,name\nX,X\n", "found columns"),
        (f"{HEADER}\nX,X,country:AA,2020-02-30,,member,s\n", "line 2: found a wrong date"),
        (f"{HEADER}\nX,X,country:AA,2020-01-01,soon,member,s\n", "line 2: found a wrong date"),
        (f"{HEADER}\nX,X,Aland,2020-01-01,,member,s\n", "country is no place id"),
        (f"{HEADER}\nX,X,country:AA,2020-01-01,,friend,s\n", "status is none of"),
        (f"{HEADER}\nX,X,country:AA,2020-01-01,,member,\n", "source is empty"),
        (f"{HEADER}\n,X,country:AA,2020-01-01,,member,s\n", "bloc or name is empty"),
        (f"{HEADER}\nX,X,country:AA,2020-01-01,2020-01-01,member,s\n", "'to' is not after 'from'"),
        (f"{HEADER}\nX,X,country:AA,2020-01-01,,member,s,t\n", "more fields than columns"),
        (f"{HEADER}\nX,X,country:AA,2020-01-01\n", "status is none of"),
        (
            f"{HEADER}\nX,X,country:AA,2020-01-01,,member,s\nX,X,country:AA,2021-01-01,,member,s\n",
            "two rows for 2021-01-01",
        ),
        (
            f"{HEADER}\nX,X,country:AA,2020-01-01,,member,s\nX,Y,country:AB,2020-01-01,,member,s\n",
            "has two names, 'X' and 'Y', expected one",
        ),
        (f"{HEADER}\nX,X,country:AA,,,member,s\n", "has no 'from', expected one"),
        (f"{HEADER}\nX,X,country:AA,2020-01-01,,observer,s\n", "has no row of coverage"),
    ],
)
def test_broken_file_is_refused(
    rows: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that breaks its contract is named, with the line and what is wrong."""
    (tmp_path / "curated").mkdir()
    (tmp_path / "curated" / "blocs.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "curated" / "bloc_coverage.csv").write_text(COVERED, encoding="utf-8")
    monkeypatch.setattr("briefing.facts.memberships.geodata_dir", lambda: tmp_path)
    with pytest.raises(CuratedDataError, match=problem):
        members("X")


def test_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the data there is one clear message."""
    monkeypatch.setattr("briefing.facts.memberships.geodata_dir", lambda: tmp_path)
    with pytest.raises(CuratedDataError, match=r"file 'blocs.csv': cannot be read"):
        blocs()
