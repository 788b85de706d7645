"""Rows: the places of a story as they stand in a table, read for the map."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import shapely

from briefing.gazetteer.place import PlaceKind
from briefing.maps.anchors import label_point
from briefing.maps.backdrop import Backdrop, Detail
from briefing.maps.extent import Extent, around
from briefing.maps.framing import Site
from briefing.maps.marks import LOOSE, Mark, Role
from briefing.maps.shapes import as_shape

_MOST = 0.6  # of a place lies in a disputed area: the place is disputed
_MAIN = 0.3  # of the mentions of the place that is named most


class Row:
    """A row of the places, read once and forgivingly: one bad row never costs the others."""

    def __init__(self, row: Any, backdrop: Backdrop, leading: Collection[str]) -> None:
        self.id = str(row.Index)
        self.name = str(row.name)
        self.kind = PlaceKind(row.kind)
        self.country = f"country:{row.country}" if isinstance(row.country, str) else ""
        self.mentions = int(_number(row.mentions) or 0)
        self.confidence = min(max(_number(row.confidence) or 0.0, 0.0), 1.0)
        self.leading = self.id in leading
        self.shape = as_shape(row.geometry)
        if self.kind is PlaceKind.COUNTRY and self.id in backdrop.world.index:
            self.shape = as_shape(backdrop.world.geometry[self.id])
        self.lon, self.lat = _number(row.lon), _number(row.lat)
        if (self.lon is None or self.lat is None) and not self.shape.is_empty:
            middle = self.shape.representative_point()
            self.lon, self.lat = middle.x, middle.y

    @property
    def site(self) -> Site | None:
        """The place as the choice of a frame sees it; None if it has no position."""
        if self.lon is None or self.lat is None:
            return None
        return Site(
            weight=self.mentions,
            lon=self.lon,
            lat=self.lat,
            shape=self.shape,
            loose=self.kind in LOOSE and not self.shape.is_empty,
            leading=self.leading,
        )

    def dispute(self, disputes: Sequence[Any], tree: shapely.STRtree) -> Any:
        """Return the first disputed area that most of the place lies in, or None."""
        site = self.site
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

    def mark(
        self,
        detail: Detail,
        land: Mapping[str, shapely.MultiPolygon],
        names: Mapping[str, str],
        dispute: Any,
        most: int,
    ) -> Mark:
        """Return the place as it stands on the map.

        ``dispute`` is the disputed area that it lies in, or None; ``most`` mentions go to one
        place.
        """
        site = self.site
        if site is None:
            raise ValueError(f"place {self.id!r}: no position, expected one; leave it out")
        shape = land[self.id] if self.id in land else self._drawn(detail)
        lon, lat = site.lon, site.lat
        if not shape.is_empty:
            lon, lat = label_point(shape, detail.frame, (lon, lat))
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
            role=self._role(most),
        )

    def _drawn(self, detail: Detail) -> shapely.MultiPolygon:
        shape = detail.calmed(self.shape) if self.kind in LOOSE else detail.reduced(self.shape)
        return detail.frame.projection.opened([shape])[0]

    def _role(self, most: int) -> Role:
        firm = self.kind not in LOOSE
        if self.leading or (firm and self.mentions == most):
            return "subject"
        return "main" if self.mentions >= max(2, _MAIN * (most or 1)) or not most else "other"


def _number(value: object) -> float | None:
    """Return a finite number, or None for whatever else stands in a table."""
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _rounded_window(window: Extent) -> Extent:
    return Extent(*(round(float(edge), 2) for edge in window))
