"""Drawing in one step: links in, a map out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.facts.asked import AsOf, View, asked_day, asked_view, day_of
from briefing.linking.links import Links
from briefing.linking.renaming import named_links
from briefing.linking.titles import title_places
from briefing.maps.naming import named_scene

if TYPE_CHECKING:
    import folium
    from matplotlib.figure import Figure

    from briefing.maps.scene import Scene


def map(  # noqa: A001 - `briefing.map(links)` is what it is called by
    links: Links, *, worldview: View = "international", as_of: AsOf | None = None
) -> folium.Map:
    """Draw the interactive map of the places that an article names; it works offline.

    Parameters
    ----------
    links
        What `link` gave.
    worldview
        Whose borders: a `Worldview`, or its name.
    as_of
        Date of the map, or ``YYYY-MM-DD``; if None or empty, that of the links, else today (UTC).

    Raises
    ------
    ParameterError
        If ``as_of`` is no date.
    UnknownWorldviewError
        If the worldview is not known.
    LayerError
        If a layer is missing or damaged.
    """
    from briefing.maps import web  # noqa: PLC0415 - folium and geopandas load only for a map

    return web.draw(_scene(links, worldview, as_of))


def plot(links: Links, *, worldview: View = "international", as_of: AsOf | None = None) -> Figure:
    """Draw the static map of the places that an article names; parameters as of `map`.

    Raises
    ------
    ParameterError
        If ``as_of`` is no date.
    UnknownWorldviewError
        If the worldview is not known.
    LayerError
        If a layer is missing or damaged.
    """
    from briefing.maps import static  # noqa: PLC0415 - matplotlib loads only for a map

    return static.draw(_scene(links, worldview, as_of))


def _scene(links: Links, worldview: View, as_of: AsOf | None) -> Scene:
    from briefing.linking.frame import places_frame  # noqa: PLC0415
    from briefing.maps.staging import Headline, make_scene  # noqa: PLC0415

    view, day = asked_view(worldview), day_of(asked_day(as_of) or links.as_of)
    places = places_frame(named_links(links, as_of=day), view)
    headline = Headline(links.article.title, title_places(links))
    scene = make_scene(places, view.name, day, headline=headline)
    return named_scene(scene, as_of=day)
