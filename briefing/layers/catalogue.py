"""Map layers: named, verified GeoParquet files, and the catalogue that describes them.

A layer is served only if its file is the one that ``geodata/catalogue.toml`` describes, byte for
byte. All layers are in EPSG:4326 and indexed by place id.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.data import geodata_dir
from briefing.errors import CorruptLayerError, MalformedLayerError, UnknownLayerError
from briefing.layers import userlayers
from briefing.layers.units import dissolve

if TYPE_CHECKING:
    import geopandas as gpd

_REMEDY = "install the package again, or rebuild with make geodata"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerEntry:
    """What the catalogue says of a layer.

    Attributes
    ----------
    name
        What `layer` is asked for.
    file
        Path below the geodata folder.
    sha256
        Of the file.
    rows
        Number of features.
    geometry
        Kinds of geometry that occur, as shapely names them.
    crs
        Always ``EPSG:4326``.
    key
        Name of the index, which holds place ids.
    licence, attribution
        Terms, and the credit line that every map of this layer must carry.
    source
        Packages and whose data they carry, one a source.
    vintage
        State of the data, one a source: a date, month or year.
    retrieved
        ISO date on which the sources were fetched.
    note
        What a user must know.
    dissolved_from
        The stored layer that this one is dissolved from, by its column ``country``; empty for a
        stored layer. File, hash and terms are those of the stored layer.
    """

    name: str
    file: str
    sha256: str
    rows: int
    geometry: tuple[str, ...]
    crs: str
    key: str
    licence: str
    attribution: str
    source: tuple[str, ...]
    vintage: tuple[str, ...]
    retrieved: str
    note: str = ""
    dissolved_from: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All layers, by name.

    Attributes
    ----------
    folder
        The geodata folder that the files lie below.
    entries
        One a layer, in order of name.
    sha256
        Of ``catalogue.toml``: names the state of all layers at once.
    """

    folder: Path
    entries: tuple[LayerEntry, ...]
    sha256: str
    _by_name: dict[str, LayerEntry] = field(repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the layers, sorted."""
        return tuple(entry.name for entry in self.entries)

    def __iter__(self) -> Iterator[LayerEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, name: str) -> LayerEntry:
        try:
            return self._by_name[name]
        except KeyError:
            known = ", ".join(self.names)
            raise UnknownLayerError(
                f"layer {name!r}", "not in the catalogue", f"choose one of {known}"
            ) from None


def catalogue() -> Catalogue:
    """Read the catalogue of the layers.

    Raises
    ------
    CorruptLayerError
        If the catalogue is missing or cannot be read.
    """
    folder = geodata_dir()
    path = folder / "catalogue.toml"
    return _catalogue(folder, _stamp(path, "catalogue of the layers"))


def catalogue_sha256() -> str:
    """Return the SHA-256 of the catalogue, which names the state of all layers at once."""
    return catalogue().sha256


def layer(name: str, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
    """Load a layer, verified against the catalogue.

    Parameters
    ----------
    name
        As the catalogue has it: ``countries``, ``regions``, ``cities``, ``disputed``, ...; or
        ``user:NAME`` for a layer of the user.
    columns
        The columns that are wanted besides the geometry; all of them by default.

    Returns
    -------
    features
        A table of its own, indexed by place id, EPSG:4326, rows in the order of the file.

    Raises
    ------
    UnknownLayerError
        If no layer has this name.
    CorruptLayerError
        If the file is missing or is not the one that the catalogue describes.
    MalformedLayerError
        If CRS, ids, rows, columns or kinds of geometry are not what the catalogue promises.
    """
    features = userlayers.features(name) if name.startswith(userlayers.PREFIX) else _shipped(name)
    missing = sorted(set(columns or ()) - set(features.columns))
    if missing:
        raise MalformedLayerError(
            f"layer {name!r}",
            f"no column {', '.join(missing)}, expected some of {', '.join(features.columns)}",
        )
    return features if columns is None else features[[*columns, "geometry"]]


def feature_ids(name: str) -> frozenset[str]:
    """Give the ids of the features of a layer, without reading their geometries.

    Raises
    ------
    UnknownLayerError, CorruptLayerError
        As for `layer`.
    """
    if name.startswith(userlayers.PREFIX):
        return frozenset(userlayers.features(name).index)
    listing = catalogue()
    entry = listing["labels"] if listing[name].dissolved_from else listing[name]
    path = listing.folder / entry.file
    ids = _ids(path, _stamp(path, f"layer {entry.name!r}"), entry)
    if entry.name == name:
        return ids
    return frozenset(one for one in ids if one.startswith("country:"))


def _shipped(name: str) -> gpd.GeoDataFrame:
    listing = catalogue()
    entry = listing[name]
    path = listing.folder / entry.file
    stamp = _stamp(path, f"layer {name!r}")
    if not entry.dissolved_from:
        return _load(path, stamp, entry).copy()
    units = _load(path, stamp, listing[entry.dissolved_from])
    return with_labels(dissolve(units, units.country))


def with_labels(shapes: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Put names, codes and label points (columns ``lon``, ``lat``) beside dissolved shapes."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and not every user of the catalogue draws

    facts = layer("labels").drop(columns="geometry").reindex(shapes.index)
    return gpd.GeoDataFrame(facts, geometry=shapes, crs=shapes.crs)


def _stamp(path: Path, what: str) -> tuple[int, int]:
    """Return what changes when a file is replaced: a file is hashed once for each stamp."""
    try:
        status = path.stat()
    except OSError as error:
        raise CorruptLayerError(what, f"{path} is missing ({error.strerror})", _REMEDY) from None
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def _catalogue(folder: Path, stamp: tuple[int, int]) -> Catalogue:
    del stamp  # part of the key alone
    raw = (folder / "catalogue.toml").read_bytes()
    try:
        table = tomllib.loads(raw.decode())
        entries = tuple(_entry(name, table) for name in sorted(table))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CorruptLayerError(
            "catalogue of the layers", f"cannot be read ({error})", _REMEDY
        ) from None
    by_name = {entry.name: entry for entry in entries}
    return Catalogue(folder, entries, hashlib.sha256(raw).hexdigest(), by_name)


def _entry(name: str, table: dict[str, dict[str, Any]]) -> LayerEntry:
    fields = dict(table[name])
    stored = fields.get("dissolved_from")
    if stored:
        fields = table[stored] | fields
    lists = {key: tuple(value) for key, value in fields.items() if isinstance(value, list)}
    return LayerEntry(name=name, **(fields | lists))


@lru_cache(maxsize=16)
def _load(path: Path, stamp: tuple[int, int], entry: LayerEntry) -> gpd.GeoDataFrame:
    del stamp  # part of the key alone
    import geopandas as gpd  # noqa: PLC0415 - see with_labels

    features = gpd.read_parquet(BytesIO(_content(path, entry)))
    problems = "; ".join(_problems(features, entry))
    if problems:
        raise MalformedLayerError(f"layer {entry.name!r}", problems, _REMEDY)
    return features


@lru_cache(maxsize=32)
def _ids(path: Path, stamp: tuple[int, int], entry: LayerEntry) -> frozenset[str]:
    del stamp  # part of the key alone
    from pyarrow import parquet  # noqa: PLC0415 - see with_labels

    table = parquet.read_table(BytesIO(_content(path, entry)), columns=[entry.key])
    return frozenset(table[entry.key].to_pylist())


def _content(path: Path, entry: LayerEntry) -> bytes:
    raw = path.read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != entry.sha256:
        raise CorruptLayerError(
            f"layer {entry.name!r}",
            f"SHA-256 of {path} is {found[:12]}..., expected {entry.sha256[:12]}...",
            _REMEDY,
        )
    return raw


def _problems(features: gpd.GeoDataFrame, entry: LayerEntry) -> Iterator[str]:
    if features.crs != entry.crs:
        raise MalformedLayerError(
            f"layer {entry.name!r}", f"CRS {features.crs}, expected {entry.crs}"
        )
    if features.index.name != entry.key or not features.index.is_unique:
        yield f"index {features.index.name!r}, expected unique ids in {entry.key!r}"
    if len(features) != entry.rows:
        yield f"{len(features)} rows, expected {entry.rows}"
    strange = set(features.geom_type) - set(entry.geometry)
    if strange:
        yield f"geometry {', '.join(sorted(map(str, strange)))}, expected {entry.geometry}"
