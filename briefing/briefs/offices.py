"""What the parts "Who's who" and "In office" share: states, and how far their lists are known."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable

from briefing.briefs.part import Value
from briefing.briefs.wording import Wording
from briefing.facts.leaders import coverage
from briefing.linking.named import Named


class Holder(Value, frozen=True, kw_only=True):
    """A state or body that has offices; ``named`` if the table of places has it."""

    id: str
    name: str
    named: bool = False


def holder(place_id: str, named: Iterable[Named], wording: Wording) -> Holder:
    """Describe a state as the other parts call it."""
    return Holder(
        id=place_id,
        name=wording.name(place_id),
        named=any(one.place.id == place_id for one in named),
    )


def reviewed(shown: Collection[tuple[str, str]], day: dt.date) -> dt.date | None:
    """Give the earliest review before a day of the lists shown; None if all are younger."""
    reviews = {one.reviewed for one in coverage() if (one.country, one.office) in shown}
    return min((review for review in reviews if review < day), default=None)


def mentions_of_states(named: Iterable[Named]) -> Counter[str]:
    """Count the mentions of each state and of what lies in it, and of blocs, by place id."""
    counts: Counter[str] = Counter()
    for one in named:
        country = one.place.country
        counts[f"country:{country}" if country else one.place.id] += len(one.links)
    return counts
