"""Clauses: the events of a sentence, from its verbs and nouns and where its actors stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, permutations, product

from briefing.events.lexicon import Entry, Lexicon
from briefing.events.sentence import ENDS, REACH, Sentence
from briefing.events.subjects import Subjects
from briefing.events.targets import Targets
from briefing.events.told import DIRECT, INHERITED, UNNAMED, Event, Subject, Told, Verb
from briefing.events.words import Group, Words

_Pairs = list[tuple[str, str]]
_FLAGGED = {"?": "possible", "!": "negated"}
_TOGETHER = 2  # times that being named beside each other counts, where one acts on the other
_NEAR = 4  # words before a noun in which what ends it may stand
_NOUN = 9  # words behind a verb in which its noun is looked for


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
        self._here, self._told = Sentence(words, groups, lexicon), told
        self._subjects, self._targets = Subjects(self._here, told), Targets(self._here, told)

    def events(self) -> Iterator[Event]:
        """Find the events of the sentence, in reading order."""
        verbal = list(self._verbal())
        taken = {index for event in verbal for index in range(event.first, event.last)}
        found = [*verbal, *(event for event in self._nominal() if event.first not in taken)]
        for event in sorted(found, key=lambda event: event.first):
            yield replace(event, near=self._near(event))
        first = next(iter(self._here.groups), None)
        if self._here.done:
            self._told.subject = self._here.done[0][1].actors
        elif first and first.first == 0 and first.acts:
            self._told.subject = first.actors
        named = {actor for group in self._here.groups for actor in group.actors}
        self._told.named.update(named)
        if persons := self._here.persons(len(self._here.texts)):
            self._told.persons = persons
        if len(named) == 2:
            self._told.pairs[frozenset(named)] += 1
        for group in self._here.groups:
            if len(group.actors) == 2:
                self._told.pairs[frozenset(group.actors)] += 1
            elif len(group.actors) > 2:
                self._told.several = group.actors

    def _near(self, event: Event) -> tuple[int, int]:
        """Return the words around an event that belong to no other finite verb."""
        others = [
            verb for verb in self._here.verbs if verb.first not in range(event.first, event.last)
        ]
        before = [verb.last for verb in others if verb.first < event.first]
        behind = [
            verb.first
            for verb in others
            if verb.first >= event.last and not self._here.is_infinitive(verb)
        ]
        return max(before, default=0), min(behind, default=len(self._here.texts))

    def _verbal(self) -> Iterator[Event]:
        for verb in self._here.verbs:
            subject = self._subjects.of(verb)
            if subject is None:
                if event := self._agent_alone(verb):
                    yield event
                continue
            if self._here.texts[verb.first] in self._here.closed["denials"]:
                yield from self._denied(verb, subject)
            events = list(self._events_of(verb, subject))
            targets = tuple(target for _, target in events[0].pairs) if events else ()
            status = self._status(verb, subject)
            self._here.done.append((verb, replace(subject, status=status), targets))
            speaker = self._speaker(verb, subject)
            if speaker:
                events = [replace(event, said_by=event.said_by or speaker) for event in events]
            for event in reversed(events):
                self._remember(event, targets)
            yield from events
            yield from (visit for event in events for visit in self._visits(event, verb))

    def _visits(self, event: Event, verb: Verb) -> Iterator[Event]:
        """Tell who came to whom: "A met B in Amman", which is B's."""
        here = self._here
        if event.name not in here.closed["gatherings"] or event.status == "negated":
            return
        for group in here.groups_between(verb.last, here.clause_end(verb)):
            if group.preposition in here.closed["locating"] and not group.phrases[0].is_person:
                host, present = group.actors[0], {one for pair in event.pairs for one in pair}
                if host in present:
                    pairs = tuple((guest, host) for guest in sorted(present - {host}))
                    yield replace(
                        event, name="visit", pairs=pairs, last=group.last, confidence=INHERITED
                    )

    def _speaker(self, verb: Verb, subject: Subject) -> str:
        """Return who says what a clause behind "that" tells; nobody if it is the subject."""
        for before, speaking, _ in reversed(self._here.done[:-1]):
            between = self._here.texts[before.last : verb.first]
            if not before.entries and self._here.closed["that"] & set(between[:3]):
                others = [one for one in speaking.actors if one not in subject.actors]
                return others[0] if others and not ENDS & set(between) else ""
        return ""

    def _remember(self, event: Event, targets: tuple[str, ...]) -> None:
        told = self._told
        if event.said_by and event.status == "possible":
            told.alleged += [(event.name, *pair) for pair in event.pairs]
            return
        sources = tuple(dict.fromkeys(source for source, _ in event.pairs))
        is_mutual = event.name in self._here.lexicon.mutual
        told.target = targets
        if event.name not in self._here.closed["deedless"]:
            told.doers = (*sources, *targets) if is_mutual else sources
        for pair in event.pairs:
            told.pairs[frozenset(pair)] += _TOGETHER
        if event.name in self._here.closed["hostile"]:
            told.hostile += event.pairs

    def _events_of(self, verb: Verb, subject: Subject) -> Iterator[Event]:
        """Make the events of a verb: one for each class that finds a target."""
        made: set[str] = set()
        for entry in verb.entries:
            if entry.name in made or (made and entry.nouns):
                continue
            if entry.nouns and not self._has_noun(entry, verb):
                continue
            found = self._passive(verb, subject) or self._active(entry, verb, subject)
            if found and (pairs := self._fitting(entry, found[0])):
                made.add(entry.name)
                status = self._status(verb, subject)
                if status == "stated":
                    status = _FLAGGED.get("".join(entry.flags & _FLAGGED.keys()), status)
                confidence = round(min(subject.confidence, found[2]), 2)
                yield Event(
                    entry.name, pairs, verb.first, found[1], status, confidence, subject.said_by
                )
            if entry.nouns:
                return

    def _agent_alone(self, verb: Verb) -> Event | None:
        """Read "the truce was brokered by A", where those it is between are known."""
        agent = self._here.behind(self._here.closed["by"], verb.last, self._here.clause_end(verb))
        for entry in verb.entries:
            if agent and "context" in entry.targets and self._here.is_passive(verb):
                others = [one for one in self._told.disputing() if one not in agent.actors]
                if pairs := self._fitting(entry, list(product(agent.actors, others))):
                    return Event(entry.name, pairs, verb.first, agent.last, "stated", UNNAMED)
        return None

    def _denied(self, verb: Verb, subject: Subject) -> Iterator[Event]:
        """Read "A denies it": what A was said to do is negated."""
        for name, source, target in reversed(self._told.alleged):
            if source in subject.actors:
                pair = ((source, target),)
                yield Event(name, pair, verb.first, verb.last, "negated", UNNAMED)
                return

    def _fitting(
        self, entry: Entry, pairs: Sequence[tuple[str, str]]
    ) -> tuple[tuple[str, str], ...]:
        kept = [(source, target) for source, target in pairs if source != target]
        if "<" in entry.flags:
            kept = [(target, source) for source, target in kept]
        if "@bloc" in entry.flags:
            kept = [pair for pair in kept if pair[1].startswith(("bloc:", "organisation:"))]
        return tuple(dict.fromkeys(kept))

    def _has_noun(self, entry: Entry, verb: Verb) -> bool:
        if entry.nouns is None:
            return True
        start, stop = self._here.window(verb)
        stop = stop if verb.frame else min(stop, start + _NOUN)
        heard = " ".join(self._here.texts[start:stop])
        return bool(entry.nouns.within(heard, 0, len(heard)))

    def _active(
        self, entry: Entry, verb: Verb, subject: Subject
    ) -> tuple[_Pairs, int, float] | None:
        is_mutual = entry.name in self._here.lexicon.mutual
        acting = is_mutual or "<" in entry.flags
        if "mutual" in entry.targets:
            return list(permutations(subject.actors, 2)), verb.last, DIRECT
        for where in entry.targets:
            actors, last, share = self._targets.of(where, verb, subject, acting=acting)
            if actors:
                return list(product(subject.actors, actors)), last, share
        if subject.antecedent and "object" in entry.targets:  # "whom Iran supplies"
            return list(product(subject.actors, subject.antecedent)), verb.last, INHERITED
        if is_mutual and len(subject.actors) > 1:
            return list(combinations(subject.actors, 2)), verb.last, DIRECT
        return None

    def _passive(self, verb: Verb, subject: Subject) -> tuple[_Pairs, int, float] | None:
        """Read "A was accused by B": who is named first is the target."""
        if not self._here.is_passive(verb):
            return None
        agent = self._here.behind(self._here.closed["by"], *self._here.window(verb))
        if agent is None:
            return [], verb.last, 0.0
        return list(product(agent.actors, subject.actors)), agent.last, DIRECT

    def _status(self, verb: Verb, subject: Subject) -> str:
        """Tell what is from what is not, and from what may be."""
        here = self._here
        begin = here.before_auxiliaries(verb.first - 1) + 1
        said = range(max(verb.frame - 1, 0) if verb.frame else max(0, begin - 1), verb.first)
        form = " ".join(here.texts[verb.first : verb.last])
        if any(here.has(index, "negations", "refused") for index in said):
            return "negated"
        group = here.by_last.get(begin)
        if group and here.has(group.first - 1, "negations"):  # "nor France"
            return "negated"
        if any(here.texts[index].endswith("n't") for index in said):
            return "negated"
        if " " in form and form in here.closed["refused"]:  # "called off"
            return "negated"
        if here.lexicon.is_future(form) or any(here.has(index, "possible") for index in said):
            return "possible"
        is_doubtful = here.is_infinitive(verb) or any(
            here.has(index, "if") for index in range(max(0, begin - REACH), begin)
        )
        return "possible" if is_doubtful else subject.status

    def _nominal(self) -> Iterator[Event]:
        """Find "A's attack on B" and "talks between A and B"."""
        index = 0
        while index < len(self._here.texts):
            found = self._here.lexicon.noun_at(self._here.texts, index)
            for entry in found[1] if found else ():
                if event := self._noun_event(entry, index, index + (found[0] if found else 1)):
                    yield event
                    break
            index += found[0] if found else 1

    def _is_own(self, entry: Entry, first: int) -> bool:
        """Tell "on his first visit to", which the subject makes."""
        here = self._here
        if entry.name in here.lexicon.mutual:
            return False  # "left its deal with" makes none
        before = [index for index in range(first - 2, first) if here.has(index, "possessives")]
        return bool(before) or (entry.name == "visit" and here.has(first - 1, "articles"))

    def _noun_event(self, entry: Entry, first: int, last: int) -> Event | None:
        behind = self._here.texts[last] if last < len(self._here.texts) else ""
        if behind not in entry.targets:
            return None
        group = next(self._here.groups_between(last, last + 5), None)
        if group is None or group.preposition != behind:
            return None
        if behind in self._here.closed["between"]:
            pairs = list(combinations(group.actors, 2))
        else:
            owner = self._here.inside.get(first)
            by = self._here.behind(self._here.closed["by"], group.last, group.last + 4)
            sources = owner.actors if owner and owner.last == last else by.actors if by else ()
            if not sources and self._here.has(first - 1, "in talks"):  # "is in talks with"
                before = self._here.by_last.get(first - 2)
                is_in = before is not None and self._here.has(first - 2, "be")
                sources = before.actors if before and is_in and before.acts else ()
            if not sources and self._here.done and self._is_own(entry, first):
                sources = self._here.done[0][1].actors
            pairs = list(product(sources, group.actors))
        fitting = self._fitting(entry, pairs)
        if not fitting:
            return None
        is_halted = any(self._here.has(index, "halts") for index in range(first - _NEAR, first))
        status = "negated" if is_halted else "stated"  # "stopped its deliveries to"
        return Event(entry.name, fitting, first, group.last, status, INHERITED)
