"""Targets: to whom a verb does something, found in the places where it has them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from briefing.events.sentence import REACH, Sentence
from briefing.events.told import DIRECT, UNNAMED, Subject, Told, Verb
from briefing.events.words import Group

_FAR = 7  # words between a verb and its object
_NEAR = 6  # words between a verb and the preposition of a pronoun

Found = tuple[tuple[str, ...], int, float]
"""The actors, the word behind them, and how sure they are."""


class Targets:
    """The targets of one sentence.

    Parameters
    ----------
    sentence
        With what has been read of it.
    told
        What came before it.
    """

    def __init__(self, sentence: Sentence, told: Told) -> None:
        self._here, self._told = sentence, told

    def of(self, where: str, verb: Verb, subject: Subject, *, acting: bool = False) -> Found:
        """Find the target of a verb in one of the places of the lexicon.

        Parameters
        ----------
        where
            ``object``, a preposition or another of the file's words for a place.
        verb, subject
            The verb and who does it: never a target of itself.
        acting
            Whether it must be one who may act: nobody meets an oil field.

        Returns
        -------
        found
            Without actors if nobody stands there.
        """
        if where in {"answer", "context", "deed", "opponent"}:
            actors = _others(self._known(where, verb, subject), subject)
            if where == "context" and len(actors) != 2:
                actors = ()
            return actors, min(verb.last + 2, len(self._here.texts)), UNNAMED
        if (group := self._group(where, verb)) and (group.acts or not acting):
            return _others(group.actors, subject), group.last, DIRECT
        return self._pronoun(where, verb, subject)

    def _known(self, where: str, verb: Verb, subject: Subject) -> tuple[str, ...]:
        """Return those who are meant though nothing stands for them."""
        if where == "answer":
            return self._told.answered_by(subject.actors)
        if where == "opponent":
            return self._told.opponent_of(subject.actors)
        return self._told.disputing() if where == "context" else self._deed(verb)

    def _group(self, where: str, verb: Verb) -> Group | None:
        here = self._here
        start, stop = here.window(verb)
        match where:
            case "object":
                return self._object(start, stop)
            case "that":
                return self._in_clause(verb)
            case "complement":
                return next(here.groups_between(verb.last, here.sentence_end(verb)), None)
            case _:
                return here.behind(frozenset((where,)), start, stop)

    def _deed(self, verb: Verb) -> tuple[str, ...]:
        """Return whose "step" or "president" stands behind a verb without a name."""
        here, behind = self._here, range(verb.last, verb.last + 4)
        if not here.has(verb.last, "articles", "that"):
            return ()
        if any(here.has(index, "deeds") for index in behind):
            is_praise = verb.entries[0].name == "praise"  # who welcomes a deal praises nobody
            return () if is_praise and len(self._told.doers) > 1 else self._told.doers
        if any(here.has(index, "blocs") for index in behind):
            return self._told.topic("bloc:")
        return self._told.topic() if any(here.has(index, "rulers") for index in behind) else ()

    def _object(self, start: int, stop: int) -> Group | None:
        """Return the first who are named behind a verb, before any preposition."""
        here = self._here
        group = next(here.groups_between(start, stop), None)
        if group is None or group.first - start > _FAR:
            return None
        between = range(start, group.first)
        if any(here.has(index, "prepositions") for index in between):
            return None
        if any(here.texts[a] == "," and here.has(b, "joints") for a, b in pairwise(between)):
            return None
        return self._with_others(group, stop)

    def _with_others(self, group: Group, stop: int) -> Group:
        """Add who follows behind a place: "met A in Tehran and B"."""
        here = self._here
        place, other = [*here.groups_between(group.last, stop), None, None][:2]
        if (
            place
            and other
            and place.preposition in here.closed["locating"]
            and here.has(other.first - 1, "joints")
            and other.phrases[0].is_person
        ):
            return Group((*group.phrases, *other.phrases))
        return group

    def _in_clause(self, verb: Verb) -> Group | None:
        """Return the subject of the clause behind "that"."""
        for index in range(verb.last, verb.last + REACH):
            if self._here.has(index, "that"):
                group = next(self._here.groups_between(index, index + 4), None)
                return group if group and not group.preposition else None
        return None

    def _pronoun(self, where: str, verb: Verb, subject: Subject) -> Found:
        """Read "accused it", "with him", "asked both", "met his counterpart"."""
        here, at = self._here, verb.last
        if where not in {"object", "that"}:
            reach = here.texts[at : min(at + _NEAR, here.clause_end(verb))]
            if where not in reach:
                return (), at, 0.0
            at += reach.index(where) + 1
        elif where == "that" and here.has(at, "that"):
            at += 1
            if here.done and here.has(at, "it"):
                return _others(here.done[0][1].actors, subject), at + 1, UNNAMED
        return _others(self._meant(at, subject), subject), at + 1, UNNAMED

    def _meant(self, at: int, subject: Subject) -> tuple[str, ...]:
        """Return whom the words at a place mean."""
        here, told = self._here, self._told
        said = here.texts[at : at + 3]
        for length in (3, 2, 1):
            if " ".join(said[:length]) in here.closed["pairs"]:
                return told.several if "three" in said[:length] else told.pair()
        if here.has(at, "him"):
            return self._person(at, subject)
        if here.has(at, "it"):
            return self._last_named(at, subject)
        if any(word in here.closed["colleague"] for word in said):
            return here.done[-1][2] or told.target if here.done else told.target
        return ()

    def _last_named(self, index: int, subject: Subject) -> tuple[str, ...]:
        """Return whom "it" means: who was named last, but not the subject."""
        here = [group.actors for group in self._here.groups if group.last <= index]
        for actors in (*reversed(here), self._told.target):
            if rest := _others(actors, subject):
                return rest[-1:]
        return _others(self._told.subject, subject)[:1]

    def _person(self, index: int, subject: Subject) -> tuple[str, ...]:
        """Return whom "him" means: the last here, or before: who acted there, or the last."""
        there = self._told.persons
        acted = [one for one in self._told.subject if one in there or not there]
        for persons in (self._here.persons(index), acted, there):
            if rest := _others(persons, subject):
                return rest[-1:]
        return ()


def _others(actors: Iterable[str], subject: Subject) -> tuple[str, ...]:
    return tuple(one for one in actors if one not in subject.actors)
