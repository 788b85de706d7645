"""Finished folders appear whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import OutputError
from briefing.folder import (
    draft,
    is_finished,
    make_output_dir,
    output_errors,
    publish,
    recover,
    replace_file,
    replacing,
    sha256_of,
    slug,
)

# A process that replaces the folder of key "old" by one of key "new" and dies at the n-th step.
DYING = """
import os, sys
from pathlib import Path
from briefing import folder

out, fatal = Path(sys.argv[1]), int(sys.argv[2])
steps = 0

def dying(function):
    def wrapped(*args, **kwargs):
        global steps
        steps += 1
        if steps == fatal:
            os._exit(9)
        return function(*args, **kwargs)
    return wrapped

folder.os.fsync = dying(os.fsync)
folder.os.open = dying(os.open)
folder.os.utime = dying(os.utime)
Path.rename = dying(Path.rename)
Path.write_text = dying(Path.write_text)
folder.shutil.rmtree = dying(folder.shutil.rmtree)
with folder.draft(out / "a") as path:
    (path / "one.txt").write_text("new")
    (path / "two.txt").write_text("new")
    folder.publish(path, out / "a", {"key": "new"})
print(steps)
"""


def make(out: Path, key: str, name: str = "a") -> Path:
    """Publish a folder with two files."""
    with draft(out / name) as path:
        (path / "one.txt").write_text(key)
        (path / "two.txt").write_text(key)
        publish(path, out / name, {"key": key})
    return out / name


@given(st.text())
def test_a_slug_is_a_safe_name_for_a_folder(name: str) -> None:
    """Whatever the name: short, ASCII, not hidden, no way out of the folder, not reserved."""
    short = slug(name)
    assert re.fullmatch(r"[a-z0-9_-]{1,80}", short)
    assert short not in {"con", "nul", "com1", "report"}
    assert short == slug(name)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("tehran-2022-07-19", "tehran-2022-07-19"),
        ("Zürich talks (final).v2", "zurich-talks-final-v2"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "article-"),
        ("Тегеран", "article-"),
        ("..", "article-"),
    ],
)
def test_slugs_by_example(name: str, short: str) -> None:
    """Names stay readable where they can."""
    assert re.sub(r"(?<=^article-)[0-9a-f]{8}$", "", slug(name)) == short


def test_a_published_folder_is_finished(tmp_path: Path) -> None:
    """It is finished for its own key, and nothing is left beside it."""
    folder = make(tmp_path, "k")
    assert is_finished(folder, "k")
    assert not is_finished(folder, "other")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "one.txt").write_text("x"),
        lambda folder: (folder / "one.txt").unlink(),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text("{"),
        lambda folder: (folder / "manifest.json").write_text("[]"),
        lambda folder: (folder / "manifest.json").write_text('{"key": "k", "files": 3}'),
    ],
)
def test_a_damaged_folder_is_not_finished(tmp_path: Path, damage: object) -> None:
    """A changed, missing or unreadable file makes the folder unfinished, without an error."""
    folder = make(tmp_path, "k")
    assert callable(damage)
    damage(folder)
    assert not is_finished(folder, "k")


def test_what_was_not_written_to_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Size and time tell that a file is as published; only where they differ its bytes do."""
    folder = make(tmp_path, "k")
    read = []

    def counted(file: Path) -> str:
        read.append(file.name)
        return sha256_of(file)

    monkeypatch.setattr("briefing.folder.sha256_of", counted)
    assert is_finished(folder, "k")
    assert not read
    (folder / "one.txt").touch()
    assert is_finished(folder, "k")
    assert read == ["one.txt"]
    shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile)
    assert is_finished(tmp_path / "copy", "k")
    assert read == ["one.txt", "one.txt", "two.txt"]


def test_a_change_at_once_or_with_its_time_set_back_is_seen(tmp_path: Path) -> None:
    """A byte changed right after publishing has a later time; a cut file has another size."""
    for _ in range(20):
        folder = make(tmp_path, "k")
        (folder / "one.txt").write_text("x")
        assert not is_finished(folder, "k")
    folder = make(tmp_path, "k")
    times = (folder / "one.txt").stat()
    (folder / "one.txt").write_text("")
    os.utime(folder / "one.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not is_finished(folder, "k")


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Files of the earlier folder do not stay on in the new one."""
    make(tmp_path, "old")
    (tmp_path / "a" / "stray.txt").write_text("")
    folder = make(tmp_path, "new")
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "one.txt", "two.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_failure_leaves_the_earlier_folder(tmp_path: Path) -> None:
    """An exception on the way removes the draft and touches nothing else."""
    folder = make(tmp_path, "old")
    with pytest.raises(FileNotFoundError), draft(folder) as path:
        (path / "one.txt").write_text((tmp_path / "missing").read_text())
    assert is_finished(folder, "old")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_death_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """After a clean-up there is one whole folder, whichever step the process died at."""
    make(tmp_path, "old")
    died = 0
    for fatal in range(1, 100):
        process = subprocess.run(
            [sys.executable, "-c", DYING, tmp_path, str(fatal)], check=False, capture_output=True
        )
        recover(tmp_path)
        assert is_finished(tmp_path / "a", "old") or is_finished(tmp_path / "a", "new")
        assert [path.name for path in tmp_path.iterdir()] == ["a"]
        if process.returncode == 0:
            break
        assert process.returncode == 9
        died += 1
        make(tmp_path, "old")
    assert died > 10


def test_a_clean_up_leaves_running_drafts_alone(tmp_path: Path) -> None:
    """What a living process works on is not taken from it; other hidden folders are not ours."""
    (tmp_path / ".git.tmp").mkdir()
    with draft(tmp_path / "a") as path:
        recover(tmp_path)
        assert path.is_dir()
        (path / "one.txt").write_text("k")
        publish(path, tmp_path / "a", {"key": "k"})
    assert is_finished(tmp_path / "a", "k")
    assert (tmp_path / ".git.tmp").is_dir()


def test_folders_can_be_read_by_others(tmp_path: Path) -> None:
    """A finished folder has the permissions of any other new folder, so that it can be served."""
    (tmp_path / "usual").mkdir()
    assert make(tmp_path, "k").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    """If the writing fails the earlier content stays."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(FileNotFoundError), replacing(path) as stream:
        stream.writelines(Path(name).read_text() for name in (path, tmp_path / "missing"))
    assert path.read_text() == "old"
    with replacing(path) as stream:
        stream.write("new")
    assert path.read_text() == "new"
    replace_file(path, b"newest")
    assert path.read_text() == "newest"
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path / "b", b"no file")
    (tmp_path / "b").rmdir()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    """What the system says becomes an error that names the place."""
    refused = pytest.raises(OutputError, match="no space left on device")
    with refused as caught, output_errors(tmp_path):
        raise OSError(28, os.strerror(28))
    assert str(tmp_path) in str(caught.value)


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """Results are never written into the place of a file."""
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="out"):
        make_output_dir(tmp_path / "out")
