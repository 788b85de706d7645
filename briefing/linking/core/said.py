"""What kind of place the words around a mention say that it is."""

from __future__ import annotations

from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.spots import Spot

SAID = {
    "country": (PlaceKind.COUNTRY,),
    "region": (PlaceKind.REGION, PlaceKind.DISTRICT),
    "city": (PlaceKind.CITY,),
    "river": (PlaceKind.PHYSICAL, PlaceKind.SEA),
}
"""Word for a kind of place → the kinds of gazetteer entries that it leaves."""
_EVIDENCE = {f"said to be a {kind}": kind for kind in SAID}


def said_of(spot: Spot) -> str:
    """Return what kind of place the words around a mention say that it is; empty if none."""
    evidence = spot.evidence
    if "with article" in evidence:
        return "river"
    found = _EVIDENCE.keys() & evidence.keys()
    return _EVIDENCE[found.pop()] if found else ""
