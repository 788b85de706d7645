"""A peer of ``briefing batch``: papermill and nbconvert in a loop, in one process.

    python benchmarks/loop.py NOTEBOOK ARTICLES OUT

Runs the notebook on every file of the folder ARTICLES, in order, and makes a page of each run, as
whoever knows both libraries would write it in ten lines.
"""

from __future__ import annotations

import sys
from pathlib import Path

import papermill
from nbconvert import HTMLExporter


def main(notebook: str, articles: str, out: str) -> None:
    """Make the pages."""
    exporter = HTMLExporter()  # type: ignore[no-untyped-call]
    for article in sorted(Path(articles).iterdir()):
        executed = papermill.execute_notebook(
            notebook,
            Path(out, f"{article.stem}.ipynb"),
            {"article": str(article)},
            kernel_name="python3",
            progress_bar=False,
        )
        page, _ = exporter.from_notebook_node(executed)
        Path(out, f"{article.stem}.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
