"""Map-annotated geopolitical briefings from news articles, offline.

Importing this package loads none of the map, table or notebook packages: each name is fetched
from its module when it is first used, so that linking starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.article import Article, read_article, read_articles
    from briefing.batch import Report, run_batch
    from briefing.blocs import blocs_of, members
    from briefing.briefs import Brief, brief
    from briefing.corrections import Correction, Corrections, read_corrections
    from briefing.drawing import map, plot  # noqa: A004 - as documented: briefing.map(links)
    from briefing.errors import BriefingError
    from briefing.gazetteer import Gazetteer
    from briefing.layers import layer
    from briefing.leading import Leader, leaders, who_is
    from briefing.linking import Links, link, link_many
    from briefing.mentions import Mention
    from briefing.names import PlaceName, display_name, names_of
    from briefing.places import Place, PlaceKind
    from briefing.placing import places_frame
    from briefing.resolution import Candidate, Link
    from briefing.run import build
    from briefing.worldview import Worldview

__all__ = [
    "Article",
    "Brief",
    "BriefingError",
    "Candidate",
    "Correction",
    "Corrections",
    "Gazetteer",
    "Leader",
    "Link",
    "Links",
    "Mention",
    "Place",
    "PlaceKind",
    "PlaceName",
    "Report",
    "Worldview",
    "blocs_of",
    "brief",
    "build",
    "display_name",
    "layer",
    "leaders",
    "link",
    "link_many",
    "map",
    "members",
    "names_of",
    "places_frame",
    "plot",
    "read_article",
    "read_articles",
    "read_corrections",
    "run_batch",
    "who_is",
]

_MODULES = {
    "article": ("Article", "read_article", "read_articles"),
    "batch": ("Report", "run_batch"),
    "blocs": ("blocs_of", "members"),
    "briefs": ("Brief", "brief"),
    "corrections": ("Correction", "Corrections", "read_corrections"),
    "drawing": ("map", "plot"),
    "errors": ("BriefingError",),
    "gazetteer": ("Gazetteer",),
    "layers": ("layer",),
    "leading": ("Leader", "leaders", "who_is"),
    "linking": ("Links", "link", "link_many"),
    "mentions": ("Mention",),
    "names": ("PlaceName", "display_name", "names_of"),
    "places": ("Place", "PlaceKind"),
    "placing": ("places_frame",),
    "resolution": ("Candidate", "Link"),
    "run": ("build",),
    "worldview": ("Worldview",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("geobriefing")
    if name not in _HOMES:
        raise AttributeError(f"module 'briefing' has no attribute {name!r}")
    value = getattr(import_module(f"briefing.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
