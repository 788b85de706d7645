"""Codes: what the numbers in the files of the gazetteer mean."""

from __future__ import annotations

from briefing.gazetteer.place import PlaceKind

POSTAL = 2_000_000_000
"""Added to the postal code of a place that GeoNames has no other id of: ``city:US-06791``."""

NONE = 0xFFFF
"""In the columns ``country``, ``region`` and ``district``: none."""

WEAK, ALTERNATE, PRIMARY = 0, 1, 2
"""How well a name stands for a place; the two lowest bits of a flag (``STRENGTH``)."""
STRENGTH = 0b0011
DEMONYM = 0b0100
"""Bit of a flag: the name is of the people or an adjective ("Iranian"), not of the place."""
METONYM = 0b1000
"""Bit of a flag: the name stands for a government ("the Kremlin")."""
FLAG_BITS = 4

KINDS = tuple(PlaceKind)
"""What the numbers in the column ``kind`` mean."""


def number_of(place_id: str) -> int | None:
    """Return the number in the id of a city or district, None if its id holds none.

    Examples
    --------
    >>> number_of("city:703448"), number_of("city:US-06791"), number_of("region:UA-09")
    (703448, 2000006791, None)
    """
    kind, _, key = place_id.partition(":")
    if kind not in {PlaceKind.CITY, PlaceKind.DISTRICT}:
        return None
    base, digits = (POSTAL, key[3:]) if key.startswith("US-") else (0, key)
    if not (digits.isascii() and digits.isdigit()):
        return None
    number = base + int(digits)
    return number if number <= 0xFFFFFFFF else None
