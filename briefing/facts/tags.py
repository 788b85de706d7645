"""Language tags: codes of BCP 47, which are the same, and where to look for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.errors import ParameterError

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
# Codes that are in use for the same languages, and regions that decide the script.
_SAME_LANGUAGE = {
    "iw": "he", "in": "id", "no": "nb", "tl": "fil", "zh-hk": "zh-hant", "zh-mo": "zh-hant",
    "zh-tw": "zh-hant",
}  # fmt: skip


def checked_tag(tag: str, what: str) -> str:
    """Return a language code that has the form of BCP 47, for a parameter of that name.

    Raises
    ------
    ParameterError
        If it has not; whether anything has names in the language is another question.
    """
    if not _TAG.fullmatch(tag):
        raise ParameterError(
            f"{what} {tag!r}", "no code of a language, expected one as de, zh-Hant"
        )
    return tag


def is_of(tag: str, wanted: str) -> bool:
    """Tell whether a tag is a wanted one or more exact; nothing wanted is the untagged."""
    if not wanted:
        return not tag
    tag, wanted = tag.casefold(), _same(wanted.casefold())
    return tag == wanted or tag.startswith(wanted + "-")


def lookup(language: str) -> Iterator[str]:
    """Give the tags to look for, from exact to general (RFC 4647, lookup)."""
    tag = _same(language.replace("_", "-").casefold())
    while tag:
        yield tag
        tag = _same(tag.rpartition("-")[0])


def _same(tag: str) -> str:
    return _SAME_LANGUAGE.get(tag, tag)
