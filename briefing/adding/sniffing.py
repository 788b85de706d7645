"""Sniffing: what a file is, by its content; its name says nothing."""

from __future__ import annotations

from typing import Literal

from briefing.adding.raw import Refused

Kind = Literal["geojson", "geopackage", "parquet", "csv"]

_EXPECTED = "expected GeoJSON, GeoPackage, GeoParquet, or CSV with columns lon and lat"
_REMEDY = "save it as one of these"
_OTHERS = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"fgb": "FlatGeobuf",
    b"\x00\x00\x27\x0a": "a shapefile",
    b"ARROW1": "an Arrow file",
    b"%PDF": "a PDF",
    b"<": "XML or HTML",
    b"[": "a JSON list",
}
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")


def kind_of(raw: bytes) -> Kind:
    """Tell what the content of a file is.

    Raises
    ------
    Refused
        If it is none of the kinds that are read.
    """
    if not raw.strip():
        raise Refused("is empty, " + _EXPECTED)
    if raw.startswith(b"PAR1"):
        return "parquet"
    if raw.startswith(b"SQLite format 3\0"):
        if raw[68:72] in _GEOPACKAGE:
            return "geopackage"
        raise Refused("is a SQLite database and no GeoPackage, " + _EXPECTED, _REMEDY)
    start = raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, what in _OTHERS.items():
        if raw.startswith(magic) or start.startswith(magic):
            raise Refused(f"is {what}, {_EXPECTED}", _REMEDY)
    if start.startswith(b"{"):
        return "geojson"
    if b"\0" in raw:
        raise Refused("is of an unknown binary kind, " + _EXPECTED, _REMEDY)
    return "csv"
