"""Namesakes: what is named after a place and is none, as ships, clubs, treaties and syndromes are.

The words that tell them stand in ``geodata/curated/not_places.toml``, language by language.
"""

from __future__ import annotations

import csv
import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.gazetteer.folding import as_key
from briefing.gazetteer.index import KINDS, Gazetteer
from briefing.gazetteer.place import PlaceKind
from briefing.linking.core.names import Names
from briefing.linking.core.spots import Spot
from briefing.linking.core.tokens import Tokens

FILE = "not_places.toml"
CLUBS_FILE = "club_towns.csv"
EVIDENCE = "named after a place"
_LONGEST_PHRASE, _LONGEST_NAME = 20, 40  # characters
_SCORE = re.compile(r"(?<![\d–:-])(?:\d{1,2}[-–]\d{1,2}|\d:\d)(?![\d–:-])")  # noqa: RUF001 - dashes as typed
_MAY_SCORE = re.compile(r"\d[-–:]\d")  # noqa: RUF001 - found far faster
_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n")
_PLACED = frozenset(
    ("before: strong", "before: noun of", "container after", "locative", "kind", "before")
)
# "The Iran agreement" is about Iran; in "the ship crossed the Strait of Hormuz" some languages have
# the ship right before the strait.
_POWERS = frozenset((PlaceKind.COUNTRY, PlaceKind.BLOC))
_SEAS = frozenset((PlaceKind.SEA,))
_LARGEST = 5  # places of a name that may be the town of a club
_PUNCTUATION = ".,;:!?()\"'«»“”"
_MOST_CAPITALS = 4  # words of "Halifax International Security Forum"
_NEXT = frozenset((" ", "\n", "-", ' "', " «", " „", " “", "'", "’"))  # noqa: RUF001 - as they are typed

Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesakes:
    """The words of a language beside a name that then is no place; folded.

    Attributes
    ----------
    before, prefixes
        Right before the name; prefixes in capitals alone.
    of, joints
        Before the name and a joint, or right before it where the language has no joints.
    after
        Right after the name.
    after_capital
        The same, where it has a capital.
    match, result
        Of a match: in the sentence of a club, and right after it.
    phrases
        Several words right before the name.
    names
        Whole names that hold that of a place.
    titles
        With a capital, at the end of a run of capitals after the name.
    """

    before: Words = frozenset()
    prefixes: Words = frozenset()
    of: Words = frozenset()
    joints: Words = frozenset()
    after: Words = frozenset()
    after_capital: Words = frozenset()
    titles: Words = frozenset()
    match: Words = frozenset()
    result: Words = frozenset()
    phrases: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word → the names that hold it."""

    def in_text(self, tokens: Tokens) -> Namesakes:
        """Return those of the words that a text has: mostly few, so that little is looked for."""
        present = set(tokens.words)
        return replace(
            self,
            **{name: getattr(self, name) & present for name in _SETS},
            phrases=tuple(one for one in self.phrases if one.strip() in tokens.folded),
        )


NONE = Namesakes()
_BESIDE = ("before", "prefixes", "phrases", "of", "after", "after_capital", "titles")
_SETS = ("before", "prefixes", "of", "after", "after_capital", "titles", "match", "result")


@cache
def load_namesakes(path: Path | None = None) -> Mapping[str, Namesakes]:
    """Read the words of all languages: ISO 639-1 code → words.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    path = path or geodata_dir() / "curated" / FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return {code: _namesakes(table) for code, table in raw.items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise CuratedDataError(
            f"words {path.name!r}",
            f"found {type(error).__name__} ({error}), expected a table with a source a language",
            "restore the file from the release",
        ) from error


@cache
def club_towns(path: Path | None = None) -> frozenset[str]:
    """Return the ids of the towns whose name is that of their football club.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    path = path or geodata_dir() / "curated" / CLUBS_FILE
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return frozenset(row["place"] for row in csv.DictReader(stream))
    except (OSError, ValueError, KeyError) as error:
        raise CuratedDataError(
            f"towns {path.name!r}",
            f"found {type(error).__name__} ({error}), expected the columns place, name, source",
            "restore the file from the release",
        ) from error


def _namesakes(table: dict[str, str]) -> Namesakes:
    """Make the words of a language of their table, whose source is told."""
    if not table.pop("source"):
        raise ValueError("no source")
    listed = defaultdict[str, list[str]](list)
    for name in _parted(table.pop("names", "")):
        for word in name.split():
            listed[word].append(f" {name} ")
    return Namesakes(
        phrases=tuple(f" {phrase} " for phrase in _parted(table.pop("phrases", ""))),
        names={word: tuple(names) for word, names in listed.items()},
        **{kind: frozenset(as_key(words).split()) for kind, words in table.items()},
    )


def _parted(listed: str) -> list[str]:
    return [as_key(name).strip() for name in listed.replace("\n", "").split("|") if name.strip()]


def read_namesakes(words: Namesakes, tokens: Tokens, spots: Sequence[Spot], names: Names) -> None:
    """Mark the names that are part of the name of something else, or stand for it."""
    words = words.in_text(tokens)
    _read_clubs(words, tokens, spots, names)
    if not any(getattr(words, name) for name in _BESIDE):
        spots = [spot for spot in spots if tokens.words[spot.first] in words.names]
    for spot in spots:
        if _has_prefix(words, tokens, spot) or _is_in_name(words, tokens, spot):
            spared: frozenset[PlaceKind] = frozenset()
        elif _stands_behind(words, tokens, spot):
            spared = _POWERS | _SEAS
        elif _is_of(words, tokens, spot) or _stands_before(words, tokens, spot):
            spared = _POWERS
        else:
            continue
        if spared.isdisjoint(KINDS[names.gazetteer.kind[row]] for row, _ in spot.name.pairs):
            spot.evidence[EVIDENCE] = 1


def _read_clubs(words: Namesakes, tokens: Tokens, spots: Sequence[Spot], names: Names) -> None:
    """Mark the towns that stand for their clubs: "Liverpool lost to Everton", "Milan 2-1 Genoa"."""
    if not (words.match or words.result or _MAY_SCORE.search(tokens.text)):
        return
    rows = _club_rows(names.gazetteer)
    clubs = [
        spot
        for spot in spots
        if any(row in rows for row, _ in spot.name.pairs[:_LARGEST])
        and spot.evidence.keys().isdisjoint(_PLACED)
    ]
    if not clubs:
        return
    ends = [match.start() for match in _SENTENCE_END.finditer(tokens.text)]
    sentences = defaultdict[int, list[Spot]](list)
    for spot in clubs:
        sentences[bisect_left(ends, spot.start)].append(spot)
    for number, inside in sentences.items():
        start = ends[number - 1] if number else 0
        end = ends[number] if number < len(ends) else len(tokens.text)
        if _is_match(words, tokens, inside, (start, end)):
            for spot in inside:
                spot.evidence[EVIDENCE] = 1


@cache
def _club_rows(gazetteer: Gazetteer) -> frozenset[int]:
    rows = (gazetteer.row(place_id) for place_id in club_towns())
    return frozenset(row for row in rows if row is not None)


def _is_match(
    words: Namesakes, tokens: Tokens, clubs: Sequence[Spot], span: tuple[int, int]
) -> bool:
    """Tell whether a sentence is about a match of clubs."""
    if _SCORE.search(tokens.text, *span):
        return True
    following = (spot.last + 1 for spot in clubs if spot.last + 1 < len(tokens.words))
    if any(tokens.words[i] in words.result and tokens.gap(i) == " " for i in following):
        return True
    inside = tokens.folded[slice(*span)].replace("-", " ").split()
    return not words.match.isdisjoint(word.strip(_PUNCTUATION) for word in inside)


def _stands_behind(words: Namesakes, tokens: Tokens, spot: Spot) -> bool:
    """Tell whether a ship's or club's noun stands before a name: "the freighter Bremen Express"."""
    index = spot.first - 1
    if not words.before or index < 0 or tokens.gap(spot.first) not in _NEXT:
        return False
    for first in range(index, max(index - _MOST_CAPITALS, -1), -1):
        if tokens.words[first] in words.before:
            return not spot.name.is_demonym  # "a Greek ship", where the noun is first
        if not tokens.capital[first] or tokens.gap(first) != " ":
            break
    return False


def _has_prefix(words: Namesakes, tokens: Tokens, spot: Spot) -> bool:
    """Tell whether a ship's prefix, or one of several words, stands right before a name."""
    index = spot.first - 1
    if not (words.prefixes or words.phrases) or index < 0 or tokens.gap(spot.first) not in _NEXT:
        return False
    start, end = tokens.spans[index]
    if tokens.words[index] in words.prefixes and tokens.text[start:end].isupper():
        return True
    before = f" {tokens.folded[max(spot.start - _LONGEST_PHRASE, 0) : spot.start]}"
    return before.endswith(words.phrases)


def _is_in_name(words: Namesakes, tokens: Tokens, spot: Spot) -> bool:
    """Tell whether a name stands inside a listed one that is no place's."""
    found = words.names.get(tokens.words[spot.first])
    if not found:
        return False
    start = max(spot.start - _LONGEST_NAME, 0)
    around = f" {tokens.folded[start : spot.end + _LONGEST_NAME]} "
    own = spot.start - start + 1
    for name in found:
        at = around.find(name.rstrip(), max(own - len(name), 0))
        if 0 <= at < own and at + len(name) > own + (spot.end - spot.start):
            end = at + len(name) - 1
            if not around[end : end + 1].isalnum():
                return True
    return False


def _is_of(words: Namesakes, tokens: Tokens, spot: Spot) -> bool:
    """Tell whether a name is that of a treaty: "Treaty of Lisbon"."""
    if not words.of:
        return False
    index = spot.first - 1
    while index > 0 and tokens.words[index] in words.joints and tokens.gap(index + 1) in _NEXT:
        index -= 1
    joined = index < spot.first - 1 or not words.joints
    return joined and index >= 0 and tokens.words[index] in words.of


def _stands_before(words: Namesakes, tokens: Tokens, spot: Spot) -> bool:
    """Tell whether a treaty's noun, or a run of capitals that ends with one, follows a name."""
    index = spot.last + 1
    if index >= len(tokens.words):
        return False
    word, capital = tokens.words[index], tokens.capital[index]
    known = word in words.after or (capital and word in words.after_capital)
    if known and tokens.gap(index) in _NEXT:
        return True
    if not words.titles:
        return False
    for last in range(index, min(index + _MOST_CAPITALS, len(tokens.words))):
        if tokens.gap(last) != " " or not tokens.capital[last]:
            return False
        if tokens.words[last] in words.titles:
            return True
    return False
