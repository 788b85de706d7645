"""Word lists: how common a word is in English, and as a name of persons anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.gazetteer.index import Gazetteer
from briefing.linking.core.english.cues import Cues, Words


@dataclass(frozen=True, slots=True, eq=False)
class WordLists:
    """Words with their weights, 0 to 1.

    Attributes
    ----------
    common_words, given_names, surnames
        Folded word → how common it is.
    no_given
        Words that are no names of persons, whatever the lists say.
    stop
        Names that hardly ever mean the place that bears them.
    """

    common_words: Mapping[str, float]
    given_names: Mapping[str, float]
    surnames: Mapping[str, float]
    no_given: Words
    stop: Words

    def common(self, word: str) -> float:
        """Return how common a word is in English in lower case, 0 to 1."""
        return self.common_words.get(word, 0.0)

    def given(self, word: str) -> float:
        """Return how common a word is as a given name and as nothing else, 0 to 1."""
        if word in self.common_words or word in self.no_given:
            return 0.0
        return self.given_names.get(word, 0.0)

    def surname(self, word: str) -> float:
        """Return how common a word is as a surname and as nothing else, 0 to 1."""
        if word in self.common_words or word in self.no_given or word in self.stop:
            return 0.0
        return self.surnames.get(word, 0.0)


def word_lists(gazetteer: Gazetteer, cues: Cues) -> WordLists:
    """Return the word lists of a gazetteer."""
    return WordLists(
        common_words=gazetteer.word_list("common_words"),
        given_names=gazetteer.word_list("given_names"),
        surnames=gazetteer.word_list("surnames"),
        no_given=cues.before["direction"] | cues.after["institution"],
        stop=cues.never | gazetteer.word_list("stop_names").keys(),
    )
