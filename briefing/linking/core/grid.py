"""Grid references: points written as metres of a UTM zone, or as squares of the military grid.

The zones are those of WGS 84. The letters of the military grid (MGRS) follow NGA.SIG.0012: six
sets of column and row letters that repeat every three and every two zones.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyproj import Proj

_BANDS = "CDEFGHJKLMNPQRSTUVWX"  # of 8 degrees from 80 S; X has 12
_ROWS = "ABCDEFGHJKLMNPQRSTUV"  # of 100 km; they repeat every 2,000 km
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_SQUARE = 100_000  # metres
_CYCLE = 2_000_000
_POLE = 10_000_000  # false northing of the southern hemisphere
_SLACK = 0.05  # degrees that a square may reach beyond its band
_BESIDE = 1.0  # degrees that a band may be mistaken by where metres tell the latitude already
_LAST_NORTH = 84.0

Point = tuple[float, float]


def utm_point(zone: int, letter: str, easting: float, northing: float) -> Point | None:
    """Return the point of UTM coordinates, or None where they are impossible or ambiguous.

    Parameters
    ----------
    zone
        1 to 60.
    letter
        N or S for the hemisphere, or the letter of a band of latitude. "S" is both: where the
        point lies in band S if it is read so, nobody can tell which is meant, and none is given.
    easting, northing
        Metres.

    Returns
    -------
    point
        Longitude and latitude in degrees, EPSG:4326.
    """
    if not (1 <= zone <= 60 and 100_000 <= easting < 900_000 and 0 <= northing < _POLE):
        return None
    if letter == "N":
        return _inverse(zone, easting, northing)
    if letter == "S":
        as_band = _inverse(zone, easting, northing)
        if _lies_in(as_band[1], "S"):
            return None
        return _inverse(zone, easting, northing - _POLE)
    southern = letter < "N"
    point = _inverse(zone, easting, northing - _POLE if southern else northing)
    return point if _lies_in(point[1], letter, _BESIDE) else None


def mgrs_point(zone: int, band: str, square: str, digits: str) -> Point | None:
    """Return the middle of a square of the military grid, or None where there is no such square.

    Parameters
    ----------
    zone
        1 to 60.
    band
        Letter of the band of latitude.
    square
        Two letters of the square of 100 km.
    digits
        4 to 10 digits, an even number: half of them east, half of them north.
    """
    columns = _COLUMNS[(zone - 1) % 3]
    if not 1 <= zone <= 60 or square[0] not in columns or square[1] not in _ROWS or len(digits) % 2:
        return None
    half = len(digits) // 2
    side = 10 ** (5 - half)
    easting = (columns.index(square[0]) + 1) * _SQUARE + (int(digits[:half]) + 0.5) * side
    row = (_ROWS.index(square[1]) - (0 if zone % 2 else 5)) % len(_ROWS)
    within = row * _SQUARE + (int(digits[half:]) + 0.5) * side
    southern = band < "N"
    for cycle in range(_POLE // _CYCLE):
        northing = within + cycle * _CYCLE - (_POLE if southern else 0)
        point = _inverse(zone, easting, northing)
        if _lies_in(point[1], band):
            return point
    return None


def _lies_in(lat: float, band: str, slack: float = _SLACK) -> bool:
    south = 8.0 * _BANDS.index(band) - 80
    north = _LAST_NORTH if band == "X" else south + 8
    return south - slack <= lat <= north + slack


def _inverse(zone: int, easting: float, northing: float) -> Point:
    """Turn metres of a zone, south of the equator negative, into degrees."""
    lon, lat = _projection(zone)(easting, northing, inverse=True)
    return round(lon, 6), round(lat, 6)


@cache
def _projection(zone: int) -> Proj:
    from pyproj import Proj  # noqa: PLC0415 - slow to import, and few texts hold a grid reference

    return Proj(proj="utm", zone=zone, ellps="WGS84")
