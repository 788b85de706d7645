"""Packing: the compact way in which shapes travel as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
import shapely

from briefing.maps.shapes import NOTHING, ragged

Ring = list[int]
Encoded = list[list[Ring]]


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
        starts = lengths.cumsum() - lengths
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
