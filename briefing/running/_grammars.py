"""Grammars of web addresses, which jsonschema compiles on import: here, when one is first checked.

jsonschema knows an optional check of the format ``iri``, and so imports ``rfc3987_syntax``, which
takes 0.7 s to compile its grammars. Neither notebooks nor their validation ever ask for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_MODULE = "rfc3987_syntax"


@contextmanager
def compiled_late() -> Iterator[None]:
    """Give whoever imports the grammars in this block a check that compiles them at its first call.

    No check is lost: it takes the real function, once it is asked anything.
    """
    if _MODULE in sys.modules or find_spec(_MODULE) is None:
        yield
        return
    late = ModuleType(_MODULE)
    late.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
    sys.modules[_MODULE] = late
    try:
        yield
    finally:
        if sys.modules.get(_MODULE) is late:
            del sys.modules[_MODULE]


def _is_valid_syntax(term: str, value: str) -> bool:
    return bool(import_module(_MODULE).is_valid_syntax(term, value))
