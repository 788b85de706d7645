"""How long briefings take, and how much memory: side by side with papermill and nbconvert.

    python benchmarks/build.py [--rounds N] [--articles N] [--only cold|loop|workers|memory]

*cold* is ``briefing build`` against ``papermill`` and then ``jupyter nbconvert --to html`` on the
same notebook and article. *loop* is what one worker of ``briefing batch`` does once it has started
against ``papermill.execute_notebook`` and `HTMLExporter` in a loop, article by article in turn.
*workers* is ``briefing batch`` with one worker against two, start included. *memory* is the peak of
all processes of a batch with two workers: the sum of their PSS, which counts a page that n of them
share as 1/n for each; ``--articles 1000`` shows whether it grows.

All that is compared runs in turn in one round, and the ratio of each round stands beside the
times; of the rounds the median. Shared machines are noisy: trust the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from briefing.data import notebooks_dir
from briefing.reading.files import read_article
from briefing.running.forking import ForkServer
from briefing.running.inputs import article_input
from briefing.running.recipe import read_recipe
from briefing.running.run import build_folder

SAMPLE = Path(__file__).parents[1] / "examples" / "tehran-2022-07-19.md"
NOTEBOOK = notebooks_dir() / "article.ipynb"
SAMPLED = 0.2  # seconds between two looks at the memory
# Each article of a batch names other places, so that no two maps are the same.
PLACES = (
    "Kenya", "Lagos", "Peru", "Montevideo", "Vietnam", "Manila", "Fiji", "Auckland", "Norway",
    "Lisbon", "Serbia", "Kosovo", "Gaza City", "Cyprus", "Kashmir", "Colombo", "Quebec", "Cuba",
)  # fmt: skip


def run(*command: object) -> None:
    """Run a program to its end."""
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")


def seconds(work: Callable[[Path], None]) -> float:
    """Return how long some work takes that writes to a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        work(Path(folder))
        return time.perf_counter() - start


def build(out: Path) -> None:
    """Make one page by ``briefing build``."""
    run("-m", "briefing", "build", SAMPLE, "-o", out)


def papermill_and_nbconvert(out: Path) -> None:
    """Make one page by the two commands."""
    executed = out / "executed.ipynb"
    run(
        *("-m", "papermill", NOTEBOOK, executed, "-p", "article", SAMPLE),
        *("-k", "python3", "--no-progress-bar"),
    )
    run("-m", "nbconvert", "--to", "html", executed)


def batch(articles: Path, out: Path, workers: int) -> None:
    """Make the pages of a folder by ``briefing batch``."""
    run("-m", "briefing", "batch", articles, "-o", out, "--workers", workers)


def write_articles(folder: Path, count: int) -> None:
    """Write any number of articles of the length of the sample, each with places of its own."""
    text = SAMPLE.read_text(encoding="utf-8")
    for number in range(count):
        named = [PLACES[(number * step + step) % len(PLACES)] for step in (1, 5, 7)]
        more = f"\n\nDelegates from {named[0]}, {named[1]} and {named[2]} listened.\n"
        (folder / f"article-{number:04}.md").write_text(text + more, encoding="utf-8")


def tree(root: int) -> Iterator[int]:
    """Give a process and all that it has started, and those have."""
    yield root
    for children in Path("/proc", str(root), "task").glob("*/children"):
        for child in children.read_text().split():
            yield from tree(int(child))


