"""Build the map layers of ``geodata/`` from pinned packages of the public registries.

    python -m tools.geodata.build             # download (once), build, write the catalogue
    python -m tools.geodata.build --check     # build again elsewhere and compare every hash

The same packages and library versions give the same bytes. The gazetteer has a tool of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import tomli_w

from tools.folders import ROOT
from tools.geodata.cities import CAPITALS, CITIES
from tools.geodata.coverage import COUNTRIES, REGIONS
from tools.geodata.layers import build_layers, expectations
from tools.geodata.shapes import build_shapes
from tools.geodata.waters import WATERS
from tools.sources import FOLDER_VARIABLE, pinned

if TYPE_CHECKING:
    import geopandas as gpd

GEODATA = ROOT / "geodata"
RETRIEVED = "2026-11-23"
REVIEWED = "2026-11"  # state of the files in geodata/curated
NATURAL_EARTH = "Made with Natural Earth"
GEONAMES = "Contains data from GeoNames (geonames.org), CC BY 4.0, changed"
OWN = "Written for this project"
UPSTREAM = {  # package: whose data it carries, its state
    COUNTRIES: (
        "Natural Earth 5.1.1, 1:10m admin-0 countries, German point of view",
        "2022-05-09",
    ),
    REGIONS: ("Natural Earth 5.1, 1:10m admin-1 states and provinces", "2022"),
    CITIES: ("GeoNames, cities of 500 and more inhabitants", "2026"),
    CAPITALS: ("GeoNames, feature codes of cities", "2023-03"),
    WATERS: ("Natural Earth, 1:50m lakes and rivers", "2026-08"),
}
NOTES: Mapping[str, tuple[tuple[str, ...], str]] = {
    # layer: (packages, what a user must know)
    "units_10m": (
        (REGIONS, COUNTRIES),
        "Countries without disputed areas, and disputed areas; simplified by 0.005 degree.",
    ),
    "units_50m": ((REGIONS, COUNTRIES), "The same, simplified by 0.05 degree, no islets."),
    "units_110m": ((REGIONS, COUNTRIES), "The same, simplified by 0.25 degree, no islets."),
    "labels": (
        (COUNTRIES, REGIONS),
        "Names in 26 languages, codes and label points of countries and disputed areas.",
    ),
    "disputed": (
        (REGIONS, COUNTRIES),
        "Outlines and reviewed facts; four lines are from Natural Earth 4.1, see SOURCES.md.",
    ),
    "regions": (
        (REGIONS, COUNTRIES),
        "First-level divisions; codes that end in ~ are made up by Natural Earth, not ISO 3166-2.",
    ),
    "cities": (
        (CITIES, CAPITALS, REGIONS),
        "Cities of 15,000 and more inhabitants, capitals, seats of regions; other names by script.",
    ),
    "land": ((REGIONS, COUNTRIES), "Union of units_50m."),
    "ocean": ((REGIONS, COUNTRIES), "The rest of the world: seas and the Caspian."),
    "lakes": (
        (WATERS, "water_places.csv"),
        "Lakes at 1:50 million; places holds the ids of the gazetteer.",
    ),
    "rivers": (
        (WATERS, "water_places.csv"),
        "River centre lines at 1:50 million; places holds the ids of the gazetteer.",
    ),
    "seas": (
        (REGIONS, COUNTRIES, "sea_cutters.toml"),
        "Seas, straits and oceans as their column limits defines them; they overlap.",
    ),
    "chokepoints": (("chokepoints.csv",), "Straits, canals and capes that shipping must pass."),
    "physical": (
        (REGIONS, COUNTRIES, "physical_outlines.toml"),
        "Natural regions; an approximate outline is a sketch, islands are the land itself.",
    ),
    "areas": (
        (REGIONS, COUNTRIES, "area_parts.csv"),
        "Areas as their column definition defines them; where varies is true, others differ.",
    ),
    "historical": (
        (REGIONS, COUNTRIES, "area_parts.csv", "historical_states.csv"),
        "Former states, made of countries and regions of today; dates are half-open.",
    ),
    "facilities": (
        ("facilities.csv", "facility_uses.csv"),
        "Sites and seats of government, as points.",
    ),
}
# What the kit dissolves from a stored layer.
VIEWS = {
    "countries": ("units_10m", "Countries under the international worldview."),
    "countries_50m": ("units_50m", "Countries under the international worldview, 1:50 million."),
    "countries_110m": ("units_110m", "Countries under the international worldview, world map."),
}


def main() -> int:
    """Build, or check that building again gives the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Raw)
    parser.add_argument("--cache", type=Path, help="where the downloaded packages are kept")
    parser.add_argument("--check", action="store_true", help="compare with what is stored")
    arguments = parser.parse_args()
    if arguments.cache:
        os.environ[FOLDER_VARIABLE] = str(arguments.cache)
    layers = build_layers()
    layers |= build_shapes(layers)
    if arguments.check:
        with tempfile.TemporaryDirectory() as folder:
            _write(layers, Path(folder))
            return _compare(Path(folder), GEODATA)
    _write(layers, GEODATA)
    total = sum(path.stat().st_size for path in (GEODATA / "layers").glob("*.parquet"))
    print(f"{len(layers)} layers, {total / 1e6:.1f} MB, in {GEODATA / 'layers'}")
    return 0


