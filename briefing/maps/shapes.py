"""Shapes: polygons made fit for drawing, and the compact way in which they travel.

A shape is a ``shapely.MultiPolygon`` in EPSG:4326. Layers and users hand over all kinds of
geometry; whatever is no polygon is left out here, so that no drawer ever meets a collection, an
empty part or a coordinate that is not a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Ring = list[int]
Encoded = list[list[Ring]]

NOTHING = shapely.MultiPolygon()
"""The shape without any part."""


def as_shape(geometry: Any) -> shapely.MultiPolygon:
    """Keep the polygons of any geometry, made valid.

    Parameters
    ----------
    geometry
        A shapely geometry of any type in EPSG:4326, or anything else, which counts as nothing.

    Returns
    -------
    shape
        Its polygons; without parts if there are none or a coordinate is not finite.

    Examples
    --------
    >>> as_shape(shapely.Point(1, 2)).is_empty
    True
    >>> len(as_shape(shapely.box(0, 0, 1, 1)).geoms)
    1
    """
    if not isinstance(geometry, BaseGeometry) or geometry.is_empty:
        return NOTHING
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return NOTHING
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
    return shapely.MultiPolygon(_polygons(geometry))


def _polygons(geometry: BaseGeometry) -> list[shapely.Polygon]:
    """Collect the polygons of a geometry, also out of collections within collections."""
    if isinstance(geometry, shapely.Polygon):
        return [] if geometry.is_empty else [geometry]
    if isinstance(geometry, shapely.MultiPolygon | shapely.GeometryCollection):
        return [polygon for part in geometry.geoms for polygon in _polygons(part)]
    return []


def rounded(shape: shapely.MultiPolygon, decimals: int) -> shapely.MultiPolygon:
    """Round the coordinates of a shape and drop what vanishes by it.

    The largest part always stays, so that a small state is never rounded off the map.

    Examples
    --------
    >>> rounded(as_shape(shapely.box(0, 0, 1.004, 1)), 2).bounds
    (0.0, 0.0, 1.0, 1.0)
    """
    if shape.is_empty:
        return NOTHING
    parts = [part for part in (_rounded(p, decimals) for p in shape.geoms) if part is not None]
    if parts:
        return shapely.MultiPolygon(parts)
    largest = max(shape.geoms, key=lambda part: part.area)
    lon, lat = np.round(shapely.get_coordinates(largest.centroid)[0], decimals)
    step = 10.0**-decimals
    corners = [(lon, lat), (lon + step, lat), (lon + step, lat + step), (lon, lat + step)]
    return shapely.MultiPolygon([shapely.Polygon(np.round(corners, decimals) + 0.0)])


def _rounded(polygon: shapely.Polygon, decimals: int) -> shapely.Polygon | None:
    """Round one polygon; None if nothing is left of it."""
    exterior = _rounded_ring(polygon.exterior, decimals)
    if exterior is None:
        return None
    holes = [_rounded_ring(hole, decimals) for hole in polygon.interiors]
    return shapely.Polygon(exterior, [hole for hole in holes if hole is not None])


def _rounded_ring(ring: shapely.LinearRing, decimals: int) -> npt.NDArray[np.float64] | None:
    """Round a ring and drop repeated points; None if it encloses nothing any more."""
    points = np.round(shapely.get_coordinates(ring), decimals) + 0.0  # + 0.0: no negative zero
    moved = np.append(True, (points[1:] != points[:-1]).any(axis=1))
    points = points[moved]
    lon, lat = points.T
    twice_area = abs(float(np.sum(lon[:-1] * lat[1:] - lon[1:] * lat[:-1])))
    return points if len(points) >= 4 and twice_area > 10.0 ** (-2 * decimals) / 2 else None


def without_specks(shape: shapely.MultiPolygon, smallest: float) -> shapely.MultiPolygon:
    """Drop islands below a size in square degrees; the largest part always stays."""
    if len(shape.geoms) < 2:
        return shape
    areas = shapely.area(np.array(shape.geoms, dtype=object))
    keep = areas >= min(smallest, areas.max())
    return shapely.MultiPolygon(
        [part for part, kept in zip(shape.geoms, keep, strict=True) if kept]
    )


def encode(shape: shapely.MultiPolygon, decimals: int) -> Encoded:
    """Write a shape as whole numbers, each ring as its first point and the steps from there.

    Parameters
    ----------
    shape
        Coordinates that are already rounded to ``decimals``.
    decimals
        Digits after the point that are kept.

    Returns
    -------
    encoded
        Polygons, each a list of rings (the outer one first), each ring one flat list
        ``[lon, lat, step of lon, step of lat, ...]`` in units of ``10 ** -decimals`` degrees,
        without the closing point.

    Examples
    --------
    >>> encode(shapely.MultiPolygon([shapely.box(0, 0, 1, 2)]), 0)
    [[[1, 0, 0, 2, -1, 0, 0, -2]]]
    """
    return [
        [_encode_ring(ring, decimals) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shape.geoms
    ]


def _encode_ring(ring: shapely.LinearRing, decimals: int) -> Ring:
    units = np.rint(shapely.get_coordinates(ring)[:-1] * 10**decimals).astype(np.int64)
    units[1:] -= units[:-1].copy()
    flat: Ring = units.ravel().tolist()
    return flat


def decode(encoded: Encoded, decimals: int) -> shapely.MultiPolygon:
    """Read what `encode` wrote."""
    return shapely.MultiPolygon(
        [
            shapely.Polygon(rings[0], rings[1:])
            for rings in ([_decode_ring(ring, decimals) for ring in polygon] for polygon in encoded)
        ]
    )


def _decode_ring(ring: Ring, decimals: int) -> npt.NDArray[np.float64]:
    units = np.asarray(ring, dtype=np.int64).reshape(-1, 2).cumsum(axis=0)
    points: npt.NDArray[np.float64] = np.round(units / 10**decimals, decimals) + 0.0
    return points


def border_lines(shape: shapely.MultiPolygon) -> list[npt.NDArray[np.float64]]:
    """Return the outlines of a shape without the cuts along the antimeridian.

    A country on both sides of 180 degrees is stored in two pieces; the cut between them is no
    border and must not be drawn as one.

    Returns
    -------
    lines
        Arrays of (lon, lat), two points or more each.
    """
    lines: list[npt.NDArray[np.float64]] = []
    for polygon in shape.geoms:
        for ring in (polygon.exterior, *polygon.interiors):
            points = shapely.get_coordinates(ring)
            on_cut = np.abs(points[:, 0]) >= 180
            breaks = np.flatnonzero(on_cut[:-1] & on_cut[1:]) + 1
            lines += [line for line in np.split(points, breaks) if len(line) > 1]
    return lines


def simplified_together(
    shapes: Sequence[shapely.MultiPolygon], tolerance: float
) -> list[shapely.MultiPolygon]:
    """Simplify neighbours so that their common borders stay common.

    Parameters
    ----------
    shapes
        Shapes that do not overlap.
    tolerance
        Square root of the area in square degrees below which a corner is cut off
        (Visvalingam-Whyatt).
    """
    if not shapes:
        return []
    simple = shapely.coverage_simplify(np.array(shapes, dtype=object), tolerance)
    return [as_shape(shape) for shape in simple]
