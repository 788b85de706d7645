"""Relations: a source, a class and a target, each where the grammar of the text has it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.events.events import Events, find_events
from briefing.events.lexicon import relation_classes
from briefing.events.wordforms import plain
from briefing.events.words import MOST, words_of
from briefing.linking.links import link
from briefing.reading.article import Article

DAY = "2024-05-07"  # a Tuesday

Row = tuple[str, str, str, str]


def _events(text: str, language: str = "en") -> Events:
    return find_events(link(Article.from_text(text, language=language, date=DAY)))


def _rows(text: str, language: str = "en") -> set[Row]:
    """Return source, class, target and status; of what has no direction, the ends in order."""
    rows = set()
    for one in _events(text, language).relations:
        ends = (one.source.partition(":")[2], one.target.partition(":")[2])
        if one.direction == "both":
            ends = (min(ends), max(ends))
        rows.add((ends[0], one.name, ends[1], one.status))
    return rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran seized a British-flagged tanker.", {("IR", "seize", "GB", "stated")}),
        ("The Kremlin dismissed Washington's claims.", {("RU", "reject", "US", "stated")}),
        ("Cuba thanked Mexico for its oil.", {("CU", "praise", "MX", "stated")}),
        ("Finland will join NATO next month.", {("FI", "join", "NATO", "possible")}),
        ("An Iranian delegation arrived in Baghdad.", {("IR", "visit", "IQ", "stated")}),
        ("Malaysia and Indonesia signed a deal.", {("ID", "agree", "MY", "stated")}),
        ("Chad ended a defence pact with France.", {("TD", "withdraw", "FR", "stated")}),
        ("Britain expelled 23 Russian diplomats.", {("GB", "expel", "RU", "stated")}),
        ("Hezbollah fired rockets at northern Israel.", {("Hezbollah", "attack", "IL", "stated")}),
        (
            "Qatar and Egypt brokered a truce between Israel and Hamas.",
            {
                ("QA", "mediate", "IL", "stated"),
                ("QA", "mediate", "Hamas", "stated"),
                ("EG", "mediate", "IL", "stated"),
                ("EG", "mediate", "Hamas", "stated"),
            },
        ),
        (
            "The US imposed tariffs of 24 per cent on Japan and 46 per cent on Vietnam.",
            {("US", "sanction", "JP", "stated"), ("US", "sanction", "VN", "stated")},
        ),
    ],
)
def test_what_a_verb_says(text: str, expected: set[Row]) -> None:
    """Subject, verb and target; leaders, capitals, offices and peoples count for their state."""
    assert _rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lithuania was praised by Taiwan.", {("TW", "praise", "LT", "stated")}),
        (
            "Israel has been accused of genocide by South Africa.",
            {("ZA", "accuse", "IL", "stated")},
        ),
        ("Russia's attack on Ukraine failed.", {("RU", "attack", "UA", "stated")}),
        ("Talks between Serbia and Kosovo collapsed.", {("RS", "negotiate", "XK", "stated")}),
        ("Poland did not expel the Russian envoys.", {("PL", "expel", "RU", "negated")}),
        ("Neither Chad nor France paid Niger.", {("FR", "aid", "NE", "negated")}),
        ("Serbia may recognise Kosovo.", {("RS", "praise", "XK", "possible")}),
        ("If Kenya invades Somalia, talks will end.", {("KE", "attack", "SO", "possible")}),
        ("Kenya's president visits Cairo on Friday.", {("KE", "visit", "EG", "possible")}),
        ("The US has lifted sanctions on Syria.", {("US", "sanction", "SY", "negated")}),
    ],
)
def test_passive_nouns_and_what_is_not_so(text: str, expected: set[Row]) -> None:
    """The passive turns the ends around; denials and plans are marked as what they are."""
    assert _rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Turkish exports to Israel rose.",
        "Syrian rebels attacked the army near Aleppo.",
        "An Iran-backed group attacked a base in Iraq.",
        "A cyclone hit Myanmar.",
        "Senegal lies between Mauritania and Guinea.",
        "Mexico City's mayor praised the weather.",
        "NATO is a dangerous entity.",
    ],
)
def test_no_relation_is_made_up(text: str) -> None:
    """Trade, rebels, storms and places are nobody who acts."""
    assert _rows(text) == set()


def test_what_is_alleged_is_marked_so() -> None:
    """An accusation is stated; what it says is only possible, and says by whom."""
    found = _events("Ukraine accused Iran of supplying drones to Russia.").relations
    by_name = {one.name: one for one in found}
    assert by_name.keys() == {"accuse", "aid"}
    assert (by_name["accuse"].status, by_name["accuse"].said_by) == ("stated", "")
    assert (by_name["aid"].status, by_name["aid"].said_by) == ("possible", "country:UA")
    assert (by_name["aid"].source, by_name["aid"].target) == ("country:IR", "country:RU")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Turkey sued Israel. It accused Israel of theft.", ("TR", "accuse", "IL", "stated")),
        (
            "Turkey accused Israel of theft. Israel rejected the charge.",
            ("IL", "reject", "TR", "stated"),
        ),
        ("Poland and Latvia met. China asked both to wait.", ("CN", "demand", "PL", "stated")),
        (
            "Canada's premier flew to Oslo and met his Norwegian counterpart.",
            ("CA", "meet", "NO", "stated"),
        ),
        ("Kenya's president met Vladimir Putin in Moscow.", ("KE", "visit", "RU", "stated")),
    ],
)
def test_those_who_are_not_named(text: str, row: Row) -> None:
    """Pronouns, answers, "both", a counterpart and hosts mean those named before, less surely."""
    assert row in _rows(text)


@pytest.mark.parametrize(
    ("language", "text", "row"),
    [
        ("fr", "La France a expulsé deux diplomates russes.", ("FR", "expel", "RU", "stated")),
        ("fr", "Le président turc se rendra en Égypte jeudi.", ("TR", "visit", "EG", "possible")),
        ("es", "México rompió relaciones con Ecuador.", ("MX", "sanction", "EC", "stated")),
        ("es", "España acusó a Rusia de espionaje.", ("ES", "accuse", "RU", "stated")),
        ("de", "Die Ukraine kritisierte Berlin.", ("UA", "accuse", "DE", "stated")),
        (
            "de",
            "Österreich hat vier russische Diplomaten ausgewiesen.",
            ("AT", "expel", "RU", "stated"),
        ),
        ("ru", "Украина обвинила Россию в обстреле.", ("UA", "accuse", "RU", "stated")),
        ("ru", "Президент Ирана посетил Турцию.", ("IR", "visit", "TR", "stated")),
    ],
)
def test_other_languages(language: str, text: str, row: Row) -> None:
    """The same grammar with the words of another language."""
    assert row in _rows(text, language)


def test_a_relation_stands_in_its_sentence_with_its_time() -> None:
    """Span, words, sentence and day are those of the text; of two days the nearer clause's."""
    text = "They spoke. On Monday Iran warned Turkey, which had attacked Syria in March."
    [warning, attack] = _events(text).relations
    assert text[slice(*warning.span)] == warning.words
    assert text[slice(*warning.sentence)].startswith("On Monday")
    assert warning.date is not None
    assert warning.date.start == dt.date(2024, 5, 6)
    assert attack.date is not None
    assert attack.date.start == dt.date(2024, 3, 1)


