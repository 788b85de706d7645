"""A sentence as the grammar of relations sees it: words, those who are named, and verbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.events.lexicon import Lexicon
from briefing.events.told import Subject, Verb
from briefing.events.words import DASH, POSSESSIVE, Group, Words

ENDS = frozenset((";", ":", ".", "?", "!"))
SIDES = frozenset((",", DASH, "(", ")", '"'))
_STEPPED = ("auxiliaries", "possible", "refused", "negations")
_NOUN = 4  # words between a verb and its noun: "imposed new trade sanctions"
REACH = 14
"""Words between a verb and its subject or target."""


class Sentence:
    """One sentence; what has been read of it is kept in ``done``.

    Parameters
    ----------
    words
        Of the sentence.
    groups
        Those who are named in it.
    lexicon
        Of its language.
    """

    def __init__(self, words: Words, groups: Sequence[Group], lexicon: Lexicon) -> None:
        self.texts, self.groups, self.lexicon = words.texts, groups, lexicon
        self.closed = lexicon.words
        self.by_last = {group.last: group for group in groups}
        self.inside = {index: group for group in groups for index in range(group.first, group.last)}
        self.verbs = [self._framed(verb) for verb in self._find_verbs()]
        self._verb_words = {
            index: verb for verb in self.verbs for index in range(verb.first, verb.last)
        }
        self.done: list[tuple[Verb, Subject, tuple[str, ...]]] = []

    def has(self, index: int, *keys: str) -> bool:
        """Tell whether the word at an index is one of some closed classes."""
        if not 0 <= index < len(self.texts):
            return False
        word, closed = self.texts[index], self.closed
        for key in keys:  # noqa: SIM110 - no generator: this is asked for every word
            if word in closed[key]:
                return True
        return False

    def _find_verbs(self) -> Iterator[Verb]:
        index, last = 0, None
        while index < len(self.texts):
            found = None if index in self.inside else self.lexicon.verb_at(self.texts, index)
            if found and not self._is_noun(index) and not _takes(last, self.texts[index], index):
                last = Verb(index, index + found[0], found[1])
                yield last
            elif index not in self.inside and self.has(index, "speech"):
                yield Verb(index, index + 1, ())
            index += found[0] if found else 1

    def _is_noun(self, index: int) -> bool:
        """Tell "the visits", "after talks" from the verbs that are written the same."""
        before = self.texts[index - 1] if index else ""
        if before in self.closed["articles"] or before == POSSESSIVE:
            return True
        is_english = self.lexicon.language == "en"
        hangs = before in self.closed["prepositions"] and not self.texts[index].endswith("ing")
        is_infinitive = before in self.closed["infinitive"]
        return is_english and hangs and (not is_infinitive or self.texts[index].endswith("s"))

    def _framed(self, verb: Verb) -> Verb:
        """Find the auxiliary that a verb at the end of its clause belongs to."""
        if not self.closed["frames"]:
            return verb
        for index in range(verb.first - 1, max(verb.first - 2 * REACH, 0), -1):
            if self.texts[index] in ENDS or (self.has(index, "stops") and index not in self.inside):
                break
            if self.has(index, "frames") and index in self.by_last:
                return Verb(verb.first, verb.last, verb.entries, index + 1)
        return verb

    def _is_adverb(self, word: str) -> bool:
        is_ly = self.lexicon.language == "en" and word.endswith("ly")
        return is_ly or word in self.closed["adverbs"] or word.isdigit()

    def before_auxiliaries(self, index: int) -> int:
        """Step left over auxiliaries, adverbs and what governs an infinitive."""
        while index >= 0 and index not in self.inside:
            if self.is_verb(index) and not self.has(index, "auxiliaries"):
                break
            if not (self._is_adverb(self.texts[index]) or self.has(index, *_STEPPED)):
                break
            index -= 1
        return index

    def hangs(self, group: Group) -> bool:
        """Tell "in Iran" from "after Iran", which a clause may follow."""
        return bool(group.preposition) and group.preposition not in self.closed["stops"]

    def is_verb(self, index: int) -> bool:
        """Tell whether a word is of a verb of the lexicon."""
        return index in self._verb_words

    def is_infinitive(self, verb: Verb) -> bool:
        """Tell whether a verb hangs on another: "to meet"."""
        endings = tuple(self.closed["infinitive endings"])
        has_form = not endings or self.texts[verb.last - 1].endswith(endings)
        return has_form and self.has(verb.first - 1, "infinitive")

    def is_passive(self, verb: Verb) -> bool:
        """Tell "was accused" from "accused"."""
        if self.lexicon.language == "en" and self.texts[verb.first].endswith("ing"):
            return False
        if verb.frame:
            return self.has(verb.frame - 1, "be")
        index = verb.first - 1
        while index >= 0 and self._is_adverb(self.texts[index]):
            index -= 1
        return self.has(index, "be")

    def window(self, verb: Verb) -> tuple[int, int]:
        """Return between which words the objects of a verb stand."""
        return (verb.frame, verb.first) if verb.frame else (verb.last, self.clause_end(verb))

    def clause_end(self, verb: Verb) -> int:
        """Return where the words that belong to a verb end."""
        starts = {other.first for other in self.verbs}
        for index in range(verb.last, len(self.texts)):
            if index in self.inside:
                continue
            if self.texts[index] in ENDS or self.has(index, "stops"):
                return index
            if index in starts and not self.has(index - 1, "infinitive"):
                return self._next_subject(verb, index)
        return len(self.texts)

    def _next_subject(self, verb: Verb, index: int) -> int:
        """Return where the subject of the next verb begins, if it has one of its own."""
        group = self.inside.get(self.before_auxiliaries(index - 1))
        if group is None or group.first <= verb.last or group.preposition:
            return index
        is_new = self.has(group.first - 1, "joints") or self.texts[group.first - 1] in SIDES
        return group.first if is_new else index

    def sentence_end(self, verb: Verb) -> int:
        """Return where all that hangs on a verb ends."""
        for index in range(verb.last, len(self.texts)):
            if self.texts[index] in ENDS or self.has(index, "breaks"):
                return index
        return len(self.texts)

    def behind(self, prepositions: frozenset[str], start: int, stop: int) -> Group | None:
        """Return who stand behind a preposition: "on Japan and 46 per cent on Vietnam"."""
        found = [
            phrase
            for group in self.groups_between(start, stop)
            if group.preposition in prepositions
            for phrase in group.phrases
        ]
        return Group(tuple(found)) if found else None

    def groups_between(self, start: int, stop: int) -> Iterator[Group]:
        """Give those who are named between two words."""
        yield from (group for group in self.groups if start <= group.first < stop)

    def persons(self, index: int) -> tuple[str, ...]:
        """Return those who are named as persons before a word, in reading order."""
        return tuple(
            phrase.actor
            for group in self.groups
            for phrase in group.phrases
            if phrase.is_person and phrase.last <= index
        )


def _takes(verb: Verb | None, word: str, index: int) -> bool:
    """Tell "held talks" from "held, talks": whether a word is the noun of the verb before it."""
    if verb is None or index - verb.last > _NOUN:
        return False
    nouns = (entry.nouns for entry in verb.entries if entry.nouns)
    return any(found.at(word, 0, len(word)) for found in nouns)
