"""Whether a run did all it should, and a form that is the same every time."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import nbformat
import pytest

from briefing.briefs.record import RECORD_MIME
from briefing.errors import NotebookError
from briefing.running.executed import check_complete, find_record, normalised, stopped
from briefing.running.inputs import InputFile

RECORD = {"version": 2, "inputs": ["abc", "def"], "mentions": [], "places": {}}
GIVEN = {
    "articles": (InputFile(name="a.md", sha256="abc", suffix=".json", content=b"{}"),),
    "watched": (InputFile(name="w.txt", sha256="def", suffix=".txt", content=b"IR"),),
}


def cell(
    source: str, *outputs: dict[str, Any], count: int | None = 1, tags: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return a code cell that has been run."""
    return {
        "cell_type": "code",
        "id": "random",
        "metadata": {"tags": list(tags), "papermill": {"start_time": count and "now"}},
        "execution_count": count,
        "source": source,
        "outputs": list(outputs),
    }


def notebook(*cells: dict[str, Any]) -> nbformat.NotebookNode:
    """Return a notebook of these cells."""
    node = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})  # type: ignore[no-untyped-call]
    assert isinstance(node, nbformat.NotebookNode)
    return node


def shown(record: object) -> dict[str, Any]:
    """Return the output of a cell that shows a record."""
    return {"output_type": "execute_result", "data": {RECORD_MIME: record}, "metadata": {}}


def failed(ename: str = "ValueError", evalue: str = "no") -> dict[str, Any]:
    """Return the output of a cell that raised."""
    return {"output_type": "error", "ename": ename, "evalue": evalue, "traceback": []}


def test_a_complete_notebook_passes() -> None:
    """Cells without code, and cells that say that they may fail, are no reason to refuse."""
    check_complete(
        notebook(
            cell("1"),
            cell("  ", count=None),
            cell("1/0", failed(), tags=("raises-exception",)),
            cell("skipped", count=None, tags=("skip-execution",)),
        ),
        "toy",
    )


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ((cell("1"), cell("exit()", failed("SystemExit", "0"))), "cell 2 .*SystemExit: 0"),
        ((cell("x = 1"), cell("2", count=None)), r"cell 1 \(`x = 1`\): the run ended here"),
        ((cell("1", count=None),), "cell 1 .*: the run ended here"),
    ],
)
def test_a_notebook_that_stopped_is_refused(
    cells: tuple[dict[str, Any], ...], message: str
) -> None:
    """What papermill takes for a success is refused, and the cell is named."""
    with pytest.raises(NotebookError, match=message):
        check_complete(notebook(*cells), "toy")


def test_the_record_is_the_proof() -> None:
    """The record of the right inputs is found; the last one counts."""
    other = RECORD | {"mentions": [{}]}
    found = find_record(notebook(cell("1", shown(RECORD)), cell("2", shown(other))), "toy", GIVEN)
    assert found == other


def test_an_input_is_known_by_its_bytes_before_or_after_it_was_copied() -> None:
    """A notebook reads the copy in its folder, whose hash an article from outside does not have."""
    copies = [hashlib.sha256(content).hexdigest() for content in (b"{}", b"IR")]
    ran = notebook(cell("1", shown({"inputs": [*copies, "more"]})))
    assert find_record(ran, "toy", GIVEN)["inputs"] == [*copies, "more"]


@pytest.mark.parametrize(
    "cells",
    [
        (),
        (cell("1"),),
        (cell("1", shown("text")),),
        (cell("1", shown({})),),
        (cell("1", shown(RECORD | {"inputs": "abcdef"})),),
        (cell("1", shown(RECORD | {"mentions": [1]})),),
        (cell("1", shown(RECORD | {"inputs": ["other"]})),),
        (cell("1", shown(RECORD | {"inputs": ["abc"]})),),
    ],
)
def test_a_notebook_without_the_proof_is_refused(cells: tuple[dict[str, Any], ...]) -> None:
    """No record, a broken one, or one that lacks an input: the run does not count."""
    with pytest.raises(NotebookError, match="record"):
        find_record(notebook(*cells), "toy", GIVEN)


class RaisedError(Exception):
    """Looks like what papermill raises for a cell."""

    ename, evalue = "KeyError", "\x1b[31mfirst line\nlast line\x1b[0m"


def test_an_error_in_a_cell_is_one_line() -> None:
    """Cell number, its first line of code, and the last line of the error, without colours."""
    ran = notebook(cell("1"), cell("# why\nfail()\nmore()"), cell("never", count=None))
    error = stopped(RaisedError(), ran, "toy")
    assert str(error) == "notebook 'toy', cell 2 (`fail()`): KeyError: last line"


def test_a_kernel_that_does_not_start_is_said_so() -> None:
    """Without a cell that began, the start is what failed."""
    assert "did not start" in str(stopped(RuntimeError("no"), None, "toy"))


def test_what_differs_between_runs_is_taken_out() -> None:
    """Times, ids, addresses, process ids and paths go; the source's own ids stay."""
    warning = "/tmp/ipykernel_77/123.py:3: UserWarning: in /home/x/out"  # noqa: S108 - text
    plain = {"text/plain": "<Map object at 0x7f00deadbeef>", "text/html": "at 0x7f00deadbeef"}
    ran = notebook(
        cell("a", {"output_type": "stream", "name": "stderr", "text": warning}),
        cell("b", {"output_type": "display_data", "data": plain, "metadata": {}}),
        cell("c", tags=("injected-parameters",)),
    )
    ran.cells[0]["id"] = "own"
    ran.metadata["papermill"] = {"duration": 1}
    ran.metadata["language_info"] = {"version": "3.11.7"}
    result = normalised(ran, {"cells": [{"id": "own"}]}, Path("/home/x/out"))
    assert [c["id"] for c in result.cells] == ["own", "cell-1", "injected-parameters"]
    assert result.cells[0].outputs[0].text == "<cell>:3: UserWarning: in ."
    assert result.cells[1].outputs[0].data["text/plain"] == "<Map object at 0x0>"
    assert "0x7f00deadbeef" in result.cells[1].outputs[0].data["text/html"]
    assert all("papermill" not in c.metadata for c in result.cells)
    assert "papermill" not in result.metadata
    assert "version" not in result.metadata.language_info
