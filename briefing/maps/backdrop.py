"""Backdrops: the base map under one worldview, as fine as the frame asks for.

Borders are kept fine inside and around the frame and coarse elsewhere, so that a page stays small
and still shows the whole world.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import shapely
from shapely import affinity

from briefing.facts import worldview as borders
from briefing.layers.catalogue import catalogue, layer
from briefing.maps.frame import Frame
from briefing.maps.shapes import (
    NOTHING,
    all_rounded,
    as_shape,
    rounded,
    simplified_together,
    without_specks,
    wrapped,
)

if TYPE_CHECKING:
    import geopandas as gpd

_STEPS_ACROSS = 1600  # the finest detail, as a share of the width of the frame
_METRES = 111_195.0  # a degree of latitude
_FINEST, _COARSE = 0.004, 0.14  # degrees
_CALM = 60  # of the width of a wide area: smaller than that part, nothing of its edge is kept
_FAR_LAKE = 1.5  # square degrees: Lake Onega is drawn on every map
_SURROUNDINGS = 0.3  # of the frame, on each side, that are drawn as finely as itself


@dataclass(frozen=True, kw_only=True, eq=False)
class Backdrop:
    """The layers that every map of one worldview stands on.

    Attributes
    ----------
    worldview
        Whose borders these are.
    title
        How that is printed.
    countries
        Gives the countries at a scale, ``"10m"``, ``"50m"`` or ``"110m"``: one row each, indexed
        by place id, in EPSG:4326; column ``name``. Their shapes do not overlap.
    disputed
        Gives the disputed areas at a scale: one row each, indexed by place id, in EPSG:4326;
        columns ``name``, ``status`` (who administers it and who claims it), ``facts`` (how it
        came to that), ``owner`` (ISO 3166-1 alpha-2 code under the worldview, or nothing),
        ``administered_by`` and ``claimed_by`` (tuples of such codes).
    lakes
        Larger lakes, EPSG:4326.
    boundary_note
        Says what a reader must know about these borders, given the disputed areas on the map.
    attribution
        Credit lines of the layers.
    """

    worldview: str
    countries: Callable[[borders.Scale], gpd.GeoDataFrame]
    disputed: Callable[[borders.Scale], gpd.GeoDataFrame]
    lakes: gpd.GeoSeries
    boundary_note: Callable[[Sequence[str]], str]
    attribution: tuple[str, ...] = ()
    title: str = ""

    @cached_property
    def world(self) -> gpd.GeoDataFrame:
        """All countries, coarsely: enough to find and name them."""
        return self.countries("110m").sort_index()

    def land(self, detail: Detail) -> dict[str, shapely.MultiPolygon]:
        """Return the shape of every country, fine around the frame and coarse elsewhere.

        Returns
        -------
        land
            By place id, in order of id.
        """
        window = detail.surroundings
        near = self.countries(detail.scale)
        fine = _inside(near[near.intersects(window)], window, detail)
        land = {str(key): as_shape(geometry) for key, geometry in self.world.geometry.items()}
        # Simplifying moves the edge of what is fine: the coarse reaches a little below it, or the
        # seam would show where a page shows more than the frame.
        within = window.buffer(-2 * detail.tolerance)
        for key in land.keys() & fine.keys():
            land[key] = _joined(fine[key], as_shape(land[key].difference(within)))
        return dict(zip(land, all_rounded(list(land.values()), detail.decimals), strict=True))

    def water(self, detail: Detail) -> shapely.MultiPolygon:
        """Return the lakes that are large enough to be seen."""
        near = detail.surroundings
        lakes = []
        for shape in map(as_shape, self.lakes):
            if shape.area > _FAR_LAKE or (
                shape.area > (10 * detail.tolerance) ** 2 and shape.intersects(near)
            ):
                tolerance = detail.tolerance if shape.intersects(near) else _COARSE / 2
                lakes.append(as_shape(shape.simplify(tolerance)))
        small = all_rounded(lakes, detail.decimals)
        return shapely.MultiPolygon([part for lake in small for part in lake.geoms])


@dataclass(frozen=True, kw_only=True)
class Detail:
    """How finely a map is drawn.

    Attributes
    ----------
    frame
        Where the map looks first.
    tolerance
        What is smaller is left out, in degrees.
    decimals
        Digits after the point of all coordinates.
    """

    frame: Frame
    tolerance: float
    decimals: int

    @classmethod
    def of(cls, frame: Frame) -> Detail:
        """Choose the detail that a screen can show of a frame."""
        tolerance = min(max(frame.width / _METRES / _STEPS_ACROSS, _FINEST), _COARSE)
        return cls(frame=frame, tolerance=tolerance, decimals=3 if tolerance < 0.02 else 2)

    @property
    def scale(self) -> borders.Scale:
        """The scale of the layer that is fine enough."""
        return "10m" if self.tolerance < 0.03 else "50m"

    @cached_property
    def surroundings(self) -> shapely.MultiPolygon:
        """The part of the world that is drawn finely, cut at the antimeridian."""
        return self.frame.grown(_SURROUNDINGS).cover

    def reduced(self, shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
        """Simplify a shape that stands for itself, by this detail or by its own size."""
        if shape.is_empty:
            return NOTHING
        min_lon, _, max_lon, _ = shape.bounds
        tolerance = max(self.tolerance / 2, min((max_lon - min_lon) / _STEPS_ACROSS, 0.1))
        return rounded(as_shape(shape.simplify(tolerance)), self.decimals)

    def calmed(self, shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
        """Simplify a wide area to one quiet outline: no islets, no bays, no seams inside."""
        if shape.is_empty:
            return NOTHING
        shape = _unwrapped(shape)
        west, south, east, north = shape.bounds
        reach = max(min(east - west, north - south) / _CALM, self.tolerance)
        filled = as_shape(shape.simplify(reach / 4).buffer(reach, quad_segs=2).buffer(-reach))
        largest = max(part.area for part in filled.geoms)
        whole = without_specks(filled, largest / _CALM)
        return rounded(wrapped(whole.simplify(reach / 8)), self.decimals)


def _inside(
    countries: gpd.GeoDataFrame, window: shapely.MultiPolygon, detail: Detail
) -> dict[str, shapely.MultiPolygon]:
    """Return what lies in a window, simplified, by place id."""
    clipped = shapely.intersection(countries.geometry.array, window)
    shapes = [without_specks(as_shape(shape), detail.tolerance**2) for shape in clipped]
    return dict(
        zip(map(str, countries.index), simplified_together(shapes, detail.tolerance), strict=True)
    )


def _joined(fine: shapely.MultiPolygon, coarse: shapely.MultiPolygon) -> shapely.MultiPolygon:
    """Join both parts of a country along the edge between them."""
    if fine.is_empty:
        return coarse
    return fine if coarse.is_empty else as_shape(shapely.union(fine, coarse))


def _unwrapped(shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
    """Join the pieces of a shape on both sides of the antimeridian, beyond 180 degrees."""
    west, _, east, _ = shape.bounds
    if west > -180 or east < 180 or east - west < 360:
        return shape
    pieces = [affinity.translate(p, 360) if p.bounds[2] <= 0 else p for p in shape.geoms]
    joined = as_shape(shapely.union_all(pieces))
    return joined if joined.bounds[2] - joined.bounds[0] < 360 else shape


def load_backdrop(worldview: str, as_of: dt.date | None = None) -> Backdrop:
    """Read the layers of a worldview, without the areas that were not yet disputed on a day.

    Raises
    ------
    LayerError
        If a layer is missing or damaged.
    UnknownWorldviewError
        If the worldview is not known.
    """
    view = borders.worldview(worldview)
    credit = [catalogue()[name].attribution for name in ("units_10m", "lakes", "cities")]
    return Backdrop(
        worldview=view.name,
        title=view.title,
        countries=partial(borders.countries, view, as_of=as_of),
        disputed=partial(borders.disputed, view, as_of=as_of),
        lakes=layer("lakes").geometry,
        boundary_note=partial(borders.boundary_note, view),
        attribution=tuple(dict.fromkeys(line for text in credit for line in text.split("; "))),
    )
