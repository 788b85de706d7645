"""Map-annotated geopolitical briefings from news articles, offline.

Importing this package loads none of the map, table or notebook packages: each name is fetched
from its module when it is first used, so that linking starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.briefs.brief import Brief
    from briefing.briefs.judgement import Assessment, Judgement
    from briefing.briefs.judging import read_judgements
    from briefing.briefs.making import brief, roundup
    from briefing.briefs.record import record
    from briefing.briefs.roundup import Roundup
    from briefing.errors import BriefingError
    from briefing.events.events import Events, find_events
    from briefing.facts.blocs import blocs_of, members
    from briefing.facts.leaders import Leader, leaders, who_is
    from briefing.facts.placenames import PlaceName, display_name, names_of
    from briefing.facts.worldview import Worldview
    from briefing.gazetteer.index import Gazetteer
    from briefing.gazetteer.place import Place, PlaceKind
    from briefing.layers.catalogue import layer
    from briefing.linking.corrections import Correction, Corrections, read_corrections
    from briefing.linking.frame import places_frame
    from briefing.linking.links import Links, link, link_many
    from briefing.linking.mentions import Mention
    from briefing.linking.resolution import Candidate, Link
    from briefing.maps.drawing import map, plot  # noqa: A004 - as documented: briefing.map(links)
    from briefing.reading.article import Article
    from briefing.reading.files import read_article
    from briefing.reading.streams import read_articles
    from briefing.running.batch import run_batch
    from briefing.running.report import Report
    from briefing.running.run import build

__all__ = [
    "Article",
    "Assessment",
    "Brief",
    "BriefingError",
    "Candidate",
    "Correction",
    "Corrections",
    "Events",
    "Gazetteer",
    "Judgement",
    "Leader",
    "Link",
    "Links",
    "Mention",
    "Place",
    "PlaceKind",
    "PlaceName",
    "Report",
    "Roundup",
    "Worldview",
    "blocs_of",
    "brief",
    "build",
    "display_name",
    "find_events",
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
    "read_judgements",
    "record",
    "roundup",
    "run_batch",
    "who_is",
]

_MODULES = {
    "reading.article": ("Article",),
    "reading.files": ("read_article",),
    "reading.streams": ("read_articles",),
    "running.batch": ("run_batch",),
    "running.report": ("Report",),
    "facts.blocs": ("blocs_of", "members"),
    "briefs.brief": ("Brief",),
    "briefs.judgement": ("Assessment", "Judgement"),
    "briefs.judging": ("read_judgements",),
    "briefs.record": ("record",),
    "briefs.making": ("brief", "roundup"),
    "briefs.roundup": ("Roundup",),
    "linking.corrections": ("Correction", "Corrections", "read_corrections"),
    "maps.drawing": ("map", "plot"),
    "errors": ("BriefingError",),
    "events.events": ("Events", "find_events"),
    "gazetteer.index": ("Gazetteer",),
    "layers.catalogue": ("layer",),
    "facts.leaders": ("Leader", "leaders", "who_is"),
    "linking.links": ("Links", "link", "link_many"),
    "linking.mentions": ("Mention",),
    "facts.placenames": ("PlaceName", "display_name", "names_of"),
    "gazetteer.place": ("Place", "PlaceKind"),
    "linking.frame": ("places_frame",),
    "linking.resolution": ("Candidate", "Link"),
    "running.run": ("build",),
    "facts.worldview": ("Worldview",),
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
