"""Add a language to the built gazetteer from its reviewed lists alone.

    python -m tools.gazetteer.add_language CODE

Reads ``geodata/curated/languages/CODE`` and writes the files of the language beside the gazetteer,
without any outside source. ``tools/gazetteer/build.py`` does the same for all languages, with what
their ``[outside]`` asks for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from briefing.gazetteer.codes import KINDS, METONYM
from briefing.gazetteer.files import CONTENTS_FILE
from briefing.gazetteer.folding import fold
from briefing.gazetteer.index import Gazetteer
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.traits import listed_languages
from tools.gazetteer.binary import files_in
from tools.gazetteer.language_words import word_bits
from tools.gazetteer.lexicon import Bearer, Finder, Lexicon, write_lexicon


def main() -> None:
    """Read the lists, write the files."""
    parser = argparse.ArgumentParser(description="Add a language from its reviewed lists alone.")
    parser.add_argument("code", metavar="CODE", choices=listed_languages(), help="ISO 639-1")
    code = parser.parse_args().code
    gazetteer = Gazetteer.open()
    lexicon = Lexicon(code)
    lexicon.outside = None
    lexicon.add_reviewed(finder(gazetteer))
    write_lexicon(gazetteer.folder, lexicon, row_of(gazetteer), word_bits(lexicon))
    list_files(gazetteer.folder)
    print(f"{lexicon.traits.name}: {len(lexicon.names):,} names in {gazetteer.folder}")


def finder(gazetteer: Gazetteer) -> Finder:
    """Return what finds the places of the reviewed lists in a built gazetteer."""

    def find(text: str) -> Bearer:
        row = gazetteer.row(text)
        if row is None and "/" in text:
            country, _, name = text.removeprefix("city:").partition("/")
            row = city_named(gazetteer, country, name)
        if row is None:
            sys.exit(f"curated/languages: no place {text!r} in the gazetteer")
        return Bearer(gazetteer.id(row), is_metonym(gazetteer, row))

    return find


def city_named(gazetteer: Gazetteer, country: str, name: str) -> int | None:
    """Return the row of the most populous city of a name in a country."""
    found = [
        (flag, gazetteer.population[row], row)
        for row, flag in gazetteer.rows(fold(name))
        if KINDS[gazetteer.kind[row]] is PlaceKind.CITY and gazetteer.country_code(row) == country
    ]
    return max(found)[2] if found else None


def is_metonym(gazetteer: Gazetteer, row: int) -> bool:
    """Tell whether a name of a place stands for a government."""
    return any(
        flag & METONYM
        for name in gazetteer.names(gazetteer.id(row))
        for other, flag in gazetteer.rows(name)
        if other == row
    )


def row_of(gazetteer: Gazetteer) -> Callable[[str], int]:
    """Return what gives the row of a place that the gazetteer has."""
    return lambda place_id: gazetteer.row(place_id) or 0


def list_files(folder: Path) -> None:
    """Enter the files of a gazetteer into its table of contents."""
    path = folder / CONTENTS_FILE
    contents = json.loads(path.read_bytes()) | {"files": files_in(folder)}
    path.write_text(json.dumps(contents, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
