"""Papermill on a kernel that is there already. Importing this takes a third of a second."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from briefing.running._grammars import compiled_late

with compiled_late():
    from nbformat import NotebookNode, reads
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.execute import execute_notebook

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

START_SECONDS = 60
_ENGINE = "briefing"


def execute(
    notebook: Mapping[str, Any],
    parameters: Mapping[str, Any],
    manager: AsyncKernelManager,
    *,
    cell_seconds: float,
    on_start: Callable[[NotebookNode], None],
) -> NotebookNode:
    """Run a notebook by papermill.

    Parameters
    ----------
    notebook
        As JSON, format 4.
    parameters
        Values for its parameters.
    manager
        Of the kernel, which is ended afterwards.
    cell_seconds
        How long a cell may take.
    on_start
        Called with the notebook that outputs will be put into, before the first cell: papermill
        does not give back the notebook of a run that fails.
    """
    executed: NotebookNode = execute_notebook(
        reads(json.dumps(notebook), as_version=4),  # type: ignore[no-untyped-call]
        None,
        dict(parameters),
        engine_name=_ENGINE,
        progress_bar=False,
        kernel_name="python3",
        language="python",
        client={"km": manager, "timeout": cell_seconds},
        on_start=on_start,
    )
    return executed


class OwnKernelEngine(Engine):  # type: ignore[misc] # papermill has no types
    """Runs a notebook on the kernel that it is given."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        client: Mapping[str, Any],
        on_start: Callable[[NotebookNode], None],
        **_options: Any,
    ) -> None:
        """Run the cells; papermill calls this."""
        on_start(nb_man.nb)
        PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=START_SECONDS,
            shutdown_kernel="immediate",
            record_timing=False,
            log=logging.getLogger("briefing"),
            **client,
        ).execute(cleanup_kc=True)


papermill_engines.register(_ENGINE, OwnKernelEngine)
