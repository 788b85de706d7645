"""Exporters: Jupyter's own commands make the same page and slides."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbconvert.exporters import get_export_names, get_exporter

from briefing.pages import html, slides


@pytest.mark.parametrize(
    ("name", "render", "suffix"),
    [("briefing", html.render, ".html"), ("briefing-slides", slides.render, ".slides.html")],
)
def test_an_exporter_makes_what_build_makes(
    sample_notebook: dict[str, Any], name: str, render: Any, suffix: str
) -> None:
    """It is found by its name, shown in JupyterLab's menu, and gives the very same page."""
    assert name in get_export_names()  # type: ignore[no-untyped-call]
    exporter = get_exporter(name)()  # type: ignore[no-untyped-call]
    assert exporter.export_from_notebook
    page, resources = exporter.from_notebook_node(nbformat.from_dict(sample_notebook))  # type: ignore[no-untyped-call]
    assert page == render(sample_notebook)
    assert resources["output_extension"] == suffix
