"""Extents: which part of the world a map shows first.

The weight of a story lies where it is told most often. A map of everything that an article names
would mostly be a map of the world, since some far-off capital is always quoted; so the extent
follows the weight, and what lies outside is listed or reached by panning.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

_SHARE = 0.8  # of all mentions that the extent holds at least
_WIDE = 35.0  # degrees at the equator: wider places are shown in part, beside narrower ones
_RATIO = 1.5  # width : height, near the shape of screens and slides
_SMALLEST = 6.0  # degrees of latitude: a lone town still shows its surroundings
_GROWTH = 1.25  # by which places outside the core may widen the extent, all together
_LOCAL = 8.0  # degrees at the equator: a loose area that is no larger (Donbas) is a place itself
_NEAR = 20.0  # degrees from the rest of the story within which a wide place is shown in part
_SAMPLES = 200

Box = tuple[float, float, float, float]


class Extent(NamedTuple):
    """A window of the map in degrees, EPSG:4326.

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
    def turns(self) -> tuple[float, ...]:
        """Degrees by which the world is shifted for each copy of it that this window needs."""
        return (0.0, 360.0) if self.crosses else (0.0,)

    @property
    def unturned(self) -> tuple[Extent, ...]:
        """The window in plain longitudes, one for each copy of the world that it needs."""
        return tuple(
            self._replace(min_lon=self.min_lon - turn, max_lon=self.max_lon - turn)
            for turn in self.turns
        )

    @property
    def mid_lat(self) -> float:
        """The latitude in the middle, where scales are true."""
        return (self.min_lat + self.max_lat) / 2

    @property
    def width(self) -> float:
        """Degrees of longitude."""
        return self.max_lon - self.min_lon

    @property
    def height(self) -> float:
        """Degrees of latitude."""
        return self.max_lat - self.min_lat

    def near(self, lon: float) -> float:
        """Return the copy of a longitude that belongs to this window.

        Examples
        --------
        >>> Extent(165, -50, 195, -5).near(-172)
        188
        """
        middle = (self.min_lon + self.max_lon) / 2
        return lon + 360 if self.crosses and lon < middle - 180 else lon

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside, on whichever side of the antimeridian."""
        inside = self.min_lon <= self.near(lon) <= self.max_lon
        return inside and self.min_lat <= lat <= self.max_lat

    def grown(self, share: float) -> Extent:
        """Return the window with a margin on each side, as a share of its size."""
        margin_lon, margin_lat = self.width * share, self.height * share
        return Extent(
            max(self.min_lon - margin_lon, -180.0),
            max(self.min_lat - margin_lat, -90.0),
            self.max_lon + margin_lon if self.crosses else min(self.max_lon + margin_lon, 180.0),
            min(self.max_lat + margin_lat, 90.0),
        )


WORLD = Extent(-180.0, -58.0, 180.0, 80.0)
"""The inhabited world."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """A place as the choice of an extent sees it.

    Attributes
    ----------
    weight
        Number of mentions.
    lon, lat
        Representative point in degrees.
    shape
        Its area; without parts for a point.
    loose
        Whether its outline is that of a wide area or former state, which sets a scene and is
        seldom the place where a story is told.
    """

    weight: float
    lon: float
    lat: float
    shape: shapely.MultiPolygon
    loose: bool = False

    def boxes(self) -> tuple[Box, ...]:
        """Bounds of the parts that matter: not French Guiana for France, but all of Japan.

        Returns
        -------
        boxes
            ``(min_lon, min_lat, max_lon, max_lat)`` of each.
        """
        if self.shape.is_empty:
            return ((self.lon, self.lat, self.lon, self.lat),)
        boxes: list[Box] = [part.bounds for part in self.shape.geoms]
        sizes = [
            part.area * math.cos(math.radians((box[1] + box[3]) / 2))
            for part, box in zip(self.shape.geoms, boxes, strict=True)
        ]
        main = boxes[sizes.index(max(sizes))]
        return tuple(
            box
            for box, size in zip(boxes, sizes, strict=True)
            if size >= 0.2 * max(sizes) or (size >= 0.01 * max(sizes) and _apart(main, box) < 5)
        )


def _apart(one: Box, other: Box) -> float:
    """Return the gap between two boxes in degrees, around the globe."""
    turned = min(
        max(one[0] - other[2] - turn, other[0] + turn - one[2], 0.0) for turn in (-360, 0, 360)
    )
    return max(turned, one[1] - other[3], other[1] - one[3], 0.0)


def _is_wide(bounds: Extent) -> bool:
    return bounds.width * math.cos(math.radians(bounds.mid_lat)) > _WIDE


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


def story_extent(sites: Sequence[Site]) -> Extent:
    """Choose the window that holds the weight of a story.

    Parameters
    ----------
    sites
        All places of the story that stand on the map.

    Returns
    -------
    extent
        Around places that make up four fifths of all mentions, the nearest to the centre of the
        story, and whatever else fits in without much growth; `WORLD` without any place. Wide
        loose areas count only where they make up most of the story.
    """
    sites = _telling(sites)
    if not sites:
        return WORLD
    bounds = [around(site.boxes()) for site in sites]
    apart = _distances(sites, bounds)
    weights = np.array([max(site.weight, 1e-9) for site in sites])
    narrow = [index for index, box in enumerate(bounds) if not _is_wide(box)]
    centre = min(narrow or range(len(sites)), key=lambda index: float(apart[index] @ weights))
    nearest_first = np.argsort(apart[centre], kind="stable")
    enough = int(np.searchsorted(np.cumsum(weights[nearest_first]), _SHARE * weights.sum()))
    core = [int(index) for index in nearest_first[: enough + 1]]
    window = _window(sites, bounds, core)
    largest = _GROWTH * window.width * window.height
    for index in (int(index) for index in nearest_first[enough + 1 :]):
        wider = _window(sites, bounds, [*core, index])
        if wider.width * wider.height <= largest:
            core, window = [*core, index], wider
    return _framed(window)


def _telling(sites: Sequence[Site]) -> Sequence[Site]:
    """Leave out the wide loose areas of a story that is mostly told of other places.

    "Europe" or "the Soviet Union", named in passing, must not zoom out a story of one town.
    """
    firm = [site for site in sites if not site.loose or _spread(site) <= _LOCAL]
    told = sum(site.weight for site in firm)
    return firm if told * 2 >= sum(site.weight for site in sites) else sites


def _spread(site: Site) -> float:
    window = around(site.boxes())
    return max(window.width * math.cos(math.radians(window.mid_lat)), window.height)


def _distances(sites: Sequence[Site], bounds: Sequence[Extent]) -> npt.NDArray[np.float64]:
    """Return the angles between places in radians.

    A wide place is as near to a narrow one as its nearest corner; all others count by their
    middles, so that the United States are not a neighbour of Russia by way of Alaska.
    """
    middles = np.vstack([_vectors(np.array([[site.lon, site.lat]])) for site in sites])
    apart: npt.NDArray[np.float64] = np.arccos(np.clip(middles @ middles.T, -1, 1))
    np.fill_diagonal(apart, 0.0)
    wide = np.array([_is_wide(box) for box in bounds])
    for index in np.flatnonzero(wide).tolist():
        corners = shapely.get_coordinates(sites[index].shape)
        samples = _vectors(corners[:: max(1, len(corners) // _SAMPLES)])
        nearest = np.arccos(np.clip((middles @ samples.T).max(axis=1), -1, 1))
        apart[index, ~wide] = apart[~wide, index] = nearest[~wide]
    return apart


def _vectors(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return points of the unit sphere."""
    lon, lat = np.radians(lonlat).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _window(sites: Sequence[Site], bounds: Sequence[Extent], core: Sequence[int]) -> Extent:
    """Return the window around the places of the core, wide ones only by their near side."""
    narrow = [index for index in core if not _is_wide(bounds[index])]
    boxes = [box for index in narrow for box in sites[index].boxes()]
    inner = around(boxes) if boxes else None
    told = sum(sites[index].weight for index in narrow)
    for index in (index for index in core if index not in narrow):
        site = sites[index]
        near = _near_side(site.shape, inner) if inner and told >= site.weight / 2 else None
        boxes += [near] if near else site.boxes()
    return around(boxes)


