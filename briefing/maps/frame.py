"""Frames: the rectangle of a projected map that is shown first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt
import shapely

from briefing.maps.extent import Box, Extent, around
from briefing.maps.projection import RADIUS, Points, Projection
from briefing.maps.shapes import as_shape, wrapped

RATIO = 1.5  # width : height, near the shape of screens and slides
_LEAST = 6.0  # degrees of latitude: a lone town still shows its surroundings
_MARGIN = 0.07  # of its size, on each side
_WIDEST = 65.0  # degrees from the middle to a corner: wider maps are maps of the world
_TIGHT = 10.0  # degrees from a pole within which a map is turned about the pole itself
_MOST = 0.7  # of the world: from there on a map shows all of it
_ROUNDS = 3  # of centring; the middle moves by less than a hundredth of the map after the second
_DEGREE = math.radians(1) * RADIUS  # metres
_ONE_SIDED = 0.02  # of the radius of the globe: places lie more on one side of a pole
_EDGE = 24  # steps along each side

F = TypeVar("F", bound="Frame")


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of a projected map, in metres.

    Attributes
    ----------
    projection
        How the globe is laid flat.
    left, bottom, right, top
        The rectangle.
    """

    projection: Projection
    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, extent: Extent, ratio: float = RATIO) -> Self:
        """Frame a window of degrees; its corners are inside."""
        lon = np.linspace(extent.min_lon, extent.max_lon, 3 * _EDGE)
        lat = np.linspace(extent.min_lat, extent.max_lat, 3 * _EDGE)
        west, east = np.full_like(lat, extent.min_lon), np.full_like(lat, extent.max_lon)
        low, high = np.full_like(lon, extent.min_lat), np.full_like(lon, extent.max_lat)
        sides = [(lon, low), (lon, high), (west, lat), (east, lat)]
        return cls.around(np.vstack([np.column_stack(side) for side in sides]), ratio)

    @classmethod
    def around(cls, lonlat: Points, ratio: float = RATIO) -> Self:
        """Frame points, in a projection that suits them.

        Parameters
        ----------
        lonlat
            (n, 2), degrees; all of them stand inside.
        ratio
            Width by height.
        """
        middle = _middle(lonlat)
        for _ in range(_ROUNDS):
            projection = Projection("laea", *middle)
            rectangle = _bounds(projection.project(lonlat))
            centre = np.array([[rectangle[0] + rectangle[2], rectangle[1] + rectangle[3]]]) / 2
            middle = _rounded(projection.unproject(centre)[0])
        if abs(middle[1]) > 90 - _TIGHT:
            middle = (middle[0], math.copysign(90.0, middle[1]))
        projection = Projection("laea", *middle)
        if _reach(lonlat, middle) > _WIDEST:
            arc = around([(lon, lat, lon, lat) for lon, lat in lonlat.tolist()])
            projection = Projection("eqearth", _prime(arc))
        return _shaped(cls(projection, *_bounds(projection.project(lonlat))), ratio)

    @property
    def width(self) -> float:
        """Metres from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Metres from bottom to top."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle, in degrees."""
        spot = np.array([[self.left + self.right, self.bottom + self.top]]) / 2
        lon, lat = self.projection.unproject(spot)[0].tolist()
        return lon, lat

    @property
    def box(self) -> shapely.Polygon:
        """The rectangle in metres."""
        return shapely.box(self.left, self.bottom, self.right, self.top)

    @property
    def is_world(self) -> bool:
        """Whether it shows most of the world."""
        return self.projection.kind == "eqearth"

    def grown(self, share: float) -> Self:
        """Return the frame with a margin on each side, as a share of its size."""
        right, up = self.width * share, self.height * share
        return type(self)(
            self.projection, self.left - right, self.bottom - up, self.right + right, self.top + up
        )

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside."""
        return bool(self.holding(np.array([[lon, lat]]))[0])

    def holding(self, lonlat: Points) -> npt.NDArray[np.bool_]:
        """Tell of points, (n, 2) in degrees, which lie inside."""
        x, y = self.projection.project(lonlat).T
        inside: npt.NDArray[np.bool_] = (self.left <= x) & (x <= self.right)
        inside &= (self.bottom <= y) & (y <= self.top)
        return inside

    def boxes(self) -> tuple[Box, ...]:
        """Return boxes of degrees, between -180 and 180, that hold all of the frame."""
        x = np.linspace(self.left, self.right, _EDGE)
        y = np.linspace(self.bottom, self.top, _EDGE)
        grid = np.array(np.meshgrid(x, y)).reshape(2, -1).T
        lonlat = self.projection.unproject(grid)
        lonlat = lonlat[np.isfinite(lonlat).all(axis=1)]
        low, high = lonlat[:, 1].min(), lonlat[:, 1].max()
        slack = self.height / _EDGE / _DEGREE
        low, high = max(low - slack, -90.0), min(high + slack, 90.0)
        poles = [pole for pole in (-90.0, 90.0) if self.holds(0.0, pole)]
        if poles or self.is_world or len(lonlat) < len(grid):
            low, high = min([low, *poles]), max([high, *poles])
            return ((-180.0, float(low), 180.0, float(high)),)
        aside = (lonlat[:, 0] - self.projection.lon + 180) % 360 - 180
        slack /= max(0.1, math.cos(math.radians(max(abs(low), abs(high)))))
        west = self.projection.lon + float(aside.min()) - slack
        east = self.projection.lon + float(aside.max()) + slack
        return _split(west, float(low), east, float(high))

    @property
    def cover(self) -> shapely.MultiPolygon:
        """The frame in degrees, or the boxes that hold it where it has no such outline."""
        boxes = self.boxes()
        if len(boxes) == 1 and boxes[0][2] - boxes[0][0] >= 360:
            return as_shape(shapely.box(*boxes[0]))
        rim = shapely.get_coordinates(self.box.segmentize(self.width / _EDGE))
        lonlat = self.projection.unproject(rim)
        lon = self.projection.lon
        lonlat[:, 0] = (lonlat[:, 0] - lon + 180) % 360 - 180 + lon
        return wrapped(shapely.make_valid(shapely.Polygon(lonlat)))

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        kind, lon, lat = self.projection.kind, self.projection.lon, self.projection.lat
        rectangle = [self.left, self.bottom, self.right, self.top]
        return {"projection": kind, "lon": lon, "lat": lat, "rectangle": rectangle}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` returned."""
        return cls(Projection(data["projection"], data["lon"], data["lat"]), *data["rectangle"])


