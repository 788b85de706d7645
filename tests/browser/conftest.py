"""A real Chromium without a network, and pages in it that are watched from their first byte on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Dialog,
        Error,
        Page,
        Route,
    )

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Visit:
    """A page in the browser, and all that it asked for or complained about.

    Attributes
    ----------
    page
        The page, opened.
    requests
        What was asked for besides the file itself; every request was refused.
    problems
        Errors and warnings of the console, and uncaught errors.
    dialogs
        Messages of dialogs that a script opened.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def violations(self) -> list[str]:
        """What the Content-Security-Policy of the page has stopped."""
        return list(self.page.evaluate("window.violations"))

    def heard(self, message: ConsoleMessage) -> None:
        """Take down what the console says."""
        if message.type in {"error", "warning"}:
            self.problems.append(message.text)

    def failed(self, error: Error) -> None:
        """Take down an error that no script has caught."""
        self.problems.append(str(error))

    def asked(self, dialog: Dialog) -> None:
        """Take down what a dialog says, and close it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def guard(self, route: Route, allowed: str) -> None:
        """Let the file itself through and nothing else."""
        if route.request.url == allowed:
            route.continue_()
            return
        self.requests.append(route.request.url)
        route.abort()

    @property
    def clean(self) -> bool:
        """Whether the page asked for nothing and nothing went wrong."""
        return not (self.requests or self.problems or self.dialogs or self.violations)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, which resolves no name but the loopback address."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Open HTML with every request refused, as ``visit(html, **options_of_the_context)``."""
    contexts: list[BrowserContext] = []

    def open_html(html: str, **options: Any) -> Visit:
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8", newline="")
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("reduced_motion", "reduce")
        contexts.append(browser.new_context(**options))
        seen = Visit(contexts[-1].new_page())
        seen.page.add_init_script(NOTE_VIOLATIONS)
        seen.page.on("console", seen.heard)
        seen.page.on("pageerror", seen.failed)
        seen.page.on("dialog", seen.asked)
        seen.page.route("**/*", lambda route: seen.guard(route, file.as_uri()))
        seen.page.goto(file.as_uri())
        return seen

    yield open_html
    for context in contexts:
        context.close()
