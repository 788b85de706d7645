"""Memory: kept small by what glibc offers for it; no smaller than usual elsewhere."""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>


def share_one_heap() -> None:
    """Let all threads of this process take memory from one heap.

    Else each thread has one of its own, and keeps what was freed there for a thread that may never
    come again. Only for a program that owns its process, before it starts threads.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)


def give_back_memory() -> None:
    """Return what was freed to the system, which the C library would keep for later."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
