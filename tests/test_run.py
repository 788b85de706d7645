"""One article in, one finished folder out."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import (
    ArticleError,
    BriefingError,
    CorrectionError,
    NotebookError,
    OutputError,
    PageError,
    ParameterError,
)
from briefing.folder import is_finished
from briefing.reading.files import read_article
from briefing.running.inputs import InputFile, article_input
from briefing.running.kernel import KernelRun
from briefing.running.recipe import Recipe, read_recipe
from briefing.running.run import build, build_folder

TOY = Path(__file__).parent / "data" / "notebooks" / "toy.ipynb"
TEXT = "Talks in Tehran\n\nIran and Russia met in Tehran. They left.\n"


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def toy(code: str = "", **options: Any) -> Recipe:
    """Return a recipe of the toy notebook, which runs some code in its kernel."""
    return read_recipe(TOY, parameters={"code": code}, formats=(), **options)


def given(recipe: Recipe, *files: Path) -> dict[str, tuple[InputFile, ...]]:
    """Return the articles of some files as a recipe takes them."""
    return recipe.named([article_input(read_article(file), file.name) for file in files])


def key(recipe: Recipe, name: str, sha256: str) -> str:
    """Return the key of a run on one article."""
    article = InputFile(name=name, sha256=sha256, suffix=".json", content=b"")
    return recipe.key({"article": (article,)})


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Give the file of a short article."""
    path = tmp_path / "talks.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the short article once by the toy notebook."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "talks.txt").write_text(TEXT)
    return build(folder / "talks.txt", folder / "out", notebook=TOY, formats=())


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every start of a kernel a failure of the test."""

    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("a kernel was started")

    monkeypatch.setattr(KernelRun, "execute", refuse)


@pytest.fixture
def replayed(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the notebook of `built` for every run, so that no kernel is needed."""
    import nbformat  # noqa: PLC0415 - as in the package, only where a notebook is run

    def replay(self: KernelRun, *_: Any, **__: Any) -> nbformat.NotebookNode:
        self.notebook = nbformat.read(built / "brief.ipynb", as_version=4)  # type: ignore[no-untyped-call]
        assert self.notebook is not None
        return self.notebook

    monkeypatch.setattr(KernelRun, "execute", replay)


def test_a_finished_folder_holds_what_it_says(built: Path) -> None:
    """The manifest names every other file with its hash, the input, and how it was made."""
    manifest = json.loads((built / "manifest.json").read_text())
    files = tree(built)
    del files["manifest.json"]
    assert manifest["files"] == files
    assert set(files) == {"article.json", "brief.ipynb", "mentions.csv", "places.geojson"}
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert manifest["inputs"] == {
        "article": [{"name": "talks.txt", "sha256": digest, "file": "article.json"}]
    }
    assert manifest["sizes"] == {name: (built / name).stat().st_size for name in files}
    assert manifest["notebook"] == "toy"
    assert manifest["versions"]["python"].count(".") == 1
    assert is_finished(built, manifest["key"])


def test_the_tables_are_those_of_the_record(built: Path) -> None:
    """Mentions and places are what the notebook's record says."""
    with (built / "mentions.csv").open(newline="") as stream:
        assert [(row["text"], row["place"]) for row in csv.DictReader(stream)] == [
            ("Iran", "country:IR")
        ]
    assert json.loads((built / "places.geojson").read_text())["type"] == "FeatureCollection"


def test_nothing_tells_where_or_when_it_was_made(built: Path) -> None:
    """No file names the folder, the machine's user or a time of execution."""
    for path in built.iterdir():
        text = path.read_text()
        assert str(built.parent) not in text
        assert "start_time" not in text
        assert "iopub" not in text


def test_the_same_input_gives_the_same_bytes(
    built: Path, tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder, working folder, hash seed, and a user's Jupyter setup change nothing."""
    kernels = tmp_path / "jupyter" / "kernels" / "python3"
    kernels.mkdir(parents=True)
    shadow = {"argv": ["false"], "display_name": "shadow", "language": "python"}
    (kernels / "kernel.json").write_text(json.dumps(shadow))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-print.py").write_text("print('a startup file ran')")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.chdir(tmp_path)
    again = build("talks.txt", "elsewhere", notebook=TOY, formats=())
    assert again == Path("elsewhere/talks")
    assert tree(again) == tree(built)
    assert sorted(path.name for path in Path("elsewhere").iterdir()) == ["talks"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("1/0", r"cell 3 \(`import json`\): ZeroDivisionError: division by zero"),
        ("import sys; sys.exit(0)", "cell 3 .*: SystemExit: 0"),
        ("import os; os._exit(0)", "cell 3 .*: its kernel died"),
        ("text = text.replace('sha256', 'sha', 1)", "cell 4 .*KeyError"),
    ],
)
def test_a_failed_run_leaves_the_last_good_folder(
    built: Path, tmp_path: Path, article: Path, code: str, reason: str
) -> None:
    """The reason is one line; the notebook is left beside the folder, which stays as it was."""
    out = tmp_path / "out"
    shutil.copytree(built, out / "talks")
    good = tree(built)
    with pytest.raises(NotebookError, match=reason) as caught:
        build(article, out, notebook=TOY, parameters={"code": code}, formats=())
    assert "\n" not in str(caught.value)
    assert "talks.failed.ipynb" in caught.value.remedy
    assert tree(out / "talks") == good
    assert sorted(path.name for path in out.iterdir()) == ["talks", "talks.failed.ipynb"]
    assert json.loads((out / "talks.failed.ipynb").read_text())["nbformat"] == 4


