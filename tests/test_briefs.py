"""Briefs: what each part says of an article, and what it does not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.briefs.brief import Brief
from briefing.briefs.making import brief
from briefing.briefs.parts import caveats
from briefing.briefs.parts.places import Alternative
from briefing.briefs.parts.text import Text
from briefing.briefs.quoting import Quote, quote
from briefing.errors import ParameterError, UnknownWorldviewError
from briefing.facts.worldview import Worldview
from briefing.gazetteer.place import Place, PlaceKind
from briefing.linking.links import Links
from briefing.linking.mentions import Mention
from briefing.linking.resolution import Candidate, Link
from briefing.reading.article import Article

TEXT = (
    "Envoys from Iran met in Tehran.\n\nSweden and Finland asked NATO about Crimea.\n\nIran left."
)
PLACES = {
    "Iran": Place(
        id="country:IR", kind=PlaceKind.COUNTRY, name="Iran", lon=53, lat=32, country="IR"
    ),
    "Tehran": Place(
        id="city:112931", kind=PlaceKind.CITY, name="Tehran", lon=51.4, lat=35.7, country="IR"
    ),
    "Sweden": Place(
        id="country:SE", kind=PlaceKind.COUNTRY, name="Sweden", lon=15, lat=62, country="SE"
    ),
    "Finland": Place(
        id="country:FI", kind=PlaceKind.COUNTRY, name="Finland", lon=26, lat=64, country="FI"
    ),
    "NATO": Place(id="bloc:NATO", kind=PlaceKind.BLOC, name="NATO"),
    "Crimea": Place(
        id="region:UA-43",
        kind=PlaceKind.REGION,
        name="Crimea",
        lon=34.3,
        lat=45.3,
        country="UA",
        region="UA-43",
    ),
}
NAMES = ("header", "bottom_line", "places", "blocs", "text", "caveats")


def _link(text: str, name: str, after: int = 0, **more: Any) -> Link:
    """Link a name in a text to the place of `PLACES`, or to another, or to none."""
    start = text.index(name, after)
    place = more.get("place", PLACES.get(name))
    confidence = more.get("confidence", 0.9) if place else 0.0
    own = (Candidate(place=place, confidence=confidence),) if place else ()
    return Link(
        mention=Mention(start=start, end=start + len(name), text=name),
        place=place,
        confidence=confidence,
        candidates=own + more.get("rivals", ()),
        reason="by the test",
    )


def _brief(*more: Link, text: str = TEXT, **settings: Any) -> Brief:
    article = Article.from_text(text, id="test", title="Talks", date=dt.date(2022, 7, 19))
    found = [_link(text, name) for name in PLACES if name in text]
    if text == TEXT:
        found.append(_link(text, "Iran", after=60))
    found.sort(key=lambda link: link.mention.start)
    settings.setdefault("as_of", dt.date(2022, 7, 19))
    return Brief(
        links=Links(article, (*found, *more)),
        worldview=Worldview.parse(settings.pop("worldview", "international")),
        title="Talks",
        **settings,
    )


# --- the flow


def test_a_brief_is_as_of_the_articles_date_unless_told_otherwise() -> None:
    """The date of the article stands where none is given; a text or a date is taken."""
    article = Article.from_text("Iran.", id="a", date=dt.date(2020, 1, 31))
    assert brief(article).as_of == dt.date(2020, 1, 31)
    assert brief(article, as_of="").as_of == dt.date(2020, 1, 31)
    assert brief(article, as_of="2022-07-19").as_of == dt.date(2022, 7, 19)


@pytest.mark.parametrize("wrong", ["yesterday", "2022-02-30", "19.7.2022"])
def test_what_is_no_date_is_refused(wrong: str) -> None:
    """A wrong date gives one clear message."""
    with pytest.raises(ParameterError, match=f"as_of '{wrong}': no date, expected YYYY-MM-DD"):
        brief(Article.from_text("Iran.", id="a"), as_of=wrong)


def test_an_unknown_worldview_is_refused() -> None:
    """No map is drawn with borders of nobody."""
    with pytest.raises(UnknownWorldviewError):
        brief(Article.from_text("Iran.", id="a"), worldview="XX")


def test_an_article_that_names_no_place_is_still_a_brief() -> None:
    """Nothing found is a result, and said so in every part."""
    made = brief(Article.from_text("Nothing happened here.", id="a"))
    assert made.places.summary == "Names no place that the gazetteer knows."
    for name in (*NAMES, "provenance"):
        assert getattr(made, name).html()
    assert made.record.data["mentions"] == []


# --- the parts


def test_parts_are_plain_data_and_the_same_each_time() -> None:
    """Every part is JSON, and a second brief of the same links shows the same."""
    for name in NAMES:
        first, second = (getattr(_brief(), name)._repr_mimebundle_() for _ in range(2))
        assert json.dumps(first, allow_nan=False) == json.dumps(second)


def test_the_analysts_bottom_line_is_theirs() -> None:
    """What the analyst writes stands as written; else the article's opening, labelled as such."""
    own = _brief(judgement="One.\nTwo.").bottom_line
    assert (own.origin, own.heading, own.summary) == ("analyst", "Bottom line", "One. Two.")
    extracted = _brief().bottom_line
    assert extracted.origin == "extracted"
    assert TEXT.startswith(extracted.summary)
    assert extracted.paragraphs[0].pieces[1].place == "country:IR"
    assert "Extracted: the source" in extracted.html()


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Talks\n\nTEHRAN, July 19\n\nIran met Russia in Tehran on Tuesday. They left.\n\nMore.",
         "Iran met Russia in Tehran on Tuesday. They left."),
        ("Iran and Russia " + "met again and " * 60 + "left. So it was.", None),
        ("Short.", ""),
    ],
)  # fmt: skip
def test_the_opening_is_the_first_that_says_something(text: str, opening: str | None) -> None:
    """Headings and datelines are passed over, a sentence is never cut, and nothing is invented."""
    found = brief(Article.from_text(text, id="a", title="Talks")).bottom_line.summary
    assert found == (text.partition(" So")[0] if opening is None else opening)


