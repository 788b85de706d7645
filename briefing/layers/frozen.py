"""Frozen user layers: the layers of one moment, for work that takes longer than that."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.layers.userlayers import UserLayer, content, layers_dir, user_layers

_TRIES = 5


@contextmanager
def frozen_layers() -> Iterator[Path]:
    """Give a folder with the user layers as they are now, whatever becomes of them meanwhile.

    Processes use it when the variable `userlayers.FOLDER_VARIABLE` names it. Tables are never
    written to, only replaced, so that a second name of the same file is as good as a copy and
    takes no room.

    Yields
    ------
    folder
        Removed afterwards; the layers are not.

    Raises
    ------
    CorruptLayerError
        If a layer cannot be read, or its table is missing.
    """
    with tempfile.TemporaryDirectory(prefix="briefing-layers-") as folder:
        for layer in _copied(Path(folder)):
            content(layer)  # raises: it is missing
        yield Path(folder)


def _copied(folder: Path) -> tuple[UserLayer, ...]:
    """Copy the layers; return those whose tables are missing however often one looks."""
    for _ in range(_TRIES):  # a layer may be replaced between two looks
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
        missing = tuple(layer for layer in _described(folder) if not _has_table(layer, folder))
        if not missing:
            break
    return missing


def _described(folder: Path) -> tuple[UserLayer, ...]:
    """Copy what says of each layer what it is; only then is it known which table is meant."""
    for layer in user_layers():
        with suppress(FileNotFoundError):
            shutil.copyfile(layers_dir() / f"{layer.name}.toml", folder / f"{layer.name}.toml")
    return user_layers(folder)


def _has_table(layer: UserLayer, folder: Path) -> bool:
    target = folder / layer.path.name
    try:
        os.link(layer.path, target)
    except FileNotFoundError:
        return False
    except OSError:  # on another file system
        with suppress(FileNotFoundError):
            shutil.copyfile(layer.path, target)
    return target.exists()
