"""Blocs: membership on a day, and the file that it is read from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefing.blocs import COLUMNS, Bloc, blocs, blocs_of, members, memberships
from briefing.errors import CuratedDataError, ParameterError

HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("bloc", "as_of", "count"),
    [
        ("NATO", "1949-08-23", 0),
        ("NATO", "1949-08-24", 12),
        ("NATO", "1955-05-06", 15),
        ("NATO", "2022-07-19", 30),
        ("NATO", "2023-04-03", 30),
        ("NATO", "2023-04-04", 31),
        ("NATO", "2024-03-06", 31),
        ("NATO", "2024-03-07", 32),
        ("EU", "1957-12-31", 0),
        ("EU", "1958-01-01", 6),
        ("EU", "1973-01-01", 9),
        ("EU", "1986-01-01", 12),
        ("EU", "1995-01-01", 15),
        ("EU", "2004-04-30", 15),
        ("EU", "2004-05-01", 25),
        ("EU", "2007-01-01", 27),
        ("EU", "2013-07-01", 28),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
    ],
)
def test_number_of_members_on_a_day(bloc: str, as_of: str, count: int) -> None:
    """A country is a member from the day of its accession to the day before it is out."""
    assert len(members(bloc, as_of)) == count


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


@pytest.mark.parametrize("name", ["NATO", "nato", "bloc:NATO", " NATO "])
def test_bloc_by_any_of_its_names(name: str) -> None:
    """A bloc is found by its id, short name or name, in any case."""
    assert members(name, "2024-03-07") == members("NATO", "2024-03-07")
    assert members("European Union", "2020-02-01") == members("EU", "2020-02-01")


def test_today_is_the_default() -> None:
    """Without a day, the membership of today counts."""
    assert members("EU") == members("EU", dt.datetime.now(tz=dt.UTC))


def test_blocs_of_a_country() -> None:
    """A country's blocs change with the day; other places have none."""
    nato = Bloc(id="bloc:NATO", name="NATO")
    union = Bloc(id="bloc:EU", name="European Union")
    assert blocs() == (union, nato)
    assert blocs_of("country:GB", "2020-01-31") == (union, nato)
    assert blocs_of("country:GB", "2020-02-01") == (nato,)
    assert blocs_of("country:FI", "2022-07-19") == (union,)
    for place_id in ("country:IR", "country:ZZ", "city:112931", "Iran", ""):
        assert blocs_of(place_id, "2022-07-19") == ()


def test_unknown_bloc_lists_the_known_ones() -> None:
    """The message names what was asked for and what can be."""
    with pytest.raises(ParameterError, match="bloc 'Warsaw Pact': unknown, expected one of EU, NA"):
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
    assert len(stays) > 70
    assert all(stay.source for stay in stays)


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
    ],
)
def test_broken_file_is_refused(
    rows: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that breaks its contract is named, with the line and what is wrong."""
    (tmp_path / "curated").mkdir()
    (tmp_path / "curated" / "blocs.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setattr("briefing.blocs.geodata_dir", lambda: tmp_path)
    with pytest.raises(CuratedDataError, match=problem):
        members("X")


def test_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the data there is one clear message."""
    monkeypatch.setattr("briefing.blocs.geodata_dir", lambda: tmp_path)
    with pytest.raises(CuratedDataError, match=r"file 'blocs.csv': cannot be read"):
        blocs()