def test_places_are_counted_and_quoted() -> None:
    """The table has the most mentioned first, each with the sentence that names it first."""
    rows = _brief().places.rows
    assert [(row.id, row.mentions) for row in rows[:2]] == [
        ("country:IR", 2),
        ("city:112931", 1),
    ]
    assert rows[1].country == "Iran"
    assert rows[1].evidence == Quote(before="Envoys from Iran met in ", text="Tehran", after=".")


@pytest.mark.parametrize(
    ("as_of", "total", "members", "others"),
    [
        ("1990-01-01", 16, [], []),
        ("2022-07-19", 30, [], [("Sweden", "invitee"), ("Finland", "invitee")]),
        ("2023-05-01", 31, ["Finland"], [("Sweden", "invitee")]),
        ("2024-05-01", 32, ["Sweden", "Finland"], []),
    ],
)
def test_blocs_are_as_of_the_date(
    as_of: str, total: int, members: list[str], others: list[tuple[str, str]]
) -> None:
    """Who is a member, and who is invited, depends on the day."""
    rows = _brief(as_of=dt.date.fromisoformat(as_of)).blocs.rows
    (nato,) = (row for row in rows if row.id == "bloc:NATO")
    assert (nato.total, nato.mentions) == (total, 1)
    assert [state.name for state in nato.members] == members
    assert [(state.name, state.status) for state in nato.others] == others


def test_only_nato_the_union_and_named_blocs_are_told_of_states() -> None:
    """Iran is in OPEC and the SCO, Sweden in Schengen: told only where the article asks."""
    text = "Iran and Sweden wrote to the SCO."
    sco = Place(id="bloc:SCO", kind=PlaceKind.BLOC, name="Shanghai Cooperation Organisation")
    asked = _brief(_link(text, "SCO", place=sco), text=text, as_of=dt.date(2022, 7, 19))
    assert [row.id for row in _brief(text="Iran and Sweden.").blocs.rows] == [
        "bloc:EU",
        "bloc:NATO",
    ]
    (row,) = (row for row in asked.blocs.rows if row.id == "bloc:SCO")
    assert (row.total, row.members) == (8, ())
    assert [(state.name, state.status) for state in row.others] == [("Iran", "observer")]
    assert "Iran</bdi></a> (observer)" in asked.blocs.html()


