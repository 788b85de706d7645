"""Traits: what is true of a language, as ``geodata/curated/languages/`` says.

Each language has a folder of its own there. Its ``language.toml`` says how the language is told;
with a section ``[grammar]`` the language is also read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError
from briefing.gazetteer.folding import as_key
from briefing.linking.core.weights import Terms

ENGLISH = "en"
FILE, COMMON_FILE = "language.toml", "common.toml"
CAPITALS = ("names", "nouns", "none")
LATIN = "Latin"
SCRIPTS = {
    LATIN: re.compile("[A-Za-z\u00c0-\u024f]"),
    "Cyrillic": re.compile("[\u0400-\u04ff]"),
    "Arabic": re.compile("[\u0600-\u06ff]"),
}
"""Scripts that are told apart → a letter of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clitics:
    """Particles that are written in one word with the name behind them.

    Attributes
    ----------
    particles
        What may stand before a name in its word.
    fused
        Two letters, the first a particle, the second all that is left of a name's article.
    lost
        What the article has lost there.
    """

    particles: re.Pattern[str]
    fused: str
    lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """How a language writes names and what stands around them.

    Attributes
    ----------
    capitals
        What begins with a capital letter: ``"names"``, ``"nouns"`` (every noun) or ``"none"``.
    small_tails
        Whether the later words of a name may be written small ("Новый город").
    lists
        What may stand between two names of a list.
    containers
        What may stand between a place and what it lies in → how sure that then is, 0 to 1.
    between
        Folded words that may stand between a place and what it lies in, whichever is first ("the
        northern state of").
    inside
        Folded prepositions that may stand there where the place is first ("in the north of").
    possessive
        Whether "'s" makes a name what the place behind it lies in.
    genitives
        Folded endings, after an apostrophe, that do the same.
    language_noun_after
        Whether the noun that makes an adjective a language stands after it ("русский язык").
    kind_after
        Whether a noun for a kind of place stands after the name as well ("Ankara şehri").
    bare_genitive
        Whether a name may stand in the genitive right behind a person's title.
    locatives
        Folded endings after an apostrophe that only places take.
    clitics
        None where the language has none.
    """

    capitals: str = "names"
    small_tails: bool = False
    lists: frozenset[str] = frozenset()
    containers: Mapping[str, float]
    between: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    possessive: bool = False
    genitives: frozenset[str] = frozenset()
    language_noun_after: bool = False
    kind_after: bool = False
    bare_genitive: bool = False
    locatives: frozenset[str] = frozenset()
    clitics: Clitics | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is true of a language.

    Attributes
    ----------
    code
        ISO 639-1.
    name
        In English.
    script
        One of ``SCRIPTS``.
    order
        Of languages that as much of a text speaks for, the one with the lowest is taken.
    function_words
        The commonest words, in lower case.
    letters
        Finds in a word what no other language of the script has; None if there is no such thing.
    letters_needed
        Whether no sentence is without one of them.
    usual
        Whether a text in its script is in this language where nothing else speaks.
    grammar
        None for a language that is only told from the others, and read as English.
    weights
        Evidence → its weight, besides what the languages share.
    """

    code: str
    name: str
    script: str
    order: int
    function_words: frozenset[str]
    letters: re.Pattern[str] | None = None
    letters_needed: bool = False
    usual: bool = False
    grammar: Grammar | None = None
    weights: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class HandWeights:
    """How names and evidence are weighed in a language that no weights are fitted to; log odds.

    Attributes
    ----------
    closed
        That a name of a class that is listed whole is a place, before any text is read.
    region
        The same for a first-level division.
    town, decade
        The same for a town without inhabitants, and for each decade of inhabitants on top.
    capital, alternate, several_words
        What is added for a capital, for another name than the main one, for several words.
    spared
        Share, 0 to 1, of what speaks for a person that counts against a name of a closed class.
    evidence
        Evidence → its weight.
    """

    closed: float
    region: float
    town: float
    decade: float
    capital: float
    alternate: float
    several_words: float
    spared: float
    evidence: Terms


@cache
def languages(folder: Path | None = None) -> Mapping[str, Traits]:
    """Read the traits of all languages.

    Parameters
    ----------
    folder
        By default ``curated/languages/`` of the geodata.

    Returns
    -------
    languages
        ISO 639-1 code → traits, in their order.

    Raises
    ------
    CuratedDataError
        If a file is missing or breaks its contract.
    """
    folder = folder or languages_folder()
    common = _tables(folder / COMMON_FILE)["grammar"]
    found = [_read(path, common) for path in folder.glob(f"*/{FILE}")]
    ordered = sorted(found, key=lambda traits: (traits.order, traits.code))
    return MappingProxyType({traits.code: traits for traits in ordered})


def listed_languages() -> tuple[str, ...]:
    """Return the codes of the languages besides English that texts are read in."""
    return tuple(code for code, one in languages().items() if one.grammar and code != ENGLISH)


@cache
def hand_weights(folder: Path | None = None) -> HandWeights:
    """Read how names and evidence are weighed in the languages besides English.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    path = (folder or languages_folder()) / COMMON_FILE
    raw = _tables(path)
    try:
        return HandWeights(**raw["prior"], evidence=raw["weights"])
    except (KeyError, TypeError) as error:
        raise _broken(path, error) from error


def languages_folder() -> Path:
    """Return the folder with a folder for each language."""
    return geodata_dir() / "curated" / "languages"


def _tables(path: Path) -> dict[str, Any]:
    """Read a file without the sources of its sections."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _broken(path, error) from error
    for section in (raw, *raw.values()):
        if isinstance(section, dict):
            section.pop("source", None)
    return raw


def _read(path: Path, common: Mapping[str, Any]) -> Traits:
    raw = _tables(path)
    for section in ("forms", "outside"):  # tools/ read them to build the lists of names
        raw.pop(section, None)
    try:
        grammar = raw.pop("grammar", None)
        raw["script"] = _one_of(tuple(SCRIPTS), raw["script"])
        raw["function_words"] = frozenset(raw["function_words"].split())
        if "letters" in raw:
            raw["letters"] = re.compile(raw["letters"])
        return Traits(
            code=path.parent.name,
            weights=raw.pop("weights", {}),
            grammar=None if grammar is None else _grammar(grammar, common),
            **raw,
        )
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise _broken(path, error) from error


def _grammar(raw: dict[str, Any], common: Mapping[str, Any]) -> Grammar:
    known = {field.name for field in fields(Grammar)}
    if unknown := sorted(raw.keys() - known):
        raise ValueError(f"unknown {', '.join(unknown)}")
    if "capitals" in raw:
        _one_of(CAPITALS, raw["capitals"])
    if "clitics" in raw:
        clitics = raw["clitics"]
        raw["clitics"] = Clitics(**clitics | {"particles": re.compile(clitics["particles"])})
    for name in ("between", "inside", "genitives", "locatives"):
        raw[name] = frozenset(as_key(raw.get(name, "")).split())
    raw["lists"] = frozenset((*common["lists"], *raw.get("lists", ())))
    raw["containers"] = common["containers"] | raw.get("containers", {})
    return Grammar(**raw)


def _one_of(known: tuple[str, ...], given: str) -> str:
    if given not in known:
        raise ValueError(f"{given!r} is none of {', '.join(known)}")
    return given


def _broken(path: Path, error: Exception) -> CuratedDataError:
    return CuratedDataError(
        f"language {path.parent.name}/{path.name}",
        f"found {type(error).__name__} ({error}), expected what linking-languages.md says",
        "mend the file, or restore it from the release",
    )
