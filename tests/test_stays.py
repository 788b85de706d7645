"""Stays: what holds as of a day, and how far a list is complete."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import CuratedDataError
from briefing.facts.stays import (
    Coverage,
    Stay,
    first_clash,
    held_or_last,
    read_coverage,
    read_stay,
)

DAY = dt.timedelta(days=1)
COLUMNS = ["bloc", "status", "since", "reviewed", "note"]
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    """Draw a stay of a row that the reviewed files may have."""
    start, since = draw(st.none() | days), draw(st.none() | days)
    begin = start or since or dt.date.min
    ends = st.none() | days.filter(lambda day: day > begin)
    return Stay(start=start, since=since, end=draw(ends))


@settings(deadline=None)
@given(stays(), days)
def test_a_day_lies_before_in_or_after_a_stay(stay: Stay, day: dt.date) -> None:
    """Exactly one of the three is so, and a stay has no gap."""
    assert [day < stay.begin, stay.holds(day), stay.is_over(day)].count(True) == 1
    if stay.holds(day - DAY) and stay.holds(day + DAY):
        assert stay.holds(day)


@settings(deadline=None)
@given(stays())
def test_ends_are_half_open(stay: Stay) -> None:
    """A stay holds on its first day and no longer on the day that ends it."""
    assert stay.holds(stay.begin)
    if stay.end:
        assert stay.holds(stay.end - DAY)
        assert not stay.holds(stay.end)
    else:
        assert stay.holds(dt.date.max)


def test_an_unknown_start_reaches_back_to_the_list_alone() -> None:
    """What held already when a list begins is not known to have held before."""
    stay = Stay(start=None, end=None, since=dt.date(2010, 1, 1))
    assert stay.holds(dt.date(2010, 1, 1))
    assert not stay.holds(dt.date(2009, 12, 31))
    assert Stay(start=dt.date(1949, 8, 24), since=dt.date(2010, 1, 1)).holds(dt.date(1999, 1, 1))
    assert Stay().holds(dt.date.min)


@settings(deadline=None)
@given(days, days)
def test_a_rough_date_holds_as_long_as_it_may(start: dt.date, day: dt.date) -> None:
    """A year takes in its months, and a month its days."""
    exact = Stay.dated(start.isoformat(), "")
    for length in (4, 7):
        rough = start.isoformat()[:length]
        assert Stay.dated(rough, "").holds(day) >= exact.holds(day)
        assert Stay.dated("", rough).holds(day) >= Stay.dated("", start.isoformat()).holds(day)
        within = day.isoformat()[:length] == rough
        assert Stay.dated(rough, rough).holds(day) is within


@pytest.mark.parametrize("text", ["2018-13", "2018-02-30", "18", "soon", "2018-1", "2018-01-01T"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """A date is a year, a month or a day of ISO 8601."""
    with pytest.raises(ValueError, match=r".+"):
        Stay.dated(text, "")
    with pytest.raises(ValueError, match=r".+"):
        Stay.dated("", text)


@settings(deadline=None)
@given(st.lists(stays(), max_size=6))
def test_a_clash_is_found_if_any_two_share_a_day(some: list[Stay]) -> None:
    """Two stays share a day if the later begins before the earlier is over."""
    expected = any(
        one.holds(max(one.begin, two.begin)) and two.holds(max(one.begin, two.begin))
        for one, two in combinations(some, 2)
    )
    clash = first_clash(some)
    assert (clash is not None) is expected
    if clash:
        assert clash[0].begin <= clash[1].begin
        assert clash[0].holds(clash[1].begin)


@settings(deadline=None)
@given(st.lists(stays(), max_size=6), days)
def test_held_or_last_left(some: list[Stay], day: dt.date) -> None:
    """What holds hides what is over; of that, the last; what is to come is neither."""
    found = held_or_last(some, day)
    if any(stay.holds(day) for stay in some):
        assert found == tuple(stay for stay in some if stay.holds(day))
    elif over := [stay for stay in some if stay.is_over(day)]:
        assert {stay.end for stay in found} == {max(stay.end for stay in over if stay.end)}
    else:
        assert found == ()


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        ("2020-01-01", "2020-01-01", "'to' is not after 'from'"),
        ("2020-01-02", "2020-01-01", "'to' is not after 'from'"),
        ("", "2010-01-01", "'from' is empty and 'to' before the list begins"),
        ("2020", "", "row: found a wrong date"),
        ("", "soon", "row: found a wrong date"),
    ],
)
def test_a_row_with_wrong_days_is_refused(start: str, end: str, problem: str) -> None:
    """Days of members and leaders are exact, and something lies between them."""
    with pytest.raises(CuratedDataError, match=problem):
        read_stay({"from": start, "to": end}, dt.date(2010, 1, 1), "row")


def _read(path: Path, *rows: str) -> dict[tuple[str, str], Coverage]:
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return read_coverage(path, COLUMNS, ("member", "observer"), lambda key: f"bloc:{key}")


def test_coverage_is_read_by_place_and_list(tmp_path: Path) -> None:
    """A list is complete from its first day on, also after the review; without one, always."""
    found = _read(
        tmp_path / "x.csv", "G7,member,,2026-01-01,n", "X,observer,2020-01-01,2026-01-01,"
    )
    assert list(found) == [("bloc:G7", "member"), ("bloc:X", "observer")]
    always, later = found.values()
    assert always.holds(dt.date.min)
    assert later.holds(dt.date(2020, 1, 1))
    assert later.holds(dt.date(2030, 1, 1))
    assert not later.holds(dt.date(2019, 12, 31))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("X,member,soon,2026-01-01,", "line 2: found a wrong date"),
        ("X,member,,,", "expected bloc, status and a day of review"),
        ("X,friend,,2026-01-01,", "expected bloc, status and a day of review"),
        (",member,,2026-01-01,", "expected bloc, status and a day of review"),
        ("X,member,2027-01-01,2026-01-01,", "expected bloc, status and a day of review"),
        ("X,member,,2026-01-01,a,b", "expected bloc, status and a day of review"),
        ("X", "expected bloc, status and a day of review"),
        ("X,member,,2026-01-01,\nX,member,,2026-01-01,", "line 3: found .* again"),
    ],
)
def test_broken_coverage_is_refused(row: str, problem: str, tmp_path: Path) -> None:
    """A row that breaks its contract is named, with the file and the line."""
    with pytest.raises(CuratedDataError, match=f"file 'x.csv' .*{problem}"):
        _read(tmp_path / "x.csv", row)
