"""From the rows of a file to the features of a layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from briefing.adding import geojson, geopackage, tables
from briefing.adding.naming import (
    SEPARATOR,
    column,
    display_name,
    key_problems,
    keys_of,
    names_of,
    objection,
    plain,
)
from briefing.adding.raw import Raw, refuse_rows
from briefing.adding.shapes import Shapes, checked_shapes, points_of, samples, shape_problems
from briefing.adding.sniffing import kind_of
from briefing.facts.worldview import regions, worldview
from briefing.gazetteer.index import gazetteer

if TYPE_CHECKING:
    from numpy.typing import NDArray

_READERS = {
    "geojson": geojson.read,
    "geopackage": geopackage.read,
    "parquet": tables.read_parquet,
    "csv": tables.read_csv,
}
_SHORE = 0.05  # degrees: how far off the simplified coast a point still counts as on land
_OURS = ("id", "name", "names", "lon", "lat", "country", "region", "geometry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a file is to become a layer.

    Attributes
    ----------
    layer
        Name of the layer.
    key
        Column of the keys.
    names
        Columns of the names.
    force
        Whether names that are common words are taken.
    """

    layer: str
    key: str
    names: tuple[str, ...]
    force: bool


def features_of(raw: bytes, wish: Wish) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Make the features of a layer.

    Returns
    -------
    features
        As `briefing.layers.userlayers.features` gives them.
    notes
        What was mended or left out, one line each.

    Raises
    ------
    Refused
        If the file, or a row of it, cannot be used.
    """
    found = _READERS[kind_of(raw)](raw)
    keys = keys_of(found.columns, wish.key)
    given = names_of(found.columns, wish.names)
    refuse_rows([*key_problems(keys), *shape_problems(found)], len(keys))
    shapes, notes = checked_shapes(found)
    kept = [_kept(names, index, notes, force=wish.force) for index, names in enumerate(given)]
    table: dict[str, Any] = {
        "id": [f"user:{wish.layer}/{key}" for key in keys],
        "name": [display_name(*pair) for pair in zip(given, keys, strict=True)],
        "names": [SEPARATOR.join(names) for names in kept],
        **_whereabouts(shapes),
        **_own_columns(found),
    }
    frame = gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")
    return frame.set_index("id"), notes


def _kept(names: Sequence[str], index: int, notes: list[str], *, force: bool) -> list[str]:
    """Return the names that texts are searched for, and note the others."""
    source = gazetteer()
    kept = []
    for name in names:
        reason, may_be_forced = objection(name, source)
        if not reason or (force and may_be_forced):
            kept.append(name)
        else:
            hint = " (--force takes it)" if may_be_forced else ""
            notes.append(f"row {index + 1}: name {name!r} {reason}, left out{hint}")
    if not kept:
        notes.append(f"row {index + 1}: no name left, it is drawn but not found in texts")
    return kept


def _whereabouts(shapes: Shapes) -> dict[str, Any]:
    """Return a point of each shape, and the country and region that the shape lies in."""
    points = points_of(shapes)
    table = regions(worldview("international"))
    owner, spot = samples(shapes, points)
    pairs = shapely.STRtree(table.geometry.to_numpy()).query_nearest(
        shapely.points(spot), max_distance=_SHORE, all_matches=False
    )
    row = np.full(len(spot), -1)
    row[pairs[0]] = pairs[1]
    return {
        "lon": points[:, 0],
        "lat": points[:, 1],
        "country": _texts(_common(owner, row, table.country.tolist(), len(shapes))),
        "region": _texts(_common(owner, row, table.iso_3166_2.tolist(), len(shapes))),
    }


def _common(
    owner: NDArray[np.int64], row: NDArray[np.int64], codes: Sequence[Any], count: int
) -> list[str | None]:
    """Return for each shape the code that all its points have, None if they differ or lie at sea.

    Parameters
    ----------
    owner, row
        For each point, the shape that it belongs to and the row of its code, -1 for none.
    """
    found: list[set[str | None]] = [set() for _ in range(count)]
    for shape, index in zip(owner.tolist(), row.tolist(), strict=True):
        code = codes[index] if index >= 0 else None
        found[shape].add(code if isinstance(code, str) else None)
    return [one.pop() if len(one) == 1 else None for one in found]


def _own_columns(found: Raw) -> dict[str, Any]:
    """Return the columns of the source, renamed where a layer has one of that name already."""
    own: dict[str, Any] = {}
    for name, values in found.columns.items():
        text = str(plain(name)) or "unnamed"
        target = f"source_{text}" if text in _OURS else text
        while target in own:
            target += "_"
        own[target] = _texts(column(values))
    return own


def _texts(values: Sequence[Any]) -> NDArray[np.object_]:
    return np.array([*values, None], dtype=object)[:-1]
