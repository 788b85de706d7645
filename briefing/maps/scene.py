"""Scenes: everything that stands on a map, already looked up and settled.

A scene says what is drawn and where the map looks first, under one worldview as of one date; the
drawers (`briefing.maps.web`, `briefing.maps.static`) only draw. It travels as plain JSON, so that
a page can be made from an executed notebook without the layers.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import shapely

from briefing.gazetteer.place import PlaceKind
from briefing.maps.backdrop import Backdrop, Detail, load_backdrop
from briefing.maps.extent import WORLD, Extent, Site, around, story_extent
from briefing.maps.layershapes import layer_shape
from briefing.maps.marks import (
    LOOSE,
    Country,
    DisputedMark,
    Mark,
    read_countries,
    read_disputed,
    read_marks,
    write,
)
from briefing.maps.shapes import NOTHING, as_shape, decode, encode

if TYPE_CHECKING:
    import geopandas as gpd

VERSION = 1
_LABEL_PRECISION = 0.1  # degrees
_SPECK = 0.02  # of the largest part of a country: too little to carry its name
_MOST = 0.6  # of a place lies in a disputed area: the place is disputed


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What stands on one map.

    Attributes
    ----------
    countries
        The base map, in order of id.
    lakes
        Larger lakes.
    marks
        Places of the story, most mentioned first. The shape of a country's mark is that of the
        base map, so that it follows the worldview.
    disputed
        Disputed areas of the world, in order of id.
    extent
        Where the map looks first.
    title
        Headline of the story.
    as_of
        Date that names and memberships are valid at, or None.
    worldview
        Whose borders are drawn.
    boundary_note
        What a reader must know about these borders.
    attribution
        Credit lines of the layers.
    decimals
        Digits after the point of all coordinates of shapes.
    """

    countries: tuple[Country, ...] = ()
    lakes: shapely.MultiPolygon = NOTHING
    marks: tuple[Mark, ...] = ()
    disputed: tuple[DisputedMark, ...] = ()
    extent: Extent = WORLD
    title: str = ""
    as_of: dt.date | None = None
    worldview: str = "international"
    boundary_note: str = ""
    attribution: tuple[str, ...] = ()
    decimals: int = 2

    @property
    def named_countries(self) -> tuple[Mark, ...]:
        """Marks of countries, filled on the map."""
        return tuple(m for m in self.marks if m.kind is PlaceKind.COUNTRY and m.is_area)

    @property
    def areas(self) -> tuple[Mark, ...]:
        """Marks of regions and other areas, outlined on the map."""
        return tuple(m for m in self._outlined if not m.is_loose)

    @property
    def loose_areas(self) -> tuple[Mark, ...]:
        """Marks of wide areas and former states, dashed behind all others, the largest first."""
        loose = [m for m in self._outlined if m.is_loose]
        return tuple(sorted(loose, key=lambda m: -m.shape.area))

    @property
    def _outlined(self) -> tuple[Mark, ...]:
        return tuple(m for m in self.marks if m.kind is not PlaceKind.COUNTRY and m.is_area)

    @property
    def points(self) -> tuple[Mark, ...]:
        """Marks without an outline."""
        return tuple(m for m in self.marks if not m.is_area)

    @property
    def dots(self) -> tuple[Mark, ...]:
        """Marks that a dot stands for: those without an outline that are no wide area."""
        return tuple(m for m in self.points if not m.is_loose)

    @property
    def signs(self) -> tuple[str, ...]:
        """Keys of the signs that the map uses, as in `briefing.maps.style.LEGEND`."""
        used = {
            "named": self.named_countries,
            "area": self.areas,
            "loose": self.loose_areas,
            "point": self.dots,
            "disputed": self.disputed,
        }
        return tuple(sign for sign, things in used.items() if things)

    @property
    def outside(self) -> tuple[Mark, ...]:
        """Marks that the extent does not show, most mentioned first."""
        # A label stands inside what the extent shows of its place, if that is more than specks.
        return tuple(m for m in self.marks if not self.extent.holds(m.lon, m.lat))

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines that belong under the map: what is not on it, whose borders, whose data."""
        outside = ", ".join(f"{mark.name} ({mark.mentions})" for mark in self.outside)
        when = f"As of {self.as_of.isoformat()}. " if self.as_of else ""
        lines = (
            "" if self.marks else "No place of the article stands on this map.",
            f"Also named, outside this map (mentions): {outside}." if outside else "",
            f"{when}{self.boundary_note}".strip(),
            ". ".join((*self.attribution, "")).strip(),
        )
        return tuple(line for line in lines if line)

    @property
    def alt(self) -> str:
        """Text in place of the picture, for those who cannot see it."""
        if not self.marks:
            return "World map; the article names no place that stands on it."
        shown = [mark.name for mark in self.marks if mark not in self.outside]
        return f"Map of the places that the article names: {', '.join(shown)}."

    def to_json(self) -> dict[str, Any]:
        """Return the scene as plain values that JSON can carry, with shapes as whole numbers.

        A country's shape is written once, with the base map.
        """
        based = {country.id for country in self.countries}
        return {
            "version": VERSION,
            "title": self.title,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "worldview": self.worldview,
            "boundary_note": self.boundary_note,
            "attribution": list(self.attribution),
            "extent": list(self.extent),
            "decimals": self.decimals,
            "countries": write(self.countries, self.decimals),
            "lakes": encode([self.lakes], self.decimals)[0],
            "marks": write(self.marks, self.decimals, shapeless=based),
            "disputed": write(self.disputed, self.decimals),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` returned.

        Raises
        ------
        ValueError
            If the data was written by another version.
        """
        if data.get("version") != VERSION:
            raise ValueError(f"scene of version {data.get('version')!r}, expected {VERSION}")
        decimals = data["decimals"]
        countries = read_countries(data["countries"], decimals)
        shapes = {country.id: country.shape for country in countries}
        as_of = data["as_of"]
        return cls(
            countries=countries,
            lakes=decode([data["lakes"]], decimals)[0],
            marks=read_marks(data["marks"], decimals, shapes),
            disputed=read_disputed(data["disputed"], decimals),
            extent=Extent(*data["extent"]),
            title=data["title"],
            as_of=dt.date.fromisoformat(as_of) if as_of else None,
            worldview=data["worldview"],
            boundary_note=data["boundary_note"],
            attribution=tuple(data["attribution"]),
            decimals=decimals,
        )


