"""Capitals: they are found wherever they stand, and no namesake takes their place lightly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefing.gazetteer.index import KINDS, gazetteer
from briefing.gazetteer.place import Place, PlaceKind
from briefing.linking.core.candidates import is_capital
from briefing.linking.links import link
from briefing.reading.article import Article

SENTENCES = (
    "{capital}",
    "{capital} emptied within a day.",
    "The talks in {capital} were put off.",
    "{capital} and Tokyo traded accusations.",
    "She flew from {capital}, the capital of {country}, on Tuesday.",
)
LEAST = 0.99
NEAR = 0.8  # degrees: a region or country of the name is as good


def capitals() -> Iterator[Place]:
    """Give the capitals of all countries and territories."""
    source = gazetteer()
    for row in range(len(source.kind)):
        if KINDS[source.kind[row]] is PlaceKind.CITY and is_capital(source, row):
            yield source.place(row)


def is_found(capital: Place, text: str, rivals: set[str]) -> bool:
    """Tell whether a text names a capital, or one of the same name."""
    for one in link(Article(id="a", text=text, language="en")):
        place = one.place
        if place is None or one.mention.text not in text:
            continue
        if place.id in rivals or (
            None not in {place.lat, place.lon, capital.lat, capital.lon}
            and abs(place.lat - capital.lat) + abs(place.lon - capital.lon) < NEAR  # type: ignore[operator]
        ):
            return True
        is_country = place.kind is PlaceKind.COUNTRY and place.country == capital.country
        if is_country and one.mention.text == capital.name:
            return True  # Singapore, Monaco
    return False


def test_capitals_are_found_wherever_they_stand() -> None:
    """Alone, before a verb, behind a preposition, beside another country's capital."""
    source = gazetteer()
    every = list(capitals())
    missed = []
    for capital in every:
        rivals = {one.id for one in every if one.name == capital.name}
        country = source.place(source.row(f"country:{capital.country}") or 0).name
        for sentence in SENTENCES:
            text = sentence.format(capital=capital.name, country=country)
            if not is_found(capital, text, rivals):
                missed.append(text)
    assert len(every) > 200
    assert len(missed) <= (1 - LEAST) * len(every) * len(SENTENCES), missed


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("Islamabad and New Delhi traded accusations.", "Islamabad", "city:1176615"),
        ("Wellington sent aid. New Zealand will pay.", "Wellington", "city:2179537"),
        ("The talks were held in Philadelphia.", "Philadelphia", "city:4560349"),
        ("Hargeisa emptied.", "Hargeisa", "city:57289"),
        ("Malé said no.", "Malé", "city:1282027"),
        ("Niš is dry.", "Niš", "city:787657"),
        ("Melbourne", "Melbourne", "city:2158177"),
        ("Oklahoma says it will pay.", "Oklahoma", "region:US-OK"),
        ("Paris, Texas, is small.", "Paris", "city:4717560"),
    ],
)
def test_a_large_city_loses_only_to_strong_evidence(text: str, name: str, place_id: str) -> None:
    """Neighbours of a lesser namesake do not make it; words right beside it do."""
    found = {one.mention.text: one.place for one in link(Article(id="a", text=text, language="en"))}
    place = found[name]
    assert place is not None
    assert place.id == place_id
