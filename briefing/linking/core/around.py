"""What a place lies in, where words stand between the two: "India's northern state of Punjab".

Behind a place ("Tripoli, in the north of Lebanon", "Córdoba, the Argentine province") or before it
("Costa Rica's capital, San José", "the Venezuelan city of Valencia"). The words that may stand
between are a closed class of each language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens
from briefing.linking.core.traits import Grammar

_MOST_WORDS = 8
_STRENGTH = 0.8  # of what stands further off than behind a comma
_BREAKS = re.compile(r"[^\w\s,،'’-]|\n\s*\n|,.*,")  # noqa: RUF001 - apostrophes as they are typed
_POSSESSIVE = re.compile(r"['’]s\b")  # noqa: RUF001


def read_containers_around(tokens: Tokens, spots: Sequence[Spot], grammar: Grammar) -> None:
    """Read what the places of a text lie in, where words stand between the two."""
    for left, right in pairwise(spots):
        words = tokens.words[left.last + 1 : right.first]
        if len(words) > _MOST_WORDS:
            continue
        gap = tokens.text[left.end : right.start]
        if _owns(left, words, gap, grammar):
            if right.container is None and _lies_in(right, left, gap):
                right.container, right.containment = left, _STRENGTH
        elif left.container is None and _says_where(words, grammar) and _lies_in(left, right, gap):
            left.container, left.containment = right, _STRENGTH
            left.evidence["container after"] = _STRENGTH


def _lies_in(spot: Spot, container: Spot, gap: str) -> bool:
    """Tell whether a place of one name lies in the other, and nothing breaks off between them."""
    return (
        spot.name.lies_in(container.name)
        and spot.name.kin != container.name.kin
        and not _BREAKS.search(gap)
    )


def _owns(holder: Spot, words: Sequence[str], gap: str, grammar: Grammar) -> bool:
    """Tell whether a name is written as that of what the place behind it lies in."""
    ending = bool(words) and words[0] in grammar.genitives
    owns = ending or holder.name.is_demonym or (grammar.possessive and _POSSESSIVE.match(gap))
    return bool(owns) and all(word in grammar.between for word in words[ending:])


def _says_where(words: Sequence[str], grammar: Grammar) -> bool:
    """Tell whether the words between two names only say where, and what kind of place."""
    return bool(words) and all(word in grammar.between or word in grammar.inside for word in words)
