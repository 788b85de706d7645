"""Shapes of layers: the same on every map, and so made once for all of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing.maps.shapes import all_rounded, as_shape

if TYPE_CHECKING:
    import shapely


class Same:
    """A geometry that equals itself alone: the key of what is remembered of it.

    For the geometries of layers, which stay loaded, and for what is made of them once: to compare
    their coordinates takes longer than most of what is done with them.
    """

    __slots__ = ("geometry",)

    def __init__(self, geometry: Any) -> None:
        self.geometry = geometry

    def __hash__(self) -> int:
        return id(self.geometry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.geometry is self.geometry


def layer_shape(geometry: Any) -> shapely.MultiPolygon:
    """Keep the polygons of a geometry as `as_shape` does, and remember them for the next map."""
    return _layer_shape(Same(geometry))


@lru_cache(maxsize=4096)
def _layer_shape(key: Same) -> shapely.MultiPolygon:
    return as_shape(key.geometry)


def rounded_layer_shape(geometry: Any, decimals: int) -> shapely.MultiPolygon:
    """Round such a shape as `all_rounded` does, and remember it: the next map gets the same one."""
    return _rounded_layer_shape(Same(geometry), decimals)


@lru_cache(maxsize=1024)
def _rounded_layer_shape(key: Same, decimals: int) -> shapely.MultiPolygon:
    return all_rounded([_layer_shape(key)], decimals)[0]
