"""Page formats: what pages there are, each a record; a module makes the page.

Another format is one module with a function ``render``, and one line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefing.errors import ParameterError


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFormat:
    """One kind of page that an executed notebook can become.

    Attributes
    ----------
    name
        What it is asked for by: ``--to NAME``.
    file_name
        Of the page in a finished folder.
    module
        Whose function ``render`` takes an executed notebook (JSON or `nbformat` node) and returns
        the page; imported when a page is made.
    is_binary
        Whether the page is bytes, and not text.
    opening
        What to do with the page; its address follows.
    needs
        Packages that must be installed, as they are imported.
    loads
        Modules that are slow to load, and that making a page asks for.
    """

    name: str
    file_name: str
    module: str
    is_binary: bool = False
    opening: str = "Open it in a browser"
    needs: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()

    def write(self, notebook: Mapping[str, Any], folder: Path) -> None:
        """Make the page of an executed notebook, and put it into a folder.

        Raises
        ------
        PageError
            If the notebook holds what no page can show.
        """
        page = import_module(self.module).render(notebook)
        content = page if self.is_binary else page.encode("utf-8")
        (folder / self.file_name).write_bytes(content)


_FORMATS: dict[str, PageFormat] = {}


def register(added: PageFormat) -> None:
    """Make a format one that can be asked for.

    Raises
    ------
    ValueError
        If another one has its name or its file name.
    """
    for known in _FORMATS.values():
        if added != known and {added.name, added.file_name} & {known.name, known.file_name}:
            raise ValueError(f"page format {added.name!r} clashes with {known.name!r}")
    _FORMATS[added.name] = added


_MAP = "briefing.maps.live"  # that of a page is drawn anew

register(
    PageFormat(name="html", file_name="brief.html", module="briefing.pages.html", loads=(_MAP,))
)
register(
    PageFormat(
        name="slides",
        file_name="slides.html",
        module="briefing.pages.slides",
        needs=("pyreveal",),
        loads=(_MAP,),
    )
)


def format_names() -> tuple[str, ...]:
    """Return the names of all formats."""
    return tuple(_FORMATS)


def page_formats(names: Iterable[str]) -> tuple[PageFormat, ...]:
    """Look formats up, each once.

    Raises
    ------
    ParameterError
        If there is none of a name, or what it needs is not installed.
    """
    return tuple(_known(name) for name in dict.fromkeys(names))


def load(formats: Iterable[PageFormat]) -> None:
    """Load what pages are made with, which takes as long as making them."""
    for one in formats:
        for module in (one.module, *one.loads):
            import_module(module)


def _known(name: str) -> PageFormat:
    found = _FORMATS.get(name)
    if found is None:
        close = get_close_matches(name, _FORMATS, n=1)
        raise ParameterError(
            f"format {name!r}",
            "unknown",
            (f"did you mean {close[0]!r}? " if close else "")
            + f"choose from: {', '.join(_FORMATS)}",
        )
    if missing := [package for package in found.needs if find_spec(package) is None]:
        raise ParameterError(
            f"format {name!r}", f"needs {', '.join(missing)}, not installed", "install it"
        )
    return found
