"""Tables of what was found: mentions as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

MENTION_COLUMNS = (
    "start",
    "end",
    "text",
    "kind",
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
    """Return mentions as a CSV table, in the order given."""
    stream = io.StringIO(newline="")
    writer = mention_writer(stream)
    writer.writeheader()
    writer.writerows(mentions)
    return stream.getvalue()
