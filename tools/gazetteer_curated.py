"""The reviewed files of ``geodata/curated`` that the gazetteer is built from."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from gazetteer_draft import Draft, Entry

from briefing.gazetteer import ALTERNATE, DEMONYM, METONYM, PRIMARY, WEAK
from briefing.places import PlaceKind

CURATED = Path(__file__).resolve().parent.parent / "geodata" / "curated"

# File → kind of its places. Each row: key, name, lon, lat, country, geonameid, names, demonyms,
# source; lists are parted by "|".
PLACE_TABLES = {
    "areas": PlaceKind.AREA,
    "seas": PlaceKind.SEA,
    "physical": PlaceKind.PHYSICAL,
    "historical": PlaceKind.HISTORICAL,
    "blocs_named": PlaceKind.BLOC,
    "organisations": PlaceKind.ORGANISATION,
    "facilities": PlaceKind.FACILITY,
}
STRENGTHS = {"primary": PRIMARY, "alternate": ALTERNATE, "weak": WEAK}


def read_table(name: str, *, source: str = "source") -> list[dict[str, str]]:
    """Return the rows of a reviewed CSV file; each must say where it is from, or why."""
    path = CURATED / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for number, row in enumerate(rows, start=1):
        if None in row.values() or None in row or not row.get(source):
            sys.exit(f"{path.name}: row {number} is incomplete or has no source: {row}")
    return rows


def add_curated_places(draft: Draft) -> None:
    """Add the places of the reviewed tables, with their names and demonyms."""
    for table, kind in PLACE_TABLES.items():
        for row in read_table(table):
            entry = draft.add(
                Entry(
                    id=f"{kind}:{row['key']}",
                    kind=kind,
                    name=row["name"],
                    lon=float(row["lon"] or "nan"),
                    lat=float(row["lat"] or "nan"),
                    geonameid=int(row["geonameid"] or 0),
                    country=draft.entries[f"country:{row['country']}"] if row["country"] else None,
                )
            )
            metonym = METONYM if row.get("metonym") == "yes" else 0
            for name in filter(None, (row["name"], *row["names"].split("|"))):
                entry.add_name(name, PRIMARY, metonym)
            for name in filter(None, row["demonyms"].split("|")):
                entry.add_name(name, PRIMARY, DEMONYM)


def add_curated_names(draft: Draft) -> None:
    """Add reviewed names and demonyms to places that are there already."""
    for row in read_table("names"):
        entry = _place(draft, row, "names")
        if row["strength"] == "display":
            entry.name = row["name"]
        entry.add_name(row["name"], STRENGTHS.get(row["strength"], PRIMARY))
    for row in read_table("demonyms"):
        _place(draft, row, "demonyms").add_name(row["name"], PRIMARY, DEMONYM)


def drop_names(draft: Draft) -> None:
    """Take names away that sources give to a place and that texts use for something else."""
    for row in read_table("dropped_names"):
        entry = _place(draft, row, "dropped_names")
        if entry.names.pop(row["name"], None) is None:
            sys.exit(f"dropped_names.csv: {row['place']} has no name {row['name']!r}")


def unwanted_names() -> frozenset[str]:
    """Return the folded names that no region, district or city is found by."""
    return frozenset(row["name"] for row in read_table("stop_names") if row["action"] == "drop")


def doubtful_names() -> frozenset[str]:
    """Return the folded names that mostly mean something other than the place."""
    return frozenset(row["name"] for row in read_table("stop_names") if row["action"] == "doubt")


def abbreviations(draft: Draft) -> dict[str, str]:
    """Return abbreviation → id of its place; upper case and full stops count."""
    rows = read_table("abbreviations")
    return {row["text"]: _place(draft, row, "abbreviations").id for row in rows}


def _place(draft: Draft, row: dict[str, str], table: str) -> Entry:
    entry = draft.entries.get(row["place"])
    if entry is None:
        sys.exit(f"{table}.csv: no place {row['place']!r} in the gazetteer")
    return entry
