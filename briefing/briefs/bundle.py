"""Which parts there are, and how one comes back from the output of a notebook cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from briefing.briefs.part import PART_MIME, VERSION, Part
from briefing.briefs.parts.actors import Actors
from briefing.briefs.parts.blocs import Blocs
from briefing.briefs.parts.bottom_line import BottomLine
from briefing.briefs.parts.caveats import Caveats
from briefing.briefs.parts.chart import Map
from briefing.briefs.parts.figures import Figures
from briefing.briefs.parts.governments import Governments
from briefing.briefs.parts.header import Header
from briefing.briefs.parts.judgements import Judgements
from briefing.briefs.parts.leaders import Leaders
from briefing.briefs.parts.news import News
from briefing.briefs.parts.places import Places
from briefing.briefs.parts.provenance import Provenance
from briefing.briefs.parts.relations import Relations
from briefing.briefs.parts.text import Text
from briefing.briefs.parts.timeline import Timeline
from briefing.errors import PageError

AGAIN = "run the notebook again with the version that renders it"

PARTS: Mapping[str, type[Part]] = {
    kind.name: kind
    for kind in (
        Header,
        BottomLine,
        Judgements,
        News,
        Map,
        Actors,
        Relations,
        Timeline,
        Figures,
        Leaders,
        Governments,
        Blocs,
        Text,
        Places,
        Caveats,
        Provenance,
    )
}
"""The parts of a brief by name, in the order of the page."""


def part_of(bundle: Mapping[str, Any]) -> Part:
    """Read a part back from the output of a notebook cell.

    Only `PART_MIME` and ``image/png`` are read; the HTML of a notebook is never trusted.

    Raises
    ------
    PageError
        If it is no part that this version knows, or its fields are not those of the part.
    """
    found = bundle.get(PART_MIME)
    if not isinstance(found, Mapping) or found.get("version") != VERSION:
        raise PageError("part", f"made by another version than {VERSION}", AGAIN)
    name = found.get("part")
    if not isinstance(name, str) or name not in PARTS:
        raise PageError(f"part {name!r}", f"unknown, expected one of {', '.join(PARTS)}")
    try:
        return PARTS[name].from_bundle(found.get("data"), bundle.get("image/png", ""))
    except msgspec.ValidationError as error:
        raise PageError(
            f"part {name!r}", f"its data are not what this version writes: {error}", AGAIN
        ) from error