def _shaped(frame: F, ratio: float) -> F:
    """Give a frame a margin, a least size and the shape of the sheet."""
    width = frame.width * (1 + 2 * _MARGIN)
    height = max(frame.height * (1 + 2 * _MARGIN), _LEAST * _DEGREE, width / ratio)
    width = max(width, height * ratio)
    if frame.is_world and width > _MOST * WORLD.width:
        low, high = min(frame.bottom, WORLD.bottom), max(frame.top, WORLD.top)
        return type(frame)(frame.projection, WORLD.left, low, WORLD.right, high)
    x, y = (frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2
    numbers = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return type(frame)(frame.projection, *(round(float(number), -1) for number in numbers))


def _split(west: float, low: float, east: float, high: float) -> tuple[Box, ...]:
    if east - west >= 360:
        return ((-180.0, low, 180.0, high),)
    pieces = [(west + turn, east + turn) for turn in (-360, 0, 360)]
    cut = [(max(one, -180.0), low, min(two, 180.0), high) for one, two in pieces]
    return tuple(box for box in cut if box[0] < box[2])


def _bounds(metres: Points) -> tuple[float, float, float, float]:
    low, high = metres.min(axis=0), metres.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def vectors(lonlat: Points) -> Points:
    """Return points of the unit sphere; (n, 2) of degrees in, (n, 3) out."""
    lon, lat = np.radians(lonlat).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _middle(lonlat: Points) -> tuple[float, float]:
    """Return the middle of the smallest window of degrees around points, or the pole in it."""
    arc = around([(lon, lat, lon, lat) for lon, lat in lonlat.tolist()])
    if arc.width > 200 and abs(lonlat[:, 1]).min() > 40 and np.ptp(np.sign(lonlat[:, 1])) == 0:
        heaviest = vectors(lonlat).mean(axis=0)
        one_sided = np.hypot(heaviest[0], heaviest[1]) > _ONE_SIDED
        lon = math.degrees(math.atan2(heaviest[1], heaviest[0])) if one_sided else 0.0
        return round(lon, 1), math.copysign(90.0, lonlat[0, 1])
    return _rounded(((arc.min_lon + arc.max_lon) / 2, (arc.min_lat + arc.max_lat) / 2))


def _rounded(spot: Sequence[float]) -> tuple[float, float]:
    lon = (float(spot[0]) + 180) % 360 - 180
    return round(lon, 1), round(min(max(float(spot[1]), -90.0), 90.0), 1)


def _reach(lonlat: Points, middle: tuple[float, float]) -> float:
    """Return the angle from a middle to the farthest of some points, in degrees."""
    cosine = vectors(lonlat) @ vectors(np.array([middle]))[0]
    return math.degrees(math.acos(min(max(float(cosine.min()), -1.0), 1.0)))


def _prime(arc: Extent) -> float:
    """Choose the middle meridian of a map of the world: Greenwich, unless that cuts the story."""
    middle = round((arc.min_lon + arc.max_lon) / 20) * 10.0
    return (middle + 180) % 360 - 180 if arc.crosses and arc.width < 300 else 0.0


WORLD = Frame(Projection(), -17_500_000.0, -6_900_000.0, 17_500_000.0, 8_400_000.0)
"""The inhabited world, on Equal Earth."""
