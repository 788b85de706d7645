"""Names of places and the two files that have them, with their languages, kinds and dates.

``geodata/gazetteer/place_names.parquet`` (built by ``tools/names/build.py``) has all names, tagged
with language and kind. ``geodata/curated/renamed.csv`` has those with dates, reviewed by hand.

Dates are ISO 8601 of a year, a month or a day. A day is exact: ``from`` is the first day of a
name, ``to`` the first on which it is no longer the name. A year or month says that the change fell
into it: the name may hold from its beginning, and until its end.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, GazetteerError
from briefing.facts.curated import Row, read_rows, refuse_if
from briefing.facts.stays import Stay
from briefing.gazetteer.files import REMEDY

if TYPE_CHECKING:
    import pyarrow as pa

FILE = "place_names.parquet"
RENAMED_COLUMNS = ["place", "name", "language", "kind", "from", "to", "source"]
KINDS = (
    "common",
    "official",
    "native",
    "former",
    "abbreviation",
    "demonym",
    "adjective",
    "metonym",
    "variant",
)
"""What a name is: ``common``, in use in its language; ``official``, the long form of a state or
what an authority prescribes; ``native``, in an official language of the place, or local by the
word of the source; ``former``; ``abbreviation``; ``demonym`` and ``adjective``; ``metonym``, what
stands for a government; ``variant``, another name or spelling, the source does not say which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName:
    """A name of a place.

    Attributes
    ----------
    place
        Place id.
    text
        The name.
    language
        BCP 47 (``uk``, ``zh-Hant``, ``ar-Latn``: Arabic in Latin letters); empty where the source
        does not say.
    script
        ISO 15924 (``Latn``, ``Cyrl``), ``Zyyy`` where mixed or not known.
    kind
        One of `KINDS`.
    start, end
        ISO 8601 date, month or year; empty where open or not known.
    source
        Who says so.
    """

    place: str
    text: str
    language: str
    kind: str
    source: str
    script: str = ""
    start: str = ""
    end: str = ""

    def holds(self, day: dt.date) -> bool:
        """Tell whether this may be the name on a day; a former name of no known end never does."""
        if self.kind == "former" and not self.end:
            return False
        return Stay.dated(self.start, self.end).holds(day)


def renamed() -> dict[str, tuple[PlaceName, ...]]:
    """Give the reviewed names with dates, by place id, in the order of the file.

    Raises
    ------
    CuratedDataError
        If the file is missing or a row breaks its contract.
    """
    return _read(geodata_dir() / "curated" / "renamed.csv")


def table_rows(place_id: str) -> tuple[PlaceName, ...]:
    """Give the names of a place that the table has, by language and kind.

    Raises
    ------
    GazetteerError
        If the table is missing or damaged.
    """
    path = geodata_dir() / "gazetteer" / FILE
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise GazetteerError(f"names {FILE!r}", f"missing ({error.strerror})", REMEDY) from None
    return _rows_of(path, stamp, place_id)


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of names, and the rows of each place: first, and one after the last."""

    rows: pa.Table
    spans: dict[str, tuple[int, int]]


@lru_cache(maxsize=4096)
def _rows_of(path: Path, stamp: int, place_id: str) -> tuple[PlaceName, ...]:
    table = _table(path, stamp)
    first, end = table.spans.get(place_id, (0, 0))
    rows = table.rows.slice(first, end - first).to_pylist()
    return tuple(PlaceName(start=row.pop("from"), end=row.pop("to"), **row) for row in rows)


@lru_cache(maxsize=2)
def _table(path: Path, stamp: int) -> _Table:
    del stamp  # part of the key alone: a file that was replaced is read anew
    import pyarrow as pa  # noqa: PLC0415 - slow to import, and English names do without
    import pyarrow.compute as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        rows = pq.read_table(path, memory_map=True)
        runs = pc.run_end_encode(rows["place"].combine_chunks())
    except (pa.ArrowException, OSError, KeyError) as error:
        raise GazetteerError(f"names {FILE!r}", f"unreadable ({error})", REMEDY) from error
    ends = runs.run_ends.to_pylist()
    places = runs.values.to_pylist()
    return _Table(rows, dict(zip(places, zip([0, *ends], ends, strict=False), strict=True)))


@cache
def _read(path: Path) -> dict[str, tuple[PlaceName, ...]]:
    what, rows = read_rows(path, RENAMED_COLUMNS)
    found: dict[str, tuple[PlaceName, ...]] = {}
    for number, row in rows:
        name = _renamed_row(row, f"{what} line {number}")
        found[name.place] = (*found.get(name.place, ()), name)
    return found


def _renamed_row(row: Row, what: str) -> PlaceName:
    try:
        stay = Stay.dated(row["from"], row["to"])
    except (TypeError, ValueError) as error:
        raise CuratedDataError(
            what, f"found a wrong date ({error}), expected YYYY, YYYY-MM or YYYY-MM-DD"
        ) from error
    problems = {
        "place, name or language is empty": not (row["place"] and row["name"] and row["language"]),
        "kind is none of " + ", ".join(KINDS): row["kind"] not in KINDS,
        "has no date": stay == Stay(),
        "'to' is not after 'from'": stay.end is not None and stay.end <= stay.begin,
        "source is empty": not row["source"],
        "there are more fields than columns": None in row,
    }
    refuse_if(problems, what)
    return PlaceName(
        place=row["place"],
        text=row["name"],
        language=row["language"],
        kind=row["kind"],
        source=row["source"],
        start=row["from"],
        end=row["to"],
    )
