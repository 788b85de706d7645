"""Phrases: which words of a sentence together name someone, and whether that one may act.

"Turkey's foreign minister" is Turkey acting, "Turkish exports" is not: what stands around the
name of an actor tells. Nothing is parsed beyond that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.events.actors import ActorMention, Naming
from briefing.events.lexicon import Lexicon
from briefing.events.words import POSSESSIVE, Group, Phrase, Words

_LONGEST = 7  # words of a phrase after the name
_OFFICE = 4  # words between an office and the name that it goes with
_MODIFIERS = 3  # words between a preposition and the name: "on the northern part"
_CLOSED = (
    "articles", "prepositions", "joints", "stops", "auxiliaries", "adverbs", "they", "it",
)  # fmt: skip


def groups_of(words: Words, mentions: Sequence[ActorMention], lexicon: Lexicon) -> list[Group]:
    """Find the phrases of a sentence that name actors, those beside each other together."""
    return list(_grouped(_merged(_phrases(words, mentions, lexicon)), words, lexicon))


def _phrases(
    words: Words, mentions: Sequence[ActorMention], lexicon: Lexicon
) -> Iterator[tuple[Phrase, Naming]]:
    for mention in mentions:
        inside = [
            index
            for index, (start, end) in enumerate(words.spans)
            if start < mention.end and mention.start < end
        ]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        if words.texts[last : last + 1] == ("-",) and not _belongs(words, last + 1, lexicon):
            continue  # "Iran-backed"
        phrase = _extended(words, first, last, mention, lexicon)
        said = words.texts[last : phrase.last]
        if not any(word in lexicon.words["irregulars"] for word in said):  # "Syrian rebels"
            yield phrase, mention.naming


def _belongs(words: Words, index: int, lexicon: Lexicon) -> bool:
    """Tell "British-flagged", and "Iran-Iraq" where the next word is a name as well."""
    if index >= len(words):
        return False
    return words.capitals[index] or words.texts[index] in lexicon.words["belonging"]


def _extended(
    words: Words, first: int, last: int, mention: ActorMention, lexicon: Lexicon
) -> Phrase:
    """Add to a name the nouns that it goes with, and tell from them whether it may act."""
    agents = lexicon.words["agents"] | lexicon.words["colleague"]
    stop = _noun_end(words, last, mention, lexicon)
    said = words.texts[last:stop]
    begin, has_agent_before = _agent_before(words, first, lexicon)
    if has_agent_before or any(word in agents for word in said):
        acts = True
    elif mention.naming is Naming.PEOPLE:
        acts = not said and words.texts[last - 1].endswith("s")  # "the Americans"
    else:
        acts = mention.naming is Naming.LEADER or (not said and mention.naming is not Naming.TOWN)
    return Phrase(
        first=begin,
        last=stop,
        actor=mention.actor,
        acts=acts,
        is_person=mention.naming is Naming.LEADER or (acts and bool(said or has_agent_before)),
        preposition=_preposition(words, begin, lexicon),
    )


def _noun_end(words: Words, last: int, mention: ActorMention, lexicon: Lexicon) -> int:
    """Return where the nouns behind a name end; an adjective or a possessive has some."""
    texts = words.texts
    possessive = texts[last : last + 1] == (POSSESSIVE,)
    closed = lexicon.words
    if not possessive and mention.naming is not Naming.PEOPLE:
        index = last
        nouns = closed["agents"] | closed["heads"] | closed["offices"]
        while index < len(texts) and texts[index] in nouns:
            index += 1
        return index
    is_flagged = texts[last : last + 1] == ("-",) and _belongs(words, last + 1, lexicon)
    index = start = last + (2 if is_flagged and not words.capitals[last + 1] else possessive)
    while index < min(len(texts), start + _LONGEST):
        word = texts[index]
        if not word[0].isalnum() or _is_closed(word, lexicon):
            break
        # "Russian strikes", "Iran's attack": right behind an adjective a noun is no verb.
        is_noun = index == start and (possessive or lexicon.noun_at(texts, index))
        if (lexicon.verb_at(texts, index) or word in closed["speech"]) and not is_noun:
            break
        index += 1
    return index


def _is_closed(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word ends a run of nouns."""
    is_adverb = lexicon.language == "en" and word.endswith("ly")
    return is_adverb or any(word in lexicon.words[key] for key in _CLOSED)


