"""Shapes: polygons made fit for drawing, and the compact way in which they travel.

A shape is a ``shapely.MultiPolygon`` in EPSG:4326. Layers and users hand over all kinds of
geometry; whatever is no polygon is left out here, so that no drawer ever meets a collection, an
empty part or a coordinate that is not a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
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
    if isinstance(geometry, shapely.MultiPolygon) and not _has_empty_part(geometry):
        return geometry
    return shapely.MultiPolygon(_polygons(geometry))


def _has_empty_part(geometry: shapely.MultiPolygon) -> bool:
    return bool(shapely.is_empty(shapely.get_parts(geometry)).any())


def _polygons(geometry: BaseGeometry) -> list[shapely.Polygon]:
    """Collect the polygons of a geometry, also out of collections within collections."""
    if isinstance(geometry, shapely.Polygon):
        return [] if geometry.is_empty else [geometry]
    if isinstance(geometry, shapely.MultiPolygon | shapely.GeometryCollection):
        return [polygon for part in geometry.geoms for polygon in _polygons(part)]
    return []


def all_rounded(
    shapes: Sequence[shapely.MultiPolygon], decimals: int
) -> list[shapely.MultiPolygon]:
    """Round the coordinates of shapes and drop repeated points, and rings that vanish by it.

    The largest part of a shape always stays, so that a small state is never rounded off the map.

    Examples
    --------
    >>> all_rounded([as_shape(shapely.box(0, 0, 1.004, 1))], 2)[0].bounds
    (0.0, 0.0, 1.0, 1.0)
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


def encode(shapes: Sequence[shapely.MultiPolygon], decimals: int) -> list[Encoded]:
    """Write shapes as whole numbers, each ring as its first point and the steps from there.

    Parameters
    ----------
    shapes
        Coordinates that are already rounded to ``decimals``.
    decimals
        Digits after the point that are kept.

    Returns
    -------
    encoded
        Of each shape its polygons, each a list of rings (the outer one first), each ring one flat
        list ``[lon, lat, step of lon, step of lat, ...]`` in units of ``10 ** -decimals`` degrees,
        without the closing point.

    Examples
    --------
    >>> encode([shapely.MultiPolygon([shapely.box(0, 0, 1, 2)])], 0)
    [[[[1, 0, 0, 2, -1, 0, 0, -2]]]]
    """
    if not any(shape.geoms for shape in shapes):
        return [[] for _ in shapes]
    coordinates, (rings, polygons, ends) = ragged(shapes)
    units = np.rint(coordinates * 10**decimals).astype(np.int64)
    steps = np.diff(units, axis=0, prepend=0)
    steps[rings[:-1]] = units[rings[:-1]]
    flat = steps.ravel().tolist()
    # The last point of a ring is its first one again.
    of_rings = [flat[2 * start : 2 * end - 2] for start, end in pairwise(rings.tolist())]
    of_polygons = [of_rings[start:end] for start, end in pairwise(polygons.tolist())]
    return [of_polygons[start:end] for start, end in pairwise(ends.tolist())]


def decode(encoded: Sequence[Encoded], decimals: int) -> list[shapely.MultiPolygon]:
    """Read what `encode` wrote.

    Raises
    ------
    ValueError
        If a polygon has no ring, or a ring is no list of pairs of whole numbers.
    """
    polygons = [polygon for shape in encoded for polygon in shape]
    rings = [ring for polygon in polygons for ring in polygon]
    if not all(polygons) or any(len(ring) % 2 or not ring for ring in rings):
        raise ValueError("a ring is missing, or has half a point")
    shapes: npt.NDArray[np.object_] = np.full(len(encoded), NOTHING, dtype=object)
    if rings:
        lengths = np.array([len(ring) // 2 for ring in rings])
        steps = np.array(list(chain.from_iterable(rings)), dtype=np.int64).reshape(-1, 2)
        units = steps.cumsum(axis=0)
        starts = _offsets(lengths)[:-1]
        units -= np.repeat(units[starts] - steps[starts], lengths, axis=0)
        points = np.round(units / 10**decimals, decimals) + 0.0
        made = shapely.linearrings(points, indices=_owners(lengths))
        made = shapely.polygons(made, indices=_owners([len(polygon) for polygon in polygons]))
        of_shapes = _owners([len(shape) for shape in encoded])
        shapely.multipolygons(made, indices=of_shapes, out=shapes)
    return list(shapes)


def _owners(counts: Sequence[int] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return who owns what, for owners of so many each: 0, 0, 1, 1, 1 for counts of 2 and 3."""
    return np.repeat(np.arange(len(counts)), counts)


def border_lines(shapes: Sequence[shapely.MultiPolygon]) -> list[npt.NDArray[np.float64]]:
    """Return the outlines of shapes without the cuts along the antimeridian.

    A country on both sides of 180 degrees is stored in two pieces; the cut between them is no
    border and must not be drawn as one.

    Returns
    -------
    lines
        Arrays of (lon, lat), two points or more each.
    """
    if not any(shape.geoms for shape in shapes):
        return []
    points, (rings, _, _) = ragged(shapes)
    on_cut = np.abs(points[:, 0]) >= 180
    breaks = np.flatnonzero(on_cut[:-1] & on_cut[1:]) + 1
    lines = np.split(points, np.union1d(breaks, rings[1:-1]))
    return [line for line in lines if len(line) > 1]


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
