"""How right the linker is on marked articles, and whether it has become less right.

    python -m tools.linking.figures            # compare with tests/golden/linking.json
    python -m tools.linking.figures --write    # write the figures anew

Measured are the texts of ``tests/data/linking`` that the weights are not fitted to, and the public
corpora in the folder that ``BRIEFING_CORPORA`` names, where there is one: they are for measuring
alone and are no part of this project.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.folders import ROOT

GOLDEN = ROOT / "tests" / "golden" / "linking.json"
TEXTS = ROOT / "tests" / "data" / "linking"
PUBLIC = ("lgl.jsonl", "geovirus.jsonl", "tudloc-trainval.jsonl", "nerel-dev.jsonl")
ALLOWED = 1.0
"""Points that a corpus may lose."""

Figures = dict[str, float]


def corpora() -> list[Path]:
    """Return the files to measure on."""
    folder = os.environ.get("BRIEFING_CORPORA")
    public = [Path(folder) / name for name in PUBLIC] if folder else []
    return [*sorted(TEXTS.glob("*.txt")), *(path for path in public if path.is_file())]


def measure(paths: Sequence[Path]) -> dict[str, Figures]:
    """Measure on some files: F1 in percent of the spans, and of spans and places together."""
    command = [sys.executable, "-m", "briefing", "evaluate", "--json", *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603 - our own command
    return {
        corpus: {
            name: round(100 * value, 1)
            for name in ("recognition_exact", "end_to_end", "country_accuracy")
            if (value := _value(report["shares"], name))  # none where nothing has a point
        }
        for corpus, report in json.loads(done.stdout).items()
        if corpus != "all"
    }


def _value(shares: dict[str, dict[str, float | None]], name: str) -> float | None:
    return shares[f"{name}.f1" if f"{name}.f1" in shares else name]["value"]


def losses(golden: dict[str, Figures], found: dict[str, Figures]) -> list[str]:
    """Say which figures have fallen by more than a point."""
    return [
        f"{corpus} {name}: {found[corpus].get(name)}, expected {figure} less {ALLOWED} at most"
        for corpus, figures in golden.items()
        for name, figure in figures.items()
        if corpus in found and found[corpus].get(name, 0.0) < figure - ALLOWED
    ]


def main() -> int:
    """Measure, and compare or write."""
    parser = argparse.ArgumentParser(description="Measure the linker on marked articles.")
    parser.add_argument("--write", action="store_true", help="write the figures anew")
    options = parser.parse_args()
    found = measure(corpora())
    for name, figures in found.items():
        print(f"{name:20}{figures}")
    golden = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
    if options.write:
        text = json.dumps(golden | found, indent=1, sort_keys=True) + "\n"
        GOLDEN.write_text(text, encoding="utf-8")
        return 0
    fallen = losses(golden, found)
    print("\n".join(fallen), file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
