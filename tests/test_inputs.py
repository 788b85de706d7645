"""Named inputs: any notebook, any number of files, each told by its hash."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from briefing.cli import main
from briefing.errors import BriefingError, NotebookError, ParameterError
from briefing.running.batch import run_batch
from briefing.running.recipe import Recipe, read_recipe
from briefing.running.run import build

NOTEBOOKS = Path(__file__).parent / "data" / "notebooks"
COMPARE, TOY = NOTEBOOKS / "compare.ipynb", NOTEBOOKS / "toy.ipynb"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with two articles and the file of a question."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "talks.md").write_text("# Talks\n\nIran and Russia met in Tehran.\n")
    (folder / "deal.txt").write_text("Turkey and Iran signed in Ankara.\n")
    (folder / "watched.TXT").write_text("country:IR country:FR\n")
    return folder


@pytest.fixture(scope="module")
def compared(files: Path) -> Path:
    """Compare the two articles, as the command line does."""
    options = ["--notebook", str(COMPARE), "--input", f"watched={files / 'watched.TXT'}"]
    articles = [str(files / name) for name in ("talks.md", "deal.txt")]
    with pytest.raises(SystemExit) as caught:
        main(["build", *articles, "-o", str(files / "out"), *options])
    assert caught.value.code == 0
    return files / "out" / "compare-talks-deal"


def record_of(folder: Path) -> dict[str, Any]:
    """Return the record in the notebook of a folder."""
    notebook = json.loads((folder / "brief.ipynb").read_text())
    (output,) = notebook["cells"][-1]["outputs"]
    (record,) = [value for mime, value in output["data"].items() if "record" in mime]
    assert isinstance(record, dict)
    return record


def sha256(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_notebook_of_many_inputs_makes_one_folder(compared: Path, files: Path) -> None:
    """Manifest and record name every input; a table that there is none of is not written."""
    manifest = json.loads((compared / "manifest.json").read_text())
    assert manifest["inputs"] == {
        "articles": [
            {"name": name, "sha256": sha256(files / name), "file": f"articles-{number}.json"}
            for number, name in enumerate(("talks.md", "deal.txt"), start=1)
        ],
        "watched": [
            {
                "name": "watched.TXT",
                "sha256": sha256(files / "watched.TXT"),
                "file": "watched.txt",
            }
        ],
    }
    copies = ["articles-1.json", "articles-2.json", "watched.txt"]
    assert sorted(manifest["files"]) == [*copies[:2], "brief.html", "brief.ipynb", "mentions.csv",
                                         copies[2]]  # fmt: skip
    found = record_of(compared)
    assert found["inputs"] == [sha256(compared / name) for name in copies]
    assert found["common"] == ["country:IR"]


def test_the_mentions_of_several_articles_name_theirs(compared: Path) -> None:
    """The table has the id of the article in front."""
    with (compared / "mentions.csv").open(newline="") as stream:
        rows = [(row["id"], row["text"]) for row in csv.DictReader(stream)]
    assert ("talks", "Iran") in rows
    assert rows[-1] == ("deal", "Ankara")


def test_the_page_shows_the_cells_of_any_notebook(compared: Path) -> None:
    """Markdown and tables of a notebook without a part of a brief are on the page."""
    page = (compared / "brief.html").read_text()
    assert "What the articles have in common" in page
    assert "country:IR" in page


def test_python_and_the_command_make_the_same_bytes(
    compared: Path, files: Path, tmp_path: Path
) -> None:
    """`build` takes a list of articles, and other files by name."""
    articles = [files / "talks.md", files / "deal.txt"]
    inputs = {"watched": files / "watched.TXT"}
    made = build(articles, tmp_path / "out", notebook=COMPARE, inputs=inputs)
    assert made.name == compared.name
    for path in compared.iterdir():
        assert (made / path.name).read_bytes() == path.read_bytes(), path.name


def written(tmp_path: Path, parameters: str, last: str) -> Path:
    """Write a notebook of two cells."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "execution_count": None, "id": f"c{number}", "outputs": [],
         "metadata": {"tags": tags}, "source": source}
        for number, (source, tags) in enumerate([(parameters, ["parameters"]), (last, [])])
    ]  # fmt: skip
    path = tmp_path / "own.ipynb"
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook))
    return path


