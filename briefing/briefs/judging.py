"""Judging: an analyst's judgements read from a file or a cell, and all that is wrong with them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from briefing.briefs.judgement import KEY, Assessment, Judgement
from briefing.errors import JudgementError
from briefing.facts.scales import DEFAULT, Scale, scales
from briefing.reading.article import Article

MAX_BYTES = 2_000_000
_FIELDS = {
    "text": "text",
    "likelihood": "text",
    "confidence": "text",
    "basis": "text",
    "evidence": "evidence",
    "alternatives": "texts",
    "indicators": "texts",
    "caveat": "text",
}
_NEEDED = ("text", "likelihood", "confidence")
_TOP = ("scale", "article", "sha256", KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a field: where it stands, what was found and expected, what helps."""

    where: str
    problem: str
    remedy: str = ""


Judged = Assessment | Iterable[Judgement] | str | Path
"""What a caller may give as judgements: an assessment, its judgements alone, or the file of it."""


def read_judgements(path: str | Path) -> Assessment:
    """Read a file of judgements.

    Parameters
    ----------
    path
        UTF-8, ``.toml`` or ``.json``: ``scale`` (``icd203`` or ``phia``), ``article`` and
        ``sha256`` where wanted, and a table ``judgement`` for each; see `Judgement`.

    Raises
    ------
    JudgementError
        If the file cannot be read, or a field is wrong; it names the judgement and the field.
    """
    path = Path(path)
    data, found = read_rows(path)
    return _made(data, f"judgements {path.name!r}", found)


