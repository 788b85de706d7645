"""The command that measures: ``evaluate``."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from briefing._commands.shell import answer
from briefing.wording import printable_line

if TYPE_CHECKING:
    from briefing.linking.judging import Verdict
    from briefing.linking.located import Found
    from briefing.linking.marked import MarkedArticle

_LABELS = {
    "recognition_exact": "spans, exact",
    "recognition_overlap": "spans, overlapping",
    "end_to_end": "found and placed right",
}


@click.command()
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...")
@click.option("--pred", metavar="FILE", help="Links to score (JSONL), instead of linking.")
@click.option("--errors", "errors_file", metavar="FILE", help="Write every mistake there, JSONL.")
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
@click.option("--events", is_flag=True, help="GOLD are folders of items with marked events.")
def evaluate(
    gold: tuple[str, ...],
    *,
    pred: str | None,
    errors_file: str | None,
    as_json: bool,
    events: bool,
) -> int:
    """Link articles whose places are marked, and say how far the links agree with the marks.

    GOLD is JSONL with id, text and toponyms, or marked text (.txt). All shares come with a 95 %
    interval from resampling articles: differences inside it are noise.
    """
    from briefing.folder import output_errors, replacing  # noqa: PLC0415
    from briefing.gazetteer.index import gazetteer  # noqa: PLC0415
    from briefing.linking.evaluation import mistakes, report_on  # noqa: PLC0415 - only here
    from briefing.linking.judging import judge_by  # noqa: PLC0415
    from briefing.linking.marked import read_marked  # noqa: PLC0415

    if events:
        if pred:
            raise click.UsageError("--events finds the events itself; leave out --pred")
        return _evaluate_events(gold, errors_file, as_json=as_json)
    judge = judge_by(gazetteer())
    given = _read_links(Path(pred)) if pred else None
    corpora: dict[str, list[tuple[Verdict, ...]]] = defaultdict(list)
    target = Path(errors_file) if errors_file else None
    with (
        output_errors(target or Path()),
        replacing(target) if target else nullcontext() as stream,
    ):
        for path in gold:
            for marked in read_marked(Path(path)):
                mentions = _links(marked) if given is None else given.get(marked.article.id, ())
                verdicts = judge.article(marked, mentions)
                corpora[marked.corpus].append(verdicts)
                _write(stream, mistakes(marked, verdicts))
    report = report_on(corpora, judge)
    if as_json:
        answer(report)
    else:
        for name, found in report.items():
            _show(name, found)
    return 0


def _evaluate_events(gold: tuple[str, ...], errors_file: str | None, *, as_json: bool) -> int:
    """Say how right relations, times and figures are on folders of marked items."""
    from briefing.events.evaluation import judge_items, mistakes, read_items  # noqa: PLC0415
    from briefing.folder import output_errors, replacing  # noqa: PLC0415 - only this command measures

    items = [item for path in gold for item in read_items(Path(path))]
    if errors_file:
        target = Path(errors_file)
        with output_errors(target), replacing(target) as stream:
            for item in items:
                _write(stream, mistakes(item))
    counts = judge_items(iter(items))
    if as_json:
        answer(counts)
        return 0
    for language, tasks in sorted(counts.items()):
        click.echo(f"{language}:")
        for task, found in tasks.items():
            right, wrong, missed = (found[key] for key in ("right", "wrong", "missed"))
            click.echo(
                f"  {task:<16}{right:>5} right {wrong:>4} wrong {missed:>4} missed"
                f"  P {_share(right, right + wrong)}  R {_share(right, right + missed)}"
                + (f"  status right {_share(found['status'], right)}" if "status" in found else "")
            )
    return 0


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}" if whole else "    -"


def _write(stream: TextIO | None, found: Iterator[dict[str, Any]]) -> None:
    if stream is not None:
        stream.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in found)


def _links(marked: MarkedArticle) -> Iterator[Found]:
    from briefing.gazetteer.index import gazetteer  # noqa: PLC0415 - what is measured is the kit alone
    from briefing.linking.links import link  # noqa: PLC0415
    from briefing.linking.located import found_in  # noqa: PLC0415

    return found_in(link(marked.article, gazetteer=gazetteer()).to_records()["mentions"])


def _read_links(path: Path) -> dict[str, tuple[Found, ...]]:
    """Read what ``briefing link --to jsonl`` has written."""
    from briefing.errors import ArticleError  # noqa: PLC0415
    from briefing.linking.located import found_in  # noqa: PLC0415

    links: dict[str, tuple[Found, ...]] = {}
    number = 0
    try:
        for line in path.read_text(encoding="utf-8").split("\n"):
            number += 1
            if line.strip():
                record = json.loads(line)
                links[record["id"]] = tuple(found_in(record["mentions"]))
    except OSError as error:
        raise ArticleError(
            f"links {path.name!r}", (error.strerror or str(error)).lower()
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ArticleError(
            f"links {path.name!r} line {number}",
            f"{type(error).__name__} ({error}), expected an object with id and mentions",
            "write it with: briefing link --to jsonl",
        ) from error
    return links


def _show(name: str, found: Mapping[str, Any]) -> None:
    counts, shares = found["counts"], found["shares"]
    click.echo(
        f"{printable_line(name)}: {found['articles']} articles, {counts['gold']} marks, "
        f"{counts['found']} links"
    )
    for key, label in _LABELS.items():
        figures = "  ".join(f"{part.upper()} {_percent(shares[f'{key}.{part}'])}" for part in "pr")
        click.echo(f"  {label:<24}{figures}  F1 {_percent(shares[f'{key}.f1'], interval=True)}")
    distances = f"mean {_number(found['mean_km'])} km, median {_number(found['median_km'])} km"
    click.echo(
        f"  {'placed within 161 km':<24}{_percent(shares['acc161'], interval=True)}; {distances}"
    )
    country = _percent(shares["country_accuracy"], interval=True)
    click.echo(f"  {'country right':<24}{country}")
    _show_calibration(found["calibration"])
    _show_kinds(found["kinds"])


def _show_calibration(found: Mapping[str, Any]) -> None:
    if not found["mentions"]:
        return
    click.echo(f"  confidence is off by {100 * found['error']:.1f} points on average")
    for one in found["bins"]:
        if one["mentions"]:
            click.echo(
                f"    said {one['from']:.1f} to {one['to']:.1f}: {one['mentions']:>6} mentions, "
                f"mean {100 * one['confidence']:5.1f} %, right {100 * one['right']:5.1f} %"
            )


def _show_kinds(kinds: Mapping[str, Any]) -> None:
    for kind, found in kinds.items():
        shares = found["shares"]
        click.echo(
            f"    {printable_line(kind):<14}{found['gold']:>6} marks: "
            f"found {_percent(shares['recognition_overlap.r'])}, "
            f"placed {_percent(shares['acc161'])}, "
            f"both {_percent(shares['end_to_end.r'], interval=True)}"
        )


def _percent(share: Mapping[str, float | None], *, interval: bool = False) -> str:
    if share["value"] is None or share["low"] is None or share["high"] is None:
        return "    -"
    bounds = f" ({100 * share['low']:.1f} to {100 * share['high']:.1f})" if interval else ""
    return f"{100 * share['value']:5.1f}{bounds}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.1f}"
