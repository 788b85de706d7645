"""Notebooks: those that come with the kit, and an analyst's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from briefing.data import notebooks_dir
from briefing.errors import NotebookError
from briefing.running.parameters import Parameters, read_parameters


def read_notebook(notebook: str | Path) -> tuple[str, Mapping[str, Any]]:
    """Find a notebook and read it.

    Returns
    -------
    name, notebook
        The name is for messages and manifests; the notebook is JSON.

    Raises
    ------
    NotebookError
        If there is none, or it is no notebook of format 4.
    """
    path = find_notebook(notebook)
    try:
        content = json.loads(path.read_bytes())
        if isinstance(content, dict) and content.get("nbformat") == 4:
            return path.stem, content
        problem = "is no notebook of format 4"
    except (OSError, ValueError) as error:
        problem = f"cannot be read: {error}"
    raise NotebookError(f"notebook {str(notebook)!r}", problem)


def find_notebook(notebook: str | Path) -> Path:
    """Return the file of a notebook, which is named by its path or comes with the kit.

    Raises
    ------
    NotebookError
        If there is none.
    """
    path = Path(notebook)
    if path.suffix != ".ipynb" and path.name == str(notebook):
        path = notebooks_dir() / f"{notebook}.ipynb"
    if not path.is_file():
        names = notebook_names()
        close = get_close_matches(path.stem, names, n=1)
        raise NotebookError(
            f"notebook {str(notebook)!r}",
            "there is none of this name",
            (f"did you mean {close[0]!r}? " if close else "") + f"there are: {', '.join(names)}",
        )
    return path


def notebook_names() -> list[str]:
    """Return the names of the notebooks that come with the kit."""
    return sorted(path.stem for path in notebooks_dir().glob("*.ipynb"))


def notebook_parameters(notebook: str | Path) -> Parameters:
    """Return the parameters that a notebook declares.

    Raises
    ------
    NotebookError
        If there is no such notebook, or it declares no parameters.
    """
    name, content = read_notebook(notebook)
    return read_parameters(content, name)
