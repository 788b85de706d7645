"""How right relations, times and figures are, measured on items that people marked.

A folder holds pairs of files: ``NAME.txt``, the text, and ``NAME.toml``, what a reader finds in it
(see ``tests/data/briefs/README.md``). What is not marked there is neither right nor wrong here:
what an actor only alleges, quantities of goods, seasons.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from briefing.errors import ArticleError
from briefing.events.events import Events, find_events
from briefing.events.lexicon import relation_classes
from briefing.events.times import Granularity
from briefing.linking.links import link
from briefing.reading.article import Article

TASKS = ("relations", "dates", "figures")
_OWN_NAMES = ("group:", "area:")  # of actors without a code


@dataclass(frozen=True, eq=False)  # two items are never the same
class MarkedItem:
    """A text with what a reader found in it.

    Attributes
    ----------
    name
        Of the file, without its suffix.
    article
        The text, dated as it dates itself.
    marks
        The marks as they stand in the file.
    """

    name: str
    article: Article
    marks: Mapping[str, Any]


def read_items(folder: Path) -> Iterator[MarkedItem]:
    """Read the marked items of a folder, in the order of their names.

    Raises
    ------
    ArticleError
        If there are none, or one cannot be read.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ArticleError(f"folder {folder.name!r}", "found no marked items, expected *.toml")
    for path in paths:
        try:
            marks = tomllib.loads(path.read_text(encoding="utf-8"))
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
            article = Article.from_text(text, id=path.stem, language=marks["language"])
        except (OSError, ValueError, KeyError) as error:
            raise ArticleError(f"item {path.name!r}", f"cannot be read ({error})") from error
        yield MarkedItem(path.stem, article, marks)


def judge_items(items: Iterator[MarkedItem]) -> dict[str, dict[str, Counter[str]]]:
    """Count what is right, wrong and missed, by language and task.

    Returns
    -------
    counts
        Language and ``all`` → ``relations``, ``dates``, ``figures`` with the counts ``right``,
        ``wrong`` and ``missed`` (and ``status`` of the right relations); ``document dates`` with
        ``right``, ``wrong`` and ``missed``.
    """
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for item in items:
        for key in (item.marks["language"], "all"):
            for task, found in _judged(item).items():
                counts[key][task] += found
    return {key: dict(tasks) for key, tasks in counts.items()}


def mistakes(item: MarkedItem) -> Iterator[dict[str, Any]]:
    """Give what is wrong and missed in an item, as plain values."""
    for task, (marked, found) in _answers(item).items():
        sentences = item.marks["sentences"]
        for verdict, keys in (("wrong", found.keys() - marked), ("missed", marked.keys() - found)):
            for key in sorted(keys, key=str):
                sentence = sentences[key[0] - 1] if key[0] else ""
                said = [list(one) if isinstance(one, tuple) else str(one) for one in key[1:]]
                yield {
                    "item": item.name,
                    "task": task,
                    "verdict": verdict,
                    "said": said,
                    "sentence": sentence,
                }


def _judged(item: MarkedItem) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for task, (marked, found) in _answers(item).items():
        right = marked.keys() & found
        counts[task] = Counter(
            right=len(right), wrong=len(found.keys() - right), missed=len(marked.keys() - right)
        )
        if task == "relations":
            counts[task]["status"] = sum(marked[key] == found[key] for key in right)
    own, marked_date = item.article.date, item.marks.get("date")
    verdict = "right" if own == marked_date else "wrong" if own else "missed"
    counts["document dates"] = Counter({verdict: 1})
    return counts


_Answers = tuple[dict[tuple[Any, ...], str], dict[tuple[Any, ...], str]]


@cache
def _answers(item: MarkedItem) -> dict[str, _Answers]:
    """Return marks and findings of each task by what must agree, the sentence first."""
    marks = item.marks
    text = item.article.text
    article = Article.from_text(
        text, id=item.name, language=marks["language"], date=marks.get("date")
    )
    events = find_events(link(article))
    numbers = _sentence_numbers(article, marks["sentences"])
    found = _found(events, numbers)
    marked: dict[str, dict[tuple[Any, ...], str]] = {
        "relations": {
            (
                one["sentence"],
                one["verb"],
                _pair(one["actor"], one["target"], mutual=one["direction"] == "both"),
            ): one["status"]
            for one in marks["relations"]
        },
        "dates": {(one["sentence"], one["start"], one["end"]): "" for one in marks["dates"]},
        "figures": {
            (one["sentence"], one["kind"], one["unit"], float(one["value"])): ""
            for one in marks["figures"]
        },
    }
    return {task: (marked[task], found[task]) for task in TASKS}


def _found(
    events: Events, numbers: Mapping[tuple[int, int], int]
) -> dict[str, dict[tuple[Any, ...], str]]:
    classes = relation_classes()
    relations = {
        (
            numbers.get(one.sentence, 0),
            one.name,
            _pair(
                _called(one.source),
                _called(one.target),
                mutual=classes[one.name].direction == "both",
            ),
        ): one.status
        for one in events.relations
        if not (one.said_by and one.status == "possible")
    }
    dates = {
        (numbers.get(one.sentence, 0), one.start, one.end): ""
        for one in events.times
        if one.granularity is not Granularity.SEASON
    }
    figures = {
        (numbers.get(one.sentence, 0), one.kind, one.unit, one.low): ""
        for one in events.figures
        if one.kind != "quantity"
    }
    dates = {key: value for key, value in dates.items() if key[0]}  # a header, a dateline
    return {"relations": relations, "dates": dates, "figures": figures}


def _pair(source: str, target: str, *, mutual: bool) -> tuple[str, ...]:
    return tuple(sorted((source, target))) if mutual else (source, target)


def _called(actor: str) -> str:
    """Name an actor as the marks do: ISO 3166-1 alpha-3 for states."""
    kind, _, name = actor.partition(":")
    if kind == "country":
        return _alpha3().get(name, actor)
    return (
        name.title()
        if actor.startswith(_OWN_NAMES[1])
        else (name if actor.startswith(_OWN_NAMES[0]) else actor)
    )


@cache
def _alpha3() -> dict[str, str]:
    from briefing.layers.catalogue import layer  # noqa: PLC0415 - loads geopandas; only for this

    table = layer("countries")
    return dict(zip(table["iso_a2"], table["iso_a3"], strict=True))


def _sentence_numbers(article: Article, sentences: list[str]) -> dict[tuple[int, int], int]:
    """Return the number of the marked sentence that each of the article's lies in."""
    numbers: dict[tuple[int, int], int] = {}
    free = 0
    for number, sentence in enumerate(sentences, 1):
        pattern = r"\s+".join(map(re.escape, sentence.split()))
        hit = re.compile(pattern).search(article.text, free)
        if hit is None:
            raise ArticleError(f"item {article.id!r}", f"does not have the sentence {sentence!r}")
        free = hit.end()
        for start, end in article.sentences:
            if start < hit.end() and hit.start() < end:
                numbers.setdefault((start, end), number)
    return numbers
