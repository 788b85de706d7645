"""Framing: which part of the world the map of a story shows first.

The weight of a story lies where it is told most often. A map of everything that an article names
would mostly be a map of the world, since some far-off capital is always quoted; so the frame goes
around the densest of it, and what lies outside is named at the edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from briefing.maps.extent import Box, Extent, around
from briefing.maps.frame import WORLD, Frame, vectors
from briefing.maps.projection import Points

_LEADING = 3.0  # what a mention counts of a place that the title names
_SHARE = 0.6  # of the weight of a story that the frame holds at least
_ZOOM = 0.3  # what being seen larger is worth: half the size for 20 % of the weight
_CLOSEST = 2.0  # degrees around the middle; closer is worth nothing more
_WIDE = 35.0  # degrees at the equator: wider places are shown in part, beside narrower ones
_LOCAL = 8.0  # degrees at the equator: a loose area that is no larger (Donbas) is a place itself
_NEAR = 20.0  # degrees from the rest of the story within which a wide place is shown in part
_SPECK = 0.01  # of the largest part of a place: smaller ones are no part of it to be near to
_SAMPLES = 400


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
    leading
        Whether the title names it.
    """

    weight: float
    lon: float
    lat: float
    shape: shapely.MultiPolygon
    loose: bool = False
    leading: bool = False

    def parts(self) -> list[shapely.Polygon]:
        """Return the parts that matter: not French Guiana for France, but all of Japan."""
        parts = list(self.shape.geoms)
        boxes: list[Box] = [part.bounds for part in parts]
        sizes = [
            part.area * math.cos(math.radians((box[1] + box[3]) / 2))
            for part, box in zip(parts, boxes, strict=True)
        ]
        largest = max(sizes, default=0.0)
        main = boxes[sizes.index(largest)] if sizes else (self.lon, self.lat, self.lon, self.lat)
        return [
            part
            for part, box, size in zip(parts, boxes, sizes, strict=True)
            if size >= 0.2 * largest or (size >= 0.01 * largest and _apart(main, box) < 5)
        ]

    def boxes(self) -> tuple[Box, ...]:
        """Return the bounds of the parts that matter, or of the point.

        Returns
        -------
        boxes
            ``(min_lon, min_lat, max_lon, max_lat)`` of each.
        """
        point = (self.lon, self.lat, self.lon, self.lat)
        return tuple(part.bounds for part in self.parts()) or (point,)

    def corners(self) -> Points:
        """Return points that stand for the place, (n, 2) in degrees."""
        if self.shape.is_empty:
            return np.array([[self.lon, self.lat]])
        return _thinned(shapely.get_coordinates(self.parts()))

    def outposts(self) -> Points:
        """Return points of all its land but specks, (n, 2) in degrees: Alaska, too."""
        parts = np.array(self.shape.geoms, dtype=object)
        areas = shapely.area(parts)
        return _thinned(shapely.get_coordinates(parts[areas >= _SPECK * areas.max()]))


