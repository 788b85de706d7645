"""jupyter_client for a run: one kernel, forked or started, and a client that waits little.

Its own times between two looks are made for people: 0.1 s until a socket is tried again and until
a killed kernel is found dead, 0.2 s for late output before the first cell. A batch runs thousands
of kernels, so here they are as short as the events that they wait for.
"""

from __future__ import annotations

import sys
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any, Self

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from briefing.running.forking import ForkServer

# What a briefing needs is loaded while papermill is still being imported on the other side.
_PRELOAD = (
    "; ".join(f"__import__('briefing.{name}')" for name in ("briefs.making", "maps.web")) + ";"
)
_LOOK = 0.005  # seconds between two looks at what should come at once
_ASK = 0.5  # seconds between two looks whether a kernel that does not answer is still alive


class Client(AsyncKernelClient):
    """Talks to one kernel."""

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, int(_LOOK * 1000))
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - theirs
        """Wait until the kernel answers, and what it prints arrives.

        Unlike the usual way this does not wait for the end of what was printed so far: nbclient
        takes for a cell's output only what names the cell.

        Raises
        ------
        RuntimeError
            If the kernel dies, or does not answer in time.
        """
        deadline = monotonic() + (timeout or float("inf"))
        while monotonic() < deadline:
            self.kernel_info()
            try:
                answer = await self.shell_channel.get_msg(timeout=_ASK)
                # Without this the socket of the output is not connected yet.
                await self.iopub_channel.get_msg(timeout=_ASK)
            except Empty:
                if not await self._async_is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
                continue
            self._handle_kernel_info_reply(answer)
            return
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


class Manager(AsyncKernelManager):
    """Manages one kernel, which it forks if it is given a server."""

    _server: ForkServer | None

    @classmethod
    def of(cls, sockets: Path, server: ForkServer | None) -> Self:
        """Make the manager of a kernel.

        Parameters
        ----------
        sockets
            Private folder for the files of its connection.
        server
            What to fork the kernel from; it starts from nothing if None.
        """
        manager = cls(
            client_factory=Client,
            kernel_name="python3",
            kernel_spec_manager=_ThisInterpreter(),
            connection_file=str(sockets / "kernel.json"),
            transport="ipc",
            ip=str(sockets / "kernel"),
        )
        manager._server = server
        return manager

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
        provisioner = self.provisioner
        if self._server is None or not isinstance(provisioner, LocalProvisioner):
            await super()._async_launch_kernel(kernel_cmd, **options)
            return
        arguments = kernel_cmd[kernel_cmd.index("-f") :]
        process = self._server.fork(arguments, cwd=options["cwd"], env=options["env"])
        provisioner.process = process  # type: ignore[assignment] # all that is used of a Popen
        provisioner.pid = provisioner.pgid = process.pid
        self._reconcile_connection_info(provisioner.connection_info)

    async def _async_wait(self, pollinterval: float = _LOOK) -> None:
        await super()._async_wait(pollinterval)


class _ThisInterpreter(KernelSpecManager):
    """Knows one kernel: the running interpreter. A user's kernelspec cannot shadow it."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[
                sys.executable,
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
                "--HistoryManager.enabled=False",
                f"--IPKernelApp.exec_lines={_PRELOAD}",
            ],
            display_name="Python 3 (ipykernel)",
            language="python",
            name=kernel_name,
        )
