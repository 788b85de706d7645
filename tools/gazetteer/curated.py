"""The reviewed files of ``geodata/curated`` that the gazetteer is built from."""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from briefing.facts.leaders import person_names
from briefing.gazetteer.codes import ALTERNATE, DEMONYM, METONYM, PRIMARY, WEAK
from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import PlaceKind
from tools.folders import CURATED
from tools.gazetteer.draft import Draft, Entry

# File → kind of its places (towns.csv is apart). Each row: key, name, lon, lat, country,
# geonameid, names, demonyms, source; lists are parted by "|".
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
    return read_rows(CURATED / f"{name}.csv", source=source)


def read_rows(path: Path, *, source: str = "source") -> list[dict[str, str]]:
    """Return the rows of a reviewed CSV file, wherever it is."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for number, row in enumerate(rows, start=1):
        if None in row.values() or None in row or not row.get(source):
            sys.exit(f"{path.name}: row {number} is incomplete or has no source: {row}")
    return rows


def add_curated_places(draft: Draft) -> None:
    """Add the places of the reviewed tables, with their names and demonyms."""
    plain = {row["word"] for row in read_table("common_words")} | _stopped("river")
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
            river = row["name"].removesuffix(" River").removeprefix("River ")
            if river != row["name"] and fold(river) not in plain and kind is PlaceKind.PHYSICAL:
                entry.add_name(river, ALTERNATE)  # "the Potomac", "the Tay"
            for name in filter(None, row["demonyms"].split("|")):
                entry.add_name(name, PRIMARY, DEMONYM)


def add_curated_towns(draft: Draft) -> None:
    """Add reviewed towns that GeoNames' cities lack: their ids hold a key, not a number."""
    for row in read_table("towns"):
        entry = draft.add(
            Entry(
                id=f"{PlaceKind.CITY}:{row['key']}",
                kind=PlaceKind.CITY,
                name=row["name"],
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                population=int(row["population"] or 0),
                country=draft.entries[f"country:{row['country']}"],
                region=draft.entries[f"region:{row['region']}"] if row["region"] else None,
                feature="PPL",
            )
        )
        for name in filter(None, (row["name"], *row["names"].split("|"))):
            entry.add_name(name, PRIMARY)


def add_curated_names(draft: Draft) -> None:
    """Add reviewed names and demonyms to places that are there already."""
    for row in read_table("names"):
        entry = _place(draft, row, "names")
        if row["strength"] == "display":
            entry.name = row["name"]
        entry.add_name(row["name"], STRENGTHS.get(row["strength"], PRIMARY))
    for row in read_table("demonyms"):
        _place(draft, row, "demonyms").add_name(row["name"], PRIMARY, DEMONYM)


def add_renamed(draft: Draft) -> None:
    """Add former English names to the places that are called otherwise now.

    What is the main name of another place ("Gold Coast", a historical state) is left to that.
    A country's former names are as good as its present one; those of other places are second
    names: "Gorky" is a writer before it is a city.
    """
    rows = [row for row in read_table("renamed") if row["language"] == "en"]
    wanted = {fold(row["name"]) for row in rows}
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for entry in draft.entries.values():
        for name in wanted & entry.names.keys():
            if entry.names[name] == PRIMARY:
                owners[name].add(entry.id)
    for row in rows:
        entry = _place(draft, row, "renamed")
        is_taken = bool(owners[fold(row["name"])] - {entry.id})
        if row["kind"] in {"former", "common", "variant"} and not is_taken:
            strength = PRIMARY if entry.kind is PlaceKind.COUNTRY else ALTERNATE
            entry.add_name(row["name"], strength)


def drop_names(draft: Draft) -> None:
    """Take names away that sources give to a place and that texts use for something else."""
    for row in read_table("dropped_names"):
        entry = _place(draft, row, "dropped_names")
        if entry.names.pop(row["name"], None) is None:
            sys.exit(f"dropped_names.csv: {row['place']} has no name {row['name']!r}")


def _stopped(action: str) -> frozenset[str]:
    """Return the folded names that the reviewed list has an action for.

    ``drop``: found as no region, district or city; ``doubt``: mostly something else; ``river``:
    no river is found by it without the word.
    """
    return frozenset(row["name"] for row in read_table("stop_names") if row["action"] == action)


def unwanted_names() -> frozenset[str]:
    """Return the folded names that no region, district or city is found by."""
    return _stopped("drop")


def doubtful_names() -> frozenset[str]:
    """Return the folded names that mostly mean something other than the place, as leaders' do."""
    return _stopped("doubt") | person_names().unmistakable


def abbreviations(draft: Draft) -> dict[str, str]:
    """Return abbreviation → id of its place; upper case and full stops count."""
    rows = read_table("abbreviations")
    return {row["text"]: _place(draft, row, "abbreviations").id for row in rows}


def _place(draft: Draft, row: dict[str, str], table: str) -> Entry:
    entry = draft.entries.get(row["place"])
    if entry is None:
        sys.exit(f"{table}.csv: no place {row['place']!r} in the gazetteer")
    return entry
