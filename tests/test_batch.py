"""Many articles, resumable."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefing.errors import ArticleError, OutputError
from briefing.reading.article import Article
from briefing.running.batch import run_batch
from briefing.running.inbox import read_inputs
from briefing.running.recipe import Recipe, read_recipe
from briefing.running.report import Outcome, Report

TOY = Path(__file__).parent / "data" / "notebooks" / "toy.ipynb"
GOOD = ("alpha", "beta", "gamma")


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def times(folder: Path) -> dict[str, int]:
    """Return when each file and folder below a folder was changed."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def start(inbox: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start a batch as a process in a group of its own."""
    command = [sys.executable, "-m", "briefing", "batch", str(inbox), "-o", str(out)]
    options = ["--notebook", str(TOY), "--to", ",", "--workers", "2"]
    return subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for(process: subprocess.Popen[bytes], out: Path, pattern: str) -> None:
    """Wait until a running batch has made something."""
    while not list(out.glob(pattern)):
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


def working_below(folder: Path) -> set[str]:
    """Return the processes whose working folder lies below a folder."""
    found = set()
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if str(link.readlink()).startswith(str(folder)):
                found.add(link.parent.name)
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    """Give a recipe without pages."""
    return read_recipe(TOY, formats=())


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with three good articles, an empty, a binary and a huge one."""
    folder = tmp_path_factory.mktemp("inbox")
    for name in GOOD:
        (folder / f"{name}.txt").write_text(f"Iran and Russia met in {name}. They left.\n")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "huge.txt").write_text("Iran and Russia met. " * 250_000)
    (folder / ".hidden.txt").write_text("Not an input.")
    return folder


@pytest.fixture(scope="module")
def done(
    inbox: Path, recipe: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Report, list[Outcome]]:
    """Run a batch undisturbed; give its folder, its report, and the outcomes as they came."""
    out = tmp_path_factory.mktemp("done") / "out"
    told: list[Outcome] = []
    report = run_batch(
        inbox, out, recipe=recipe, on_outcome=lambda outcome, _: told.append(outcome)
    )
    return out, report, told


def test_failures_are_named_and_stop_nothing(done: tuple[Path, Report, list[Outcome]]) -> None:
    """Good articles are built, bad ones are reported with stage and reason, in input order."""
    out, report, told = done
    assert [(o.name, o.state, o.stage) for o in report.outcomes] == [
        ("alpha.txt", "built", ""),
        ("beta.txt", "built", ""),
        ("binary.txt", "failed", "read"),
        ("empty.txt", "failed", "read"),
        ("gamma.txt", "built", ""),
        ("huge.txt", "failed", "read"),
    ]
    assert all(outcome.reason and "\n" not in outcome.reason for outcome in report.failed)
    assert sorted(told, key=lambda outcome: outcome.name) == list(report.outcomes)
    filed = json.loads((out / "report.json").read_text())
    assert (filed["done"], filed["failed"]) == (3, 3)
    assert sorted(path.name for path in out.iterdir()) == [*GOOD, "report.json"]


def test_a_second_run_does_nothing(
    inbox: Path, recipe: Recipe, done: tuple[Path, Report, list[Outcome]]
) -> None:
    """What is finished is kept, and no file is touched."""
    out, first, _ = done
    before = times(out)
    report = run_batch(inbox, out, recipe=recipe)
    assert [outcome.state for outcome in report.outcomes].count("kept") == 3
    assert report.to_json() == first.to_json()
    assert times(out) == before


def test_killed_and_started_again_it_ends_with_the_same_files(
    inbox: Path, tmp_path: Path, done: tuple[Path, Report, list[Outcome]]
) -> None:
    """After SIGKILL in the middle no kernel lives on, and a second start completes the work."""
    out = tmp_path / "out"
    process = start(inbox, out)
    # The third: others are done or under way. A kernel may take no longer than a tenth of a second.
    while not any(map(working_below, out.glob(".gamma.*.tmp"))):
        assert process.poll() is None, process.communicate()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    deadline = time.monotonic() + 10
    while working_below(out) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not working_below(out)
    assert list(out.glob(".*.tmp"))
    again = start(inbox, out)
    _, complaints = again.communicate(timeout=120)
    assert again.returncode == 1
    assert complaints.count(b"\n") == 3
    assert tree(out) == tree(done[0])
    assert sorted(path.name for path in out.iterdir()) == [*GOOD, "report.json"]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_kernels_and_leaves_nothing(
    inbox: Path, tmp_path: Path, number: int, status: int
) -> None:
    """Ctrl-C, or a scheduler's stop, leaves no process and nothing half-made."""
    out = tmp_path / "out"
    process = start(inbox, out)
    wait_for(process, out, ".*.tmp/article.json")
    time.sleep(0.5)  # into the start of its kernel
    process.send_signal(number)
    _, complaints = process.communicate(timeout=30)
    assert process.returncode == status
    assert complaints.decode().strip().splitlines()[-1].startswith("briefing: ")
    assert b"Traceback" not in complaints
    assert not working_below(out)
    assert not list(out.glob(".*"))


