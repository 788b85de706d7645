"""The geometries of a file: checked one by one, brought to EPSG:4326, mended where that is safe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from briefing.adding.raw import MOST_VERTICES, Raw, Refused, refuse_rows, shown

Shapes = NDArray[np.object_]

_DEGREES = frozenset(("OGC:CRS84", "EPSG:4326"))
_REMEDY = "save it in EPSG:4326 (longitude and latitude in degrees)"
_AREAL = frozenset(("Polygon", "MultiPolygon"))
_TYPES = _AREAL | {"Point", "MultiPoint", "LineString", "MultiLineString"}


def shape_problems(raw: Raw) -> Iterator[tuple[int, str]]:
    """Give the rows whose geometry cannot be used, each with the reason."""
    in_degrees = raw.crs in _DEGREES
    for index, shape in enumerate(raw.shapes):
        problem = _unusable(shape) or (_off_the_earth(shape) if in_degrees else "")
        if problem:
            yield index, problem


def checked_shapes(raw: Raw) -> tuple[Shapes, list[str]]:
    """Bring the geometries of a file, which have no `shape_problems`, to longitude and latitude.

    Returns
    -------
    shapes
        One a row, EPSG:4326, none of them empty, all valid and of one of the six simple types.
    notes
        What was mended, one line a row.

    Raises
    ------
    Refused
        If a geometry cannot be mended or lies off the earth, there are too many vertices, or the
        CRS is not known.
    """
    shapes = np.array([*raw.shapes, None], dtype=object)[:-1]  # numpy must not look into them
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > MOST_VERTICES:
        problem = f"{vertices:,} vertices, expected at most {MOST_VERTICES:,}"
        raise Refused(problem, "simplify the outlines or split the file")
    if raw.crs not in _DEGREES:
        shapes = _in_degrees(shapes, raw.crs)
        off = ((n, p) for n, shape in enumerate(shapes) if (p := _off_the_earth(shape)))
        refuse_rows(off, len(shapes))
    return _mended(shapes)


def _unusable(shape: Any) -> str:
    """Say why a geometry cannot be used; empty if it can."""
    if shape is None:
        return "no geometry"
    if not isinstance(shape, BaseGeometry):
        return str(shape)
    if shape.geom_type not in _TYPES:
        return f"geometry of type {shape.geom_type}, expected point, line or polygon"
    numbers = shapely.get_coordinates(shape)
    if not np.isfinite(numbers).all():
        return "a coordinate is not a finite number"
    return "the geometry is empty" if shape.is_empty else ""


def _in_degrees(shapes: Shapes, code: str) -> Shapes:
    if not code:
        raise Refused("its CRS is not known", _REMEDY)
    try:
        source = CRS.from_authority(*code.split(":", 1))
        transformer = Transformer.from_crs(source, "EPSG:4326", always_xy=True)
    except (CRSError, ProjError, TypeError, ValueError):
        raise Refused(f"its CRS {shown(code)} is not known", _REMEDY) from None

    moved: Any = transformer.transform  # the stubs know no transformation of x and y apart
    result: Shapes = shapely.transform(shapes, moved, interleaved=False)
    return result


def _off_the_earth(shape: BaseGeometry) -> str:
    lon, lat = shapely.get_coordinates(shape).T
    for name, values, limit in (("lon", lon, 180), ("lat", lat, 90)):
        wrong = values[~(np.abs(values) <= limit)]  # also what is not a number
        if wrong.size:
            return f"{name} {wrong[0]:g}, expected degrees from -{limit} to {limit}"
    return ""


def _mended(shapes: Shapes) -> tuple[Shapes, list[str]]:
    """Mend invalid polygons where the result is polygons again, and refuse the others."""
    shapes = shapes.copy()
    notes, problems = [], []
    for index in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        reason = shapely.is_valid_reason(shapes[index])
        mended = shapely.make_valid(shapes[index], method="structure", keep_collapsed=False)
        kinds = {mended.geom_type, shapes[index].geom_type}
        same = len(kinds) == 1 or kinds <= _AREAL
        if mended.is_empty or not same:
            problems.append((index, f"invalid geometry that cannot be mended ({reason})"))
        else:
            shapes[index] = mended
            notes.append(f"row {index + 1}: invalid outline mended ({reason})")
    refuse_rows(problems, len(shapes))
    return shapes, notes


def points_of(shapes: Shapes) -> NDArray[np.float64]:
    """Return a point on each shape, as rows of longitude and latitude."""
    return shapely.get_coordinates(shapely.point_on_surface(shapes))


def samples(
    shapes: Shapes, points: NDArray[np.float64], most: int = 8
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Take the point of each shape and some of its vertices, spread over all of them.

    Returns
    -------
    owner
        Index of the shape that each sample is of.
    samples
        Rows of longitude and latitude.
    """
    owner, spots = [np.arange(len(shapes))], [points]
    for index in np.flatnonzero(shapely.get_type_id(shapes) != 0).tolist():  # 0: a point
        vertices = shapely.get_coordinates(shapes[index])
        chosen = vertices[:: max(len(vertices) // most, 1)][:most]
        owner.append(np.full(len(chosen), index))
        spots.append(chosen)
    return np.concatenate(owner), np.concatenate(spots)
