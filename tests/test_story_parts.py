"""The parts that tell what happened: actors, relations, timeline, figures."""

from __future__ import annotations

import datetime as dt

import pytest

from briefing.briefs.brief import Brief
from briefing.briefs.making import brief
from briefing.briefs.parts.relations import SAID, Row
from briefing.events.lexicon import relation_classes
from briefing.reading.article import Article

TEXT = (
    "Serbia and Kosovo meet in Brussels\n\n"
    "The presidents of Serbia and Kosovo met in Brussels on Tuesday. "
    "The European Union hosted the talks. Serbia accused Kosovo of arming police.\n\n"
    "Albania may join the European Union. A court in The Hague heard a case on Monday. "
    "The deal is worth 12 million euros."
)


@pytest.fixture(scope="module")
def made() -> Brief:
    """Make the brief of a story of four actors and a court."""
    title = "Serbia and Kosovo meet in Brussels"
    return brief(Article.from_text(TEXT, id="a", title=title, date=dt.date(2023, 5, 3)))


def _told(rows: tuple[Row, ...]) -> set[tuple[str, str, str]]:
    return {(row.source.id, row.kind, row.target.id) for row in rows}


def test_every_class_of_relation_has_words() -> None:
    """No reader meets the name of a class."""
    assert set(SAID) == set(relation_classes())


def test_relations_are_told_once_with_their_sentence(made: Brief) -> None:
    """The same pair and deed makes one row; what is not certain is said to be so."""
    told = _told(made.relations.rows)
    assert ("country:RS", "meet", "country:XK") in told
    assert ("country:RS", "accuse", "country:XK") in told
    assert len(told) == len(made.relations.rows)
    (joining,) = (row for row in made.relations.rows if row.kind == "join")
    assert (joining.status, joining.verb) == ("possible", "may join")
    assert "Albania may join" in joining.evidence.before + joining.evidence.text


def test_actors_are_ranked_by_what_they_do(made: Brief) -> None:
    """Those of the title lead, and the seat of a court brings no state in."""
    assert {row.actor.id for row in made.actors.rows[:2]} == {"country:RS", "country:XK"}
    assert "country:NL" not in {row.actor.id for row in made.actors.rows}
    assert "country:NL" not in {row.state.id for row in made.governments.rows}


def test_days_and_figures_are_told_with_their_sentence(made: Brief) -> None:
    """A weekday is counted from the article's date, and a sum keeps its unit."""
    rows = {row.start: row for row in made.timeline.rows}
    assert rows[dt.date(2023, 5, 2)].when == "2 May 2023"
    assert {one.id for one in rows[dt.date(2023, 5, 2)].actors} >= {"country:RS", "country:XK"}
    (sum_,) = made.figures.rows
    assert (sum_.value, sum_.unit) == ("12 million EUR", "EUR")


def test_a_text_without_a_date_says_so() -> None:
    """Nothing is counted from a day that nobody knows."""
    undated = brief(Article.from_text("Iran met Russia on Tuesday.", id="a"))
    assert undated.timeline.rows == ()
    assert "The text has no date" in undated.header.html()
    assert "has no date" in undated.timeline.html()
