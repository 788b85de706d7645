"""Namesakes: what is named after a place and is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import CuratedDataError
from briefing.gazetteer.index import gazetteer
from briefing.linking.core.namesakes import club_towns, load_namesakes
from briefing.linking.links import link
from briefing.reading.article import Article


def linked(text: str, language: str = "en") -> list[str]:
    """Return the words of a text that are linked."""
    return [one.mention.text for one in link(Article(id="a", text=text, language=language))]


@pytest.mark.parametrize(
    "text",
    [
        "The destroyer USS Milwaukee and HMS Lancaster left together.",
        "The bulk carrier Nordic Hamburg ran aground.",
        "The tanker Marseille was boarded by commandos.",
        "Milan beat Torino 3-1, and Roma drew 0-0 with Napoli.",
        "Liverpool lost to Everton on penalties.",
        "Real Madrid and Bayern Munich meet on Tuesday.",
        "The Dayton Accords ended the war, the Minsk agreements did not.",
        "The Lisbon Treaty replaced the Treaty of Nice.",
        "Hostages may develop Stockholm syndrome.",
        "He spoke at the Munich Security Conference.",
        "The Lima Group met by video, and the Paris Club forgave the debt.",
        "Fano militias attacked a convoy.",
        "MAKERS CO., LTD. was listed.",
        "STORED GOODS, OR GOODS ON THE WAY, ARE EXEMPT.",
        "The Hotel Budapest and the Cafe Vienna closed.",
        "He drank a glass of Bordeaux with Dijon mustard.",
    ],
)
def test_what_is_named_after_a_place_is_no_place(text: str) -> None:
    """Ships, clubs, treaties, syndromes, conferences, militias, firms, hotels, dishes."""
    assert linked(text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Fregatte Hamburg lief aus. Das Minsker Abkommen scheiterte."),
        ("fr", "La frégate Bretagne a quitté le port. Le traité de Lisbonne est en vigueur."),
        ("es", "La fragata Navarra zarpó. El Tratado de Lisboa sigue en vigor."),
        ("ru", "Минские соглашения провалились, а фрегат Казань вышел в море."),
        ("uk", "Мінські угоди не спрацювали."),
        ("tr", "Lozan Antlaşması imzalandı."),
        ("ar", "وقع الطرفان اتفاق أوسلو ثم معاهدة لشبونة."),
        ("fa", "توافق ژنو و پیمان لوزان بررسی شد."),
    ],
)
def test_every_language_has_its_own_words_for_that(language: str, text: str) -> None:
    """Nouns before or behind the name, as the language has it."""
    assert linked(text, language) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Workers of the yard in Liverpool lost their jobs.", ["Liverpool"]),
        ("The frigate left Hamburg for Milwaukee.", ["Hamburg", "Milwaukee"]),
        ("The agreement was signed in Minsk and in Dayton, Ohio.", ["Minsk", "Dayton", "Ohio"]),
        ("A syndrome was described in Stockholm.", ["Stockholm"]),
        ("The Iran agreement is dead.", ["Iran"]),
        ("Rain in Salem, OR, and in Gary, IN.", ["Salem", "OR", "Gary", "IN"]),
    ],
)
def test_the_same_words_are_places_elsewhere(text: str, expected: list[str]) -> None:
    """Only what stands right beside them makes them something else."""
    assert linked(text) == expected


def test_every_town_of_a_club_is_in_the_gazetteer() -> None:
    """The list names places that exist."""
    source = gazetteer()
    assert [one for one in club_towns() if source.row(one) is None] == []


@pytest.mark.parametrize(
    "text", ["[en]\nbefore = 'uss'\n", "[en]\nsource = 'x'\nno = 'uss'\n", "["]
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str) -> None:
    """A table without its source, an unknown kind of words, and what is no TOML."""
    path = tmp_path / "not_places.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CuratedDataError, match="not_places"):
        load_namesakes(path)
    with pytest.raises(CuratedDataError, match="club"):
        club_towns(tmp_path / "club_towns.csv")
