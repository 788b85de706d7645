"""Files of the gazetteer: what is in them, and that they are whole.

``contents.json`` says how long each file is and what its SHA-256 is. ``names.bin`` and
``places.bin`` are columns of numbers behind a header in JSON, for the memory map.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from briefing.errors import GazetteerError

VERSION = 2
"""Version of the file format; a gazetteer of another version is refused."""

MAGIC = b"BRIEFGAZ"
TRIE_FILE, NAMES_FILE, PLACES_FILE = "names.marisa", "names.bin", "places.bin"
CONTENTS_FILE = "contents.json"
PREFIX = struct.Struct("<8sII")  # magic, version, length of the header in bytes
REMEDY = "reinstall the package or run make geodata"


def check_lengths(folder: Path) -> None:
    """Compare the length of every file with what ``contents.json`` says.

    Raises
    ------
    GazetteerError
        If a file is missing or of another length.
    """
    for name, entry in contents_of(folder)["files"].items():
        if _size(folder / name) != entry["bytes"]:
            refuse(name, f"{_size(folder / name)} bytes, expected {entry['bytes']}")


def check_sums(folder: Path) -> None:
    """Compare every file with its checksum.

    Raises
    ------
    GazetteerError
        If a file is not the one that ``contents.json`` describes.
    """
    for name, entry in contents_of(folder)["files"].items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != entry["sha256"]:
            refuse(name, f"SHA-256 is {found[:12]}..., expected {entry['sha256'][:12]}...")


def mapped(path: Path) -> tuple[mmap.mmap, dict[str, Any]]:
    """Map a file of columns into memory; return it and its header."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, length = PREFIX.unpack_from(data)
    except (OSError, ValueError, struct.error) as error:
        refuse(path.name, f"unreadable ({error}), expected columns of numbers")
    if magic != MAGIC:
        refuse(path.name, f"begins with {magic!r}, expected {MAGIC!r}")
    if version != VERSION:
        refuse(path.name, f"version {version}, expected {VERSION}")
    try:
        header: dict[str, Any] = json.loads(data[PREFIX.size : PREFIX.size + length])
    except ValueError:
        refuse(path.name, "unreadable header, expected a JSON document")
    return data, header


def columns(data: mmap.mmap, header: dict[str, Any]) -> dict[str, memoryview]:
    """Return the columns of a mapped file, by name; they share its memory."""
    return {
        name: memoryview(data)[start : start + count * struct.calcsize(code)].cast(code)
        for name, (code, start, count) in header["sections"].items()
    }


@cache
def word_list(path: Path) -> Mapping[str, float]:
    """Read a list of folded words with their weights."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        refuse(path.name, "missing, expected a list of words")
    parts = text.replace("\n", "\t").split("\t")  # far quicker than line by line
    return MappingProxyType(dict(zip(parts[:-1:2], map(float, parts[1::2]), strict=True)))


def contents_of(folder: Path) -> dict[str, Any]:
    """Read what files there are, and the credit line."""
    try:
        contents: dict[str, Any] = json.loads((folder / CONTENTS_FILE).read_bytes())
    except (OSError, ValueError) as error:
        refuse(CONTENTS_FILE, f"unreadable ({type(error).__name__}), expected a list of files")
    if contents.get("version") != VERSION:
        refuse(CONTENTS_FILE, f"version {contents.get('version')}, expected {VERSION}")
    return contents


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        refuse(path.name, f"missing in {path.parent}")


def refuse(name: str, problem: str) -> NoReturn:
    """Refuse a file of the gazetteer."""
    raise GazetteerError(f"gazetteer {name!r}", problem, REMEDY)
