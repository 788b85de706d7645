"""Extents: windows of degrees, on whichever side of the antimeridian."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Box = tuple[float, float, float, float]


class Extent(NamedTuple):
    """A window in degrees, EPSG:4326.

    ``max_lon`` is larger than 180 where the window lies across the antimeridian.
    """

    min_lon: float
    min_lat: float
    max_lon: float
    max_lat: float

    @property
    def crosses(self) -> bool:
        """Whether the window lies across the antimeridian."""
        return self.max_lon > 180

    @property
    def mid_lat(self) -> float:
        """The latitude in the middle."""
        return (self.min_lat + self.max_lat) / 2

    @property
    def width(self) -> float:
        """Degrees of longitude."""
        return self.max_lon - self.min_lon

    @property
    def height(self) -> float:
        """Degrees of latitude."""
        return self.max_lat - self.min_lat


def around(boxes: Sequence[Box]) -> Extent:
    """Return the smallest window around boxes, across the antimeridian where that is smaller.

    Examples
    --------
    >>> around([(177, -19, 180, -16), (-173, -14, -171, -13)])
    Extent(min_lon=177, min_lat=-19, max_lon=189, max_lat=-13)
    """
    west, east = _arc([(box[0], box[2]) for box in boxes])
    return Extent(west, min(box[1] for box in boxes), east, max(box[3] for box in boxes))


def _arc(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the shortest arc of the globe that holds all spans: all but the widest gap."""
    ordered = sorted(spans)
    gaps = []
    east = ordered[0][1]
    for west, end in ordered[1:]:
        gaps.append((west - east, west, east))
        east = max(east, end)
    gaps.append((ordered[0][0] + 360 - east, ordered[0][0], east))
    width, start, stop = max(gaps, key=lambda gap: gap[0])
    if width <= 0:
        return -180.0, 180.0
    return start, stop if stop >= start else stop + 360
