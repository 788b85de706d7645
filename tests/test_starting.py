"""Starting a file of judgements: what stands in it, and that nothing is overwritten."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from briefing.briefs.brief import brief
from briefing.briefs.judging import asked_judgements, read_judgements
from briefing.briefs.starting import start_of_judgements
from briefing.cli import main
from briefing.facts.scales import scales
from briefing.reading.article import Article

TEXT = "Iran and Russia met in Tehran.\n\nUkraine accused Russia of theft."
HOSTILE = 'x"]\r\n[[judgement]]\ntext = "\u202e\x1b\x7f\u2028\ud800 """ \\'


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["new", "judgements", *arguments])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_a_start_numbers_the_sentences_and_the_relations() -> None:
    """It reads as it stands, has no judgement yet, and names the article."""
    article = Article.from_text(TEXT, id="a")
    text = start_of_judgements(brief(article), scales().scales["phia"])
    assert "#    1  Iran and Russia met in Tehran.\n" in text
    assert "#    2  Ukraine accuses Russia\n" in text
    data = tomllib.loads(text)
    assert data == {"scale": "phia", "article": "a", "sha256": article.sha256}


@pytest.mark.parametrize("scale", ["icd203", "phia"])
def test_the_example_is_a_judgement_once_its_marks_are_taken_away(
    tmp_path: Path, scale: str
) -> None:
    """What the comments show is what the reader takes."""
    article = Article.from_text(TEXT, id="a")
    lines = start_of_judgements(brief(article), scales().scales[scale]).splitlines()
    first = lines.index("# [[judgement]]")
    last = lines.index("", first)
    lines[first:last] = [line.removeprefix("# ") for line in lines[first:last]]
    path = tmp_path / "own.toml"
    path.write_text("\n".join(lines))
    assert read_judgements(path).judgements[0].likelihood == "likely"


def test_a_hostile_article_stays_in_its_comments(tmp_path: Path) -> None:
    """Text, title and id can end neither a comment nor a string."""
    article = Article.from_text(f"{TEXT} {HOSTILE}", id=HOSTILE, title=HOSTILE)
    text = start_of_judgements(brief(article), scales().scales["icd203"])
    assert not {"\u202e", "\x1b", "\x7f", "\u2028"} & set(text)
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8", errors="replace")
    made = read_judgements(path)
    assert (made.judgements, made.article) == ((), article.id.replace("\ud800", "\ufffd"))


def test_the_command_starts_a_file_and_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Called after the article; what it writes fits the article."""
    monkeypatch.chdir(tmp_path)
    Path("talks.txt").write_text(TEXT)
    assert _run("talks.txt") == 0
    assert "-p judgements=talks.judgements.toml" in capsys.readouterr().out
    target = tmp_path / "talks.judgements.toml"
    made = asked_judgements(target, Article.from_text(TEXT, id="talks"))
    assert made is not None
    target.write_text("mine")
    assert _run("talks.txt") == 2
    assert "'talks.judgements.toml' exists already" in capsys.readouterr().err
    assert target.read_text() == "mine"
    assert _run("talks.txt", "-o", "own.json") == 2
    assert _run("talks.txt", "--scale", "kent") == 2
    assert "--scale 'kent' is none of icd203, phia" in capsys.readouterr().err
    assert _run("talks.txt", "-o", "none/own.toml") == 3
