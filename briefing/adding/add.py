"""Adding user layers: a file of map data in, a checked layer out, or the reason why not."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

import tomli_w

from briefing.adding.__main__ import LENGTH
from briefing.adding.raw import MOST_BYTES
from briefing.errors import MalformedLayerError, OutputError, ParameterError
from briefing.folder import replace_file
from briefing.layers.userlayers import NAME, PREFIX, UserLayer, layers_dir, sweep, touch
from briefing.wording import printable_line

_SECONDS = 600
_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A layer that was added.

    Attributes
    ----------
    layer
        What is known of it.
    linked
        How many of its places have a name that texts are searched for.
    notes
        What was mended or left out, one line each.
    """

    layer: UserLayer
    linked: int
    notes: tuple[str, ...]


def add_layer(  # noqa: PLR0913 - all but the file by name
    file: Path | str,
    *,
    name: str,
    key: str = "id",
    names: Sequence[str] = ("name",),
    attribution: str = "",
    licence: str = "",
    force: bool = False,
) -> Added:
    """Make a file of map data a user layer: its features become places, and can be drawn.

    Parameters
    ----------
    file
        GeoJSON, GeoPackage with one feature table, GeoParquet, or Parquet or CSV with columns
        ``lon`` and ``lat``; at most 50 MB, 100,000 features, 2 million vertices. It is known by
        its content, and nothing that it names is opened.
    name
        Of the layer: lower-case letters, digits, ``-`` and ``_``.
    key
        Column whose values become the keys of the place ids, ``user:<name>/<key>``.
    names
        Columns of the names; a value is split at ``|``. The first name is the one displayed.
    attribution, licence
        Credit line for maps, and terms.
    force
        Replace a layer of this name; take names that are common English words.

    Raises
    ------
    ParameterError
        If the name is unfit or taken.
    MalformedLayerError
        If the file cannot be used, with what is the matter with which rows.
    OutputError
        If the layer cannot be written. Nothing is left half-written.
    """
    file = Path(file)
    _check(name, names, force=force)
    raw = _content(file)
    wish = {"layer": name, "key": key, "names": list(names), "force": force}
    header, table = _in_child(file, raw, wish)
    layer = UserLayer(
        name=name,
        key=key,
        names=tuple(names),
        rows=header["rows"],
        source=file.name.encode("utf-8", "replace").decode(),
        source_sha256=hashlib.sha256(raw).hexdigest(),
        sha256=hashlib.sha256(table).hexdigest(),
        attribution=printable_line(attribution),
        licence=printable_line(licence),
        added=dt.datetime.now(tz=dt.UTC).date().isoformat(),
    )
    _write(layer, table)
    return Added(layer=layer, linked=header["linked"], notes=tuple(header["notes"]))


def _check(name: str, names: Sequence[str], *, force: bool) -> None:
    if not NAME.fullmatch(name):
        expected = "expected 1 to 40 of a-z, 0-9, - and _, a letter or digit first"
        raise ParameterError(f"layer name {name!r}", f"unfit, {expected}", "see --name")
    if not names:
        raise ParameterError(f"layer {PREFIX + name!r}", "no column of names, expected one")
    if not force and (layers_dir() / f"{name}.toml").exists():
        remedy = "choose another name, or replace it with --force"
        raise ParameterError(f"layer {PREFIX + name!r}", "there is one of this name", remedy)


def _content(file: Path) -> bytes:
    """Read a file, if it is one and not too large."""
    try:
        # What is no regular file (a pipe, a device) must not hang the program.
        handle = os.open(
            file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except (OSError, ValueError) as error:
        _refuse(file, f"cannot be opened ({getattr(error, 'strerror', None) or error})")
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        _refuse(file, "is no file, expected one with map data")
    with os.fdopen(handle, "rb") as stream:
        raw = stream.read(MOST_BYTES + 1) if status.st_size <= MOST_BYTES else b""
    if status.st_size > MOST_BYTES or len(raw) > MOST_BYTES:
        _refuse(
            file, f"{status.st_size:,} bytes, expected at most {MOST_BYTES:,}", "split the file"
        )
    return raw


def _in_child(file: Path, raw: bytes, wish: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Read the file in a process of its own, which has little memory and time."""
    text = json.dumps(wish).encode()
    paths = [str(_PACKAGE), os.environ.get("PYTHONPATH", "")]
    command = [sys.executable, "-P", "-B", "-m", "briefing.adding"]
    try:
        process = subprocess.run(  # noqa: S603 - this interpreter, this package
            command,
            input=LENGTH.pack(len(text)) + text + raw,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, paths)),
                "PROJ_NETWORK": "OFF",
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            },
        )
    except subprocess.TimeoutExpired:
        _refuse(file, f"not read after {_SECONDS} seconds", "split or simplify it")
    out = process.stdout
    if process.returncode or len(out) < LENGTH.size:
        last = process.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        reason = " ".join(last) or f"ended with status {process.returncode}"
        _refuse(file, f"reading it failed ({reason})", "it may be damaged; save it again")
    (length,) = LENGTH.unpack_from(out)
    header: dict[str, Any] = json.loads(out[LENGTH.size : LENGTH.size + length])
    if "problem" in header:
        _refuse(file, header["problem"], header["remedy"])
    return header, out[LENGTH.size + length :]


def _write(layer: UserLayer, table: bytes) -> None:
    """Write the table, then the file that names it: only with that the layer is there."""
    folder = layers_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(layer.path, table)
        replace_file(folder / f"{layer.name}.toml", _toml(layer).encode())
        sweep(layer.name, keep=layer.path)
        touch()
    except OSError as error:
        problem = f"cannot be written to {folder} ({error.strerror or error})"
        raise OutputError(f"layer {PREFIX + layer.name!r}", problem) from error


def _toml(layer: UserLayer) -> str:
    values = asdict(layer)
    del values["name"]  # that of the file
    return "# A user layer of briefing; see: briefing layers\n" + tomli_w.dumps(values)


def _refuse(file: Path, problem: str, remedy: str = "") -> NoReturn:
    raise MalformedLayerError(f"file {file.name!r}", problem, remedy)
