"""Names of first-level regions in many languages, and their native names, from Natural Earth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from briefing.gazetteer.folding import fold
from tools.gazetteer.divisions import natural_earth_units
from tools.geodata.native import COLUMNS, native_name
from tools.names.countries import NATURAL_EARTH
from tools.names.rows import Name

if TYPE_CHECKING:
    from tools.gazetteer.draft import Draft


def region_names(draft: Draft) -> Iterator[Name]:
    """Give the names of regions, of those that Natural Earth has a unit of their own for."""
    for code, unit in _units(draft).items():
        place = f"region:{code}"
        for column, tag in COLUMNS.items():
            text = unit[f"name_{column}"]
            if text and (" " in text or not text[0].islower()):  # "ługański": the noun is cut off
                yield Name(place, text, tag, "common", NATURAL_EARTH)
        native, tag = native_name(unit, code.partition("-")[0])
        if native:
            yield Name(place, native, tag, "native", NATURAL_EARTH)
        for text in (unit["name"], *unit["name_alt"].split("|")):
            if text.strip():
                yield Name(place, text.strip(), "", "variant", NATURAL_EARTH)


def _units(draft: Draft) -> dict[str, dict[str, Any]]:
    """Return ISO 3166-2 code → the unit whose names are those of the region.

    A region that was put together of units, or whose code the source had on another, has none.
    """
    by_code: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for unit in natural_earth_units():
        if f"region:{unit['iso_3166_2']}" in draft.entries:
            by_code[unit["iso_3166_2"]].append(unit)
    found = {}
    for code, units in sorted(by_code.items()):
        if len(units) > 1:
            wanted = fold(draft.entries[f"region:{code}"].name)
            alike = [unit for unit in units if fold(unit["source_name"]) == wanted]
        else:
            alike = units
        same = [unit for unit in alike if fold(unit["source_name"]) == fold(unit["name_en"])]
        if len(same) == 1:
            found[code] = same[0]
    return found
