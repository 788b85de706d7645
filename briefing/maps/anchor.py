"""Anchors: where the label of a shape stands."""

from __future__ import annotations

import numpy as np
import shapely

from briefing.maps.frame import Frame
from briefing.maps.shapes import as_shape

_PRECISION = 1 / 200  # of the width of the frame
_SPECK = 0.02  # of the largest part of a country: too little to carry its name

Point = tuple[float, float]


def label_point(shape: shapely.MultiPolygon, frame: Frame, given: Point) -> Point:
    """Return the middle of the largest part of a shape that the frame shows.

    The given point stands where the frame shows nothing of the shape but specks: "United
    Kingdom" is not written over its bases on Cyprus.
    """
    flat = frame.projection.projected(shape)
    if not frame.meets(flat):
        return given
    least = _SPECK * max(part.area for part in flat.geoms)
    window = (frame.left, frame.bottom, frame.right, frame.top)
    large = shapely.MultiPolygon([part for part in flat.geoms if part.area >= least])
    parts = as_shape(shapely.clip_by_rect(large, *window)).geoms
    if not parts:
        return given
    best = max(parts, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(best, tolerance=_PRECISION * frame.width)
    centre = frame.projection.unproject(np.array([circle.coords[0]]))[0]
    return float(centre[0]), float(centre[1])
