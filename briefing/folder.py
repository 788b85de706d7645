"""Finished folders: a briefing appears whole or not at all.

A run works in a hidden *draft* beside its target and moves it into place when everything in it
is written and synced. ``manifest.json``, written last, names the sha256 and the size of every other
file; a folder without a valid one is unfinished. While a draft is worked on it is locked (`flock`,
which ends with the process, however that ends), so that what a killed run has left is told from
what another run is busy with.

All files of a folder are published with one and the same time of modification, a little in the
past. A file of its size and of the manifest's time has not been written to since, so its bytes
need no second reading.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from briefing.errors import OutputError

MANIFEST = "manifest.json"
_DRAFT, _REPLACED = ".tmp", ".old"
_CLOCK = 2_000_000_000  # ns: the coarsest clock that a file system in use (FAT) keeps times by
_HIDDEN = re.compile(r"\.[a-z0-9_-]+\.[0-9a-f]{8}\.(tmp|old)")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|report)", re.IGNORECASE)


def slug(name: str) -> str:
    """Turn a name from outside into the name of a folder.

    Returns
    -------
    slug
        1 to 80 of ``a-z``, ``0-9``, ``-`` and ``_``, neither hidden nor reserved on any system.
        A name that has none of them gives ``article-`` and eight digits of its hash.
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    kept = re.sub(r"[^a-z0-9_]+", "-", ascii_name.lower()).strip("-")[:80].rstrip("-")
    if not re.search(r"[a-z0-9]", kept) or _RESERVED.fullmatch(kept):
        return f"article-{short_hash(name)}"
    return kept


def short_hash(text: str) -> str:
    """Return eight hex digits that tell one text from another."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def make_output_dir(path: Path) -> None:
    """Make the folder that results go to.

    Raises
    ------
    OutputError
        If it cannot be made or written to.
    """
    with output_errors(path):
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(13, "no permission to write")


@contextmanager
def output_errors(path: Path) -> Iterator[None]:
    """Turn what the system says about a write into an error that names the place.

    Raises
    ------
    OutputError
        For every OSError.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"output {str(path)!r}",
            (error.strerror or str(error)).lower(),
            "nothing was left half-written; make room or choose another folder and start again",
        ) from error


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """Give a hidden folder beside the target, locked, and remove it unless it was published."""
    path, lock = _locked_folder(target)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)


def publish(path: Path, target: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest of a draft, sync it, and put it in the place of what was there.

    A process that is killed on the way leaves the old folder or the new one, or the old one
    aside, from where `recover` puts it back.
    """
    files = {
        file.relative_to(path).as_posix(): file
        for file in sorted(path.rglob("*"))
        if file.is_file()
    }
    facts = {
        **manifest,
        "files": {name: sha256_of(file) for name, file in files.items()},
        "sizes": {name: file.stat().st_size for name, file in files.items()},
    }
    content = json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False)
    (path / MANIFEST).write_text(content + "\n", encoding="utf-8")
    stamp = (time.time_ns() // _CLOCK - 1) * _CLOCK  # whatever is written from now on is later
    for file in (*files.values(), path / MANIFEST):
        os.utime(file, ns=(stamp, stamp))
    for file in (*path.rglob("*"), path):
        _sync(file)
    _replace(target, path)
    _sync(target.parent)


def is_finished(folder: Path, key: str) -> bool:
    """Whether a folder holds, undamaged, the results of the job of this key.

    Bytes are read only of files that seem to have been written to since they were published, or
    that were copied without their times.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if manifest["key"] != key:
            return False
        stamp = (folder / MANIFEST).stat().st_mtime_ns
        return all(
            _is_untouched(folder / name, manifest["sizes"][name], stamp)
            or sha256_of(folder / name) == digest
            for name, digest in manifest["files"].items()
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _is_untouched(file: Path, size: int, stamp: int) -> bool:
    found = file.stat()
    return found.st_size == size and found.st_mtime_ns == stamp


def recover(out: Path) -> None:
    """Clear up what killed runs have left in an output folder; leave running ones alone."""
    for aside in _left(out, _REPLACED):
        with _unless_busy(aside.with_suffix(_DRAFT)) as idle:
            if idle:
                with suppress(OSError):
                    # Fails, as it should, where a newer folder stands.
                    aside.rename(out / aside.name.removeprefix(".").rsplit(".", 2)[0])
                shutil.rmtree(aside, ignore_errors=True)
    for path in _left(out, _DRAFT):
        with _unless_busy(path) as idle:
            if idle:
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Give a text stream whose content takes the place of a file in one step, if all goes well."""
    with replacing_bytes(path) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as stream:
        yield stream


@contextmanager
def replacing_bytes(path: Path) -> Iterator[BinaryIO]:
    """Give a stream of bytes as `replacing` gives one of text."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("wb") as stream:
            yield stream
        _sync(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def sha256_of(file: Path) -> str:
    """Return the hex digest of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _locked_folder(target: Path) -> tuple[Path, int]:
    """Make a draft and lock it; again if a clean-up came in between."""
    while True:
        path = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_DRAFT}")
        path.mkdir()
        with suppress(OSError):
            lock = os.open(path, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if path.exists():
                return path, lock
            os.close(lock)


@contextmanager
def _unless_busy(path: Path) -> Iterator[bool]:
    """Tell whether no running process works on a draft, and keep it so meanwhile."""
    try:
        lock = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield True
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(lock)


def _left(out: Path, suffix: str) -> list[Path]:
    """Return the hidden folders of runs that are in an output folder."""
    return [path for path in sorted(out.glob(f".*{suffix}")) if _HIDDEN.fullmatch(path.name)]


def _replace(target: Path, path: Path) -> None:
    """Move a draft to where a folder may stand."""
    aside = path.with_suffix(_REPLACED)
    try:
        while True:
            try:
                path.rename(target)
                break
            except OSError:
                if not target.is_dir():
                    raise
            shutil.rmtree(aside, ignore_errors=True)
            with suppress(FileNotFoundError):  # another run was faster
                target.rename(aside)
    except OSError:
        if aside.is_dir() and not target.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
