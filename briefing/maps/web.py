"""The map on the screen: a scene as a folium map, or as pieces that a page takes in.

No text of a scene ever enters a template: folium and branca compile every string that they are
given as a program. The scene travels in a data block that no browser runs, as inert JSON in a page
of ours and as base64 past the templates of folium, and fixed scripts (``assets/map*.js``) draw it
with Leaflet, which comes from an installed package. Nothing is fetched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, Figure

from briefing import markup as encoding
from briefing.errors import PageError
from briefing.gazetteer.place import PlaceKind
from briefing.maps import style
from briefing.maps.scene import Scene

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMarkup:
    """The pieces of an interactive map, for a page to put where they belong.

    Attributes
    ----------
    head_css
        One style sheet for the head.
    body_html
        The element that becomes the map; it fills what is around it.
    scripts
        Fixed scripts, in order, after the body; the same for every map.
    data_json_block
        The scene as inert data, anywhere before the scripts.
    """

    head_css: Markup
    body_html: Markup
    scripts: tuple[Markup, ...]
    data_json_block: Markup


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


def markup(shown: folium.Map | Scene) -> MapMarkup:
    """Return the pieces of an interactive map for a page.

    Parameters
    ----------
    shown
        A scene, or a map that `draw` made of one; layers added to it stay behind.

    Raises
    ------
    ValueError
        If the map was not made by `draw`.
    """
    if isinstance(shown, Scene):
        scene = shown
    else:
        layers = (child for child in shown._children.values() if isinstance(child, SceneLayer))  # noqa: SLF001 - folium has no accessor
        layer = next(layers, None)
        if layer is None:
            raise ValueError("map: made without a scene, expected one of briefing.maps.web.draw")
        scene = layer.scene
    data = encoding.inert_json(_data(scene))
    block = _block_id(data)
    return MapMarkup(
        head_css=_stylesheet(),
        body_html=encoding.render("map/body.html.j2", id=block),
        scripts=_scripts(),
        data_json_block=encoding.render("map/data.html.j2", id=block, data=data),
    )


def page(scenes: Sequence[Scene]) -> Markup:
    """Write a page of maps that works offline, under a policy that runs its own scripts alone.

    Parameters
    ----------
    scenes
        What stands on each; several stand side by side, each under the name of its worldview.
    """
    pieces = [markup(scene) for scene in scenes]
    styles = (pieces[0].head_css, encoding.asset("map-page.css"))
    scripts = pieces[0].scripts
    return encoding.render(
        "map/page.html.j2",
        policy=encoding.content_security_policy(scripts=scripts, styles=styles),
        title=scenes[0].title or "Map",
        styles=styles,
        scripts=scripts,
        maps=list(zip(scenes, pieces, strict=True)),
    )


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
        self.scene = scene
        self._data = encoding.inert_base64(_data(scene))
        self._id = _digest(self._data)

    def render(self, **_: Any) -> str:
        """Put the fixed assets and the inert data into the figure, past every template."""
        figure, chart = self.get_root(), self._parent
        if chart is None or not isinstance(figure, Figure):
            raise TypeError("scene layer: not in a figure, expected one; add it to a map")
        block = _block_id(self._data)
        head = encoding.render(
            "map/head.html.j2",
            styles=(_stylesheet(),),
            scripts=_scripts(),
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


def _data(scene: Scene) -> dict[str, Any]:
    """Give a scene as plain values, with the words and sizes that the script needs."""
    names = {country.id: country.name for country in scene.countries}
    words = {
        "legend": [[sign, text] for sign, text in style.LEGEND if sign in scene.signs],
        "kinds": {kind.value: kind.label for kind in PlaceKind},
        "sides": [[state, names.get(state, state)] for state in scene.sides],
        "tints": len(style.GROUNDS),
        "lines": dict(style.LINES),
        "dots": dict(style.DOTS),
    }
    return {**scene.to_json(), "words": words}


def _digest(data: str) -> str:
    return hashlib.sha256(data.encode("ascii")).hexdigest()[:16]


def _block_id(data: str) -> str:
    return f"scene-{_digest(data)}"


@cache
def _stylesheet() -> Markup:
    # Leaflet's pictures of markers and layer switches are not used, and would be fetched.
    leaflet = re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css"))
    # The rules of the style come last: the tint of a side goes before the colour of land.
    own = _dense(f"{encoding.asset('map.css')}\n{style.stylesheet()}")
    return encoding.fixed_asset(f"{leaflet}\n{own}")


@cache
def _scripts() -> tuple[Markup, ...]:
    # A source map would be fetched by the developer tools of the reader.
    leaflet = re.sub(r"//# sourceMappingURL=\S*", "", _leaflet("leaflet.js"))
    own = (encoding.asset(f"map{name}.js") for name in ("-projection", "-labels", "-names", ""))
    return encoding.fixed_asset(leaflet), *map(_dense, own)


def _dense(text: str) -> Markup:
    """Leave out indentation and whole lines of comment: every page carries these files."""
    lines = (line.strip() for line in text.splitlines())
    kept = (line for line in lines if line and not line.startswith("//"))
    return encoding.fixed_asset("\n".join(kept))


def _leaflet(name: str) -> str:
    """Read a file of the installed Leaflet."""
    spec = find_spec("xstatic.pkg.leaflet")
    for folder in spec.submodule_search_locations or () if spec else ():
        path = Path(folder, "data", name)
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise PageError(f"Leaflet file {name!r}", "not installed", "install xstatic-leaflet")
