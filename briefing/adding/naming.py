"""The keys and names of the places of a layer."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefing.adding.raw import Refused, shown
from briefing.gazetteer.folding import LONGEST_NAME, as_key
from briefing.gazetteer.index import Gazetteer

SHORTEST_NAME = 3  # letters
SEPARATOR = "|"
_KEY = re.compile(r"[\w.~:+@/()-]{1,100}")
_JOINERS = "\u200c\u200d"  # Persian and Indic words need them
_INTEGERS = range(-(2**63), 2**63)


def plain(value: Any) -> str | int | float | bool | None:
    """Return a value of a table as one that every format has; what is nested becomes JSON text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if value in _INTEGERS else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, default=str)
    return str(value).encode("utf-8", "replace").decode()  # no half of a pair of surrogates


def column(values: Sequence[Any]) -> list[Any]:
    """Return the values of a column, plain and of one type."""
    cleaned = [plain(value) for value in values]
    types = {type(value) for value in cleaned if value is not None}
    if types == {int, float}:
        return [None if value is None else float(value) for value in cleaned]
    return cleaned if len(types) <= 1 else [None if v is None else str(v) for v in cleaned]


def keys_of(columns: Mapping[str, Sequence[Any]], name: str) -> list[str]:
    """Return the key of each row as text; empty where there is none.

    Raises
    ------
    Refused
        If the column is not there.
    """
    return [_text(value) for value in _column(columns, name)]


def key_problems(keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the rows whose key is missing, there twice or unfit for a place id, with the reason."""
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        if not key:
            yield index, "no key"
        elif not _KEY.fullmatch(key):
            yield (
                index,
                f"key {shown(key)}, expected 1 to 100 letters, digits and . _ ~ : + @ / ( ) -",
            )
        elif first.setdefault(key, index) != index:
            yield index, f"key {shown(key)} is that of row {first[key] + 1}, too"


def names_of(columns: Mapping[str, Sequence[Any]], wanted: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the names of each row: the values of some columns, split at ``|``.

    Raises
    ------
    Refused
        If a column is not there.
    """
    chosen = [_column(columns, name) for name in wanted]
    return [
        tuple(
            dict.fromkeys(
                name
                for value in row
                for part in _text(value).split(SEPARATOR)
                if (name := " ".join(part.split()))
            )
        )
        for row in zip(*chosen, strict=True)
    ]


def objection(name: str, source: Gazetteer) -> tuple[str, bool]:
    """Say why a name cannot stand for a place in texts, and whether it may if the user insists.

    Returns
    -------
    reason
        Empty if nothing speaks against it.
    may_be_forced
        The linker then still asks the words around for more evidence than usual.
    """
    key = as_key(name).strip()
    letters = sum(character.isalnum() for character in key)
    for fails, reason in (
        (_unprintable(name), "holds characters that steer what is shown"),
        (letters < SHORTEST_NAME, f"is shorter than {SHORTEST_NAME} letters"),
        (len(key) > LONGEST_NAME, f"is longer than {LONGEST_NAME} characters"),
        (not name[0].isalpha(), "does not begin with a letter, which is where names are found"),
        (name[0].islower(), "does not begin with a capital letter, as names in a text do"),
    ):
        if fails:
            return reason, False
    if source.word_list("common_words").get(key, 0.0) > 0:
        return "is a common English word", True
    if key in source.word_list("stop_names"):
        return "mostly means something other than a place", True
    return "", False


def display_name(names: Sequence[str], key: str) -> str:
    """Return the first name, without what would steer how it is shown; the key if there is none."""
    for name in names:
        kept = "".join(character for character in name if not _unprintable(character)).strip()
        if kept:
            return kept
    return key


def _unprintable(text: str) -> bool:
    return any(unicodedata.category(c)[0] == "C" and c not in _JOINERS for c in text)


def _column(columns: Mapping[str, Sequence[Any]], name: str) -> Sequence[Any]:
    if name not in columns:
        known = ", ".join(map(shown, list(columns)[:20]))
        raise Refused(
            f"no column {shown(name)}, "
            + (f"expected one of {known}" if known else "nor any other")
        )
    return columns[name]


def _text(value: Any) -> str:
    """Return a value as text: 12.0 is 12, as tables write the same whole number either way."""
    found = plain(value)
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    text = "" if found is None else str(found)
    return unicodedata.normalize("NFC", text).strip()
