"""Leaders: who held which office, and when; see `briefing.facts.offices` for the facts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from briefing.facts.asked import AsOf, day_of
from briefing.facts.offices import OFFICES, Leader, coverage, stays
from briefing.facts.stays import held_or_last
from briefing.gazetteer.folding import fold

__all__ = [
    "OFFICES", "Leader", "PersonNames", "coverage", "folded", "leaders", "person_names", "stays",
    "who_is",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNames:
    """Names that mean a person, folded (`briefing.gazetteer.folding`); a hyphen is a space.

    Attributes
    ----------
    full
        Full names in every known spelling: ``emmanuel macron``, ``xi jinping``.
    surnames
        What leaders are called by alone. Some are words or places as well: ``may``, ``castillo``.
    unmistakable
        Those of the surnames, and of single-word spellings, that hardly mean anything else:
        ``macron``, ``lula``.
    """

    full: frozenset[str]
    surnames: frozenset[str]
    unmistakable: frozenset[str]


def leaders(as_of: AsOf | None = None, country: str | None = None) -> tuple[Leader, ...]:
    """Give those who were in office on a day.

    Parameters
    ----------
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).
    country
        Only those of this place id: ``country:IR``, ``bloc:NATO``. If None, all.

    Returns
    -------
    leaders
        In the order of place ids and `OFFICES`. An office that nobody is known for has none:
        `coverage` tells a vacancy from what is not known. A day after the last review gives who
        was in office then.

    Raises
    ------
    ParameterError
        If the day is none.

    Examples
    --------
    >>> [(one.title, one.name) for one in leaders("2022-07-19", "country:IR")]
    [('Supreme Leader', 'Ali Khamenei'), ('President', 'Ebrahim Raisi'), \
('Foreign Minister', 'Hossein Amir-Abdollahian')]
    """
    day = day_of(as_of)
    return tuple(
        one for one in stays() if one.holds(day) and (country is None or one.country == country)
    )


def who_is(name: str, as_of: AsOf | None = None) -> tuple[Leader, ...]:
    """Give the offices of those who are called by a name, as of a day.

    Parameters
    ----------
    name
        Full name in any known spelling, or a surname, with or without the title; in any case,
        with or without accents: ``Erdogan``, ``President Erdoğan``, ``Mohammed bin Salman``.
    as_of
        The day, as a date or ``YYYY-MM-DD``; None is today (UTC).

    Returns
    -------
    leaders
        Every office that such a person held on the day. If none of them held any, the last
        offices that they had left by then; empty if they had none yet, or nobody is called so.

    Raises
    ------
    ParameterError
        If the day is none.

    Examples
    --------
    >>> [(one.title, one.end) for one in who_is("Merkel", "2022-07-19")]
    [('Chancellor', datetime.date(2021, 12, 8))]
    """
    day, wanted = day_of(as_of), folded(name)
    called = [one for one in stays() if wanted in _calls(one)]
    if present := tuple(one for one in called if one.holds(day)):
        return present
    by_person: dict[str, list[Leader]] = defaultdict(list)
    for one in called:
        by_person[one.name].append(one)
    last = {one for rows in by_person.values() for one in held_or_last(rows, day)}
    return tuple(one for one in called if one in last)


def person_names() -> PersonNames:
    """Give every name that means a leader, so that it is not taken for a place."""
    full = {folded(name) for one in stays() for name in one.names}
    strong = {folded(one.surname) for one in stays() if one.is_unmistakable}
    return PersonNames(
        full=frozenset(name for name in full if " " in name),
        surnames=frozenset(folded(one.surname) for one in stays() if one.surname),
        unmistakable=frozenset(strong | {name for name in full if " " not in name} - _regnal()),
    )


def folded(name: str) -> str:
    """Fold a name to its words with one space between them: ``Amir-Abdollahian``, ``K. P.``."""
    return " ".join(re.findall(r"\w+", fold(name)))


def _calls(one: Leader) -> set[str]:
    names = {folded(name) for name in (*one.names, one.surname) if name}
    return names | {f"{folded(one.title)} {name}" for name in names}


def _regnal() -> set[str]:
    """Single names of monarchs and popes, which many people bear: ``felipe``, ``francis``."""
    return {folded(one.name) for one in stays() if not one.surname and " " not in one.name}
