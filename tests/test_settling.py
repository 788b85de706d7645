"""Settling: what an analyst's decisions make of the names spotted in a piece of text."""

from __future__ import annotations

import pytest

from briefing.linking.core.choice import choose
from briefing.linking.core.model import Model, model_for
from briefing.linking.core.recognition import pieces_of
from briefing.linking.corrections import Correction
from briefing.linking.locating import locate
from briefing.linking.settling import Settled, settle, untouched

LYON, KYIV, TEXAN_PARIS = "city:2996944", "city:703448", "city:4717560"


def settled(text: str, *decisions: Correction, language: str = "en") -> tuple[Settled, Model]:
    """Put decisions into a text of one piece."""
    model = model_for(text, language)
    (piece,) = pieces_of(text, model)
    return settle(piece, locate(text, decisions), model), model


def spots_of(found: Settled, model: Model) -> list[tuple[str, str]]:
    """Return the words of each spot, and the place that was decided on, if one was."""
    text, places = found.piece.tokens.text, model.names.gazetteer
    return [
        (
            text[spot.start : spot.end],
            places.id(spot.name.pairs[0][0])
            if spot in found.decided or spot in found.following
            else "",
        )
        for spot in found.piece.spots
    ]


def test_an_untouched_piece_is_as_it_was() -> None:
    """Without decisions nothing is decided."""
    text = "They met in Paris."
    (piece,) = pieces_of(text, model_for(text))
    found = untouched(piece)
    assert (found.piece, found.decided, found.following, found.obeyed) == (piece, {}, {}, ())


def test_a_decided_spot_replaces_what_was_spotted() -> None:
    """Its name has the decided place alone, and it is certain."""
    decision = Correction(text="Paris", place=LYON)
    found, model = settled("They met in Paris, not in Rome.", decision)
    assert spots_of(found, model) == [("Paris", LYON), ("Rome", "")]
    spot = found.piece.spots[0]
    assert (len(spot.name.pairs), spot.probability, found.obeyed) == (1, 1.0, (decision,))
    assert "before: strong" in spot.evidence


def test_a_name_that_nothing_spotted_is_made() -> None:
    """A decision needs no name of the gazetteer."""
    found, model = settled("They met in Xyzzyville.", Correction(text="Xyzzyville", place=KYIV))
    assert spots_of(found, model) == [("Xyzzyville", KYIV)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They met in New York.", "York"),
        ("Later Mr. Lincoln spoke.", "Lincoln"),
        ("They met in Paris, Texas.", "Paris"),
    ],
    ids=["longer", "person", "container"],
)
def test_a_decision_on_a_name_gives_way_to_the_text(text: str, name: str) -> None:
    """A longer name, a person and a container are stronger; one mention's decision is not."""
    anywhere, _ = settled(text, Correction(text=name, place=LYON))
    assert (anywhere.decided, anywhere.obeyed) == ({}, ())
    start = text.index(name)
    here = Correction(text=name, place=LYON, start=start, end=start + len(name), article="a")
    single, model = settled(text, here)
    assert (name, LYON) in spots_of(single, model)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "Президент Мали уехал и не вернулся", "Мали"),
        ("ru", "Встреча прошла в Минске", "Минске"),
        ("uk", "Зустріч пройшла у Львові", "Львові"),
    ],
)
def test_words_around_a_name_are_read_in_its_own_language(
    language: str, text: str, name: str
) -> None:
    """A preposition of one letter is no initial, and behind a title there may be a country."""
    found, model = settled(text, Correction(text=name, place=LYON), language=language)
    assert spots_of(found, model) == [(name, LYON)]
    assert found.decided


def test_what_is_forbidden_goes() -> None:
    """No place: the spot and the coordinates under it are gone, and the rest stays."""
    text = "They met in Paris and at 44.95 N, 34.1 E, then in Rome."
    decisions = [Correction(text=name, place="") for name in ("Paris", "44.95 N, 34.1 E")]
    found, model = settled(text, *decisions)
    assert spots_of(found, model) == [("Rome", "")]
    assert found.piece.coordinates == []
    assert set(found.obeyed) == set(decisions)


def test_further_mentions_follow_a_decided_one() -> None:
    """Until the text itself says where they are."""
    text = "They left Paris. In Paris it rained. She lives in Paris, Texas."
    here = Correction(text="Paris", place=LYON, start=10, end=15, article="a")
    found, model = settled(text, here)
    assert spots_of(found, model) == [
        ("Paris", LYON),
        ("Paris", LYON),
        ("Paris", ""),
        ("Texas", ""),
    ]
    assert len(found.decided) == len(found.following) == 1


def test_a_container_is_the_decided_one_or_none() -> None:
    """Decided on it holds the town still; forbidden, or put elsewhere, it holds nothing."""
    text = "She lives in Paris, Texas."
    for place, holds in (("region:US-TX", True), ("", False), (KYIV, False)):
        found, _ = settled(text, Correction(text="Texas", place=place))
        container = found.piece.spots[0].container
        assert (container is not None) is holds
        assert container is None or container in found.decided


def test_decided_spots_stay_certain() -> None:
    """Whatever the ranking made of them."""
    found, model = settled("They met in Paris.", Correction(text="Paris", place=TEXAN_PARIS))
    (choice,) = choose(found.piece.tokens, found.piece.spots, model)
    found.piece.spots[0].probability = 0.2
    found.make_sure(choice)
    assert found.piece.spots[0].probability == 1.0
    assert choice.surface.name.key == f"paris\0{TEXAN_PARIS}"
    assert choice.surface.name.folded == "paris"
