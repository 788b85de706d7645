"""Coordinates written out in a text: "44.95 N, 34.1 E", degrees and minutes, plain decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.places import Place, PlaceKind

# Every repeat has an upper bound and needs a character that the next part cannot start with.
_ANGLE = (
    r"(\d{1,3}(?:\.\d{1,8})?)[ ]?[°º]?[ ]?"
    r"(?:(\d{1,2}(?:\.\d{1,6})?)[ ]?['’′][ ]?)?"  # noqa: RUF001 - minutes as they are typed
    r"(?:(\d{1,2}(?:\.\d{1,6})?)[ ]?[\"”″][ ]?)?"
)
_WITH_LETTERS = re.compile(rf"(?<![\w.]){_ANGLE}([NS])\b\.?[,;/ ]{{0,3}}{_ANGLE}([EW])\b")
# Plain numbers are coordinates only with four decimals: "(44.95, 34.10)" may be prices.
_PLAIN = re.compile(r"(?<![\w.])([-+]?\d{1,2}\.\d{4,8}), ?([-+]?\d{1,3}\.\d{4,8})(?![\w.])")


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A point written out in a text.

    Attributes
    ----------
    start, end
        Half-open span in the text.
    lon, lat
        Degrees, EPSG:4326.
    """

    start: int
    end: int
    lon: float
    lat: float

    def place(self) -> Place:
        """Return the point as a place of the user's own."""
        north = f"{abs(self.lat):.4f}° {'N' if self.lat >= 0 else 'S'}"
        east = f"{abs(self.lon):.4f}° {'E' if self.lon >= 0 else 'W'}"
        return Place(
            id=f"user:coordinates/{self.lat:.4f},{self.lon:.4f}",
            kind=PlaceKind.USER,
            name=f"{north}, {east}",
            lon=self.lon,
            lat=self.lat,
        )


def find_coordinates(text: str) -> Iterator[Coordinate]:
    """Find the coordinates in a text, latitude first; impossible ones are left out.

    Examples
    --------
    >>> [(c.lat, c.lon) for c in find_coordinates("at 44°57'N 34°06'E, off 1.5 S, 30 W")]
    [(44.95, 34.1), (-1.5, -30.0)]
    """
    found = []
    for match in _WITH_LETTERS.finditer(text):
        north, east = match.group(1, 2, 3), match.group(5, 6, 7)
        lat = _degrees(*north) * (-1 if match[4] == "S" else 1)
        lon = _degrees(*east) * (-1 if match[8] == "W" else 1)
        found.append(Coordinate(*match.span(), lon, lat))
    found += [Coordinate(*m.span(), float(m[2]), float(m[1])) for m in _PLAIN.finditer(text)]
    end = 0
    for coordinate in sorted(found, key=lambda c: c.start):
        if coordinate.start >= end and abs(coordinate.lat) <= 90 and abs(coordinate.lon) <= 180:
            end = coordinate.end
            yield coordinate


def _degrees(degrees: str, minutes: str | None, seconds: str | None) -> float:
    value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return round(value, 6)
