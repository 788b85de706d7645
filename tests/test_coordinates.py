"""Coordinates: the spellings that are read, and those that are left alone."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.linking.core.coordinates import find_coordinates
from briefing.linking.core.grid import mgrs_point, utm_point


def points(text: str) -> list[tuple[str, float, float]]:
    """Find the coordinates of a text: as written, latitude, longitude."""
    return [(text[c.start : c.end], c.lat, c.lon) for c in find_coordinates(text)]


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("48°27′N 34°59′E", 48.45, 34.983333),
        ("48° 27' 30\" N, 34° 59' 15\" E", 48.458333, 34.9875),
        ("48°27'30''N 34°59'15''E", 48.458333, 34.9875),
        ("48-27N 034-59E", 48.45, 34.983333),
        ("48-27-30N, 034-59-15E", 48.458333, 34.9875),
        ("4827N03459E", 48.45, 34.983333),
        ("482730N 0345915E", 48.458333, 34.9875),
        ("N48.45 E34.98", 48.45, 34.98),
        ("N48.45E34.98", 48.45, 34.98),
        ("S 33° 52′, W 70° 30′", -33.866667, -70.5),
        ("lat 48.45 lon 34.98", 48.45, 34.98),
        ("Latitude: -33.9, longitude: 151.2", -33.9, 151.2),
        ("latitude −33.9 and longitude 151.2", -33.9, 151.2),
        ("48.4512, 34.9876", 48.4512, 34.9876),
        ("1.5 S, 30 W", -1.5, -30.0),
    ],
)
def test_degrees_are_read_in_many_spellings(written: str, lat: float, lon: float) -> None:
    """Signs, letters before and after, hyphens, words; the span is what was written."""
    assert points(f"The ship lay at {written}, it said.") == [(written, lat, lon)]


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("4QFJ1234567890", 21.40980, -157.91608),
        ("4Q FJ 12345 67890", 21.40980, -157.91608),
        ("37U DB 4138", 55.38928, 38.07651),  # the middle of a kilometre
        ("zone 37N E 437500 N 5411000", 48.84882, 38.14808),
        ("UTM 37U 437500 5411000", 48.84882, 38.14808),
        ("UTM zone 37N 437500mE 5411000mN", 48.84882, 38.14808),
        ("UTM 19S 437500 6300000", -33.43757, -69.67238),  # read as band S it would lie at 57 N
    ],
)
def test_grid_references_are_read(written: str, lat: float, lon: float) -> None:
    """Metres of a UTM zone and squares of the military grid, to a metre."""
    [(span, north, east)] = points(f"Shells fell at {written} at noon.")
    assert span == written
    assert [north, east] == pytest.approx([lat, lon], abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "48.45, 34.98",  # prices
        "48°75′N 34°59′E",  # 75 minutes
        "lat 91.2 lon 20",
        "44.95 N, 190 E",
        "12V DC 2400",
        "37U IB 4138",  # no such square in zone 37
        "37U DB 413",  # an odd number of digits
        "37U DB 413 38",
        "UTM 61N 437500 5411000",
        "UTM 36S 437500 3800000",  # band S or the southern hemisphere
        "at the corner of N 12 E 40",
        "Boeing 737-800N and 747-400E",
    ],
)
def test_what_may_be_something_else_is_left_alone(text: str) -> None:
    """Impossible and ambiguous points are none."""
    assert points(text) == []


def test_squares_south_of_the_equator_and_in_even_zones_are_found() -> None:
    """Rows begin at A in odd zones and at F in even ones, and run on across the equator."""
    lon, lat = mgrs_point(19, "H", "CC", "5000050000") or (0.0, 0.0)
    assert -40.05 <= lat <= -31.95
    assert -72 <= lon <= -66
    assert mgrs_point(60, "X", "WX", "0000") is None  # row X is none
    assert utm_point(37, "N", 99_999, 5_411_000) is None


@given(st.text("0123456789 NSEW.,°'-37UDBlaton", max_size=200))
def test_any_mixture_is_read_to_its_end(text: str) -> None:
    """Points are possible, in order, and do not overlap."""
    end = 0
    for found in find_coordinates(text):
        assert found.start >= end
        end = found.end
        assert abs(found.lat) <= 90
        assert abs(found.lon) <= 180


def test_the_projections_are_loaded_only_for_a_grid_reference() -> None:
    """Linking starts without them."""
    code = (
        "import sys; from briefing.linking.core.coordinates import find_coordinates as find\n"
        "assert list(find('at 44.95 N, 34.1 E')) and 'pyproj' not in sys.modules\n"
        "assert list(find('at 37U DB 4138')) and 'pyproj' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
