"""The places that an article names, each with the links that lead to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from briefing.gazetteer.place import Place
from briefing.linking.resolution import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A place with all links of an article that lead to it.

    Attributes
    ----------
    place
        The gazetteer entry.
    links
        In reading order; never empty.
    """

    place: Place
    links: tuple[Link, ...]

    @property
    def confidence(self) -> float:
        """Of the surest link, 0 to 1."""
        return max(link.confidence for link in self.links)


def named_places(links: Iterable[Link]) -> tuple[Named, ...]:
    """Group links by place: most mentioned first, then in reading order."""
    groups: dict[str, list[Link]] = {}
    places: dict[str, Place] = {}
    for link in links:
        if link.place is not None:
            places.setdefault(link.place.id, link.place)
            groups.setdefault(link.place.id, []).append(link)
    named = [Named(place=places[key], links=tuple(found)) for key, found in groups.items()]
    return tuple(sorted(named, key=lambda one: -len(one.links)))


def feature_collection(named: Iterable[Named]) -> dict[str, Any]:
    """Write the places as GeoJSON (RFC 7946), one point a place, most mentioned first.

    A place without a point, such as a bloc, has no geometry.
    """
    return {"type": "FeatureCollection", "features": [_feature(one) for one in named]}


def _feature(one: Named) -> dict[str, Any]:
    place = one.place
    described = place.feature(
        id=place.id,
        name=place.name,
        kind=place.kind.value,
        country=place.country,
        region=place.region,
        geonameid=place.geonameid,
        mentions=len(one.links),
        confidence=round(one.confidence, 3),
    )
    return {"type": described["type"], "id": place.id, **described}
