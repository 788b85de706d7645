"""The command `events`, and the measuring of events on marked items."""

import json
from pathlib import Path

import pytest

from briefing.cli import main

SAMPLE = Path(__file__).parents[1] / "examples" / "tehran-2022-07-19.md"
ITEMS = Path(__file__).parent / "data" / "briefs" / "dev"


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    out, err = capsys.readouterr()
    return end.value.code, out, err


def test_events_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """People get lines under three headings; programs get the values, with spans and words."""
    code, out, err = _run(capsys, "events", str(SAMPLE))
    assert (code, err) == (0, "")
    assert "Ukraine accuse to Russia: accuses Russia" in out
    assert "money: 40,000,000,000 USD: 40 billion dollars" in out
    code, out, _ = _run(capsys, "events", str(SAMPLE), "--json")
    record = json.loads(out)
    assert (record["date"], record["dated"]["kind"]) == ("2022-07-19", "front matter")
    assert record.keys() >= {"relations", "times", "figures", "timeline"}
    assert {"source", "target", "name", "status", "words"} <= record["relations"][0].keys()


def test_a_text_without_a_date_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It is read all the same, and named on stderr; --as-of gives it a day."""
    path = tmp_path / "talks.txt"
    path.write_text("Iran warned Turkey on Tuesday.\n")
    code, out, err = _run(capsys, "events", str(path))
    assert (code, "no date" in out) == (0, True)
    assert "article 'talks': found no date" in err
    code, out, err = _run(capsys, "events", str(path), "--as-of", "2024-05-08")
    assert "2024-05-07" in out
    assert err == ""


def test_marked_items_are_measured(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Counts by language and task, and each mistake with its sentence."""
    errors = tmp_path / "errors.jsonl"
    arguments = ("evaluate", "--events", str(ITEMS), "--json", "--errors", str(errors))
    code, out, _ = _run(capsys, *arguments)
    counts = json.loads(out)
    assert code == 0
    found = counts["en"]["relations"]
    # Looser than what is measured: a fall shows, a word more or less does not.
    assert found["right"] / (found["right"] + found["wrong"]) >= 0.9
    assert found["right"] / (found["right"] + found["missed"]) >= 0.6
    assert counts["all"]["document dates"].get("wrong", 0) == 0
    mistakes = [json.loads(line) for line in errors.read_text().splitlines()]
    assert len(mistakes) == sum(
        counts["all"][task][verdict]
        for task in ("relations", "dates", "figures")
        for verdict in ("wrong", "missed")
    )


def test_a_folder_without_items_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What was looked for is named."""
    code, _, err = _run(capsys, "evaluate", "--events", str(tmp_path))
    assert (code, err.count("\n")) == (3, 1)
    assert "found no marked items, expected *.toml" in err
