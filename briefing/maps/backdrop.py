"""Backdrops: the base map under one worldview, as fine as the extent asks for.

Borders are kept fine inside and around the extent and coarse elsewhere, so that a page stays small
and still shows the whole world.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import shapely

from briefing.facts import worldview as borders
from briefing.layers.catalogue import catalogue, layer
from briefing.maps.extent import Extent
from briefing.maps.layershapes import layer_shape, rounded_layer_shape
from briefing.maps.shapes import (
    NOTHING,
    all_rounded,
    as_shape,
    simplified_together,
    without_specks,
)

if TYPE_CHECKING:
    import geopandas as gpd

_STEPS_ACROSS = 1600  # the finest detail, as a share of the width of the extent
_FINEST, _COARSE = 0.004, 0.14  # degrees
_FAR_LAKE = 1.5  # square degrees: Lake Onega is drawn on every map
_SURROUNDINGS = 0.35  # of the extent, on each side, that are drawn as finely as itself


@dataclass(frozen=True, kw_only=True, eq=False)
class Backdrop:
    """The layers that every map of one worldview stands on.

    Attributes
    ----------
    worldview
        Whose borders these are.
    countries
        Gives the countries at a scale, ``"10m"``, ``"50m"`` or ``"110m"``: one row each, indexed
        by place id, in EPSG:4326; column ``name``. Their shapes do not overlap.
    disputed
        Gives the disputed areas at a scale: one row each, indexed by place id, in EPSG:4326;
        columns ``name``, ``status`` (who administers it and who claims it), ``facts`` (how it
        came to that) and ``owner`` (ISO 3166-1 alpha-2 code under the worldview, or nothing).
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

    @cached_property
    def world(self) -> gpd.GeoDataFrame:
        """All countries, coarsely: enough to find and name them."""
        return self.countries("110m").sort_index()

    def land(self, detail: Detail) -> dict[str, shapely.MultiPolygon]:
        """Return the shape of every country, fine around the extent and coarse elsewhere.

        Returns
        -------
        land
            By place id, in order of id.
        """
        window = detail.surroundings
        near = self.countries(detail.scale)
        fine = _inside(near[near.intersects(window)], window, detail)
        world = {str(key): geometry for key, geometry in self.world.geometry.items()}
        near_keys = [key for key in world if key in fine]
        joined = [
            _joined(fine[key], as_shape(layer_shape(world[key]).difference(window)))
            for key in near_keys
        ]
        drawn = dict(zip(near_keys, all_rounded(joined, detail.decimals), strict=True))
        return {
            key: drawn[key] if key in drawn else rounded_layer_shape(shape, detail.decimals)
            for key, shape in world.items()
        }

    def water(self, detail: Detail) -> shapely.MultiPolygon:
        """Return the lakes that are large enough to be seen."""
        near = detail.surroundings
        lakes = []
        for shape in map(layer_shape, self.lakes):
            if shape.area > _FAR_LAKE or (
                shape.area > (10 * detail.tolerance) ** 2 and shape.intersects(near)
            ):
                tolerance = detail.tolerance if shape.intersects(near) else _COARSE / 2
                lakes.append(as_shape(shape.simplify(tolerance)))
        small = all_rounded(lakes, detail.decimals)
        return shapely.MultiPolygon([part for lake in small for part in lake.geoms])


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How finely a map of an extent is drawn.

    Attributes
    ----------
    extent
        Where the map looks first.
    tolerance
        What is smaller is left out, in degrees.
    decimals
        Digits after the point of all coordinates.
    """

    extent: Extent
    tolerance: float
    decimals: int

    @classmethod
    def of(cls, extent: Extent) -> Detail:
        """Choose the detail that a screen can show of an extent."""
        tolerance = min(max(extent.width / _STEPS_ACROSS, _FINEST), _COARSE)
        return cls(extent=extent, tolerance=tolerance, decimals=3 if tolerance < 0.02 else 2)

    @property
    def scale(self) -> borders.Scale:
        """The scale of the layer that is fine enough."""
        return "10m" if self.tolerance < 0.03 else "50m"

    @property
    def surroundings(self) -> shapely.MultiPolygon:
        """The part of the world that is drawn finely, cut at the antimeridian."""
        around = self.extent.grown(_SURROUNDINGS)
        low, high = around.min_lat, around.max_lat
        if not around.crosses:
            return as_shape(shapely.box(around.min_lon, low, around.max_lon, high))
        if around.width >= 360:
            return as_shape(shapely.box(-180, low, 180, high))
        east = shapely.box(around.min_lon, low, 180, high)
        return as_shape(shapely.union(east, shapely.box(-180, low, around.max_lon - 360, high)))

    def reduced(self, shapes: Sequence[shapely.MultiPolygon]) -> list[shapely.MultiPolygon]:
        """Simplify shapes that stand for themselves, by this detail or by their own size."""
        return all_rounded([self._simplified(shape) for shape in shapes], self.decimals)

    def _simplified(self, shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
        if shape.is_empty:
            return NOTHING
        min_lon, _, max_lon, _ = shape.bounds
        tolerance = max(self.tolerance / 2, min((max_lon - min_lon) / _STEPS_ACROSS, 0.1))
        return as_shape(shape.simplify(tolerance))


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
        countries=partial(borders.countries, view, as_of=as_of),
        disputed=partial(borders.disputed, view, as_of=as_of),
        lakes=layer("lakes").geometry,
        boundary_note=partial(borders.boundary_note, view),
        attribution=tuple(dict.fromkeys(line for text in credit for line in text.split("; "))),
    )
