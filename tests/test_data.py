"""Tests of `briefing.data`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing.data import geodata_dir, notebooks_dir

if TYPE_CHECKING:
    import pytest


def test_geodata_lies_where_the_package_says() -> None:
    """The folder found by default holds the catalogue of the layers."""
    assert (geodata_dir() / "catalogue.toml").is_file()


def test_notebooks_lie_beside_geodata() -> None:
    """Checkout and wheel keep both folders side by side."""
    assert notebooks_dir().parent == geodata_dir().parent


def test_variable_moves_geodata(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """BRIEFING_GEODATA names another folder, for the data alone."""
    before = notebooks_dir()
    monkeypatch.setenv("BRIEFING_GEODATA", str(tmp_path))
    assert geodata_dir() == tmp_path
    assert notebooks_dir() == before
