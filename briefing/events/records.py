"""Records: events as plain JSON types."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from briefing.events.events import Events

KEYS = ("relations", "times", "figures", "timeline")


def events_data(found: Events) -> dict[str, list[dict[str, Any]]]:
    """Return the events of an article by `KEYS`, each a record."""
    return {key: [_plain(asdict(one)) for one in getattr(found, key)] for key in KEYS}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
