"""Evaluation: figures on how well links agree with marks, and what went wrong.

See `briefing.linking.judging` for what counts as right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from briefing.linking.judging import AT, COLUMNS, Floats, Judge, Verdict
from briefing.linking.marked import MarkedArticle

ROUNDS = 1000  # resamplings of whole articles
BINS = 10
_SEED = 7
_CONTEXT = 40  # characters on either side of a mistake


def _of(top: Mapping[str, int], bottom: Sequence[str]) -> tuple[Floats, Floats]:
    """Return a ratio of sums of columns, as two vectors of weights."""
    weights = np.zeros((2, len(COLUMNS)))
    for name, factor in top.items():
        weights[0, AT[name]] = factor
    for name in bottom:
        weights[1, AT[name]] = 1
    return weights[0], weights[1]


RATIOS = {
    "recognition_exact.p": _of({"exact": 1}, ["found"]),
    "recognition_exact.r": _of({"exact": 1}, ["gold"]),
    "recognition_exact.f1": _of({"exact": 2}, ["found", "gold"]),
    "recognition_overlap.p": _of({"overlap": 1}, ["found"]),
    "recognition_overlap.r": _of({"overlap": 1}, ["gold"]),
    "recognition_overlap.f1": _of({"overlap": 2}, ["found", "gold"]),
    "acc161": _of({"right": 1}, ["pairs"]),
    "end_to_end.p": _of({"right": 1}, ["judged"]),
    "end_to_end.r": _of({"right": 1}, ["placed"]),
    "end_to_end.f1": _of({"right": 2}, ["judged", "placed"]),
    "country_accuracy": _of({"country_right": 1}, ["country_known"]),
}
"""Share → the columns whose sums it is the ratio of."""

_OF_A_KIND = (
    "recognition_exact.r",
    "recognition_overlap.r",
    "acc161",
    "end_to_end.r",
    "country_accuracy",
)


def report_on(
    corpora: Mapping[str, Sequence[Sequence[Verdict]]], judge: Judge
) -> dict[str, dict[str, Any]]:
    """Return the figures of each corpus and, where there are several, of all together.

    Parameters
    ----------
    corpora
        Name → the verdicts on each article.
    judge
        Who gave them.
    """
    report = {name: figures(judge, articles) for name, articles in corpora.items()}
    if len(corpora) > 1:
        every = [verdicts for articles in corpora.values() for verdicts in articles]
        report["all"] = figures(judge, every)
    return report


def figures(judge: Judge, articles: Sequence[Sequence[Verdict]]) -> dict[str, Any]:
    """Return all figures of some articles, as plain JSON types.

    Shares are given as ``value`` with ``low`` and ``high``, the bounds of a 95 % interval from
    resampling whole articles; None where there is nothing to divide by.
    """
    tallies = np.array([judge.tally(verdicts) for verdicts in articles])
    kilometres = [v.km for verdicts in articles for v in verdicts if v.right is not None]
    known = [km for km in kilometres if km is not None]
    kinds = sorted({v.gold.level or "unknown" for one in articles for v in one if v.gold})
    total = dict(zip(COLUMNS, tallies.sum(axis=0).astype(int).tolist(), strict=True))
    return {
        "articles": len(articles),
        "counts": total,
        "shares": _shares(tallies, RATIOS),
        "mean_km": float(np.mean(known)) if known else None,
        "median_km": float(np.median(known)) if known else None,
        "without_point": len(kilometres) - len(known),
        "calibration": calibration(v for verdicts in articles for v in verdicts),
        "kinds": {kind: _kind(judge, articles, kind) for kind in kinds},
    }


def _kind(judge: Judge, articles: Sequence[Sequence[Verdict]], kind: str) -> dict[str, Any]:
    """Return the figures that make sense for one kind of marks; precision does not."""
    tallies = np.array(
        [
            judge.tally(v for v in verdicts if v.gold and (v.gold.level or "unknown") == kind)
            for verdicts in articles
        ]
    )
    gold = int(tallies[:, AT["gold"]].sum())
    return {"gold": gold, "shares": _shares(tallies, _OF_A_KIND)}


def _shares(tallies: Floats, names: Iterable[str]) -> dict[str, dict[str, float | None]]:
    size = len(tallies)
    draws = np.random.default_rng(_SEED).multinomial(size, np.full(size, 1 / size), ROUNDS)
    samples = draws @ tallies
    shares = {}
    for name in names:
        top, bottom = RATIOS[name]
        value = _ratio(float(tallies.sum(axis=0) @ top), float(tallies.sum(axis=0) @ bottom))
        below = samples @ bottom
        drawn = (samples @ top)[below > 0] / below[below > 0]
        low, high = np.percentile(drawn, [2.5, 97.5]).tolist() if len(drawn) else (None, None)
        shares[name] = {"value": value, "low": low, "high": high}
    return shares


def _ratio(top: float, bottom: float) -> float | None:
    return top / bottom if bottom else None


def calibration(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Say how far confidence can be taken at its word.

    Returns
    -------
    calibration
        ``error``: the expected calibration error, the mean distance between confidence and the
        share that is right, weighted by the number of mentions; ``bins``: of a tenth each, with
        the number of mentions, their mean confidence and the share that is right. A mention
        that was not marked counts as wrong; one whose place cannot be judged is left out.
    """
    said = [
        (v.found.confidence, v.right is True)
        for v in verdicts
        if v.found is not None
        and v.found.confidence is not None
        and (v.gold is None or v.right is not None)
    ]
    bins = []
    for index in range(BINS):
        inside = [one for one in said if min(int(one[0] * BINS + 1e-9), BINS - 1) == index]
        size = len(inside)
        bins.append(
            {
                "from": index / BINS,
                "to": (index + 1) / BINS,
                "mentions": size,
                "confidence": _ratio(sum(confidence for confidence, _ in inside), size),
                "right": _ratio(sum(right for _, right in inside), size),
            }
        )
    gaps = [b["mentions"] * abs(b["confidence"] - b["right"]) for b in bins if b["mentions"]]  # type: ignore[operator]
    return {"mentions": len(said), "error": _ratio(sum(gaps), len(said)), "bins": bins}


def mistakes(marked: MarkedArticle, verdicts: Iterable[Verdict]) -> Iterator[dict[str, Any]]:
    """Describe what went wrong in an article, as plain JSON types."""
    text = marked.article.text
    for verdict in verdicts:
        if not verdict.mistake:
            continue
        span = verdict.gold or verdict.found
        if span is None:
            continue
        start, end = span.start, span.end
        yield {
            "id": marked.article.id,
            "mistake": verdict.mistake,
            "start": start,
            "end": end,
            "text": text[start:end],
            "context": f"{text[max(0, start - _CONTEXT) : start]}[[{text[start:end]}]]"
            f"{text[end : end + _CONTEXT]}",
            "km": None if verdict.km is None else round(verdict.km, 1),
            "gold": verdict.gold.values() if verdict.gold else None,
            "found": verdict.found.values() if verdict.found else None,
        }
