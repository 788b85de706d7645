"""Memory: what a process has freed goes back to the system."""

from __future__ import annotations


def give_back_memory() -> None:
    """Return freed memory to the system, where the C library keeps it for later.

    It keeps a heap for each thread; with a new thread for each run these would grow for as long
    as a batch goes on.
    """
    import pyarrow as pa  # noqa: PLC0415 - papermill has loaded it already, and so have the layers

    # That of the C library itself: all that Python and GEOS have freed, too.
    pa.system_memory_pool().release_unused()
