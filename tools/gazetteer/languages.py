"""Names of places in other languages than English, each language in files of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing.gazetteer.codes import METONYM
from briefing.linking.core.traits import listed_languages
from tools.gazetteer.language_words import word_bits
from tools.gazetteer.lexicon import Bearer, Finder, Lexicon, write_lexicon
from tools.gazetteer.lookup import place_of
from tools.gazetteer.outside import Outside

if TYPE_CHECKING:
    from tools.gazetteer.draft import Draft


def write_languages(folder: Path, draft: Draft, rows: dict[str, int]) -> None:
    """Write the names and the words of every language.

    Parameters
    ----------
    folder
        Where to.
    draft
        The finished places.
    rows
        Id of a place → its row.
    """
    for language in listed_languages():
        lexicon = Lexicon(language)
        outside = None if lexicon.outside is None else Outside(lexicon, lexicon.outside, draft)
        if outside:
            outside.add_names()
        lexicon.add_reviewed(finder(draft))
        if outside:
            outside.add_derived()
        write_lexicon(folder, lexicon, rows.__getitem__, word_bits(lexicon))


def finder(draft: Draft) -> Finder:
    """Return what finds the places of the reviewed lists in a draft."""

    def find(text: str) -> Bearer:
        entry = place_of(draft, text)
        return Bearer(entry.id, any(flag & METONYM for flag in entry.names.values()))

    return find
