"""Batches: many articles, each in a folder of its own, on from wherever an earlier run stopped.

Builds run side by side in threads: a build spends its time in its kernel, which is a process of
its own, so threads keep every core busy without paying the imports again for each worker. Kernels
are forked from one process that has loaded packages, layers and fonts.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from briefing.errors import ArticleError, BriefingError, NotebookError, OutputError, PageError
from briefing.folder import (
    is_finished,
    make_output_dir,
    output_errors,
    recover,
    replacing,
    sha256_of,
    short_hash,
    slug,
)
from briefing.reading.article import Article
from briefing.reading.files import read_article
from briefing.reading.streams import read_articles
from briefing.running.forking import ForkServer, is_possible
from briefing.running.recipe import Recipe, read_recipe
from briefing.running.run import build_folder

REPORT = "report.json"
REPORT_VERSION = 1
MAX_WORKERS = 4
_RECORDS = frozenset({".jsonl", ".ndjson"})
_STAGES = ((ArticleError, "read"), (NotebookError, "run"), (PageError, "render"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input.

    Attributes
    ----------
    name
        The name of the file; for a record also its id.
    folder
        Name of its folder in the output folder.
    state
        ``built`` now, ``kept`` from an earlier run, or ``failed``.
    stage
        Where it failed: ``read``, ``run``, ``render``, ``write`` or ``internal``; else empty.
    reason
        Why it failed, in one line; else empty.
    remedy
        What can be done about it, or empty.
    """

    name: str
    folder: str
    state: Literal["built", "kept", "failed"]
    stage: str = ""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a batch, one outcome an input, in the order of the input."""

    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The inputs that have no briefing."""
        return tuple(outcome for outcome in self.outcomes if outcome.state == "failed")

    def to_json(self) -> str:
        """Return the report as it is filed: the same after a run and after a repeated one."""
        inputs = [
            {"input": outcome.name, "state": "done", "folder": outcome.folder}
            if outcome.state != "failed"
            else {
                "input": outcome.name,
                "state": "failed",
                "stage": outcome.stage,
                "reason": outcome.reason,
            }
            for outcome in self.outcomes
        ]
        report = {
            "version": REPORT_VERSION,
            "done": len(self.outcomes) - len(self.failed),
            "failed": len(self.failed),
            "inputs": inputs,
        }
        return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An article that is yet to be read.

    Attributes
    ----------
    name
        The name of the file; for a record also its id.
    id
        What its folder is called after.
    sha256
        Gives the hex digest of its bytes; empty if they cannot be read.
    read
        Reads it, or raises ArticleError.
    """

    name: str
    id: str
    sha256: Callable[[], str]
    read: Callable[[], Article]


def run_batch(
    inputs: Path | str,
    out: Path | str,
    *,
    recipe: Recipe | None = None,
    workers: int | None = None,
    on_outcome: Callable[[Outcome, int], None] = lambda _outcome, _total: None,
) -> Report:
    """Make the briefing of every article that has no finished one.

    Parameters
    ----------
    inputs
        A folder of files, or one file; JSONL stands for as many articles as it has records.
    out
        Folder for the briefings and for ``report.json``.
    recipe
        How to make them; the usual way if None.
    workers
        How many to make at a time; as many as there are cores, at most 4, if None.
    on_outcome
        Called in this thread with each outcome as it comes, and the number of inputs.

    Returns
    -------
    report
        Failures are in it and stop nothing.

    Raises
    ------
    ArticleError
        If there is no such input at all.
    OutputError
        If the output folder cannot be written to, or another batch is at work in it.
    """
    inputs, out = Path(inputs), Path(out)
    if not inputs.exists():
        raise ArticleError(f"input {str(inputs)!r}", "no such file or folder")
    if inputs.resolve() == out.resolve():
        raise OutputError(f"output {str(out)!r}", "the folder of the inputs", "choose another")
    recipe = recipe or read_recipe()
    make_output_dir(out)
    with _locked(out), ForkServer() as server:
        with output_errors(out):
            recover(out)
        names = _folder_names(inputs)
        made = _build_all(
            read_inputs(inputs),
            lambda item: build_one(
                item, out / names[item.name], recipe, server=server if is_possible() else None
            ),
            workers or min(os.cpu_count() or 1, MAX_WORKERS),
            lambda outcome: on_outcome(outcome, len(names)),
            server=server,
        )
        report = Report(tuple(made[name] for name in names))
        with output_errors(out):
            _file(report, out / REPORT)
        return report


def _build_all(
    items: Iterator[Input],
    make: Callable[[Input], Outcome],
    workers: int,
    on_outcome: Callable[[Outcome], None],
    *,
    server: ForkServer,
) -> dict[str, Outcome]:
    """Build side by side, reading no further ahead than needed; return outcomes by name."""
    made: dict[str, Outcome] = {}
    running: set[Future[Outcome]] = set()

    def collect(*, at_most: int) -> None:
        while len(running) > at_most:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                running.discard(future)
                outcome = future.result()
                made[outcome.name] = outcome
                on_outcome(outcome)

    pool = ThreadPoolExecutor(workers, "briefing-build")
    try:
        for item in items:
            running.add(pool.submit(make, item))
            collect(at_most=2 * workers)
        collect(at_most=0)
    except BaseException:
        server.kill()
        _stop(pool, running)
        raise
    pool.shutdown()
    return made


def build_one(
    item: Input,
    target: Path,
    recipe: Recipe,
    *,
    anew: bool = False,
    server: ForkServer | None = None,
) -> Outcome:
    """Build one article unless that has been done; a failure is an outcome, never raised.

    Parameters
    ----------
    item
        The article.
    target
        Its folder.
    recipe
        How to make its briefing.
    anew
        Make it even if there is a finished one.
    server
        What to fork kernels from.
    """
    outcome = partial(Outcome, name=item.name, folder=target.name)
    try:
        if not anew and is_finished(target, recipe.key(item.name, item.sha256())):
            return outcome(state="kept")
        build_folder(item.read(), target, recipe, name=item.name, server=server)
    except BriefingError as error:
        stage = next((stage for kind, stage in _STAGES if isinstance(error, kind)), "write")
        reason = f"{error.what}: {error.problem}"
        return outcome(state="failed", stage=stage, reason=reason, remedy=error.remedy)
    except Exception as error:  # noqa: BLE001 - one article must not stop the others
        reason = f"{type(error).__name__}: {error}"
        return outcome(state="failed", stage="internal", reason=reason)
    return outcome(state="built")


def read_inputs(path: Path) -> Iterator[Input]:
    """Yield the articles of a folder or a file, unread where reading takes time."""
    files = [path]
    if path.is_dir():
        files = sorted(
            (file for file in path.iterdir() if file.is_file() and file.name[0] != "."),
            key=lambda file: file.name,
        )
    for file in files:
        if file.suffix.lower() in _RECORDS:
            yield from _records(file)
        else:
            yield Input(
                name=file.name,
                id=file.stem,
                sha256=partial(_digest, file),
                read=partial(read_article, file),
            )


def _records(file: Path) -> Iterator[Input]:
    for number, found in enumerate(read_articles(file), start=1):
        if isinstance(found, Article):
            yield Input(
                name=f"{file.name}#{found.id}",
                id=found.id,
                sha256=partial(str, found.sha256),
                read=partial(_given, found),
            )
        else:
            yield Input(
                name=f"{file.name}#{number}",
                id=f"{file.stem}-{number}",
                sha256=str,
                read=partial(_refuse, found),
            )


def _file(report: Report, path: Path) -> None:
    """Write the report, unless just this one has been filed already."""
    content = report.to_json()
    if not path.exists() or path.read_text("utf-8") != content:
        with replacing(path) as stream:
            stream.write(content)


def _folder_names(inputs: Path) -> dict[str, str]:
    """Return a folder name for each input; where several would share one, all get a hash.

    So a name depends on which inputs there are, and never on the order in which they finish.
    """
    slugs = {item.name: slug(item.id) for item in read_inputs(inputs)}
    shared = Counter(slugs.values())
    return {
        name: f"{short}-{short_hash(name)}" if shared[short] > 1 else short
        for name, short in slugs.items()
    }


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Keep other batches out of a folder; the lock ends with the process, however that ends."""
    lock = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OutputError(
            f"output {str(out)!r}",
            "another batch is at work in it",
            "wait until it has ended, or choose another folder",
        ) from None
    finally:
        os.close(lock)


def _stop(pool: ThreadPoolExecutor, running: set[Future[Any]]) -> None:
    """End what runs, kernels first, so that nothing outlives the batch."""
    from briefing.running.kernel import kill_all  # noqa: PLC0415 - Jupyter loads only for a run

    pool.shutdown(wait=False, cancel_futures=True)
    while running := {future for future in running if not future.done()}:
        kill_all()
        wait(running, timeout=0.2)
    pool.shutdown()


def _digest(file: Path) -> str:
    try:
        return sha256_of(file)
    except OSError:
        return ""  # reading it will tell why


def _given(article: Article) -> Article:
    return article


def _refuse(error: ArticleError) -> Article:
    raise error
