"""User layers: an analyst's own places, kept beside the package and never inside it.

A layer is two files in one folder: ``NAME.toml``, which says what it is, and a GeoParquet named
by the layer and its SHA-256. The TOML file is written last and by renaming, so that a layer is
there whole or not at all. `briefing.adding.add` makes them; this module reads and removes them.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.errors import CorruptLayerError, OutputError, UnknownLayerError
from briefing.folder import sha256_of

if TYPE_CHECKING:
    import geopandas as gpd

FOLDER_VARIABLE = "BRIEFING_LAYERS"
PREFIX = "user:"
"""What the name of a user layer begins with where a layer is asked for: ``user:ports``."""

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HASH = re.compile(r"[0-9a-f]{64}")
_REMEDY = "add the file again with --force, or remove the layer: briefing layers remove"
_TEXTS = ("key", "source", "source_sha256", "sha256", "attribution", "licence", "added")


@dataclass(frozen=True, slots=True, kw_only=True)
class UserLayer:
    """What is known of a user layer.

    Attributes
    ----------
    name
        Without the prefix ``user:``.
    key
        Column of the source whose values are the keys of the place ids.
    names
        Columns of the source that the names of the places come from.
    rows
        Number of features.
    source, source_sha256
        Name and SHA-256 of the file that it was made from.
    sha256
        Of its GeoParquet.
    attribution, licence
        The credit line that maps of it carry, and its terms; may be empty.
    added
        ISO date on which it was added.
    """

    name: str
    key: str
    names: tuple[str, ...]
    rows: int
    source: str
    source_sha256: str
    sha256: str
    attribution: str
    licence: str
    added: str

    @property
    def path(self) -> Path:
        """The GeoParquet. Its name is made here: nothing in the TOML file is followed."""
        return layers_dir() / f"{self.name}-{self.sha256[:12]}.parquet"


def layers_dir() -> Path:
    """Find the folder of the user layers; it need not exist.

    Returns
    -------
    folder
        What the environment variable ``BRIEFING_LAYERS`` names, if it is set; else ``layers/``
        in the place where the system keeps the data of a user's programs.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else _default_dir()


@cache
def _default_dir() -> Path:
    import platformdirs  # noqa: PLC0415 - not needed where the variable is set

    return platformdirs.user_data_path("briefing", appauthor=False) / "layers"


def state() -> tuple[str, int]:
    """Return what changes when a user layer is added or removed; cheap."""
    folder = layers_dir()
    try:
        return str(folder), folder.stat().st_mtime_ns
    except OSError:
        return "", 0


def user_layers(folder: Path | None = None) -> tuple[UserLayer, ...]:
    """List the user layers, or those of another folder, in order of name.

    Raises
    ------
    CorruptLayerError
        If one cannot be read.
    """
    try:
        files = sorted((folder or layers_dir()).glob("*.toml"))
    except OSError:  # a folder that may not be read has no layers for this user
        return ()
    return tuple(_read(path) for path in files if NAME.fullmatch(path.stem))


def user_layer(name: str) -> UserLayer:
    """Look a user layer up, with or without the prefix ``user:``.

    Raises
    ------
    UnknownLayerError
        If there is none of this name.
    CorruptLayerError
        If it cannot be read.
    """
    name = name.removeprefix(PREFIX)
    path = layers_dir() / f"{name}.toml"
    if NAME.fullmatch(name) and path.is_file():
        return _read(path)
    known = ", ".join(PREFIX + one.name for one in user_layers()) or "none yet"
    raise UnknownLayerError(
        f"layer {PREFIX + name!r}", f"not among the user layers ({known})", "see: briefing layers"
    )


def content(layer: UserLayer) -> bytes:
    """Read the GeoParquet of a user layer, verified.

    Raises
    ------
    CorruptLayerError
        If the file is missing or is not the one that was made when the layer was added.
    """
    what = f"layer {PREFIX + layer.name!r}"
    try:
        raw = layer.path.read_bytes()
    except OSError as error:
        raise CorruptLayerError(
            what, f"{layer.path} is missing ({error.strerror})", _REMEDY
        ) from None
    found = hashlib.sha256(raw).hexdigest()
    if found != layer.sha256:
        problem = f"SHA-256 of {layer.path} is {found[:12]}..., expected {layer.sha256[:12]}..."
        raise CorruptLayerError(what, problem, _REMEDY)
    return raw


