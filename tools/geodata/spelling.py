"""Spelling of names: in plain letters, as keys, and by script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

SCRIPTS = ("latin", "cyrillic", "arabic", "hebrew", "greek")


def by_script(name: str, others: list[str]) -> dict[str, str | None]:
    """Sort the other names of a city by the script that they are written in.

    Returns
    -------
    names
        ``names_<script>``: names joined by ``|`` in the order of the alphabet, or None. Codes of
        airports, addresses of pages and names in several scripts are left out.
    """
    found: dict[str, set[str]] = {script: set() for script in SCRIPTS}
    for other in others:
        scripts = {unicodedata.name(sign, "").split()[0] for sign in other if sign.isalpha()}
        script = scripts.pop().lower() if len(scripts) == 1 else ""
        code = script == "latin" and (len(other) < 4 or other.isupper())
        if (
            script in found
            and other != name
            and not code
            and not set("|/.@0123456789") & set(other)
        ):
            found[script].add(unicodedata.normalize("NFC", other))
    return {f"names_{script}": "|".join(sorted(all_)) or None for script, all_ in found.items()}


def numbered(slugs: list[str]) -> list[str]:
    """Give keys that occur more than once a number: ``a``, ``a-2``."""
    seen: Counter[str] = Counter()
    names = []
    for slug in slugs:
        seen[slug] += 1
        names.append(slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
    return names


def ascii_of(name: str) -> str:
    """Return a name without marks, in plain letters."""
    folded = unicodedata.normalize("NFKD", name)
    return folded.encode("ascii", "ignore").decode()


def slug(name: str) -> str:
    """Return a name as a key: ``lake-chad``."""
    return re.sub(r"[^a-z0-9]+", "-", ascii_of(name).lower()).strip("-")