def make_scene(
    places: gpd.GeoDataFrame,
    worldview: str = "international",
    as_of: dt.date | None = None,
    *,
    title: str = "",
    backdrop: Backdrop | None = None,
) -> Scene:
    """Settle everything that stands on the map of a story.

    Parameters
    ----------
    places
        One row a place, indexed by place id, in EPSG:4326; columns ``name``, ``kind``,
        ``country`` (ISO 3166-1 alpha-2 or nothing), ``lon``, ``lat``, ``mentions``,
        ``confidence`` and ``geometry``; ``attrs["attribution"]`` may hold credit lines of their
        own. A place without an area stands as a dot, one without a
        point either stands on no map (a bloc).
    worldview
        Whose borders to draw.
    as_of
        Date that the story is told of.
    title
        Headline of the story.
    backdrop
        Base map of that worldview; the package's own if None.

    Returns
    -------
    scene
        The map: countries in the shape of the worldview, all marks, disputed areas.

    Raises
    ------
    LayerError
        If a layer is missing or damaged.
    UnknownWorldviewError
        If the worldview is not known.
    """
    backdrop = backdrop or load_backdrop(worldview, as_of)
    rows = [_Row(row, backdrop) for row in places.itertuples()]
    placed = [row for row in rows if row.site is not None]
    extent = story_extent([row.site for row in placed if row.site is not None])
    detail = Detail.of(extent)
    land = backdrop.land(detail)
    names = {str(key): str(name) for key, name in backdrop.world["name"].items()}
    disputes = list(backdrop.disputed(detail.scale).sort_index().itertuples())
    tree = shapely.STRtree([row.geometry for row in disputes])
    marks = [row.mark(detail, land, names, _around(row.site, disputes, tree)) for row in placed]
    on_map = [
        str(row.Index)
        for row in disputes
        if any(row.geometry.intersects(shapely.box(*window)) for window in extent.unturned)
    ]
    return Scene(
        countries=tuple(_country(key, names[key], shape, extent) for key, shape in land.items()),
        lakes=backdrop.water(detail),
        marks=tuple(sorted(marks, key=lambda mark: (-mark.mentions, mark.id))),
        disputed=tuple(_disputed(disputes, detail, marks)),
        extent=extent,
        title=title,
        as_of=as_of,
        worldview=backdrop.worldview,
        boundary_note=backdrop.boundary_note(on_map),
        attribution=(*backdrop.attribution, *places.attrs.get("attribution", ())),
        decimals=detail.decimals,
    )


