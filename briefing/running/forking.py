"""Forked kernels: a process that has loaded all that briefings need, and forks kernels from it.

A kernel that starts from nothing spends more time on imports and map layers than on its notebook.
One *server* loads them: while the rest of the kit is still busy with other things, and once for a
batch. Each briefing still runs in a process of its own, which begins as a copy of the server and
shares nothing with it afterwards.

The server reads requests from its standard input, one JSON value a line, and answers each with the
id of the new process; it has one thread when it forks. It ends when its input does, that is with
the process that started it, however that ends; its kernels notice and end too.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Self

from briefing.running.memory import give_back_memory, share_one_heap
from briefing.running.warming import load_packages, make_briefs, read_layers

_WARM_UP = "warm up with"
_ENVIRONMENT = {
    "MATPLOTLIBRC": os.devnull,
    "MPLBACKEND": "agg",
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # that of the C library, which gives memory back
}


class ForkServer:
    """Starts the server when it is first needed, and ends it on leaving.

    Use as a context manager; may be shared between threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        with self._lock:
            self._end()

    def kill(self) -> None:
        """End the server, also while it loads, and with it what waits for it; for good."""
        self._is_closed = True
        process = self._process
        if process is not None:
            process.kill()

    def start(self) -> None:
        """Start the server, and return while it is still loading."""
        with self._lock:
            self._running()

    def warm_up(self, environment: Mapping[str, str]) -> None:
        """Let the server make briefs ahead, for the many kernels that are going to be forked.

        For a single one this would only move the work.

        Parameters
        ----------
        environment
            Variables that the server takes before; kernels do not inherit them.
        """
        with self._lock:
            process = self._running()
            if process.stdin is not None:
                with suppress(OSError):  # who wants a kernel is going to hear of it
                    process.stdin.write(json.dumps({_WARM_UP: dict(environment)}) + "\n")
                    process.stdin.flush()

    def fork(self, arguments: Sequence[str], *, cwd: str, env: dict[str, str]) -> ForkedProcess:
        """Start a kernel with the arguments of ``ipykernel_launcher``.

        Raises
        ------
        OSError
            If the server has died; the next call starts another.
        """
        # The server stands in a folder of its own: a relative path would lead elsewhere from there.
        folder = os.path.abspath(cwd)  # noqa: PTH100 - links are left as they are
        request = json.dumps({"arguments": [*arguments], "cwd": folder, "env": env})
        with self._lock:
            process = self._running()
            try:
                return ForkedProcess(int(_asked(process, request)))
            except (OSError, ValueError) as error:
                self._end()
                raise OSError(0, "the process that kernels are forked from has died") from error

    def _running(self) -> subprocess.Popen[str]:
        if self._is_closed:
            raise OSError(0, "the process that kernels are forked from has been ended")
        if self._process is None:
            self._process = _start()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            with suppress(OSError):  # what could not be sent is of no use any more
                self._process.communicate()
            self._process = None


class ForkedProcess:
    """A kernel that the server has forked: what jupyter_client uses of `subprocess.Popen`.

    Attributes
    ----------
    pid
        Id of the process, which leads a process group of its own.
    returncode
        None while it runs; then 0, since the status of another's child cannot be known.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = -1
        try:
            # Unlike the id, this never comes to mean another process.
            self._descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            self.returncode = 0

    def poll(self) -> int | None:
        """Return None while the process runs."""
        if self.returncode is None and select.select([self._descriptor], [], [], 0)[0]:
            os.close(self._descriptor)
            self.returncode = 0
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the process has ended."""
        if self.returncode is None:
            select.select([self._descriptor], [], [], timeout)
        if self.poll() is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal to the process and all that it has started."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


def _asked(process: subprocess.Popen[str], request: str) -> str:
    """Send the server a line; return the line that it answers, empty if it has died."""
    if process.stdin is None or process.stdout is None:
        return ""
    process.stdin.write(request + "\n")
    process.stdin.flush()
    return process.stdout.readline()


def is_possible() -> bool:
    """Whether this system can fork kernels."""
    return hasattr(os, "fork") and hasattr(os, "pidfd_open")


def _start() -> subprocess.Popen[str]:
    """Start the server, away from the terminal's signals and from the user's working folder."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "briefing.running.forking"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
        env={**os.environ, **_ENVIRONMENT},
        text=True,
        start_new_session=True,
    )


def _serve() -> None:
    """Load everything, then fork a kernel for each request."""
    share_one_heap()
    gc.disable()  # of what is loaded nothing is garbage, and all is looked at again and again
    reading = threading.Thread(target=read_layers)
    reading.start()
    load_packages()
    reading.join()  # a fork has one thread alone, and whatever another has begun stays undone
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing but answers may reach the pipe
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended kernels need no one to wait for them
    _settle()
    for line in sys.stdin:
        request = json.loads(line)
        if _WARM_UP in request:
            os.environ.update(request[_WARM_UP])
            make_briefs()
            _settle()
            continue
        pid = os.fork()
        if pid == 0:
            answers.close()
            _become_kernel(request)
        answers.write(f"{pid}\n")
        answers.flush()


def _settle() -> None:
    """Make what is there as cheap as can be for all who begin as a copy of it."""
    gc.collect()
    gc.freeze()  # what is never looked at stays shared
    give_back_memory()


def _become_kernel(request: dict[str, Any]) -> None:
    """Turn a fork of the server into a kernel; never returns."""
    status = 1
    try:
        gc.enable()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(null, standard)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        import numpy as np  # noqa: PLC0415 - loaded already

        np.random.seed()  # noqa: NPY002 - or all kernels would draw the same numbers
        from ipykernel.kernelapp import launch_new_instance  # noqa: PLC0415

        # The kernel ends when it is no longer a child of the server. (ipykernel has looked for the
        # usual variable when it was imported.)
        watched = f"--IPKernelApp.parent_handle={os.getppid()}"
        sys.argv = ["ipykernel_launcher", *request["arguments"], watched]
        launch_new_instance(sys.argv[1:])
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    _serve()
