"""How right, how fast and how large the linker is, side by side with others.

    python benchmarks/linking.py GOLD.jsonl... [--peers PYTHON]

Articles are marked ones, JSON Lines as ``briefing evaluate`` reads them. ``--peers`` names the
interpreter of an environment with ``benchmarks/peers.txt`` installed; the peers then run in turn
with ours, each as a process of its own, and every figure stands beside ours of the same round.
Speed is taken on articles cut to 2,000 characters, after a first round; *ready* is from the first
import to the first linked article. These machines are noisy: trust the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any

from briefing.linking.links import link, link_many
from briefing.reading.article import Article

PEERS = Path(__file__).with_name("peers.py")
CUT = 2_000  # characters of a news article
LENGTHS = (62_500, 125_000, 250_000, 500_000, 1_000_000)
TOLD = ("recognition_overlap.f1", "acc161", "end_to_end.f1", "country_accuracy")
COUNTS = (2_500, 5_000, 10_000, 20_000)


def read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Read the articles of some files."""
    return [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]


def seconds(run: Callable[[], object], rounds: int = 3) -> float:
    """Return the least processor time of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def run_peer(python: str, peer: str, articles: Path, rounds: int, found: Path) -> dict[str, Any]:
    """Run one linker as a process of its own and return its figures."""
    command = [python, str(PEERS), peer, str(articles), "--rounds", str(rounds), "-o", str(found)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def report_speed(records: Sequence[dict[str, Any]], python: str | None, rounds: int) -> None:
    """Print articles a second, time to be ready and memory, of all linkers in turn."""
    cut = [r | {"text": r["text"][:CUT]} for r in records if len(r["text"]) >= CUT * 3 // 4]
    peers = {"ours": sys.executable}
    if python:
        peers |= dict.fromkeys(("geotext", "flashgeotext", "spacy"), python)
    rates: dict[str, list[float]] = {peer: [] for peer in peers}
    last: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        articles.write_text("".join(json.dumps(r) + "\n" for r in cut), encoding="utf-8")
        for _ in range(rounds):
            for peer, interpreter in peers.items():
                last[peer] = run_peer(interpreter, peer, articles, 2, Path(folder) / "found")
                rates[peer].append(len(cut) / last[peer]["rounds"][-1])
    for peer in peers:
        ratio = median(a / b for a, b in zip(rates["ours"], rates[peer], strict=True))
        ready, peak = last[peer]["ready"], last[peer]["peak"]
        print(
            f"{peer:14}{median(rates[peer]):8.0f} articles/s  (ours is {ratio:5.1f} times as fast)"
            f"  ready in {ready:5.2f} s  peak {peak:5.0f} MiB"
        )


def report_growth(records: Sequence[dict[str, Any]]) -> None:
    """Print how the time grows with the length of an article and with their number."""
    text = "\n\n".join(record["text"] for record in records)
    times = []
    for length in LENGTHS:
        long = Article(id="long", text=(text * (length // len(text) + 1))[:length])
        times.append(seconds(lambda long=long: link(long)))  # type: ignore[misc]
    show_growth("length", LENGTHS, times)
    times = []
    for count in COUNTS:
        times.append(seconds(lambda n=count: sum(1 for _ in link_many(many(records, n))), 1))  # type: ignore[misc]
    show_growth("count", COUNTS, times)


def many(records: Sequence[dict[str, Any]], count: int) -> Iterator[Article]:
    """Give any number of short articles, the same ones over and over."""
    for number, record in enumerate(islice(cycle(records), count)):
        yield Article(id=str(number), text=record["text"][:500])


def show_growth(what: str, sizes: Sequence[int], times: Sequence[float]) -> None:
    """Print the time of each size, and by how much twice the size takes longer."""
    taken = "  ".join(f"{n:,}: {t:.2f} s" for n, t in zip(sizes, times, strict=True))
    ratios = ", ".join(f"{after / before:.2f}" for before, after in pairwise(times))
    print(f"growth by {what:7} {taken}  t(2n)/t(n): {ratios}")


def report_accuracy(paths: Sequence[Path], python: str | None) -> None:
    """Print how right each linker is on each file."""
    # Not part of the timing.
    from briefing.gazetteer.index import gazetteer  # noqa: PLC0415
    from briefing.linking.evaluation import figures  # noqa: PLC0415
    from briefing.linking.judging import judge_by  # noqa: PLC0415
    from briefing.linking.located import found_in  # noqa: PLC0415
    from briefing.linking.marked import read_marked  # noqa: PLC0415

    judge = judge_by(gazetteer())
    peers = {"ours": sys.executable}
    if python:
        peers |= dict.fromkeys(("geotext", "flashgeotext", "spacy"), python)
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        for path in paths:
            for peer, interpreter in peers.items():
                run_peer(interpreter, peer, path, 1, found)
                links = {record["id"]: record["mentions"] for record in read([found])}
                verdicts = [
                    judge.article(marked, found_in(links.get(marked.article.id, ())))
                    for marked in read_marked(path)
                ]
                shares = figures(judge, verdicts)["shares"]
                told = "  ".join(f"{name} {_percent(shares[name])}" for name in TOLD)
                print(f"{path.stem:22}{peer:14}{told}")


def _percent(share: dict[str, float | None]) -> str:
    value, low, high = (None if x is None else 100 * x for x in share.values())
    return "-" if value is None else f"{value:.1f} ({low:.1f} to {high:.1f})"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description="How right and how fast the linker is.")
    parser.add_argument("articles", nargs="+", type=Path, help="marked articles, JSON Lines")
    parser.add_argument("--peers", metavar="PYTHON", help="interpreter that has the peers")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    records = read(options.articles)
    report_speed(records, options.peers, options.rounds)
    report_growth(records)
    report_accuracy(options.articles, options.peers)


if __name__ == "__main__":
    main()
