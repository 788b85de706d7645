"""Names: what the gazetteer, and a language, know of a name before any text is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.gazetteer.index import DEMONYM, KINDS, NONE, PRIMARY, Gazetteer
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.candidates import code_of, held_by, holds, lying_in, table_of
from briefing.linking.core.english.cues import Cues
from briefing.linking.core.wordlists import WordLists

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pairs = Sequence[tuple[int, int]]

_CACHED_NAMES = 16_384
_SENSE = "\0"
_SAINT = ("st ", "st. ")
SETTLEMENTS = frozenset((PlaceKind.CITY, PlaceKind.DISTRICT))
_DIVISIONS = SETTLEMENTS | {PlaceKind.REGION}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What a language knows of a name.

    Attributes
    ----------
    evidence
        What the name itself says about being a place in a text.
    prior
        Log odds that it is one, where no evidence says so.
    given
        How common it is as a given name, 0 to 1.
    sure
        Code of the country and region that the name stands for without context, 0 where open;
        None if it needs context.
    is_region
        Whether it is the main name of a region and of no town, country or other place of size.
    countries, regions
        Codes of the countries and regions that its places lie in.
    """

    evidence: Mapping[str, float]
    prior: float = 0.0
    given: float = 0.0
    sure: tuple[int, int] | None = None
    is_region: bool = False
    countries: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name and the places that bear it.

    Attributes
    ----------
    key
        The folded name, or a short form as it is written ("Fla."); behind it the place that was
        decided on, if one was.
    pairs
        Gazetteer row and flag of each place, the most populous first.
    table
        One row a place; columns as in ``STATIC`` and ``COLUMNS`` of ``candidates``.
    held_by, holds
        Kind and code of the divisions that its places lie in, and of those that they are.
    known
        What the language knows of it.
    """

    key: str
    pairs: tuple[tuple[int, int], ...]
    table: NDArray[np.float64]
    held_by: frozenset[tuple[str, int]]
    holds: frozenset[tuple[str, int]]
    known: Known

    @property
    def folded(self) -> str:
        """The key as it was looked up, whatever place was decided on."""
        return self.key.partition(_SENSE)[0]

    @property
    def kin(self) -> str:
        """The key, the same for "St. Petersburg" and "Saint Petersburg"."""
        key = self.key
        return f"saint {key.partition(' ')[2]}" if key.startswith(_SAINT) else key

    def meaning(self, place_id: str) -> Name:
        """Return the name in the sense of one place: another name than that without it."""
        return replace(self, key=f"{self.key}{_SENSE}{place_id}")

    def lies_in(self, other: Name) -> bool:
        """Tell whether a place of this name lies in a place of the other."""
        return not self.held_by.isdisjoint(other.holds)

    def places_in(self, other: Name) -> frozenset[int]:
        """Return the index of each place of this name that lies in a place of the other."""
        return lying_in(self.table, other.holds)

    @property
    def is_demonym(self) -> bool:
        """Whether the name is of people or an adjective, in some of its senses."""
        return any(flag & DEMONYM for _, flag in self.pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """How a language looks up names and words in a gazetteer.

    Attributes
    ----------
    prefixes
        Folded text → the names that it begins with, shortest first.
    rows
        Folded name → the row and flag of the places that bear it, the most populous first.
    bits
        Folded word → what it is in the language, as ``listed.lexicon`` says; 0 if nothing is known.
    know
        Name and its places → what is known of it.
    """

    prefixes: Callable[[str], list[str]]
    rows: Callable[[str], Pairs]
    bits: Callable[[str], int]
    know: Callable[[str, Pairs], Known]


class Names:
    """The names of a gazetteer in one language, each worked out when it is first met.

    Attributes
    ----------
    gazetteer, cues, lists
        As given.
    prefixes, bits
        As in ``Lookup``.
    """

    def __init__(self, gazetteer: Gazetteer, cues: Cues, lists: WordLists, lookup: Lookup) -> None:
        self.gazetteer = gazetteer
        self.cues = cues
        self.lists = lists
        self.prefixes = lookup.prefixes
        self.bits = lookup.bits
        self._lookup = lookup
        self.get = lru_cache(_CACHED_NAMES)(self._get)
        self.short_form = lru_cache(_CACHED_NAMES)(self._short_form)
        self.place = lru_cache(_CACHED_NAMES)(gazetteer.place)

    def country(self, code: str) -> int:
        """Return the code in ``Name.table`` of a country (ISO 3166-1 alpha-2), 0 if unknown."""
        return self.code(f"country:{code}")

    def code(self, place_id: str) -> int:
        """Return the code in ``Name.table`` of a country, region or district, 0 if unknown."""
        row = self.gazetteer.row(place_id)
        return 0 if row is None else code_of(row)

    def divisions(self, row: int) -> list[int]:
        """Return the rows of the country, region and district that a place lies in."""
        source = self.gazetteer
        rows = (source.country[row], source.region[row], source.district[row])
        return [division for division in rows if division != NONE]

    def is_region(self, name: Name) -> bool:
        """Tell whether a name is of a first-level division, in some of its senses."""
        return any(KINDS[self.gazetteer.kind[row]] is PlaceKind.REGION for row, _ in name.pairs)

    def is_division(self, name: Name) -> bool:
        """Tell whether a name is of divisions and towns alone."""
        return all(KINDS[self.gazetteer.kind[row]] in _DIVISIONS for row, _ in name.pairs)

    def only(self, key: str, row: int, flag: int) -> Name:
        """Return a name that a single place bears, whatever else the gazetteer has for it."""
        return self._name(key, [(row, flag)])

    def _get(self, key: str) -> Name | None:
        pairs = self._lookup.rows(key)
        return self._name(key, pairs) if pairs else None

    def _short_form(self, written: str) -> Name | None:
        row = self.gazetteer.abbreviations.get(written)
        return None if row is None else self._name(written, [(row, PRIMARY)])

    def _name(self, key: str, pairs: Pairs) -> Name:
        gazetteer = self.gazetteer
        return Name(
            key=key,
            pairs=tuple(pairs),
            table=table_of(gazetteer, pairs),
            held_by=held_by(gazetteer, pairs),
            holds=holds(gazetteer, pairs),
            known=self._lookup.know(key, pairs),
        )
