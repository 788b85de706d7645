"""Worldviews: whose borders a map draws, and who says so.

No view is drawn in silence: every disputed area is hatched and labelled over the borders under
every worldview, and `boundary_note` says which view a map shows and what it means. The facts
stand in ``geodata/curated/disputed_areas.toml``, each area with its sources.
"""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, ParameterError, UnknownWorldviewError
from briefing.layers import catalogue_sha256, dissolve, layer, with_labels

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

Scale = Literal["10m", "50m", "110m"]

_INTERNATIONAL = "international"
_SHORE = 0.05  # degrees: how far off the simplified coast a point still counts as on land


@dataclass(frozen=True, slots=True, kw_only=True)
class Worldview:
    """A point of view on borders.

    Attributes
    ----------
    name
        ``international``, ``de-facto``, or the ISO 3166-1 alpha-2 code of a state.
    title
        How it is printed.
    statement
        One sentence that says what it means.
    """

    name: str
    title: str
    statement: str

    @classmethod
    def parse(cls, name: str) -> Worldview:
        """Look a worldview up by its name; case does not matter.

        Raises
        ------
        UnknownWorldviewError
            If it is not known; the message lists those that are.
        """
        views = _curated().worldviews
        found = views.get(name.strip().casefold()) if isinstance(name, str) else None
        if found is None:
            known = ", ".join(view.name for view in views.values())
            raise UnknownWorldviewError(
                "parameter 'worldview'", f"{name!r} is not known, expected one of {known}"
            )
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedArea:
    """An area with more than one claimant, or none.

    Attributes
    ----------
    id
        Place id, ``disputed:crimea``.
    name
        English name.
    administered_by, claimed_by
        ISO 3166-1 alpha-2 codes; an administering state that claims the area is among both.
    authority, claimants
        Those who have no such code, in words; empty if there are none.
    since
        Year or ISO date from which the present situation counts; empty where it has none.
    facts
        One or two sentences.
    note
        What a reader must know of the outline; may be empty.
    sources
        Where the facts stand.
    owners
        Name of a worldview → ISO code of the country that the area is drawn in, None for none.
        A worldview that is not among them follows ``international``.
    administration, claim
        Who administers and who claims the area, in words.
    """

    id: str
    name: str
    administered_by: tuple[str, ...]
    claimed_by: tuple[str, ...]
    authority: str = ""
    claimants: str = ""
    since: str = ""
    facts: str
    note: str = ""
    sources: tuple[str, ...]
    owners: Mapping[str, str | None] = field(hash=False)
    administration: str
    claim: str

    @property
    def status(self) -> str:
        """Who administers the area and who claims it: ``administered by X, claimed by Y``."""
        return f"administered by {self.administration}, claimed by {self.claim}"

    @property
    def label(self) -> str:
        """The text that stands on a map: name and status."""
        return f"{self.name}: {self.status}"


class Location(NamedTuple):
    """Where a point lies: place ids, None where it lies in none."""

    country: str | None
    region: str | None
    disputed: str | None


def worldview(name: str) -> Worldview:
    """Look a worldview up by its name, see `Worldview.parse`."""
    return Worldview.parse(name)


def worldviews() -> tuple[Worldview, ...]:
    """List the worldviews that are known, the default first."""
    return tuple(_curated().worldviews.values())


def disputed_areas(as_of: dt.date | str | None = None) -> tuple[DisputedArea, ...]:
    """List the disputed areas in the order of the reviewed file.

    Parameters
    ----------
    as_of
        Leave out what was not yet disputed on this day (ISO date if a str); None for all. Who
        administers and claims is told as of the data's own date, with the day since when.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    day = str(as_of or "9999")
    return tuple(area for area in _curated().areas.values() if area.since <= day)


def owner(area: DisputedArea, view: Worldview) -> str | None:
    """Tell which country a disputed area is drawn in.

    Returns
    -------
    code
        ISO 3166-1 alpha-2, ``XK`` for Kosovo; None if the view draws it in no country.
    """
    return area.owners.get(view.name, area.owners[_INTERNATIONAL])


def countries(view: Worldview, scale: Scale = "10m") -> gpd.GeoDataFrame:
    """Draw the countries of the world as a worldview has them.

    Parameters
    ----------
    view
        Whose borders.
    scale
        ``10m`` for regional maps, ``50m`` for the world on a page, ``110m`` for insets.

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
    return _countries(view.name, scale, catalogue_sha256()).copy()


def regions(view: Worldview) -> gpd.GeoDataFrame:
    """Give the first-level divisions with their country as a worldview has it.

    Returns
    -------
    regions
        Layer ``regions``; its column ``country`` is changed for regions that lie wholly in a
        disputed area. Outlines are the same under every view.
    """
    table = layer("regions")
    owners = {area.id: owner(area, view) for area in disputed_areas()}
    keys = "disputed:" + table["area"]
    table["country"] = table.country.where(keys.isna(), keys.map(owners))
    return table


