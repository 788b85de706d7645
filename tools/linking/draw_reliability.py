"""Draw how far the confidence of links can be taken at its word.

    python -m tools.linking.draw_reliability GOLD.jsonl... [-o docs/img/reliability.png]

One curve a file: the links in bins of a tenth by their confidence, against the share of each bin
that is right. Below the diagonal the linker is too sure of itself. Files are what ``briefing
evaluate`` reads.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from tools.folders import PICTURES

TARGET = PICTURES / "reliability.png"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")  # told apart by colour-blind readers too
MARKERS = ("o", "s", "^", "D")
LEAST = 10  # links in a bin that are worth a point


def measure(paths: list[Path]) -> dict[str, Any]:
    """Return the calibration of each file's links, by name."""
    command = [sys.executable, "-m", "briefing", "evaluate", "--json", *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    reports: dict[str, Any] = json.loads(done.stdout)
    return {name: one["calibration"] for name, one in reports.items() if name != "all"}


def draw(found: dict[str, Any]) -> Figure:
    """Draw the curves, and below them how many links each bin has."""
    figure = Figure(figsize=(6.4, 7.4), layout="constrained")
    upper, lower = figure.subplots(2, height_ratios=(4, 1), sharex=True)
    upper.plot([0, 1], [0, 1], color="#888888", linewidth=1, linestyle="--")
    for (name, one), colour, marker in zip(found.items(), COLOURS, MARKERS, strict=False):
        bins = [b for b in one["bins"] if b["mentions"] >= LEAST]
        sure, right = [b["confidence"] for b in bins], [b["right"] for b in bins]
        label = f"{name}: {one['mentions']:,} links, off by {100 * one['error']:.1f} points"
        upper.plot(sure, right, color=colour, marker=marker, label=label)
        counts = [b["mentions"] for b in bins]
        lower.plot(sure, counts, color=colour, marker=marker, linewidth=0)
    upper.set(xlim=(0.2, 1), ylim=(0, 1.02), ylabel="share of them that are right")
    upper.legend(loc="upper left", frameon=False)
    upper.set_title("Of the links with a confidence, how many are right?", loc="left")
    lower.set(yscale="log", ylabel="links", xlabel="confidence")
    for axes in (upper, lower):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(color="#e5e5e5", linewidth=0.6)
    return figure


def main() -> None:
    """Measure and draw."""
    parser = argparse.ArgumentParser(description="Draw how far confidence holds.")
    parser.add_argument("gold", nargs="+", type=Path, help="marked articles")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    options = parser.parse_args()
    figure = draw(measure(options.gold))
    figure.savefig(options.output, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
