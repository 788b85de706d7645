"""The record of a brief: all that was found, for programs, and the proof of the notebook's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RECORD_MIME = "application/vnd.briefing.record+json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that a brief found, for programs: what tables and layers are written from.

    Attributes
    ----------
    data
        ``article``, ``parameters``, ``mentions`` (one record a link) and ``places`` (GeoJSON).
    """

    data: Mapping[str, Any]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        mentions, places = len(self.data["mentions"]), len(self.data["places"]["features"])
        return {
            RECORD_MIME: {"version": VERSION, **self.data},
            "text/plain": f"Record of {mentions} mentions of {places} places",
        }
