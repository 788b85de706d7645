"""Spotting: where a text spells a listed name of its language, the longest first."""

from __future__ import annotations

from briefing.gazetteer.folding import LONGEST_NAME
from briefing.linking.core.listed.lexicon import ACRONYM, LISTED, SMALL
from briefing.linking.core.listed.rules import Rules
from briefing.linking.core.names import Name, Names
from briefing.linking.core.spots import Spot, last_word
from briefing.linking.core.tokens import Tokens
from briefing.linking.core.traits import Clitics

_LEAST_AFTER_CLITIC = 3  # letters


def spot_names(rules: Rules, tokens: Tokens, names: Names) -> list[Spot]:
    """Find the names that a piece of text spells, in order and without overlap, the longest first.

    Names begin with a capital letter where the script has them; adjectives need none.
    """
    spots: list[Spot] = []
    spans = tokens.spans
    end = 0
    for index, (start, _) in enumerate(spans):
        found = _at(rules, tokens, index, names) if start >= end else None
        if found is None or _is_cut_through(tokens, index, found, names):
            continue
        first, end, name = found
        spots.append(Spot(first, end, index, last_word(tokens, index, end), name))
    return spots


def _at(rules: Rules, tokens: Tokens, index: int, names: Names) -> tuple[int, int, Name] | None:
    """Return the name that begins with a word, or behind its clitics, and its span."""
    found = _longest(tokens, tokens.spans[index][0], names)
    clitics = rules.grammar.clitics
    if found is None and clitics:
        found = _behind_clitics(clitics, tokens, index, names, rules.hand.region)
    if found is None or rules.caseless or _is_written_as_name(rules, tokens, index, found, names):
        return found
    return None


def _longest(tokens: Tokens, start: int, names: Names) -> tuple[int, int, Name] | None:
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
    clitics: Clitics, tokens: Tokens, index: int, names: Names, least: float
) -> tuple[int, int, Name] | None:
    """Look behind the particles that are written in one word with a name of some likelihood.

    Of a name with the article, "for" leaves only the second letter: "للصين" is "ل" and "الصين";
    the span then begins with that letter.
    """
    start, stop = tokens.spans[index]
    folded = tokens.folded
    match = clitics.particles.match(folded, start, stop)
    for offset in range(start + 1, min(match.end() + 1, stop) if match else start):
        lost = clitics.lost if folded[offset - 1 : offset + 1] == clitics.fused else ""
        keys = names.prefixes(lost + folded[offset : offset + LONGEST_NAME])
        for key in reversed(keys):
            end = offset + len(key) - len(lost)
            if len(key) < _LEAST_AFTER_CLITIC or (end < len(folded) and folded[end].isalnum()):
                continue
            name = names.get(key)
            if name is not None and name.known.prior >= least:
                return offset, end, name
    return None


def _is_written_as_name(
    rules: Rules, tokens: Tokens, index: int, found: tuple[int, int, Name], names: Names
) -> bool:
    """Tell whether a name has the capital letters that it needs."""
    start, end, name = found
    written = tokens.text[start:end]
    if names.bits(name.key) & ACRONYM:
        return written.isupper()
    if "\n" in written:
        return False
    last = written[max(written.rfind(" "), written.rfind("-")) + 1 :]
    if (
        len(last) < len(written)
        and last.islower()
        and not rules.grammar.small_tails
        and _needs_capitals(name, names)
    ):
        return False  # "La mesa"
    if tokens.capital[index] or name.is_demonym or names.bits(name.key) & SMALL:
        return True
    # "mer Noire", "сектор Газа": a noun in lower case before the name proper
    return " " in written and any(letter.isupper() for letter in written)


def _needs_capitals(name: Name, names: Names) -> bool:
    """Tell whether all words of a name have capital letters: a town's that no list has."""
    return names.is_division(name) and not names.bits(name.key) & LISTED


def _is_cut_through(tokens: Tokens, index: int, found: tuple[int, int, Name], names: Names) -> bool:
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
