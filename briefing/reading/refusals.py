"""Refusals: why bytes give no article, in one clear message."""

from __future__ import annotations

from pathlib import Path

from briefing.errors import ArticleError
from briefing.wording import shortened

MAX_BYTES = 2_000_000  # of one article: ten times the longest report that a newspaper prints


def called(path: Path) -> str:
    """Name an article by its file, for messages."""
    return f"article {shortened(path.name or str(path), 80)!r}"


def empty(what: str) -> ArticleError:
    """Refuse what has no text."""
    return ArticleError(what, "empty, expected text")


def too_large(what: str, found: str) -> ArticleError:
    """Refuse what is longer than `MAX_BYTES`."""
    allowed = f"at most {MAX_BYTES:,} bytes"
    return ArticleError(what, f"{found}, expected {allowed}", "cut it or split it into articles")


def unreadable(what: str, error: Exception) -> ArticleError:
    """Refuse what the system does not open."""
    if isinstance(error, FileNotFoundError):
        return ArticleError(what, "no such file", "give a path, or a text with from_text")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return ArticleError(what, f"cannot be read ({reason})")