def _agent_before(words: Words, first: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Take in what stands before a name: "the president of", "officials in"; and titles."""
    texts, index = words.texts, first
    closed = lexicon.words
    if closed["nouns_first"]:
        return _office_before(words, first, lexicon)
    if index >= 2 and texts[index - 1] in closed["of"] and texts[index - 2] in closed["agents"]:
        index -= 2
        while index and not _is_closed(texts[index - 1], lexicon) and texts[index - 1][0].isalnum():
            if lexicon.verb_at(texts, index - 1):
                break
            index -= 1
        return _with_article(texts, index, lexicon), True
    while index and texts[index - 1] in closed["agents"] and words.capitals[index - 1]:
        index -= 1
    return _with_article(texts, index, lexicon), False


def _office_before(words: Words, first: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Take in an office before a name, as most languages put it: "le ministre russe"."""
    texts, closed = words.texts, lexicon.words
    for index in range(first - 1, max(first - 1 - _OFFICE, -1), -1):
        word = texts[index]
        if word in closed["agents"]:
            return _with_article(texts, index, lexicon), True
        is_between = word in closed["of"] or word in closed["articles"] or word in closed["offices"]
        if not is_between and (words.capitals[index] or not word[0].isalpha()):
            break
        if not is_between and (_is_closed(word, lexicon) or lexicon.verb_at(texts, index)):
            break
    return _with_article(texts, first, lexicon), False


def _with_article(texts: Sequence[str], index: int, lexicon: Lexicon) -> int:
    while index and texts[index - 1] in lexicon.words["articles"]:
        index -= 1
    return index


def _preposition(words: Words, first: int, lexicon: Lexicon) -> str:
    """Return the preposition that a phrase hangs on, behind at most a few modifiers."""
    index = first - 1
    for _ in range(_MODIFIERS):
        if index < 0:
            return ""
        word = words.texts[index]
        if word in lexicon.words["prepositions"]:
            return word
        if word == '"':
            index -= 1
            continue
        is_modifier = word[0].isalnum() and not _is_closed(word, lexicon)
        if not is_modifier or lexicon.verb_at(words.texts, index) or words.capitals[index]:
            return ""
        index -= 1
    return ""


def _merged(found: Iterator[tuple[Phrase, Naming]]) -> Iterator[Phrase]:
    """Join a phrase with the leader whom it names: "Iranian President Ebrahim Raisi"."""
    before: Phrase | None = None
    for phrase, naming in found:
        if (
            before is None
            or phrase.first > before.last
            or (phrase.first == before.last and naming is not Naming.LEADER)
        ):
            if before:
                yield before
            before = phrase
        elif naming is Naming.LEADER or phrase.last <= before.last:
            acts = before.acts or naming is Naming.LEADER
            before = replace(before, last=max(before.last, phrase.last), acts=acts)
        else:  # a name within the nouns of another: "Russia's Gazprom chief"
            before = replace(before, last=phrase.last)
    if before:
        yield before


def _grouped(phrases: Iterator[Phrase], words: Words, lexicon: Lexicon) -> Iterator[Group]:
    """Put those together that stand in one list: "A, B and C", but not "A, B" or "A, and B"."""
    run: list[Phrase] = []
    for phrase in phrases:
        if run and not _is_beside(run, phrase, words, lexicon):
            yield from _lists(run, words, lexicon)
            run = []
        run.append(phrase)
    yield from _lists(run, words, lexicon)


def _is_beside(run: Sequence[Phrase], phrase: Phrase, words: Words, lexicon: Lexicon) -> bool:
    """Tell whether a phrase goes on with a list: nothing but commas and "and" stands between."""
    between = words.texts[run[-1].last : phrase.first]
    # "met A in Tehran and B": B is no part of where they met.
    is_place = run[0].preposition in lexicon.words["locating"] and not run[-1].is_person
    joints = lexicon.words["joints"]
    return (
        0 < len(between) <= 2
        and all(word in joints or word == "," for word in between)
        and not (is_place and phrase.is_person)
    )


def _lists(run: Sequence[Phrase], words: Words, lexicon: Lexicon) -> Iterator[Group]:
    """Make the groups of those who stand beside each other: one, if it is a list."""
    between = words.texts[run[0].last : run[-1].first] if run else ()
    is_joined = any(word in lexicon.words["joints"] for word in between)
    if is_joined and not (len(run) == 2 and "," in between):
        acts = run[-1].acts  # "Thai and Cambodian troops"
        yield Group(
            tuple(
                replace(one, preposition=run[0].preposition, acts=one.acts or acts) for one in run
            )
        )
    else:
        yield from (Group((one,)) for one in run)
