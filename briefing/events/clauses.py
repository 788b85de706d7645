"""Clauses: the subject and the target of each verb of a sentence, found by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from briefing.events.lexicon import Entry, Lexicon, relation_classes
from briefing.events.phrases import POSSESSIVE, Group, Words

_DIRECT, _INHERITED, _UNNAMED = 0.9, 0.75, 0.6  # confidence
_REACH = 14  # words between a verb and its subject or target
_SIDE = frozenset((",", "-", "(", ")", '"'))
_ENDS = frozenset((";", ":", ".", "?", "!"))


@dataclass(frozen=True, slots=True)
class Event:
    """A verb or noun of the lexicon with its actors.

    Attributes
    ----------
    name
        Class of the relation.
    pairs
        Source and target of each relation.
    first, last
        Half-open span of words.
    status
        ``stated``, ``negated`` or ``possible``.
    confidence
        0 to 1.
    said_by
        Who alleges it; empty if the text states it.
    """

    name: str
    pairs: tuple[tuple[str, str], ...]
    first: int
    last: int
    status: str
    confidence: float
    said_by: str = ""


@dataclass(slots=True)
class Told:
    """What the sentences before have told: who acted last, and on whom."""

    subject: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    together: tuple[str, ...] = ()  # the last who were named as several
    named: tuple[str, ...] = ()  # in the sentence before
    acts: list[tuple[str, str]] = field(default_factory=list)

    def answered_by(self, actors: Sequence[str]) -> tuple[str, ...]:
        """Return who last did something to one of these."""
        for source, target in reversed(self.acts[-8:]):
            if target in actors and source not in actors:
                return (source,)
        return ()


@dataclass(frozen=True, slots=True)
class _Subject:
    actors: tuple[str, ...]
    confidence: float
    status: str = "stated"
    said_by: str = ""
    antecedent: tuple[str, ...] = ()  # whom a relative clause is about


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb form in the sentence."""

    first: int
    last: int
    entries: tuple[Entry, ...]


