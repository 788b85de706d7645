"""Coordinates written out in a text: degrees in their many spellings, UTM, the military grid."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from briefing.gazetteer.place import Place, PlaceKind

# Every repeat has an upper bound and needs a character that the next part cannot start with.
_DEGREES = r"(\d{1,3}(?:\.\d{1,8})?)[ ]?[°º˚]?[ ]?"
_ANGLE = (
    _DEGREES + r"(?:(\d{1,2}(?:\.\d{1,6})?)[ ]?['’′][ ]?)?"  # noqa: RUF001 - as they are typed
    r"(?:(\d{1,2}(?:\.\d{1,6})?)[ ]?(?:[\"”″]|''|’’|′′)[ ]?)?"  # noqa: RUF001
)
_BETWEEN = r"[,;/ ]{0,3}"
_LETTERS_LAST = re.compile(rf"(?<![\w.]){_ANGLE}([NS])\b\.?{_BETWEEN}{_ANGLE}([EW])\b")
_LETTERS_FIRST = re.compile(rf"(?<![\w.])([NS])[ ]?{_ANGLE}{_BETWEEN}([EW])[ ]?{_ANGLE}(?!\.?\d)")
_HYPHENS = r"(\d{1,3})[-–](\d{1,2}(?:\.\d{1,6})?)(?:[-–](\d{1,2}(?:\.\d{1,4})?))?[ ]?"  # noqa: RUF001
_HYPHENATED = re.compile(rf"(?<![\w.–-]){_HYPHENS}([NS])\b{_BETWEEN}{_HYPHENS}([EW])\b")  # noqa: RUF001
_COMPACT = re.compile(
    r"(?<![\w.])(\d{2})(\d{2})(\d{2})?([NS])[ ]?(\d{3})(\d{2})(\d{2})?([EW])\b"  # as pilots write
)
_NAMED = re.compile(
    r"\blat(?:itude)?\b\.?[:=]?[ ]?([-+−]?\d{1,2}(?:\.\d{1,8})?)[ ]?°?"  # noqa: RUF001 - minus
    r"[,; ]{0,3}(?:and )?lon(?:g|gitude)?\b\.?[:=]?[ ]?([-+−]?\d{1,3}(?:\.\d{1,8})?)(?![\w]|\.\d)",  # noqa: RUF001
    re.IGNORECASE,
)
# Plain numbers are coordinates only with four decimals: "(44.95, 34.10)" may be prices.
_PLAIN = re.compile(r"(?<![\w.])([-+]?\d{1,2}\.\d{4,8}), ?([-+]?\d{1,3}\.\d{4,8})(?![\w.])")
_UTM = re.compile(
    r"\b(?:UTM(?: [Zz]one)?|[Zz]one)[: ]{1,2}(\d{1,2})[ ]?([C-HJ-NP-X])\b[,:;]?[ ]"
    r"(?:E[ ]?)?(\d{6}(?:\.\d{1,3})?)(?:[ ]?m)?[ ]?E?[,;/ ]{1,3}"
    r"(?:N[ ]?)?(\d{1,8}(?:\.\d{1,3})?)(?:[ ]?m)?(?:[ ]?N)?\b"
)
_MGRS = re.compile(
    r"(?<![\w.])(\d{1,2})([C-HJ-NP-X])[ ]?([A-HJ-NP-Z][A-HJ-NP-V])[ ]?"
    r"(\d{2,5}[ ]\d{2,5}|\d{4,10})(?![\w]|[.,]\d)"
)
# What every one of them holds; one search spares most texts the eight others.
_HINT = re.compile(
    r"\d(?:[ ]?[NS]\b|[ ]?[°º˚'’′\"”″]|\.\d{4}|[ ]?[C-HJ-NP-X][ ]?[A-HJ-NP-Z]{0,2}[ ]?\d)"  # noqa: RUF001
    r"|[NS][ ]?\d|(?:[Ll]at(?:itude)?|LAT(?:ITUDE)?)\.?[:=]?[ ]?[-+−\d]|(?:[Zz]one|UTM)[: ]{1,2}\d",  # noqa: RUF001
)
_IS_FINE = re.compile(r"[.°º˚'’′]")  # noqa: RUF001
_DIRECTIONS = {"N": 1, "S": -1, "E": 1, "W": -1}


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
    >>> [(c.lat, c.lon) for c in find_coordinates("N48.45 E34.98; 48-27N 034-59E")]
    [(48.45, 34.98), (48.45, 34.983333)]
    """
    if not _HINT.search(text):
        return
    found = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            point = read(match)
            if point and abs(point[1]) <= 90 and abs(point[0]) <= 180:
                end = match.start() + len(match[0].rstrip())
                found.append(Coordinate(match.start(), end, *point))
    end = 0
    for coordinate in sorted(found, key=lambda c: (c.start, -c.end)):
        if coordinate.start >= end:
            end = coordinate.end
            yield coordinate


Point = tuple[float, float]


def _letters_last(match: re.Match[str]) -> Point | None:
    lat = _degrees(match.group(1, 2, 3), match[4])
    lon = _degrees(match.group(5, 6, 7), match[8])
    return _both(lon, lat)


def _letters_first(match: re.Match[str]) -> Point | None:
    if not _IS_FINE.search(match[0]):  # "N 12 E 40" may be a street corner
        return None
    lat = _degrees(match.group(2, 3, 4), match[1])
    lon = _degrees(match.group(6, 7, 8), match[5])
    return _both(lon, lat)


def _both(lon: float | None, lat: float | None) -> Point | None:
    return None if lon is None or lat is None else (lon, lat)


def _degrees(angle: Sequence[str | None], direction: str) -> float | None:
    """Add up degrees, minutes and seconds; None if either of the latter reach 60."""
    degrees, *small = (float(number or 0) for number in angle)
    if max(small) >= 60:
        return None
    return round((degrees + small[0] / 60 + small[1] / 3600) * _DIRECTIONS[direction], 6)


def _numbers(match: re.Match[str]) -> Point:
    lat, lon = (float(number.replace("\u2212", "-")) for number in match.group(1, 2))
    return lon, lat


def _utm(match: re.Match[str]) -> Point | None:
    from briefing.linking.core.grid import utm_point  # noqa: PLC0415 - few texts hold one

    return utm_point(int(match[1]), match[2], float(match[3]), float(match[4]))


def _mgrs(match: re.Match[str]) -> Point | None:
    from briefing.linking.core.grid import mgrs_point  # noqa: PLC0415

    east, gap, north = match[4].partition(" ")
    if gap and len(east) != len(north):
        return None
    return mgrs_point(int(match[1]), match[2], match[3], east + north)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Point | None]], ...] = (
    (_LETTERS_LAST, _letters_last),
    (_LETTERS_FIRST, _letters_first),
    (_HYPHENATED, _letters_last),
    (_COMPACT, _letters_last),
    (_NAMED, _numbers),
    (_PLAIN, _numbers),
    (_UTM, _utm),
    (_MGRS, _mgrs),
)
