"""Build ``geodata/gazetteer`` from the pinned source packages and the reviewed files.

    python -m tools.gazetteer.build [FOLDER]

The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from briefing.gazetteer.codes import PRIMARY
from briefing.gazetteer.folding import fold
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.place import PlaceKind
from tools.folders import GEODATA
from tools.gazetteer.binary import ordered, write
from tools.gazetteer.cities import add_cities, add_post_offices
from tools.gazetteer.countries import add_countries, add_missing_points, capital_names, neighbours
from tools.gazetteer.curated import (
    abbreviations,
    add_curated_names,
    add_curated_places,
    add_curated_towns,
    add_renamed,
    doubtful_names,
    drop_names,
    unwanted_names,
)
from tools.gazetteer.divisions import add_divisions
from tools.gazetteer.draft import Draft
from tools.gazetteer.languages import write_languages
from tools.gazetteer.words import common_words, given_names, surnames
from tools.names.build import collected, write_names

DEFAULT = GEODATA / "gazetteer"
EVERYDAY = 0.3  # weight from which a word is so common that no second name may look like it


def main(folder: Path) -> None:
    """Build all files and say what is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = Draft()
    add_countries(draft)
    countries = named(draft)
    words = {word: weight for word, weight in common_words().items() if word not in countries}
    for name, weights in {
        "common_words": words,
        "given_names": given_names(),
        "surnames": surnames(),
        "stop_names": dict.fromkeys(doubtful_names(), 1.0),
    }.items():
        write_words(folder / f"{name}.tsv", weights)
    units = add_divisions(draft)
    add_cities(draft, units)
    add_post_offices(draft, units)
    add_missing_points(draft)
    add_curated_places(draft)
    add_curated_towns(draft)
    add_curated_names(draft)
    add_renamed(draft)
    drop_names(draft)
    write_names(folder, collected(draft))
    everyday = frozenset(word for word, weight in words.items() if weight >= EVERYDAY)
    header = {
        "abbreviations": abbreviations(draft),
        "capitals": capitals(draft),
        "neighbours": neighbours(),
    }
    rows = {entry.id: row for row, entry in enumerate(ordered(draft))}
    write_languages(folder, draft, rows)
    write(folder, draft, draft.names(unwanted_names(), everyday), header)
    print((folder / "contents.json").read_text(encoding="utf-8"), Gazetteer.open(folder))


def named(draft: Draft) -> frozenset[str]:
    """Return the folded main names of all places so far."""
    return frozenset(
        name
        for entry in draft.entries.values()
        for name, flag in entry.names.items()
        if flag == PRIMARY
    )


def capitals(draft: Draft) -> dict[str, str]:
    """Return country → id of its capital, as GeoNames has it: by name, and among those by code."""
    wanted = {code: fold(name) for code, name in capital_names().items() if name}
    found: dict[str, tuple[tuple[bool, bool, int], str]] = {}
    for entry in draft.entries.values():
        if entry.kind is not PlaceKind.CITY or entry.country is None:
            continue
        code = entry.country.id.partition(":")[2]
        named = wanted.get(code) in entry.names
        if named or entry.feature == "PPLC":
            rank = (named, entry.feature == "PPLC", entry.population)
            found[code] = max(found.get(code, (rank, entry.id)), (rank, entry.id))
    return {code: place_id for code, (_, place_id) in sorted(found.items())}


def write_words(path: Path, weights: dict[str, float]) -> None:
    """Write words and weights, sorted, parted by a tabulator."""
    lines = (f"{word}\t{weight:.3f}\n" for word, weight in sorted(weights.items()))
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the gazetteer from its pinned sources.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT, help="where to")
    main(parser.parse_args().folder)