class _Row:
    """A row of the places, read once and forgivingly: one bad row never costs the others."""

    def __init__(self, row: Any, backdrop: Backdrop) -> None:
        self.id = str(row.Index)
        self.name = str(row.name)
        self.kind = PlaceKind(row.kind)
        self.country = f"country:{row.country}" if isinstance(row.country, str) else ""
        self.mentions = int(_number(row.mentions) or 0)
        self.confidence = min(max(_number(row.confidence) or 0.0, 0.0), 1.0)
        drawn = self.kind is PlaceKind.COUNTRY and self.id in backdrop.world.index
        self.shape = layer_shape(backdrop.world.geometry[self.id] if drawn else row.geometry)
        self.lon, self.lat = _number(row.lon), _number(row.lat)
        if (self.lon is None or self.lat is None) and not self.shape.is_empty:
            middle = self.shape.representative_point()
            self.lon, self.lat = middle.x, middle.y

    @property
    def site(self) -> Site | None:
        """The place as the choice of an extent sees it; None if it has no position."""
        if self.lon is None or self.lat is None:
            return None
        loose = self.kind in LOOSE and not self.shape.is_empty
        return Site(weight=self.mentions, lon=self.lon, lat=self.lat, shape=self.shape, loose=loose)

    def mark(
        self,
        detail: Detail,
        land: dict[str, shapely.MultiPolygon],
        names: dict[str, str],
        dispute: Any,
    ) -> Mark:
        """Return the place as it stands on the map; ``dispute`` is what it lies in, or None."""
        site = self.site
        if site is None:
            raise ValueError(f"place {self.id!r}: no position, expected one; leave it out")
        shape = land[self.id] if self.id in land else detail.reduced([self.shape])[0]
        lon, lat = site.lon, site.lat
        if not shape.is_empty:
            lon, lat = _label_point(shape, detail.extent, (lon, lat))
        country = f"country:{dispute.owner}" if dispute else self.country
        return Mark(
            id=self.id,
            kind=self.kind,
            name=self.name,
            country="" if self.kind is PlaceKind.COUNTRY else names.get(country, ""),
            lon=round(lon, 4),
            lat=round(lat, 4),
            mentions=self.mentions,
            confidence=round(self.confidence, 3),
            shape=shape,
            bounds=_rounded_window(around(site.boxes())) if not shape.is_empty else None,
            note=str(dispute.status) if dispute else "",
        )


def _number(value: object) -> float | None:
    """Return a finite number, or None for whatever else stands in a table."""
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _rounded_window(window: Extent) -> Extent:
    return Extent(*(round(float(edge), 2) for edge in window))


def _label_point(
    shape: shapely.MultiPolygon, extent: Extent, given: tuple[float, float]
) -> tuple[float, float]:
    """Return the middle of the largest part of a shape that the extent shows.

    The given point stands where the extent shows nothing of the shape but specks: "United
    Kingdom" is not written over its bases on Cyprus.
    """
    west, south, east, north = shape.bounds
    if not any(
        west < window.max_lon
        and east > window.min_lon
        and south < window.max_lat
        and north > window.min_lat
        for window in extent.unturned
    ):
        return given
    least = _SPECK * max(part.area for part in shape.geoms)
    land = shapely.MultiPolygon([part for part in shape.geoms if part.area >= least])
    best, size = None, 0.0
    for window in extent.unturned:
        for part in as_shape(shapely.clip_by_rect(land, *window)).geoms:
            if part.area > size:
                best, size = part, part.area
    if best is None:
        return given
    centre = shapely.maximum_inscribed_circle(best, tolerance=_LABEL_PRECISION).coords[0]
    return float(centre[0]), float(centre[1])


def _country(key: str, name: str, shape: shapely.MultiPolygon, extent: Extent) -> Country:
    middle = max(shape.geoms, key=lambda part: part.area).representative_point()
    lon, lat = _label_point(shape, extent, (middle.x, middle.y))
    return Country(id=key, name=name, lon=round(lon, 2), lat=round(lat, 2), shape=shape)


def _around(site: Site | None, disputes: Sequence[Any], tree: shapely.STRtree) -> Any:
    """Return the first disputed area that most of a place lies in, or None."""
    if site is None:
        return None
    if site.shape.is_empty:
        found = tree.query(shapely.Point(site.lon, site.lat), predicate="intersects")
        return disputes[min(found)] if len(found) else None
    for number in sorted(tree.query(shapely.box(*site.shape.bounds), predicate="intersects")):
        disputed = disputes[number].geometry
        if site.shape.intersection(disputed).area > _MOST * site.shape.area:
            return disputes[number]
    return None


def _disputed(
    disputes: Sequence[Any], detail: Detail, marks: Sequence[Mark]
) -> Iterator[DisputedMark]:
    shapes = detail.reduced([layer_shape(row.geometry) for row in disputes])
    for row, shape in zip(disputes, shapes, strict=True):
        if shape.is_empty:
            continue
        middle = max(shape.geoms, key=lambda part: part.area).representative_point()
        lon, lat = _label_point(shape, detail.extent, (middle.x, middle.y))
        spot = shapely.Point(lon, lat)
        noted = [mark.shape for mark in marks if mark.note == row.status]
        yield DisputedMark(
            id=str(row.Index),
            name=str(row.name),
            status=str(row.status),
            facts=str(row.facts),
            marked=any(as_shape(area).intersects(spot) for area in noted),
            lon=round(lon, 3),
            lat=round(lat, 3),
            shape=shape,
        )
