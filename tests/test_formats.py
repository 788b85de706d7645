"""Page formats: a registry that takes others."""

from __future__ import annotations

import json
import sys
import types
import zipfile
from pathlib import Path

import pytest

from briefing.cli import main
from briefing.errors import PageError, ParameterError
from briefing.folder import is_finished
from briefing.pages import formats
from briefing.pages.formats import PageFormat, format_names, page_formats, register, styled

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
    assert {"html", "slides", "markdown", "text", "zipped"} <= set(format_names())
    assert [one.name for one in page_formats(["zipped", "html", "zipped"])] == ["zipped", "html"]
    with pytest.raises(ParameterError, match=r"did you mean 'zipped'\? .*html, slides"):
        page_formats(["ziped"])


def test_a_format_says_what_it_lacks(zipped: PageFormat) -> None:
    """A package that is not there is named before a notebook is run."""
    register(PageFormat(name="fax", file_name="a.fax", module="x", needs=("no_such_package",)))
    with pytest.raises(ParameterError, match="format 'fax': needs no_such_package"):
        page_formats(["fax"])


@pytest.mark.parametrize(("name", "file_name"), [("html", "other.html"), ("new", "brief.html")])
def test_two_formats_cannot_be_one(zipped: PageFormat, name: str, file_name: str) -> None:
    """Neither the name nor the file of a format may be taken by another."""
    register(ZIPPED)  # the same again is no other
    with pytest.raises(ValueError, match="clashes with 'html'"):
        register(PageFormat(name=name, file_name=file_name, module="x"))


# --- a page that fails


BROKEN = PageFormat(name="broken", file_name="broken.txt", module="briefing.pages.broken")


def _build(tmp_path: Path, to: str) -> tuple[object, Path]:
    (tmp_path / "talks.txt").write_text("Iran and Russia met. They left.")
    with pytest.raises(SystemExit) as caught:
        main(["build", str(tmp_path / "talks.txt"), "-o", str(tmp_path / "out"), "--notebook",
              str(TOY), "--to", to])  # fmt: skip
    return caught.value.code, tmp_path / "out" / "talks"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exception]:
    """Register a format that raises what the test puts here."""
    raised: dict[str, Exception] = {"error": KeyError("no such style")}

    def render(_notebook: object) -> str:
        raise raised["error"]

    module = types.ModuleType(BROKEN.module)
    module.render = render  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, BROKEN.module, module)
    monkeypatch.setattr(formats, "_FORMATS", dict(formats._FORMATS))
    register(BROKEN)
    return raised


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("no such style"), "format 'broken': KeyError: 'no such style'"),
        (PageError("format 'broken'", "no printer", "buy one"), "no printer; buy one"),
    ],
)
def test_one_broken_page_does_not_cost_the_others(
    broken: dict[str, Exception],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    told: str,
) -> None:
    """The others are there, the reason stands in one line, and the status says that some failed."""
    broken["error"] = error
    code, made = _build(tmp_path, "broken,text,html")
    shown = capsys.readouterr()
    assert code == 1
    assert told in shown.err
    assert len(shown.err.strip().splitlines()) == 1
    assert (made / "brief.txt").as_uri() in shown.out
    assert "broken.txt" not in shown.out
    manifest = json.loads((made / "manifest.json").read_text())
    assert {"brief.html", "brief.txt"} <= set(manifest["files"])
    assert manifest["formats"] == ["text", "html"]
    assert manifest["missing"] == ["broken"]
    assert not is_finished(made, manifest["key"] or "any"), "the next batch makes it anew"


def test_a_run_whose_every_page_fails_leaves_what_was_there(
    broken: dict[str, Exception], tmp_path: Path
) -> None:
    """Nothing is published in place of a finished folder."""
    assert _build(tmp_path, "text")[0] == 0
    code, made = _build(tmp_path, "broken")
    assert code == 3
    assert (made / "brief.txt").exists()


# --- templates


def test_a_template_goes_to_the_format_of_its_suffix(zipped: PageFormat, tmp_path: Path) -> None:
    """It is part of what the page is made from; one that styles nothing is refused."""
    register(PageFormat(name="a", file_name="brief.a", module="x", takes=".xyz"))
    file = tmp_path / "Own.XYZ"
    file.write_bytes(b"style")
    (given,) = styled(page_formats(["a"]), [file])
    assert given.template == b"style"
    assert given.identity != page_formats(["a"])[0].identity
    for found, templates in (
        ("styles none of the formats", [tmp_path / "x.odp"]),
        ("has another one", [file, file]),
        ("no such file", [tmp_path / "none.xyz"]),
    ):
        with pytest.raises(ParameterError, match=found):
            styled(page_formats(["a"]), templates)
