"""Linking: the whole flow from an article to its links."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.errors import ArticleError, GazetteerError
from briefing.linking.core.weights import load_weights
from briefing.linking.links import Links, link, link_many
from briefing.reading.article import Article
from briefing.reading.files import read_article

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
        "qualifier": "",
        "within": "",
        "place": "city:4717560",
        "place_kind": "city",
        "name": "Paris",
        "lat": pytest.approx(33.66, abs=0.01),
        "lon": pytest.approx(-95.56, abs=0.01),
        "country": "US",
        "admin1": "US-TX",
        "geonameid": 4717560,
    }


def test_the_part_that_is_meant_and_the_institution_are_recorded() -> None:
    """Northern Syria is Syria; Paris in the name of its police is Paris, nested."""
    links = link(Article(id="x", text="In northern Syria the Paris Police Department looked on."))
    assert [
        (one["text"], one["qualifier"], one["within"]) for one in links.to_records()["mentions"]
    ] == [
        ("Syria", "northern", ""),
        ("Paris", "", "Paris Police Department"),
    ]


def test_links_become_a_table_with_geometries() -> None:
    """One row a place, most mentioned first, countries as areas."""
    table = link(Article(id="a", text=MEETING)).to_geodataframe()
    assert table.crs == "EPSG:4326"
    assert table.index[0] == "country:IR"
    assert table.loc["country:IR", "mentions"] == 2
    assert table.loc["country:IR", "geometry"].geom_type == "MultiPolygon"
    assert table.loc["city:112931", "geometry"].geom_type == "Point"


def test_links_show_themselves_in_a_notebook_without_scripts() -> None:
    """Mention, place, confidence and reason; text is encoded; a long list says how long it is."""
    links = link(Article(id="a", text="The <b>Paris Police Department</b> and northern Syria."))
    shown = links.correct("Syria", "city:703448", note="<script>")._repr_html_()
    assert "<bdi>Paris</bdi>" in shown
    assert "(in <bdi>Paris Police Department</bdi>)" in shown
    assert "<small><bdi>northern</bdi></small>" in shown
    assert "decided by the analyst: &lt;script&gt;" in shown
    assert "<script" not in shown
    many = link(Article(id="b", text="Iran and Iraq. " * 150))
    assert "100 more; all are in" in many._repr_html_()


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
        load_weights(tmp_path / "weights.json")


ANY = st.text(st.characters(codec=None), max_size=40)  # lone surrogates, NUL, right to left


@given(
    text=st.lists(st.one_of(st.sampled_from([*NAMES, "\u202e", "\ud800", "قاهرة"]), ANY)).map(
        " ".join
    )
)
@example(text="\ud800")
@example(text="Iran\0Iraq \u202eKyiv")
@settings(max_examples=150)
def test_any_text_at_all_is_linked_or_refused_by_name(text: str) -> None:
    """Read or not: nothing but errors of this package; spans fit, in order; the same each time."""
    bare = link(Article(id="a", text=text))
    assert all(text[x.mention.start : x.mention.end] == x.mention.text != "" for x in bare)
    assert all(one.mention.end <= other.mention.start for one, other in pairwise(bare))
    try:
        article = Article.from_text(text)
    except ArticleError:
        return
    links = link(article)
    json.dumps(links.to_records(), ensure_ascii=False).encode()
    assert links._repr_html_().encode()
    assert link(article) == links


@given(text=TEXTS)
@settings(max_examples=100)
def test_the_normal_form_of_a_text_does_not_change_its_places(text: str) -> None:
    """Composed or decomposed, the same words mean the same places as surely."""
    composed, decomposed = (
        [
            (unicodedata.normalize("NFC", x.mention.text), x.place, x.confidence, x.reason)
            for x in link(Article(id="a", text=unicodedata.normalize(form, text)))
        ]
        for form in ("NFC", "NFD")
    )
    assert composed == decomposed


@given(texts=st.lists(TEXTS, max_size=4), source=st.sampled_from(["", "The Paris News"]))
@settings(max_examples=40)
def test_many_are_linked_as_one_by_one(texts: list[str], source: str) -> None:
    """No article leaves a trace in the next."""
    articles = [Article(id=str(n), text=text, source=source) for n, text in enumerate(texts)]
    assert list(link_many(articles)) == [link(article) for article in articles]


@given(text=TEXTS)
@settings(max_examples=60)
def test_nested_mentions_name_the_institution_around_them(text: str) -> None:
    """The institution holds the words of the mention, and more."""
    for one in link(Article(id="a", text=f"{text} Kyiv City Council and the Senate of France")):
        if one.mention.within:
            assert one.mention.text.replace("\n", " ") in one.mention.within
            assert len(one.mention.within) > len(one.mention.text)
        assert one.mention.qualifier == one.mention.qualifier.strip()


def test_a_megabyte_of_one_letter_is_read_to_its_end() -> None:
    """As one word, as many, and as a name."""
    for text in ("A" * 1_000_000, "A " * 500_000, "á" * 500_000):
        assert len(link(Article(id="a", text=text))) == 0
