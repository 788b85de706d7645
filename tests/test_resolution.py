"""Resolution: which place a mention means, and how sure that is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.linking.links import link
from briefing.linking.mentions import Mention, find_mentions
from briefing.linking.resolution import Link, resolve
from briefing.reading.article import Article

TOWNS = ["Paris", "Springfield", "Kyiv", "London", "Texas", "Georgia", "Tbilisi", "Iranian"]


def links_by_text(text: str) -> dict[str, Link]:
    """Link a bare text; the last link of each surface."""
    return {found.mention.text: found for found in link(Article(id="a", text=text))}


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("The mayor of Paris met Germans from Berlin.", "Paris", "city:2988507"),
        ("He was born in Paris, Texas, in 1970.", "Paris", "city:4717560"),
        ("Talks between Armenia and Georgia were held in Tbilisi.", "Georgia", "country:GE"),
        ("Voters in Atlanta, Georgia, and in Alabama waited.", "Georgia", "region:US-GA"),
        ("His troops seized the Luhansk region of Ukraine.", "Luhansk", "region:UA-09"),
        ("The bridge to Crimea was closed.", "Crimea", "region:UA-43"),
    ],
)
def test_the_text_decides_which_place_is_meant(text: str, name: str, place_id: str) -> None:
    """A name that many places bear means the one that the rest of the text speaks for."""
    place = links_by_text(text)[name].place
    assert place is not None
    assert place.id == place_id


def test_a_name_has_one_sense_in_an_article() -> None:
    """What one mention settles holds for the others of the same name."""
    text = "Fire broke out in Paris, Texas.\n\nThe mayor of Paris thanked everyone."
    links = [found for found in link(Article(id="a", text=text)) if found.mention.text == "Paris"]
    assert {found.place.id for found in links if found.place} == {"city:4717560"}
    assert len(links) == 2


def test_the_text_may_tell_two_places_of_one_name_apart() -> None:
    """Two containers named for one name make two places."""
    text = "She moved from Paris, Texas, to Paris, France."
    links = [found for found in link(Article(id="a", text=text)) if found.mention.text == "Paris"]
    assert [found.place.id for found in links if found.place] == ["city:4717560", "city:2988507"]


def senses_of(name: str, text: str) -> list[str]:
    """Return the places that the mentions of a name mean, in order."""
    found = [one for one in link(Article(id="a", text=text)) if one.mention.text == name]
    return [one.place.id for one in found if one.place]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "Naples",
            "Divers from Naples, Florida, trained in Naples.",
            ["city:4165565", "city:3172394"],
        ),
        (
            "Vienna",
            "Vienna raised its tram fares. In Vienna, Virginia, the council met on Monday.",
            ["city:2761369", "city:4791160"],
        ),
        (
            "Punjab",
            "Rain fell in India's Punjab. Pakistani Punjab stayed dry.",
            ["region:IN-PB", "region:PK-PB"],
        ),
        (
            "Cartagena",
            "A fair opened in Cartagena, in the north of Colombia, and one in Cartagena, Spain.",
            ["city:3687238", "city:2520058"],
        ),
        (
            "Melbourne",
            "The clinic in Melbourne, Florida, closed.\n\nNurses in Melbourne found other work.",
            ["city:4163971", "city:4163971"],
        ),
        (
            "Victoria",
            "Rangers in the state of Victoria wrote to colleagues. The Australian dollar rose.",
            ["region:AU-VIC"],
        ),
    ],
)
def test_each_mention_has_the_sense_that_its_own_words_give(
    name: str, text: str, expected: list[str]
) -> None:
    """What stands right beside a mention goes before what the rest of the text speaks for."""
    assert senses_of(name, text) == expected


def test_a_roundup_is_read_by_its_headings() -> None:
    """Under a heading, and behind a name with a colon, a name means what lies there."""
    lines = "SPAIN\n\nA bridge fell in Mérida.\n\nVENEZUELA\n\nIn Mérida students marched.\n"
    assert senses_of("Mérida", lines) == ["city:2513917", "city:3632308"]
    bullets = "- Spain: a bridge fell in Mérida.\n- Mexico: floods in Mérida.\n"
    assert senses_of("Mérida", bullets) == ["city:2513917", "city:3523349"]


def test_reason_and_alternatives_are_those_of_the_mention() -> None:
    """A mention says why it is what it is, and what else it may be, not what its namesake is."""
    text = "Divers from Naples, Florida, trained in Naples. In Naples the sea is warmer."
    first, second, third = (
        one for one in link(Article(id="a", text=text)) if one.mention.text == "Naples"
    )
    assert first.reason == "stands beside what it lies in"
    assert first.place is not None
    assert second.reason != first.reason
    assert first.place.id in {one.place.id for one in second.alternatives}
    assert third.reason == "means the same as the nearest mention that says where it lies"


@given(names=st.lists(st.sampled_from(TOWNS), min_size=1, max_size=12))
@settings(max_examples=60)
def test_candidates_are_shares_of_belief(names: list[str]) -> None:
    """The chosen place leads its candidates, and their confidences sum to one at most."""
    for found in link(Article(id="a", text="They met in " + ", then in ".join(names) + ".")):
        shares = [candidate.confidence for candidate in found.candidates]
        assert found.place == found.candidates[0].place
        assert found.confidence == shares[0] == max(shares)
        assert sum(shares) <= 1.005  # each is rounded to three places
        assert len(shares) <= 8
        assert found.alternatives == found.candidates[1:]
        assert found.reason


def test_given_mentions_are_resolved_and_none_is_dropped() -> None:
    """Mentions that somebody else marked get a link each, a name unknown to the gazetteer too."""
    article = Article(id="a", text="From Zzyzxville to Kyiv, at 1.5 N, 2.5 E.")
    marked = (Mention(start=5, end=15, text="Zzyzxville"), *find_mentions(article))
    links = resolve(article, marked)
    assert [found.mention for found in links] == list(marked)
    assert [found.place.id if found.place else None for found in links] == [
        None,
        "city:703448",
        "user:coordinates/1.5000,2.5000",
    ]
    assert "does not have this name" in links[0].reason


def test_the_only_place_of_a_name_says_so() -> None:
    """The reason names the evidence that decided."""
    assert links_by_text("Officials in Iran agreed.")["Iran"].reason == (
        "only country of this name"
    )
    assert links_by_text("He was born in Paris, Texas.")["Paris"].reason == (
        "stands beside what it lies in"
    )
