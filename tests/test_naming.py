"""Naming: an article's places, called as on its day and in the language asked for."""

from __future__ import annotations

import datetime as dt

import pytest

import briefing
from briefing.briefs.brief import Brief
from briefing.briefs.making import brief
from briefing.errors import ParameterError
from briefing.linking.links import link
from briefing.linking.renaming import named_links, present_name
from briefing.reading.article import Article

TEXT = "The king of Swaziland met envoys from Kazakhstan. They had come from Astana to Mbabane."


def made(day: str, **settings: str) -> Brief:
    """Make the brief of an article of a day."""
    article = Article.from_text(TEXT, id="a", title="Visit", date=dt.date.fromisoformat(day))
    return brief(article, **settings)


def rows(one: Brief) -> dict[str, tuple[str, str, str]]:
    """Return place → name, present name and country of the table of places."""
    return {row.id: (row.name, row.now, row.country) for row in one.places.rows}


def test_an_article_of_2017_speaks_of_swaziland() -> None:
    """The table calls a place as it was called, and says how it is called now."""
    shown = rows(made("2017-05-01"))
    assert shown["country:SZ"] == ("Swaziland", "Eswatini", "")
    assert shown["city:934985"] == ("Mbabane", "", "Swaziland")
    assert shown["city:1526273"] == ("Astana", "", "Kazakhstan")


def test_a_brief_as_of_another_day_uses_that_days_names() -> None:
    """`as_of` decides, not what the text says."""
    shown = rows(made("2017-05-01", as_of="2020-01-01"))
    assert shown["country:SZ"] == ("Eswatini", "", "")
    assert shown["city:1526273"] == ("Nur-Sultan", "Astana", "Kazakhstan")


def test_the_page_says_what_a_place_is_called_now() -> None:
    """The note stands beside the former name."""
    assert "now <bdi>Eswatini</bdi>" in made("2017-05-01").places.html()
    assert "now <bdi>" not in made("2023-05-01").places.html()


def test_names_in_another_language() -> None:
    """Places and their countries are named in the language, the words of the page are not."""
    shown = rows(made("2023-05-01", name_language="de"))
    assert shown["country:KZ"] == ("Kasachstan", "", "")
    assert shown["city:1526273"] == ("Astana", "", "Kasachstan")
    assert made("2023-05-01", name_language="de").places.title == "Places"
    assert rows(made("2023-05-01", name_language="uk"))["country:KZ"][0] == "Казахстан"


@pytest.mark.parametrize("wrong", ["deutsch!", "d", "<b>", "de-"])
def test_what_is_no_language_is_refused(wrong: str) -> None:
    """A code must have the form of one."""
    with pytest.raises(ParameterError, match="name_language"):
        made("2023-05-01", name_language=wrong)


def test_the_map_names_countries_as_of_the_day() -> None:
    """Base map, marks and their countries agree."""
    scene = made("2017-05-01").scene
    assert {one.name for one in scene.countries if one.id == "country:SZ"} == {"Swaziland"}
    marks = {mark.id: (mark.name, mark.country) for mark in scene.marks}
    assert marks["country:SZ"] == ("Swaziland", "")
    assert marks["city:934985"] == ("Mbabane", "Swaziland")
    assert "Swaziland" in scene.alt


def test_naming_changes_no_link() -> None:
    """Places, spans and confidences stay; alone the names differ, those of candidates too."""
    before = link(Article.from_text(TEXT, id="a"))
    after = named_links(before, as_of=dt.date(2017, 5, 1))
    assert before.as_of == after.as_of
    for old, new in zip(before, after, strict=True):
        assert old.mention == new.mention
        assert old.confidence == new.confidence
        assert old.place is not None
        assert new.place is not None
        assert old.place.id == new.place.id
        assert [one.place.id for one in old.candidates] == [one.place.id for one in new.candidates]
    assert after[0].place is not None
    assert after[0].place.name == after[0].candidates[0].place.name == "Swaziland"


def test_only_a_former_name_has_a_present_one() -> None:
    """What was never renamed, or is shown by its present name, needs no note."""
    known = link(Article.from_text("Kyiv and Eswatini.", id="a")).places
    assert [present_name(place) for place in known] == ["", ""]


def test_the_names_are_public() -> None:
    """They can be asked for from the package."""
    assert briefing.display_name("country:DE", language="de") == "Deutschland"
    assert isinstance(briefing.names_of("country:DE")[0], briefing.PlaceName)
