"""Homes: where a source is at home, so that its bare "Paris" is the one around the corner.

A local paper does not say which Paris it means. Its other articles do: they name the county, the
state and the towns around. No label is needed for that, only the links of those articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_DOUBT = 2.0  # articles without a place that are added, so that one article proves little
_GIVEN = 20.0  # articles that a home given by an analyst counts for


@dataclass(frozen=True, slots=True)
class Home:
    """Where the articles of one source play.

    Attributes
    ----------
    articles
        How many articles are known.
    places
        Place id of a country, region or district → sum over the articles of how sure it is, 0 to
        1, that the article names something there.
    """

    articles: float = 0.0
    places: Mapping[str, float] = field(default_factory=dict)

    def with_article(self, places: Mapping[str, float]) -> Home:
        """Return the home with one more article."""
        known = self.places.keys() | places.keys()
        added = {one: self.places.get(one, 0.0) + places.get(one, 0.0) for one in sorted(known)}
        return Home(self.articles + 1, added)

    def without_article(self, places: Mapping[str, float]) -> Home:
        """Return the home without an article that it holds."""
        rest = {one: self.places[one] - places.get(one, 0.0) for one in self.places}
        left = {one: total for one, total in rest.items() if total > 1e-9}
        return Home(max(self.articles - 1, 0.0), left)

    @property
    def shares(self) -> dict[str, float]:
        """Share of the articles, 0 to 1, that name something in each place; careful if few."""
        return {one: total / (self.articles + _DOUBT) for one, total in self.places.items()}


def home_in(places: Iterable[str]) -> Home:
    """Return the home of a source that an analyst knows to be at home in some places.

    Parameters
    ----------
    places
        Ids of countries, regions and districts: ``"region:US-TX"``. Name the country too.
    """
    return Home(_GIVEN, dict.fromkeys(places, _GIVEN))