def disputed(
    view: Worldview, scale: Scale = "10m", as_of: dt.date | str | None = None
) -> gpd.GeoDataFrame:
    """Give the areas to hatch and label over the borders: all of them, under every view.

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
        ``since``, ``sources``, ``owner`` (ISO code under this view, or None); polygons in
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
            "sources": "; ".join(area.sources),
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
    known = _curated().areas
    areas = []
    for key in dict.fromkeys(area_ids):
        if key not in known:
            raise CuratedDataError(f"disputed area {key!r}", "not among the reviewed areas")
        areas.append(known[key])
    sentences = [f"Worldview: {view.title}. {view.statement}"]
    if areas:
        names = _joined(area.name for area in areas)
        reviewed = _curated().reviewed.isoformat()
        sentences.append(f"Hatched, because disputed (claims as of {reviewed}): {names}.")
    unsaid = [area.name for area in areas if view.name not in area.owners]
    if unsaid:
        sentences.append(f"Drawn as internationally, this view not being known: {_joined(unsaid)}.")
    return " ".join(sentences)


def locate(lon: float, lat: float, view: Worldview) -> Location:
    """Find the country, the region and the disputed area that a point lies in.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326.
    view
        Whose borders.

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
    area = _curated().areas.get(unit)
    code = units.country[unit] if area is None else owner(area, view)
    return Location(f"country:{code}" if code else None, region, area.id if area else None)


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
def _countries(name: str, scale: Scale, state: str) -> gpd.GeoDataFrame:
    del state  # the catalogue's hash: part of the key alone
    units = layer(f"units_{scale}")
    return with_labels(dissolve(units, _owners(units, Worldview.parse(name))))


def _owners(units: gpd.GeoDataFrame, view: Worldview) -> pd.Series[str]:
    import pandas as pd  # noqa: PLC0415 - see disputed

    areas = _curated().areas
    codes = {
        key: owner(areas[key], view) if key in areas else code
        for key, code in units.country.items()
    }
    return pd.Series(codes, dtype=object)


class _Curated(NamedTuple):
    reviewed: dt.date
    worldviews: Mapping[str, Worldview]  # by case-folded name
    areas: Mapping[str, DisputedArea]  # by place id


def _curated() -> _Curated:
    return _read(geodata_dir() / "curated" / "disputed_areas.toml")


@lru_cache(maxsize=4)
def _read(path: Path) -> _Curated:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        reviewed = dt.date.fromisoformat(str(table["reviewed"]))
        views = [
            Worldview(name=row["name"], title=row["title"], statement=row["meaning"])
            for row in table["worldview"]
        ]
        areas = [_area(row, table["states"]) for row in table["area"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CuratedDataError(
            f"file {path.name!r}", f"{type(error).__name__}: {error}, expected disputed areas"
        ) from None
    return _Curated(
        reviewed,
        MappingProxyType({view.name.casefold(): view for view in views}),
        MappingProxyType({area.id: area for area in areas}),
    )


def _area(row: Mapping[str, Any], states: Mapping[str, str]) -> DisputedArea:
    owners = {view: None if code == "none" else code for view, code in row["owner"].items()}
    texts = {key: row.get(key, "") for key in ("authority", "claimants", "since", "note")}
    administering = (
        [texts["authority"]] if texts["authority"] else _named(row, "administered_by", states)
    )
    claiming = [*_named(row, "claimed_by", states), *filter(None, [texts["claimants"]])]
    if _INTERNATIONAL not in owners or "de-facto" not in owners:
        raise ValueError(f"area {row['id']!r} has no owner under international and de-facto")
    return DisputedArea(
        id=f"disputed:{row['id']}",
        name=row["name"],
        administered_by=tuple(row["administered_by"]),
        claimed_by=tuple(row["claimed_by"]),
        facts=row["facts"],
        sources=tuple(row["sources"]),
        owners=MappingProxyType(owners),
        administration=_joined(administering) or "nobody",
        claim=_joined(claiming) or "nobody",
        **texts,
    )


def _named(row: Mapping[str, Any], key: str, states: Mapping[str, str]) -> list[str]:
    return [states[code] for code in row[key]]


def _joined(names: Iterable[str]) -> str:
    """Join names as an English list.

    Examples
    --------
    >>> _joined(["China", "Taiwan", "Vietnam"])
    'China, Taiwan and Vietnam'
    """
    *first, last = [*names] or [""]
    return f"{', '.join(first)} and {last}" if first else last