def test_who_has_left_is_told_only_beside_others() -> None:
    """A former member alone makes no row of a bloc that the article does not name."""
    britain = Place(id="country:GB", kind=PlaceKind.COUNTRY, name="United Kingdom", country="GB")
    day, text = dt.date(2022, 7, 19), "Britain left."
    made = _brief(_link(text, "Britain", place=britain), text=text, as_of=day)
    assert [row.id for row in made.blocs.rows] == ["bloc:NATO"]
    text = "Britain and Sweden."
    made = _brief(_link(text, "Britain", place=britain), text=text, as_of=day)
    (union,) = (row for row in made.blocs.rows if row.id == "bloc:EU")
    assert [(state.name, state.status) for state in union.others] == [
        ("United Kingdom", "former member")
    ]


def test_a_brief_of_a_day_after_the_review_says_so() -> None:
    """What may have changed since the lists were reviewed is not passed off as known."""
    late = _brief(as_of=dt.date(2099, 1, 1)).blocs
    assert late.reviewed is not None
    assert late.reviewed >= dt.date(2026, 1, 1)
    assert "were not looked for" in late.html()
    known = _brief(as_of=dt.date(2025, 12, 31)).blocs
    assert known.reviewed is None
    assert "were not looked for" not in known.html()


def test_blocs_without_a_list_for_the_day_are_named_as_such() -> None:
    """OPEC in 1990, and blocs whose members are not kept, are no crash and no silence."""
    text = "OPEC met the OSCE."
    links = (
        _link(text, "OPEC", place=Place(id="bloc:OPEC", kind=PlaceKind.BLOC, name="OPEC")),
        _link(text, "OSCE", place=Place(id="bloc:OSCE", kind=PlaceKind.BLOC, name="OSCE")),
    )
    early = _brief(*links, text=text, as_of=dt.date(1990, 1, 1)).blocs
    assert (early.rows, early.unknown) == ((), ("OPEC", "OSCE"))
    assert "not known as of this day: <bdi>OPEC</bdi>, <bdi>OSCE</bdi>." in early.html()
    later = _brief(*links, text=text, as_of=dt.date(2022, 7, 19)).blocs
    assert [row.id for row in later.rows] == ["bloc:OPEC"]
    assert later.unknown == ("OSCE",)


@pytest.mark.parametrize(
    ("worldview", "owner"),
    [
        ("international", "Ukraine"),
        ("UA", "Ukraine"),
        ("RU", "Russia"),
        ("JP", "Ukraine, as internationally, this view not being known"),
    ],
)
def test_a_disputed_area_is_named_under_every_worldview(worldview: str, owner: str) -> None:
    """Crimea stands among the caveats, with both sides, and with whom this map draws it."""
    (area,) = _brief(worldview=worldview).caveats.disputed
    assert area.name == "Crimea"
    assert "claimed by Ukraine and Russia" in area.status
    assert area.status.endswith(f"drawn here with {owner}.")
    assert area.legal == "UNGA resolution 68/262 (27 March 2014)"


def test_unsure_links_stand_among_the_caveats() -> None:
    """A link below the threshold is marked in the text and listed with what else it may be."""
    paris = Place(id="city:2988507", kind=PlaceKind.CITY, name="Paris", country="FR", lon=2, lat=49)
    texas = Place(
        id="city:4717560", kind=PlaceKind.CITY, name="Paris", country="US", lon=-95, lat=34
    )
    rival = Candidate(place=texas, confidence=0.4)
    unsure = _link("In Paris.", "Paris", confidence=0.5, place=paris, rivals=(rival,))
    made = _brief(unsure, text="In Paris.")
    (row,) = made.caveats.ambiguous
    assert (row.text, row.name, row.confidence) == ("Paris", "Paris", 0.5)
    assert row.alternatives == (
        Alternative(name="Paris", kind=PlaceKind.CITY, country="United States", confidence=0.4),
    )
    assert made.text.paragraphs[0].pieces[1].unsure


