"""Tests of ``tools/facts/worldview_table.py``: the page on worldviews is as the data has it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_page_is_up_to_date() -> None:
    """The tables of docs/worldviews.md are what the tool would write."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.facts.worldview_table", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
