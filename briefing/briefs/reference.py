"""References: a state, bloc or group as all parts of a brief call it, and link to it."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.briefs.part import Value
from briefing.briefs.wording import Wording
from briefing.linking.named import Named


class Reference(Value, frozen=True, kw_only=True):
    """Who or what a part speaks of; ``named`` if the table of places has it."""

    id: str
    name: str
    named: bool = False


def reference(place_id: str, named: Iterable[Named], wording: Wording) -> Reference:
    """Refer to a place, bloc, organisation or group by its id."""
    return Reference(
        id=place_id,
        name=wording.name(place_id),
        named=any(one.place.id == place_id for one in named),
    )
