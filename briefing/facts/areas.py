"""Areas: outlines of places that are made of countries, regions or disputed areas.

What the Middle East or the Soviet Union is made of stands in ``geodata/curated/area_parts.csv``,
one row a place, each with the definition that it follows: names like these have several.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.facts.worldview import Worldview, countries, disputed_areas, owner, worldview
from briefing.layers.catalogue import catalogue_sha256, layer

if TYPE_CHECKING:
    import shapely
    from shapely.geometry.base import BaseGeometry

COLUMNS = ["place", "parts", "source", "note", "varies"]
_WHOLE = ("area", "historical")
_PARTS = ("country", "region", "disputed")
_SEAM = 0.03  # degrees: gaps between outlines of different layers that are closed
_SPECK = 0.001  # of the largest polygon of a part: islands that are left out
_HOLE = 0.0002  # of a polygon: smaller holes in it are closed; Berlin is larger, in East Germany


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaParts:
    """What a place is made of.

    Attributes
    ----------
    place
        Place id: ``area:donbas``, ``historical:SUHH``.
    parts
        Place ids of countries, first-level regions and disputed areas, sorted.
    source
        The definition that this follows.
    note
        What a reader must know of it; may be empty.
    varies
        Whether others draw the place otherwise, under the same name.
    """

    place: str
    parts: tuple[str, ...]
    source: str
    note: str = ""
    varies: bool = False


def area_parts() -> Mapping[str, AreaParts]:
    """Give all places that are known to be made of others, by place id.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    return _read(geodata_dir() / "curated" / "area_parts.csv")


def outlines(place_ids: Iterable[str], view: Worldview) -> dict[str, shapely.MultiPolygon]:
    """Draw the outlines of places that are made of others.

    Parameters
    ----------
    place_ids
        Ids of any places; those that are made of nothing known are left out.
    view
        Whose borders the countries have. An area that the view draws in no country goes with
        the country that has it internationally, so that no hole is torn into a wider area.

    Returns
    -------
    outlines
        By place id, in EPSG:4326, coarse (1 : 50 million) where made of countries and without
        specks of islands; valid, and cut at the antimeridian.

    Raises
    ------
    CuratedDataError
        If the file of the parts is missing or breaks its contract.
    LayerError
        If a layer is missing or damaged.
    """
    known = area_parts()
    shown = {
        key: _outline(known[key].parts, view.name, catalogue_sha256())
        for key in place_ids
        if key in known
    }
    return {key: shape for key, shape in shown.items() if not shape.is_empty}


@lru_cache(maxsize=256)  # a continent takes longer to join than the rest of a map to draw
def _outline(parts: tuple[str, ...], view: str, state: str) -> shapely.MultiPolygon:
    del state  # the catalogue's hash: part of the key alone
    shapes = _shapes(parts, Worldview.parse(view))
    # A part that this view does not draw (Taiwan, as Beijing sees it) lies in another country.
    return joined([shapes[part] for part in parts if part in shapes])


def _shapes(parts: Sequence[str], view: Worldview) -> dict[str, BaseGeometry]:
    """Look up the outlines of parts, by place id."""
    import shapely  # noqa: PLC0415 - reading the parts needs none of it

    kinds = {part.partition(":")[0] for part in parts}
    shapes: dict[str, BaseGeometry] = {}
    if "country" in kinds:
        drawn = countries(view, "50m").geometry
        shapes |= {key: drawn[key] for key in parts if key in drawn.index}
        for area in disputed_areas():
            home = f"country:{owner(area, worldview('international'))}"
            if owner(area, view) is None and home in shapes and area.id in drawn.index:
                shapes[home] = shapely.union(shapes[home], drawn[area.id])
    for kind, name in (("region", "regions"), ("disputed", "disputed")):
        if kind in kinds:
            stored = layer(name, []).geometry
            shapes |= {key: stored[key] for key in parts if key in stored.index}
    return shapes


def joined(shapes: Sequence[BaseGeometry]) -> shapely.MultiPolygon:
    """Join shapes, closing the seams between layers of different scales.

    Parameters
    ----------
    shapes
        Outlines of the parts, EPSG:4326.

    Returns
    -------
    outline
        Valid, cut at the antimeridian, without specks of islands.
    """
    import shapely  # noqa: PLC0415 - as above

    if not shapes:
        return shapely.MultiPolygon()
    main = [polygon for shape in shapes for polygon in _main_polygons(shape)]
    whole = shapely.union_all(main)
    closed = whole.buffer(_SEAM, join_style="mitre").buffer(-_SEAM, join_style="mitre")
    inside = shapely.make_valid(shapely.clip_by_rect(closed, -180, -90, 180, 90))
    return shapely.MultiPolygon([_filled(polygon) for polygon in _polygons(inside)])


def _filled(polygon: shapely.Polygon) -> shapely.Polygon:
    """Close the holes that are lakes or leftovers of seams, and not lands."""
    import shapely  # noqa: PLC0415 - as above

    least = _HOLE * polygon.area
    rings = [ring for ring in polygon.interiors if shapely.Polygon(ring).area >= least]
    return shapely.Polygon(polygon.exterior, rings)


def _main_polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    polygons = _polygons(shape)
    least = _SPECK * max(polygon.area for polygon in polygons)
    return [polygon for polygon in polygons if polygon.area >= least]


def _polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    import shapely  # noqa: PLC0415 - as above

    return [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]


@lru_cache(maxsize=4)
def _read(path: Path) -> Mapping[str, AreaParts]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = list(reader)
            header = reader.fieldnames
    except (OSError, ValueError, csv.Error) as error:
        raise CuratedDataError(
            f"file {path.name!r}", f"{type(error).__name__}: {error}, expected parts of areas"
        ) from None
    if header != COLUMNS:
        raise CuratedDataError(
            f"file {path.name!r}", f"columns {header}, expected {', '.join(COLUMNS)}"
        )
    found: dict[str, AreaParts] = {}
    for number, row in enumerate(rows, start=2):
        problem = _problem(row, found)
        if problem:
            raise CuratedDataError(f"file {path.name!r} row {number}", problem)
        parts = tuple(sorted(row["parts"].split()))
        found[row["place"]] = AreaParts(
            place=row["place"],
            parts=parts,
            source=row["source"],
            note=row["note"],
            varies=row["varies"] == "yes",
        )
    return MappingProxyType(found)


def _problem(row: Mapping[str, str], found: Mapping[str, AreaParts]) -> str:
    """Say what is wrong with a row; empty if nothing is."""
    if None in row or None in row.values():
        return f"not {len(COLUMNS)} fields, expected {', '.join(COLUMNS)}"
    parts = row["parts"].split()
    if not row["place"].startswith(tuple(f"{kind}:" for kind in _WHOLE)):
        return f"place {row['place']!r}, expected one of kind {' or '.join(_WHOLE)}"
    if row["place"] in found:
        return f"place {row['place']!r} a second time, expected one row a place"
    strange = [p for p in parts if not p.startswith(tuple(f"{kind}:" for kind in _PARTS))]
    if strange or not parts or len(set(parts)) < len(parts):
        named = ", ".join(strange or parts) or "none"
        return f"parts {named}, expected different ids of kind {', '.join(_PARTS)}"
    if row["varies"] not in {"", "yes"}:
        return f"varies {row['varies']!r}, expected yes or nothing"
    return "" if row["source"] else "no source, expected the definition that the row follows"
