"""Memory: kept small by what glibc offers for it; no smaller than usual elsewhere."""

from __future__ import annotations

import ctypes

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # M_ARENA_MAX, M_MMAP_THRESHOLD of <malloc.h>
_LARGE = 1 << 17  # bytes


def share_one_heap() -> None:
    """Let all threads of this process take memory from one heap, and keep what is large out of it.

    Else each thread has one of its own, and keeps what was freed there for a thread that may never
    come again; and what is large leaves holes, once the C library has seen some of it freed. Only
    for a program that owns its process, before it starts threads.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
        mallopt(_MMAP_THRESHOLD, _LARGE)


def give_back_memory() -> None:
    """Return what was freed to the system, which the C library would keep for later."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
