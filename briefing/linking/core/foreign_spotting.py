"""Spotting names in texts of other languages than English, the longest first."""

# ruff: noqa: RUF001 - letters of many scripts

from __future__ import annotations

import re

from briefing.linking.core.foreign_names import REGION, ForeignNames
from briefing.linking.core.lexicon import ACRONYM, LISTED, SMALL
from briefing.linking.core.names import Name
from briefing.linking.core.spotting import LONGEST_NAME, Spot
from briefing.linking.core.tokens import Tokens

_CLITICS = re.compile("[وف]?[بكل]?")  # "and", "so"; "in", "like", "for"
_LEAST_AFTER_CLITIC = 3  # letters
_SURE = REGION


def spot_names(tokens: Tokens, names: ForeignNames) -> list[Spot]:
    """Find the names that a piece of text spells, in order and without overlap, the longest first.

    Names begin with a capital letter where the script has them; adjectives need none.
    """
    spots: list[Spot] = []
    spans = tokens.spans
    end = 0
    for index, (start, _) in enumerate(spans):
        found = _at(tokens, index, names) if start >= end else None
        if found is None or _is_cut_through(tokens, index, found, names):
            continue
        first, end, name = found
        last = index
        while last + 1 < len(spans) and spans[last + 1][0] < end:
            last += 1
        spots.append(Spot(first, end, index, last, name))
    return spots


def _at(tokens: Tokens, index: int, names: ForeignNames) -> tuple[int, int, Name] | None:
    """Return the name that begins with, or in Arabic within, a word, and its span."""
    found = _longest(tokens, tokens.spans[index][0], names)
    if found is None and names.language == "ar":
        found = _behind_clitics(tokens, index, names)
    if found is None or names.caseless or _is_written_as_name(tokens, index, found, names):
        return found
    return None


def _longest(tokens: Tokens, start: int, names: ForeignNames) -> tuple[int, int, Name] | None:
    """Return the longest name that begins at an offset, with its span."""
    folded = tokens.folded
    for key in reversed(names.prefixes(folded[start : start + LONGEST_NAME])):
        end = start + len(key)
        if end < len(folded) and folded[end].isalnum():
            continue
        name = names.get(key)
        if name is not None:
            return start, end, name
    return None


def _behind_clitics(
    tokens: Tokens, index: int, names: ForeignNames
) -> tuple[int, int, Name] | None:
    """Look behind the particles that Arabic writes in one word with what follows.

    Of a name with the article, "for" leaves only the second letter: "للصين" is "ل" and "الصين";
    the span then begins with that letter.
    """
    start, stop = tokens.spans[index]
    folded = tokens.folded
    match = _CLITICS.match(folded, start, stop)
    for offset in range(start + 1, min(match.end() + 1, stop) if match else start):
        if folded[offset - 1] == "ل" and folded[offset] == "ل":
            keys = names.prefixes("ا" + folded[offset : offset + LONGEST_NAME])
            cut = 1
        else:
            keys = names.prefixes(folded[offset : offset + LONGEST_NAME])
            cut = 0
        for key in reversed(keys):
            end = offset + len(key) - cut
            if len(key) < _LEAST_AFTER_CLITIC or (end < len(folded) and folded[end].isalnum()):
                continue
            name = names.get(key)
            if name is not None and names.prior(name) >= _SURE:
                return offset, end, name
    return None


def _is_written_as_name(
    tokens: Tokens, index: int, found: tuple[int, int, Name], names: ForeignNames
) -> bool:
    """Tell whether a name has the capital letters that it needs."""
    start, end, name = found
    written = tokens.text[start:end]
    if names.word(name.key) & ACRONYM:
        return written.isupper()
    if "\n" in written:
        return False
    last = written[max(written.rfind(" "), written.rfind("-")) + 1 :]
    if len(last) < len(written) and last.islower() and _needs_capitals(name, names):
        return False  # "La mesa"
    if tokens.capital[index] or names.is_demonym(name) or names.word(name.key) & SMALL:
        return True
    # "mer Noire", "сектор Газа": a noun in lower case before the name proper
    return " " in written and any(letter.isupper() for letter in written)


def _needs_capitals(name: Name, names: ForeignNames) -> bool:
    """Tell whether all words of a name have capital letters: a town's in Latin letters."""
    is_latin = names.language not in {"ru", "uk"}
    return is_latin and names.is_division(name) and not names.word(name.key) & LISTED


def _is_cut_through(
    tokens: Tokens, index: int, found: tuple[int, int, Name], names: ForeignNames
) -> bool:
    """Tell whether a listed name begins inside a town's and runs over its end.

    "La Unión" is a town, but not in "La Unión Europea".
    """
    _, end, name = found
    if " " not in name.key or not names.is_division(name):
        return False
    for start, _ in tokens.spans[index + 1 :]:
        if start >= end:
            break
        other = _longest(tokens, start, names)
        if other is not None and other[1] > end and not names.is_division(other[2]):
            return True
    return False
