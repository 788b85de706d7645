"""How long briefings take, and how much memory: side by side with papermill and nbconvert.

    python benchmarks/build.py [--rounds N] [--articles N] [--only cold|batch|memory]

*cold* is ``briefing build`` against ``papermill`` and then ``jupyter nbconvert --to html`` on the
same notebook and article. *batch* is ``briefing batch`` with one worker and with two against
`loop.py`, start included, in briefings a minute. *memory* is the peak of all processes of a batch
with two workers: the sum of their PSS, which counts a page that n of them share as 1/n for each.

All that is compared runs in turn in one round, and the ratio of each round stands beside the
times; of the rounds the median. Shared machines are noisy: trust the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from briefing.data import notebooks_dir

LOOP = Path(__file__).with_name("loop.py")
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
    """Return the PSS of a process and all below it, in MiB."""
    total = 0
    for pid in tree(root):
        for line in Path("/proc", str(pid), "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def sample_memory(process: subprocess.Popen[bytes]) -> list[float]:
    """Look at the memory of a process tree until it ends."""
    samples = []
    while process.poll() is None:
        try:
            samples.append(memory(process.pid))
        except OSError:
            continue  # one of them has just ended
        time.sleep(SAMPLED)
    return samples


def report_cold(rounds: int) -> None:
    """Print how long one briefing takes from nothing."""
    times: dict[str, list[float]] = {"build": [], "papermill + nbconvert": []}
    for _ in range(rounds):
        for name, work in zip(times, (build, papermill_and_nbconvert), strict=True):
            times[name].append(seconds(work))
    for name, taken in times.items():
        ratio = median(a / b for a, b in zip(taken, times["papermill + nbconvert"], strict=True))
        print(f"cold    {name:24}{median(taken):6.2f} s   ratio {ratio:.2f}", flush=True)


def report_batch(rounds: int, count: int) -> None:
    """Print how many briefings a minute a batch makes."""
    rates: dict[str, list[float]] = {"one worker": [], "two workers": [], "loop of papermill": []}
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder)
        write_articles(articles, count)
        for _ in range(rounds):
            works: Sequence[Callable[[Path], None]] = (
                lambda out: batch(articles, out, 1),
                lambda out: batch(articles, out, 2),
                lambda out: run(LOOP, NOTEBOOK, articles, out),
            )
            for name, work in zip(rates, works, strict=True):
                rates[name].append(60 * count / seconds(work))
    for name, rate in rates.items():
        ratios = [
            f"{median(a / b for a, b in zip(rate, rates[other], strict=True)):.2f} times {other}"
            for other in ("one worker", "loop of papermill")
            if other != name
        ]
        print(f"batch   {name:24}{median(rate):6.1f} a minute   {', '.join(ratios)}", flush=True)


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
    parser.add_argument("--only", choices=("cold", "batch", "memory"))
    options = parser.parse_args()
    if options.only in {None, "cold"}:
        report_cold(options.rounds)
    if options.only in {None, "batch"}:
        report_batch(options.rounds, options.articles)
    if options.only in {None, "memory"}:
        report_memory(options.articles)


if __name__ == "__main__":
    main()
