"""Relations: who did what to whom, from the verbs of a text and where its actors stand.

A relation needs a verb or noun of the lexicon, a subject that may act, and a target in the place
where that verb has it; what cannot be told is left out. The classes are those of CAMEO and PLOVER
(P. Schrodt, CAMEO, 2012), kept as data in ``geodata/curated/events/relations.toml``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.events.actors import ActorMention
from briefing.events.clauses import SentenceReader
from briefing.events.lexicon import lexicon, relation_classes
from briefing.events.phrases import groups_of
from briefing.events.sentences import Span, dateline_end
from briefing.events.times import TimeMention
from briefing.events.told import Event, Told
from briefing.events.wordforms import plain
from briefing.events.words import Words, words_of
from briefing.linking.core.telling import language_of
from briefing.reading.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What one actor did to another, as a text has it.

    Attributes
    ----------
    source, target
        Ids of the actors: ``country:IR``, ``bloc:NATO``, ``organisation:UN``, ``group:Hamas``.
    name
        The class: ``accuse``, ``meet`` and so on; see `relation_classes`.
    direction
        ``to`` from source to target; ``both`` if it has no direction.
    status
        ``stated``; ``negated`` if the text says that it is not so; ``possible`` if it is planned,
        promised, threatened or asked for.
    said_by
        The actor who alleges it ("accused X of supplying Y"); empty if the text itself states it.
    date
        The time that the sentence gives it; None if it gives none.
    span
        Half-open span of the words, from the verb to its target.
    words
        As written.
    sentence
        Span of the sentence.
    confidence
        0 to 1: lower where the subject or target is not named beside the verb.
    """

    source: str
    target: str
    name: str
    direction: str
    status: str
    said_by: str = ""
    date: TimeMention | None = None
    span: Span
    words: str
    sentence: Span
    confidence: float


def relations_in(
    article: Article, mentions: Sequence[ActorMention], times: Sequence[TimeMention]
) -> tuple[Relation, ...]:
    """Find the relations of an article, in reading order.

    Parameters
    ----------
    article
        In a language of the lexicon; another has none.
    mentions
        Its actors.
    times
        Its times.
    """
    language = language_of(article.text, article.language)
    known = lexicon(language)
    if known is None:
        return ()
    text = plain(article.text)
    told = Told()
    found: list[Relation] = []
    starts, clocks = [one.start for one in mentions], [time.span[0] for time in times]
    for start, end in article.sentences:
        begin = dateline_end(article.text, start, end)  # places there are no actors
        here = mentions[bisect_left(starts, begin) : bisect_left(starts, end)]
        words = words_of(text, start, end, language, article.text)
        reader = SentenceReader(words, groups_of(words, here, known), known, told)
        when = times[bisect_left(clocks, start) : bisect_left(clocks, end)]
        for event in reader.events():
            found += _relations(article, event, words, (start, end), when)
    return tuple(_once(found))


def _relations(
    article: Article,
    event: Event,
    words: Words,
    sentence: Span,
    times: Sequence[TimeMention],
) -> Iterable[Relation]:
    """Make the relations of an event: one for each pair of its actors."""
    spans = words.spans
    span = (spans[event.first][0], spans[min(event.last, len(spans)) - 1][1])
    first, last = spans[event.near[0]][0], spans[event.near[1] - 1][1]
    near = [time for time in times if first <= time.span[0] < last]
    date = min(near, key=lambda time: abs(time.span[0] - span[0]), default=None)
    status = event.status
    if status == "stated" and date and _is_ahead(article, words.texts[event.first], date):
        status = "possible"
    direction = relation_classes()[event.name].direction
    for source, target in event.pairs:
        yield Relation(
            source=source,
            target=target,
            name=event.name,
            direction=direction,
            status=status,
            said_by=event.said_by,
            date=date,
            span=span,
            words=article.text[slice(*span)],
            sentence=sentence,
            confidence=event.confidence,
        )


def _is_ahead(article: Article, verb: str, date: TimeMention) -> bool:
    """Tell what is to come: "visits Cairo on Thursday"; what has been is told in the past."""
    if article.date is None:
        return False
    is_present = verb.endswith("s") and date.how == "weekday" and date.start != article.date
    return date.start > article.date or is_present


def _once(found: Iterable[Relation]) -> Iterable[Relation]:
    """Leave out what the same sentence says twice."""
    seen = set()
    for one in found:
        pair = frozenset((one.source, one.target))
        key = (
            pair if one.direction == "both" else (one.source, one.target),
            one.name,
            one.sentence,
        )
        if key not in seen:
            seen.add(key)
            yield one
