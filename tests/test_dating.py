"""The date of an article: read where it stands as such, in every language, and never guessed."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.reading.article import Article
from briefing.reading.datewords import Order, written_dates
from briefing.reading.dating import FoundDate, choose_date, date_in_address
from briefing.reading.files import read_article

BODY = "Officials said that talks would go on, and that no place had been found. " * 4

DATELINES = [
    ("en", "TROMSO, Norway, March 12, 2025 - The minister met his colleague.", "2025-03-12"),
    ("en", "Talks go on\n\nOSLO (Example Wire), 3 July 2021 \u2014 They met.", "2021-07-03"),
    ("en", "Published 12:05, 3 April 2024 | Updated 5 April 2024\n\nThey met.", "2024-04-03"),
    ("en", "Published: 3 April 2024\nUpdated: 5 April 2024\n\nThey met.", "2024-04-03"),
    ("en", "Talks\n\nBy Our Reporter\n04/23/2024\n\nThey met.", "2024-04-23"),
    ("en", "Talks\n\nThe ministers met on Tuesday, March 12, 2025, in Oslo.", "2025-03-12"),
    ("es", "Madrid, 4 de diciembre de 2023 (Agencia).- El ministro dijo.", "2023-12-04"),
    ("es", "El ministro viaja\n\n4 de diciembre de 2023\n\nDijo que no.", "2023-12-04"),
    ("ru", "Переговоры\n\n14 марта 2025 года\n\nМинистр сказал, что нет.", "2025-03-14"),
    ("ru", "МОСКВА, 14 марта 2025 года. /АГЕНТСТВО/. Министр сказал.", "2025-03-14"),
    ("ru", "Встреча\n\n14 марта 2025 года президент встретился с министром.", "2025-03-14"),
    ("de", "Gespräche\n\nBerlin, 3. März 2024 (Agentur) - Er sprach.", "2024-03-03"),
    ("de", "Gespräche\n\nStand: 03.04.2024 17:05 Uhr\n\nEr sprach.", "2024-04-03"),
    ("fr", "Publié le 03/04/2024 à 12:05, mis à jour le 04/04/2024\n\nIl dit.", "2024-04-03"),
    ("fr", "Le sommet\n\nParis, le 14 juillet 2023 \u2014 Le président a dit.", "2023-07-14"),
    ("tr", "ANKARA, 3 Mart 2025 - Bakan konuştu.", "2025-03-03"),
    ("uk", "Переговори\n\n14 березня 2025, 12:04\n\nМіністр сказав.", "2025-03-14"),
    ("ar", "محادثات\n\nالجمعة 14 مارس/آذار 2025\n\nقال الوزير.", "2025-03-14"),
    ("fa", "گفتگو\n\n۲۳ اسفند ۱۴۰۱\n\nوزیر گفت.", "2023-03-14"),
    ("fa", "گفتگو\n\nتاریخ انتشار: ۱۴۰۳/۱۲/۲۳ - ۱۰:۳۰\n\nوزیر گفت.", "2025-03-13"),
]
UNDATED = [
    "Talks\n\nBy Our Reporter\n04/03/2024\n\nThey met.",  # March or April
    "History\n\nOn 24 February 2022 Russia invaded. In 2024 the war went on.",
    "Summit\n\nThe leaders will meet on 24 February 2027 in Ankara.",
    "Back\n\nThe war began on 24 February 2022. A truce was signed on 3 March 2023.",
    "Three years ago, on 24 February 2022, Russia invaded Ukraine.",
    "Updated: 5 April 2024\n\nThey met.",
    "5 April 2024, last updated 12:05\n\nThey met.",
    "Su-35 jets and the 1990s, a score of 3-2, version 1.2.2023.4 and 30 February 2024.",
]


@pytest.mark.parametrize(("language", "text", "day"), DATELINES)
def test_a_text_shows_its_date(language: str, text: str, day: str) -> None:
    """A dateline or the day of the lead is found, and its words say where."""
    article = Article.from_text(text, language=language)
    assert article.date == dt.date.fromisoformat(day)
    assert article.dated.kind in {"dateline", "body"}
    assert article.dated.words.rstrip("\u2026") in " ".join(text.split())


@pytest.mark.parametrize("text", UNDATED)
def test_no_date_is_guessed(text: str) -> None:
    """Another day, an ambiguous one or a number is no date of the text; the article says so."""
    article = Article.from_text(f"{text}\n\n{BODY}", language="en")
    assert (article.date, article.dated.kind) == (None, "")


def _page(head: str, body: str = "") -> str:
    body = f"<h1>Talks</h1>{body}<p>{BODY}</p>"
    return f"<html lang='en'><head>{head}</head><body>{body}</body></html>\n"


def _linked(**record: str) -> str:
    return f'<script type="application/ld+json">{json.dumps(record)}</script>'


META = '<meta property="article:published_time" content="{}">'
CANONICAL = '<link rel="canonical" href="https://example.org/{}/talks">'


@pytest.mark.parametrize(
    ("head", "body", "day", "kind"),
    [
        (META.format("2024-05-03T10:00:00Z"), "", "2024-05-03", "metadata"),
        ('<meta name="pubdate" content="November 20, 2019 13:42">', "", "2019-11-20", "metadata"),
        (_linked(datePublished="20180619T055000+0900"), "", "2018-06-19", "linked data"),
        ("", '<time datetime="2024-05-03">x</time>', "2024-05-03", "time element"),
        ("", "<time>3 May 2024, 10:00</time>", "2024-05-03", "time element"),
        (CANONICAL.format("2024/05/03"), "", "2024-05-03", "address"),
        (CANONICAL.format("2013/middle_east/8/3"), "", "2013-08-03", "address"),
        ("", "<p>By A. Reporter | 3 May 2024</p>", "2024-05-03", "dateline"),
        # A page that was dated anew: its address knows the first day.
        (META.format("2024-05-09") + CANONICAL.format("2024/05/03"), "", "2024-05-03", "address"),
        # Two that agree outweigh one.
        (
            '<meta name="date" content="2025-01-01">' + CANONICAL.format("2024/05/03"),
            "<p>3 May 2024</p>",
            "2024-05-03",
            "address",
        ),
        # The local day, where the record has the time in UTC.
        (META.format("2024-05-04T02:00:00Z"), "<p>May 3, 2024</p>", "2024-05-03", "dateline"),
        # Other articles have dates too.
        (
            "",
            "<p>3 May 2024</p><aside><time datetime='2024-05-07'>x</time></aside>",
            "2024-05-03",
            "dateline",
        ),
    ],
)
def test_date_of_a_saved_page(head: str, body: str, day: str, kind: str) -> None:
    """Each place of a page is read; where they contradict each other, the likelier one counts."""
    article = read_article(_page(head, body))
    assert (str(article.date), article.dated.kind) == (day, kind)


def test_contradictions_without_a_majority_leave_no_date() -> None:
    """An address and a dateline that differ, and nothing else: none is taken."""
    page = _page(CANONICAL.format("2024/05/03"), "<p>9 June 2024</p>")
    assert read_article(page).date is None


def test_what_a_caller_gives_counts() -> None:
    """A date given on purpose is kept, whatever the text says."""
    article = Article.from_text("3 May 2024\n\nThey met.", date="2020-01-02")
    assert (str(article.date), article.dated.kind) == ("2020-01-02", "given")


def test_digits_follow_the_order_of_the_language() -> None:
    """3/4/2025 is read where the order of day and month is known, and nowhere else."""
    days = {order: [one.date for one in written_dates("3/4/2025", order)] for order in Order}
    assert days[Order.DAY_FIRST] == [dt.date(2025, 4, 3)]
    assert days[Order.MONTH_FIRST] == [dt.date(2025, 3, 4)]
    assert days[Order.UNKNOWN] == []


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("0123456789/-. ,abMarchMai年月日ago\nмарта١٢"), max_size=200)
)
def test_any_text_can_be_asked(text: str) -> None:
    """No text breaks the grammar; every date lies in the text and in order."""
    found = list(written_dates(text, Order.DAY_FIRST))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    date_in_address(text)
    assert choose_date([FoundDate.at(one.date, "body", text) for one in found]) or not found
