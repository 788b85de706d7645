"""What a file holds is decided once: linking, building and batches see the same articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.cli import main
from briefing.errors import ArticleError
from briefing.folder import is_finished
from briefing.reading.article import Article
from briefing.reading.files import read_article
from briefing.reading.streams import article_files, read_articles
from briefing.running.batch import run_batch
from briefing.running.inbox import read_inputs
from briefing.running.recipe import frozen, read_recipe

TOY = Path(__file__).parent / "data" / "notebooks" / "toy.ipynb"
TWO = '{"id": "a", "text": "Iran."}\n{"text": "Syria."}\n'


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("wire.jsonl", TWO, ["a", "wire-2"]),
        ("wire.NDJSON", TWO, ["a", "wire-2"]),
        ("wire.txt", TWO, ["a", "wire-2"]),
        ("wire", "\n\n" + TWO, ["a", "wire-4"]),
        ("wire.json", "\ufeff" + TWO.replace("\n", "\r\n"), ["a", "wire-2"]),
        ("one.jsonl", '{"text": "Iran."}\n', ["one-1"]),
        ("one.json", '{"text": "Iran."}\n\n', ["one"]),
        ("one.txt", '{"text":\n "Iran."}', ["one"]),
        ("brackets.txt", "{Iran} met\n{Syria}.\n", ["brackets"]),
        ("data.md", '{"no": "article"}\n{"no": "record"}\n', ["data"]),
    ],
)
def test_a_file_holds_the_same_articles_for_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, ids: list[str]
) -> None:
    """By content and suffix: records are as many articles, all else is one."""
    path = tmp_path / name
    path.write_bytes(content.encode())
    found = list(read_articles(path))
    inputs = list(read_inputs(path))
    assert [one.id for one in found if isinstance(one, Article)] == ids
    assert [item.read() for item in inputs] == found
    assert [item.sha256 for item in inputs] == [item.read().sha256 for item in inputs]
    with pytest.raises(SystemExit):
        main(["link", str(path)])
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ids


def test_records_under_any_name_are_no_article_of_brackets(tmp_path: Path) -> None:
    """Who asks for the one article in a file of many is told so."""
    (tmp_path / "wire.txt").write_text(TWO)
    with pytest.raises(ArticleError, match="more than one record"):
        read_article(tmp_path / "wire.txt")


def test_build_makes_a_folder_of_each_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of many articles is built like as many files; a batch agrees on all of them."""
    (tmp_path / "wire.txt").write_text(TWO)
    options = ["-o", str(tmp_path / "out"), "--notebook", str(TOY), "--to", ","]
    with pytest.raises(SystemExit) as caught:
        main(["build", str(tmp_path / "wire.txt"), *options])
    assert caught.value.code == 0
    assert capsys.readouterr().out.count("Made") == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "wire-2"]
    report = run_batch(tmp_path / "wire.txt", tmp_path / "out", recipe=read_recipe(TOY, formats=()))
    assert [outcome.state for outcome in report.outcomes] == ["kept", "kept"]


def test_a_key_is_the_same_before_and_after_an_article_is_read(tmp_path: Path) -> None:
    """A batch asks by the bytes of a file, a manifest names what was read from it."""
    (tmp_path / "one.json").write_text('{"text": "Iran."}\n\n')
    recipe = read_recipe(TOY, formats=())
    run_batch(tmp_path / "one.json", tmp_path / "out", recipe=recipe)
    (item,) = read_inputs(tmp_path / "one.json")
    with frozen(recipe) as kept:
        assert is_finished(tmp_path / "out" / "one", kept.key({"article": (item,)}))


def test_a_folder_gives_its_visible_files_in_order(tmp_path: Path) -> None:
    """Hidden files and subfolders are none of them; a file stands for itself."""
    for name in ("b.txt", "a.md", ".c.txt"):
        (tmp_path / name).write_text("Iran.")
    (tmp_path / "sub").mkdir()
    assert [path.name for path in article_files(tmp_path)] == ["a.md", "b.txt"]
    assert article_files(tmp_path / ".c.txt") == [tmp_path / ".c.txt"]
