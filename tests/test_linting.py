"""Linting: likelihood and confidence kept apart, words of the scale, evidence, disputed places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing.briefs.estimates import prose_findings
from briefing.briefs.judgement import Judgement
from briefing.briefs.making import brief
from briefing.cli import main
from briefing.errors import BriefingError
from briefing.facts.scales import scales
from briefing.reading.article import Article
from briefing.running.linting import lint, lintable

GOOD = {
    "text": "Iran delivers the drones this year.",
    "likelihood": "likely",
    "confidence": "moderate",
    "basis": "Two services say so.",
    "evidence": [1],
}


def _judged(tmp_path: Path, **fields: Any) -> list[tuple[str, str, str]]:
    """Lint a file of one judgement with some fields of its own; None leaves a field out."""
    scale = fields.pop("scale", "icd203")
    row = {name: value for name, value in (GOOD | fields).items() if value is not None}
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"scale": scale, "judgement": [row]}))
    return [(one.where, one.rule, one.problem) for one in lint(path)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "It is likely that Iran delivers the drones."},
        {"text": "Iran said that it “might possibly” deliver in May."},
        {"text": "Iran delivers with high confidence."},
        {"scale": "phia", "likelihood": "realistic possibility"},
        {"text": "Russia keeps Crimea, also claimed by Ukraine.", "likelihood": "very likely"},
        {"text": "Russia keeps Crimea.", "caveat": "Ukraine and most states call it Ukrainian."},
        {"evidence": ["https://example.org"]},
        {"text": "Remote villages are taken.", "likelihood": "remote"},
    ],
)
def test_a_sound_judgement_has_no_finding(tmp_path: Path, fields: dict[str, Any]) -> None:
    """What the rules allow is left alone."""
    assert _judged(tmp_path, **fields) == []


@pytest.mark.parametrize(
    ("fields", "rule", "problem"),
    [
        (
            {"text": "We judge with high confidence that Iran will likely deliver."},
            "mixed",
            "likelihood ('likely') and confidence ('high confidence') in one sentence",
        ),
        (
            {"text": "Delivery is likely and our confidence in this is moderate."},
            "mixed",
            "likelihood ('likely') and confidence ('confidence in this is moderate') in one",
        ),
        ({"basis": "It is likely that they lie."}, "mixed", "the ground of its confidence speaks"),
        ({"text": "Iran may well deliver."}, "hedge", "'may well' is no word of a scale"),
        ({"text": "Possibly Iran delivers."}, "hedge", "'Possibly' is no word of a scale"),
        ({"text": "War cannot be ruled out."}, "hedge", "'cannot be ruled out' is no word"),
        ({"evidence": None}, "no-evidence", "rests on no evidence"),
        ({"evidence": []}, "no-evidence", "rests on no evidence"),
        (
            {"text": "It is highly likely that Iran delivers."},
            "likelihood",
            "'highly likely' is no word of ICD 203",
        ),
        (
            {"text": "It is unlikely that Iran delivers."},
            "likelihood",
            "the text says 'unlikely', its likelihood is 'likely'",
        ),
        ({"likelihood": "maybe"}, "field", "'maybe', no word of ICD 203, expected one of"),
        ({"likelihood": 55}, "field", "55, expected a text"),
        ({"confidence": None}, "field", "missing"),
        (
            {"text": "Russia keeps Sevastopol this year."},
            "disputed",
            "names a place that is disputed (Crimea: administered by Russia, claimed by",
        ),
    ],
)
def test_each_rule_names_what_breaks_it(
    tmp_path: Path, fields: dict[str, Any], rule: str, problem: str
) -> None:
    """One finding, of that rule, at the judgement."""
    ((where, found, told),) = _judged(tmp_path, **fields)
    assert where.startswith("judgement 1")
    assert (found, told[: len(problem)]) == (rule, problem)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Wrong fields do not hide what is wrong with the words."""
    found = _judged(tmp_path, colour=1, confidence=[], text="It might be.", evidence=[0])
    assert [rule for _, rule, _ in found] == ["field", "field", "field", "hedge"]


