"""Times in a text: found by a grammar of its language, resolved against its date."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.events.times import Granularity, time_mentions
from briefing.reading.article import Article

DAY = "2022-07-20"  # a Wednesday

CASES = [
    ("en", "They met on Tuesday.", "Tuesday", "2022-07-19", "2022-07-19"),
    ("en", "They met on Wednesday.", "Wednesday", "2022-07-20", "2022-07-20"),
    ("en", "They will meet on Friday.", "Friday", "2022-07-22", "2022-07-22"),
    ("en", "It fell on Tuesday of last week.", "Tuesday of last week", "2022-07-12", "2022-07-12"),
    ("en", "It ended last month.", "last month", "2022-06-01", "2022-06-30"),
    ("en", "It began on 14 March.", "14 March", "2022-03-14", "2022-03-14"),
    ("en", "It began on December 14.", "December 14", "2021-12-14", "2021-12-14"),
    ("en", "The summit of 14-16 June failed.", "14-16 June", "2022-06-14", "2022-06-16"),
    ("en", "It is planned for late July.", "July", "2022-07-01", "2022-07-31"),
    ("en", "It held in the 1990s.", "1990s", "1990-01-01", "1999-12-31"),
    ("en", "It fell two years ago.", "two years ago", "2020-01-01", "2020-12-31"),
    ("en", "It has held since 2014.", "2014", "2014-01-01", "2014-12-31"),
    ("en", "It froze last winter.", "last winter", "2021-12-01", "2022-02-28"),
    ("en", "Three in the past three weeks.", "past three weeks", "2022-06-29", "2022-07-20"),
    ("fr", "Il est parti hier.", "hier", "2022-07-19", "2022-07-19"),
    ("fr", "Il est parti lundi dernier.", "lundi dernier", "2022-07-18", "2022-07-18"),
    ("fr", "Il est parti en juillet 2021.", "juillet 2021", "2021-07-01", "2021-07-31"),
    ("de", "Sie trafen sich am Montag.", "Montag", "2022-07-18", "2022-07-18"),
    ("de", "Es endete letzten Dienstag.", "letzten Dienstag", "2022-07-19", "2022-07-19"),
    ("de", "Es begann vor zwei Jahren.", "vor zwei Jahren", "2020-01-01", "2020-12-31"),
    ("es", "Se fue el martes pasado.", "martes pasado", "2022-07-19", "2022-07-19"),
    ("es", "Se fue hace dos semanas.", "hace dos semanas", "2022-07-06", "2022-07-06"),
    ("ru", "Он уехал в июле 2021 года.", "июле 2021", "2021-07-01", "2021-07-31"),
    ("ru", "Он уехал во вторник.", "вторник", "2022-07-19", "2022-07-19"),
    ("ru", "Он уехал на прошлой неделе.", "прошлой неделе", "2022-07-11", "2022-07-17"),
    ("uk", "Він поїхав у липні 2021 року.", "липні 2021", "2021-07-01", "2021-07-31"),
    ("tr", "2019'da gitti.", "2019'da", "2019-01-01", "2019-12-31"),
    ("tr", "Geçen Salı gitti.", "Geçen Salı", "2022-07-19", "2022-07-19"),
    ("ar", "غادر الشهر الماضي.", "الشهر الماضي", "2022-06-01", "2022-06-30"),
    ("fa", "دو سال پیش رفت.", "دو سال پیش", "2020-01-01", "2020-12-31"),
]
NO_TIMES = [
    "It may rain, said Theresa May; Su-35 jets flew over Sun Tzu's home.",
    "About 2020 men, 2,019 tonnes and $2021 were lost in a march of two.",
    "They march on, and the summer palace burnt.",
]


@pytest.mark.parametrize(("language", "text", "words", "start", "end"), CASES)
def test_a_time_is_found_and_resolved(
    language: str, text: str, words: str, start: str, end: str
) -> None:
    """Exactly the words of the time are found, with the days that they mean."""
    article = Article.from_text(text, date=DAY, language=language)
    [time] = time_mentions(article)
    assert (time.words, str(time.start), str(time.end)) == (words, start, end)
    assert text[slice(*time.span)] == words
    assert time.sentence == (0, len(text))


@pytest.mark.parametrize("text", NO_TIMES)
def test_other_words_are_no_times(text: str) -> None:
    """Names, aircraft, sums and verbs that look like times are none."""
    assert time_mentions(Article.from_text(text, date=DAY, language="en")) == ()


def test_without_a_date_only_what_needs_none_is_resolved() -> None:
    """Nothing is counted from an unknown day."""
    article = Article.from_text("They met on Tuesday, as in March 2021.", language="en")
    assert [time.words for time in time_mentions(article)] == ["March 2021"]


@settings(deadline=None)
@given(
    st.text(max_size=300), st.sampled_from(("en", "fr", "de", "es", "ru", "uk", "tr", "ar", "fa"))
)
def test_any_text_can_be_read(text: str, language: str) -> None:
    """No text breaks the grammar; spans are in order, inside the text, and resolved."""
    if not text.strip():
        return
    article = Article(id="x", text=text, language=language, date=dt.date(2022, 7, 20))
    free = 0
    for time in time_mentions(article):
        assert free <= time.span[0] < time.span[1] <= len(text)
        assert time.start <= time.end
        assert time.granularity in Granularity
        free = time.span[1]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["last", "14", "March", "may", "two", "weeks", "ago", "2022", "on", "Tuesday", ",", "-"]
        ),
        max_size=40,
    )
)
def test_any_order_of_words_of_time_can_be_read(words: list[str]) -> None:
    """Dates that do not exist, and years that no calendar has, are passed over."""
    article = Article(id="x", text=" ".join(["x", *words]), language="en", date=dt.date(1, 1, 3))
    assert all(time.start <= time.end for time in time_mentions(article))
