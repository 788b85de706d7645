"""Tables of what was found: mentions as CSV, and as GeoParquet."""

from __future__ import annotations

import csv
import io
import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    Write = Callable[[Mapping[str, Any]], None]

ROW_GROUP = 20_000  # mentions that are held before they are written

MENTION_COLUMNS = (
    "start",
    "end",
    "text",
    "kind",
    "qualifier",
    "within",
    "place",
    "place_kind",
    "name",
    "lat",
    "lon",
    "country",
    "admin1",
    "geonameid",
    "confidence",
    "reason",
)


def mention_writer(stream: TextIO, *, leading: Sequence[str] = ()) -> csv.DictWriter[str]:
    """Return a writer of mentions as CSV, one a row.

    It takes the records of `Links.to_records`; what they hold beyond the columns is left out.

    Parameters
    ----------
    stream
        Opened with ``newline=""``.
    leading
        Columns to put before the usual ones.
    """
    columns = (*leading, *MENTION_COLUMNS)
    return csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")


def mentions_csv(mentions: Iterable[Mapping[str, Any]]) -> str:
    """Return mentions as a CSV table, in the order given; their ``id`` leads if they have one."""
    stream = io.StringIO(newline="")
    rows = list(mentions)
    writer = mention_writer(stream, leading=("id",) if any("id" in row for row in rows) else ())
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@contextmanager
def mention_parquet(stream: BinaryIO) -> Iterator[Write]:
    """Give a function that writes the records of `Links.to_records` as GeoParquet.

    One row a mention: ``id`` of the article, the usual columns, and ``geometry``, a point in
    EPSG:4326 (longitude first; null where there is none). Rows are written in groups, so that
    any number of articles can follow one another.

    Parameters
    ----------
    stream
        Opened for writing bytes; the file is complete when the context ends without an error.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow to import, and only this format needs it

    schema = _schema()
    waiting: list[dict[str, Any]] = []
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:

        def flush() -> None:
            writer.write_table(_table(waiting, schema))
            waiting.clear()

        def write(record: Mapping[str, Any]) -> None:
            waiting.extend({"id": record["id"], **mention} for mention in record["mentions"])
            if len(waiting) >= ROW_GROUP:
                flush()

        yield write
        if waiting:
            flush()


def _schema() -> pa.Schema:
    """Return the columns and, as GeoParquet 1.1 wants it, what the geometry is."""
    import pyarrow as pa  # noqa: PLC0415
    from pyproj import CRS  # noqa: PLC0415

    numbers = {
        "start": pa.int64(),
        "end": pa.int64(),
        "lat": pa.float64(),
        "lon": pa.float64(),
        "geonameid": pa.int64(),
        "confidence": pa.float64(),
    }
    columns = [(name, numbers.get(name, pa.string())) for name in ("id", *MENTION_COLUMNS)]
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["Point"],
                "crs": CRS.from_epsg(4326).to_json_dict(),
            }
        },
    }
    return pa.schema([*columns, ("geometry", pa.binary())]).with_metadata({"geo": json.dumps(geo)})


def _table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    columns = {name: [row[name] for row in rows] for name in ("id", *MENTION_COLUMNS)}
    columns["geometry"] = [_point(row["lon"], row["lat"]) for row in rows]
    return pa.table(columns, schema=schema)


def _point(lon: float | None, lat: float | None) -> bytes | None:
    """Return a point as well-known binary, little-endian."""
    return None if lon is None or lat is None else struct.pack("<BIdd", 1, 1, lon, lat)
