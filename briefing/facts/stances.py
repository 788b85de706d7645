"""Stances: which country each worldview draws a disputed area in, as far as that is known."""

from __future__ import annotations

from typing import NamedTuple

from briefing.facts.claims import INTERNATIONAL, DisputedArea, Worldview, curated


class Stance(NamedTuple):
    """What a worldview says of a disputed area, as far as the data knows.

    Attributes
    ----------
    view
        Name of the worldview.
    area
        Place id of the disputed area.
    owner
        Country that the view draws it in (ISO 3166-1 alpha-2), None for none.
    known
        Whether the data says so of this view.
    follows
        Name of the worldview that is followed where this one is not known, else empty.
    source
        Where the owner stands.
    """

    view: str
    area: str
    owner: str | None
    known: bool
    follows: str
    source: str


def owner(area: DisputedArea, view: Worldview) -> str | None:
    """Tell which country a disputed area is drawn in.

    Returns
    -------
    code
        ISO 3166-1 alpha-2, ``XK`` for Kosovo; None if the view draws it in no country.
    """
    return _stance(area, view).owner


def stances(view: Worldview | None = None) -> tuple[Stance, ...]:
    """Say what each worldview knows of each disputed area, and what it follows where it does not.

    Parameters
    ----------
    view
        One worldview; None for all.

    Returns
    -------
    stances
        One a view and area, areas whose dispute has ended included, in the order of the files.

    Examples
    --------
    >>> said = {one.area: one for one in stances(Worldview.parse("RU"))}
    >>> said["disputed:crimea"].known, said["disputed:gibraltar"].follows
    (True, 'international')
    """
    views = curated().worldviews.values() if view is None else (view,)
    return tuple(_stance(area, one) for one in views for area in curated().areas.values())


def _stance(area: DisputedArea, view: Worldview) -> Stance:
    known = view.name in area.owners
    found = area.owners[view.name if known else INTERNATIONAL]
    return Stance(
        view.name,
        area.id,
        found.country,
        known=known,
        follows="" if known else INTERNATIONAL,
        source=found.source,
    )
