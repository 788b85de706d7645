"""The executed notebook as an analyst opens it: untrusted, in a real JupyterLab."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOKEN = "offline"  # noqa: S105 - a throwaway server on the loopback device
PATIENCE_S = 90.0

pytestmark = [pytest.mark.browser, pytest.mark.server]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_answer(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not answer within {PATIENCE_S} s")


@pytest.fixture(scope="module")
def lab(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the executed notebook from a JupyterLab that knows nothing of this machine's user."""
    home = tmp_path_factory.mktemp("lab")
    root = home / "root"
    root.mkdir()
    shutil.copy(sample_folder / "brief.ipynb", root)
    port = _free_port()
    own = {
        name: str(home / name.lower())
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
        )
    }
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            f"--port={port}",
            f"--ServerApp.root_dir={root}",
            f"--IdentityProvider.token={TOKEN}",
            "--LabApp.extension_manager=readonly",
            "--LabApp.news_url=",
        ],
        env=os.environ | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_answer(f"http://127.0.0.1:{port}/api/status?token={TOKEN}")
        yield f"http://127.0.0.1:{port}/lab/tree/brief.ipynb?token={TOKEN}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:  # now and then it does not end while a kernel starts
            server.kill()
            server.wait(timeout=30)


def test_untrusted_notebook_shows_the_static_map(lab: str, browser: Browser) -> None:
    """JupyterLab strips the interactive map of an untrusted notebook; the picture stays."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(lab)
    picture = page.locator(".jp-Notebook figure img[src^='data:image/png']").first
    picture.wait_for(timeout=PATIENCE_S * 1000)
    width = picture.evaluate("image => image.naturalWidth")
    frames = page.locator(".jp-Notebook iframe").count()
    page.close()
    assert width > 600
    assert frames == 0, "an untrusted notebook must not run the interactive map"