@pytest.mark.parametrize(
    ("text", "scale", "problems"),
    [
        ("War is likely (55–80 %).", "icd203", []),
        ("War is likely, between 55 and 80 per cent.", "icd203", []),
        ("War is likely (55 to 75 %).", "phia", []),
        ("A remote chance (at most 5 %) of war.", "phia", []),
        ("War is a realistic possibility (40 to <50 %).", "phia", []),
        ("War is likely.", "icd203", ["'likely' stands with no range"]),
        (
            "War is likely (55 to 75 %).",
            "icd203",
            ["'likely' stands with another range than it has"],
        ),
        ("It is highly unlikely.", "icd203", ["'highly unlikely' is no word of ICD 203"]),
        ("Ministers meet in May. Trade rose by 5 %.", "icd203", []),
        ('He said "it may be likely." They left.', "icd203", []),
    ],
)
def test_prose_gives_a_range_with_each_likelihood(
    text: str, scale: str, problems: list[str]
) -> None:
    """What no field gives a range stands with it in the sentence."""
    found = prose_findings(text, "cell 1", scales().scales[scale])
    assert [one.problem for one in found] == problems


def _notebook(tmp_path: Path, *markdown: str, hidden: str = "", **options: Any) -> Path:
    """Write an executed notebook: Markdown cells, and the parts of a brief."""
    article = Article.from_text("Russia holds Crimea. War is likely.", id="a", date="2022-07-19")
    made = brief(article, **options)
    parts = [made.header, made.bottom_line, made.judgements, made.caveats]
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}
        for text in markdown
    ]
    cells.append({"cell_type": "markdown", "metadata": {"tags": ["remove-cell"]}, "source": hidden})
    cells += [
        {
            "cell_type": "code",
            "metadata": {},
            "source": "x",
            "outputs": [{"output_type": "execute_result", "data": part._repr_mimebundle_()}],
        }
        for part in parts
        if part
    ]
    path = tmp_path / "brief.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    return path


def test_a_finished_brief_is_read_where_it_is_the_analysts_own(tmp_path: Path) -> None:
    """Markdown that the page shows, the bottom line and the judgements; nothing extracted."""
    own = Judgement(text="Russia keeps Crimea.", likelihood="likely", confidence="low")
    path = _notebook(
        tmp_path,
        "# Outlook\n\nWar *may*\ncome.\n\n> It might.\n\n`could`\n\n```\nperhaps\n```\n",
        "Georgia takes Abkhazia.",
        "Russia holds Crimea.",
        hidden="It might.",
        judgements=[own],
        bottom_line="With high confidence, war is likely (55 to 80 %).",
    )
    found = [(one.where, one.rule) for one in lint(path)]
    assert found == [
        ("cell 6, the bottom line", "mixed"),
        ("judgement 1", "no-evidence"),
        ("cell 1", "hedge"),
        ("cell 2", "disputed"),
    ]
    assert lint(_notebook(tmp_path)) == ()


def test_a_folder_stands_for_its_finished_briefs(tmp_path: Path) -> None:
    """One of them, or a folder of many."""
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "brief.ipynb").touch()
    (tmp_path / "c").mkdir()
    assert [file.parent.name for file in lintable(tmp_path)] == ["a", "b"]
    assert lintable(tmp_path / "a") == (tmp_path / "a" / "brief.ipynb",)
    with pytest.raises(BriefingError, match=r"no 'brief\.ipynb' in it.*; build a brief first"):
        lintable(tmp_path / "c")


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 1}', '{"cells": [1]}', "[" * 100_000])
def test_what_is_no_notebook_is_refused(tmp_path: Path, content: str) -> None:
    """With what to name instead."""
    (tmp_path / "x.ipynb").write_text(content)
    with pytest.raises(BriefingError, match=r"notebook .*name a finished folder"):
        lint(tmp_path / "x.ipynb")


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["lint", *arguments])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_the_command_writes_a_line_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1 if there is one, 0 if there is none, 3 if nothing could be read."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps({"judgement": [GOOD]}))
    bad.write_text(json.dumps({"judgement": [GOOD | {"text": "It \u202e\x1b might be."}]}))
    assert _run(str(good)) == 0
    assert capsys.readouterr().out == ""
    assert _run(str(good), str(bad)) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{bad}: judgement 1: 'might' is no word of a scale")
    assert _run("--json", str(bad)) == 1
    assert json.loads(capsys.readouterr().out)["rule"] == "hedge"
    assert _run(str(tmp_path / "none.toml"), str(good)) == 1
    assert _run(str(tmp_path / "none.toml")) == 3
    assert "judgements 'none.toml': No such file" in capsys.readouterr().err