def test_what_the_analyst_decided_is_told(tmp_path: Path) -> None:
    """The caveats say which links and why, and what did not fit; the provenance counts."""
    article = Article.from_text("Fire in Paris. Paris and Kyiv. The Rome sank.", id="fire")
    path = tmp_path / "mine.csv"
    path.write_text(
        "text,place,article,start,end,note,author\n"
        "Paris,city:4717560,,,,<b>local</b>,Ada\n"
        "Kyiv,-,fire,0,4,,\n"
        "Rome,-,,,,a ship,\n"
    )
    made = brief(article, as_of="2022-07-19", corrections=path)
    assert made.caveats.decided == (
        caveats.Decided(
            text="Paris",
            count=2,
            id="city:4717560",
            name="Paris",
            note="<b>local</b>",
            author="Ada",
        ),
    )
    assert made.caveats.dropped == (caveats.Dropped(text="Rome", note="a ship"),)
    assert made.caveats.unmet == (caveats.Unmet(text="Kyiv", start=0),)
    shown = str(made.caveats.html())
    assert "2 links were decided by the analyst, not by the program; 1 name is no place" in shown
    assert "&lt;b&gt;local" in shown
    assert "<b>" not in shown
    assert "the decision was left out" in shown
    facts = {fact.name: fact.value for fact in made.provenance.facts}
    assert facts["Decided by the analyst"] == "2 of 3 links"
    assert facts["Decisions SHA-256"] == made.links.corrections.sha256
    without = brief(article, as_of="2022-07-19")
    assert (without.caveats.decided, without.caveats.unmet) == ((), ())
    assert "Decisions SHA-256" not in {fact.name for fact in without.provenance.facts}


def test_names_without_a_place_are_not_dropped() -> None:
    """A mention without a place is marked in the text and listed with the reason, counted."""
    text = "Nowhere and Nowhere."
    made = _brief(_link(text, "Nowhere"), _link(text, "Nowhere", after=5), text=text)
    assert made.caveats.unresolved == (
        caveats.Doubt(text="Nowhere", count=2, reason="by the test"),
    )
    assert "unlinked" in made.text.html()


def test_characters_that_mislead_are_reported() -> None:
    """A record with a right-to-left override is shown with a caveat."""
    made = _brief(text="A safe\u202egpj.exe in Iran.")
    assert made.caveats.spoofing == (
        caveats.Misleading(code="U+202E RIGHT-TO-LEFT OVERRIDE", count=1),
    )


def test_the_record_has_every_mention_and_place() -> None:
    """The record is plain JSON with all links, all places and the settings."""
    record = json.loads(json.dumps(_brief(marking="TLP:GREEN").record.data, allow_nan=False))
    assert len(record["mentions"]) == 7
    assert record["parameters"]["marking"] == "TLP:GREEN"
    features = {feature["id"]: feature for feature in record["places"]["features"]}
    assert features["city:112931"]["geometry"]["coordinates"] == [51.4, 35.7]
    assert features["bloc:NATO"]["geometry"] is None


def test_the_brief_itself_shows_header_and_bottom_line() -> None:
    """A brief at the end of a cell is not a page of text."""
    bundle = _brief()._repr_mimebundle_()
    assert bundle["text/plain"].splitlines()[0] == "Header: Talks, as of 2022-07-19"
    assert "<h1>" in bundle["text/html"]


# --- the text


@given(st.text(st.sampled_from("ab .\n\u202e<é"), max_size=60), st.data())
def test_the_whole_text_is_there_and_every_mention_in_it(text: str, data: st.DataObject) -> None:
    """The pieces of a paragraph, joined, are the paragraph; marked pieces are the mentions."""
    article = Article.from_text(f"x{text}", id="t")
    size = len(article.text)
    cuts = data.draw(st.lists(st.integers(0, size), max_size=8, unique=True).map(sorted))
    spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if b > a]
    links = [
        Link(
            mention=Mention(start=start, end=end, text=article.text[start:end]),
            place=PLACES["Iran"],
            confidence=0.9,
        )
        for start, end in spans
        if any(first <= start and end <= last for first, last in article.paragraphs)
    ]
    made = Text.of(article, links).paragraphs
    joined = ["".join(piece.text for piece in paragraph.pieces) for paragraph in made]
    assert joined == [article.text[start:end] for start, end in article.paragraphs or [(0, size)]]
    marked = [piece.text for p in made for piece in p.pieces if piece.place]
    assert marked == [link.mention.text for link in links]


@given(st.integers(0, 400), st.integers(0, 400))
def test_evidence_is_short_and_holds_the_mention(before: int, after: int) -> None:
    """However long a sentence is, its quotation is short, true, and has the mention whole."""
    text = "word " * before + "Tehran" + " word" * after + "."
    start = text.index("Tehran")
    found = quote(Article.from_text(text, id="t"), start, start + len("Tehran"))
    quoted = found.before + found.text + found.after
    assert found.text == "Tehran"
    assert len(quoted) <= 260
    assert quoted.replace("… ", "").replace(" …", "") in text
