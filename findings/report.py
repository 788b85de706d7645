"""What a finding prints: the versions, what one expects, what is seen, and whether that holds."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import NoReturn


def report(
    *packages: str, what: str, expected: object, seen: object, described: object
) -> NoReturn:
    """Print a finding, and leave with 0 if what is seen is what the finding describes, else 1."""
    print(", ".join(f"{name} {version(name)}" for name in packages))
    print(f"what:     {what}\nexpected: {expected}\nseen:     {seen}")
    same = seen == described
    print("as described" if same else f"it has changed; described: {described}")
    sys.exit(0 if same else 1)
