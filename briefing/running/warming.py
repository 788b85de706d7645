"""Warming: what a process loads, from which kernels are forked that are going to make briefs."""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from briefing.errors import BriefingError

_PACKAGES = (
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "matplotlib_inline.backend_inline",
    "tornado.platform.asyncio",
    "briefing.briefs.brief",
    "briefing.linking.frame",
    "briefing.maps.static",
    "briefing.maps.web",
)
_LAYERS = ("regions", "units_10m", "units_50m", "units_110m", "disputed", "lakes", "labels")
# Two stories that name what many articles name and what takes long to draw: one of a region, whose
# map is fine, and one of the world.
_STORIES = (
    "Talks in Damascus\n\nSyria, Lebanon and Jordan met in Damascus.\n",
    (
        "Talks on four continents\n\nTehran, Washington and Canberra sent word. Crimea was not on "
        "the table. Europe, Asia, Africa and the Middle East looked on, and so did what was the "
        "Soviet Union.\n"
    ),
)


def read_layers() -> None:
    """Read the layers of every map, which leaves the lock of the interpreter free for imports."""
    from briefing.layers.catalogue import layer  # noqa: PLC0415 - heavy, and only for the server

    with suppress(BriefingError):  # damaged data is for the notebook to report
        for name in _LAYERS:
            layer(name)


def load_packages() -> None:
    """Load the packages: those of every kernel, and those of a brief."""
    # ipykernel does without a debugger where there is none, and no one can attach one to a run;
    # debugpy takes a quarter of the time that a kernel needs to start.
    sys.modules["debugpy"] = None  # type: ignore[assignment] # import: there is none
    try:
        import_module("ipykernel.debugger")
    finally:
        del sys.modules["debugpy"]
    for name in _PACKAGES:
        import_module(name)


def make_briefs() -> None:
    """Make briefs as a notebook does, so that data, layers and fonts are loaded as well."""
    from briefing.briefs.brief import brief  # noqa: PLC0415 - heavy, and only for the server
    from briefing.reading.files import read_article  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        article = Path(folder, "story-2022-07-19.md")
        for story in _STORIES:
            article.write_text(story, encoding="utf-8")
            with suppress(BriefingError):  # damaged data is for the notebook to report
                made = brief(read_article(article))
                made.record._repr_mimebundle_()
                for part in made.parts:
                    part._repr_mimebundle_()
