"""Subjects: who does what a verb says, found going left from it."""

from __future__ import annotations

from dataclasses import replace

from briefing.events.sentence import ENDS, REACH, SIDES, Sentence
from briefing.events.told import DIRECT, INHERITED, UNNAMED, Subject, Told, Verb
from briefing.events.words import Group

_CONTENT = frozenset(("threaten", "demand"))
_OFFICE = 3  # words between "the two" and "ministers"


class Subjects:
    """The subjects of one sentence.

    Parameters
    ----------
    sentence
        With what has been read of it.
    told
        What came before it.
    """

    def __init__(self, sentence: Sentence, told: Told) -> None:
        self._here, self._told = sentence, told

    def of(self, verb: Verb) -> Subject | None:
        """Find the subject of a verb; None if nobody who may act is its subject."""
        here = self._here
        if verb.frame:
            group = here.by_last[verb.frame - 1]
            return None if here.hangs(group) or not group.acts else Subject(group.actors, DIRECT)
        index = here.before_auxiliaries(verb.first - 1)
        for _ in range(REACH):
            if index < 0:
                return None
            if group_here := here.inside.get(index):
                found = self._named(group_here, verb)
                if found or not here.hangs(group_here):
                    return found
                index = group_here.first - 1
            elif here.has(index, "articles") and not self._is_pronoun(index, verb):
                # "The cyclone hit": someone else; "on the border": an insertion.
                if not here.has(index - 1, "prepositions"):
                    return None
                index -= 2
            elif self._decides(index, verb):
                return self._unnamed(index, verb)
            else:
                index -= 1
        return None

    def _is_pronoun(self, index: int, verb: Verb) -> bool:
        """Tell "these", right before a verb, and "the two" from an article."""
        return index == verb.first - 1 or self._here.has(index, "several")

    def _decides(self, index: int, verb: Verb) -> bool:
        """Tell whether a word settles who the subject is, or that there is none."""
        here = self._here
        if here.texts[index] in SIDES | ENDS or here.is_verb(index):
            return True
        if here.has(index, "agents", "blocs"):
            return self._office(index) is not None
        hangs = here.has(index, "prepositions") and index == verb.first - 1
        return hangs or here.has(index, "joints", "relative", "they", "several", "stops")

    def _unnamed(self, index: int, verb: Verb) -> Subject | None:
        """Find the subject by the word that stands where its name would."""
        here, word = self._here, self._here.texts[index]
        if word in SIDES or here.has(index, "joints"):
            return self._across(index, verb)
        if here.has(index, "relative"):
            return self._relative(index)
        if here.has(index, "they", "several"):
            return self._pronoun() if here.has(index, "they") else self._several(word)
        if here.has(index, "agents", "blocs"):
            return self._office(index)
        if here.is_verb(index):
            is_denied = here.has(index, "refused") and word != here.texts[verb.first]
            return self._controlled(index) if here.is_infinitive(verb) or is_denied else None
        return self._gerund(word) if here.has(index, "prepositions") else None

    def _named(self, group: Group, verb: Verb) -> Subject | None:
        here = self._here
        is_passive = here.is_passive(verb)
        is_part = is_passive and group.preposition in here.closed["of"]  # "thousands of Afghans"
        if (here.hangs(group) and not is_part) or not (group.acts or is_passive):
            return None
        if here.is_infinitive(verb) and not self._governs(group, verb):
            return None  # "asked B to": B has not done it
        if here.has(group.first - 1, "that") and self._is_demand(group.first - 1):
            return None
        antecedent: tuple[str, ...] = ()
        if here.has(group.first - 1, "object relative"):
            is_apart = here.texts[group.first - 2] == ","
            if earlier := here.by_last.get(group.first - 1 - is_apart):
                antecedent = earlier.actors
        return Subject(group.actors, DIRECT, antecedent=antecedent)

    def _is_demand(self, index: int) -> bool:
        """Tell what is demanded from what is told: "demanded that B withdraw"."""
        before = [verb for verb in self._here.verbs if verb.first < index]
        return bool(before) and any(entry.name == "demand" for entry in before[-1].entries)

    def _governs(self, group: Group, verb: Verb) -> bool:
        """Tell "Iran intends to" from "asked Iran to", where the verb before has its object."""
        here = self._here
        if any(here.has(index, "possible") for index in range(group.last, verb.first)):
            return True
        if not here.done:
            return group.first == 0  # "Putin to visit Iran": a headline
        before = here.done[-1][0]
        between = range(before.last, group.first)
        return group.first < before.last or any(
            here.texts[index] in SIDES or here.has(index, "stops") for index in between
        )

    def _across(self, index: int, verb: Verb) -> Subject | None:
        """Find the subject on the other side of an insertion, or share that of the verb before."""
        here = self._here
        if here.texts[index] in SIDES:
            left = index - 1
            while left >= 0 and here.texts[left] not in SIDES | ENDS:
                left -= 1
            group = here.by_last.get(left)
            if group and not here.hangs(group):
                return Subject(group.actors, INHERITED) if group.acts else None
        if here.done:
            return self._shared(verb)
        if here.has(0, "they"):
            return self._pronoun()
        first = next((group for group in here.groups if group.last <= index), None)
        if first and first.acts and not here.hangs(first):
            return Subject(first.actors, UNNAMED)
        return None

    def _shared(self, verb: Verb) -> Subject:
        """Return the subject of the verb before: "blamed" is no infinitive, "meet" may be one."""
        here = self._here
        is_finite = here.texts[verb.first].endswith(("ed", "s"))
        done = [
            subject
            for before, subject, _ in here.done
            if not (is_finite and here.is_infinitive(before))
        ]
        subject = done[-1] if done else here.done[-1][1]
        return replace(
            subject,
            confidence=min(subject.confidence, INHERITED),
            status="stated" if is_finite else subject.status,
            said_by="",
        )

    def _relative(self, index: int) -> Subject | None:
        here = self._here
        group = here.by_last.get(index - (here.texts[index - 1] == ","))
        return Subject(group.actors, INHERITED) if group and group.acts else None

    def _pronoun(self) -> Subject | None:
        done = self._here.done
        actors = done[-1][1].actors if done else self._told.subject
        return Subject(actors, UNNAMED) if actors else None

    def _office(self, index: int) -> Subject | None:
        """Read "the two ministers", and "the junta" where the text speaks of one state."""
        here, begin = self._here, index
        while begin and not here.has(begin - 1, "articles"):
            begin -= 1
            if index - begin > _OFFICE or here.texts[begin] in SIDES | ENDS:
                return None
        for at in (begin - 1, begin - 2):
            if here.has(at, "several"):
                return self._several(here.texts[at])
        if here.has(index, "blocs") and begin == index and begin > 0:
            bloc = self._told.topic("bloc:")
            return Subject(bloc, UNNAMED) if bloc else None
        is_ruler = here.has(index, "rulers") and begin == index and begin > 0
        topic = self._told.topic() if is_ruler else ()
        return Subject(topic, UNNAMED) if topic else None

    def _several(self, word: str) -> Subject | None:
        """Read "the two", "both", "the three"."""
        actors = self._told.several if word == "three" else self._told.pair()
        return Subject(actors, UNNAMED) if len(actors) > 1 else None

    def _gerund(self, word: str) -> Subject | None:
        """Read "accused B of supplying": B is said to do it, by whoever accuses."""
        here = self._here
        if not here.done:
            first = next(iter(here.groups), None)
            is_by = word in here.closed["by"] and first and first.acts and not here.hangs(first)
            return Subject(first.actors, UNNAMED) if first and is_by else None
        before, subject, targets = here.done[-1]
        if targets and any(entry.name == "accuse" for entry in before.entries):
            return Subject(targets[:1], INHERITED, "possible", subject.actors[0])
        return replace(subject, confidence=UNNAMED) if word in here.closed["by"] else None

    def _controlled(self, index: int) -> Subject | None:
        """Take the subject of the verb that an infinitive hangs on: "agreed to reopen"."""
        for verb, subject, _ in reversed(self._here.done):
            if verb.first <= index < verb.last:
                if any(entry.name in _CONTENT for entry in verb.entries):
                    return None  # what is threatened or demanded is not done
                status = "negated" if self._here.has(index, "refused") else "possible"
                return Subject(subject.actors, INHERITED, status)
        return None