def test_a_run_needs_no_article(tmp_path: Path, files: Path) -> None:
    """Many files go to a list; the folder is called after the notebook."""
    notebook = written(
        tmp_path,
        "tables: list = []  # files",
        "import briefing\nbriefing.record(*tables, names=tables)",
    )
    inputs = {"tables": [files / "watched.TXT", files / "deal.txt"]}
    made = build([], tmp_path / "out", notebook=notebook, inputs=inputs, formats=())
    assert made == tmp_path / "out" / "own"
    assert record_of(made)["names"] == ["tables-1.txt", "tables-2.txt"]
    with pytest.raises(ParameterError, match="takes no article, found 1"):
        build(files / "deal.txt", tmp_path / "out", notebook=notebook, formats=())


def test_an_input_that_the_record_does_not_name_fails_the_run(tmp_path: Path, files: Path) -> None:
    """A notebook that ends without having read what it was given has made nothing."""
    notebook = written(tmp_path, 'table: str = ""', "import briefing\nbriefing.record()")
    inputs = {"table": files / "watched.TXT"}
    with pytest.raises(NotebookError, match=r"does not name 'watched\.TXT'"):
        build([], tmp_path / "out", notebook=notebook, inputs=inputs, formats=())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["own.failed.ipynb"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"inputs": {"watchd": "deal.txt"}}, "did you mean 'watched'"),
        ({"inputs": {"watched": "missing.txt"}}, "No such file"),
        ({"inputs": {"watched": ["deal.txt", "talks.md"]}}, "2 files, expected one"),
        ({"inputs": {"articles": "deal.txt"}}, "name the article as the input"),
        (
            {"inputs": {"watched": "deal.txt"}, "parameters": {"watched": "x"}},
            "as a value and as a file",
        ),
    ],
)
def test_inputs_that_do_not_fit_are_refused(
    files: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], message: str
) -> None:
    """One clear message before anything is started."""
    monkeypatch.chdir(files)
    with pytest.raises(ParameterError, match=message):
        read_recipe(COMPARE, **options)


def test_an_input_cannot_take_the_place_of_a_result(tmp_path: Path, files: Path) -> None:
    """A copy is called after its parameter, which must not be the name of what is made."""
    notebook = written(tmp_path, 'mentions: str = ""', "1")
    (tmp_path / "table.CSV").write_text("a,b")
    with pytest.raises(ParameterError, match=r"'mentions\.csv', as a result is"):
        read_recipe(notebook, inputs={"mentions": tmp_path / "table.CSV"})


@pytest.mark.parametrize("count", [0, 2])
def test_a_notebook_of_one_article_takes_one(files: Path, tmp_path: Path, count: int) -> None:
    """As many folders as articles is what a batch is for."""
    articles = [files / "talks.md", files / "deal.txt"][:count]
    with pytest.raises(ParameterError, match=f"takes one article, found {count}"):
        build(articles, tmp_path / "out", notebook=TOY, formats=())


def test_a_batch_needs_a_notebook_of_one_article(files: Path, tmp_path: Path) -> None:
    """It says so before it makes anything."""
    with pytest.raises(BriefingError, match=r"no parameter 'article'.*briefing build"):
        run_batch(files, tmp_path / "out", recipe=read_recipe(COMPARE))
    assert not (tmp_path / "out").exists()


def test_folders_of_many_articles_have_names_of_their_own() -> None:
    """However long the names of the articles are, two sets of them never share a folder."""
    recipe: Recipe = read_recipe(COMPARE)
    long = [f"{'article-' * 6}{number}" for number in range(4)]
    names = {recipe.folder_name(ids) for ids in (long, long[:3], long[1:], ["a", "b"])}
    assert len(names) == 4
    assert "compare-a-b" in names
    assert max(map(len, names)) <= 80
