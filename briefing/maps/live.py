"""The map that moves, as pieces that a page takes in: needs no folium, which is slow to load.

No text of a scene ever enters a template. The scene travels as inert JSON in a data block that no
browser runs, and fixed scripts (``assets/map*.js``) draw it with Leaflet, which comes from an
installed package. Nothing is fetched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from briefing import markup as encoding
from briefing.data import installed_text
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


def markup(scene: Scene) -> MapMarkup:
    """Return the pieces of an interactive map for a page."""
    data = encoding.inert_json(data_of(scene))
    block = block_id(data)
    return MapMarkup(
        head_css=stylesheet(),
        body_html=encoding.render("map/body.html.j2", id=block),
        scripts=scripts(),
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
    styles = (stylesheet(), encoding.asset("map-page.css"))
    return encoding.render(
        "map/page.html.j2",
        policy=encoding.content_security_policy(scripts=scripts(), styles=styles),
        title=scenes[0].title or "Map",
        styles=styles,
        scripts=scripts(),
        maps=list(zip(scenes, pieces, strict=True)),
    )


def data_of(scene: Scene) -> dict[str, Any]:
    """Give a scene as plain values, with the words and sizes that the scripts need."""
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


def digest(data: str) -> str:
    """Name the data of a scene, written in ASCII: hexadecimal, the same for the same scene."""
    return hashlib.sha256(data.encode("ascii")).hexdigest()[:16]


def block_id(data: str) -> str:
    """Return the id of the element that holds the data of a scene, written in ASCII."""
    return f"scene-{digest(data)}"


@cache
def stylesheet() -> Markup:
    """Return the style sheet of every map."""
    # Leaflet's pictures of markers and layer switches are not used, and would be fetched.
    leaflet = re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css"))
    # The rules of the style come last: the tint of a side goes before the colour of land.
    own = _dense(f"{encoding.asset('map.css')}\n{style.stylesheet()}")
    return encoding.fixed_asset(f"{leaflet}\n{own}")


@cache
def scripts() -> tuple[Markup, ...]:
    """Return the scripts of every map, in order."""
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
    text = installed_text("xstatic.pkg.leaflet", "data", name)
    if text is None:
        raise PageError(f"Leaflet file {name!r}", "not installed", "install xstatic-leaflet")
    return text
