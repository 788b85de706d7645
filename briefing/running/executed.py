"""Executed notebooks: whether a run did all it should, and a form that is the same every time.

A notebook file alone does not tell: when a kernel dies in its last cell, every cell looks
finished. The proof is a *record*, an output that the notebook makes itself, with the sha256 of
the article that it was run on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.briefs.record import RECORD_MIME
from briefing.errors import NotebookError
from briefing.running.inputs import Inputs

if TYPE_CHECKING:
    from nbformat import NotebookNode

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,}")  # "<Map object at 0x7f...>"
_CELL_FILE = re.compile(r"\S*ipykernel_\d+/\d+\.py")  # where a warning says that it came from
_LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


def stopped(error: BaseException, notebook: NotebookNode | None, name: str) -> NotebookError:
    """Say in one line where and why a run stopped.

    Parameters
    ----------
    error
        What the run raised.
    notebook
        The notebook as far as it came, or None if its kernel did not start.
    name
        How to call the notebook.
    """
    # The message that a cell has begun may be lost with its kernel; papermill's note is not.
    started = [
        cell
        for cell in _code_cells(notebook)
        if cell.metadata.get("papermill", {}).get("start_time")
    ]
    if notebook is None or not started:
        return NotebookError(f"notebook {name!r}", f"its kernel did not start: {_one_line(error)}")
    ename = getattr(error, "ename", "")
    if ename:  # papermill: an exception in a cell
        evalue = _COLOURS.sub("", getattr(error, "evalue", ""))
        problem = f"{ename}: {_last_line(evalue)}"
    elif isinstance(error, TimeoutError):
        problem = "took longer than a cell may"
    elif type(error).__name__ == "DeadKernelError":
        problem = "its kernel died"
    else:
        problem = _one_line(error)
    return NotebookError(_which(notebook, started[-1], name), problem)


def check_complete(notebook: NotebookNode, name: str) -> None:
    """Refuse a notebook of which a cell failed or was not run, whatever papermill says.

    Raises
    ------
    NotebookError
        Naming the first such cell.
    """
    last = None
    for cell in _code_cells(notebook):
        tags = cell.metadata.get("tags", ())
        if "skip-execution" in tags:
            continue
        if cell.get("execution_count") is None:
            raise NotebookError(
                _which(notebook, last or cell, name), "the run ended here without an error"
            )
        last = cell
        for output in cell.outputs:
            if output.output_type == "error" and "raises-exception" not in tags:
                raise NotebookError(
                    _which(notebook, cell, name), f"{output.ename}: {output.evalue}"
                )


def find_record(notebook: NotebookNode, name: str, inputs: Inputs) -> dict[str, Any]:
    """Return the record that the notebook made of these inputs.

    Raises
    ------
    NotebookError
        If it made none, a malformed one, or one that does not name every input.
    """
    found: Any = None
    for cell in _code_cells(notebook):
        for output in cell.outputs:
            found = output.get("data", {}).get(RECORD_MIME, found)
    if not _is_record(found):
        raise NotebookError(
            f"notebook {name!r}",
            "it ended without a record of what it found",
            "its last cell must show `brief.record`, or what `briefing.record` gives",
        )
    read = set(found["inputs"])
    files = [file for group in inputs.values() for file in group]
    if missing := [file.name for file in files if not file.hashes & read]:
        raise NotebookError(
            f"notebook {name!r}",
            f"its record is of other inputs: it does not name {missing[0]!r}",
            "give `briefing.record` all that the notebook was given",
        )
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain


def _is_record(found: Any) -> bool:
    """Whether an output has the shape of a record."""
    if not isinstance(found, Mapping) or not _is_list_of(found.get("inputs"), str):
        return False
    mentions, places = found.get("mentions", []), found.get("places", {})
    return _is_list_of(mentions, Mapping) and isinstance(places, Mapping)


def _is_list_of(found: object, kind: type) -> bool:
    return isinstance(found, list) and all(isinstance(one, kind) for one in found)


def normalised(notebook: NotebookNode, source: Mapping[str, Any], folder: Path) -> NotebookNode:
    """Take out of an executed notebook what differs between two runs of the same input.

    Times, process ids, memory addresses, random cell ids, paths of this machine.

    Parameters
    ----------
    notebook
        Changed in place.
    source
        The notebook that was run, as JSON; its cell ids stay.
    folder
        The folder that it was run in.
    """
    known = {cell.get("id") for cell in source["cells"]}
    for number, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]  # papermill adds empty ones
        if cell.get("id") not in known:
            injected = "injected-parameters" in cell.metadata.get("tags", ())
            cell["id"] = "injected-parameters" if injected else f"cell-{number}"
        for output in cell.get("outputs", ()):
            _normalise_output(output, str(folder))
    notebook.metadata.pop("papermill", None)
    notebook.metadata["language_info"] = _LANGUAGE
    return notebook


def _normalise_output(output: dict[str, Any], folder: str) -> None:
    if "text" in output:
        text = _CELL_FILE.sub("<cell>", output["text"].replace(folder, "."))
        output["text"] = _ADDRESS.sub("0x0", text)
    plain = output.get("data", {}).get("text/plain")
    if isinstance(plain, str):
        output["data"]["text/plain"] = _ADDRESS.sub("0x0", plain.replace(folder, "."))


def _code_cells(notebook: NotebookNode | None) -> Iterator[Any]:
    """Yield the cells that hold code."""
    cells: Iterable[Any] = notebook.cells if notebook is not None else ()
    return (cell for cell in cells if cell.cell_type == "code" and cell.source.strip())


def _which(notebook: NotebookNode, cell: Any, name: str) -> str:
    """Name a cell by its number among those with code, as Jupyter shows it, and its first line."""
    number = next(n for n, other in enumerate(_code_cells(notebook), start=1) if other is cell)
    code = (line.strip() for line in cell.source.splitlines())
    first = next((line for line in code if line and not line.startswith("#")), "")
    return f"notebook {name!r}, cell {number} (`{first[:60]}`)"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {_last_line(_COLOURS.sub('', str(error)))}"
