"""Kernels that are forked from a process that has loaded everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.errors import NotebookError
from briefing.reading.files import read_article
from briefing.running.forking import ForkServer, is_possible
from briefing.running.inputs import article_input
from briefing.running.recipe import read_recipe
from briefing.running.run import build, build_folder

TOY = Path(__file__).parent / "data" / "notebooks" / "toy.ipynb"
pytestmark = pytest.mark.skipif(not is_possible(), reason="this system cannot fork kernels")

# Forks a kernel that does nothing but wait, names it, and waits as well.
PARENT = """
import os, time
from briefing.running.forking import ForkServer
with ForkServer() as server:
    env = dict(os.environ, IPYTHONDIR=os.getcwd())
    kernel = server.fork(["-f", os.getcwd() + "/kernel.json"], cwd=os.getcwd(), env=env)
    print(kernel.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    """Give a server for all tests of this module."""
    with ForkServer() as running:
        yield running


def is_running(pid: int) -> bool:
    """Tell whether a process exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def run(code: str, folder: Path, server: ForkServer | None) -> Path:
    """Run code in the kernel of a toy notebook."""
    article = folder / "talks.txt"
    article.write_text("Iran and Russia met. They left.")
    recipe = read_recipe(TOY, parameters={"code": code}, formats=())
    articles = recipe.named([article_input(read_article(article), "x")])
    return build_folder(articles, folder / "out", recipe, server=server)


def test_forked_or_from_nothing_a_kernel_makes_the_same_bytes(
    sample_article: Path, sample_folder: Path, tmp_path: Path
) -> None:
    """The briefing of the sample article does not tell how its kernel came to be."""
    recipe = read_recipe(formats=("html", "slides"))
    articles = recipe.named([article_input(read_article(sample_article), sample_article.name)])
    folder = build_folder(articles, tmp_path / "a", recipe)
    made = (folder, sample_folder)
    manifests = [json.loads((one / "manifest.json").read_text()) for one in made]
    assert manifests[0]["files"] == manifests[1]["files"]


def test_forked_kernels_share_nothing(tmp_path: Path, server: ForkServer) -> None:
    """What one notebook does to its modules, environment or random numbers, no other sees."""
    code = """
import os, random, briefing
import numpy as np
with open(os.path.join({folder!r}, "seen"), "a") as seen:
    print(os.environ.get("LEFT"), hasattr(briefing, "left"), random.random(), np.random.random(),
          file=seen)
os.environ["LEFT"], briefing.left = "1", True
"""
    for _ in range(2):
        run(code.format(folder=str(tmp_path)), tmp_path, server)
    first, second = ((tmp_path / "seen").read_text()).splitlines()
    assert first.split()[:2] == second.split()[:2] == ["None", "False"]
    assert not set(first.split()[2:]) & set(second.split()[2:])


def test_a_forked_kernel_can_wait_for_its_own_programs(tmp_path: Path, server: ForkServer) -> None:
    """A notebook gets the exit status of a program that it starts."""
    code = "import subprocess; assert subprocess.run(['sh', '-c', 'exit 3']).returncode == 3"
    assert run(code, tmp_path, server).is_dir()


def test_a_server_that_has_made_a_brief_forks_the_same_kernels(
    sample_article: Path, sample_folder: Path, tmp_path: Path
) -> None:
    """What is loaded ahead for a batch changes no byte."""
    recipe = read_recipe(formats=("html", "slides"))
    articles = recipe.named([article_input(read_article(sample_article), sample_article.name)])
    with ForkServer() as server:
        server.warm_up({})
        folder = build_folder(articles, tmp_path / "a", recipe, server=server)
    made = (folder, sample_folder)
    manifests = [json.loads((one / "manifest.json").read_text()) for one in made]
    assert manifests[0]["files"] == manifests[1]["files"]


def test_a_notebook_may_import_a_debugger(tmp_path: Path, server: ForkServer) -> None:
    """Kernels have none of their own, and hide none."""
    code = "import sys; assert 'debugpy' not in sys.modules; import debugpy"
    assert run(code, tmp_path, server).is_dir()


@pytest.mark.parametrize("code", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)"])
def test_the_death_of_a_forked_kernel_is_noticed(
    tmp_path: Path, server: ForkServer, code: str
) -> None:
    """A dead kernel fails its own run, and the server goes on."""
    with pytest.raises(NotebookError, match="its kernel died"):
        run(code, tmp_path, server)
    assert run("", tmp_path, server).is_dir()


def test_a_server_that_died_is_replaced(tmp_path: Path) -> None:
    """The run that notices fails with a clear reason, the next one starts another server."""
    with ForkServer() as server:
        server.start()
        process = server._process
        assert process is not None
        process.kill()
        process.wait()
        with pytest.raises(NotebookError, match="forked from has died"):
            run("", tmp_path, server)
        assert run("", tmp_path, server).is_dir()


def test_forked_kernels_end_with_who_asked_for_them(tmp_path: Path) -> None:
    """When the asking process is killed, server and kernel go as well."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    kernel = int(parent.stdout.readline())
    assert is_running(kernel)
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 10
    while is_running(kernel) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(kernel)


def test_a_build_after_a_batch_is_no_different(tmp_path: Path, server: ForkServer) -> None:
    """One article gets the same folder from `build`, whose server loads no layers ahead."""
    (tmp_path / "one").mkdir()
    forked = run("", tmp_path / "one", server)
    article = tmp_path / "one" / "talks.txt"
    built = build(article, tmp_path / "two", notebook=TOY, parameters={"code": ""}, formats=())
    for path in forked.iterdir():
        if path.name != "manifest.json":  # the input was given another name
            assert path.read_bytes() == (built / path.name).read_bytes()