def test_two_batches_on_one_folder_do_not_collide(
    inbox: Path, recipe: Recipe, tmp_path: Path
) -> None:
    """The second one says so and does nothing."""
    lock = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another batch is at work"):
            run_batch(inbox, tmp_path, recipe=recipe)
    finally:
        os.close(lock)
    assert not list(tmp_path.iterdir())


def test_names_that_clash_all_get_a_hash(recipe: Recipe, tmp_path: Path) -> None:
    """Which folder an input gets depends on the set of inputs, not on their order."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name in ("a.txt", "A.md", "a!.txt", "b.txt"):
        (inbox / name).write_bytes(b"")
    report = run_batch(inbox, tmp_path / "out", recipe=recipe)
    folders = {outcome.name: outcome.folder for outcome in report.outcomes}
    assert len(set(folders.values())) == 4
    assert folders["b.txt"] == "b"
    assert all(folders[name].startswith("a-") for name in ("a.txt", "A.md", "a!.txt"))


def test_records_are_inputs_of_their_own(tmp_path: Path) -> None:
    """A JSONL file stands for as many articles as it has lines; a bad line is one that fails."""
    path = tmp_path / "wire.jsonl"
    path.write_text('{"id": "x", "text": "Iran."}\n{"text": ""}\n{"text": "Syria."}\n')
    inputs = list(read_inputs(path))
    assert [item.name for item in inputs] == ["wire.jsonl#x", "wire.jsonl#2", "wire.jsonl#wire-3"]
    first = inputs[0].read()
    assert isinstance(first, Article)
    assert (first.text, first.sha256) == ("Iran.", inputs[0].sha256)
    with pytest.raises(ArticleError):
        inputs[1].read()


def test_relative_folders_are_those_of_the_caller(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kernels are forked from a process that stands elsewhere; `-o out` still means ./out."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "one.txt").write_text("Talks in Tehran\n\nIran and Turkey met.\n")
    monkeypatch.chdir(tmp_path)
    report = run_batch(Path("in"), Path("out"), recipe=recipe)
    assert [outcome.state for outcome in report.outcomes] == ["built"]
    assert (tmp_path / "out" / "one" / "manifest.json").is_file()


def test_what_comes_during_a_batch_is_for_the_next(recipe: Recipe, tmp_path: Path) -> None:
    """A file of records that grows meanwhile stops nothing."""
    wire = tmp_path / "wire.jsonl"
    wire.write_text('{"text": ""}\n' * 2_000)

    def grow(*_: object) -> None:
        with wire.open("a") as stream:
            stream.write('{"text": ""}\n')

    report = run_batch(wire, tmp_path / "out", recipe=recipe, on_outcome=grow)
    assert len(report.failed) == len(report.outcomes) == 2_000


def test_an_input_that_is_not_there_is_refused(recipe: Recipe, tmp_path: Path) -> None:
    """Nothing is made for a folder that does not exist."""
    with pytest.raises(ArticleError, match="no such file or folder"):
        run_batch(tmp_path / "missing", tmp_path / "out", recipe=recipe)
    assert not (tmp_path / "out").exists()


def test_the_inbox_cannot_be_the_output(recipe: Recipe, tmp_path: Path) -> None:
    """A report in the inbox would be the next run's input."""
    with pytest.raises(OutputError, match="folder of the inputs"):
        run_batch(tmp_path, tmp_path, recipe=recipe)
