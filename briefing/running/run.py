"""Runs: inputs and a parameterised notebook in, a finished folder of results out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.briefs.finished import NOTEBOOK_FILE
from briefing.errors import IncompleteError, NotebookError, PageError
from briefing.folder import draft, make_output_dir, output_errors, publish, recover, replacing
from briefing.linking.tables import mentions_csv
from briefing.pages.formats import PageFormat, load
from briefing.reading.article import Article
from briefing.reading.files import read_article
from briefing.running.executed import check_complete, find_record, normalised, stopped
from briefing.running.forking import ForkServer, is_possible
from briefing.running.inputs import InputFile, Inputs, article_input, file_names, value_of
from briefing.running.recipe import (
    MENTIONS_FILE,
    PLACES_FILE,
    Paths,
    Recipe,
    frozen,
    read_recipe,
)

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from briefing.running.kernel import KernelRun

MANIFEST_VERSION = 2
Source = Article | Path | str


def build(  # noqa: PLR0913 - what a run is made of, all but two by name
    articles: Source | Sequence[Source],
    out: Path | str,
    *,
    notebook: str | Path = "article",
    parameters: Mapping[str, object] | None = None,
    inputs: Mapping[str, Paths] | None = None,
    formats: Iterable[str] = ("html",),
    templates: Iterable[str | Path] = (),
) -> Path:
    """Run a notebook once: make the briefing of an article, or of what else a notebook takes.

    Parameters
    ----------
    articles
        An article, or the file of one; many for a notebook with a parameter ``articles``, and an
        empty list for one that takes none.
    out
        Folder to make the briefing's own folder in.
    notebook
        Name of a notebook that comes with the kit, or the path of one.
    parameters
        Values for the notebook's parameters.
    inputs
        Files for the notebook's parameters besides the articles, by name: one, or many.
    formats
        Pages to render, by name; `briefing.pages.formats.format_names` gives them all.
    templates
        Files of your own that style them: ``.pptx`` for slides, ``.docx`` for a document.

    Returns
    -------
    folder
        ``out/<slug>/`` with ``brief.html``, ``brief.ipynb``, ``mentions.csv``,
        ``places.geojson``, the inputs, and ``manifest.json``. The same inputs give the same
        bytes.

    Raises
    ------
    ArticleError, ParameterError, NotebookError, PageError, OutputError
        A folder that an earlier run has finished then stays as it was.
    IncompleteError
        If some of several pages could not be made. The folder is there, with all others.
    """
    given = [articles] if isinstance(articles, Source) else articles
    read = [_read(one) for one in given]
    recipe = read_recipe(
        notebook, parameters=parameters, inputs=inputs, formats=formats, templates=templates
    )
    named = recipe.named([article_input(article, name) for article, name in read])
    out = Path(out)
    make_output_dir(out)
    with output_errors(out):
        recover(out)
    target = out / recipe.folder_name([article.id for article, _ in read])
    with ForkServer() as server:
        return build_folder(named, target, recipe, server=server if is_possible() else None)


def _read(source: Source) -> tuple[Article, str]:
    """Return an article with what it is called outside."""
    if isinstance(source, Article):
        return source, source.id
    return read_article(Path(source)), Path(source).name


def build_folder(
    articles: Inputs,
    target: Path,
    recipe: Recipe,
    *,
    server: ForkServer | None = None,
) -> Path:
    """Run the notebook of a recipe on articles, in a given folder; see `build`.

    Parameters
    ----------
    articles
        By the parameter that they go to; what else the run is given is in the recipe.
    server
        What to fork the kernel from; it starts from nothing if None.
    """
    with frozen(recipe) as kept:
        return _build_folder(articles, target, kept, server)


def _build_folder(
    articles: Inputs, target: Path, recipe: Recipe, server: ForkServer | None
) -> Path:
    """Run a recipe whose user layers cannot change meanwhile."""
    from briefing.running.kernel import KernelRun  # noqa: PLC0415 - Jupyter loads only for a run

    failed = target.with_name(f"{target.name}.failed.ipynb")
    inputs = {**articles, **recipe.inputs}
    with output_errors(target), draft(target) as folder:
        named = _save(inputs, recipe, folder)
        run = KernelRun(folder, server, recipe.environment)
        try:
            executed, found = _execute(run, inputs, folder, recipe)
            failures = _write_results(executed, found, folder, recipe.formats)
        except (NotebookError, PageError) as error:
            if run.notebook is None:
                raise
            # A full disk must not hide the reason.
            with suppress(OSError), replacing(failed) as stream:
                stream.write(_notebook_text(run.notebook))
            raise type(error)(error.what, error.problem, f"see {str(failed)!r}") from error
        publish(folder, target, _manifest(named, recipe, recipe.key(articles), tuple(failures)))
        failed.unlink(missing_ok=True)
    if failures:
        first = next(iter(failures.values()))
        raise IncompleteError(first.what, first.problem, first.remedy, tuple(failures)) from first
    return target


def _save(inputs: Inputs, recipe: Recipe, folder: Path) -> dict[str, list[dict[str, str]]]:
    """Write the inputs into a folder; return what the manifest says of them."""
    named = {}
    for parameter, files in inputs.items():
        placed = list(zip(file_names(recipe.declared[parameter], files), files, strict=True))
        for name, file in placed:
            (folder / name).write_bytes(file.content)
        named[parameter] = [_told(file, name) for name, file in placed]
    return named


def _told(file: InputFile, name: str) -> dict[str, str]:
    return {"name": file.name, "sha256": file.sha256, "file": name}


def _execute(
    run: KernelRun, inputs: Inputs, folder: Path, recipe: Recipe
) -> tuple[NotebookNode, dict[str, Any]]:
    """Run the notebook on the inputs in a folder; return it with its record."""
    files = {name: value_of(recipe.declared[name], given) for name, given in inputs.items()}
    try:
        executed = run.execute(
            recipe.notebook,
            parameters={**files, **recipe.parameters},
            cell_seconds=recipe.cell_seconds,
            meanwhile=partial(load, recipe.formats),
        )
    except Exception as error:
        raise stopped(error, run.notebook, recipe.name) from error
    check_complete(executed, recipe.name)
    found = find_record(executed, recipe.name, inputs)
    return normalised(executed, recipe.notebook, folder), found


def _write_results(
    executed: NotebookNode,
    found: Mapping[str, Any],
    folder: Path,
    formats: Sequence[PageFormat],
) -> dict[str, PageError]:
    """Write the executed notebook, its pages, and the tables that its record has.

    Returns
    -------
    failures
        By format, why its page could not be made.

    Raises
    ------
    PageError
        If none could.
    """
    (folder / NOTEBOOK_FILE).write_text(_notebook_text(executed), encoding="utf-8")
    failures = {}
    for format_ in formats:
        if failure := _write_page(format_, executed, folder):
            failures[format_.name] = failure
    if failures and len(failures) == len(formats):
        raise next(iter(failures.values()))
    if "mentions" in found:
        (folder / MENTIONS_FILE).write_text(mentions_csv(found["mentions"]), encoding="utf-8")
    if "places" in found:
        places = json.dumps(found["places"], ensure_ascii=False, indent=1)
        (folder / PLACES_FILE).write_text(places + "\n", encoding="utf-8")
    return failures


def _write_page(format_: PageFormat, executed: NotebookNode, folder: Path) -> PageError | None:
    """Write one page; return why that failed, so that one page never costs the others."""
    try:
        format_.write(executed, folder)
    except PageError as error:
        return error
    except OSError:  # the disk is full: no page can be written
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library of one format stumbles over
        failure = PageError(f"format {format_.name!r}", f"{type(error).__name__}: {error}")
        failure.__cause__ = error
        return failure
    return None


def _manifest(
    inputs: Mapping[str, list[dict[str, str]]], recipe: Recipe, key: str, missing: Sequence[str]
) -> dict[str, Any]:
    """Return what a finished folder was made from; nothing in it depends on when or where.

    Without a page that was asked for it has no key, so that the next run makes it anew.
    """
    return {
        "version": MANIFEST_VERSION,
        "key": "" if missing else key,
        "inputs": dict(inputs),
        "notebook": recipe.name,
        "parameters": dict(recipe.parameters),
        "formats": [one.identity for one in recipe.formats if one.name not in missing],
        **({"missing": list(missing)} if missing else {}),
        **recipe.origin,
    }


def _notebook_text(notebook: NotebookNode) -> str:
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
