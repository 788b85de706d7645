"""Worldviews: whose borders a map draws, and who says so.

No view is drawn in silence: every disputed area is hatched and labelled over the borders under
under every worldview, and `boundary_note` says which view a map shows and what it means. What a
view does not know of an area is drawn as internationally, and `coverage` says where. The facts
stand in ``geodata/curated/``: ``disputed_areas.toml``, ``worldviews.toml`` and
``worldview_owners.csv``, each area and each cell with its sources.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from briefing.errors import CuratedDataError, ParameterError
from briefing.facts.asked import AsOf, asked_day
from briefing.facts.claims import INTERNATIONAL, DisputedArea, Worldview, curated, joined
from briefing.layers.catalogue import catalogue_sha256, dissolve, layer, with_labels

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

__all__ = [
    "Coverage", "DisputedArea", "Location", "Scale", "Worldview", "boundary_note", "countries",
    "coverage", "disputed", "disputed_areas", "locate", "owner", "regions", "worldview",
    "worldviews",
]  # fmt: skip

Scale = Literal["10m", "50m", "110m"]

_SHORE = 0.05  # degrees: how far off the simplified coast a point still counts as on land


class Location(NamedTuple):
    """Where a point lies: place ids, None where it lies in none."""

    country: str | None
    region: str | None
    disputed: str | None


class Coverage(NamedTuple):
    """What a worldview knows of a disputed area.

    Attributes
    ----------
    view
        Name of the worldview.
    area
        Place id of the disputed area.
    owner
        Country that the view draws it in (ISO 3166-1 alpha-2), None for none.
    known
        Whether the data says so of this view.
    follows
        Name of the worldview that is followed where this one is not known, else empty.
    source
        Where the owner stands.
    """

    view: str
    area: str
    owner: str | None
    known: bool
    follows: str
    source: str


def worldview(name: str) -> Worldview:
    """Look a worldview up by its name, see `Worldview.parse`."""
    return Worldview.parse(name)


def worldviews() -> tuple[Worldview, ...]:
    """List the worldviews that are known, the default first."""
    return tuple(curated().worldviews.values())


def disputed_areas(as_of: AsOf | None = None) -> tuple[DisputedArea, ...]:
    """List the disputed areas in the order of the reviewed file.

    Parameters
    ----------
    as_of
        Leave out what was not yet, or no longer, disputed on this day (a date or ``YYYY-MM-DD``).
        None stands for the day of the review. Who administers and claims is told as of the review,
        with the day since when, and of disputes that have ended as of before.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    day = (asked_day(as_of) or curated().reviewed).isoformat()
    return tuple(area for area in curated().areas.values() if area.stands(day))


def owner(area: DisputedArea, view: Worldview) -> str | None:
    """Tell which country a disputed area is drawn in.

    Returns
    -------
    code
        ISO 3166-1 alpha-2, ``XK`` for Kosovo; None if the view draws it in no country.
    """
    return _cell(area, view).owner


def coverage(view: Worldview | None = None) -> tuple[Coverage, ...]:
    """Say what each worldview knows of each disputed area, and what it follows where it does not.

    Parameters
    ----------
    view
        One worldview; None for all.

    Returns
    -------
    cells
        One a view and area, areas whose dispute has ended included, in the order of the files.

    Examples
    --------
    >>> cells = {cell.area: cell for cell in coverage(Worldview.parse("RU"))}
    >>> cells["disputed:crimea"].known, cells["disputed:gibraltar"].follows
    (True, 'international')
    """
    views = worldviews() if view is None else (view,)
    return tuple(_cell(area, one) for one in views for area in curated().areas.values())


def _cell(area: DisputedArea, view: Worldview) -> Coverage:
    known = view.name in area.owners
    found = area.owners[view.name if known else INTERNATIONAL]
    return Coverage(
        view.name,
        area.id,
        found.country,
        known=known,
        follows="" if known else INTERNATIONAL,
        source=found.source,
    )


def countries(view: Worldview, scale: Scale = "10m", as_of: AsOf | None = None) -> gpd.GeoDataFrame:
    """Draw the countries of the world as a worldview has them.

    Parameters
    ----------
    view
        Whose borders.
    scale
        ``10m`` for regional maps, ``50m`` for the world on a page, ``110m`` for insets.
    as_of
        As in `disputed_areas`: an area that is not disputed on this day is drawn as
        internationally, so that nothing is drawn otherwise without being hatched.

    Returns
    -------
    countries
        Index ``country:<ISO 3166-1 alpha-2>``, or ``disputed:<id>`` for an area that the view
        draws in no country; names, codes and label points as in layer ``labels``; polygons and
        multipolygons in EPSG:4326 that share their edges and do not overlap; sorted by index.

    Raises
    ------
    LayerError
        If a layer is missing or damaged.
    """
    if scale not in get_args(Scale):
        raise ValueError(f"scale {scale!r}: expected one of {', '.join(get_args(Scale))}")
    return _countries(view.name, scale, _standing(as_of), catalogue_sha256()).copy()


