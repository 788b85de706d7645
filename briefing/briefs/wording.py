"""Wording: what the places, days and numbers of a brief are called, in one place for all parts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from briefing.events.times import Granularity
from briefing.facts.placenames import shown_name
from briefing.gazetteer.index import gazetteer
from briefing.gazetteer.place import Place, PlaceKind
from briefing.wording import long_date

UNSURE = 0.6
"""Below this confidence a link is shown as unsure and stands among the caveats."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a brief calls places.

    Attributes
    ----------
    language
        BCP 47 code of the language that places are named in.
    as_of
        The day that names hold on.
    """

    language: str
    as_of: dt.date

    def name(self, place_id: str, otherwise: str = "") -> str:
        """Name a place by its id; by what else is known, if the gazetteer lacks it."""
        known = gazetteer().by_id(place_id)
        name = known.name if known else otherwise or place_id.partition(":")[2]
        return shown_name(place_id, name, language=self.language, as_of=self.as_of)

    def country_of(self, place: Place) -> str:
        """Name the country that a place lies in; empty for countries and what has none."""
        if place.kind is PlaceKind.COUNTRY or place.country is None:
            return ""
        return self.name(f"country:{place.country}")


def days(start: dt.date, end: dt.date, granularity: Granularity) -> str:
    """Write days as exactly as they are known: ``19 July 2022``, ``July 2022``, ``2015``."""
    if start == end:
        return long_date(start)
    if granularity is Granularity.MONTH:
        return long_date(start).partition(" ")[2]
    if granularity is Granularity.YEAR:
        return str(start.year)
    if granularity is Granularity.YEARS:
        return f"{start.year} to {end.year}"
    return f"{long_date(start)} to {long_date(end)}"


_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def number(value: float) -> str:
    """Write a number as people read it: ``40 billion``, ``12,500``, ``3.5``."""
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:,.4g} {word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"
