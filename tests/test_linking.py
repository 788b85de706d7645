"""Linking: the whole flow from an article to its links."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import briefing.linking
from briefing.article import Article, read_article
from briefing.errors import ArticleError, GazetteerError
from briefing.linking import Links, link, link_many

NAMES = ["Iran", "Syrian", "Kyiv", "Paris, Texas", "near", "Mr.", "Lincoln County", "U.S.", "\n"]
TEXTS = st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=8))).map(" ".join)
MEETING = (
    "Ministers of Iran, Russia and Turkey met in Tehran on Tuesday. The Iranian president said "
    "that Syria had to decide for itself.\n\nTurkish troops stand in northern Syria. Sweden and "
    "Finland want to join NATO, while Russia holds Crimea and the Luhansk region of Ukraine."
)


def places_in(text: str) -> dict[str, str]:
    """Link a bare text: words of each mention → place id."""
    links = link(Article(id="a", text=text))
    return {found.mention.text: found.place.id for found in links if found.place}


def test_an_article_about_a_meeting_is_linked() -> None:
    """Countries, regions, towns, blocs and demonyms each get the place that they stand for."""
    assert places_in(MEETING) == {
        "Iran": "country:IR",
        "Russia": "country:RU",
        "Turkey": "country:TR",
        "Tehran": "city:112931",
        "Iranian": "country:IR",
        "Syria": "country:SY",
        "Turkish": "country:TR",
        "Sweden": "country:SE",
        "Finland": "country:FI",
        "NATO": "bloc:NATO",
        "Crimea": "region:UA-43",
        "Luhansk": "region:UA-09",
        "Ukraine": "country:UA",
    }


def test_places_come_by_number_of_mentions_then_by_first_mention() -> None:
    """What an article is about stands first."""
    links = link(Article(id="a", text=MEETING))
    assert list(links.counts.items())[:4] == [
        ("country:IR", 2),
        ("country:RU", 2),
        ("country:TR", 2),
        ("country:SY", 2),
    ]
    assert [place.id for place in links.places] == list(links.counts)
    assert sum(links.counts.values()) == len(links)


def test_evidence_is_the_sentences_that_name_a_place() -> None:
    """Each sentence once, in order; none for a place that is not mentioned."""
    article = read_article(MEETING.encode())
    spans = link(article).evidence("country:SY")
    assert [article.text[start:end][:20] for start, end in spans] == [
        "The Iranian presiden",
        "Turkish troops stand",
    ]
    assert link(article).evidence("country:FR") == ()


@given(text=TEXTS)
@settings(max_examples=60)
def test_links_are_ordered_and_the_same_each_time(text: str) -> None:
    """Linking is a function of the text; spans are ordered and never overlap."""
    links = link(Article(id="a", text=text))
    assert all(a.mention.end <= b.mention.start for a, b in pairwise(links))
    assert all(text[x.mention.start : x.mention.end] == x.mention.text for x in links)
    assert all(0 <= x.confidence <= 1 for x in links)
    assert link(Article(id="a", text=text)) == links
    assert (
        link(Article(id="a", text=text.rstrip() + " \n")).links
        == link(Article(id="a", text=text.rstrip())).links
    )


def test_a_record_is_plain_json_and_complete() -> None:
    """What is written for an article holds every mention with its place and alternatives."""
    record = link(Article(id="x", text="He was born in Paris, Texas.")).to_records()
    assert json.loads(json.dumps(record)) == record
    assert record["id"] == "x"
    paris = record["mentions"][0]
    assert all(other["place"] != "city:4717560" for other in paris["alternatives"])
    del paris["alternatives"], paris["confidence"], paris["reason"]
    assert paris == {
        "start": 15,
        "end": 20,
        "text": "Paris",
        "kind": "toponym",
        "place": "city:4717560",
        "place_kind": "city",
        "name": "Paris",
        "lat": pytest.approx(33.66, abs=0.01),
        "lon": pytest.approx(-95.56, abs=0.01),
        "country": "US",
        "admin1": "US-TX",
        "geonameid": 4717560,
    }


def test_a_bloc_has_no_point() -> None:
    """A place without a point is linked all the same."""
    [nato] = link(Article(id="x", text="Ministers spoke about NATO.")).to_records()["mentions"]
    assert (nato["place"], nato["lat"], nato["lon"]) == ("bloc:NATO", None, None)


def test_many_articles_are_linked_one_at_a_time_in_order() -> None:
    """Nothing is read ahead."""
    read: list[str] = []

    def articles() -> object:
        for name in ("a", "b", "c"):
            read.append(name)
            yield Article(id=name, text="Fire in Kyiv.")

    stream = link_many(articles())  # type: ignore[arg-type]
    assert next(stream).article.id == "a"
    assert read == ["a"]
    assert [links.article.id for links in stream] == ["b", "c"]


def test_the_date_is_the_articles_unless_asked_for() -> None:
    """Links carry the date that they speak of."""
    article = Article(id="a", text="Kyiv", date=dt.date(2022, 7, 19))
    assert link(article).as_of == dt.date(2022, 7, 19)
    assert link(article, as_of=dt.date(1990, 1, 1)).as_of == dt.date(1990, 1, 1)


def test_a_path_is_read_first(tmp_path: Path) -> None:
    """A file is linked like the article in it; one that is missing is refused."""
    (tmp_path / "a.txt").write_text("Fire in Kyiv.")
    assert [found.mention.text for found in link(tmp_path / "a.txt")] == ["Kyiv"]
    with pytest.raises(ArticleError):
        link(tmp_path / "b.txt")


def test_links_are_a_sequence() -> None:
    """Links can be indexed, sliced and counted."""
    links = link(Article(id="a", text=MEETING))
    assert isinstance(links, Links)
    assert links[0].mention.text == "Iran"
    assert links[1:3] == links.links[1:3]


def test_a_long_text_is_read_in_pieces_and_spans_still_fit() -> None:
    """Spans of the last page fit the whole text."""
    text = "\n\n".join([MEETING] * 120)
    links = link(Article(id="a", text=text))
    assert len(links) == 120 * len(link(Article(id="a", text=MEETING)))
    assert all(text[x.mention.start : x.mention.end] == x.mention.text for x in links)


@pytest.mark.parametrize(
    "text",
    [
        "A" * 200_000,
        "Paris, " * 20_000,
        "(" * 50_000,
        "1.1 " * 30_000,
        "Iran\n" * 20_000,
        "\0 \ud800",
    ],
    ids=["letter", "names", "brackets", "numbers", "lines", "surrogate"],
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    """Repetition of one thing makes no step explode."""
    links = link(Article(id="a", text=text))
    assert all(text[x.mention.start : x.mention.end] == x.mention.text for x in links)


def test_missing_weights_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The linker does not run on weights that it does not know."""
    with pytest.raises(GazetteerError, match=r"linking weights 'weights\.json'"):
        briefing._linker.weights.load_weights(tmp_path / "weights.json")
