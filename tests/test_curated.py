"""The reviewed files: every fact says where it is from."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

CURATED = Path(__file__).parent.parent / "geodata" / "curated"
TABLES = sorted(p for p in CURATED.rglob("*.csv") if not p.stem.endswith("_coverage"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_names_its_source(path: Path) -> None:
    """A row of a table has as many fields as the table has columns, and a source or a reason."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert rows
    for row in rows:
        assert None not in row, row
        assert None not in row.values(), row
        assert (row.get("source") or row.get("why") or "").strip(), row


def test_every_sea_names_its_limits() -> None:
    """A ring around a sea says which definition of its limits it follows."""
    seas = tomllib.loads((CURATED / "sea_cutters.toml").read_text(encoding="utf-8"))
    assert len(seas) > 100
    assert [key for key, sea in seas.items() if not sea.get("limits")] == []
