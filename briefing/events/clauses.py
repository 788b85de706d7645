"""Clauses: the subject and the target of each verb of a sentence, found by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise, permutations, product

from briefing.events.lexicon import Entry, Lexicon, relation_classes
from briefing.events.phrases import DASH, POSSESSIVE, Group, Words

_DIRECT, _INHERITED, _UNNAMED = 0.9, 0.75, 0.6  # confidence
_REACH = 14  # words between a verb and its subject or target
_REMEMBERED = 8  # hostile acts
_SIDE = frozenset((",", DASH, "(", ")", '"'))
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
    near
        Half-open span of the words up to the verbs before and behind: times there are its own.
    """

    name: str
    pairs: tuple[tuple[str, str], ...]
    first: int
    last: int
    status: str
    confidence: float
    said_by: str = ""
    near: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Told:
    """What the sentences before have told: who acted last, and on whom."""

    subject: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    doers: tuple[str, ...] = ()  # of the last deed: both, if it has no direction
    persons: tuple[str, ...] = ()  # of the last sentence that named some
    several: tuple[str, ...] = ()  # the last three or more who were named together
    named: Counter[str] = field(default_factory=Counter)
    pairs: Counter[frozenset[str]] = field(default_factory=Counter)
    hostile: list[tuple[str, str]] = field(default_factory=list)
    alleged: list[tuple[str, str, str]] = field(default_factory=list)

    def answered_by(self, actors: Sequence[str]) -> tuple[str, ...]:
        """Return who last did something hostile to one of these."""
        for source, target in reversed(self.hostile[-_REMEMBERED:]):
            if target in actors and source not in actors:
                return (source,)
        return ()

    def pair(self) -> tuple[str, ...]:
        """Return the two who were named together most."""
        latest_first = reversed(self.pairs)
        return tuple(sorted(max(latest_first, key=lambda one: self.pairs[one], default=())))

    def topic(self, kind: str = "") -> tuple[str, ...]:
        """Return whom the text speaks of most, if no other as much; of one kind of actors."""
        counts = [pair for pair in self.named.most_common() if pair[0].startswith(kind)]
        (first, most), (_, next_most) = [*counts, ("", 0), ("", 0)][:2]
        return (first,) if most > next_most else ()


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

    def __init__(self, words: Words, groups: Sequence[Group], lexicon: Lexicon, told: Told) -> None:
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
        for event in sorted(found, key=lambda event: event.first):
            yield replace(event, near=self._near(event))
        if self._done:
            self.told.subject = self._done[0][1].actors
        named = {actor for group in self.groups for actor in group.actors}
        self.told.named.update(named)
        if persons := self._persons(len(self.texts))[len(self.told.persons) :]:
            self.told.persons = tuple(persons)
        if len(named) == 2:
            self.told.pairs[frozenset(named)] += 1
        for group in self.groups:
            if len(group.actors) == 2:
                self.told.pairs[frozenset(group.actors)] += 1
            elif len(group.actors) > 2:
                self.told.several = group.actors

    def _near(self, event: Event) -> tuple[int, int]:
        """Return the words around an event that belong to no other finite verb."""
        others = [verb for verb in self._verbs if verb.first not in range(event.first, event.last)]
        before = [verb.last for verb in others if verb.first < event.first]
        behind = [
            verb.first
            for verb in others
            if verb.first >= event.last and not self._is_infinitive(verb)
        ]
        return max(before, default=0), min(behind, default=len(self.texts))

    def _find_verbs(self) -> Iterator[_Verb]:
        index = 0
        while index < len(self.texts):
            found = None if index in self._inside else self.lexicon.verb_at(self.texts, index)
            if found and not self._is_noun(index):
                yield _Verb(index, index + found[0], found[1])
            elif index not in self._inside and self.texts[index] in self.closed["speech"]:
                yield _Verb(index, index + 1, ())
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

    # --- verbs -----------------------------------------------------------------------------

    def _verbal(self) -> Iterator[Event]:
        for verb in self._verbs:
            subject = self._subject(verb)
            if subject is None:
                if event := self._agent_alone(verb):
                    yield event
                continue
            if self.texts[verb.first] in self.closed["denials"]:
                yield from self._denied(verb, subject)
            events = list(self._events_of(verb, subject))
            targets = tuple(target for _, target in events[0].pairs) if events else ()
            status = self._status(verb, subject)
            self._done.append((verb, replace(subject, status=status), targets))
            speaker = self._speaker(verb, subject)
            if speaker:
                events = [replace(event, said_by=event.said_by or speaker) for event in events]
            for event in reversed(events):
                self._remember(event, targets)
            yield from events

    def _speaker(self, verb: _Verb, subject: _Subject) -> str:
        """Return who says what a clause behind "that" tells; nobody if it is the subject."""
        for before, speaking, _ in reversed(self._done[:-1]):
            between = self.texts[before.last : verb.first]
            if not before.entries and self.closed["that"] & set(between[:3]):
                others = [one for one in speaking.actors if one not in subject.actors]
                return others[0] if others and not _ENDS & set(between) else ""
        return ""

    def _remember(self, event: Event, targets: tuple[str, ...]) -> None:
        told = self.told
        if event.said_by and event.status == "possible":
            told.alleged += [(event.name, *pair) for pair in event.pairs]
            return
        sources = tuple(dict.fromkeys(source for source, _ in event.pairs))
        is_mutual = relation_classes()[event.name].direction == "both"
        told.target = targets
        if event.name not in self.closed["deedless"]:
            told.doers = (*sources, *targets) if is_mutual else sources
        told.pairs.update(frozenset(pair) for pair in event.pairs)
        if event.name in self.closed["hostile"]:
            told.hostile += event.pairs

    def _events_of(self, verb: _Verb, subject: _Subject) -> Iterator[Event]:
        """Make the events of a verb: one for each class that finds a target."""
        stop = self._clause_end(verb)
        made: set[str] = set()
        for entry in verb.entries:
            if entry.name in made or (made and entry.nouns):
                continue
            if entry.nouns and not self._has_noun(entry, verb, stop):
                continue
            found = self._passive(verb, subject, stop) or self._active(entry, verb, subject, stop)
            if found and (pairs := self._fitting(entry, found[0])):
                made.add(entry.name)
                status = self._status(verb, subject)
                if status == "stated" and "?" in entry.flags:
                    status = "possible"
                confidence = round(min(subject.confidence, found[2]), 2)
                yield Event(
                    entry.name, pairs, verb.first, found[1], status, confidence, subject.said_by
                )
            if entry.nouns:
                return

    def _agent_alone(self, verb: _Verb) -> Event | None:
        """Read "the truce was brokered by A", where those it is between are known."""
        agent = self._behind(self.closed["by"], verb.last, self._clause_end(verb))
        for entry in verb.entries:
            if agent and "context" in entry.targets and self._is_passive(verb):
                others = [one for one in self.told.pair() if one not in agent.actors]
                if pairs := self._fitting(entry, list(product(agent.actors, others))):
                    return Event(entry.name, pairs, verb.first, agent.last, "stated", _UNNAMED)
        return None

    def _denied(self, verb: _Verb, subject: _Subject) -> Iterator[Event]:
        """Read "A denies it": what A was said to do is negated."""
        for name, source, target in reversed(self.told.alleged):
            if source in subject.actors:
                pair = ((source, target),)
                yield Event(name, pair, verb.first, verb.last, "negated", _UNNAMED)
                return

    def _fitting(
        self, entry: Entry, pairs: Sequence[tuple[str, str]]
    ) -> tuple[tuple[str, str], ...]:
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
        if "mutual" in entry.targets:
            return list(permutations(subject.actors, 2)), verb.last, _DIRECT
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
                if not self._hangs(group):
                    return None
                index = group.first - 1
            elif word in self.closed["joints"] or word == ",":
                return self._across(index, verb)
            elif word in self.closed["relative"]:
                return self._relative(index)
            elif word in self.closed["they"]:
                return self._pronoun(word)
            elif word in self.closed["several"]:
                return self._several(word)
            elif word in self.closed["prepositions"] and index == verb.first - 1:
                return self._gerund(verb, word)
            elif word in _ENDS or word in self.closed["stops"]:
                return None
            elif word in _SIDE:
                return self._across(index, verb)
            elif word in self.closed["agents"] and (found := self._office(index)):
                return found
            elif word in self.closed["articles"] and index < verb.first - 1:
                # "The cyclone hit": someone else; "on the border": an insertion.
                if index == 0 or self.texts[index - 1] not in self.closed["prepositions"]:
                    return None
                index -= 2
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
        if self._hangs(group) or not (group.acts or self._is_passive(verb)):
            return None
        if self._is_infinitive(verb) and self._done and not self._governs(group, verb):
            return None  # "asked B to": B has not done it
        before = self.texts[group.first - 1] if group.first else ""
        antecedent: tuple[str, ...] = ()
        if before in self.closed["stops"] and before not in self.closed["they"]:
            earlier = self._by_last.get(group.first - 1) or (
                self._by_last.get(group.first - 2) if self.texts[group.first - 2] == "," else None
            )
            if earlier and before in self.closed["object relative"]:
                antecedent = earlier.actors
        return _Subject(group.actors, _DIRECT, antecedent=antecedent)

    def _governs(self, group: Group, verb: _Verb) -> bool:
        """Tell "Iran intends to" from "asked Iran to", where the verb before has its object."""
        if any(word in self.closed["possible"] for word in self.texts[group.last : verb.first]):
            return True
        before = self._done[-1][0]
        return group.first < before.last or any(
            word in _SIDE | self.closed["stops"] for word in self.texts[before.last : group.first]
        )

    def _across(self, index: int, verb: _Verb) -> _Subject | None:
        """Find the subject on the other side of an insertion, or share that of the verb before."""
        word = self.texts[index]
        if word in _SIDE:
            left = index - 1
            while left >= 0 and self.texts[left] not in _SIDE | _ENDS:
                left -= 1
            if left >= 0 and (group := self._by_last.get(left)) and not self._hangs(group):
                return _Subject(group.actors, _INHERITED) if group.acts else None
        if self._done:
            return self._shared(verb)
        if not self._done and self.texts[0] in self.closed["they"]:
            return self._pronoun(self.texts[0])
        first = next((group for group in self.groups if group.last <= index), None)
        if first and first.acts and not self._hangs(first) and not self._done:
            return _Subject(first.actors, _UNNAMED)
        return None

    def _new_clause(self, start: int, end: int) -> bool:
        """Tell whether a clause with another subject began between two places."""
        return (
            any(
                word in self.closed["stops"] and word not in self.closed["relative"]
                for word in self.texts[start:end]
            )
            and False
        )

    def _hangs(self, group: Group) -> bool:
        """Tell "in Iran" from "after Iran", which a clause may follow."""
        return bool(group.preposition) and group.preposition not in self.closed["stops"]

    def _shared(self, verb: _Verb) -> _Subject:
        """Return the subject of the verb before: "blamed" is no infinitive, "meet" may be one."""
        is_finite = self.texts[verb.first].endswith(("ed", "s"))
        done = [
            subject
            for before, subject, _ in self._done
            if not (is_finite and self._is_infinitive(before))
        ]
        subject = done[-1] if done else self._done[-1][1]
        status = "stated" if is_finite else subject.status
        return replace(
            subject, confidence=min(subject.confidence, _INHERITED), status=status, said_by=""
        )

    def _relative(self, index: int) -> _Subject | None:
        at = index - 1 if index and self.texts[index - 1] == "," else index
        group = self._by_last.get(at)
        return _Subject(group.actors, _INHERITED) if group and group.acts else None

    def _pronoun(self, word: str) -> _Subject | None:
        actors = self._done[-1][1].actors if self._done else self.told.subject
        return _Subject(actors, _UNNAMED) if actors else None

    def _office(self, index: int) -> _Subject | None:
        """Read "the two ministers": those whom the text named together last."""
        begin = index
        while begin and self.texts[begin - 1] not in self.closed["articles"] | _ENDS | _SIDE:
            begin -= 1
            if index - begin > 3:
                return None
        said = set(self.texts[max(0, begin - 2) : begin])
        if said & self.closed["several"]:
            return self._several(next(iter(said & self.closed["several"])))
        is_ruler = self.texts[index] in self.closed["rulers"] and begin == index
        topic = self.told.topic() if is_ruler and said & self.closed["articles"] else ()
        return _Subject(topic, _UNNAMED) if topic else None

    def _several(self, word: str) -> _Subject | None:
        """Read "the two", "both", "the three"."""
        actors = self.told.several if word == "three" else self.told.pair()
        return _Subject(actors, _UNNAMED) if len(actors) > 1 else None

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
                actors = tuple(one for one in self.told.pair() if one not in subject.actors)
                return actors if len(actors) == 2 else (), verb.last, _UNNAMED
            case "deed":
                actors = tuple(one for one in self._deed(verb) if one not in subject.actors)
                return actors, min(verb.last + 2, stop), _UNNAMED
            case _:
                found = self._behind(frozenset((where,)), verb.last, stop)
        if found:
            actors = tuple(one for one in found.actors if one not in subject.actors)
            return actors, found.last, _DIRECT
        return self._pronoun_target(where, verb, subject)

    def _deed(self, verb: _Verb) -> tuple[str, ...]:
        """Return whose "step" or "president" stands behind a verb without a name."""
        said = self.texts[verb.last : verb.last + 4]
        if not said or said[0] not in self.closed["articles"]:
            return ()
        if any(word in self.closed["deeds"] for word in said):
            return self.told.doers
        if "bloc" in said:
            return self.told.topic("bloc:")
        return self.told.topic() if any(word in self.closed["rulers"] for word in said) else ()

    def _object(self, verb: _Verb, stop: int) -> Group | None:
        """Return the first who are named behind a verb before any preposition but "of"."""
        for group in self._groups_between(verb.last, stop):
            between = self.texts[verb.last : group.first]
            hangs = [word for word in between if word in self.closed["prepositions"]]
            is_far = len(between) > 7 or any(
                word == "," and after in self.closed["joints"] for word, after in pairwise(between)
            )
            return None if is_far or hangs else self._with_others(group, stop)
        return None

    def _with_others(self, group: Group, stop: int) -> Group:
        """Add who follows behind a place: "met A in Tehran and B"."""
        place, *others = [*self._groups_between(group.last, stop), None][:2]
        if place and others and place.preposition in self.closed["locating"]:
            [other] = others
            is_joined = other and self.texts[other.first - 1] in self.closed["joints"]
            if other and is_joined and other.phrases[0].is_person:
                return Group((*group.phrases, *other.phrases))
        return group

    def _in_clause(self, verb: _Verb) -> Group | None:
        """Return the subject of the clause behind "that"."""
        for index in range(verb.last, min(verb.last + _REACH, len(self.texts))):
            if self.texts[index] in self.closed["that"]:
                group = next(self._groups_between(index, index + 4), None)
                return group if group and not group.preposition else None
        return None

    def _behind(self, prepositions: frozenset[str], start: int, stop: int) -> Group | None:
        """Return who stand behind a preposition: "on Japan and 46 per cent on Vietnam"."""
        found = [
            phrase
            for group in self._groups_between(start, stop)
            if group.preposition in prepositions
            for phrase in group.phrases
        ]
        return Group(tuple(found)) if found else None

    def _groups_between(self, start: int, stop: int) -> Iterator[Group]:
        yield from (group for group in self.groups if start <= group.first < stop)

    def _pronoun_target(
        self, where: str, verb: _Verb, subject: _Subject
    ) -> tuple[tuple[str, ...], int, float]:
        """Read "accused it", "with him", "asked both", "met his counterpart"."""
        at = verb.last
        if where not in {"object", "that"}:
            reach = self.texts[at : min(at + 6, self._clause_end(verb))]
            if where not in reach:
                return (), at, 0.0
            at += reach.index(where) + 1
        elif where == "that" and self.texts[at : at + 1] == ("that",):
            at += 1
            if self._done and self.texts[at : at + 1] and self.texts[at] in self.closed["it"]:
                actors = self._done[0][1].actors
                if not set(actors) & set(subject.actors):
                    return actors, at + 1, _UNNAMED
        said = self.texts[at : at + 3]
        actors: tuple[str, ...] = ()
        if said[:1] and said[0] in self.closed["it"]:
            actors = self._last_named(at, subject)
        elif pair := [n for n in (1, 2, 3) if " ".join(said[:n]) in self.closed["pairs"]]:
            is_three = "three" in said[: pair[-1]]
            actors = self.told.several if is_three else self.told.pair()
        elif any(word in self.closed["colleague"] for word in said):
            actors = self._done[-1][2] if self._done and self._done[-1][2] else self.told.target
        actors = tuple(one for one in actors if one not in subject.actors)
        return actors, at + 1, _UNNAMED

    def _last_named(self, index: int, subject: _Subject) -> tuple[str, ...]:
        """Return whom a pronoun means: who was named last, but not the subject."""
        if self.texts[index] in self.closed["him"]:
            return self._person(index, subject)
        for group in reversed([group for group in self.groups if group.last <= index]):
            if rest := tuple(one for one in group.actors if one not in subject.actors):
                return rest[-1:]
        rest = tuple(one for one in self.told.target if one not in subject.actors)
        return rest[-1:] or tuple(one for one in self.told.subject if one not in subject.actors)[:1]

    def _person(self, index: int, subject: _Subject) -> tuple[str, ...]:
        """Return whom "him" means: the last here, who acted in the sentence before, the last there."""
        there = self.told.persons
        acted = [one for one in self.told.subject if one in there]
        for persons in (self._persons(index)[len(there) :], acted, there):
            if rest := [one for one in persons if one not in subject.actors]:
                return (rest[-1],)
        return ()

    def _persons(self, index: int) -> list[str]:
        """Return those who were named as persons before a place, in reading order."""
        here = [
            phrase.actor
            for group in self.groups
            for phrase in group.phrases
            if phrase.is_person and phrase.last <= index
        ]
        return [*self.told.persons, *here]

    # --- status and ends -------------------------------------------------------------------

    def _status(self, verb: _Verb, subject: _Subject) -> str:
        begin = self._before_auxiliaries(verb.first - 1) + 1
        said = self.texts[max(0, begin - 1) : verb.first]
        if any(word in self.closed["negations"] or word.endswith("n't") for word in said):
            return "negated"
        if any(word in self.closed["refused"] for word in said):
            return "negated"
        if " ".join(self.texts[verb.first : verb.last]) in self.closed["refused"] - {"refused"}:
            return "negated"
        is_possible = any(word in self.closed["possible"] for word in said)
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
            if word in _ENDS or word in self.closed["stops"]:
                return index
            is_next = any(other.first == index for other in self._verbs)
            if is_next and self.texts[index - 1] not in self.closed["infinitive"]:
                return self._next_subject(verb, index)
        return len(self.texts)

    def _next_subject(self, verb: _Verb, index: int) -> int:
        """Return where the subject of the next verb begins, if it has one of its own."""
        group = self._inside.get(self._before_auxiliaries(index - 1))
        if group and group.first > verb.last and not group.preposition:
            if self.texts[group.first - 1] in self.closed["joints"] | _SIDE:
                return group.first
        return index

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
