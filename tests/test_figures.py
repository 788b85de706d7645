"""Figures: a number with the unit that the words beside it give it, and nothing else."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.events.figures import Figure, figures_in
from briefing.events.times import time_mentions
from briefing.reading.article import Article

CASES = [
    ("en", "The deal is worth $5.4 billion.", "money", "USD", 5.4e9, "$5.4 billion"),
    ("en", "It paid 18 million Australian dollars.", "money", "AUD", 18e6, None),
    ("en", "It cost A$600m.", "money", "AUD", 6e8, "A$600m"),
    ("en", "The blast killed 17 people.", "casualties", "killed", 17, "17 people"),
    ("en", "Three sailors were hurt.", "casualties", "wounded", 3, "Three sailors"),
    ("en", "Police said 12 were missing.", "casualties", "missing", 12, "12"),
    ("en", "It deported 27,000 migrants.", "people", "expelled", 27000, "27,000 migrants"),
    ("en", "It sent 3,000 Turkish soldiers.", "troops", "troops", 3000, "3,000 Turkish soldiers"),
    ("en", "Some 120 ballistic missiles fell.", "weapons", "ballistic missiles", 120, None),
    ("en", "It lies 12 km from the border.", "distance", "km", 12, "12 km"),
    ("en", "It holds back 20 million tonnes of grain.", "quantity", "t", 20e6, None),
    ("fr", "Elle versera 60 millions d'euros.", "money", "EUR", 60e6, None),
    ("fr", "L'attaque a tué 12 personnes.", "casualties", "killed", 12, "12 personnes"),
    ("es", "Murieron 15 civiles.", "casualties", "killed", 15, "15 civiles"),
    ("es", "Pagó cinco millones de dólares.", "money", "USD", 5e6, None),
    ("de", "Mindestens 30 Menschen wurden verletzt.", "casualties", "wounded", 30, None),
    ("de", "Es kostet 1,5 Milliarden Euro.", "money", "EUR", 1.5e9, None),
    ("ru", "Погибли 137 человек.", "casualties", "killed", 137, "137 человек"),
    ("ru", "Он получил 300 млн юаней.", "money", "CNY", 3e8, "300 млн юаней"),
    ("uk", "Загинули 12 людей.", "casualties", "killed", 12, "12 людей"),
    ("tr", "Saldırıda 12 kişi öldü.", "casualties", "killed", 12, "12 kişi"),
    ("ar", "وصل 60 طنا من القمح.", "quantity", "t", 60, None),
]
NO_FIGURES = [
    "In 2019 a 17-year-old scored 3 points, 40 percent more, on 14 March at 10.30.",
    "Resolution 2231 was passed by 15 votes to 0.",
    "One of the two sides killed the deal.",
    "F-16 and Su-35, room 12, page 3.",
]


def _figures(text: str, language: str) -> tuple[Figure, ...]:
    article = Article.from_text(text, date="2024-05-03", language=language)
    return figures_in(article, [time.span for time in time_mentions(article)])


@pytest.mark.parametrize(("language", "text", "kind", "unit", "value", "words"), CASES)
def test_a_figure_is_found(  # noqa: PLR0913, PLR0917 - one case a row
    language: str, text: str, kind: str, unit: str, value: float, words: str | None
) -> None:
    """Value, kind and unit are as written, and the words are those of the text."""
    [figure] = _figures(text, language)
    assert (figure.kind, figure.unit, figure.low, figure.high) == (kind, unit, value, value)
    assert text[slice(*figure.span)] == figure.words
    assert words is None or figure.words == words


@pytest.mark.parametrize("text", NO_FIGURES)
def test_other_numbers_are_no_figures(text: str) -> None:
    """Years, ages, votes, shares and the names of things are left out."""
    assert _figures(text, "en") == ()


def test_ranges_bounds_and_goods() -> None:
    """A range has two ends; "at least" is a bound; a quantity says what it is of."""
    [people] = _figures("Between 10 and 12 people died.", "en")
    assert (people.low, people.high, people.unit) == (10, 12, "killed")
    [least] = _figures("At least 66 civilians were killed.", "en")
    assert least.bound == "least"
    [grain] = _figures("More than 20 million tons of grain wait.", "en")
    assert (grain.of, grain.unit, grain.bound) == ("grain", "t", "least")


def test_a_sum_goes_on_in_the_currency_of_the_sentence_before() -> None:
    """A bare sum after one with a currency is money too; another number is not."""
    loan, part = _figures("It lent 50 billion euros. The first 4.5 billion will be paid.", "en")
    assert (loan.unit, part.unit, part.low) == ("EUR", "EUR", 4.5e9)
    assert len(_figures("It lent 50 billion euros. Some 4.5 billion people wait.", "en")) == 1


@settings(deadline=None)
@given(
    st.text(max_size=300), st.sampled_from(("en", "fr", "de", "es", "ru", "uk", "tr", "ar", "fa"))
)
def test_any_text_can_be_read(text: str, language: str) -> None:
    """No text breaks the grammar; spans are in order and inside the text."""
    if not text.strip():
        return
    article = Article(id="x", text=text, language=language, date=dt.date(2024, 5, 3))
    free = 0
    for figure in figures_in(article):
        assert free <= figure.span[0] < figure.span[1] <= len(text)
        assert figure.low <= figure.high
        free = figure.span[0] + 1
