"""GeoPackage (OGC 12-128), read as the SQLite database that it is, out of memory.

The database comes from outside. It is never opened as a file, so that no journal or attached
database is looked for; its own functions and views are not trusted; nothing is written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.errors import ShapelyError

from briefing.adding.raw import MOST_ROWS, Raw, Refused, check_count

_WRITE_VERSION, _READ_VERSION = 18, 19  # bytes of the header; 2 is "write-ahead log"
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes
_TABLES = """
    SELECT c.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.definition
    FROM gpkg_contents c
    JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
    JOIN sqlite_master m ON m.name = c.table_name AND m.type = 'table'
    WHERE c.data_type = 'features' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
"""


def read(raw: bytes) -> Raw:
    """Read the only feature table of a GeoPackage.

    Raises
    ------
    Refused
        If it is damaged, or has none or several.
    """
    connection = sqlite3.connect(":memory:")
    try:
        return _read(connection, raw)
    except (sqlite3.Error, MemoryError, OverflowError) as error:
        raise Refused(
            f"cannot be read as a GeoPackage ({error})", "it may be cut short or damaged"
        ) from None
    finally:
        connection.close()


def _read(connection: sqlite3.Connection, raw: bytes) -> Raw:
    database = bytearray(raw)
    database[_WRITE_VERSION] = database[_READ_VERSION] = 1  # no log beside it, nor any wanted
    connection.deserialize(bytes(database))
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        connection.execute(f"PRAGMA {pragma}")
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise Refused(f"is a damaged database ({verdict}), expected a GeoPackage")
    tables = connection.execute(_TABLES).fetchmany(20)
    if len(tables) != 1:
        listed = ", ".join(sorted(str(table[0]) for table in tables)) or "none"
        raise Refused(
            f"feature tables: {listed}, expected one", "save the one that is wanted by itself"
        )
    table, geometry, organisation, code, definition = tables[0]
    cursor = connection.execute(f"SELECT * FROM {_quoted(table)} LIMIT {MOST_ROWS + 1}")  # noqa: S608 - quoted
    names = [column[0] for column in cursor.description]
    if geometry not in names:
        raise Refused(f"no column {geometry!r}, expected it to hold the geometry")
    rows = cursor.fetchall()
    check_count(len(rows), len(names) - 1)
    at = names.index(geometry)
    columns = {name: [row[n] for row in rows] for n, name in enumerate(names) if n != at}
    return Raw(columns, [_shape(row[at]) for row in rows], _crs(organisation, code, definition))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _crs(organisation: Any, code: Any, definition: Any) -> str:
    if str(organisation).upper() in {"EPSG", "ESRI", "OGC"} and isinstance(code, int):
        return f"{str(organisation).upper()}:{code}"
    return from_wkt(definition) if isinstance(definition, str) else ""


def from_wkt(definition: str) -> str:
    """Return the code of a CRS that is written out; empty if it has none.

    What is written out may name files (grids of shifts); a code names only what PROJ has.
    """
    from pyproj import CRS  # noqa: PLC0415 - few files write their CRS out
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        found: Sequence[str] | None = CRS.from_wkt(definition).to_authority()
    except CRSError:
        return ""
    return ":".join(found) if found else ""


def _shape(blob: Any) -> Any:
    """Read a geometry of a GeoPackage: a header, then well-known binary."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        return "geometry cannot be read (no GeoPackage geometry)"
    flags = blob[3]
    envelope = _ENVELOPES.get((flags >> 1) & 7)
    if envelope is None or flags & 0x20:
        return "geometry cannot be read (an extension of the format)"
    if flags & 0x10:
        return None
    try:
        return shapely.force_2d(shapely.from_wkb(blob[8 + envelope :]))
    except (ShapelyError, ValueError) as error:
        return f"geometry cannot be read ({error})"
