"""Anchors: where on a map the name of an area belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from briefing.maps.frame import Frame
from briefing.maps.shapes import clipped

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_PRECISION = 1 / 200  # of the width of the frame
_SPECK = 0.02  # of the largest part of a country: too little to carry its name

Spot = tuple[float, float]


def meets(shape: BaseGeometry, frame: Frame) -> bool:
    """Whether a frame shows anything of a shape given in metres."""
    west, south, east, north = shape.bounds
    apart = west > frame.right or east < frame.left or south > frame.top or north < frame.bottom
    return not apart and bool(shapely.make_valid(shape).intersects(frame.box))


def label_point(shape: shapely.MultiPolygon, frame: Frame, given: Spot) -> Spot:
    """Return the middle of the largest part of a shape that the frame shows.

    The given point stands where the frame shows nothing of the shape but specks: "United
    Kingdom" is not written over its bases on Cyprus.
    """
    flat = frame.projection.projected(shape)
    if not meets(flat, frame):
        return given
    least = _SPECK * max(part.area for part in flat.geoms)
    window = (frame.left, frame.bottom, frame.right, frame.top)
    large = shapely.MultiPolygon([part for part in flat.geoms if part.area >= least])
    (parts,) = clipped([large], window)
    if not parts:
        return given
    best = max(parts, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(best, tolerance=_PRECISION * frame.width)
    centre = frame.projection.unproject(np.array([circle.coords[0]]))[0]
    return float(centre[0]), float(centre[1])