def regions(view: Worldview) -> gpd.GeoDataFrame:
    """Give the first-level divisions with their country as a worldview has it.

    Returns
    -------
    regions
        Layer ``regions``; its column ``country`` is changed for regions that lie wholly in a
        disputed area. Outlines are the same under every view.
    """
    table = layer("regions")
    standing, usual = _standing(None), worldview(INTERNATIONAL)
    owners = {
        area.id: owner(area, view if area.id in standing else usual)
        for area in curated().areas.values()
    }
    keys = "disputed:" + table["area"]
    table["country"] = table.country.where(keys.isna(), keys.map(owners))
    return table


def disputed(view: Worldview, scale: Scale = "10m", as_of: AsOf | None = None) -> gpd.GeoDataFrame:
    """Give the areas to hatch and label over the borders: the same under every view.

    Parameters
    ----------
    view
        Whose borders.
    scale
        As in `countries`.
    as_of
        As in `disputed_areas`.

    Returns
    -------
    areas
        Index ``disputed:<id>``; columns ``name``, ``label``, ``status``, ``facts``, ``note``,
        ``since``, ``legal``, ``sources``, ``drawn``, ``administered_by`` and ``claimed_by``
        (tuples of ISO codes), ``owner`` (ISO code under this view, or None); polygons in
        EPSG:4326, edge to edge with `countries` of the same scale.
    """
    units = layer(f"units_{scale}").geometry
    rows = {
        area.id: {
            "name": area.name,
            "label": area.label,
            "status": area.status,
            "facts": area.facts,
            "note": area.note,
            "since": area.since,
            "legal": "; ".join(area.legal),
            "sources": "; ".join(area.sources),
            "drawn": area.drawn,
            "administered_by": area.administered_by,
            "claimed_by": area.claimed_by,
            "owner": owner(area, view),
        }
        for area in disputed_areas(as_of)
    }
    import geopandas as gpd  # noqa: PLC0415 - checking a parameter needs none of it
    import pandas as pd  # noqa: PLC0415

    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("id").sort_index()
    return gpd.GeoDataFrame(table, geometry=units.reindex(table.index), crs=units.crs)


def boundary_note(view: Worldview, area_ids: Iterable[str]) -> str:
    """Say which view a map shows and what that means for the areas on it.

    Parameters
    ----------
    view
        Whose borders.
    area_ids
        Disputed areas on the map, ``disputed:<id>``; unknown ids are refused.

    Returns
    -------
    note
        Two to four sentences to be printed under the map.

    Raises
    ------
    CuratedDataError
        If an id is not that of a disputed area.
    """
    known = curated().areas
    areas = []
    for key in dict.fromkeys(area_ids):
        if key not in known:
            raise CuratedDataError(f"disputed area {key!r}", "not among the reviewed areas")
        areas.append(known[key])
    sentences = [f"Worldview: {view.title}. {view.statement}"]
    if areas:
        names = joined(
            f"{area.name} (until {area.until})" if area.until else area.name for area in areas
        )
        reviewed = curated().reviewed.isoformat()
        sentences.append(f"Hatched, because disputed (claims as of {reviewed}): {names}.")
    unsaid = [area.name for area in areas if view.name not in area.owners]
    if unsaid:
        sentences.append(f"Drawn as internationally, this view not being known: {joined(unsaid)}.")
    return " ".join(sentences)


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
    stands = unit in _standing(as_of)
    drawn = view if stands else worldview(INTERNATIONAL)
    code = units.country[unit] if area is None else owner(area, drawn)
    return Location(f"country:{code}" if code else None, region, unit if stands else None)


def _standing(as_of: AsOf | None) -> frozenset[str]:
    return frozenset(area.id for area in disputed_areas(as_of))


def _nearest(name: str, lon: float, lat: float, state: str) -> str | None:
    import shapely  # noqa: PLC0415 - see disputed

    tree, keys = _tree(name, state)
    found = tree.query_nearest(shapely.Point(lon, lat), max_distance=_SHORE, all_matches=False)
    return str(keys[found[0]]) if len(found) else None


@lru_cache(maxsize=4)
def _tree(name: str, state: str) -> tuple[shapely.STRtree, np.ndarray[Any, Any]]:
    del state  # the catalogue's hash: part of the key alone
    import shapely  # noqa: PLC0415 - see disputed

    table = layer(name)
    shapes = table.geometry.to_numpy()
    shapely.prepare(shapes)
    return shapely.STRtree(shapes), table.index.to_numpy()


@lru_cache(maxsize=8)
def _countries(name: str, scale: Scale, standing: frozenset[str], state: str) -> gpd.GeoDataFrame:
    del state  # the catalogue's hash: part of the key alone
    units = layer(f"units_{scale}")
    return with_labels(dissolve(units, _owners(units, Worldview.parse(name), standing)))


def _owners(units: gpd.GeoDataFrame, view: Worldview, standing: frozenset[str]) -> pd.Series[str]:
    import pandas as pd  # noqa: PLC0415 - see disputed

    areas = curated().areas
    usual = worldview(INTERNATIONAL)
    codes = {
        key: owner(areas[key], view if key in standing else usual) if key in areas else code
        for key, code in units.country.items()
    }
    return pd.Series(codes, dtype=object)
