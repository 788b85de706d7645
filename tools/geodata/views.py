"""Check the owners that reviewed rows take from Natural Earth against its columns.

Natural Earth 5.1.1 says in ``ADM0_A3_xx`` which country a state counts a unit to, and in
``FCLASS_xx`` how it classes it. A row of ``worldview_owners.csv`` that names such a column must
agree with it; the build stops where one does not.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tools.folders import CURATED

if TYPE_CHECKING:
    import geopandas as gpd

# Disputed area → Natural Earth's unit of it.
UNITS = {
    "kosovo": "KOS", "taiwan": "TWN", "western-sahara": "SAH", "western-sahara-east": "SAH",
    "falkland-islands": "FLK", "south-georgia": "SGS", "spratly-islands": "PGA",
    "guantanamo-bay": "USG", "isla-brasilera": "BRI",
}  # fmt: skip
VIEWS = {"KR": "KO"}  # Natural Earth's own codes of views
COLUMN = re.compile(
    r"Natural Earth 5\.1\.1, (?P<column>(?:ADM0_A3|FCLASS)_(?P<view>[A-Z]{2}))"
    r"(?: of (?P<regions>[A-Z0-9-]+(?: and [A-Z0-9-]+)*))?(?:: (?P<value>[^;]+))?(?:;|$)"
)


def check_owners(countries: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> int:
    """Compare every row that names a column of Natural Earth with the column.

    Returns
    -------
    checked
        How many rows there are.

    Raises
    ------
    SystemExit
        If a row disagrees; the message names them all.
    """
    with (CURATED / "worldview_owners.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "Natural Earth" in row["source"]]
    wrong = [problem for row in rows for problem in _problems(row, countries, regions)]
    if wrong:
        raise SystemExit("worldview_owners.csv: " + "; ".join(wrong))
    return len(rows)


def _problems(
    row: dict[str, str], countries: gpd.GeoDataFrame, regions: gpd.GeoDataFrame
) -> Iterator[str]:
    named = COLUMN.match(row["source"])
    cell = f"{row['view']} {row['area']}"
    if not named or named["view"] != VIEWS.get(row["view"], row["view"]):
        yield f"{cell}: source {row['source']!r} names no column of this view"
        return
    if named["regions"]:
        rows = regions[regions.source_code.isin(named["regions"].split(" and "))]
        wanted = {named["value"]}
    else:
        rows = countries[countries.ADM0_A3.eq(UNITS[row["area"]])]
        wanted = {named["value"]} if named["value"] else _units_of(row["owner"], countries)
    found = set(rows[named["column"]]) if named["column"] in rows else set()
    if not found or not found <= wanted:
        yield f"{cell}: {named['column']} is {sorted(found)}, the row has {sorted(wanted)}"


def _units_of(owner: str, countries: gpd.GeoDataFrame) -> set[str]:
    """Return the codes that Natural Earth gives a country."""
    return set(countries[countries.owner == owner].ADM0_A3)
