"""How right, how fast and how large the linker is.

    python benchmarks/linking.py lgl.jsonl geovirus.jsonl --scorer score.py

Articles are JSON Lines with ``id`` and ``text``. Speed is taken on articles cut to 2,000
characters, after the first; *ready* is a fresh process from its start to its first linked
article. With a scorer, a program called as ``scorer --gold FILE --pred FILE``, its report on
each file is printed too.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from briefing.article import Article
from briefing.linking import link, link_many

CUT = 2_000  # characters of a news article
FIRST_ARTICLE = (
    "from briefing.article import Article; from briefing.linking import link; "
    "link(Article(id='a', text='Fire in Kyiv, Ukraine.'))"
)


def read(path: Path) -> list[Article]:
    """Read the articles of a file."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [Article(id=record["id"], text=record["text"]) for record in records]


def seconds(run: Callable[[], object], rounds: int) -> float:
    """Return the median time of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return median(times)


def link_all(articles: Sequence[Article]) -> int:
    """Link articles; return the number of links."""
    return sum(len(links) for links in link_many(articles))


def report_speed(articles: Sequence[Article], rounds: int) -> None:
    """Print articles a second, the time to be ready, growth with length, and memory."""
    cut = [Article(id=a.id, text=a.text[:CUT]) for a in articles if len(a.text) >= CUT * 3 // 4]
    link_all(cut)
    print(f"speed      {len(cut) / seconds(lambda: link_all(cut), rounds):8.0f} articles/s")
    ready = seconds(lambda: subprocess.run([sys.executable, "-c", FIRST_ARTICLE], check=True), 5)  # noqa: S603 - our own line
    bare = seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 5)
    print(f"ready      {ready:8.2f} s, of which Python {bare:.2f} s")
    text = "\n\n".join(article.text for article in articles)
    for length in (2_000, 20_000, 200_000, 1_000_000):
        piece = Article(id="long", text=(text * (length // len(text) + 1))[:length])
        taken = seconds(lambda piece=piece: link(piece), 3)  # type: ignore[misc]
        print(f"length     {length:8d} characters: {length / taken:10.0f} characters/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory     {peak:8d} MiB at the peak")


def report_accuracy(path: Path, articles: Sequence[Article], scorer: Path) -> None:
    """Print what a scorer says of the links of a file."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as predictions:
        for links in link_many(articles):
            predictions.write(json.dumps(links.to_records()) + "\n")
        predictions.flush()
        command = [sys.executable, str(scorer), "--gold", str(path), "--pred", predictions.name]
        subprocess.run(command, check=True)  # noqa: S603 - the scorer that was asked for


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description="How right and how fast the linker is.")
    parser.add_argument("articles", nargs="+", type=Path, help="JSON Lines with id and text")
    parser.add_argument("--scorer", type=Path, help="program that scores links")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    read_files = {path: read(path) for path in options.articles}
    report_speed([a for articles in read_files.values() for a in articles], options.rounds)
    if options.scorer:
        for path, articles in read_files.items():
            report_accuracy(path, articles, options.scorer)


if __name__ == "__main__":
    main()
