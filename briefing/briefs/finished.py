"""Finished briefs: the executed notebook of a folder, and what its cells show."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefing.errors import NotebookError

NOTEBOOK_FILE = "brief.ipynb"
MAX_BYTES = 200_000_000


def read_executed(path: Path) -> dict[str, Any]:
    """Read an executed notebook: a file, or that of a finished folder.

    Raises
    ------
    NotebookError
        If there is none, or it is no notebook of format 4.
    """
    file = path / NOTEBOOK_FILE if path.is_dir() else path
    what = f"notebook {str(file)!r}"
    remedy = f"name a finished folder, with {NOTEBOOK_FILE!r} in it, or an executed notebook"
    try:
        if file.stat().st_size > MAX_BYTES:
            raise NotebookError(what, f"larger than {MAX_BYTES:,} bytes", remedy)
        notebook: Any = json.loads(file.read_bytes())
    except OSError as error:
        raise NotebookError(what, (error.strerror or str(error)).lower(), remedy) from error
    except (ValueError, RecursionError) as error:
        raise NotebookError(what, f"no JSON ({error})", remedy) from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise NotebookError(what, "not of format 4", remedy)
    return dict(notebook)


def shown(notebook: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Give the outputs of a notebook, as MIME bundles, each with the number of its cell."""
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs") or ():
            bundle = output.get("data") if isinstance(output, Mapping) else None
            if isinstance(bundle, Mapping):
                yield number, bundle


def text_of(source: object) -> str:
    """Join what a notebook file may hold as a list of lines."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
