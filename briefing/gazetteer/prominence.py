"""Prominence: how likely a place is meant where its name stands alone."""

from __future__ import annotations

import math

from briefing.gazetteer.codes import PRIMARY, STRENGTH
from briefing.gazetteer.place import PlaceKind

# Decades of population that a kind is worth where a name stands alone. Kinds without inhabitants
# of their own count as ten million.
_PROMINENCE = {
    PlaceKind.COUNTRY: 2.0,
    PlaceKind.REGION: 0.0,
    PlaceKind.DISTRICT: -0.5,
    PlaceKind.CITY: 0.4,
}


def likelihood(kind: PlaceKind, population: int, flag: int) -> float:
    """Weigh a place without context, in decades of population.

    Parameters
    ----------
    kind, population
        Of the place.
    flag
        Of the name; that it is a primary one is worth 2.5 decades.
    """
    size = math.log10(population + 1)
    return size + _PROMINENCE.get(kind, 7 - size) + 2.5 * ((flag & STRENGTH) - PRIMARY)
