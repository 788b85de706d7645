"""Looking up places of the draft: by id, or by the name of a town."""

from __future__ import annotations

import sys
from collections import defaultdict

from briefing.gazetteer.folding import fold
from briefing.gazetteer.place import PlaceKind
from tools.gazetteer.draft import Draft, Entry


def city_named(draft: Draft, country: str, name: str) -> Entry | None:
    """Return the most populous city of a name in a country."""
    found = [entry for entry in cities_of(draft).get(country, ()) if fold(name) in entry.names]
    return max(found, key=lambda entry: (entry.names[fold(name)], entry.population), default=None)


_BY_COUNTRY: dict[int, dict[str, list[Entry]]] = {}


def cities_of(draft: Draft) -> dict[str, list[Entry]]:
    """Return country → its cities."""
    if id(draft) not in _BY_COUNTRY:
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in draft.entries.values():
            if entry.kind is PlaceKind.CITY and entry.country is not None:
                found[entry.country.id.partition(":")[2]].append(entry)
        _BY_COUNTRY[id(draft)] = found
    return _BY_COUNTRY[id(draft)]


def place_of(draft: Draft, text: str) -> Entry:
    """Return the place of an id, or of ``city:UA/Kyiv``: the largest town of that name."""
    entry = draft.entries.get(text)
    if entry is None and "/" in text:
        country, _, name = text.removeprefix("city:").partition("/")
        entry = city_named(draft, country, name)
    if entry is None:
        sys.exit(f"curated/languages: no place {text!r} in the gazetteer")
    return entry