def test_the_sample_article() -> None:
    """The sample tells of Russia and Iran, Russia and Turkey, Iran's advice, Kyiv's accusation."""
    links = link(Path(__file__).parents[1] / "examples" / "tehran-2022-07-19.md")
    found = find_events(links)
    rows = {(one.source, one.name, one.target) for one in found.relations}
    assert {
        ("country:RU", "meet", "country:IR"),
        ("country:RU", "meet", "country:TR"),
        ("country:RU", "visit", "country:IR"),
        ("country:UA", "accuse", "country:RU"),
        ("country:RU", "praise", "country:TR"),
        ("country:IR", "threaten", "country:TR"),
    } <= rows
    days = {str(entry.start): entry for entry in found.timeline}
    assert "country:IR" in days["2022-07-19"].actors
    assert "country:SE" in days["2022-07-18"].places
    assert {(one.unit, one.low) for one in found.figures} >= {("USD", 40e9), ("t", 20e6)}
    text = links.article.text
    assert all(text[slice(*one.span)] == one.words for one in found.relations)
    assert all(text[slice(*one.span)] == one.words for one in found.figures)


WORDS = re.findall(
    r"\S+",
    "Iran Turkey Russia's Turkish the president of and , . ; that which accused met to with by was "
    "not will of supplying both it he talks between sanctions on - ( ) two ministers Putin NATO in",
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_any_order_of_words_can_be_read(words: list[str]) -> None:
    """No text breaks the grammar; nobody does something to themselves; all lies in the text."""
    text = " ".join(["x", *words])
    classes = relation_classes()
    for one in _events(text).relations:
        assert one.name in classes
        assert one.source != one.target
        assert one.status in {"stated", "negated", "possible"}
        assert 0 <= one.sentence[0] <= one.span[0] < one.span[1] <= len(text)
        assert 0 < one.confidence <= 1


def test_a_sentence_without_end_is_read_up_to_a_bound() -> None:
    """What no stop divides, as a table, costs no more than its first words."""
    text = "Iran accused Turkey and Russia met China with Syria in Moscow " * 500
    assert len(words_of(plain(text), 0, len(text), "en", text)) == MOST
    assert all(one.span[1] < len(text) / 10 for one in _events(text).relations)
