"""Locations: the country, region and disputed area that a point lies in, under a worldview."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.errors import ParameterError
from briefing.facts.asked import AsOf
from briefing.facts.claims import INTERNATIONAL, Worldview, curated
from briefing.facts.stances import owner
from briefing.facts.worldview import disputed_areas, worldview
from briefing.layers.catalogue import catalogue_sha256, layer

if TYPE_CHECKING:
    import numpy as np
    import shapely

_SHORE = 0.05  # degrees: how far off the simplified coast a point still counts as on land


class Location(NamedTuple):
    """Where a point lies: place ids, None where it lies in none."""

    country: str | None
    region: str | None
    disputed: str | None


def locate(lon: float, lat: float, view: Worldview, as_of: AsOf | None = None) -> Location:
    """Find the country, the region and the disputed area that a point lies in.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326.
    view
        Whose borders.
    as_of
        Which areas are disputed, and so drawn otherwise than internationally, as in `countries`.

    Returns
    -------
    location
        A point up to 0.05 degree off the coast counts as on land, because coasts are
        simplified; at sea all three are None. The country is None, too, where the view draws
        the land in none.

    Raises
    ------
    ParameterError
        If the coordinates are no point of the earth.
    """
    for name, value, limit in (("lon", lon, 180), ("lat", lat, 90)):
        if not (math.isfinite(value) and abs(value) <= limit):
            raise ParameterError(
                f"coordinate {name!r}", f"{value}, expected degrees from -{limit} to {limit}"
            )
    units = layer("units_10m", ["country", "area"])
    unit = _nearest("units_10m", lon, lat, catalogue_sha256())
    if unit is None:
        return Location(None, None, None)
    region = _nearest("regions", lon, lat, catalogue_sha256())
    area = curated().areas.get(unit)
    stands = any(one.id == unit for one in disputed_areas(as_of))
    drawn = view if stands else worldview(INTERNATIONAL)
    code = units.country[unit] if area is None else owner(area, drawn)
    return Location(f"country:{code}" if code else None, region, unit if stands else None)


def _nearest(name: str, lon: float, lat: float, state: str) -> str | None:
    import shapely  # noqa: PLC0415 - checking a parameter needs none of it

    tree, keys = _tree(name, state)
    found = tree.query_nearest(shapely.Point(lon, lat), max_distance=_SHORE, all_matches=False)
    return str(keys[found[0]]) if len(found) else None


@lru_cache(maxsize=4)
def _tree(name: str, state: str) -> tuple[shapely.STRtree, np.ndarray[Any, Any]]:
    del state  # the catalogue's hash: part of the key alone
    import shapely  # noqa: PLC0415 - see _nearest

    table = layer(name)
    shapes = table.geometry.to_numpy()
    shapely.prepare(shapes)
    return shapely.STRtree(shapes), table.index.to_numpy()
