"""The map on the screen: a scene as a folium map.

folium and branca compile every string that they are given as a program; so nothing of a scene is
given to them. What `briefing.maps.live` makes of it goes past their templates, as base64.
"""

from __future__ import annotations

from typing import Any

import folium
from branca.element import Element, Figure

from briefing import markup as encoding
from briefing.maps import live
from briefing.maps.scene import Scene


def draw(scene: Scene) -> folium.Map:
    """Draw a scene as a folium map that works offline.

    Parameters
    ----------
    scene
        What stands on the map.

    Returns
    -------
    chart
        A map without tiles; the same scene gives the same HTML. Layers of folium can be added.
    """
    lon, lat = scene.frame.middle
    chart = folium.Map(
        location=(lat, lon),
        zoom_start=3,
        tiles=None,
        zoom_snap=0.25,
    )
    chart.default_js, chart.default_css = [], []
    layer = SceneLayer(scene)
    chart._id = layer._id  # noqa: SLF001 - the only way to an id that is not random
    chart.add_child(layer, name="scene")
    return chart


class SceneLayer(Element):
    """The scene of a folium map: all that folium draws of it.

    Parameters
    ----------
    scene
        What stands on the map.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._name = "SceneLayer"
        self._data = encoding.inert_base64(live.data_of(scene))
        self._id = live.digest(self._data)

    def render(self, **_: Any) -> str:
        """Put the fixed assets and the inert data into the figure, past every template."""
        figure, chart = self.get_root(), self._parent
        if chart is None or not isinstance(figure, Figure):
            raise TypeError("scene layer: not in a figure, expected one; add it to a map")
        block = live.block_id(self._data)
        head = encoding.render(
            "map/head.html.j2",
            styles=(live.stylesheet(),),
            scripts=live.scripts(),
            data=encoding.render("map/data.html.j2", id=block, data=self._data),
        )
        # Both names are hexadecimal digests behind a fixed word.
        start = f'briefingMap.attach({chart.get_name()}, "{block}");'
        figure.header.add_child(_Verbatim(head), name="briefing_scene")
        figure.script.add_child(_Verbatim(start), name=self.get_name())
        return ""


class _Verbatim(Element):
    """Markup that is written as it is; branca would compile it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: Any) -> str:
        return self._text
