"""Contests: the disputed areas that a story is about, and the states that stand on its sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import shapely

from briefing.gazetteer.place import PlaceKind
from briefing.maps.marks import DisputedMark, Mark
from briefing.maps.shapes import as_shape

_MOST = 0.5  # of a place that lies in disputed areas: to tell of the one is to tell of the others
_WITHIN = 0.6  # of a disputed area that lies in such a place
_SHORE = 0.05  # degrees: how far off the simplified edge of an area a point still lies in it
_NEAR = 3.0  # degrees between areas of one dispute
_VAGUE = 1.0  # degrees: how far off the islets of an archipelago its point may lie
_TOLD = 0.1  # of all mentions, from which a story without the area in its title is about it


@dataclass(frozen=True, slots=True)
class Contest:
    """Which disputed areas a story is about.

    Attributes
    ----------
    areas
        Ids of the areas.
    sides
        Ids of the states that hold or claim one of them, the most mentioned first.
    """

    areas: frozenset[str] = frozenset()
    sides: tuple[str, ...] = ()


def find_contest(marks: Sequence[Mark], disputed: Sequence[DisputedMark]) -> Contest:
    """Tell which disputed areas a story is about.

    Parameters
    ----------
    marks
        Places of the story; one tells of an area if it lies in it, or is made of such areas.
    disputed
        Disputed areas of the world.

    Returns
    -------
    contest
        Without areas unless the title names a place that tells of one, or a tenth of all mentions
        goes to such places.
    """
    told = {mark.id: _told_of(mark, disputed) for mark in marks}
    telling = [mark for mark in marks if told[mark.id]]
    weight = sum(mark.mentions for mark in telling)
    leading = any(mark.role == "subject" for mark in telling)
    if not (leading or weight > _TOLD * sum(mark.mentions for mark in marks)):
        return Contest()
    heavy = {key for mark in telling if mark.role != "other" for key in told[mark.id]}
    named = {key for mark in telling for key in told[mark.id]}
    main = [area for area in disputed if area.id in (heavy or named)]
    rivals = [area for area in disputed if area.id in named and _is_near(area, main)]
    mentions = {mark.id: mark.mentions for mark in marks}
    return Contest(frozenset(area.id for area in rivals), _sides(rivals, mentions))


def _is_near(area: DisputedMark, others: Sequence[DisputedMark]) -> bool:
    """Whether an area named in passing belongs to the same dispute as the main ones."""
    return any(area.shape.distance(other.shape) < _NEAR for other in others)


def contested(areas: Iterable[DisputedMark], contest: Contest) -> tuple[DisputedMark, ...]:
    """Note on disputed areas whether the story is about them."""
    return tuple(replace(area, contested=area.id in contest.areas) for area in areas)


def covered(marks: Iterable[Mark], contest: Contest, areas: Sequence[DisputedMark]) -> list[Mark]:
    """Note on marks whether the areas that the story is about stand for them."""
    rivals = [area for area in areas if area.id in contest.areas]
    return [
        replace(mark, covered=mark.kind is not PlaceKind.COUNTRY and bool(_told_of(mark, rivals)))
        for mark in marks
    ]


def _sides(areas: Sequence[DisputedMark], mentions: Mapping[str, int]) -> tuple[str, ...]:
    states = {state for area in areas for state in (*area.administered_by, *area.claimed_by)}
    return tuple(sorted(states, key=lambda state: (-mentions.get(state, 0), state)))


def _told_of(mark: Mark, disputed: Sequence[DisputedMark]) -> list[str]:
    if not mark.is_area:
        spot = shapely.Point(mark.lon, mark.lat)
        near = [(area.shape.distance(spot), area.id) for area in disputed]
        reach = _VAGUE if mark.is_loose else _SHORE
        return [min(near)[1]] if near and min(near)[0] < reach else []
    whole, bounds = as_shape(mark.shape), shapely.box(*mark.shape.bounds)
    shares = {}
    for area in disputed:
        if bounds.intersects(shapely.box(*area.shape.bounds)):
            common = as_shape(shapely.intersection(whole, as_shape(area.shape))).area
            shares[area.id] = common, common / area.shape.area
    if sum(common for common, _ in shares.values()) < _MOST * mark.shape.area:
        return []
    # A district of an area tells of it, though most of the area lies elsewhere.
    lies_in = [key for key, (common, _) in shares.items() if common > _WITHIN * mark.shape.area]
    return lies_in or [key for key, (_, share) in shares.items() if share > _WITHIN]
