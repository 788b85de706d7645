"""Languages: each put together from its traits and from what reads texts of its kind."""

from __future__ import annotations

from functools import cache, partial

from briefing.linking.core.english.evidence import read_evidence as read_english
from briefing.linking.core.english.lookup import look_up as look_up_english
from briefing.linking.core.english.spotting import spot_names as spot_english
from briefing.linking.core.english.together import PERSON as PERSON_IN_ENGLISH
from briefing.linking.core.language import Language
from briefing.linking.core.listed.evidence import PERSON as PERSON_LISTED
from briefing.linking.core.listed.evidence import log_odds as listed_log_odds
from briefing.linking.core.listed.evidence import read_evidence as read_listed
from briefing.linking.core.listed.lookup import look_up as look_up_listed
from briefing.linking.core.listed.rules import Rules
from briefing.linking.core.listed.spotting import spot_names as spot_listed
from briefing.linking.core.namesakes import NONE, load_namesakes
from briefing.linking.core.odds import fitted_log_odds
from briefing.linking.core.tokens import compose, tokenise, tokenise_parts, unmark
from briefing.linking.core.traits import ENGLISH, Grammar, Traits, hand_weights, languages


@cache
def language_by(code: str) -> Language:
    """Return the language of an ISO 639-1 code that texts are read in.

    Raises
    ------
    CuratedDataError
        If its traits are missing or broken.
    """
    traits = languages()[code]
    if traits.grammar is None:
        raise ValueError(f"texts are not read in language {code!r}")
    return english(traits.grammar) if code == ENGLISH else listed(traits, traits.grammar)


def english(grammar: Grammar) -> Language:
    """Return English: every name of the gazetteer, and evidence with fitted weights."""
    return Language(
        code=ENGLISH,
        compose=compose,
        tokenise=tokenise,
        look_up=look_up_english,
        spot=spot_english,
        read=partial(read_english, grammar),
        person=PERSON_IN_ENGLISH,
        log_odds=fitted_log_odds,
    )


def listed(traits: Traits, grammar: Grammar) -> Language:
    """Return a language that is read by a list of its names in all forms."""
    hand = hand_weights()
    rules = Rules(grammar, hand, load_namesakes().get(traits.code, NONE))
    return Language(
        code=traits.code,
        compose=unmark,
        tokenise=tokenise_parts,
        look_up=partial(look_up_listed, traits, hand),
        spot=partial(spot_listed, rules),
        read=partial(read_listed, rules),
        person=PERSON_LISTED,
        log_odds=partial(listed_log_odds, rules),
        weights={**hand.evidence, **traits.weights},
    )
