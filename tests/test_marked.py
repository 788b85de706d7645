"""Marked texts: the format, and the corpora that are written in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import ArticleError
from briefing.linking.marked import read_marked

Read = Callable[[Path], Iterator[dict[str, Any]]]

CORPORA = Path(__file__).parent / "data" / "linking"
LANGUAGES = ("ar", "de", "es", "fa", "fr", "ru", "tr", "uk")
SENSES = ("twice", "near", "none", "round")
SENTENCE_END = re.compile(r"[.!?؟][»“”\"]?(?=\s|$)")
MARKED = """\
A line before the first article is a remark.

=== a-01 | language=ar | date=2024-05-12
وصل إلى ب[القاهرة](city:360630) وفد من [Foo](?).

=== a-02 | language=en
Talks with l'[Iran](country:IR) on [NATO](bloc:NATO).
"""


@pytest.fixture
def read() -> Read:
    """Give the records of a file."""
    return lambda path: (marked.to_record() for marked in read_marked(path))


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Give a function that writes a marked text to a file."""

    def write(text: str) -> Path:
        path = tmp_path / "sample.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_marks_become_half_open_spans(read: Read, written: Callable[[str], Path]) -> None:
    """The text is bare of marks, and each span cuts its name out of it, in any script."""
    arabic, english = read(written(MARKED))
    assert english["text"] == "Talks with l'Iran on NATO."
    for record in (arabic, english):
        for found in record["toponyms"]:
            assert record["text"][found["start"] : found["end"]] == found["text"]
    assert [found["text"] for found in arabic["toponyms"]] == ["القاهرة", "Foo"]
    assert [(found["start"], found["end"]) for found in english["toponyms"]] == [(13, 17), (21, 25)]


def test_the_header_gives_the_fields_of_the_record(
    read: Read, written: Callable[[str], Path]
) -> None:
    """Id, name of the file and whatever keys the header has; lines before it are remarks."""
    first, second = read(written(MARKED))
    assert (first["id"], first["corpus"], first["language"]) == ("a-01", "sample", "ar")
    assert first["date"] == "2024-05-12"
    assert "date" not in second


def test_a_place_brings_its_point_country_and_level(
    read: Read, written: Callable[[str], Path]
) -> None:
    """The fields come from the gazetteer; a name that it lacks has neither point nor id."""
    (cairo, unknown), (iran, nato) = (record["toponyms"] for record in read(written(MARKED)))
    assert (cairo["place"], cairo["country"], cairo["level"]) == ("city:360630", "EG", "populated")
    assert (round(cairo["lat"]), round(cairo["lon"])) == (30, 31)
    assert cairo["geonameid"] == 360630
    assert (unknown["lat"], unknown["lon"], "place" in unknown) == (None, None, False)
    assert (iran["level"], nato["level"], nato["lat"]) == ("country", "bloc", None)


def test_an_id_that_the_gazetteer_lacks_is_refused(
    read: Read, written: Callable[[str], Path]
) -> None:
    """A slip in an id does not pass for a place."""
    with pytest.raises(ArticleError, match=r"'x' of sample\.txt: 'Kyiv' is marked 'city:0'"):
        list(read(written("=== x\nIn [Kyiv](city:0) today.")))


def test_an_article_that_stands_twice_is_refused(
    read: Read, written: Callable[[str], Path]
) -> None:
    """Two articles under one id could not be scored."""
    with pytest.raises(ArticleError, match=r"'x' of sample\.txt: stands twice"):
        list(read(written("=== x\nOne.\n=== x | date=2024-01-01\nTwo.")))


@pytest.mark.parametrize("mark", ["[Kyiv](city: 703448)", "[Ky\niv](city:703448)", "[](?)"])
def test_a_broken_mark_is_refused(mark: str, read: Read, written: Callable[[str], Path]) -> None:
    """What looks like half a mark does not end up in the text."""
    with pytest.raises(ArticleError, match="found a broken mark near"):
        list(read(written(f"=== x\nIn {mark} today.")))


@pytest.mark.parametrize("path", sorted(CORPORA.glob("*.txt")), ids=lambda path: path.stem)
def test_every_corpus_reads_with_tidy_marks(path: Path, read: Read) -> None:
    """Spans cut out their names, which neither begin nor end in white space or punctuation."""
    records = list(read(path))
    assert records
    for record in records:
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", record["date"])
        last = 0
        for found in record["toponyms"]:
            assert last <= found["start"] < found["end"]
            last = found["end"]
            assert record["text"][found["start"] : last] == found["text"] == found["text"].strip()
            assert not re.search(r"^[\W_]|[^\w.)]$", found["text"]), found["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_enough_to_measure_by(language: str, read: Read) -> None:
    """At least 14 articles, 40 sentences and 60 marks, and three articles without any place."""
    records = list(read(CORPORA / f"{language}.txt"))
    assert {record["language"] for record in records} == {language}
    assert len(records) >= 14
    assert sum(len(SENTENCE_END.findall(record["text"])) for record in records) >= 40
    assert sum(len(record["toponyms"]) for record in records) >= 60
    assert sum(not record["toponyms"] for record in records) >= 3


def test_the_hard_cases_of_english_are_many_and_short(read: Read) -> None:
    """At least 60 articles of one to three sentences, an abbreviation with a full stop besides."""
    records = list(read(CORPORA / "hard.txt"))
    assert len(records) >= 60
    assert all(1 <= len(SENTENCE_END.findall(record["text"])) <= 4 for record in records)


def test_the_items_on_senses_are_many_and_of_every_kind(read: Read) -> None:
    """At least 320 short items, 40 of a kind, 70 in other languages; some have no place at all."""
    records = list(read(CORPORA / "senses.txt"))
    kinds = Counter(record["id"].split("-")[0] for record in records)
    assert len(records) >= 320
    assert set(kinds) == set(SENSES)
    assert min(kinds.values()) >= 40
    assert sum(record["language"] != "en" for record in records) >= 70
    assert {"en", *LANGUAGES} == {record["language"] for record in records}
    assert max(len(record["text"]) for record in records) <= 400
    assert sum(not record["toponyms"] for record in records) >= 40
