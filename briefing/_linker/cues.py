"""Cue words: the closed classes of words that speak for or against a place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """The word classes of ``geodata/curated/cues.toml``, folded.

    Attributes
    ----------
    before, after
        Class name → words that may stand before or after a name.
    national
        Word → ISO 3166-1 alpha-2 code of the country whose news uses it.
    linked
        Ids of the organisations that are linked; other organisations are no places.
    never
        Names that hardly ever mean the place that bears them.
    """

    before: dict[str, Words]
    after: dict[str, Words]
    national: dict[str, str]
    linked: Words
    never: Words


@cache
def load_cues(path: Path | None = None) -> Cues:
    """Read the cue words.

    Raises
    ------
    CuratedDataError
        If the file is missing or breaks its contract.
    """
    path = path or geodata_dir() / "curated" / "cues.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Cues(
            before={name: frozenset(words.split()) for name, words in raw["before"].items()},
            after={name: frozenset(words.split()) for name, words in raw["after"].items()},
            national={w: code for code, ws in raw["national"].items() for w in ws.split()},
            linked=frozenset(raw["organisations"]["linked"].split()),
            never=frozenset(raw["never"]["names"].replace("\n", "").split("|")),
        )
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise CuratedDataError(
            f"cue words {path.name!r}",
            f"found {type(error).__name__} ({error}), expected the tables before, after, "
            "national, organisations and never",
            "restore the file from the release",
        ) from error
