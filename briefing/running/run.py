"""Runs: an article and a parameterised notebook in, a finished folder of results out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.errors import NotebookError, PageError
from briefing.folder import (
    draft,
    make_output_dir,
    output_errors,
    publish,
    recover,
    replacing,
    sha256_of,
    slug,
)
from briefing.layers import userlayers
from briefing.linking.tables import mentions_csv
from briefing.reading.article import Article
from briefing.reading.files import read_article
from briefing.running.executed import check_complete, find_record, normalised, stopped
from briefing.running.recipe import CORRECTIONS_FILE, PAGES, Recipe, read_recipe

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from briefing.running.forking import ForkServer
    from briefing.running.kernel import KernelRun

MANIFEST_VERSION = 1
_ARTICLE_FILE = "article.json"


def build(
    article: Article | Path | str,
    out: Path | str,
    *,
    notebook: str | Path = "article",
    parameters: Mapping[str, object] | None = None,
    formats: Iterable[str] = ("html",),
) -> Path:
    """Make the briefing of one article.

    Parameters
    ----------
    article
        An article, or the file of one.
    out
        Folder to make the briefing's own folder in.
    notebook
        Name of a notebook that comes with the kit, or the path of one.
    parameters
        Values for the notebook's parameters.
    formats
        Pages to render: ``html``, ``slides``.

    Returns
    -------
    folder
        ``out/<slug>/`` with ``brief.html``, ``brief.ipynb``, ``mentions.csv``,
        ``places.geojson`` and ``manifest.json``. The same input gives the same bytes.

    Raises
    ------
    ArticleError, ParameterError, NotebookError, PageError, OutputError
        A folder that an earlier run has finished then stays as it was.
    """
    name = article.id if isinstance(article, Article) else Path(article).name
    if not isinstance(article, Article):
        article = read_article(Path(article))
    recipe = read_recipe(notebook, parameters=parameters, formats=formats)
    out = Path(out)
    make_output_dir(out)
    with output_errors(out):
        recover(out)
    return build_folder(article, out / slug(article.id), recipe, name=name)


def build_folder(
    article: Article,
    target: Path,
    recipe: Recipe,
    *,
    name: str,
    server: ForkServer | None = None,
) -> Path:
    """Make the briefing of an article in a given folder; see `build`.

    Parameters
    ----------
    name
        What the input is called: the name of its file, or the id of its record.
    server
        What to fork the kernel from; it starts from nothing if None.
    """
    from briefing.running.kernel import KernelRun  # noqa: PLC0415 - Jupyter loads only for a run

    failed = target.with_name(f"{target.name}.failed.ipynb")
    with output_errors(target), draft(target) as folder:
        record = json.dumps(article.to_record(), ensure_ascii=False, indent=1)
        (folder / _ARTICLE_FILE).write_text(record, encoding="utf-8")
        if recipe.corrections is not None:
            recipe.corrections.save(folder / CORRECTIONS_FILE)
        run = KernelRun(folder, server)
        try:
            executed, found = _execute(run, article, folder, recipe)
            _check_layers(recipe)
            _write_results(executed, found, folder, recipe.formats)
        except (NotebookError, PageError) as error:
            if run.notebook is None:
                raise
            # A full disk must not hide the reason.
            with suppress(OSError), replacing(failed) as stream:
                stream.write(_notebook_text(run.notebook))
            raise type(error)(error.what, error.problem, f"see {str(failed)!r}") from error
        publish(folder, target, _manifest(article, recipe, name))
        failed.unlink(missing_ok=True)
    return target


def _execute(
    run: KernelRun, article: Article, folder: Path, recipe: Recipe
) -> tuple[NotebookNode, dict[str, Any]]:
    """Run the notebook on an article in a folder; return it with its record."""
    hashes = {article.sha256, sha256_of(folder / _ARTICLE_FILE)}
    try:
        executed = run.execute(
            recipe.notebook,
            parameters={"article": _ARTICLE_FILE, **recipe.parameters},
            cell_seconds=recipe.cell_seconds,
        )
    except Exception as error:
        raise stopped(error, run.notebook, recipe.name) from error
    check_complete(executed, recipe.name)
    found = find_record(executed, recipe.name, hashes)
    return normalised(executed, recipe.notebook, folder), found


def _check_layers(recipe: Recipe) -> None:
    """Refuse results whose manifest would name other user layers than those that were read."""
    if recipe.origin.get("user_layers") != userlayers.provenance():
        raise NotebookError(
            f"notebook {recipe.name!r}", "the user layers were changed meanwhile", "start again"
        )


def _write_results(
    executed: NotebookNode, found: Mapping[str, Any], folder: Path, formats: Iterable[str]
) -> None:
    """Write the executed notebook, its pages, and the tables."""
    (folder / "brief.ipynb").write_text(_notebook_text(executed), encoding="utf-8")
    for format_ in formats:
        file_name, module = PAGES[format_]
        page = import_module(module).render(executed)
        (folder / file_name).write_text(page, encoding="utf-8")
    (folder / "mentions.csv").write_text(mentions_csv(found["mentions"]), encoding="utf-8")
    places = json.dumps(found["places"], ensure_ascii=False, indent=1)
    (folder / "places.geojson").write_text(places + "\n", encoding="utf-8")


def _manifest(article: Article, recipe: Recipe, name: str) -> dict[str, Any]:
    """Return what a finished folder was made from; nothing in it depends on when or where."""
    return {
        "version": MANIFEST_VERSION,
        "key": recipe.key(name, article.sha256),
        "input": {"name": name, "sha256": article.sha256},
        "notebook": recipe.name,
        "parameters": dict(recipe.parameters),
        "formats": list(recipe.formats),
        **recipe.origin,
    }


def _notebook_text(notebook: NotebookNode) -> str:
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
