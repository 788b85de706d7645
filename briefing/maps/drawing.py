"""Drawing in one step: links in, a map out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.facts.asked import AsOf, View, asked_day, asked_view, day_of
from briefing.linking.links import Links

if TYPE_CHECKING:
    import folium

    from briefing.maps.kinds import Kind
    from briefing.maps.scene import Scene
    from briefing.maps.static import MapFigure


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

    (scene,) = map_scenes(links, "story", worldview=worldview, as_of=as_of)
    return web.draw(scene)


def plot(
    links: Links,
    *,
    kind: Kind = "story",
    worldview: View = "international",
    as_of: AsOf | None = None,
) -> MapFigure:
    """Draw the still map of the places that an article names; it shows itself in a notebook.

    Parameters
    ----------
    links
        What `link` gave.
    kind
        ``story``: where most of it is; ``locator``: its subjects in their surroundings;
        ``dispute``: the disputed area that it is about; ``worldviews``: the same as up to four
        worldviews draw it.
    worldview, as_of
        As of `map`; ``worldviews`` chooses its views itself.

    Raises
    ------
    ParameterError
        If the kind is unknown, or wants a disputed area and the article is not about one; if
        ``as_of`` is no date.
    UnknownWorldviewError
        If the worldview is not known.
    LayerError
        If a layer is missing or damaged.
    """
    from briefing.maps import static  # noqa: PLC0415 - matplotlib loads only for a map

    return static.draw_all(map_scenes(links, kind, worldview=worldview, as_of=as_of))


def map_scenes(
    links: Links,
    kind: Kind = "story",
    *,
    worldview: View = "international",
    as_of: AsOf | None = None,
) -> tuple[Scene, ...]:
    """Settle what stands on the maps of an article; parameters and errors as of `plot`."""
    view, day = asked_view(worldview), day_of(asked_day(as_of) or links.as_of)
    from briefing.maps.kinds import Telling  # noqa: PLC0415 - geopandas loads only for a map

    return Telling(links, day).scenes(kind, view)