def features(name: str) -> gpd.GeoDataFrame:
    """Load the features of a user layer.

    Returns
    -------
    features
        A table of its own, indexed by place id (``user:<layer>/<key>``), EPSG:4326; columns
        ``name``, ``names`` (what the linker knows it by, with ``|`` between), ``lon``, ``lat`` (a
        point of the feature), ``country``, ``region`` (codes, where the whole of it lies in one),
        then those of the source; a column of the source of one of these names is ``source_NAME``.

    Raises
    ------
    UnknownLayerError, CorruptLayerError
    """
    one = user_layer(name)
    try:
        status = one.path.stat()
    except OSError:
        content(one)  # says what is the matter
        raise
    return _features(one, (status.st_size, status.st_mtime_ns)).copy()


def provenance(folder: Path | None = None) -> dict[str, dict[str, str]]:
    """Return what a result depends on: of each user layer its hash, credit line and terms."""
    return {
        layer.name: {
            "sha256": layer.sha256,
            "attribution": layer.attribution,
            "licence": layer.licence,
        }
        for layer in user_layers(folder)
    }


def remove(name: str) -> None:
    """Remove a user layer; its source is left alone.

    Raises
    ------
    UnknownLayerError
        If there is none of this name.
    OutputError
        If its files cannot be removed.
    """
    name = name.removeprefix(PREFIX)
    path = layers_dir() / f"{name}.toml"
    if not (NAME.fullmatch(name) and path.is_file()):
        user_layer(name)  # says which there are
    try:
        path.unlink()
        sweep(name)
        touch()
    except OSError as error:
        raise OutputError(f"layer {PREFIX + name!r}", f"cannot be removed: {error}") from error


def touch() -> None:
    """Mark the folder as changed; its own clock may be too slow to tell two changes apart."""
    folder = layers_dir()
    os.utime(folder, ns=(folder.stat().st_atime_ns, time.time_ns()))


def sweep(name: str, keep: Path | None = None) -> None:
    """Remove the tables of a layer that nothing names any more."""
    table = re.compile(re.escape(name) + r"-[0-9a-f]{12}\.parquet")
    for path in layers_dir().glob("*.parquet"):
        if table.fullmatch(path.name) and path != keep:
            path.unlink(missing_ok=True)


def dropped() -> tuple[Path, ...]:
    """List the files in the folder that look like map data and were not added as a layer yet."""
    known = {layer.source_sha256 for layer in user_layers()}
    try:
        files = [path for path in sorted(layers_dir().iterdir()) if _looks_dropped(path)]
    except OSError:
        return ()
    return tuple(path for path in files if _sha256(path) not in known)


def _looks_dropped(path: Path) -> bool:
    ours = re.fullmatch(r".+-[0-9a-f]{12}\.parquet", path.name)
    wanted = path.suffix.lower() in {
        ".geojson",
        ".json",
        ".gpkg",
        ".parquet",
        ".geoparquet",
        ".csv",
    }
    return bool(wanted and not ours and not path.name.startswith(".") and path.is_file())


def _sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError:  # gone, or not to be read
        return ""


def _read(path: Path) -> UserLayer:
    try:
        return _from_table(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = f"{path} cannot be read ({type(error).__name__}: {error})"
        raise CorruptLayerError(f"layer {PREFIX + path.stem!r}", problem, _REMEDY) from None


def _from_table(name: str, table: dict[str, Any]) -> UserLayer:
    texts = {key: table[key] for key in _TEXTS}
    names, rows = table["names"], table["rows"]
    if not all(isinstance(text, str) for text in (*texts.values(), *names)):
        raise TypeError("a value is no text, expected one")
    if not isinstance(rows, int) or not _HASH.fullmatch(texts["sha256"]):
        raise ValueError("'rows' is no number or 'sha256' no hash")
    return UserLayer(name=name, names=tuple(names), rows=rows, **texts)


@lru_cache(maxsize=8)
def _features(layer: UserLayer, stamp: tuple[int, int]) -> gpd.GeoDataFrame:
    del stamp  # part of the key alone: a file is verified anew when it was written to
    import geopandas as gpd  # noqa: PLC0415 - slow to import, and listing needs it not

    return gpd.read_parquet(BytesIO(content(layer)))