def _thinned(points: Points) -> Points:
    return points[:: max(1, len(points) // _SAMPLES)]


def _apart(one: Box, other: Box) -> float:
    """Return the gap between two boxes in degrees, around the globe."""
    turned = min(
        max(one[0] - other[2] - turn, other[0] + turn - one[2], 0.0) for turn in (-360, 0, 360)
    )
    return max(turned, one[1] - other[3], other[1] - one[3], 0.0)


def story_frame(sites: Sequence[Site]) -> Frame:
    """Choose the frame that holds the weight of a story.

    Parameters
    ----------
    sites
        All places of the story that stand on the map.

    Returns
    -------
    frame
        Around the middle of the story and as many of the places nearest to it as are worth
        seeing the rest smaller, three fifths of the weight at least; `WORLD` without any place.
        A mention of a place that the title names counts three times. Wide loose areas count only
        where they make up most of the story.
    """
    sites = _telling(sites)
    if not sites:
        return WORLD
    core = _core(sites)
    narrow = [site for site in core if not _is_wide(site)]
    corners = [site.corners() for site in narrow]
    inner = np.vstack(corners) if corners else None
    told = sum(_weight(site) for site in narrow)
    for site in (site for site in core if site not in narrow):
        seen_in_part = inner is not None and told >= _weight(site) / 2
        near = _near_side(site, inner) if seen_in_part and inner is not None else None
        corners.append(site.corners() if near is None else near)
    return Frame.around(np.vstack(corners))


def _weight(site: Site) -> float:
    return max(site.weight, 1e-9) * (_LEADING if site.leading else 1.0)


def _telling(sites: Sequence[Site]) -> Sequence[Site]:
    """Leave out the wide loose areas of a story that is mostly told of other places.

    "Europe" or "the Soviet Union", named in passing, must not zoom out a story of one town.
    """
    firm = [site for site in sites if not site.loose or _spread(site) <= _LOCAL]
    told = sum(_weight(site) for site in firm)
    return firm if told * 2 >= sum(_weight(site) for site in sites) else sites


def _core(sites: Sequence[Site]) -> list[Site]:
    """Return the places around the middle of the story that a frame is best put around."""
    apart = _distances(sites)
    weights = np.array([_weight(site) for site in sites])
    narrow = [index for index, site in enumerate(sites) if not _is_wide(site)]
    centre = min(narrow or range(len(sites)), key=lambda index: float(apart[index] @ weights))
    sizes = np.radians([0.0 if _is_wide(site) else _spread(site) / 2 for site in sites])
    order = np.argsort(apart[centre], kind="stable")
    reach = np.maximum.accumulate((apart[centre] + sizes)[order])
    share = np.cumsum(weights[order]) / weights.sum()
    worth = np.where(share >= _SHARE - 1e-9, share, 0.0)
    worth = worth / np.maximum(reach, math.radians(_CLOSEST)) ** _ZOOM
    return [sites[index] for index in order[: int(np.argmax(worth)) + 1].tolist()]


def _window(site: Site) -> Extent:
    return around(site.boxes())


def _is_wide(site: Site) -> bool:
    window = _window(site)
    return window.width * math.cos(math.radians(window.mid_lat)) > _WIDE


def _spread(site: Site) -> float:
    window = _window(site)
    return max(window.width * math.cos(math.radians(window.mid_lat)), window.height)


def _distances(sites: Sequence[Site]) -> npt.NDArray[np.float64]:
    """Return the angles between places in radians.

    A wide place is as near to a narrow one as its nearest corner; all others count by their
    middles, so that the United States are not a neighbour of Russia by way of Alaska.
    """
    middles = vectors(np.array([[site.lon, site.lat] for site in sites]))
    apart: npt.NDArray[np.float64] = np.arccos(np.clip(middles @ middles.T, -1, 1))
    np.fill_diagonal(apart, 0.0)
    wide = np.array([_is_wide(site) for site in sites])
    for index in np.flatnonzero(wide).tolist():
        samples = vectors(sites[index].corners())
        nearest = np.arccos(np.clip((middles @ samples.T).max(axis=1), -1, 1))
        apart[index, ~wide] = apart[~wide, index] = nearest[~wide]
    return apart


def _near_side(site: Site, inner: Points) -> Points | None:
    """Return points around that of a wide place which is nearest to others; None if it is far."""
    middle = vectors(inner).mean(axis=0)
    middle /= max(float(np.linalg.norm(middle)), 1e-9)
    reach = math.degrees(math.acos(min(1.0, max(-1.0, float((vectors(inner) @ middle).min())))))
    corners = site.outposts()
    closeness = vectors(corners) @ middle
    nearest = int(np.argmax(closeness))
    away = math.degrees(math.acos(min(1.0, max(-1.0, float(closeness[nearest])))))
    if away > _NEAR + reach:
        return None
    lon, lat = corners[nearest].tolist()
    high = max(2.0, reach / 4)
    wide = high / max(0.2, math.cos(math.radians(lat)))
    low, high = max(lat - high, -89.0), min(lat + high, 89.0)
    return np.array([[lon - wide, low], [lon + wide, low], [lon - wide, high], [lon + wide, high]])
