"""The commands that run notebooks: ``build`` and ``batch``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from briefing._commands.recipes import recipe_of, recipe_options
from briefing._commands.shell import SOME_FAILED, answer, complain, status
from briefing.wording import printable_line

if TYPE_CHECKING:
    from tqdm import tqdm

    from briefing.running.forking import ForkServer
    from briefing.running.inbox import Input, Task
    from briefing.running.recipe import Recipe
    from briefing.running.report import Outcome


@click.command()
@click.argument("articles", nargs=-1, metavar="ARTICLE...")
@click.option("-o", "--out", default="out", metavar="DIR", help="Where to.  [default: out]")
@recipe_options
@click.option("--json", "as_json", is_flag=True, help="Say what was made as JSON, one a line.")
def build(articles: tuple[str, ...], out: str, *, as_json: bool, **options: Any) -> int:
    """Make the briefing of each ARTICLE: text, Markdown, saved HTML, or JSONL.

    A notebook with a parameter `articles` is run once, on all of them.
    """
    from briefing.running.forking import ForkServer, is_possible  # noqa: PLC0415 - only for runs

    with ForkServer() as server:
        if is_possible():
            server.start()  # it loads while all else is read
        return _build(articles, Path(out), options, server if is_possible() else None, as_json)


def _build(
    articles: Sequence[str],
    out: Path,
    options: dict[str, Any],
    server: ForkServer | None,
    as_json: bool,  # noqa: FBT001 - as the command has it
) -> int:
    from briefing.folder import make_output_dir, recover  # noqa: PLC0415
    from briefing.running.batch import build_one  # noqa: PLC0415 - only this command runs
    from briefing.running.inbox import read_inputs  # noqa: PLC0415
    from briefing.running.inputs import ARTICLE  # noqa: PLC0415
    from briefing.running.recipe import frozen  # noqa: PLC0415

    recipe = recipe_of(options)
    folders = [Path(path) for path in articles if Path(path).is_dir()]
    if folders and recipe.takes == ARTICLE:
        raise click.UsageError(f"{str(folders[0])!r} is a folder; use `briefing batch` for it")
    if recipe.takes and not articles:
        raise click.UsageError("Missing argument 'ARTICLE...'.")
    jobs = _tasks([item for path in articles for item in read_inputs(Path(path))], recipe, out)
    make_output_dir(out)
    recover(out)
    failed = empty = 0
    with frozen(recipe) as kept, _bar(len(jobs)) as bar:
        if server and len(jobs) > 1:
            server.warm_up(kept.environment)
        for job in jobs:
            outcome = build_one(job, out, kept, server=server)
            failed += outcome.state == "failed"
            empty += outcome.state == "failed" and not outcome.missing
            bar.update()
            with bar.external_write_mode():
                _tell(outcome, out, recipe, as_json=as_json)
    return SOME_FAILED if failed > empty else status(failed, len(jobs))


def _tasks(items: list[Input], recipe: Recipe, out: Path) -> list[Task]:
    """Return the runs on these articles: one of each, or one of all if the notebook takes many."""
    from briefing.running.inbox import task  # noqa: PLC0415
    from briefing.running.inputs import ARTICLE  # noqa: PLC0415

    groups = [[item] for item in items] if recipe.takes == ARTICLE else [items]
    jobs = [task(group, recipe) for group in groups]
    targets = Counter(job.folder for job in jobs)
    if clashes := [folder for folder, count in targets.items() if count > 1]:
        raise click.UsageError(
            f"{targets[clashes[0]]} articles would go to {str(out / clashes[0])!r}; "
            "build them into different folders, or all by `briefing batch`"
        )
    return jobs


@click.command()
@click.argument("inputs", metavar="INPUT")
@click.option("-o", "--out", required=True, metavar="DIR", help="Where to.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="How many to make at a time.  [default: one a core, at most 4]",
)
@recipe_options
def batch(inputs: str, out: str, *, workers: int | None, **options: Any) -> int:
    """Make the briefings of INPUT, a folder of articles or a JSONL file, on from where it stood.

    What is finished is left alone, what fails is named and does not stop the others.
    DIR/report.json says what became of each.
    """
    from briefing.running.batch import run_batch  # noqa: PLC0415
    from briefing.running.memory import share_one_heap  # noqa: PLC0415

    share_one_heap()
    recipe = recipe_of(options)
    with _bar() as bar:

        def tell(outcome: Outcome, total: int) -> None:
            bar.total = total
            bar.update()
            if outcome.state == "failed":
                with bar.external_write_mode():
                    complain(_reason(outcome))
            elif outcome.state == "built" and bar.disable:
                click.echo(printable_line(str(Path(out, outcome.folder))))

        report = run_batch(Path(inputs), Path(out), recipe=recipe, workers=workers, on_outcome=tell)
    states = Counter(outcome.state for outcome in report.outcomes)
    click.echo(
        f"{len(report.outcomes)} articles: {states['built']} built, {states['kept']} already "
        f"there, {states['failed']} failed; see {printable_line(str(Path(out, 'report.json')))}"
    )
    some = any(outcome.missing for outcome in report.outcomes)
    return SOME_FAILED if some else status(states["failed"], len(report.outcomes))


def _bar(total: int | None = None) -> tqdm[NoReturn]:
    """Show on a terminal how far the work has come; nothing elsewhere."""
    from tqdm import tqdm  # noqa: PLC0415 - only what takes long shows a bar

    return tqdm(
        total=total,
        disable=not sys.stderr.isatty(),
        unit="briefing",
        dynamic_ncols=True,
        leave=False,
    )


def _reason(outcome: Outcome) -> str:
    """Say what failed, at which stage and why, and what can be done."""
    remedy = f"; {outcome.remedy}" if outcome.remedy else ""
    # What cannot be read is named by its reason already.
    where = "" if outcome.stage == "read" else f"{outcome.name}: {outcome.stage}: "
    return f"{where}{outcome.reason}{remedy}"


def _tell(outcome: Outcome, out: Path, recipe: Recipe, *, as_json: bool) -> None:
    """Say where a briefing is and how to open it, or why there is none."""
    folder = (out / outcome.folder).resolve()
    pages = [
        (page.opening, folder / page.file_name)
        for page in recipe.formats
        if page.name not in outcome.missing
    ]
    made = outcome.state != "failed" or bool(outcome.missing)
    if outcome.state == "failed":
        complain(_reason(outcome))
    if outcome.note:
        complain(outcome.note)
    if as_json:
        answer(
            {
                "input": outcome.name,
                "state": outcome.state if outcome.state == "failed" else "done",
                "folder": str(folder) if made else None,
                "pages": [str(page) for _, page in pages] if made else [],
                "reason": outcome.reason or None,
            }
        )
    elif made:
        click.echo(f"Made {printable_line(str(folder))}")
        for opening, page in pages:
            click.echo(f"{opening}: {page.as_uri()}")
