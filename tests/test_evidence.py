"""Evidence: what is read in and around a name, sentence by sentence."""

from __future__ import annotations

import pytest

from briefing.linking.core.model import model_for
from briefing.linking.core.odds import fitted_log_odds, logit, probability, weigh
from briefing.linking.core.recognition import pieces_of
from briefing.linking.core.spots import Spot

ENGLISH = [
    ("She lives in Paris now.", "Paris", "before: strong"),
    ("He drove to northern Syria.", "Syria", "before: direction"),
    ("President Lincoln spoke.", "Lincoln", "before: title"),
    ("We met J. Paris again.", "Paris", "before: initial"),
    ("Later Natasha Jordan spoke.", "Jordan", "before: given name"),
    ("The city of Odessa was hit.", "Odessa", "before: noun of"),
    ("Along the Ohio rose smoke.", "Ohio", "with article"),
    ("Ships in the Black Sea turned.", "Black Sea", "before: its article"),
    ("Smith, R-Berkeley, voted.", "Berkeley", "party before"),
    ("The talks cost 500 Paris hotels.", "Paris", "number before"),
    ("Springfield said no.", "Springfield", "after: saying"),
    ("The Luhansk region burns.", "Luhansk", "after: division"),
    ("The Paris Police Department came.", "Paris", "after: capital institution"),
    ("Then Paris Hilton sang.", "Paris", "given name and surname"),
    ("The Boston University team won.", "Boston", "after: capital university"),
    ("The Paris Daily News wrote.", "Paris", "after: name of publication"),
    ("It costs US$ 5 there.", "US", "currency"),
    ("Kyiv's trams stand still.", "Kyiv", "possessive"),
    ("TEHRAN (Reuters) - Talks began.", "TEHRAN", "dateline"),
    ("He grew up in Nice by the sea.", "Nice", "plain word placed"),
    ("Some (Damascus) agreed.", "Damascus", "in brackets"),
    ("Iran, Iraq and Syria met.", "Iraq", "in a list"),
    ("She was born in Paris, Texas.", "Paris", "container after"),
    ("She was born in Paris, Texas.", "Texas", "container of"),
    ("Georgia and Utah voted.", "Georgia", "beside a region"),
    ("Georgia and Armenia met.", "Georgia", "beside a country"),
    ("Mr. Lincoln came. Later Lincoln left.", "Lincoln", "person elsewhere"),
    ("They met in Paris. Later Paris burned.", "Paris", "place elsewhere"),
    ("Kyiv, Odesa and Lviv lie in Ukraine.", "Lviv", "country support"),
]
OTHERS = [
    ("fr", "Il est né à Paris, dans le nord", "Paris", "before"),
    ("fr", "Le président Lyon est venu pour nous", "Lyon", "before: title"),
    ("fr", "Ils sont dans la ville Marseille et en Syrie", "Marseille", "kind"),
    ("tr", "Erdoğan Ankara'da konuştu ve gitti", "Ankara", "locative"),
    ("ru", "Встреча прошла в Киеве и Минске", "Минске", "in a list"),
    ("uk", "Зустріч була у Києві та Львові", "Львові", "in a list"),
    ("ru", "Он учит украинский язык в школе", "украинский", "language"),
    ("es", "Ella no lo sabe en francés", "francés", "language"),
    ("de", "Er kommt aus Odessa (Ukraine) und ist nicht da", "Odessa", "container after"),
    ("de", "Thomas Essen und seine Frau sind nicht da", "Essen", "before: given name"),
    ("es", "Santiago Abascal no está con él en la foto", "Santiago", "given name before capital"),
]


def spot_in(text: str, name: str, language: str = "en") -> Spot:
    """Return the last spot of a name in a text."""
    model = model_for(text, language)
    assert model.language.code == language
    found = [
        spot
        for piece in pieces_of(text, model)
        for spot in piece.spots
        if piece.tokens.text[spot.start : spot.end] == name
    ]
    assert found, f"no spot of {name!r}"
    return found[-1]


@pytest.mark.parametrize(("text", "name", "cue"), ENGLISH, ids=[cue for *_, cue in ENGLISH])
def test_english_is_read_around_a_name(text: str, name: str, cue: str) -> None:
    """The words around a name give the evidence, and other words around it do not."""
    assert spot_in(text, name).evidence.get(cue, 0) > 0
    assert cue not in spot_in(f"Once, {name}, then.", name).evidence


@pytest.mark.parametrize(
    ("language", "text", "name", "cue"), OTHERS, ids=[f"{one[0]}-{one[3]}" for one in OTHERS]
)
def test_other_languages_are_read_around_a_name(
    language: str, text: str, name: str, cue: str
) -> None:
    """What differs from language to language is read as its grammar says."""
    assert spot_in(text, name, language).evidence.get(cue, 0) > 0


def test_a_conjunction_counts_in_its_own_language() -> None:
    """The "and" of another language makes no list."""
    assert "in a list" not in spot_in("Встреча прошла в Киеве та Минске", "Минске", "ru").evidence


def test_log_odds_add_up() -> None:
    """Weights times values and the bias; what has no weight does not count."""
    weights = {"bias": -1.0, "a": 2.0, "b": -0.5}
    assert weigh({"a": 1.5, "b": 1, "c": 9}, weights) == pytest.approx(1.5)
    spot = spot_in("Paris.", "Paris")
    spot.evidence = {"a": 0.5}
    assert fitted_log_odds(spot, weights) == 0


def test_probabilities_and_odds_are_each_other_s_inverse() -> None:
    """Both stay finite at the ends."""
    assert probability(logit(0.3)) == pytest.approx(0.3)
    assert probability(1e9) < 1 + 1e-9
    assert probability(-1e9) > 0
    assert logit(0.0) == pytest.approx(-logit(1.0))
