"""The commands that run notebooks: ``build``, ``batch``, ``notebooks``."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from briefing._commands.shell import answer, complain, one_line, status
from briefing.errors import NotebookError, ParameterError
from briefing.pages.formats import format_names

if TYPE_CHECKING:
    from tqdm import tqdm

    from briefing.running.forking import ForkServer
    from briefing.running.inbox import Input, Task
    from briefing.running.recipe import Recipe
    from briefing.running.report import Outcome

Command = TypeVar("Command", bound=Callable[..., Any])

_SHARED = {
    "as_of": "Date that memberships and names are valid at, as 2022-07-19.",
    "worldview": "Whose borders: international, de-facto, or a state (as IN, UA).",
    "language": "ISO 639-1 code of the articles.",
    "title": "Headline of the briefing.",
    "marking": "How it must be handled, e.g. TLP:GREEN.",
    "author": "Who answers for it.",
    "since": "Folder of the last brief on the same story; what is new since is told.",
}


def recipe_options(command: Command) -> Command:
    """Add the options that say how briefings are made."""
    options = [
        click.option(
            "--notebook",
            default="article",
            metavar="NAME",
            help="Notebook to run, by name or path.  [default: article]",
        ),
        click.option(
            "-p",
            "--parameter",
            "given",
            multiple=True,
            metavar="NAME=VALUE",
            help="A parameter of the notebook; `briefing notebooks params NAME` lists them.",
        ),
        click.option(
            "--input",
            "files",
            multiple=True,
            metavar="NAME=FILE",
            help="A file for a parameter of the notebook; again for one that takes many.",
        ),
        *(
            click.option(f"--{name.replace('_', '-')}", metavar="TEXT", help=text)
            for name, text in _SHARED.items()
        ),
        click.option(
            "--to",
            "formats",
            default="html",
            metavar="FORMATS",
            help=f"Pages to make: {','.join(format_names())}.  [default: html]",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=600.0,
            metavar="SECONDS",
            help="How long a cell may take.  [default: 600]",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


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
    from briefing.running.recipe import frozen  # noqa: PLC0415

    folders = [Path(path) for path in articles if Path(path).is_dir()]
    if folders:
        raise click.UsageError(f"{str(folders[0])!r} is a folder; use `briefing batch` for it")
    recipe = _recipe(options)
    if recipe.takes and not articles:
        raise click.UsageError("Missing argument 'ARTICLE...'.")
    jobs = _tasks([item for path in articles for item in read_inputs(Path(path))], recipe, out)
    make_output_dir(out)
    recover(out)
    failed = 0
    with frozen(recipe) as kept, _bar(len(jobs)) as bar:
        if server and len(jobs) > 1:
            server.warm_up(kept.environment)
        for job in jobs:
            outcome = build_one(job, out, kept, server=server)
            failed += outcome.state == "failed"
            bar.update()
            with bar.external_write_mode():
                _tell(outcome, out, recipe, as_json=as_json)
    return status(failed, len(jobs))


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
    recipe = _recipe(options)
    with _bar() as bar:

        def tell(outcome: Outcome, total: int) -> None:
            bar.total = total
            bar.update()
            if outcome.state == "failed":
                with bar.external_write_mode():
                    complain(_reason(outcome))
            elif outcome.state == "built" and bar.disable:
                click.echo(one_line(str(Path(out, outcome.folder))))

        report = run_batch(Path(inputs), Path(out), recipe=recipe, workers=workers, on_outcome=tell)
    states = Counter(outcome.state for outcome in report.outcomes)
    click.echo(
        f"{len(report.outcomes)} articles: {states['built']} built, {states['kept']} already "
        f"there, {states['failed']} failed; see {one_line(str(Path(out, 'report.json')))}"
    )
    return status(states["failed"], len(report.outcomes))


@click.group()
def notebooks() -> None:
    """List the notebooks, show their parameters, or start one of your own."""


@notebooks.command("list")
def list_notebooks() -> None:
    """List the notebooks that come with the kit."""
    from briefing.running.notebooks import notebook_names  # noqa: PLC0415

    for name in notebook_names():
        click.echo(name)


@notebooks.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def params(name: str, *, as_json: bool) -> None:
    """Show the parameters of a notebook: name, type, default, meaning."""
    from briefing.running.notebooks import notebook_parameters  # noqa: PLC0415

    declared = notebook_parameters(name).declared
    if as_json:
        answer(
            [
                {"name": p.name, "type": p.annotation, "default": p.default, "help": p.help}
                for p in declared
            ]
        )
        return
    for p in declared:
        click.echo(f"{p.name}: {p.annotation} = {p.default!r}")
        click.echo(f"    {p.help}")


@notebooks.command()
@click.argument("path")
@click.option("--from", "source", default="article", metavar="NAME", help="[default: article]")
def new(path: str, source: str) -> None:
    """Copy a notebook to PATH, to make it your own; run it with `--notebook PATH`."""
    from briefing.folder import output_errors  # noqa: PLC0415
    from briefing.running.notebooks import find_notebook  # noqa: PLC0415

    target = Path(path)
    if target.suffix != ".ipynb":
        raise click.UsageError(f"{path!r} has no suffix .ipynb")
    if target.exists():
        raise click.UsageError(f"{path!r} exists already")
    origin = find_notebook(source)
    with output_errors(target):
        shutil.copyfile(origin, target)
    click.echo(f"{path}: a copy of {source}; run it with: briefing build ARTICLE --notebook {path}")


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


def _recipe(options: dict[str, Any]) -> Recipe:
    """Check the options of a command, before anything is started."""
    from briefing.running.notebooks import notebook_parameters  # noqa: PLC0415
    from briefing.running.recipe import read_recipe  # noqa: PLC0415

    given = dict(_pairs("-p", options["given"], "VALUE"))
    files: dict[str, list[str]] = {}
    for name, path in _pairs("--input", options["files"], "FILE"):
        files.setdefault(name, []).append(path)
    given |= {name: options[name] for name in _SHARED if options[name] is not None}
    try:
        return read_recipe(
            options["notebook"],
            parameters=notebook_parameters(options["notebook"]).parse(given),
            inputs=files,
            formats=[name for name in options["formats"].split(",") if name],
            cell_seconds=options["timeout"],
        )
    except NotebookError as error:  # none of this name, or none that declares parameters
        raise ParameterError(error.what, error.problem, error.remedy) from error


def _pairs(option: str, texts: tuple[str, ...], value: str) -> Iterator[tuple[str, str]]:
    """Split the texts of an option at the first equals sign."""
    for text in texts:
        name, equals, given = text.partition("=")
        if not equals:
            raise click.UsageError(f"{option} {text!r} is not NAME={value}")
        yield name, given


def _reason(outcome: Outcome) -> str:
    """Say what failed, at which stage and why, and what can be done."""
    remedy = f"; {outcome.remedy}" if outcome.remedy else ""
    # What cannot be read is named by its reason already.
    where = "" if outcome.stage == "read" else f"{outcome.name}: {outcome.stage}: "
    return f"{where}{outcome.reason}{remedy}"


def _tell(outcome: Outcome, out: Path, recipe: Recipe, *, as_json: bool) -> None:
    """Say where a briefing is and how to open it, or why there is none."""
    folder = (out / outcome.folder).resolve()
    pages = [(page.opening, folder / page.file_name) for page in recipe.formats]
    if outcome.state == "failed":
        complain(_reason(outcome))
    if outcome.note:
        complain(outcome.note)
    if as_json:
        made = outcome.state != "failed"
        answer(
            {
                "input": outcome.name,
                "state": "done" if made else "failed",
                "folder": str(folder) if made else None,
                "pages": [str(page) for _, page in pages] if made else [],
                "reason": outcome.reason or None,
            }
        )
    elif outcome.state != "failed":
        click.echo(f"Made {one_line(str(folder))}")
        for opening, page in pages:
            click.echo(f"{opening}: {page.as_uri()}")
