"""Office files: what slides and documents have in common, so that the same input gives the same."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any
from unicodedata import bidirectional

from briefing.errors import PageError
from briefing.pages.elements import Content

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can say


def packed(save: Callable[[io.BytesIO], None]) -> bytes:
    """Save an Office file without the time of saving it."""
    saved, out = io.BytesIO(), io.BytesIO()
    save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def opened(open_file: Callable[[Any], Any], template: bytes, kind: str) -> Any:
    """Open a user's own file, or the library's if there is none.

    Raises
    ------
    PageError
        If it is no such file.
    """
    try:
        return open_file(io.BytesIO(template) if template else None)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise PageError(
            f"template {kind}", f"cannot be read: {error}", f"save it as {kind} and try again"
        ) from error


def describe(properties: Any, content: Content) -> None:
    """Fill the properties of a file; its dates are those of the brief."""
    day = content.header.as_of if content.header else dt.date(*_EPOCH[:3])
    moment = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - both libraries take UTC so
    properties.title = content.title[:255]
    properties.author = properties.last_modified_by = "geobriefing"
    properties.subject = content.marking[:255]
    properties.keywords = properties.comments = properties.category = ""
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1


def is_rightward(text: str) -> bool:
    """Whether a text is written from left to right, as its first letter says."""
    found = (bidirectional(character) for character in text)
    return next((kind == "L" for kind in found if kind in {"L", "R", "AL"}), True)
