"""The roundup: what many articles tell together."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from briefing.briefs.bundle import PARTS, part_of
from briefing.briefs.making import roundup
from briefing.briefs.roundup import Roundup
from briefing.reading.article import Article
from briefing.running.run import build

ARTICLES = [
    Article.from_text(
        "The foreign minister of Ghana visited Togo on Monday. Ghana accused Togo of smuggling.",
        id="a",
        title="Ghana and Togo",
        date=dt.date(2024, 3, 5),
        source="Wire",
    ),
    Article.from_text(
        "Ghana accused Togo again, and Benin sent 40 lorries of grain to Togo. Accra is calm.",
        id="b",
        title="More from the Volta",
        date=dt.date(2024, 3, 6),
    ),
    Article.from_text("Benin and Togo met in Lom\u00e9.", id="c"),
]


@pytest.fixture(scope="module")
def made() -> Roundup:
    """Make a roundup of three articles, of which one has no date."""
    return roundup(ARTICLES)


def test_the_period_and_the_day_are_those_of_the_articles(made: Roundup) -> None:
    """Facts hold on the latest day of an article."""
    assert made.title == "Roundup of 5 March 2024 to 6 March 2024"
    assert made.wording.as_of == dt.date(2024, 3, 6)
    assert made.header.source == "Wire"


def test_the_same_deed_in_two_articles_is_one_row_with_its_source(made: Roundup) -> None:
    """What most sentences tell comes first, quoted from where it stood first."""
    first = made.relations.rows[0]
    assert (first.source.id, first.kind, first.target.id) == ("country:GH", "accuse", "country:TG")
    assert (first.mentions, first.evidence.source) == (2, "Ghana and Togo, 5 March 2024")


def test_places_are_counted_over_all_articles(made: Roundup) -> None:
    """A place has all its mentions, and the first sentence that names it."""
    togo = next(row for row in made.places.rows if row.id == "country:TG")
    assert togo.mentions == sum(one.links.counts.get("country:TG", 0) for one in made.briefs)
    assert togo.evidence.source == "Ghana and Togo, 5 March 2024"


def test_days_and_index_leave_no_article_out(made: Roundup) -> None:
    """Each dated article counts on its day, and the index has all of them, undated ones last."""
    assert [(row.day.day, row.articles) for row in made.days.rows] == [(5, 1), (6, 1)]
    assert made.days.undated == 1
    assert [row.title for row in made.articles.rows] == [
        "Ghana and Togo",
        "More from the Volta",
        "c",
    ]


def test_every_part_comes_back_from_its_bundle(made: Roundup) -> None:
    """A page reads from the notebook what the roundup made."""
    assert {part.name for part in made.parts} == set(PARTS) - {"text", "judgements", "news"}
    for part in made.parts:
        back = part_of(json.loads(json.dumps(part._repr_mimebundle_())))
        assert back.to_json() == part.to_json()


def test_no_articles_make_an_empty_roundup() -> None:
    """Nothing given is nothing told, and no crash."""
    empty = roundup([], as_of="2024-01-01")
    for part in (empty.relations, empty.places, empty.articles, empty.days):
        assert part.rows == ()
    assert empty.title == "Roundup"


def test_the_notebook_makes_a_page_of_a_folder(tmp_path: Path) -> None:
    """The notebook of the kit takes all articles in one run."""
    folder = build(ARTICLES, tmp_path, notebook="roundup", formats=("html", "slides"))
    page = (folder / "brief.html").read_text(encoding="utf-8")
    assert "Places by day" in page
    assert "More from the Volta" in page
    found = json.loads((folder / "places.geojson").read_text(encoding="utf-8"))
    assert "country:TG" in {feature["id"] for feature in found["features"]}
    assert (folder / "mentions.csv").read_text(encoding="utf-8").startswith("id,")
