"""Where the data and the notebooks of this package lie, in a checkout and in a wheel."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
GEODATA_VARIABLE = "BRIEFING_GEODATA"


def geodata_dir() -> Path:
    """Find the folder of the map layers, the gazetteer and the reviewed data files.

    Returns
    -------
    folder
        What the environment variable ``BRIEFING_GEODATA`` names, if it is set; else
        ``geodata/`` of the installed package or of the checkout. The folder need not exist:
        who opens a file in it says which one is missing.
    """
    chosen = os.environ.get(GEODATA_VARIABLE)
    return Path(chosen) if chosen else _shipped("geodata")


def notebooks_dir() -> Path:
    """Find the folder of the notebooks that come with this package.

    Returns
    -------
    folder
        ``notebooks/`` of the installed package or of the checkout.
    """
    return _shipped("notebooks")


def installed_text(module: str, *parts: str) -> str | None:
    """Read a text file of an installed package, without importing the package.

    Parameters
    ----------
    module
        Dotted name of the package.
    parts
        Where the file is in its folder.

    Returns
    -------
    text
        None if there is no such file.
    """
    spec = find_spec(module)
    for folder in spec.submodule_search_locations or () if spec else ():
        path = Path(folder, *parts)
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return None


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