def memory(root: int) -> float:
    """Return the PSS of a process and all below it, in MiB.

    Raises
    ------
    OSError
        If one of them starts or ends meanwhile, which changes the shares of all others.
    """
    total = 0
    pids = list(tree(root))
    for pid in pids:
        for line in Path("/proc", str(pid), "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    if list(tree(root)) != pids:
        raise ProcessLookupError("the processes have changed")
    return total / 1024


def sample_memory(process: subprocess.Popen[bytes]) -> list[float]:
    """Look at the memory of a process tree until it ends."""
    samples = []
    while process.poll() is None:
        try:
            samples.append(memory(process.pid))
        except OSError:
            continue  # one of them has just started or ended
        time.sleep(SAMPLED)
    return samples


def show(what: str, times: dict[str, list[float]], count: int = 1) -> None:
    """Print the median time of each, and the ratio of the first to the second in each round."""
    for name, taken in times.items():
        each = median(taken) / count
        print(f"{what:8}{name:32}{each:6.2f} s   {60 / each:6.1f} a minute")
    first, second = times.values()
    ratios = sorted(a / b for a, b in zip(first, second, strict=True))
    middle = median(ratios)
    print(
        f"{what:8}{'ratio':32}{middle:6.2f}     {1 / middle:6.2f} the other way round   "
        f"({ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)})",
        flush=True,
    )


def report_cold(rounds: int) -> None:
    """Print how long one briefing takes from nothing."""
    times: dict[str, list[float]] = {"briefing build": [], "papermill, then nbconvert": []}
    for _ in range(rounds):
        for taken, work in zip(times.values(), (build, papermill_and_nbconvert), strict=True):
            taken.append(seconds(work))
    show("cold", times)


def report_loop(count: int) -> None:
    """Print how long a briefing takes where everything has started, in one process."""
    from nbconvert import HTMLExporter  # noqa: PLC0415 - slow to import, and only for this
    from papermill import execute_notebook  # noqa: PLC0415

    exporter = HTMLExporter()  # type: ignore[no-untyped-call]
    recipe = read_recipe()
    times: dict[str, list[float]] = {"one worker of a batch": [], "loop of papermill": []}
    with tempfile.TemporaryDirectory() as folder, ForkServer() as server:
        server.warm_up({})
        write_articles(Path(folder), count + 1)

        def ours(path: Path, out: Path) -> None:
            articles = recipe.named([article_input(read_article(path), path.name)])
            build_folder(articles, out / "brief", recipe, server=server)

        def theirs(path: Path, out: Path) -> None:
            given, file = {"article": str(path)}, out / "executed.ipynb"
            node = execute_notebook(
                NOTEBOOK, file, given, kernel_name="python3", progress_bar=False
            )
            (out / "page.html").write_text(exporter.from_notebook_node(node)[0], encoding="utf-8")

        for number, path in enumerate(sorted(Path(folder).iterdir())):
            for taken, work in zip(times.values(), (ours, theirs), strict=True):
                spent = seconds(lambda out, work=work, path=path: work(path, out))  # type: ignore[misc]
                if number:  # the first one pays for what both load at their first run
                    taken.append(spent)
    show("loop", times)


def report_workers(rounds: int, count: int) -> None:
    """Print how long a briefing of a batch takes with one worker and with two."""
    times: dict[str, list[float]] = {"batch of one worker": [], "batch of two workers": []}
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder)
        write_articles(articles, count)
        for _ in range(rounds):
            for workers, taken in enumerate(times.values(), start=1):
                taken.append(seconds(lambda out, n=workers: batch(articles, out, n)))  # type: ignore[misc]
    show("workers", times, count)


def report_memory(count: int) -> None:
    """Print the peak of the memory of a batch with two workers, and whether it grows."""
    with tempfile.TemporaryDirectory() as folder:
        articles, out = Path(folder, "in"), Path(folder, "out")
        articles.mkdir()
        write_articles(articles, count)
        command = ["-m", "briefing", "batch", articles, "-o", out, "--workers", 2]
        process = subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, *map(str, command)], stdout=subprocess.DEVNULL
        )
        samples = sample_memory(process)
        if process.returncode:
            sys.exit("the batch has failed")
    half = len(samples) // 2
    first, second = max(samples[:half]), max(samples[half:])
    print(
        f"memory  two workers, {count} articles    peak {max(samples):.0f} MiB; "
        f"of its second half {second / first:.2f} times that of its first",
        flush=True,
    )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description="How long briefings take, and how much memory.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=20, help="of a batch")
    parser.add_argument("--only", choices=("cold", "loop", "workers", "memory"))
    options = parser.parse_args()
    if options.only in {None, "cold"}:
        report_cold(options.rounds)
    if options.only in {None, "loop"}:
        report_loop(options.articles)
    if options.only in {None, "workers"}:
        report_workers(options.rounds, options.articles)
    if options.only in {None, "memory"}:
        report_memory(options.articles)


if __name__ == "__main__":
    main()
