"""What the parts "Who's who" and "In office" of a brief say, as plain data."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from briefing.briefs.contents import Named, quote
from briefing.facts.leaders import OFFICES, Leader, coverage, leaders
from briefing.facts.stays import Coverage
from briefing.facts.whoswho import Sighting, sightings
from briefing.gazetteer.index import gazetteer
from briefing.reading.article import Article

_SHOWN_STATES = 6
_SHOWN_OFFICES = OFFICES[:3]


def leaders_data(article: Article, named: Sequence[Named], day: dt.date) -> dict[str, Any]:
    """Describe the leaders whom an article names.

    Parameters
    ----------
    article
        Whose text is read.
    named
        The places of the article, most mentioned first.
    day
        The day that the offices are given for.
    """
    mentioned = _mentions_of_states(named)
    lists = {name: gazetteer().word_list(name) for name in ("given_names", "common_words")}
    found = sightings(article.text, day, set(mentioned), lists)
    shown = {(one.country, one.office) for who in found for one in who.offices}
    rows = [_person_row(article, one, day, mentioned, _places(named)) for one in found]
    return {"as_of": day.isoformat(), "reviewed": _reviewed(shown, day), "rows": rows}


def governments_data(named: Sequence[Named], day: dt.date) -> dict[str, Any]:
    """Describe who is in office in the states that an article names most, as `leaders_data`."""
    covered = {(one.place, one.listed): one for one in coverage()}
    states = [
        state
        for state, _ in _mentions_of_states(named).most_common()
        if state.startswith("country:") and (state, OFFICES[0]) in covered
    ][:_SHOWN_STATES]
    shown = {(state, office) for state in states for office in _SHOWN_OFFICES}
    place = _places(named)
    rows = [_state_row(place(state), day, covered) for state in states]
    return {"as_of": day.isoformat(), "reviewed": _reviewed(shown, day), "rows": rows}


def _places(named: Sequence[Named]) -> Callable[[str], dict[str, Any]]:
    """Make the function that describes a place, and whether the table of places has it."""
    ids = {one.place.id for one in named}

    def place(place_id: str) -> dict[str, Any]:
        entry = gazetteer().by_id(place_id)
        name = entry.name if entry else place_id.partition(":")[2]
        return {"id": place_id, "name": name, "named": place_id in ids}

    return place


def _reviewed(shown: Collection[tuple[str, str]], day: dt.date) -> str:
    """Give the earliest review before a day of the lists shown; empty if all are younger."""
    reviews = {one.reviewed for one in coverage() if (one.place, one.listed) in shown}
    return min((review.isoformat() for review in reviews if review < day), default="")


def _mentions_of_states(named: Iterable[Named]) -> Counter[str]:
    """Count the mentions of each state and of what lies in it, and of blocs, by place id."""
    counts: Counter[str] = Counter()
    for one in named:
        country = one.place.country
        counts[f"country:{country}" if country else one.place.id] += len(one.links)
    return counts


def _person_row(
    article: Article,
    sighting: Sighting,
    day: dt.date,
    mentioned: Counter[str],
    place: Callable[[str], dict[str, Any]],
) -> dict[str, Any]:
    first = sighting.spans[0]
    return {
        "name": sighting.person.name,
        "mentions": len(sighting.spans),
        "offices": _offices(sighting.offices, day, mentioned, place),
        "evidence": quote(article, *first),
    }


def _offices(
    held: Iterable[Leader],
    day: dt.date,
    mentioned: Counter[str],
    place: Callable[[str], dict[str, Any]],
) -> list[dict[str, Any]]:
    """Describe offices, one a title and place; of many places those that the article names."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for one in held:
        ended = one.end is not None and one.end <= day
        rows[one.title, one.country] = {
            "title": one.title,
            "place": place(one.country),
            "until": one.end.isoformat() if ended and one.end else "",
        }
    near = [row for (_, country), row in rows.items() if country in mentioned]
    return near or list(rows.values())


def _state_row(
    state: dict[str, Any], day: dt.date, covered: dict[tuple[str, str], Coverage]
) -> dict[str, Any]:
    """Say who holds the offices of a state; nobody, if the list is complete; else "unknown"."""
    holders = {one.office: one for one in leaders(day, state["id"])}
    cells = []
    for office in _SHOWN_OFFICES:
        holder, listed = holders.get(office), covered.get((state["id"], office))
        known = holder is not None or (listed is not None and listed.holds(day))
        cells.append(
            {
                "office": office,
                "title": holder.title if holder else "",
                "name": holder.name if holder else "",
                "known": known,
            }
        )
    return {**state, "offices": cells}