def read_rows(path: Path) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Read a file of judgements as it stands, with all that is wrong with its fields.

    Raises
    ------
    JudgementError
        If it cannot be read at all.
    """
    what = f"judgements {path.name!r}"
    parsers = {".toml": tomllib.loads, ".json": json.loads}
    parse = parsers.get(path.suffix.lower())
    if parse is None:
        raise JudgementError(what, f"suffix {path.suffix!r}, expected .toml or .json", "rename it")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise JudgementError(what, getattr(error, "strerror", None) or str(error)) from error
    if len(content) > MAX_BYTES:
        raise JudgementError(what, f"larger than {MAX_BYTES:,} bytes", "name the right file")
    try:
        data = parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise JudgementError(what, f"line {line} is no UTF-8", "save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        problem = f"no {path.suffix[1:].upper()} ({error})"
        raise JudgementError(what, problem, 'put texts in double quotes, \\" for one') from error
    if not isinstance(data, dict):
        raise JudgementError(what, f"{_kind(data)}, expected an object with {KEY!r}")
    return data, tuple(_faults(data))


def asked_judgements(given: Judged, article: Article) -> Assessment | None:
    """Read what a caller gives as judgements on an article, and check that it fits.

    Empty text is as good as nothing: no judgements are given.

    Raises
    ------
    JudgementError
        If a field is wrong, the judgements are about another article or another state of it, or
        one rests on a sentence that the article does not have.
    """
    if given == "":
        return None
    if isinstance(given, str | Path):
        what = f"judgements {Path(given).name!r}"
        made = read_judgements(given)
    else:
        what = "judgements"
        own = given if isinstance(given, Assessment) else Assessment(judgements=tuple(given))
        data = json.loads(own.to_json())
        made = _made(data, what, tuple(_faults(data)))
    _refuse_first(what, tuple(_misfits(made, article)))
    return made


def _made(data: Mapping[str, Any], what: str, found: Sequence[Fault]) -> Assessment:
    _refuse_first(what, found)
    return Assessment(
        judgements=tuple(_judgement(row) for row in data.get(KEY, ())),
        scale=data.get("scale") or DEFAULT,
        article=data.get("article", ""),
        article_sha256=data.get("sha256", ""),
    )


def _judgement(row: Mapping[str, Any]) -> Judgement:
    values: dict[str, Any] = {
        name: tuple(_stripped(one) for one in value) if isinstance(value, list) else value.strip()
        for name, value in row.items()
    }
    return Judgement(**values)


def _stripped(value: int | str) -> int | str:
    return value.strip() if isinstance(value, str) else value


def _refuse_first(what: str, found: Sequence[Fault]) -> None:
    if found:
        first, more = found[0], len(found) - 1
        told = f" ({more} more wrong: `briefing lint` tells all)" if more else ""
        raise JudgementError(f"{what}, {first.where}", first.problem + told, first.remedy)


# --- what can be wrong


def _faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    for name in data:
        if name not in _TOP:
            remedy = "judgements stand in tables [[judgement]]"
            yield Fault(where=f"field {name!r}", problem="unknown" + _one_of(_TOP), remedy=remedy)
    for name in _TOP[:-1]:
        if name in data and not isinstance(data[name], str):
            yield _wrong(f"field {name!r}", data[name], "a text")
    known = scales().scales
    scale = data.get("scale") or DEFAULT
    if isinstance(scale, str) and scale not in known:
        yield Fault(where="field 'scale'", problem=f"{_cut(scale)}{_one_of(known)}")
    rows = data.get(KEY, [])
    if not isinstance(rows, list):
        yield _wrong(f"field {KEY!r}", rows, "a list", "write [[judgement]], in two brackets")
        return
    measure = known.get(scale if isinstance(scale, str) else DEFAULT)
    for number, row in enumerate(rows, start=1):
        if isinstance(row, dict):
            yield from _row_faults(row, f"{KEY} {number}", measure)
        else:
            yield _wrong(f"{KEY} {number}", row, "a table of fields")


def _row_faults(row: Mapping[str, Any], which: str, measure: Scale | None) -> Iterator[Fault]:
    for name in row:
        if name not in _FIELDS:
            where = f"{which}, field {name!r}"
            yield Fault(where=where, problem="unknown" + _one_of(_FIELDS))
    for name, kind in _FIELDS.items():
        where = f"{which}, field {name!r}"
        if name not in row:
            if name in _NEEDED:
                yield Fault(where=where, problem="missing", remedy=f'write {name} = "..."')
        elif kind == "text":
            if not isinstance(row[name], str):
                yield _wrong(where, row[name], "a text", "put it in quotes")
            elif not row[name].strip() and name in _NEEDED:
                yield Fault(where=where, problem="empty, expected a text")
        else:
            yield from _list_faults(row[name], where, numbers=kind == "evidence")
    yield from _degree_faults(row, which, measure)


def _list_faults(value: object, where: str, *, numbers: bool) -> Iterator[Fault]:
    expected = "numbers of sentences and texts" if numbers else "texts"
    if not isinstance(value, list):
        yield _wrong(where, value, f"a list of {expected}", "put it in square brackets")
        return
    for one in value:
        is_number = numbers and type(one) is int and one > 0
        if not is_number and not (isinstance(one, str) and one.strip()):
            remedy = "sentences are counted from 1" if type(one) is int else ""
            yield _wrong(where, one, expected, remedy)


def _degree_faults(row: Mapping[str, Any], which: str, measure: Scale | None) -> Iterator[Fault]:
    likelihood, confidence = row.get("likelihood"), row.get("confidence")
    if measure and _is_word(likelihood) and measure.term(likelihood) is None:
        words = [term.name for term in measure.terms]
        yield Fault(
            where=f"{which}, field 'likelihood'",
            problem=f"{_cut(likelihood)}, no word of {measure.title}{_one_of(words)}",
            remedy="the range is added by itself",
        )
    levels = scales().levels
    if _is_word(confidence) and confidence.strip().casefold() not in levels:
        problem = f"{_cut(confidence)}{_one_of(levels)}"
        yield Fault(where=f"{which}, field 'confidence'", problem=problem)


def _misfits(made: Assessment, article: Article) -> Iterator[Fault]:
    """Say what of some judgements is not about an article."""
    if made.article and made.article != article.id:
        problem = f"{_cut(made.article)}, expected {article.id!r}, the article of this brief"
        yield Fault(where="field 'article'", problem=problem, remedy="give its own judgements")
    if made.article_sha256 and made.article_sha256 != article.sha256:
        yield Fault(
            where="field 'sha256'",
            problem=f"{_cut(made.article_sha256)}, but the article has {article.sha256!r}: "
            "its text has changed",
            remedy="check the numbers of the sentences, then write the new one, or leave it out",
        )
    count = len(article.sentences)
    for number, one in enumerate(made.judgements, start=1):
        for sentence in one.evidence:
            if isinstance(sentence, int) and sentence > count:
                yield Fault(
                    where=f"{KEY} {number}, field 'evidence'",
                    problem=f"sentence {sentence}, expected 1 to {count}",
                    remedy="`briefing new judgements` lists the sentences with their numbers",
                )


def _is_word(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _wrong(where: str, found: object, expected: str, remedy: str = "") -> Fault:
    shown = _cut(found) if isinstance(found, str | int | float) else _kind(found)
    return Fault(where=where, problem=f"{shown}, expected {expected}", remedy=remedy)


def _one_of(words: Iterable[str]) -> str:
    return f", expected one of {', '.join(words)}"


def _cut(value: object) -> str:
    return repr(value)[:80]


def _kind(value: object) -> str:
    return {dict: "a table", list: "a list", type(None): "nothing"}.get(
        type(value), f"a {type(value).__name__}"
    )
