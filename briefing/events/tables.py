"""The reviewed files of this stage, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError


def read_table(name: str) -> Mapping[str, Any]:
    """Read a file of ``geodata/curated/events/``.

    Raises
    ------
    CuratedDataError
        If it is missing or no TOML.
    """
    return _table(geodata_dir() / "curated" / "events" / name)


@cache
def _table(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CuratedDataError(
            f"file {path.name!r}", f"cannot be read ({error})", "install the package again"
        ) from error
