"""The map that moves, as pieces that a page takes in: needs no folium, which is slow to load.

No text of a scene ever enters a template. The scene travels as base64 in a data block that no
browser runs, and one fixed script (``assets/map.js``) draws it with Leaflet, which comes from an
installed package. Nothing is fetched.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

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
    data = data_of(scene)
    block = block_id(data)
    return MapMarkup(
        head_css=stylesheet(),
        body_html=encoding.render("map/body.html.j2", id=block),
        scripts=scripts(),
        data_json_block=encoding.render("map/data.html.j2", id=block, data=data),
    )


def data_of(scene: Scene) -> str:
    """Write a scene, with the words that the script shows, in the alphabet of base64."""
    words = {
        "legend": [[sign, text] for sign, text in style.LEGEND if sign in scene.signs],
        "kinds": {kind.value: kind.label for kind in PlaceKind},
    }
    return encoding.inert_base64({**scene.to_json(), "words": words})


def digest(data: str) -> str:
    """Name what `data_of` wrote: hexadecimal, the same for the same scene."""
    return hashlib.sha256(data.encode("ascii")).hexdigest()[:16]


def block_id(data: str) -> str:
    """Return the id of the element that holds what `data_of` wrote."""
    return f"scene-{digest(data)}"


@cache
def stylesheet() -> Markup:
    """Return the style sheet of every map."""
    # Leaflet's pictures of markers and layer switches are not used, and would be fetched.
    leaflet = re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css"))
    return encoding.fixed_asset(f"{leaflet}\n{encoding.asset('map.css')}")


@cache
def scripts() -> tuple[Markup, ...]:
    """Return the scripts of every map, in order."""
    # A source map would be fetched by the developer tools of the reader.
    leaflet = re.sub(r"//# sourceMappingURL=\S*", "", _leaflet("leaflet.js"))
    return encoding.fixed_asset(leaflet), encoding.asset("map.js")


def _leaflet(name: str) -> str:
    """Read a file of the installed Leaflet."""
    text = installed_text("xstatic.pkg.leaflet", "data", name)
    if text is None:
        raise PageError(f"Leaflet file {name!r}", "not installed", "install xstatic-leaflet")
    return text
