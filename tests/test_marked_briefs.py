"""The annotated news items of ``tests/data/briefs``: well-formed, and true to their texts."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from briefing.gazetteer.index import gazetteer
from briefing.layers.catalogue import layer

ITEMS = Path(__file__).parent / "data" / "briefs"
FILES = sorted(ITEMS.glob("*/*.toml"))
MUTUAL = {"meet", "negotiate", "agree", "cooperate"}
DIRECTED = {"visit", "mediate", "aid", "praise", "join", "withdraw", "vote", "demand", "reject"}
DIRECTED |= {"accuse", "protest", "threaten", "sanction", "expel", "seize", "attack"}
VERBS = MUTUAL | DIRECTED
UNITS = {
    "casualties": {"killed", "wounded"},
    "people": {"displaced", "evacuated", "detained", "released", "expelled", "people"},
    "troops": {"troops"},
    "distance": {"km", "m", "mi", "nmi"},
}
FIELDS = {
    "relations": {"sentence", "actor", "verb", "target", "direction", "status", "words"},
    "dates": {"sentence", "start", "end", "words"},
    "figures": {"sentence", "kind", "value", "unit", "words"},
}
HEAD = {"language", "date_from", "sentences", *FIELDS}

each_item = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}"
)


def read(path: Path) -> dict[str, Any]:
    """Read the annotations of an item."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def text_of(path: Path) -> str:
    """Read the text of an item."""
    return path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def codes() -> set[str]:
    """Give the ISO 3166-1 alpha-3 codes, and that of Kosovo."""
    return set(layer("countries", ["iso_a3"]).iso_a3)


def test_half_of_the_items_are_for_measuring_alone() -> None:
    """Forty and forty, fifteen or more English and ten other in each; every text has its notes."""
    texts = sorted(path.with_suffix(".toml") for path in ITEMS.glob("*/*.txt"))
    assert texts == FILES
    names = Counter(path.parent.name for path in FILES)
    assert names == {"dev": 40, "test": 40}
    foreign = Counter(path.parent.name for path in FILES if read(path)["language"] != "en")
    assert min(foreign["dev"], foreign["test"]) >= 10
    languages = {read(path)["language"] for path in FILES}
    assert languages == {"en", "fr", "es", "de", "ru", "tr", "ar"}
    assert {row["verb"] for path in FILES for row in read(path)["relations"]} == VERBS


@each_item
def test_an_item_has_the_fields_that_are_described(path: Path) -> None:
    """No field is missing or misspelt; an item is dated from one place, or from none."""
    item = read(path)
    dated = item["date_from"] != "none"
    assert item["date_from"] in {"dateline", "header", "body", "none"}
    assert set(item) == HEAD | ({"date", "date_words"} if dated else set())
    assert type(item.get("date", dt.date.min)) is dt.date
    for name, fields in FIELDS.items():
        for row in item[name]:
            assert set(row) - ({"bound"} if name == "figures" else set()) == fields
    assert 55 <= len(text_of(path).split()) <= 200


@each_item
def test_sentences_and_words_are_those_of_the_text(path: Path) -> None:
    """The sentences follow one another to the end of the text; the words stand in theirs."""
    item, text = read(path), text_of(path)
    position = text.index(item["sentences"][0])
    assert item.get("date_words", "") in text
    assert (position == 0) == (item["date_from"] != "header")
    assert text[position:].split() == " ".join(item["sentences"]).split()
    for name in FIELDS:
        for row in item[name]:
            assert 1 <= row["sentence"] <= len(item["sentences"])
            assert row["words"]
            assert row["words"] in item["sentences"][row["sentence"] - 1]


@each_item
def test_relations_are_between_two_known_actors(path: Path, codes: set[str]) -> None:
    """A state's code, an id of the kit, or a plain name; both ways where the verb is mutual."""
    rows = read(path)["relations"]
    assert rows
    for row in rows:
        assert row["verb"] in VERBS
        assert row["direction"] == ("both" if row["verb"] in MUTUAL else "to")
        assert row["status"] in {"stated", "negated", "possible"}
        assert row["actor"] != row["target"]
        for actor in (row["actor"], row["target"]):
            if ":" in actor:
                assert gazetteer().by_id(actor), actor
            elif re.fullmatch(r"[A-Z]{3}", actor):
                assert actor in codes | {"ELN", "PKK", "RSF"}, actor
            else:
                assert re.fullmatch(r"[A-Z][\w-]+", actor), actor
    assert max(Counter(tuple(sorted(row.items())) for row in rows).values()) == 1


@each_item
def test_dates_are_spans_of_days(path: Path) -> None:
    """A span does not end before it starts; an undated item has only dates with their year."""
    item = read(path)
    for row in item["dates"]:
        assert type(row["start"]) is type(row["end"]) is dt.date
        assert row["start"] <= row["end"]
        assert item["date_from"] != "none" or str(row["start"].year) in row["words"]


@each_item
def test_figures_have_a_unit_of_their_kind(path: Path) -> None:
    """Money is in a currency of ISO 4217, weapons in what they are; values are above nothing."""
    for row in read(path)["figures"]:
        assert row["value"] > 0
        assert row.get("bound", "about") in {"least", "most", "about"}
        if row["kind"] in {"money", "weapons"}:
            assert re.fullmatch("[A-Z]{3}" if row["kind"] == "money" else "[a-z ]+", row["unit"])
        else:
            assert row["unit"] in UNITS[row["kind"]]
