"""Page formats: what pages there are, each a record; a module makes the page.

Another format is one module with a function ``render``, and one line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
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
    extra
        Which of this package's extras installs these; empty if they always are.
    loads
        Modules that are slow to load, and that making a page asks for.
    takes
        Suffix of the file of a user's own that may style the page; empty if none can. ``render``
        then takes its bytes, too.
    template
        The bytes of that file; empty if there is none.
    """

    name: str
    file_name: str
    module: str
    is_binary: bool = False
    opening: str = "Open it in a browser"
    needs: tuple[str, ...] = ()
    extra: str = ""
    loads: tuple[str, ...] = ()
    takes: str = ""
    template: bytes = b""

    @property
    def identity(self) -> str:
        """Its name, and the hash of the file that styles it if there is one."""
        return f"{self.name} {sha256(self.template).hexdigest()}" if self.template else self.name

    def write(self, notebook: Mapping[str, Any], folder: Path) -> None:
        """Make the page of an executed notebook, and put it into a folder.

        Raises
        ------
        PageError
            If the notebook holds what no page can show, or the page cannot be made here.
        """
        styled = {"template": self.template} if self.template else {}
        page = import_module(self.module).render(notebook, **styled)
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
register(
    PageFormat(
        name="markdown",
        file_name="brief.md",
        module="briefing.pages.markdown",
        opening="Paste it into a mail, a chat or a note",
    )
)
register(
    PageFormat(
        name="text",
        file_name="brief.txt",
        module="briefing.pages.text",
        opening="Paste it into a mail",
    )
)
register(
    PageFormat(
        name="pptx",
        file_name="brief.pptx",
        module="briefing.pages.deck",
        is_binary=True,
        opening="Open it in PowerPoint or LibreOffice",
        needs=("pptx",),
        extra="office",
        takes=".pptx",
    )
)
register(
    PageFormat(
        name="docx",
        file_name="brief.docx",
        module="briefing.pages.document",
        is_binary=True,
        opening="Open it in Word or LibreOffice",
        needs=("docx",),
        extra="office",
        takes=".docx",
    )
)
register(
    PageFormat(
        name="eml",
        file_name="brief.eml",
        module="briefing.pages.mail",
        is_binary=True,
        opening="Open it in a mail program, and send it on",
    )
)
register(
    PageFormat(
        name="pdf",
        file_name="brief.pdf",
        module="briefing.pages.pdf",
        is_binary=True,
        opening="Open it",
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


def styled(formats: Iterable[PageFormat], templates: Iterable[Path]) -> tuple[PageFormat, ...]:
    """Give formats the files that style them; each goes to the format of its suffix.

    Raises
    ------
    ParameterError
        If there is no such file, none of the formats takes it, or one is given two.
    """
    made = {one.name: one for one in formats}
    for path in templates:
        what = f"template {str(path)!r}"
        taking = [one for one in made.values() if one.takes and one.takes == path.suffix.lower()]
        if not taking:
            known = ", ".join(
                f"{one.takes} for {one.name}" for one in _FORMATS.values() if one.takes
            )
            raise ParameterError(what, "styles none of the formats asked for", f"it may be {known}")
        if taking[0].template:
            raise ParameterError(what, f"format {taking[0].name!r} has another one", "name one")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ParameterError(what, (error.strerror or str(error)).lower()) from error
        made[taking[0].name] = replace(taking[0], template=content)
    return tuple(made.values())


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
            f"format {name!r}",
            f"needs {', '.join(missing)}, not installed",
            f"install geobriefing[{found.extra}]" if found.extra else "install it",
        )
    return found
