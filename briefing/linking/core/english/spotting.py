"""Spotting: where an English text spells a name that the gazetteer has, the longest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress

from briefing.gazetteer.folding import LONGEST_NAME
from briefing.linking.core.names import Name, Names
from briefing.linking.core.spots import Spot, last_word
from briefing.linking.core.tokens import Tokens

# Letters with full stops, as newspapers shorten states: "N.C.", "W. Va.".
_DOTTED = re.compile(r"(?:[A-Z]\. ?)?[A-Z][a-z]{0,4}\.")
_LONGEST_SHORT_FORM = 5
_APOSTROPHES = frozenset("'’")  # noqa: RUF001 - as they are typed
# What follows the code of a state in an address: "Bath, ME 04530".
_ZIP = re.compile(r" \d{5}\b")
_CODE = 2  # letters of the code of a state
_SHORT = 3  # letters; names this short count only in capitals


def spot_names(tokens: Tokens, names: Names) -> list[Spot]:
    """Find the names that a piece of text spells, in order and without overlap.

    Only words that begin with a capital letter can open a name. The longest name that ends with
    a word wins; where a shorter one would be right, the evidence must say so.
    """
    spots: list[Spot] = []
    spans = tokens.spans
    end = 0
    for index in compress(range(len(spans)), tokens.capital):
        start = spans[index][0]
        if start < end:
            continue
        found = _shortened(tokens, index, names, spots[-1:]) or _longest(tokens, index, names)
        if found is None:
            continue
        name, end = found
        if name.key.startswith("the ") and _goes_on(tokens, index + 1, end, names):
            end = spans[index][1]  # "The Dominican Republic" is no Dominican
            continue
        spots.append(Spot(start, end, index, last_word(tokens, index, end), name))
    return spots


def _goes_on(tokens: Tokens, index: int, end: int, names: Names) -> bool:
    """Tell whether a name that begins with a word ends after an offset."""
    found = _longest(tokens, index, names)
    return found is not None and found[1] > end


def _longest(tokens: Tokens, index: int, names: Names) -> tuple[Name, int] | None:
    """Return the longest name that begins with a word, and where it ends."""
    text = tokens.text
    start = tokens.spans[index][0]
    for key in reversed(names.prefixes(tokens.folded[start : start + LONGEST_NAME])):
        end = start + len(key)
        if _ends_word(text, end) and _is_written_as_name(tokens, index, key, names):
            name = names.get(key)
            if name is not None:
                return name, end
    return None


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not text[end].isalnum()


def _is_written_as_name(tokens: Tokens, index: int, key: str, names: Names) -> bool:
    """Tell whether the text writes a key the way names are written.

    Its last word has a capital ("Bosnia and Herzegovina", not "Paris in"), it does not run over
    a line with a full stop, and very short names stand in capitals.
    """
    start = tokens.spans[index][0]
    written = tokens.text[start : start + len(key)]
    if len(key) <= _SHORT:
        if key in names.cues.short:
            return True
        is_code = len(key) == _CODE and names.short_form(written) is not None
        return written.isupper() and not is_code  # "MAKERS CO., LTD."
    if written.endswith(names.cues.nouns):
        return True
    last = written[max(written.rfind(" "), written.rfind("-"), written.rfind("\n")) + 1 :]
    if last[1:2] in _APOSTROPHES:  # "Côte d'Ivoire"
        last = last[2:]
    return len(last) == len(key) or not last[:1].islower() or (last.islower() and "-" in written)


def _shortened(
    tokens: Tokens, index: int, names: Names, before: Sequence[Spot]
) -> tuple[Name, int] | None:
    """Return the division that a short form stands for: "Fla.", "N.C.", "NSW", "Austin, TX".

    A code of two letters stands behind a place that lies in it or before a postal code: "OR", "IN"
    and "CO." are words besides.
    """
    start, end = tokens.spans[index]
    if end - start > _LONGEST_SHORT_FORM:
        return None
    written = tokens.text[start:end]
    match = _DOTTED.match(tokens.text, start) if tokens.text[end : end + 1] == "." else None
    if match:
        written = match[0]
    elif not written.isupper():
        return None
    name = names.short_form(written)
    if name is None:
        return None
    if len(written) == _CODE and not _is_behind_place(tokens, index, name, before):
        return None
    return name, start + len(written)


def _is_behind_place(tokens: Tokens, index: int, name: Name, before: Sequence[Spot]) -> bool:
    """Tell whether a place that lies in a division stands right before its code."""
    start, end = tokens.spans[index]
    if tokens.gap(index) != ", ":
        return False
    if _ZIP.match(tokens.text, end):
        return True
    return any(spot.end == start - 2 and spot.name.lies_in(name) for spot in before)
