"""Tables: GeoParquet, and Parquet or CSV with columns of longitude and latitude."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import shapely

from briefing.adding.geopackage import from_wkt
from briefing.adding.raw import Raw, Refused, check_count, shown

if TYPE_CHECKING:
    from pyarrow import Table
    from pyarrow.parquet import ParquetFile

_LON = ("lon", "longitude", "lng", "long")
_LAT = ("lat", "latitude")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")  # 007 is a code, no number
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")
_MOST_UNPACKED = 500_000_000  # bytes
_DAMAGED = "it may be cut short or damaged"


def read_csv(raw: bytes) -> Raw:
    """Read a table in CSV; its separator is the comma, semicolon or tab that the header has.

    Raises
    ------
    Refused
        If it is no such table.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 (byte {error.start}), expected CSV in UTF-8"
        raise Refused(problem, "save it as UTF-8") from None
    first = text[: text.find("\n")] if "\n" in text else text
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Refused(f"is no CSV ({error})", _DAMAGED) from None
    header, *body = [row for row in rows if row]
    header = [name.strip() for name in header]
    if len(set(header)) != len(header):
        raise Refused(f"columns {', '.join(map(shown, header[:20]))}, expected each only once")
    _at(header, _LON), _at(header, _LAT)  # what is no map data is refused as such
    check_count(len(body), len(header))
    for index, row in enumerate(body):
        if len(row) != len(header):
            raise Refused(f"row {index + 1}: {len(row)} cells, expected {len(header)}", _DAMAGED)
    columns = {name: _numbers([row[n] for row in body]) for n, name in enumerate(header)}
    return _with_points(columns)


def _numbers(cells: list[str]) -> list[Any]:
    """Return the cells of a column as numbers if all are written as such; an empty one is None."""
    filled = [cell for cell in cells if cell]
    for pattern, type_ in ((_INTEGER, int), (_DECIMAL, float)):
        if filled and all(map(pattern.fullmatch, filled)):
            return [type_(cell) if cell else None for cell in cells]
    return [cell or None for cell in cells]


def read_parquet(raw: bytes) -> Raw:
    """Read a GeoParquet, or a Parquet with columns of longitude and latitude.

    Raises
    ------
    Refused
        If it is damaged, or unpacks to more than 500 MB.
    """
    import pyarrow as pa  # noqa: PLC0415 - the other kinds need none of it
    from pyarrow import parquet  # noqa: PLC0415

    try:
        file = parquet.ParquetFile(io.BytesIO(raw), page_checksum_verification=True)
        _check_size(file)
        geo = _geo(file.schema_arrow.metadata or {})
        table = file.read()
    except (pa.ArrowException, OSError, ValueError, OverflowError, RecursionError) as error:
        raise Refused(f"cannot be read as Parquet ({shown(error)})", _DAMAGED) from None
    if len(set(table.column_names)) != table.num_columns:
        raise Refused("two columns of one name, expected each only once")
    if geo is None:
        return _with_points(_lists(table))
    return _with_geometry(table, geo)


def _check_size(file: ParquetFile) -> None:
    facts = file.metadata
    check_count(facts.num_rows, facts.num_columns)
    groups = [facts.row_group(n) for n in range(facts.num_row_groups)]
    unpacked = sum(group.total_byte_size for group in groups)
    if unpacked > _MOST_UNPACKED:
        problem = f"unpacks to {unpacked:,} bytes, expected at most {_MOST_UNPACKED:,}"
        raise Refused(problem, "split the file")


def _geo(metadata: Mapping[bytes, bytes]) -> dict[str, Any] | None:
    """Return the ``geo`` metadata of a GeoParquet; None for another Parquet."""
    if b"geo" not in metadata:
        return None
    geo = json.loads(metadata[b"geo"])
    if not isinstance(geo, dict) or not isinstance(geo.get("columns"), dict):
        raise ValueError("metadata 'geo' is not as GeoParquet has it")  # noqa: TRY004 - of a file
    return geo


def _with_geometry(table: Table, geo: dict[str, Any]) -> Raw:
    name = geo.get("primary_column")
    facts = geo["columns"].get(name)
    if name not in table.column_names or not isinstance(facts, dict):
        raise Refused(f"no column {shown(name)}, expected it to hold the geometry")
    if facts.get("encoding") != "WKB":
        problem = f"geometry is encoded as {shown(facts.get('encoding'))}, expected WKB"
        raise Refused(problem, "save it with geometry_encoding='WKB'")
    others = [other for other in table.column_names if other not in geo["columns"]]
    shapes = [_shape(value) for value in table[name].to_pylist()]
    # GeoParquet: without "crs" it is CRS84, with null it is unknown.
    crs = _crs(facts["crs"]) if "crs" in facts else "OGC:CRS84"
    return Raw(_lists(table.select(others)), shapes, crs)


def _shape(wkb: Any) -> Any:
    if wkb is None:
        return None
    try:
        return shapely.force_2d(shapely.from_wkb(wkb))
    except (shapely.errors.ShapelyError, TypeError, ValueError) as error:
        return f"geometry cannot be read ({error})"


def _crs(projjson: Any) -> str:
    if not isinstance(projjson, dict):
        return ""
    code = projjson.get("id")
    if isinstance(code, dict) and code.get("authority") and code.get("code"):
        return f"{code['authority']}:{code['code']}"
    return from_wkt(json.dumps(projjson))  # PROJ reads either


def _lists(table: Table) -> dict[str, list[Any]]:
    return {name: table[name].to_pylist() for name in table.column_names}


def _at(names: Sequence[str], wanted: Sequence[str]) -> str:
    """Return the column that has one of the wanted names, in any case."""
    found = [name for name in names if name.lower() in wanted]
    if len(found) != 1:
        columns = ", ".join(map(shown, names[:20])) or "none"
        raise Refused(
            f"columns {columns}, expected one of {', '.join(wanted)}",
            "name the columns of longitude and latitude, in degrees, lon and lat",
        )
    return found[0]


def _with_points(columns: dict[str, list[Any]]) -> Raw:
    names = list(columns)
    lon, lat = columns.pop(_at(names, _LON)), columns.pop(_at(names, _LAT))
    check_count(len(lon), len(names))
    return Raw(columns, [_point(*pair) for pair in zip(lon, lat, strict=True)])


def _point(lon: Any, lat: Any) -> Any:
    values = []
    for name, value in (("lon", lon), ("lat", lat)):
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            values.append(float(value))
        except (TypeError, ValueError):
            return f"{name} {shown(value)}, expected degrees with a decimal point"
        if not math.isfinite(values[-1]):
            return f"{name} {shown(value)}, expected a finite number of degrees"
    return shapely.Point(*values)
