"""Names of places: what a place is called, in which language, since when and until when.

Two files say so. ``geodata/gazetteer/place_names.parquet`` (built by ``tools/place_names.py``) has
all names, tagged with language and kind. ``geodata/curated/renamed.csv`` has those with dates,
reviewed by hand; it is all that an English name needs, so that a brief in English never opens the
table.

Dates are ISO 8601 of a year, a month or a day. A day is exact: ``from`` is the first day of a
name, ``to`` the first on which it is no longer the name. A year or month says that the change fell
into it: the name may hold from its beginning, and until its end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, GazetteerError, ParameterError
from briefing.facts.asked import AsOf, asked_day, day_of
from briefing.facts.curated import read_rows, refuse_if
from briefing.gazetteer.index import REMEDY, gazetteer

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

_COMPARED = frozenset(("common", "former"))
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# Codes that are in use for the same languages, and regions that decide the script.
_SAME_LANGUAGE = {
    "iw": "he", "in": "id", "no": "nb", "tl": "fil", "zh-hk": "zh-hant", "zh-mo": "zh-hant",
    "zh-tw": "zh-hant",
}  # fmt: skip


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
        begun = not self.start or _first_day(self.start) <= day
        return begun and (not self.end or day < _end(self.end))


def names_of(
    place_id: str,
    *,
    language: str | None = None,
    kind: str | None = None,
    as_of: AsOf | None = None,
) -> tuple[PlaceName, ...]:
    """Give the names of a place.

    Parameters
    ----------
    place_id
        ``country:UA``; a place without other names than its English one has none here.
    language
        BCP 47; takes in what is more exact (``zh`` also ``zh-Hant``). Empty: the untagged names.
        None: all.
    kind
        One of `KINDS`; None: all.
    as_of
        Leave out the names that did not hold on this day (a date or ``YYYY-MM-DD``); None or
        empty: all.

    Returns
    -------
    names
        By language, then by kind; the name to show before others of its kind.

    Raises
    ------
    ParameterError
        If the kind is unknown, or the day is none.
    GazetteerError
        If the table of names is missing or damaged.

    Examples
    --------
    >>> [name.text for name in names_of("country:DE", language="de", kind="native")]
    ['Deutschland']
    """
    if kind is not None and kind not in KINDS:
        raise ParameterError(f"kind {kind!r}", "unknown, expected one of " + ", ".join(KINDS))
    day = asked_day(as_of)
    return tuple(
        name
        for name in _table_rows(place_id)
        if (language is None or _is_of(name.language, language))
        and (kind is None or name.kind == kind)
        and (day is None or name.holds(day))
    )


def display_name(place_id: str, *, language: str = "en", as_of: AsOf | None = None) -> str:
    """Give the name to show for a place, in a language, as of a day.

    Parameters
    ----------
    place_id
        A place of the gazetteer.
    language
        BCP 47. Where there is no name in it, the English one is given.
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).

    Raises
    ------
    ParameterError
        If the gazetteer has no such place, or the day is none.

    Examples
    --------
    >>> display_name("country:SZ", as_of="2017-05-01"), display_name("country:SZ")
    ('Swaziland', 'Eswatini')
    """
    place = gazetteer().by_id(place_id)
    if place is None:
        raise ParameterError(f"place {place_id!r}", "not in the gazetteer")
    return shown_name(place.id, place.name, language=language, as_of=as_of)


def shown_name(place_id: str, name: str, *, language: str = "en", as_of: AsOf | None = None) -> str:
    """Give the name to show for a place that has an English name already.

    As `display_name`, for any place: one that has no other names here keeps the one it has.
    """
    day = day_of(as_of)
    for tag in _lookup(language):
        if tag == "en":
            break
        rows = [one for one in _table_rows(place_id) if one.language.casefold() == tag]
        if found := _shown(rows, day):
            return found
    english = [one for one in renamed().get(place_id, ()) if one.language == "en"]
    return _shown(english, day) or name


def renamed() -> dict[str, tuple[PlaceName, ...]]:
    """Give the reviewed names with dates, by place id, in the order of the file.

    Raises
    ------
    CuratedDataError
        If the file is missing or a row breaks its contract.
    """
    return _read(geodata_dir() / "curated" / "renamed.csv")


def checked_tag(tag: str, what: str) -> str:
    """Return a language code that has the form of BCP 47, for a parameter of that name.

    Raises
    ------
    ParameterError
        If it has not; whether anything has names in the language is another question.
    """
    if not _TAG.fullmatch(tag):
        raise ParameterError(
            f"{what} {tag!r}", "no code of a language, expected one as de, zh-Hant"
        )
    return tag


# --- which name ------------------------------------------------------------------------------


def _shown(names: Iterable[PlaceName], day: dt.date) -> str:
    """Choose among names of one language: the dated one that came last, else the first."""
    holding = [name for name in names if name.kind in _COMPARED and name.holds(day)]
    dated = [name for name in holding if name.start or name.end]
    if dated:
        return max(dated, key=lambda name: name.start).text
    return holding[0].text if holding else ""


def _is_of(tag: str, wanted: str) -> bool:
    if not wanted:
        return not tag
    tag, wanted = tag.casefold(), _same(wanted.casefold())
    return tag == wanted or tag.startswith(wanted + "-")


def _lookup(language: str) -> Iterator[str]:
    """Give the tags to look for, from exact to general (RFC 4647, lookup)."""
    tag = _same(language.replace("_", "-").casefold())
    while tag:
        yield tag
        tag = _same(tag.rpartition("-")[0])


def _same(tag: str) -> str:
    return _SAME_LANGUAGE.get(tag, tag)


# --- dates -----------------------------------------------------------------------------------


@cache
def _first_day(text: str) -> dt.date:
    """Return the first day of a year, month or day; ValueError if the text is none."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part or 1) for part in match.groups())
    return dt.date(year, month, day)


@cache
def _end(text: str) -> dt.date:
    """Return the first day after a year or month; a day stands for itself."""
    first = _first_day(text)
    if len(text) == 4:
        return first.replace(year=first.year + 1)
    if len(text) == 7:
        return (first + dt.timedelta(days=31)).replace(day=1)
    return first


# --- the files -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of names, and the rows of each place: first, and one after the last."""

    rows: pa.Table
    spans: dict[str, tuple[int, int]]


def _table_rows(place_id: str) -> tuple[PlaceName, ...]:
    path = geodata_dir() / "gazetteer" / FILE
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise GazetteerError(f"names {FILE!r}", f"missing ({error.strerror})", REMEDY) from None
    return _rows_of(path, stamp, place_id)


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


def _renamed_row(row: dict[str, str], what: str) -> PlaceName:
    try:
        dates = [_first_day(row[key]) if row[key] else None for key in ("from", "to")]
    except (TypeError, ValueError) as error:
        raise CuratedDataError(
            what, f"found a wrong date ({error}), expected YYYY, YYYY-MM or YYYY-MM-DD"
        ) from error
    problems = {
        "place, name or language is empty": not (row["place"] and row["name"] and row["language"]),
        "kind is none of " + ", ".join(KINDS): row["kind"] not in KINDS,
        "has no date": not any(dates),
        "'to' is before 'from'": bool(dates[0] and dates[1] and dates[1] < dates[0]),
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
