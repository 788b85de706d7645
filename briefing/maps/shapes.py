"""Shapes: polygons made fit for drawing.

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
from shapely import affinity
from shapely.geometry.base import BaseGeometry

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
    if isinstance(geometry, shapely.MultiPolygon) and not _has_empty_part(geometry):
        return geometry
    return shapely.MultiPolygon(polygons(geometry))


def _has_empty_part(geometry: shapely.MultiPolygon) -> bool:
    return bool(shapely.is_empty(shapely.get_parts(geometry)).any())


def polygons(geometry: BaseGeometry) -> list[shapely.Polygon]:
    """Collect the polygons of a geometry, also out of collections within collections."""
    if isinstance(geometry, shapely.Polygon):
        return [] if geometry.is_empty else [geometry]
    if isinstance(geometry, shapely.MultiPolygon | shapely.GeometryCollection):
        return [polygon for part in geometry.geoms for polygon in polygons(part)]
    return []


def wrapped(geometry: BaseGeometry) -> shapely.MultiPolygon:
    """Bring polygons that reach over the antimeridian back between -180 and 180 degrees.

    Examples
    --------
    >>> wrapped(shapely.box(170, 0, 190, 1)).bounds
    (-180.0, 0.0, 180.0, 1.0)
    """
    globe = shapely.box(-180, -90, 180, 90)
    turned = [affinity.translate(geometry, turn) for turn in (-360.0, 0.0, 360.0)]
    pieces = [as_shape(copy.intersection(globe)) for copy in turned]
    return shapely.MultiPolygon([part for piece in pieces for part in piece.geoms])


def clipped(
    shapes: Sequence[shapely.MultiPolygon] | npt.NDArray[np.object_],
    box: tuple[float, float, float, float],
) -> list[list[shapely.Polygon]]:
    """Return the polygons of each shape that lie in a box ``(left, bottom, right, top)``."""
    given = np.array(shapes, dtype=object)
    try:
        cut = shapely.clip_by_rect(given, *box)
    except shapely.errors.GEOSException:  # it is quick, but knows not every ring
        sound = [as_shape(shape) for shape in given]
        cut = shapely.intersection(sound, shapely.box(*box))
    return [polygons(shape) for shape in cut]


def rounded(shape: shapely.MultiPolygon, decimals: int) -> shapely.MultiPolygon:
    """Round the coordinates of a shape and drop what vanishes by it; see `all_rounded`.

    Examples
    --------
    >>> rounded(as_shape(shapely.box(0, 0, 1.004, 1)), 2).bounds
    (0.0, 0.0, 1.0, 1.0)
    """
    return all_rounded([shape], decimals)[0]


def all_rounded(
    shapes: Sequence[shapely.MultiPolygon], decimals: int
) -> list[shapely.MultiPolygon]:
    """Round the coordinates of shapes and drop repeated points, and rings that vanish by it.

    The largest part of a shape always stays, so that a small state is never rounded off the map.
    """
    if not any(shape.geoms for shape in shapes):
        return [NOTHING] * len(shapes)
    coordinates, (rings, polygons, ends) = ragged(shapes)
    points = np.round(coordinates, decimals) + 0.0  # + 0.0: no negative zero
    moved = np.append(True, (points[1:] != points[:-1]).any(axis=1))
    moved[rings[:-1]] = True
    points, rings = points[moved], _offsets(np.add.reduceat(moved, rings[:-1], dtype=np.int64))
    lon, lat = points.T
    crossed = np.append(lon[:-1] * lat[1:] - lon[1:] * lat[:-1], 0.0)
    crossed[rings[1:] - 1] = 0.0  # no edge leads from a ring to the next
    twice_areas = np.abs(np.add.reduceat(crossed, rings[:-1]))
    lengths = np.diff(rings)
    stays = (lengths >= 4) & (twice_areas > 10.0 ** (-2 * decimals) / 2)
    kept = stays[polygons[:-1]]  # a polygon stays with its outer ring
    stays &= np.repeat(kept, np.diff(polygons))
    left = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON,
        points[np.repeat(stays, lengths)],
        (
            _offsets(lengths[stays]),
            _offsets(_sums(stays, polygons)[kept]),
            _offsets(_sums(kept, ends)),
        ),
    )
    return [
        _speck(shape, decimals) if shape.geoms and not small.geoms else small
        for shape, small in zip(shapes, left, strict=True)
    ]


def ragged(
    shapes: Sequence[shapely.MultiPolygon] | npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.float64], list[npt.NDArray[np.int64]]]:
    """Return all coordinates, and where rings, polygons and shapes begin and end in them.

    Returns
    -------
    coordinates
        (n, 2), degrees.
    offsets
        Of rings in the coordinates, of polygons in the rings, of shapes in the polygons; each one
        longer than there are of them.
    """
    _, coordinates, offsets = shapely.to_ragged_array(
        np.array(shapes, dtype=object), include_z=False
    )
    return coordinates, [each.astype(np.int64) for each in offsets]


def _offsets(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.append(0, np.cumsum(lengths))


def _sums(values: npt.NDArray[np.bool_], offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Count what is true between each offset and the next."""
    sums: npt.NDArray[np.int64] = np.diff(_offsets(values.astype(np.int64))[offsets])
    return sums


def _speck(shape: shapely.MultiPolygon, decimals: int) -> shapely.MultiPolygon:
    """Return the smallest square that can be drawn, where a shape has its largest part."""
    largest = max(shape.geoms, key=lambda part: part.area)
    lon, lat = np.round(shapely.get_coordinates(largest.centroid)[0], decimals)
    step = 10.0**-decimals
    corners = [(lon, lat), (lon + step, lat), (lon + step, lat + step), (lon, lat + step)]
    return shapely.MultiPolygon([shapely.Polygon(np.round(corners, decimals) + 0.0)])


def without_specks(shape: shapely.MultiPolygon, smallest: float) -> shapely.MultiPolygon:
    """Drop islands below a size in square degrees; the largest part always stays."""
    if len(shape.geoms) < 2:
        return shape
    areas = shapely.area(np.array(shape.geoms, dtype=object))
    keep = areas >= min(smallest, areas.max())
    return shapely.MultiPolygon(
        [part for part, kept in zip(shape.geoms, keep, strict=True) if kept]
    )


def borders(
    shapes: Sequence[shapely.MultiPolygon],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the outlines of shapes without the cuts along the antimeridian.

    A country on both sides of 180 degrees is stored in two pieces; the cut between them is no
    border and must not be drawn as one.

    Returns
    -------
    points
        (n, 2), degrees.
    starts
        Where a line begins, rather than goes on from the point before.
    """
    there = [shape for shape in shapes if not shape.is_empty]
    if not there:
        return np.empty((0, 2)), np.empty(0, dtype=bool)
    points, (rings, _, _) = ragged(there)
    on_cut = np.abs(points[:, 0]) >= 180
    starts = np.append(True, on_cut[:-1] & on_cut[1:])
    starts[rings[:-1]] = True
    return points, starts


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
