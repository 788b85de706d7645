"""Page formats: a registry that takes others."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from briefing.cli import main
from briefing.errors import ParameterError
from briefing.pages import formats
from briefing.pages.formats import PageFormat, format_names, page_formats, register

TOY = Path(__file__).parent / "data" / "notebooks" / "toy.ipynb"
ZIPPED = PageFormat(
    name="zipped",
    file_name="brief.zip",
    module="zipped_page",
    is_binary=True,
    opening="Unpack it",
)


@pytest.fixture
def zipped(monkeypatch: pytest.MonkeyPatch) -> PageFormat:
    """Register a binary format for one test."""
    monkeypatch.setattr(formats, "_FORMATS", dict(formats._FORMATS))
    monkeypatch.syspath_prepend(Path(__file__).parent)
    register(ZIPPED)
    return ZIPPED


def test_a_binary_format_is_a_module_and_a_line(
    zipped: PageFormat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--to` takes it beside the others, says how to open it, and the manifest has its hash."""
    (tmp_path / "talks.txt").write_text("Iran and Russia met. They left.")
    out = tmp_path / "out"
    with pytest.raises(SystemExit) as caught:
        main(["build", str(tmp_path / "talks.txt"), "-o", str(out), "--notebook", str(TOY),
              "--to", "html,zipped"])  # fmt: skip
    assert caught.value.code == 0
    made = out / "talks"
    assert f"Unpack it: {(made / zipped.file_name).as_uri()}" in capsys.readouterr().out
    with zipfile.ZipFile(made / zipped.file_name) as archive:
        assert "2.json" in archive.namelist()
    manifest = json.loads((made / "manifest.json").read_text())
    assert manifest["formats"] == ["html", "zipped"]
    assert {"brief.html", "brief.zip"} <= set(manifest["files"])


def test_names_are_those_that_are_registered(zipped: PageFormat) -> None:
    """Each asked-for format comes once, in the order asked for; others are told of by name."""
    assert format_names() == ("html", "slides", "zipped")
    assert [one.name for one in page_formats(["zipped", "html", "zipped"])] == ["zipped", "html"]
    with pytest.raises(ParameterError, match=r"did you mean 'zipped'\? .*html, slides"):
        page_formats(["ziped"])


def test_a_format_says_what_it_lacks(zipped: PageFormat) -> None:
    """A package that is not there is named before a notebook is run."""
    register(PageFormat(name="pdf", file_name="a.pdf", module="x", needs=("no_such_package",)))
    with pytest.raises(ParameterError, match="format 'pdf': needs no_such_package"):
        page_formats(["pdf"])


@pytest.mark.parametrize(("name", "file_name"), [("html", "other.html"), ("new", "brief.html")])
def test_two_formats_cannot_be_one(zipped: PageFormat, name: str, file_name: str) -> None:
    """Neither the name nor the file of a format may be taken by another."""
    register(ZIPPED)  # the same again is no other
    with pytest.raises(ValueError, match="clashes with 'html'"):
        register(PageFormat(name=name, file_name=file_name, module="x"))
