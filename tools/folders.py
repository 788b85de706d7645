"""Folders that the tools read from and write to."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GEODATA = ROOT / "geodata"
CURATED = GEODATA / "curated"
PICTURES = ROOT / "docs" / "img"
