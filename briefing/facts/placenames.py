"""What a place is called: in which language, since when and until when.

`briefing.facts.names` has the two files that say so. The reviewed one is all that an English name
needs, so that a brief in English never opens the table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from briefing.errors import ParameterError
from briefing.facts.asked import AsOf, asked_day, day_of
from briefing.facts.names import KINDS, PlaceName, renamed, table_rows
from briefing.facts.tags import checked_tag, is_of, lookup
from briefing.gazetteer.index import gazetteer

__all__ = [
    "KINDS", "PlaceName", "checked_tag", "display_name", "names_of", "renamed", "shown_name",
]  # fmt: skip

_COMPARED = frozenset(("common", "former"))


def names_of(
    place_id: str,
    *,
    language: str | None = None,
    kind: str | None = None,
    as_of: AsOf | None = None,
) -> tuple[PlaceName, ...]:
    """Give the names of a place.

    Parameters
    ----------
    place_id
        ``country:UA``; a place without other names than its English one has none here.
    language
        BCP 47; takes in what is more exact (``zh`` also ``zh-Hant``). Empty: the untagged names.
        None: all.
    kind
        One of `KINDS`; None: all.
    as_of
        Leave out the names that did not hold on this day (a date or ``YYYY-MM-DD``); None or
        empty: all.

    Returns
    -------
    names
        By language, then by kind; the name to show before others of its kind.

    Raises
    ------
    ParameterError
        If the kind is unknown, or the day is none.
    GazetteerError
        If the table of names is missing or damaged.

    Examples
    --------
    >>> [name.text for name in names_of("country:DE", language="de", kind="native")]
    ['Deutschland']
    """
    if kind is not None and kind not in KINDS:
        raise ParameterError(f"kind {kind!r}", "unknown, expected one of " + ", ".join(KINDS))
    day = asked_day(as_of)
    return tuple(
        name
        for name in table_rows(place_id)
        if (language is None or is_of(name.language, language))
        and (kind is None or name.kind == kind)
        and (day is None or name.holds(day))
    )


def display_name(place_id: str, *, language: str = "en", as_of: AsOf | None = None) -> str:
    """Give the name to show for a place, in a language, as of a day.

    Parameters
    ----------
    place_id
        A place of the gazetteer.
    language
        BCP 47. Where there is no name in it, the English one is given.
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).

    Raises
    ------
    ParameterError
        If the gazetteer has no such place, or the day is none.

    Examples
    --------
    >>> display_name("country:SZ", as_of="2017-05-01"), display_name("country:SZ")
    ('Swaziland', 'Eswatini')
    """
    place = gazetteer().by_id(place_id)
    if place is None:
        raise ParameterError(f"place {place_id!r}", "not in the gazetteer")
    return shown_name(place.id, place.name, language=language, as_of=as_of)


def shown_name(place_id: str, name: str, *, language: str = "en", as_of: AsOf | None = None) -> str:
    """Give the name to show for a place that has an English name already.

    As `display_name`, for any place: one that has no other names here keeps the one it has.
    """
    day = day_of(as_of)
    for tag in lookup(language):
        if tag == "en":
            break
        rows = [one for one in table_rows(place_id) if one.language.casefold() == tag]
        if found := _shown(rows, day):
            return found
    english = [one for one in renamed().get(place_id, ()) if one.language == "en"]
    return _shown(english, day) or name


def _shown(names: Iterable[PlaceName], day: dt.date) -> str:
    """Choose among names of one language: the dated one that came last, else the first."""
    holding = [name for name in names if name.kind in _COMPARED and name.holds(day)]
    dated = [name for name in holding if name.start or name.end]
    if dated:
        return max(dated, key=lambda name: name.start).text
    return holding[0].text if holding else ""
