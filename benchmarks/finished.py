"""How fast a batch with nothing to do ends, against reading all that it has made.

    python benchmarks/finished.py [--folders 300] [--to html] [--rounds 3]

One article is built, and its folder published again and again under the names of as many articles.
*deciding* asks of each folder whether it is finished; *batch* is a whole second run, from reading
the inbox to the report; *reading* hashes every byte that the manifests name, which is what deciding
cost before sizes and times were kept. Each is the least wall time of some rounds, with the files in
the memory of the system; from a disk, reading is slower still. Trust the ratios.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from briefing.folder import MANIFEST, draft, is_finished, publish, sha256_of
from briefing.running.batch import run_batch
from briefing.running.inbox import read_inputs, task
from briefing.running.recipe import Recipe, frozen, read_recipe
from briefing.running.run import build

TEXT = "Talks in Ankara\n\nIran, Russia and Turkey met in Ankara. Talk {} was on Syria.\n"


def fill(folder: Path, count: int, recipe: Recipe, formats: list[str]) -> tuple[Path, Path]:
    """Make an inbox, and the folders that a batch would have made of it."""
    inbox, out = folder / "in", folder / "out"
    inbox.mkdir()
    out.mkdir()
    for number in range(count):
        (inbox / f"talk-{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    made = build(inbox / "talk-0.txt", folder / "first", formats=formats)
    manifest = json.loads((made / MANIFEST).read_bytes())
    with frozen(recipe) as kept:
        for item in read_inputs(inbox):
            job = task([item], kept)
            with draft(out / job.folder) as path:
                shutil.copytree(made, path, dirs_exist_ok=True)
                (path / MANIFEST).unlink()
                publish(path, out / job.folder, {**manifest, "key": kept.key(job.articles)})
    return inbox, out


def decide(inbox: Path, out: Path, recipe: Recipe) -> None:
    """Ask of each folder whether it is finished."""
    with frozen(recipe) as kept:
        for item in read_inputs(inbox):
            job = task([item], kept)
            if not is_finished(out / job.folder, kept.key(job.articles)):
                raise SystemExit(f"{job.folder} is not finished")


def read_all(out: Path) -> int:
    """Hash every file that a manifest names; return how many bytes that were."""
    total = 0
    for path in out.glob(f"*/{MANIFEST}"):
        for name, digest in json.loads(path.read_bytes())["files"].items():
            if sha256_of(path.parent / name) != digest:
                raise SystemExit(f"{path.parent / name} has changed")
            total += (path.parent / name).stat().st_size
    return total


def run_again(inbox: Path, out: Path, recipe: Recipe) -> None:
    """Run a batch that has nothing to do."""
    report = run_batch(inbox, out, recipe=recipe)
    if {outcome.state for outcome in report.outcomes} != {"kept"}:
        raise SystemExit("the batch has found something to do")


def seconds(run: Callable[[], object], rounds: int) -> float:
    """Return the least wall time of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folders", type=int, default=300)
    parser.add_argument("--to", default="html")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    formats = options.to.split(",")
    recipe = read_recipe(formats=formats)
    with tempfile.TemporaryDirectory() as folder:
        inbox, out = fill(Path(folder), options.folders, recipe, formats)
        total = read_all(out)
        figures = {
            "deciding": seconds(lambda: decide(inbox, out, recipe), options.rounds),
            "batch": seconds(lambda: run_again(inbox, out, recipe), options.rounds),
            "reading": seconds(lambda: read_all(out), options.rounds),
        }
    print(f"{options.folders} folders, {total / 1e6:,.0f} MB")
    for name, taken in figures.items():
        each = taken / options.folders * 1000
        print(f"{name:9} {each:7.3f} s a thousand   1 : {figures['reading'] / taken:,.1f}")


if __name__ == "__main__":
    main()
