"""What English knows of a name before any text is read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from briefing.gazetteer.index import (
    ALTERNATE,
    DEMONYM,
    KINDS,
    METONYM,
    PRIMARY,
    STRENGTH,
    Gazetteer,
)
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.candidates import (
    GROUP,
    SMALL,
    code_of,
    codes,
    decades_of,
    fame_of,
    is_capital,
)
from briefing.linking.core.english.cues import Cues
from briefing.linking.core.names import Known, Lookup, Pairs
from briefing.linking.core.wordlists import WordLists

MOST_PLACES = 60  # of one name; the most populous are kept

_WORLD_CITY = 5.5  # decades of inhabitants: one of the thousand largest
_LARGE = 5.5  # decades of inhabitants
_SURE_KINDS = frozenset((PlaceKind.COUNTRY, PlaceKind.REGION))
_TOWN_VOUCHES = 5.0  # decades of inhabitants
_ONLY_TOWN_VOUCHES = 3.3
_NOT_SURE = frozenset(("stop name", "seldom a place"))
_NATURAL_ENDINGS = (" river", " lake", " mountains", " desert", " islands", " peninsula")
_DIVISION_ENDINGS = (
    " county",
    " parish",
    " province",
    " governorate",
    " oblast",
    " township",
    " district",
    " municipality",
    " prefecture",
    " region",
)


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """Where English knows names from."""

    gazetteer: Gazetteer
    cues: Cues
    lists: WordLists


def look_up(gazetteer: Gazetteer, cues: Cues, lists: WordLists) -> Lookup:
    """Return how English looks up names and words in a gazetteer."""
    return Lookup(
        prefixes=gazetteer.prefixes,
        rows=lambda key: gazetteer.rows(key)[:MOST_PLACES],
        bits=_no_bits,  # its words have weights
        know=partial(_known, _Source(gazetteer, cues, lists)),
    )


def _no_bits(_word: str) -> int:
    return 0


def _known(source: _Source, key: str, pairs: Pairs) -> Known:
    gazetteer, lists = source.gazetteer, source.lists
    kinds = [KINDS[gazetteer.kind[row]] for row, _ in pairs]
    words = key.split()
    single = words[0].removesuffix("'s") if len(words) == 1 else ""
    evidence = _lexical(words, single, lists) | _geographic(gazetteer, pairs, kinds)
    evidence |= _written(key, kinds, source)
    if "is capital" in evidence and evidence["population"] * 7 > _LARGE:
        # Counts of lower-case words have such names from web addresses and the like.
        for cue in ("common word", "is common word"):
            evidence.pop(cue, None)
    small = [row for (row, _), kind in zip(pairs, kinds, strict=True) if kind in SMALL]
    may_vouch = evidence.keys().isdisjoint(_NOT_SURE)
    return Known(
        evidence=evidence,
        given=lists.given(single),
        sure=_sure(gazetteer, pairs, is_word=bool(lists.common(single))) if may_vouch else None,
        is_region="is region" in evidence and not evidence.keys() & {"is city", "is country"},
        countries=codes(gazetteer.country, [row for row, _ in pairs]),
        regions=codes(gazetteer.region, small),
    )


def _written(key: str, kinds: Sequence[PlaceKind], source: _Source) -> dict[str, float]:
    """Read what the spelling of a name, and the reviewed lists, say of it."""
    found = {
        "stop name": key in source.lists.stop,
        "seldom a place": key in source.cues.seldom,
        "full name of a division": key.endswith(_DIVISION_ENDINGS),
        "may be a river": PlaceKind.PHYSICAL in kinds and not key.endswith(_NATURAL_ENDINGS),
        "short form": key[-1] == "." and key[0].isupper(),
    }
    return {cue: 1.0 for cue, holds in found.items() if holds}


def _lexical(words: Sequence[str], single: str, lists: WordLists) -> dict[str, float]:
    """Read what the words of a name are in English besides a name."""
    evidence = {"more words": float(len(words) - 1)} if len(words) > 1 else {}
    if single:
        common = lists.common(single)
        found = {
            "common word": common,
            "is common word": float(common > 0),
            "given name": lists.given(single),
            "surname": lists.surname(single),
        }
    else:
        common = min(map(lists.common, words), default=0.0)
        found = {"all common words": common, "begins with given name": lists.given(words[0])}
    return evidence | {cue: value for cue, value in found.items() if value}


def _geographic(gazetteer: Gazetteer, pairs: Pairs, kinds: Sequence[PlaceKind]) -> dict[str, float]:
    """Read what kinds of places bear the name, and how large the largest is."""
    evidence: dict[str, float] = {}
    best = other = fame = 0.0
    for (row, flag), kind in zip(pairs, kinds, strict=True):
        if kind is PlaceKind.ORGANISATION:  # it has no place, as blocs have
            evidence["is body without territory"] = 1
        size = decades_of(gazetteer, row, flag)
        if flag & STRENGTH == PRIMARY:
            evidence |= dict.fromkeys(_of_main_name(gazetteer, row, flag, size), 1)
            best = max(best, size)
        elif flag & STRENGTH == ALTERNATE:
            other = max(other, size)
            fame = max(fame, fame_of(gazetteer, row))
    if not evidence:
        evidence["no main name"] = 1
        evidence["fame by another name"] = fame
    evidence["population"] = best / 7
    if other > best:
        evidence["population by another name"] = (other - best) / 7
    evidence["many places"] = math.log(len(pairs)) / 4
    return evidence


def _of_main_name(gazetteer: Gazetteer, row: int, flag: int, size: float) -> Iterator[str]:
    """Give what a place is that has the name as its main one."""
    kind = KINDS[gazetteer.kind[row]]
    if flag & DEMONYM:
        yield "is demonym"
    elif flag & METONYM:
        yield "is metonym"
    else:
        yield "is " + GROUP.get(kind, kind.value)
        if is_capital(gazetteer, row):
            yield "is capital"
        if kind is PlaceKind.CITY and size > _WORLD_CITY:
            yield "is large city"


def _sure(gazetteer: Gazetteer, pairs: Pairs, *, is_word: bool) -> tuple[int, int] | None:
    """Return where a name lies if it can vouch for other names without context."""
    best, best_row = 0.0, -1
    for row, flag in pairs:
        kind = KINDS[gazetteer.kind[row]]
        if flag & STRENGTH != PRIMARY:
            continue
        if kind in _SURE_KINDS:
            return code_of(gazetteer.country[row]), code_of(gazetteer.region[row])
        size = math.log10(gazetteer.population[row] + 1)
        if kind is PlaceKind.CITY and size > best:
            best, best_row = size, row
    enough = _ONLY_TOWN_VOUCHES if len(pairs) == 1 else _TOWN_VOUCHES
    if best_row < 0 or best < enough or is_word:
        return None
    return code_of(gazetteer.country[best_row]), code_of(gazetteer.region[best_row])
