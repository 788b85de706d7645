"""What the parts "Who's who" and "In office" share: states, and how far their lists are known."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable

from briefing.facts.leaders import coverage
from briefing.linking.named import Named


def reviewed(shown: Collection[tuple[str, str]], day: dt.date) -> dt.date | None:
    """Give the earliest review before a day of the lists shown; None if all are younger."""
    reviews = {one.reviewed for one in coverage() if (one.place, one.listed) in shown}
    return min((review for review in reviews if review < day), default=None)


def mentions_of_states(named: Iterable[Named]) -> Counter[str]:
    """Count the mentions of each state and of what lies in it, and of blocs, by place id."""
    counts: Counter[str] = Counter()
    for one in named:
        country = one.place.country
        counts[f"country:{country}" if country else one.place.id] += len(one.links)
    return counts
