"""Ranking and choice: which of some made places a text means, feature by feature."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from briefing.gazetteer.index import KINDS, PRIMARY
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.ballot import Ballot
from briefing.linking.core.candidates import COLUMNS, STATIC
from briefing.linking.core.choice import certainty, choose, decide
from briefing.linking.core.features import AT, FEATURES, Floats, best_rows, softmax
from briefing.linking.core.model import Model, model_for
from briefing.linking.core.names import Known, Name
from briefing.linking.core.ranking import rank
from briefing.linking.core.rows import Setting, Surface
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens, tokenise

FRANCE, AMERICA, TEXAS, OHIO = 1, 2, 3, 4  # codes of made countries and regions
NOTHING = Setting({}, {}, {})
_ROWS = count()  # every made place is another one
Made = tuple[PlaceKind, int, int, float, float, float]


def city(country: int, region: int, lon: float, lat: float, decades: float) -> Made:
    """Return a made town; ``decades`` is the logarithm of its inhabitants."""
    return PlaceKind.CITY, country, region, lon, lat, decades


def division(kind: PlaceKind, country: int, region: int = 0) -> Made:
    """Return a made country or region."""
    return kind, country, region, math.nan, math.nan, 7


def named(key: str, *places: Made) -> Name:
    """Return a name that some made places bear."""
    table = np.zeros((len(places), len(STATIC) + len(COLUMNS)))
    held, holds = set(), set()
    for row, (kind, country, region, lon, lat, decades) in zip(table, places, strict=True):
        row[AT["log population"]] = decades / 7
        row[AT[kind.value]] = row[AT["primary"]] = 1
        small = not math.isnan(lon)
        east, north = math.radians(lon if small else 0), math.radians(lat if small else 0)
        point = (math.cos(north) * math.cos(east), math.cos(north) * math.sin(east))
        row[len(STATIC) :] = (
            *(KINDS.index(kind), country, region, 0, small),
            *(*point, math.sin(north)),
        )
        divisions = {("country", country)} | ({("region", region)} if region else set())
        own = {PlaceKind.COUNTRY: ("country", country), PlaceKind.REGION: ("region", region)}
        if kind in own:
            holds.add(own[kind])
            divisions -= {own[kind]}
        held |= divisions
    pairs = tuple((next(_ROWS), PRIMARY) for _ in places)
    return Name(key, pairs, table, frozenset(held), frozenset(holds), Known(evidence={}))


PARIS = named("paris", city(FRANCE, 0, 2.35, 48.86, 6.3), city(AMERICA, TEXAS, -95.56, 33.66, 4.4))
DALLAS = named("dallas", city(AMERICA, TEXAS, -96.8, 32.8, 6.1))
TEXAN = named("texas", division(PlaceKind.REGION, AMERICA, TEXAS))
UNION = named("america", division(PlaceKind.COUNTRY, AMERICA))


def surface(name: Name, **evidence: float) -> Surface:
    """Return a name with one spot."""
    spot = Spot(0, len(name.key), 0, 0, name, evidence=dict(evidence), probability=1.0)
    return Surface(name, [spot], 1.0)


def weights(terms: dict[str, float]) -> Floats:
    """Return a weight for each feature, by default 0."""
    return np.array([terms.get(name, 0.0) for name in FEATURES])


def place_of(terms: dict[str, float], *surfaces: Surface, setting: Setting = NOTHING) -> int:
    """Return which place of the first surface is the best."""
    found = rank(surfaces, setting, weights(terms), weights(terms))
    return int(found.best[0] - found.first[0])


# --- shares and votes -------------------------------------------------------------------------


def test_shares_of_belief_sum_to_one_in_every_name() -> None:
    """Each name shares out its own belief; of equals the first place is the best."""
    scores = np.array([3.0, 1.0, 700.0, 700.0, -900.0])
    first, group = np.array([0, 2]), np.array([0, 0, 1, 1, 1])
    shares = softmax(scores, first, group)
    assert np.add.reduceat(shares, first) == pytest.approx([1, 1])
    assert shares[2] == shares[3] > shares[4]
    assert best_rows(scores, first, group).tolist() == [0, 2]


def test_no_name_votes_for_its_own_places() -> None:
    """Only others count, and places in no division get no votes."""
    codes, group = np.array([FRANCE, AMERICA, AMERICA, 0]), np.array([0, 0, 1, 2])
    ballot = Ballot(codes, group, 3)
    assert ballot.count(np.array([0.75, 0.25, 1.0, 1.0])).tolist() == [0, 1, 0.25, 0]
    assert ballot.cover(np.array([1.0, 2.0, 4.0]), group).tolist() == [0, 2, 1, 0]


# --- ranking ----------------------------------------------------------------------------------


def test_the_larger_place_is_meant_where_nothing_else_speaks() -> None:
    """Without neighbours the inhabitants decide."""
    assert place_of({"log population": 8}, surface(PARIS)) == 0


@pytest.mark.parametrize(
    ("other", "feature"),
    [
        (DALLAS, "region votes"),
        (DALLAS, "country votes"),
        (DALLAS, "region shared"),
        (DALLAS, "within 300 km"),
        (DALLAS, "same region"),
        (DALLAS, "same country"),
        (TEXAN, "region named"),
        (UNION, "country named"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.key,
)
def test_neighbours_speak_for_what_lies_beside_them(other: Name, feature: str) -> None:
    """Each feature alone draws a name to the other names of its text."""
    terms = {"log population": 1.0, feature: 9.0}
    assert place_of(terms, surface(PARIS), surface(other)) == 1
    assert place_of(terms, surface(PARIS)) == 0


def test_a_place_lies_in_the_container_behind_it() -> None:
    """In "Paris, Texas" it is what lies there, and the container is what holds it."""
    texas = named(
        "texas", city(AMERICA, OHIO, -80, 40, 3), division(PlaceKind.REGION, AMERICA, TEXAS)
    )
    inner = surface(PARIS, **{"container after": 1.0})
    outer = surface(texas)
    inner.spots[0].container, inner.spots[0].containment = outer.spots[0], 1.0
    found = rank([inner, outer], NOTHING, weights({}), weights({"contained": 9, "container": 9}))
    assert (found.best - found.first).tolist() == [1, 1]
    assert found.features[:, AT["contained"]].tolist() == [0, 1, 0, 0]
    assert found.features[:, AT["container"]].tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("setting", "feature"),
    [
        (Setting({AMERICA: 0.5}, {}, {}), "national words"),
        (Setting({}, {AMERICA: 0.5}, {}), "spelling"),
        (Setting({}, {}, {AMERICA: 0.5}), "home country"),
        (Setting({}, {}, {TEXAS: 0.5}), "home region"),
    ],
    ids=["national", "spelling", "country", "region"],
)
def test_the_text_as_a_whole_speaks_for_a_country(setting: Setting, feature: str) -> None:
    """Words, spelling and the home of the source draw a name to where they are used."""
    terms = {"log population": 1.0, feature: 9.0}
    assert place_of(terms, surface(PARIS), setting=setting) == 1


@pytest.mark.parametrize(
    ("cue", "feature", "kind"),
    [
        ("after: division", "division follows", PlaceKind.REGION),
        ("after: capital division", "division follows", PlaceKind.REGION),
        ("beside a region", "beside a region", PlaceKind.REGION),
        ("beside a country", "beside a country", PlaceKind.COUNTRY),
        ("with article", "with article", PlaceKind.SEA),
        ("before: noun of", "noun of", PlaceKind.CITY),
    ],
)
def test_words_around_a_name_say_what_kind_it_is(cue: str, feature: str, kind: PlaceKind) -> None:
    """The evidence marks the places of that kind alone."""
    places = [(one, AMERICA, 0, math.nan, math.nan, 5.0) for one in (PlaceKind.FACILITY, kind)]
    found = rank([surface(named("x", *places), **{cue: 1.0})], NOTHING, weights({}), weights({}))
    assert found.features[:, AT[feature]].tolist() == [0, 1]


# --- choice -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model() -> Model:
    """Return the model of English."""
    return model_for("", "en")


def spot(text: str, name: Name, start: int, probability: float = 1.0) -> Spot:
    """Return a spot of a text; words are counted."""
    word = len(text[:start].split())
    return Spot(start, start + len(name.key), word, word, name, probability=probability)


def chosen(text: str, spots: list[Spot], model: Model) -> list[tuple[str, int]]:
    """Return the surfaces of a text: the key of the name and how many spots it has."""
    tokens: Tokens = tokenise(text)
    found = choose(tokens, spots, model)
    return [(choice.surface.name.key, len(choice.surface.spots)) for choice in found]


def test_a_name_is_one_surface_but_where_its_containers_differ(model: Model) -> None:
    """A bare name goes with the container before it; another container is another surface."""
    text = "In Paris Texas. In Paris France. In Paris"
    french = named("france", division(PlaceKind.COUNTRY, FRANCE))
    spots = [spot(text, PARIS, start) for start in (3, 19, 36)]
    spots[0].container = spot(text, TEXAN, 9)
    assert chosen(text, spots, model) == [("paris", 3)]
    spots[1].container = spot(text, french, 25)
    assert chosen(text, spots, model) == [("paris", 1), ("paris", 2)]


def test_names_with_the_article_are_ranked_apart(model: Model) -> None:
    """So "the Niger" is the river, beside the state of Niger."""
    river = PlaceKind.PHYSICAL, 0, 0, 0.0, 0.0, 0.0
    niger = named("niger", division(PlaceKind.REGION, 1, 3), river)
    spots = [spot("Niger Niger", niger, start) for start in (0, 6)]
    spots[1].evidence["with article"] = 1
    assert chosen("Niger Niger", spots, model) == [("niger", 1), ("niger", 1)]


def test_what_is_hardly_a_place_is_not_ranked(model: Model) -> None:
    """Unlikely names neither get a place nor speak for others."""
    assert chosen("Paris", [spot("Paris", PARIS, 0, probability=0.1)], model) == []


def test_places_found_decide_again_about_names(model: Model) -> None:
    """With weights for what ranking found a probability moves; without them it stays."""
    fitted = replace(model.weights, decision={"bias": -1.0, "ranked: share": 5.0})
    one = spot("Dallas", DALLAS, 0, probability=0.5)
    (choice,) = choose(tokenise("Dallas"), [one], model)
    decide(choice, replace(model, weights=replace(fitted, decision={})))
    assert (one.probability, one.evidence) == (0.5, {})
    decide(choice, replace(model, weights=fitted))
    assert one.probability == pytest.approx(1 / (1 + math.exp(-4)))  # its only place: share 1


def test_certainty_is_bounded_and_knows_countries() -> None:
    """Log odds stay within five either way."""
    model = model_for("", "en")
    one = spot("America", UNION, 0)
    (choice,) = choose(tokenise("America"), [one], model)
    assert certainty(one, choice) == {"place": 5, "share": 5, "country": 1}
    one.probability = 0.0
    assert certainty(one, choice)["place"] == -5
