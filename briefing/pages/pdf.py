"""PDF: the page on paper, printed by a Chromium that is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from briefing.errors import PageError
from briefing.pages.content import content_of
from briefing.pages.html import render_still

CHROMIUM_VARIABLE = "BRIEFING_CHROMIUM"
"""Environment variable: the browser to print with."""

_SECONDS = 120.0
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome",
          "microsoft-edge", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium")  # fmt: skip
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name leads anywhere
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)([^)]*)(\))")


def render(notebook: Mapping[str, Any]) -> bytes:
    """Render an executed notebook as a PDF: the page as `briefing.pages.html` makes it, on A4.

    Parameters
    ----------
    notebook
        Executed notebook, format 4, as JSON or `nbformat` node. Nothing in it is trusted.

    Returns
    -------
    content
        The same notebook and browser give the same bytes, but for a browser that is so busy that it
        numbers its objects otherwise (seen once in some fifty). Headings are bookmarks; every
        sheet bears the marking and its number.

    Raises
    ------
    PageError
        If it is no such notebook, holds a part that this version does not know, or there is no
        Chromium, or it does not print.
    """
    page = render_still(notebook)
    header = content_of(notebook).header
    day = f"{header.as_of:%Y%m%d}" if header else "19800101"
    with tempfile.TemporaryDirectory(prefix="briefing-pdf-") as folder:
        printed = _printed(page, Path(folder), _browser())
    # Of the same length, for a PDF says at which byte everything stands.
    return _DATE.sub(lambda found: found[1] + _dated(day, len(found[2])) + found[3], printed)


def _dated(day: str, length: int) -> bytes:
    return f"{day}000000+00'00'".encode()[:length].ljust(length)


def _browser() -> str:
    wanted = os.environ.get(CHROMIUM_VARIABLE)
    for name in (wanted,) if wanted else _NAMES:
        if found := shutil.which(name):
            return found
    raise PageError(
        "format 'pdf'",
        f"{wanted!r} is no program" if wanted else "no Chromium or Chrome is installed",
        f"install one, or name it in {CHROMIUM_VARIABLE}",
    )


def _printed(page: str, folder: Path, browser: str) -> bytes:
    """Print a page in a folder of its own, which is also the browser's home."""
    source, target = folder / "brief.html", folder / "brief.pdf"
    source.write_text(page, encoding="utf-8")
    command = [browser, *_QUIET, f"--user-data-dir={folder / 'profile'}",
               f"--print-to-pdf={target}", source.as_uri()]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")  # it refuses to work for root otherwise
    told = _run(command, {**os.environ, "HOME": str(folder), "TZ": "UTC"})
    if not target.is_file() or not target.stat().st_size:
        last = " ".join(told.split())[-200:]
        raise PageError("format 'pdf'", f"{browser!r} printed nothing: {last}", "update it")
    return target.read_bytes()


def _run(command: list[str], environment: Mapping[str, str]) -> str:
    """Run a browser, and end all its processes if it takes too long; return what it says."""
    with subprocess.Popen(  # noqa: S603 - a browser of this machine, with fixed arguments
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            return process.communicate(timeout=_SECONDS)[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired as error:
            problem = f"{command[0]!r} did not print within {_SECONDS:.0f} s"
            raise PageError("format 'pdf'", problem, "try again") from error
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
