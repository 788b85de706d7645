"""Batches: many articles, each in a folder of its own, on from wherever an earlier run stopped.

Builds run side by side in threads: a build spends its time in its kernel, which is a process of
its own, so threads keep every core busy without paying the imports again for each worker. Kernels
are forked from one process that has loaded packages, layers and fonts.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from briefing.errors import (
    ArticleError,
    BriefingError,
    IncompleteError,
    NotebookError,
    OutputError,
    PageError,
    ParameterError,
)
from briefing.folder import is_finished, make_output_dir, output_errors, recover
from briefing.reading.article import misread, undated
from briefing.running.forking import ForkServer, is_possible
from briefing.running.inbox import Task, folder_names, read_inputs, task
from briefing.running.inputs import ARTICLE, article_input
from briefing.running.memory import give_back_memory
from briefing.running.recipe import Recipe, frozen, read_recipe
from briefing.running.report import REPORT, Outcome, Report
from briefing.running.run import build_folder

MAX_WORKERS = 4
_STAGES = ((ArticleError, "read"), (NotebookError, "run"), (PageError, "render"))


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
    ParameterError
        If the notebook of the recipe does not take one article.
    CorruptLayerError
        If a user layer cannot be read.
    OutputError
        If the output folder cannot be written to, or another batch is at work in it.

    Notes
    -----
    All briefings are made with the user layers as they are at the start, whatever becomes of
    these meanwhile.
    """
    inputs, out = Path(inputs), Path(out)
    if not inputs.exists():
        raise ArticleError(f"input {str(inputs)!r}", "no such file or folder")
    if inputs.resolve() == out.resolve():
        raise OutputError(f"output {str(out)!r}", "the folder of the inputs", "choose another")
    recipe = recipe or read_recipe()
    if recipe.takes != ARTICLE:
        raise ParameterError(
            f"notebook {recipe.name!r}",
            "has no parameter 'article', so that it cannot be run on each",
            "run it by `briefing build`",
        )
    make_output_dir(out)
    with _locked(out), frozen(recipe) as kept, ForkServer() as server:
        if is_possible():
            server.warm_up(kept.environment)
        with output_errors(out):
            recover(out)
        names = folder_names(inputs)  # what comes to the inbox from now on is for the next batch
        made = _build_all(
            _to_do(inputs, out, names, kept),
            lambda job: build_one(job, out, kept, server=server if is_possible() else None),
            workers or min(os.cpu_count() or 1, MAX_WORKERS),
            lambda outcome: on_outcome(outcome, len(names)),
            server=server,
        )
        report = Report(tuple(made[name] for name in names if name in made))
        with output_errors(out):
            report.file(out / REPORT)
        return report


def _to_do(
    inputs: Path, out: Path, names: Mapping[str, str], recipe: Recipe
) -> Iterator[Task | Outcome]:
    """Yield what is to be made, and of what is finished the outcome.

    That is told in the thread that asks: it takes less than giving it to another.
    """
    for item in read_inputs(inputs):
        if item.name not in names:
            continue
        job = task((item,), recipe, names[item.name])
        done = is_finished(out / job.folder, recipe.key(job.articles))
        yield Outcome(name=job.name, folder=job.folder, state="kept") if done else job


def _build_all(
    jobs: Iterator[Task | Outcome],
    make: Callable[[Task], Outcome],
    workers: int,
    on_outcome: Callable[[Outcome], None],
    *,
    server: ForkServer,
) -> dict[str, Outcome]:
    """Build side by side, reading no further ahead than needed; return outcomes by name."""
    made: dict[str, Outcome] = {}
    running: set[Future[Outcome]] = set()

    def tell(outcome: Outcome) -> None:
        made[outcome.name] = outcome
        if outcome.state != "kept":
            give_back_memory()  # else holes in the heap take more than all that is in it
        on_outcome(outcome)

    def collect(*, at_most: int) -> None:
        while len(running) > at_most:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                running.discard(future)
                tell(future.result())

    pool = ThreadPoolExecutor(workers, "briefing-build")
    try:
        for job in jobs:
            if isinstance(job, Outcome):
                tell(job)
            else:
                running.add(pool.submit(make, job))
                collect(at_most=2 * workers)
        collect(at_most=0)
    except BaseException:
        server.kill()
        _stop(pool, running)
        raise
    pool.shutdown()
    return made


def build_one(
    job: Task,
    out: Path,
    recipe: Recipe,
    *,
    server: ForkServer | None = None,
) -> Outcome:
    """Make one run; a failure is an outcome, never raised.

    Parameters
    ----------
    job
        The run.
    out
        Folder that its folder is in.
    recipe
        How to make it.
    server
        What to fork kernels from.
    """
    outcome = partial(Outcome, name=job.name, folder=job.folder)
    try:
        read = {
            parameter: [(item.read(), item.name) for item in items]
            for parameter, items in job.articles.items()
        }
        articles = {
            parameter: tuple(article_input(article, name) for article, name in given)
            for parameter, given in read.items()
        }
        build_folder(articles, out / job.folder, recipe, server=server)
    except BriefingError as error:
        stage = next((stage for kind, stage in _STAGES if isinstance(error, kind)), "write")
        reason = f"{error.what}: {error.problem}"
        missing = error.missing if isinstance(error, IncompleteError) else ()
        return outcome(
            state="failed", stage=stage, reason=reason, remedy=error.remedy, missing=missing
        )
    except Exception as error:  # noqa: BLE001 - one article must not stop the others
        reason = f"{type(error).__name__}: {error}"
        return outcome(state="failed", stage="internal", reason=reason)
    articles_read = [article for given in read.values() for article, _ in given]
    without = [article for article in articles_read if not article.date]
    notes = [note for article in articles_read if (note := misread(article))]
    if without and not recipe.parameters.get("as_of"):
        notes.append(undated(without))
    return outcome(state="built", note="; ".join(notes))


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