class SentenceReader:
    """One sentence, with what was told before it.

    Parameters
    ----------
    words
        Of the sentence.
    groups
        Those who are named in it.
    lexicon
        Of its language.
    told
        What came before; it is brought up to date.
    """

    def __init__(
        self, words: Words, groups: Sequence[Group], lexicon: Lexicon, told: Told
    ) -> None:
        self.words, self.groups, self.lexicon, self.told = words, groups, lexicon, told
        self.texts, self.closed = words.texts, lexicon.words
        self._by_last = {group.last: group for group in groups}
        self._inside = {
            index: group for group in groups for index in range(group.first, group.last)
        }
        self._verbs = list(self._find_verbs())
        self._done: list[tuple[_Verb, _Subject, tuple[str, ...]]] = []

    def events(self) -> Iterator[Event]:
        """Find the events of the sentence, in reading order."""
        found = [*self._verbal(), *self._nominal()]
        yield from sorted(found, key=lambda event: event.first)
        named = tuple(dict.fromkeys(actor for group in self.groups for actor in group.actors))
        several = [group.actors for group in self.groups if len(group.actors) > 1]
        if several:
            self.told.together = several[-1]
        elif len(named) == 2:
            self.told.together = named
        if named:
            self.told.named = named

    def _find_verbs(self) -> Iterator[_Verb]:
        index = 0
        while index < len(self.texts):
            found = None if index in self._inside else self.lexicon.verb_at(self.texts, index)
            before = self.texts[index - 1] if index else ""
            if found and before not in self.closed["articles"] and before != POSSESSIVE:
                yield _Verb(index, index + found[0], found[1])
            index += found[0] if found else 1

    # --- verbs -----------------------------------------------------------------------------

    def _verbal(self) -> Iterator[Event]:
        for verb in self._verbs:
            subject = self._subject(verb)
            if subject is None:
                continue
            event = self._event(verb, subject)
            targets = tuple(target for _, target in event.pairs) if event else ()
            self._done.append((verb, subject, targets))
            self.told.subject = subject.actors
            if event:
                self.told.target = targets
                self.told.acts += event.pairs
                yield event

    def _event(self, verb: _Verb, subject: _Subject) -> Event | None:
        """Make the event of a verb by the first of its entries that finds a target."""
        stop = self._clause_end(verb)
        for entry in verb.entries:
            if entry.nouns and not self._has_noun(entry, verb, stop):
                continue
            found = self._passive(verb, subject, stop) or self._active(entry, verb, subject, stop)
            if found:
                pairs, last, share = found
                if pairs := self._fitting(entry, pairs):
                    status = self._status(verb, subject, entry)
                    confidence = round(min(subject.confidence, share), 2)
                    return Event(
                        entry.name, pairs, verb.first, last, status, confidence, subject.said_by
                    )
            if entry.nouns:
                return None
        return None

    def _fitting(self, entry: Entry, pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        kept = [(source, target) for source, target in pairs if source != target]
        if "@bloc" in entry.flags:
            kept = [pair for pair in kept if pair[1].startswith(("bloc:", "organisation:"))]
        if "<" in entry.flags:
            kept = [(target, source) for source, target in kept]
        return tuple(dict.fromkeys(kept))

    def _has_noun(self, entry: Entry, verb: _Verb, stop: int) -> bool:
        if entry.nouns is None:
            return True
        heard = " ".join(self.texts[verb.last : min(stop, verb.last + 9)])
        return bool(entry.nouns.within(heard, 0, len(heard)))

    def _active(
        self, entry: Entry, verb: _Verb, subject: _Subject, stop: int
    ) -> tuple[list[tuple[str, str]], int, float] | None:
        is_mutual = relation_classes()[entry.name].direction == "both"
        for where in entry.targets:
            actors, last, share = self._target(where, verb, subject, stop)
            if actors:
                return list(product(subject.actors, actors)), last, share
        if subject.antecedent and "object" in entry.targets:  # "whom Iran supplies"
            return list(product(subject.actors, subject.antecedent)), verb.last, _INHERITED
        if is_mutual and len(subject.actors) > 1:
            return list(combinations(subject.actors, 2)), verb.last, _DIRECT
        return None

    def _passive(
        self, verb: _Verb, subject: _Subject, stop: int
    ) -> tuple[list[tuple[str, str]], int, float] | None:
        """Read "A was accused by B": who is named first is the target."""
        if not self._is_passive(verb):
            return None
        agent = self._behind(self.closed["by"], verb.last, stop)
        if agent is None:
            return [], verb.last, 0.0
        return list(product(agent.actors, subject.actors)), agent.last, _DIRECT

    def _is_passive(self, verb: _Verb) -> bool:
        if self.texts[verb.first].endswith("ing") and self.lexicon.language == "en":
            return False
        index = verb.first - 1
        while index >= 0 and self._is_adverb(self.texts[index]):
            index -= 1
        return index >= 0 and self.texts[index] in self.closed["be"]

    # --- subjects --------------------------------------------------------------------------

    def _subject(self, verb: _Verb) -> _Subject | None:
        """Find who does what a verb says, going left from it."""
        index = self._before_auxiliaries(verb.first - 1)
        for _ in range(_REACH):
            if index < 0:
                return None
            word = self.texts[index]
            if group := self._inside.get(index):
                if found := self._as_subject(group, verb):
                    return found
                if not group.preposition:
                    return None
                index = group.first - 1
            elif word in self.closed["joints"] or word == ",":
                return self._across(index, verb)
            elif word in self.closed["relative"]:
                return self._relative(index)
            elif word in self.closed["they"]:
                return self._pronoun(word)
            elif word in self.closed["prepositions"] and index == verb.first - 1:
                return self._gerund(verb, word)
            elif word in _ENDS or word in self.closed["stops"]:
                return None
            elif word in _SIDE:
                return self._across(index, verb)
            elif word in self.closed["agents"] and (found := self._office(index)):
                return found
            elif self._is_verb(index):
                return self._controlled(index) if self._is_infinitive(verb) else None
            else:
                index -= 1
        return None

    def _before_auxiliaries(self, index: int) -> int:
        """Step left over auxiliaries, adverbs and what governs an infinitive."""
        while index >= 0 and index not in self._inside:
            word = self.texts[index]
            if not (
                word in self.closed["auxiliaries"]
                or word in self.closed["possible"]
                or word in self.closed["refused"]
                or word in self.closed["negations"]
                or self._is_adverb(word)
            ):
                break
            if self._is_verb(index) and word not in self.closed["auxiliaries"]:
                break
            index -= 1
        return index

    def _as_subject(self, group: Group, verb: _Verb) -> _Subject | None:
        if group.preposition or not (group.acts or self._is_passive(verb)):
            return None
        before = self.texts[group.first - 1] if group.first else ""
        antecedent: tuple[str, ...] = ()
        if before in self.closed["stops"] and before not in self.closed["they"]:
            earlier = self._by_last.get(group.first - 1) or (
                self._by_last.get(group.first - 2) if self.texts[group.first - 2] == "," else None
            )
            if earlier and before in self.closed["object relative"]:
                antecedent = earlier.actors
        return _Subject(group.actors, _DIRECT, antecedent=antecedent)

    def _across(self, index: int, verb: _Verb) -> _Subject | None:
        """Find the subject on the other side of an insertion, or share that of the verb before."""
        word = self.texts[index]
        if word in _SIDE:
            left = index - 1
            while left >= 0 and self.texts[left] not in _SIDE | _ENDS:
                left -= 1
            if left >= 0 and (group := self._by_last.get(left)) and not group.preposition:
                return _Subject(group.actors, _INHERITED) if group.acts else None
        if self._done:
            before, subject, _ = self._done[-1]
            if not self._new_clause(before.last, index):
                return replace(subject, confidence=min(subject.confidence, _INHERITED))
        first = next((group for group in self.groups if group.last <= index), None)
        if first and first.acts and not first.preposition and not self._done:
            return _Subject(first.actors, _UNNAMED)
        return None

    def _new_clause(self, start: int, end: int) -> bool:
        """Tell whether a clause with another subject began between two places."""
        return any(
            word in self.closed["stops"] and word not in self.closed["relative"]
            for word in self.texts[start:end]
        ) and False

    def _relative(self, index: int) -> _Subject | None:
        at = index - 1 if index and self.texts[index - 1] == "," else index
        group = self._by_last.get(at)
        return _Subject(group.actors, _INHERITED) if group and group.acts else None

    def _pronoun(self, word: str) -> _Subject | None:
        actors = self.told.subject
        if word == "they":
            actors = self.told.together or actors
        return _Subject(actors, _UNNAMED) if actors else None

    def _office(self, index: int) -> _Subject | None:
        """Read "the two ministers": those whom the text named together last."""
        begin = index
        while begin and self.texts[begin - 1] not in self.closed["articles"] | _ENDS | _SIDE:
            begin -= 1
            if index - begin > 3:
                return None
        said = set(self.texts[max(0, begin - 2) : begin])
        if said & self.closed["several"] and len(self.told.together) > 1:
            return _Subject(self.told.together, _UNNAMED)
        return None

    def _gerund(self, verb: _Verb, word: str) -> _Subject | None:
        """Read "accused B of supplying": B is said to do it, by whoever accuses."""
        if not self._done:
            return None
        before, subject, targets = self._done[-1]
        if any(entry.name == "accuse" for entry in before.entries) and targets:
            return _Subject(targets[:1], _INHERITED, "possible", subject.actors[0])
        return replace(subject, confidence=_UNNAMED) if word in self.closed["by"] else None

    def _controlled(self, index: int) -> _Subject | None:
        """Take the subject of the verb that an infinitive hangs on: "agreed to reopen"."""
        for verb, subject, _ in reversed(self._done):
            if verb.first <= index < verb.last:
                status = "possible"
                if self.texts[index] in self.closed["refused"]:
                    status = "negated"
                return _Subject(subject.actors, _INHERITED, status)
        return None

    def _is_infinitive(self, verb: _Verb) -> bool:
        return bool(verb.first) and self.texts[verb.first - 1] in self.closed["infinitive"]

    # --- targets ---------------------------------------------------------------------------

    def _target(
        self, where: str, verb: _Verb, subject: _Subject, stop: int
    ) -> tuple[tuple[str, ...], int, float]:
        match where:
            case "object":
                found = self._object(verb, stop)
            case "that":
                found = self._in_clause(verb)
            case "complement":
                found = next(self._groups_between(verb.last, self._sentence_end(verb)), None)
            case "answer":
                actors = self.told.answered_by(subject.actors)
                return actors, min(verb.last + 2, stop), _UNNAMED
            case "context":
                actors = tuple(one for one in self.told.together if one not in subject.actors)
                return actors, verb.last, _UNNAMED
            case "between":
                found = self._behind(frozenset((where,)), verb.last, stop)
            case _:
                found = self._behind(frozenset((where,)), verb.last, stop)
        if found:
            actors = tuple(one for one in found.actors if one not in subject.actors)
            return actors, found.last, _DIRECT
        return self._pronoun_target(where, verb, subject)

    def _object(self, verb: _Verb, stop: int) -> Group | None:
        """Return the first who are named behind a verb before any preposition but "of"."""
        for group in self._groups_between(verb.last, stop):
            between = self.texts[verb.last : group.first]
            hangs = [word for word in between if word in self.closed["prepositions"]]
            if all(word in self.closed["of"] and word == "of" for word in hangs):
                return group if len(between) <= 7 else None
            return None
        return None

    def _in_clause(self, verb: _Verb) -> Group | None:
        """Return the subject of the clause behind "that"."""
        if self.texts[verb.last : verb.last + 1] and self.texts[verb.last] in self.closed["that"]:
            group = next(self._groups_between(verb.last, verb.last + 8), None)
            return group if group and not group.preposition else None
        return None

    def _behind(self, prepositions: frozenset[str], start: int, stop: int) -> Group | None:
        for group in self._groups_between(start, stop):
            if group.preposition in prepositions:
                return group
        return None

    def _groups_between(self, start: int, stop: int) -> Iterator[Group]:
        yield from (group for group in self.groups if start <= group.first < stop)

    def _pronoun_target(
        self, where: str, verb: _Verb, subject: _Subject
    ) -> tuple[tuple[str, ...], int, float]:
        """Read "accused it", "with him", "asked both", "met his counterpart"."""
        at = verb.last
        if where not in {"object", "that"}:
            if self.texts[at : at + 1] != (where,):
                return (), at, 0.0
            at += 1
        said = self.texts[at : at + 3]
        actors: tuple[str, ...] = ()
        if said[:1] and said[0] in self.closed["it"]:
            actors = self._last_named(at, subject)
        elif any(" ".join(said[:n]) in self.closed["pairs"] for n in (1, 2, 3)):
            actors = self.told.together
        elif any(word in self.closed["colleague"] for word in said):
            actors = self._done[-1][2] if self._done and self._done[-1][2] else self.told.target
        actors = tuple(one for one in actors if one not in subject.actors)
        return actors, at + 1, _UNNAMED

    def _last_named(self, index: int, subject: _Subject) -> tuple[str, ...]:
        """Return whom a pronoun means: who was named last, but not the subject."""
        for group in reversed([group for group in self.groups if group.last <= index]):
            if rest := tuple(one for one in group.actors if one not in subject.actors):
                return rest[-1:]
        rest = tuple(one for one in self.told.target if one not in subject.actors)
        return rest[-1:] or tuple(one for one in self.told.subject if one not in subject.actors)[:1]

    # --- status and ends -------------------------------------------------------------------

    def _status(self, verb: _Verb, subject: _Subject, entry: Entry) -> str:
        begin = self._before_auxiliaries(verb.first - 1) + 1
        said = self.texts[max(0, begin - 1) : verb.first]
        if any(word in self.closed["negations"] or word.endswith("n't") for word in said):
            return "negated"
        if any(word in self.closed["refused"] for word in said):
            return "negated"
        if self.texts[verb.first] in self.closed["refused"] and " " in " ".join(
            self.texts[verb.first : verb.last]
        ):
            return "negated"
        is_possible = any(word in self.closed["possible"] for word in said) or "?" in entry.flags
        clause = self.texts[max(0, begin - _REACH) : begin]
        is_possible |= any(word in self.closed["if"] for word in clause)
        return "possible" if is_possible else subject.status

    def _is_adverb(self, word: str) -> bool:
        is_ly = self.lexicon.language == "en" and word.endswith("ly")
        return is_ly or word in self.closed["adverbs"] or word.isdigit()

    def _is_verb(self, index: int) -> bool:
        return any(verb.first <= index < verb.last for verb in self._verbs)

    def _clause_end(self, verb: _Verb) -> int:
        """Return where the words that belong to a verb end."""
        for index in range(verb.last, len(self.texts)):
            word = self.texts[index]
            if index in self._inside:
                continue
            if word in _ENDS or (word in self.closed["stops"] and index > verb.last):
                return index
            is_next = any(other.first == index for other in self._verbs)
            if is_next and self.texts[index - 1] not in self.closed["infinitive"]:
                return index
        return len(self.texts)

    def _sentence_end(self, verb: _Verb) -> int:
        for index in range(verb.last, len(self.texts)):
            if self.texts[index] in _ENDS or self.texts[index] in self.closed["breaks"]:
                return index
        return len(self.texts)

    # --- nouns -----------------------------------------------------------------------------

    def _nominal(self) -> Iterator[Event]:
        """Find "A's attack on B" and "talks between A and B"."""
        index = 0
        while index < len(self.texts):
            found = self.lexicon.noun_at(self.texts, index)
            for entry in found[1] if found else ():
                if event := self._noun_event(entry, index, index + (found[0] if found else 1)):
                    yield event
                    break
            index += found[0] if found else 1

    def _noun_event(self, entry: Entry, first: int, last: int) -> Event | None:
        behind = self.texts[last] if last < len(self.texts) else ""
        if behind not in entry.targets:
            return None
        group = next(self._groups_between(last, last + 5), None)
        if group is None or group.preposition != behind:
            return None
        if behind in self.closed["between"]:
            pairs = list(combinations(group.actors, 2))
        else:
            owner = self._inside.get(first)
            by = self._behind(self.closed["by"], group.last, group.last + 4)
            sources = owner.actors if owner and owner.last == last else by.actors if by else ()
            pairs = list(product(sources, group.actors))
        fitting = self._fitting(entry, pairs)
        if not fitting:
            return None
        return Event(entry.name, fitting, first, group.last, "stated", _INHERITED)
