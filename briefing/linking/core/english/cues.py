"""Cue words: the closed classes of words that speak for or against a place."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.gazetteer.folding import fold

Words = frozenset[str]
_WAYS = ("american", "british")


@dataclass(frozen=True, slots=True)
class Cues:
    """The word classes of ``geodata/curated/languages/en/cues.toml``, folded.

    Attributes
    ----------
    before, after
        Class name → words that may stand before or after a name.
    national
        Word → ISO 3166-1 alpha-2 codes of the countries whose news uses it.
    spelling
        Word → how English is spelt there, ``"american"`` or ``"british"``.
    spells
        ISO 3166-1 alpha-2 code of a country → how it spells English.
    kind_of
        Noun for a kind of place → the kind.
    institutions
        Words that tell the name of an institution.
    never
        Names that hardly ever mean the place that bears them.
    seldom
        Names that are plain words, peoples or armed groups besides, and mean the place only where
        the text says so.
    short
        Names of three letters that count without being in capitals.
    nouns
        Endings of names that texts write small, each after a space: ``" dam"``.
    """

    before: dict[str, Words]
    after: dict[str, Words]
    national: dict[str, tuple[str, ...]]
    spelling: dict[str, str]
    spells: dict[str, str]
    kind_of: dict[str, str]
    institutions: Words
    never: Words
    seldom: Words
    short: Words
    nouns: tuple[str, ...]


def _listed(names: str) -> Words:
    return frozenset(names.replace("\n", "").split("|")) - {""}


def _peoples(curated: Path) -> Words:
    """Read the names of peoples and armed groups that towns bear too."""
    with (curated / "peoples.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(fold(row["name"]) for row in csv.DictReader(stream))


def _national(words: dict[str, str]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for code, listed in words.items():
        for word in listed.split():
            codes[word] = (*codes.get(word, ()), code)
    return codes


@cache
def load_cues(path: Path | None = None) -> Cues:
    """Read the cue words.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    path = path or geodata_dir() / "curated" / "languages" / "en" / "cues.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Cues(
            before={name: frozenset(words.split()) for name, words in raw["before"].items()},
            after={name: frozenset(words.split()) for name, words in raw["after"].items()},
            national=_national(raw["national"]),
            spelling={w: way for way in _WAYS for w in raw["spelling"][way].split()},
            spells={c: way for way in _WAYS for c in raw["spelling"][f"spells_{way}"].split()},
            kind_of={w: kind for kind, words in raw["kinds"].items() for w in words.split()},
            institutions=frozenset(raw["institutions"]["heads"].split()),
            never=_listed(raw["never"]["names"]),
            seldom=_listed(raw["seldom"]["names"]) | _peoples(path.parent.parent.parent),
            short=frozenset(raw["written"]["short"].split()),
            nouns=tuple(f" {noun}" for noun in raw["written"]["nouns"].split("|")),
        )
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise CuratedDataError(
            f"cue words {path.name!r}",
            f"found {type(error).__name__} ({error}), expected the tables before, after, "
            "national, spelling, kinds, institutions, never, seldom and written",
            "restore the file from the release",
        ) from error
