"""Worldviews: whose borders a map draws, and who says so.

No view is drawn in silence: every disputed area is hatched and labelled over the borders under
every worldview, and `boundary_note` says which view a map shows and what it means. What a view does
not know of an area is drawn as internationally, and `briefing.facts.stances` says where. The facts
stand in ``geodata/curated/``: ``disputed_areas.toml``, ``worldviews.toml`` and
``worldview_owners.csv``, each area and each cell with its sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from briefing.errors import CuratedDataError
from briefing.facts.asked import AsOf, asked_day
from briefing.facts.claims import INTERNATIONAL, DisputedArea, Worldview, curated
from briefing.facts.stances import owner
from briefing.layers.catalogue import catalogue_sha256, layer, with_labels
from briefing.layers.units import dissolve
from briefing.wording import joined

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = [
    "DisputedArea", "Scale", "Worldview", "boundary_note", "countries", "disputed",
    "disputed_areas", "owner", "regions", "worldview", "worldviews",
]  # fmt: skip

Scale = Literal["10m", "50m", "110m"]


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
    ParameterError
        If the day is none.
    """
    day = asked_day(as_of) or curated().reviewed
    return tuple(area for area in curated().areas.values() if area.stands(day))


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


def _standing(as_of: AsOf | None) -> frozenset[str]:
    return frozenset(area.id for area in disputed_areas(as_of))


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
