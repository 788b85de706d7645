"""Placing: the places of an article as a table with geometries, for maps and for analysts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from briefing._contents import Named, named_places
from briefing.areas import outlines
from briefing.layers import layer
from briefing.places import Place, PlaceKind
from briefing.resolution import Link
from briefing.worldview import Worldview, countries

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

# Kinds whose point stands for land that has an owner; that of a continent or sea does not.
_ON_LAND = frozenset(
    {
        PlaceKind.COUNTRY,
        PlaceKind.REGION,
        PlaceKind.DISTRICT,
        PlaceKind.CITY,
        PlaceKind.FACILITY,
    }
)

COLUMNS = ("name", "kind", "country", "lon", "lat", "mentions", "confidence", "geometry")


def places_frame(links: Iterable[Link], worldview: str = "international") -> gpd.GeoDataFrame:
    """Put the places that an article names into a table.

    Parameters
    ----------
    links
        Links of an article.
    worldview
        Whose borders the countries have.

    Returns
    -------
    places
        One row a place, most mentioned first, indexed by place id (``id``), in EPSG:4326.
        Columns ``name``, ``kind``, ``country`` (ISO 3166-1 alpha-2, or None), ``lon``, ``lat``
        (degrees), ``mentions``, ``confidence`` (of the surest link, 0 to 1) and ``geometry``:
        the area of countries, first-level regions, disputed areas and whatever is known to be
        made of them, else the point; None for a place without one, such as a bloc.

    Raises
    ------
    LayerError
        If a layer is missing or damaged.
    UnknownWorldviewError
        If the worldview is not known.
    """
    import geopandas as gpd  # noqa: PLC0415 - slow to import, and only a table needs it

    named = named_places(links)
    areas = _areas([one.place for one in named], worldview)
    rows = [_row(one, areas) for one in named]
    index = gpd.pd.Index([one.place.id for one in named], name="id")
    return gpd.GeoDataFrame(rows, columns=list(COLUMNS), index=index, crs="EPSG:4326")


def _row(one: Named, areas: dict[str, BaseGeometry]) -> dict[str, Any]:
    import shapely  # noqa: PLC0415

    place = one.place
    geometry = areas.get(place.id)
    if geometry is None and place.lon is not None and place.lat is not None:
        geometry = shapely.Point(place.lon, place.lat)
    return {
        "name": place.name,
        "kind": place.kind.value,
        "country": place.country,
        "lon": place.lon,
        "lat": place.lat,
        "mentions": len(one.links),
        "confidence": one.confidence,
        "geometry": geometry,
    }


def _areas(places: Iterable[Place], worldview: str) -> dict[str, BaseGeometry]:
    """Look up the areas of the places that have one, by place id."""
    view = Worldview.parse(worldview)
    tables = {
        PlaceKind.COUNTRY: lambda: countries(view, "50m"),
        PlaceKind.REGION: lambda: layer("regions", []),
        PlaceKind.DISPUTED: lambda: layer("disputed", []),
    }
    by_kind: dict[PlaceKind, list[str]] = {}
    for place in places:
        by_kind.setdefault(place.kind, []).append(place.id)
    made = [key for kind in (PlaceKind.AREA, PlaceKind.HISTORICAL) for key in by_kind.get(kind, [])]
    found: dict[str, BaseGeometry] = {**outlines(made, view)}
    for kind, ids in by_kind.items():
        if kind in tables:
            shapes = tables[kind]().geometry
            found |= {key: shapes[key] for key in ids if key in shapes.index}
    return found


def disputed_around(places: Iterable[Place]) -> frozenset[str]:
    """Find the disputed areas that places are, or lie in.

    Returns
    -------
    area_ids
        ``disputed:<id>``. A place belongs to an area if its first-level region lies wholly in it
        or its own point does.

    Raises
    ------
    LayerError
        If a layer is missing or damaged.
    """
    import shapely  # noqa: PLC0415 - as above

    areas = layer("disputed", []).geometry
    of_regions = layer("regions", ["area"])["area"].dropna()
    found = set()
    for place in places:
        if place.kind is PlaceKind.DISPUTED:
            found.add(place.id)
        elif place.kind in _ON_LAND:
            region = of_regions.get(f"region:{place.region}")
            found |= {f"disputed:{region}"} if region else set()
            if place.lon is not None and place.lat is not None:
                found |= set(areas.index[areas.contains(shapely.Point(place.lon, place.lat))])
    return frozenset(found)
