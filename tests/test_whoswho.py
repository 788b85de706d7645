"""Who's who: which leaders a text names, and which words only look like one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefing import brief, read_article
from briefing.briefs.parts.governments import Cell
from briefing.briefs.parts.leaders import Leaders
from briefing.briefs.reference import Reference
from briefing.facts.whoswho import sightings
from briefing.gazetteer.index import gazetteer
from briefing.reading.article import Article


def _seen(text: str, day: str, *states: str) -> dict[str, list[str]]:
    words = {name: gazetteer().word_list(name) for name in ("given_names", "common_words")}
    places = {state if ":" in state else f"country:{state}" for state in states}
    found = sightings(text, dt.date.fromisoformat(day), places, words)
    return {one.person.name: [text[slice(*span)] for span in one.spans] for one in found}


@pytest.mark.parametrize(
    ("text", "day", "states", "expected"),
    [
        ("Putin spoke.", "2022-07-19", "", {"Vladimir Putin": ["Putin"]}),
        ("President Erdoğan left.", "2022-07-19", "", {"Recep Tayyip Erdoğan": ["Erdoğan"]}),
        ("ERDOGAN: no.", "2022-07-19", "", {"Recep Tayyip Erdoğan": ["ERDOGAN"]}),
        ("Scholz agreed.", "2022-07-19", "DE", {"Olaf Scholz": ["Scholz"]}),
        ("Scholz agreed.", "2022-07-19", "", {}),
        ("Scholz agreed.", "2021-06-01", "DE", {}),
        ("Merz agreed.", "2022-07-19", "DE", {}),
        (
            "Olaf Scholz came; Scholz left.",
            "2022-07-19",
            "",
            {"Olaf Scholz": ["Olaf Scholz", "Scholz"]},
        ),
        ("the scholz putin macron", "2022-07-19", "DE", {}),
        ("Johnson resigned.", "2022-07-19", "GB", {"Boris Johnson": ["Johnson"]}),
        ("Ron Johnson spoke. Johnson left.", "2022-07-19", "GB", {}),
        (
            "Ron Johnson met Prime Minister Johnson.",
            "2022-07-19",
            "GB",
            {"Boris Johnson": ["Johnson"]},
        ),
        ("Trump Tower stood. Bread at Putin Street.", "2022-07-19", "", {}),
        ("Putin Tuesday said", "2022-07-19", "", {"Vladimir Putin": ["Putin"]}),
        (
            "In May, and on 9 May, Theresa May won.",
            "2017-06-09",
            "GB",
            {"Theresa May": ["Theresa May"]},
        ),
        ("Prime Minister May won.", "2017-06-09", "GB", {"Theresa May": ["May"]}),
        ("May won.", "2017-06-09", "GB", {}),
        (
            "Bashar al-Assad; Assad.",
            "2022-07-19",
            "",
            {"Bashar al-Assad": ["Bashar al-Assad", "Assad"]},
        ),
        ("Sharaa met him.", "2025-06-01", "SY", {"Ahmed al-Sharaa": ["Sharaa"]}),
        (
            "Ursula von der Leyen",
            "2022-07-19",
            "",
            {"Ursula von der Leyen": ["Ursula von der Leyen"]},
        ),
        ("von der Leyen said", "2022-07-19", "", {"Ursula von der Leyen": ["von der Leyen"]}),
        ("Xi Jinping. XI. Xi.", "2022-07-19", "", {"Xi Jinping": ["Xi Jinping", "XI", "Xi"]}),
        ("习近平说", "2022-07-19", "", {"Xi Jinping": ["习近平"]}),
        ("сказал Владимир Путин.", "2022-07-19", "", {"Vladimir Putin": ["Владимир Путин"]}),
        ("Déby spoke.", "2022-07-19", "TD", {"Mahamat Déby": ["Déby"]}),
        ("Aoun spoke.", "2025-06-01", "LB", {"Joseph Aoun": ["Aoun"]}),
        ("Costa spoke.", "2025-06-01", "PT", {}),
        ("Amir Abdul-Hamid kept goal.", "2022-07-19", "", {}),
        ("Donald Trump Jr spoke.", "2022-07-19", "", {}),
        ("At Queen Elizabeth University.", "2022-07-19", "GB", {}),
        (
            "Queen Elizabeth II, or King Charles.",
            "2022-07-19",
            "GB",
            {"Elizabeth II": ["Queen Elizabeth"]},
        ),
        ("", "2022-07-19", "", {}),
    ],
)
def test_a_name_is_a_leader_only_where_it_must_be(
    text: str, day: str, states: str, expected: dict[str, list[str]]
) -> None:
    """Full names stand as they are; surnames need a capital, no neighbour, and a reason."""
    assert _seen(text, day, *states.split()) == expected


def _part(text: str, day: str) -> Leaders:
    article = Article.from_text(text, id="a", date=dt.date.fromisoformat(day))
    return brief(article).leaders


@pytest.mark.parametrize(
    ("day", "name", "title", "until"),
    [
        ("2021-06-01", "Angela Merkel", "Chancellor", ""),
        ("2021-12-07", "Angela Merkel", "Chancellor", ""),
        ("2021-12-08", "Angela Merkel", "Chancellor", "2021-12-08"),
        ("2022-07-19", "Olaf Scholz", "Chancellor", ""),
        ("2025-07-19", "Friedrich Merz", "Chancellor", ""),
    ],
)
def test_offices_are_as_of_the_date_of_the_article(
    day: str, name: str, title: str, until: str
) -> None:
    """Who has left office is shown with the day of it, never with an office of the future."""
    (row,) = _part(f"{name} spoke in Berlin, Germany.", day).rows
    assert row.name == name
    (office,) = row.offices
    assert (office.title, str(office.until or "")) == (title, until)
    assert office.place == Reference(id="country:DE", name="Germany", named=True)
    assert row.evidence.text == name
    assert row.evidence.after.startswith(" spoke in Berlin")


@pytest.mark.parametrize(
    ("day", "chancellor"),
    [("2021-06-01", "Angela Merkel"), ("2022-07-19", "Olaf Scholz"), ("1999-06-01", "")],
)
def test_states_show_who_governed_then(day: str, chancellor: str) -> None:
    """The states of an article show their leaders; before the list begins, that it is unknown."""
    article = Article.from_text("Germany said so.", id="a", date=dt.date.fromisoformat(day))
    part = brief(article).governments
    (row,) = part.rows
    government = row.offices[1]
    assert (government.name, government.known) == (chancellor, bool(chancellor))
    assert ("not known for this day" in part.html()) is not bool(chancellor)


def test_nobody_in_office_is_not_the_same_as_not_known() -> None:
    """Lebanon had no president in 2023, which is known."""
    article = Article.from_text("Lebanon waited.", id="a", date=dt.date(2023, 6, 1))
    part = brief(article).governments
    assert part.rows[0].offices[0] == Cell(office="head of state", known=True)
    assert "nobody" in part.html()


def test_a_date_after_the_last_review_is_said_so() -> None:
    """The page does not pass what was known once for what holds today."""
    late, early = (_part("Macron left France.", day) for day in ("2030-01-01", "2022-01-01"))
    assert (late.reviewed, early.reviewed) == (dt.date(2026, 1, 1), None)
    article = Article.from_text("Macron left France.", id="a", date=dt.date(2030, 1, 1))
    assert "last reviewed on" in brief(article).leaders.html()


def test_one_crown_of_many_is_shown_for_the_state_named() -> None:
    """King Charles is named for the realm that the text speaks of."""
    (row,) = _part("King Charles III addressed Canada.", "2025-06-01").rows
    assert [office.place.id for office in row.offices] == ["country:CA"]


def test_hostile_text_is_escaped() -> None:
    """Evidence is outside text."""
    article = Article.from_text("<script>x</script> Putin", id="a", date=dt.date(2022, 7, 19))
    html = brief(article).leaders.html()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_sample_names_four_leaders(sample_article: Path) -> None:
    """The leaders of the Tehran meeting stand in the order of their mentions."""
    article = read_article(sample_article)
    rows = brief(article).leaders.rows
    assert [(row.name, row.offices[0].title) for row in rows] == [
        ("Vladimir Putin", "President"),
        ("Recep Tayyip Erdoğan", "President"),
        ("Ali Khamenei", "Supreme Leader"),
        ("Ebrahim Raisi", "President"),
    ]
