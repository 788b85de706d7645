"""Kernels: one notebook, run once by papermill in a Python process of its own.

The kernel is the interpreter that runs the kit, whatever kernels a user has installed; it talks
over sockets in a private folder, never over the network, and takes nothing from the user's
IPython or matplotlib configuration, so that the same input gives the same bytes everywhere.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import ensure_event_loop

from briefing.running._jupyter import Manager
from briefing.running.forking import ForkServer

if TYPE_CHECKING:
    from nbformat import NotebookNode

_PAPERMILL = "briefing.running._papermill"  # imported where something else can be done meanwhile
_SOCKET_PATH_LENGTH = 100  # the system allows 107 characters
_log = logging.getLogger("briefing")
_log.addHandler(logging.NullHandler())


_live: set[KernelRun] = set()


def kill_all() -> None:
    """End the kernels of all runs in this process; what waits for them gets an error."""
    for run in tuple(_live):
        run.kill()


class KernelRun:
    """One run of a notebook.

    Parameters
    ----------
    cwd
        Folder that the notebook's relative paths refer to.
    server
        What to fork the kernel from; it starts from nothing if None.
    environment
        Variables of the kernel besides those of this process.

    Attributes
    ----------
    notebook
        The notebook as far as the run came; None before its first cell.
    """

    def __init__(
        self,
        cwd: Path,
        server: ForkServer | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.notebook: NotebookNode | None = None
        self._given = dict(environment or {})
        self._cwd = cwd
        self._server = server
        self._manager: Manager | None = None

    def execute(
        self,
        notebook: Mapping[str, Any],
        *,
        parameters: Mapping[str, Any],
        cell_seconds: float,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> NotebookNode:
        """Run a notebook from its first cell to its last.

        Works in a thread of its own: a caller may have an event loop that runs (a notebook
        does), and an interrupt then reaches the caller, which stops the kernel.

        Parameters
        ----------
        notebook
            As JSON, format 4. It is left as it was.
        parameters
            Values for its parameters; checked, since they become source.
        cell_seconds
            How long a cell may take.
        meanwhile
            Called while the kernel starts: loads what is going to be needed after the run.

        Raises
        ------
        Exception
            What papermill, nbclient or the start of the kernel raises. No exception does not
            mean success: a cell may have ended its kernel without one.
        """
        with (
            tempfile.TemporaryDirectory(prefix="briefing-", dir=_socket_root()) as sockets,
            ThreadPoolExecutor(1, "briefing-kernel") as thread,
        ):
            _live.add(self)
            future = thread.submit(
                self._execute, Path(sockets), notebook, dict(parameters), cell_seconds, meanwhile
            )
            try:
                return future.result()
            finally:
                self.kill()
                _live.discard(self)

    def kill(self) -> None:
        """End the kernel and all that it has started, if it runs."""
        provisioner = self._manager.provisioner if self._manager else None
        if (
            isinstance(provisioner, LocalProvisioner)
            and provisioner.pid
            and provisioner.has_process
        ):
            with suppress(ProcessLookupError):
                os.killpg(provisioner.pid, signal.SIGKILL)

    def _execute(
        self,
        sockets: Path,
        notebook: Mapping[str, Any],
        parameters: dict[str, Any],
        cell_seconds: float,
        meanwhile: Callable[[], object],
    ) -> NotebookNode:
        self._manager = Manager.of(sockets, self._server)
        if self._server is not None:
            self._server.start()
            import_module(_PAPERMILL)  # the server loads meanwhile
            meanwhile()
        loop = ensure_event_loop()  # the one of this thread, which papermill will use too
        try:
            with (sockets / "log").open("wb") as log:
                start = self._manager.start_kernel(
                    cwd=str(self._cwd),
                    env=_environment(sockets) | self._given,
                    stdout=log,
                    stderr=log,
                )
                loop.run_until_complete(start)
            papermill = import_module(_PAPERMILL)
            if self._server is None:
                meanwhile()  # the kernel starts from nothing
            executed: NotebookNode = papermill.execute(
                notebook,
                parameters,
                self._manager,
                cell_seconds=cell_seconds,
                on_start=partial(setattr, self, "notebook"),
            )
            return executed
        finally:
            _close(loop)


def _close(loop: asyncio.AbstractEventLoop) -> None:
    """Close an event loop with what a dead kernel or a timeout has left waiting in it."""
    waiting = asyncio.all_tasks(loop)
    for task in waiting:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
    loop.close()


def _environment(sockets: Path) -> dict[str, str]:
    """Return the environment of a kernel: ours, without the user's ways of changing figures."""
    environment = dict(os.environ)
    environment.pop("PYTHONSTARTUP", None)
    environment["IPYTHONDIR"] = str(sockets / "ipython")
    environment["MATPLOTLIBRC"] = os.devnull
    return environment


def _socket_root() -> str | None:
    """Return the folder for sockets: the usual temporary one, unless its path is too long."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < _SOCKET_PATH_LENGTH - 40 else "/tmp"  # noqa: S108 - made private
