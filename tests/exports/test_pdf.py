"""PDF: the page on paper, by an installed Chromium."""

from __future__ import annotations

import io
import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from samples import LONG, header, notebook_of, shown

from briefing.cli import main
from briefing.errors import PageError
from briefing.pages import html, pdf

TOY = Path(__file__).parents[1] / "data" / "notebooks" / "toy.ipynb"
needs_chromium = pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium")


def _outline(entries: list[Any]) -> list[str]:
    return [title for entry in entries for title in
            (_outline(entry) if isinstance(entry, list) else [entry.title])]  # fmt: skip


@pytest.mark.browser
@needs_chromium
def test_a_pdf_has_all_rows_bookmarks_marking_and_numbers(long_notebook: dict[str, Any]) -> None:
    """What the page folds away is there; every sheet says how many there are."""
    made = pdf.render(long_notebook)
    reader = PdfReader(io.BytesIO(made))
    sheets = [page.extract_text() for page in reader.pages]
    whole = " ".join(" ".join(sheets).split())
    assert all(f"Sentence {number} is of" in whole for number in range(LONG))
    assert _outline(reader.outline) == ["Talks in Tehran", "Places"]
    for number, sheet in enumerate(sheets, 1):
        assert sheet.count("TLP:GREEN") >= 2
        assert f"{number} / {len(sheets)}" in sheet
    assert reader.metadata
    assert reader.metadata.title == "Talks in Tehran"


@pytest.mark.browser
@needs_chromium
def test_the_same_notebook_gives_the_same_pdf(long_notebook: dict[str, Any]) -> None:
    """Its dates are those of the brief, and rarely does a busy browser number its objects anew."""
    made = pdf.render(long_notebook)
    assert made in {pdf.render(long_notebook), pdf.render(long_notebook)}
    created = PdfReader(io.BytesIO(made)).metadata
    assert created
    dates = {str(created["/CreationDate"]), str(created["/ModDate"])}
    assert dates == {"D:20220719000000+00'00'"}


def test_the_page_on_paper_runs_nothing(hostile_notebook: dict[str, Any]) -> None:
    """It has no script, and its policy lets none run; the marking cannot leave its string."""
    page = html.render_still(hostile_notebook)
    assert "<script" not in page
    assert "script-src 'none'" in page
    sheets = page.partition("@top-center")[2].partition("</style>")[0]
    assert set(sheets.partition("}")[0]) <= set(' {content:;"\\0123456789abcdef')
    marked = html.render_still(notebook_of(*shown(header(marking='"} body { x'))))
    assert "\\000022\\00007d" in marked


def _fake(folder: Path, script: str) -> Path:
    browser = folder / "browser"
    browser.write_text(f"#!/bin/sh\n{script}\n")
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    return browser


@pytest.mark.parametrize(
    ("script", "told"),
    [("echo no display >&2; exit 3", "printed nothing: no display"), ("sleep 60", "did not print")],
)
def test_a_browser_that_fails_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, told: str
) -> None:
    """It is ended when it takes too long, and what it says is passed on."""
    monkeypatch.setenv(pdf.CHROMIUM_VARIABLE, str(_fake(tmp_path, script)))
    monkeypatch.setattr(pdf, "_SECONDS", 0.3 if "sleep" in script else 60.0)
    with pytest.raises(PageError, match=told):
        pdf.render(notebook_of())


def test_without_a_browser_the_other_formats_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says what is missing and what to do; the exit status says that something is."""
    monkeypatch.setenv("PATH", os.defpath if not shutil.which("chromium") else str(tmp_path))
    monkeypatch.setattr(pdf, "_NAMES", ("chromium",))
    (tmp_path / "talks.txt").write_text("Iran and Russia met. They left.")
    with pytest.raises(SystemExit) as caught:
        main(["build", str(tmp_path / "talks.txt"), "-o", str(tmp_path / "out"), "--notebook",
              str(TOY), "--to", "pdf,html"])  # fmt: skip
    assert caught.value.code == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "format 'pdf': no Chromium or Chrome is installed; install one" in line
    assert (tmp_path / "out" / "talks" / "brief.html").exists()
