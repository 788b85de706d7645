"""News: what a brief has that the last one on the story had not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from briefing.briefs.brief import Brief, brief
from briefing.briefs.bundle import part_of
from briefing.briefs.changes import memberships_changed, offices_changed
from briefing.briefs.earlier import Earlier, read_earlier
from briefing.briefs.parts.news import News
from briefing.briefs.record import RECORD_MIME
from briefing.cli import main
from briefing.errors import BriefingError, NotebookError
from briefing.reading.article import Article
from briefing.running.recipe import read_recipe
from briefing.running.run import build

HOSTILE = '</script><img src=x onerror="x">\'{{7*7}}${7*7}\u202e'
FIRST = "Russia met Iran in Tehran."
SECOND = "Iran met Russia in Tehran.\n\nUkraine accused Russia. Finland is in NATO. Ankara watches."


def _made(text: str, day: str, **options: Any) -> Brief:
    return brief(Article.from_text(text, id="a", title=f"Story of {day}"), as_of=day, **options)


def _finished(folder: Path, made: Brief, without: tuple[str, ...] = ()) -> Path:
    """Write what a finished folder has of a brief: its executed notebook."""
    bundle: dict[str, Any] = json.loads(json.dumps(made.record._repr_mimebundle_()))
    for name in without:
        del bundle[RECORD_MIME][name]
    output = {"output_type": "execute_result", "data": bundle}
    cell = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [output]}
    folder.mkdir()
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4}
    (folder / "brief.ipynb").write_text(json.dumps(notebook))
    return folder


@pytest.fixture
def last(tmp_path: Path) -> Path:
    """Give the folder of a finished brief of 12 July 2022."""
    return _finished(tmp_path / "last", _made(FIRST, "2022-07-12"))


def _news(text: str, day: str, since: Any) -> News:
    part = _made(text, day, since=since).news
    assert part is not None
    return part


def test_what_the_last_brief_did_not_have_is_new(last: Path) -> None:
    """A meeting has no direction: told the other way round it is the same."""
    part = _news(SECOND, "2022-07-19", last)
    assert part.heading == "New since 12 July 2022"
    assert part.earlier == "Story of 2022-07-12"
    assert {one.name for one in part.actors} == {"Ukraine", "Finland", "NATO", "Turkey"}
    assert [(row.source.name, row.kind, row.target.name) for row in part.relations] == [
        ("Ukraine", "accuse", "Russia")
    ]
    assert {one.name for one in part.places} == {"Ukraine", "Finland", "NATO", "Ankara"}
    assert part_of(json.loads(json.dumps(part._repr_mimebundle_()))) == part


def test_facts_that_changed_between_the_two_days_are_told(last: Path) -> None:
    """A member that joined, an office that changed hands, each with its day."""
    part = _news("Finland is in NATO, says Britain.", "2023-05-01", last)
    told = {(one.state.name, one.bloc.name): (one.before, one.after, one.day)
            for one in part.memberships}  # fmt: skip
    assert told["Finland", "NATO"] == ("invitee", "member", dt.date(2023, 4, 4))
    offices = {(one.place.name, one.office): one for one in part.offices}
    held = offices["United Kingdom", "head of government"]
    assert (held.before, held.after) == (
        "Prime Minister Boris Johnson",
        "Prime Minister Rishi Sunak",
    )
    assert held.day == dt.date(2022, 10, 25)
    page = str(part.html())
    assert "(before: invitee)" in page
    assert "Rishi Sunak" in page


def test_the_same_text_a_week_later_has_no_news(last: Path) -> None:
    """And says so; a brief of the same day or before compares no facts."""
    part = _news(FIRST, "2022-07-19", last)
    assert part.summary == "0 places, 0 actors, 0 relations, 0 memberships, 0 offices"
    assert "Nothing that the last brief did not have." in str(part.html())
    backwards = _news("Finland is in NATO.", "2020-01-01", last)
    assert (backwards.memberships, backwards.offices, backwards.is_later) == ((), (), False)


def test_without_a_last_brief_there_is_no_part() -> None:
    """Nothing is shown where there is nothing to compare with."""
    assert _made(FIRST, "2022-07-12").news is None


def test_a_record_of_an_older_version_has_its_places_compared(tmp_path: Path) -> None:
    """What it does not have is not called new."""
    old = _finished(tmp_path / "old", _made(FIRST, "2022-07-12"), ("actors", "relations"))
    part = _news(SECOND, "2022-07-19", old)
    assert (part.actors, part.relations, part.compared) == ((), (), False)
    assert part.places
    assert "no actors and relations to compare with" in str(part.html())


def test_lists_that_are_not_complete_say_nothing() -> None:
    """Between days that a list does not reach, no one joined or left."""
    places = {"bloc:OPEC", "bloc:NATO"}
    early = memberships_changed(places, dt.date(1995, 1, 1), dt.date(2000, 1, 1))
    assert {one.bloc for one in early} == {"bloc:NATO"}
    assert {one.country for one in early} == {"country:CZ", "country:HU", "country:PL"}
    assert offices_changed({"country:FR"}, dt.date(1995, 1, 1), dt.date(2000, 1, 1)) == ()


def test_an_earlier_brief_is_the_same_from_folder_notebook_and_copy(
    last: Path, tmp_path: Path
) -> None:
    """One hash, so that the manifest knows it."""
    read = read_earlier(last)
    (tmp_path / "since.json").write_text(read.to_json())
    assert read_earlier(last / "brief.ipynb") == read == read_earlier(tmp_path / "since.json")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "no such file"),
        ("{", "no JSON"),
        ('{"cells": []}', "no record of a brief of one article"),
        ('{"cells": [{"outputs": [{"data": {"application/vnd.briefing.record+json": {}}}]}]}',
         "no record of a brief of one article in it .KeyError"),
    ],
)  # fmt: skip
def test_what_is_no_finished_brief_is_refused(
    tmp_path: Path, content: str | None, problem: str
) -> None:
    """Before anything is started, with what to name instead."""
    if content is not None:
        (tmp_path / "brief.ipynb").write_text(content)
    with pytest.raises(NotebookError, match=f"{problem}.*finished"):
        read_recipe(parameters={"since": str(tmp_path)})


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{}",
        '{"title": 1, "as_of": "2022-07-12", "places": []}',
        '{"title": "", "as_of": "12 July", "places": []}',
        '{"title": "", "as_of": "2022-07-12", "places": [1]}',
        '{"title": "", "as_of": "2022-07-12", "places": [], "relations": [["a"]]}',
        "[" * 100_000,
    ],
)
def test_a_copy_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    """Nothing is read out of it."""
    (tmp_path / "since.json").write_text(content)
    with pytest.raises(BriefingError, match="no record of a brief of one article"):
        read_earlier(tmp_path / "since.json")


def test_hostile_text_of_an_earlier_brief_stays_text() -> None:
    """Its title is all of it that is shown."""
    earlier = Earlier(
        title=HOSTILE, as_of=dt.date(2022, 7, 12), places=(HOSTILE,), actors=(HOSTILE,)
    )
    part = _news(FIRST, "2022-07-19", earlier)
    for shown in (str(part.html()), str(part.html(in_notebook=True, tag="div"))):
        assert "<script" not in shown
        assert "<img" not in shown
        assert shown.count("{{7*7}}${7*7}") == 1
        assert 'data-code="U+202E"' in shown


def test_the_command_compares_with_a_finished_folder(tmp_path: Path) -> None:
    """Even with the folder that it is about to replace; the manifest names what was compared."""
    (tmp_path / "a.txt").write_text(f"{FIRST}\n")
    out = tmp_path / "out"
    folder = build(tmp_path / "a.txt", out, parameters={"as_of": "2022-07-12"}, formats=())
    (tmp_path / "a.txt").write_text(f"{SECOND}\n")
    options = ["--since", str(folder), "--as-of", "2023-05-01"]
    with pytest.raises(SystemExit) as caught:
        main(["build", str(tmp_path / "a.txt"), "-o", str(out), *options])
    assert caught.value.code == 0
    manifest = json.loads((folder / "manifest.json").read_text())
    (told,) = manifest["inputs"]["since"]
    assert read_earlier(folder / told["file"]).sha256 == told["sha256"]
    page = (folder / "brief.html").read_text()
    assert "New since 12 July 2022" in page
    assert page.index('id="news"') < page.index('id="map"')
    assert 'id="judgements"' not in page


def test_a_record_has_what_happened() -> None:
    """Actors, relations, timeline and figures, as plain JSON."""
    made = _made("Iran gave Russia 300 drones on 5 July 2022.", "2022-07-12")
    data = json.loads(json.dumps(made.record.data))
    assert data["actors"][0].keys() == {"id", "mentions", "does", "undergoes", "in_title"}
    assert {one["id"] for one in data["actors"]} == {"country:IR", "country:RU"}
    assert [one["name"] for one in data["relations"]] == ["aid"]
    assert [one["start"] for one in data["timeline"]] == ["2022-07-05"]
    assert [one["low"] for one in data["figures"]] == [300]