def test_a_success_takes_the_failed_notebook_away(
    tmp_path: Path, article: Path, replayed: None
) -> None:
    """What is left beside a finished folder is never of an earlier failure."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "talks.failed.ipynb").write_text("{}")
    build(article, tmp_path / "out", notebook=TOY, formats=())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["talks"]


def test_a_cell_that_takes_too_long_fails(tmp_path: Path, article: Path) -> None:
    """A run ends when a cell takes longer than it may, and its kernel with it."""
    recipe = toy("import time; time.sleep(60)", cell_seconds=1)
    with pytest.raises(NotebookError, match="took longer"):
        build_folder(given(recipe, article), tmp_path / "a", recipe)
    assert kernels_in(tmp_path) == []


def kernels_in(folder: Path) -> list[str]:
    """Return the processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cwd"):
        try:
            where = str(process.readlink())
        except OSError:
            continue
        if where.startswith(str(folder)):
            found.append(process.parent.name)
    return found


@pytest.mark.parametrize(
    ("content", "options", "error"),
    [
        (None, {}, ArticleError),
        (b"", {}, ArticleError),
        (bytes(range(256)) * 20, {}, ArticleError),
        (b"Text.", {"parameters": {"wordview": "UA"}}, ParameterError),
        (b"Text.", {"parameters": {"title": 3}}, ParameterError),
        (b"Text.", {"parameters": {"worldview": "XX"}}, ParameterError),
        (b"Text.", {"parameters": {"as_of": "yesterday"}}, ParameterError),
        (b"Text.", {"parameters": {"article": "other.json"}}, ParameterError),
        (b"Text.", {"formats": ("fax",)}, ParameterError),
        (b"Text.", {"notebook": "artcle"}, NotebookError),
        (b"Text.", {"notebook": "/no/such.ipynb"}, NotebookError),
    ],
)
def test_bad_input_fails_before_anything_is_written(
    tmp_path: Path,
    no_kernel: None,
    content: bytes | None,
    options: dict[str, Any],
    error: type[BriefingError],
) -> None:
    """One clear line, no kernel, no output folder."""
    path = tmp_path / "talks.txt"
    if content is not None:
        path.write_bytes(content)
    chosen: dict[str, Any] = {"notebook": TOY, "formats": ()} | options
    with pytest.raises(error) as caught:
        build(path, tmp_path / "out", **chosen)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_the_last_good_folder(
    tmp_path: Path, article: Path, replayed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails is one clear line, and the earlier folder stays as it was."""
    out = tmp_path / "out"
    good = tree(build(article, out, notebook=TOY, formats=()))

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("briefing.folder.os.fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        build(article, out, notebook=TOY, formats=(), parameters={"title": "New"})
    assert tree(out / "talks") == good
    assert [path.name for path in out.iterdir()] == ["talks"]


def test_a_page_that_cannot_be_made_leaves_the_notebook(
    tmp_path: Path, article: Path, replayed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The toy notebook shows no part, so a page of it is refused, and the notebook kept."""

    def refuse(_: object) -> str:
        raise PageError("page", "has no parts")

    monkeypatch.setattr("briefing.pages.html.render", refuse)
    with pytest.raises(PageError, match=r"see .*talks\.failed\.ipynb"):
        build(article, tmp_path / "out", notebook=TOY, formats=("html",))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["talks.failed.ipynb"]


def test_a_key_tells_every_job_from_another(tmp_path: Path) -> None:
    """Another name, content, parameter, input or format is another job."""
    (tmp_path / "code.py").write_text("pass")
    keys = {
        key(toy(), "a.txt", "1"),
        key(toy(), "b.txt", "1"),
        key(toy(), "a.txt", "2"),
        key(toy("pass"), "a.txt", "1"),
        key(read_recipe(TOY), "a.txt", "1"),
        key(read_recipe(TOY, inputs={"code": tmp_path / "code.py"}), "a.txt", "1"),
    }
    assert len(keys) == 6
    assert key(toy(), "a.txt", "1") in keys


def test_a_brief_obeys_decisions_and_keeps_them(tmp_path: Path, article: Path) -> None:
    """They lie beside the article by content, so that where they came from does not matter."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("text,place,note\nTehran,city:703448,a test\n")
    (tmp_path / "c.csv").write_text("text,place\nTehran,-\n")
    first, same, other = (
        read_recipe(parameters={"corrections": str(tmp_path / name)}, formats=())
        for name in ("a.csv", "b.csv", "c.csv")
    )
    plain = read_recipe(formats=())
    keys = [key(recipe, "talks.txt", "0") for recipe in (first, same, other, plain)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    folder = build_folder(given(first, article), tmp_path / "talks", first)
    manifest = json.loads((folder / "manifest.json").read_text())
    (decided,) = manifest["inputs"]["corrections"]
    assert decided["file"] == "corrections.jsonl"
    assert decided["sha256"] == manifest["files"]["corrections.jsonl"]
    assert manifest["parameters"] == {}
    assert is_finished(folder, first.key(given(first, article)))
    assert "decided by the analyst: a test" in (folder / "mentions.csv").read_text()
    (tmp_path / "c.csv").write_text("text,place\nTehran,city:0\n")
    with pytest.raises(CorrectionError, match=r"corrections 'c\.csv' line 2"):
        read_recipe(parameters={"corrections": str(tmp_path / "c.csv")})


def test_the_sample_article_makes_every_page(sample_folder: Path) -> None:
    """The real notebook on the sample article gives all files, and no absolute path in them."""
    files = set(tree(sample_folder))
    assert files == {
        "article.json",
        "brief.html",
        "brief.ipynb",
        "manifest.json",
        "mentions.csv",
        "places.geojson",
        "slides.html",
    }
    assert str(sample_folder.parent) not in (sample_folder / "brief.ipynb").read_text()
