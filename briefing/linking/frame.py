"""Placing: the places of an article as a table with geometries, for maps and for analysts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from briefing.facts.areas import area_parts, outlines
from briefing.facts.asked import View, asked_view
from briefing.facts.worldview import Worldview, countries
from briefing.gazetteer.place import Place, PlaceKind
from briefing.layers import userlayers
from briefing.layers.catalogue import layer
from briefing.linking.named import Named, named_places
from briefing.linking.resolution import Link

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
        PlaceKind.USER,
    }
)

COLUMNS = ("name", "kind", "country", "lon", "lat", "mentions", "confidence", "geometry")


def places_frame(links: Iterable[Link], worldview: View = "international") -> gpd.GeoDataFrame:
    """Put the places that an article names into a table.

    Parameters
    ----------
    links
        Links of an article.
    worldview
        Whose borders the countries have: a `Worldview`, or its name.

    Returns
    -------
    places
        One row a place, most mentioned first, indexed by place id (``id``), in EPSG:4326.
        Columns ``name``, ``kind``, ``country`` (ISO 3166-1 alpha-2, or None), ``lon``, ``lat``
        (degrees), ``mentions``, ``confidence`` (of the surest link, 0 to 1) and ``geometry``:
        the area of countries, first-level regions, disputed areas, whatever is known to be made
        of them, seas and natural regions, the line of a river, else the point; None for a place
        without one, such as a bloc. A place of a user layer has the geometry of its feature.
        ``places.attrs["attribution"]`` holds the credit lines of the user layers among them.

    Raises
    ------
    LayerError
        If a layer is missing or damaged.
    UnknownWorldviewError
        If the worldview is not known.
    """
    import geopandas as gpd  # noqa: PLC0415 - slow to import, and only a table needs it

    named = named_places(links)
    areas = _areas([one.place for one in named], asked_view(worldview))
    rows = [_row(one, areas) for one in named]
    index = gpd.pd.Index([one.place.id for one in named], name="id")
    frame = gpd.GeoDataFrame(rows, columns=list(COLUMNS), index=index, crs="EPSG:4326")
    frame.attrs["attribution"] = _credit(one.place for one in named)
    return frame


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


def _areas(places: Iterable[Place], view: Worldview) -> dict[str, BaseGeometry]:
    """Look up the areas of the places that have one, by place id."""
    tables = {
        PlaceKind.COUNTRY: lambda: countries(view, "50m"),
        PlaceKind.REGION: lambda: layer("regions", []),
        PlaceKind.DISPUTED: lambda: layer("disputed", []),
        PlaceKind.SEA: lambda: layer("seas", []),
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
    natural = [*by_kind.get(PlaceKind.PHYSICAL, ()), *by_kind.get(PlaceKind.AREA, ())]
    found |= _natural(key for key in natural if key not in found)
    return found | _user_shapes(by_kind.get(PlaceKind.USER, []))


def _natural(place_ids: Iterable[str]) -> dict[str, BaseGeometry]:
    """Look up natural regions, lakes and rivers; of the last, the lines of all their pieces."""
    import shapely  # noqa: PLC0415

    wanted = set(place_ids)
    found: dict[str, BaseGeometry] = {}
    if wanted:
        shapes = layer("physical", []).geometry
        found = {key: shapes[key] for key in sorted(wanted & set(shapes.index))}
    for name in ("lakes", "rivers") if wanted - set(found) else ():
        waters = layer(name, ["places"]).dropna(subset=["places"])
        pieces: dict[str, list[BaseGeometry]] = {}
        for ids, piece in zip(waters["places"], waters.geometry, strict=True):
            for key in wanted.intersection(ids.split()) - set(found):
                pieces.setdefault(key, []).append(piece)
        found |= {key: shapely.union_all(parts) for key, parts in pieces.items()}
    return found


def _user_shapes(ids: Iterable[str]) -> dict[str, BaseGeometry]:
    """Look up the features that places of user layers are, as far as the layers are there."""
    found: dict[str, BaseGeometry] = {}
    by_layer: dict[str, list[str]] = {}
    for key in ids:
        by_layer.setdefault(_layer_of(key), []).append(key)
    there = {one.name for one in userlayers.user_layers()} if by_layer else set()
    for name in sorted(there & by_layer.keys()):
        shapes = userlayers.features(name).geometry
        found |= {key: shapes[key] for key in by_layer[name] if key in shapes.index}
    return found


def _layer_of(place_id: str) -> str:
    return place_id.removeprefix(userlayers.PREFIX).partition("/")[0]


def _credit(places: Iterable[Place]) -> tuple[str, ...]:
    """Return the credit lines of the user layers that some places are from."""
    names = {_layer_of(place.id) for place in places if place.kind is PlaceKind.USER}
    layers = userlayers.user_layers() if names else ()
    return tuple(one.attribution for one in layers if one.name in names and one.attribution)


def disputed_around(places: Iterable[Place]) -> frozenset[str]:
    """Find the disputed areas that places are, are made of, or lie in.

    Returns
    -------
    area_ids
        ``disputed:<id>``. A place belongs to an area if it is made of it, if its country or its
        first-level region lies wholly in it, or its own point does.

    Raises
    ------
    LayerError
        If a layer is missing or damaged.
    """
    import shapely  # noqa: PLC0415 - as above

    areas = layer("disputed", []).geometry
    wholes = _wholly_disputed()
    found = set()
    for place in places:
        parts = area_parts()[place.id].parts if place.id in area_parts() else ()
        # Continents are made of countries: they do not touch what those are made of.
        small = [part for part in parts if not part.startswith("country:")]
        within = [place.id, *small, f"country:{place.country}"]
        if place.kind in _ON_LAND:
            within.append(f"region:{place.region}")
            if place.lon is not None and place.lat is not None:
                found |= set(areas.index[areas.contains(shapely.Point(place.lon, place.lat))])
        found |= {area for key in within for area in wholes.get(key, ())}
        found |= {key for key in within if key.startswith("disputed:")}
    return frozenset(found)


def _wholly_disputed() -> dict[str, list[str]]:
    """Map countries and first-level regions that lie wholly in disputed areas to these."""
    units = layer("units_10m", ["country"])
    within: dict[str, list[str]] = {}
    for key, code in units.country.items():
        if key.startswith("disputed:") and code and f"country:{code}" not in units.index:
            within.setdefault(f"country:{code}", []).append(key)
    of_regions = layer("regions", ["area"])["area"].dropna()
    return within | {key: [f"disputed:{area}"] for key, area in of_regions.items()}
