"""The commands that list, describe and copy notebooks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from briefing._commands.shell import answer

Command = TypeVar("Command", bound=Callable[..., Any])


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