class _Raw(argparse.RawDescriptionHelpFormatter):
    """Keep the examples of the description as they are."""


def _write(layers: Mapping[str, gpd.GeoDataFrame], folder: Path) -> None:
    (folder / "layers").mkdir(parents=True, exist_ok=True)
    entries: dict[str, Mapping[str, object]] = {}
    for name, layer in layers.items():
        path = folder / "layers" / f"{name}.parquet"
        layer.to_parquet(path, compression="zstd", compression_level=19, index=True)
        print(f"{name:16} {len(layer):6} rows {path.stat().st_size / 1e6:7.2f} MB")
        entries[name] = _entry(name, layer, path)
    entries |= {name: _view(name, layers) for name in VIEWS}
    text = "# Written by tools/geodata/build.py; one entry a layer.\n\n" + tomli_w.dumps(entries)
    (folder / "catalogue.toml").write_text(text, encoding="utf-8")


def _entry(name: str, layer: gpd.GeoDataFrame, path: Path) -> Mapping[str, object]:
    names, note = NOTES[name]
    return {
        "file": f"layers/{path.name}",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        **expectations(layer),
        "crs": "EPSG:4326",
        "key": "id",
        **_terms(names),
        "source": [_title(package) for package in names],
        "vintage": [UPSTREAM[name][1] if name in UPSTREAM else REVIEWED for name in names],
        "retrieved": RETRIEVED,
        "note": note,
    }


def _title(package: str) -> str:
    if package not in UPSTREAM:
        return f"geodata/curated/{package}: written for this project, each row with its source"
    entry = pinned()[package]
    registry = {"pypi": "PyPI"}.get(entry["registry"], entry["registry"])
    return f"{package} {entry['version']} ({registry}): {UPSTREAM[package][0]}"


def _view(name: str, layers: Mapping[str, gpd.GeoDataFrame]) -> Mapping[str, object]:
    stored, note = VIEWS[name]
    layer = layers[stored]
    rows = layer.country.nunique() + int(layer.country.isna().sum())
    return {"dissolved_from": stored, "rows": rows, "note": note}


def _terms(names: tuple[str, ...]) -> dict[str, object]:
    geonames = [GEONAMES] if {CITIES, CAPITALS} & set(names) else []
    natural = [NATURAL_EARTH] if {COUNTRIES, REGIONS, WATERS} & set(names) else []
    own = [] if natural or geonames else [OWN]
    licence = "CC BY 4.0" if geonames else "public domain" if natural else "as this project"
    return {"licence": licence, "attribution": "; ".join(natural + geonames + own)}


def _compare(built: Path, stored: Path) -> int:
    new = tomllib.loads((built / "catalogue.toml").read_text(encoding="utf-8"))
    old = tomllib.loads((stored / "catalogue.toml").read_text(encoding="utf-8"))
    different = sorted(name for name in new.keys() | old.keys() if new.get(name) != old.get(name))
    for name in different:
        print(f"layer {name!r}: built anew it differs from the catalogue", file=sys.stderr)
    print("all layers are as built" if not different else f"{len(different)} layers differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
