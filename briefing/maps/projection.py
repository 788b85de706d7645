"""Projections: how the globe becomes a plane, so that areas stay true wherever a story lies.

A map of a part of the world stands on Lambert's azimuthal equal-area projection about its own
middle, which may be a pole or the antimeridian; the world stands on Equal Earth (Šavrič, Patterson
and Jenny 2018, doi:10.1080/13658816.2018.1504949). ``assets/map-projection.js`` knows the same two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from briefing.maps.shapes import as_shape, wrapped

if TYPE_CHECKING:
    from pyproj import Proj

RADIUS = 6_371_008.8  # metres, mean radius of the earth (IUGG)
REACH = 150.0  # degrees around its middle that an azimuthal map shows; beyond, it is all smear
_SLIVER = 0.02  # degrees taken out along the meridian at which a map of the world is cut open
_STEP = 5.0  # degrees between bearings along the edge of a cap

Points = npt.NDArray[np.float64]
G = TypeVar("G", bound=BaseGeometry)


@dataclass(frozen=True, slots=True)
class Projection:
    """A way from degrees (EPSG:4326) to metres, and back.

    Attributes
    ----------
    kind
        ``laea`` or ``eqearth``, as PROJ calls them.
    lon, lat
        The middle in degrees; ``lat`` is 0 for Equal Earth.
    """

    kind: Literal["laea", "eqearth"] = "eqearth"
    lon: float = 0.0
    lat: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in {"laea", "eqearth"}:
            raise ValueError(f"projection {self.kind!r}: expected laea or eqearth")

    def project(self, lonlat: Points) -> Points:
        """Return points in metres; (n, 2) of degrees in, (n, 2) out."""
        return np.column_stack(_proj(self)(lonlat[:, 0], lonlat[:, 1]))

    def unproject(self, metres: Points) -> Points:
        """Return points in degrees; what lies off the globe becomes infinite."""
        return np.column_stack(_proj(self)(metres[:, 0], metres[:, 1], inverse=True))

    def projected(self, shape: G) -> G:
        """Return a shapely geometry in metres."""
        return shapely.transform(shape, self.project)

    @property
    def seam(self) -> shapely.MultiPolygon:
        """What must be taken out of the globe before it lies flat, in degrees."""
        if self.kind == "laea":
            return _cap(_wrap(self.lon + 180), -self.lat, 180 - REACH)
        if self.lon == 0:
            return shapely.MultiPolygon()  # stored shapes are cut there already
        cut = _wrap(self.lon + 180)
        return wrapped(shapely.box(cut - _SLIVER / 2, -90, cut + _SLIVER / 2, 90))

    def opened(self, shapes: list[shapely.MultiPolygon]) -> list[shapely.MultiPolygon]:
        """Take the seam out of shapes; most are not touched."""
        seam = self.seam
        if seam.is_empty:
            return shapes
        met = shapely.intersects(np.array(shapes, dtype=object), seam)
        return [
            as_shape(as_shape(shape).difference(seam)) if touched else shape
            for shape, touched in zip(shapes, met, strict=True)
        ]


@cache
def _proj(projection: Projection) -> Proj:
    from pyproj import Proj  # noqa: PLC0415 - a page that carries a map projects nothing itself

    middle = f"+lon_0={projection.lon} +lat_0={projection.lat}"
    return Proj(f"+proj={projection.kind} {middle} +R={RADIUS}")


def _wrap(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _cap(lon: float, lat: float, radius: float) -> shapely.MultiPolygon:
    """Return the part of the globe within an angle of a point, as plain degrees."""
    bearing = np.radians(np.arange(0, 360, _STEP))
    phi, reach = np.radians(lat), np.radians(radius)
    sine = np.sin(phi) * np.cos(reach) + np.cos(phi) * np.sin(reach) * np.cos(bearing)
    lats = np.degrees(np.arcsin(np.clip(sine, -1, 1)))
    east = np.arctan2(
        np.sin(bearing) * np.sin(reach) * np.cos(phi), np.cos(reach) - np.sin(phi) * sine
    )
    lons = np.degrees(east)
    if abs(lat) + radius < 90:
        return wrapped(shapely.Polygon(np.column_stack([lon + lons, lats])))
    order = np.argsort(lons)
    lons, lats = lons[order], lats[order]
    pole = 90.0 if lat > 0 else -90.0
    lons = np.concatenate([lons - 360, lons, lons + 360]) + lon
    edge: list[Any] = [*zip(lons, np.tile(lats, 3), strict=True)]
    strip = shapely.Polygon([*edge, (lons[-1], pole), (lons[0], pole)])
    return as_shape(strip.intersection(shapely.box(-180, -90, 180, 90)))
