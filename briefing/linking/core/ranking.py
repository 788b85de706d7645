"""Ranking: which of the places that share a name an article means, all names at once.

Every candidate place of every name gets a row of features: what it is, and how well it goes
with the other names of the text. Votes come first (countries, regions and districts that the
other names may lie in), then distances to the places picked by the votes, then the final order.
A row's score is a weighted sum; the softmax over the rows of one name is the confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.linking.core.features import Floats, Ints, best_rows, softmax
from briefing.linking.core.rows import Rows, Setting, Surface

MOST_SURFACES = 400  # ranked together; a longer list of names is ranked in pieces


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidate places of some surfaces, scored.

    Attributes
    ----------
    first
        Row of the first candidate of each surface; rows stand surface by surface.
    best
        Row of the best candidate of each surface.
    shares
        Share of belief of each row among the rows of its surface.
    features
        One column for each of ``FEATURES``.
    """

    first: Ints
    best: Ints
    shares: Floats
    features: Floats


def rank(surfaces: Sequence[Surface], setting: Setting, votes: Floats, final: Floats) -> Ranking:
    """Rank the candidate places of all surfaces of a text together.

    Parameters
    ----------
    surfaces
        At least one, at most ``MOST_SURFACES``.
    setting
        What the text as a whole says.
    votes, final
        A weight for each of ``FEATURES``: for the first order, and for the last.
    """
    rows = Rows(surfaces, setting)
    rows.vote(votes)
    scores = rows.features @ votes
    best = best_rows(scores, rows.first, rows.group)
    for _ in range(2):
        rows.measure(best)
        scores = rows.features @ final
        again = best_rows(scores, rows.first, rows.group)
        settled = bool((again == best).all())
        best = again
        if settled:
            break
    return Ranking(rows.first, best, softmax(scores, rows.first, rows.group), rows.features)