def _near_side(shape: shapely.MultiPolygon, window: Extent) -> Box | None:
    """Return a box around the point of a shape that is nearest to a window; None if it is far."""
    corners = shapely.get_coordinates(shape)
    middle_lon = (window.min_lon + window.max_lon) / 2
    east = (corners[:, 0] - middle_lon + 180) % 360 - 180
    squeeze = math.cos(math.radians(window.mid_lat))
    distances = np.hypot(east * squeeze, corners[:, 1] - window.mid_lat)
    nearest = int(np.argmin(distances))
    if distances[nearest] > _NEAR + math.hypot(window.width * squeeze, window.height) / 2:
        return None
    lon, lat = float(corners[nearest, 0]), float(corners[nearest, 1])
    reach = max(2.0, window.height / 6)
    return (lon - reach, lat - reach, lon + reach, lat + reach)


def _framed(window: Extent) -> Extent:
    """Give a window a margin, a least size and the shape of the page."""
    low, high = max(window.min_lat, -85.0), min(window.max_lat, 83.5)
    squeeze = max(0.2, math.cos(math.radians((low + high) / 2)))
    width = max(window.width, 0.0) * 1.12
    height = max((high - low) * 1.12, _SMALLEST, width * squeeze / _RATIO)
    width = max(width, height * _RATIO / squeeze)
    if width >= 300:
        return WORLD._replace(
            min_lat=min(WORLD.min_lat, window.min_lat), max_lat=max(WORLD.max_lat, high)
        )
    south, north = _slid((low + high) / 2, height, -85.0, 84.0)
    middle = (window.min_lon + window.max_lon) / 2
    west = middle - width / 2
    west += 360 if west < -180 else 0
    west -= 360 if west >= 180 else 0
    return Extent(*(round(float(edge), 2) for edge in (west, south, west + width, north)))


def _slid(middle: float, size: float, low: float, high: float) -> tuple[float, float]:
    """Return a range of a size around a middle, slid until it lies between two limits."""
    if size >= high - low:
        return low, high
    start = min(max(middle - size / 2, low), high - size)
    return start, start + size
