"""Recipes: which notebook, with which parameters, makes which pages, out of which versions."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from typing import Any

from briefing.data import geodata_dir, notebooks_dir
from briefing.errors import NotebookError, ParameterError
from briefing.folder import sha256_of
from briefing.layers import userlayers
from briefing.linking.corrections import Corrections, read_corrections
from briefing.running.parameters import Parameters, read_parameters

CELL_SECONDS = 600.0
PAGES = {
    "html": ("brief.html", "briefing.pages.html"),
    "slides": ("slides.html", "briefing.pages.slides"),
}
FORMATS = tuple(PAGES)
CORRECTIONS_FILE = "corrections.jsonl"
_CORRECTIONS = "corrections"
_PACKAGES = ("geobriefing", "branca", "folium", "geopandas", "matplotlib", "shapely")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How briefings are made: checked before anything is started, the same for many articles.

    Attributes
    ----------
    name
        Name of the notebook.
    notebook
        The notebook as JSON.
    parameters
        Checked values for its parameters.
    formats
        Pages to render, of `FORMATS`.
    cell_seconds
        How long a cell may take.
    origin
        What the results depend on besides the article and these: versions and hashes.
    corrections
        The analyst's decisions, which a notebook with a parameter of this name gets as a file
        beside the article; None if none are given.
    """

    name: str
    notebook: Mapping[str, Any]
    parameters: Mapping[str, Any]
    formats: tuple[str, ...]
    cell_seconds: float
    origin: Mapping[str, Any]
    corrections: Corrections | None = None

    def key(self, name: str, sha256: str) -> str:
        """Return a hash of all that the results for an input of this name and hash depend on."""
        parts = [name, sha256, self.notebook, self.parameters, self.formats, self.origin]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_recipe(
    notebook: str | Path = "article",
    *,
    parameters: Mapping[str, object] | None = None,
    formats: Iterable[str] = ("html",),
    cell_seconds: float = CELL_SECONDS,
) -> Recipe:
    """Check how a briefing is to be made.

    Raises
    ------
    NotebookError
        If there is no such notebook, or it declares no parameters.
    ParameterError
        If it has no parameter of a name, a value does not fit, or a format is unknown.
    UnknownWorldviewError
        If ``worldview`` is none that the kit knows.
    CorrectionError
        If ``corrections`` names a file that cannot be obeyed.
    """
    name, content = _read_notebook(notebook)
    declared = read_parameters(content, name)
    checked = declared.check(parameters or {})
    declared["article"]  # raises if the notebook takes none
    if "article" in checked:
        raise ParameterError(
            "parameter 'article'", "set for each run by itself", "name the article as the input"
        )
    corrections = _corrections(checked)
    decided = {"corrections": corrections.sha256} if corrections else {}
    return Recipe(
        name=name,
        notebook=content,
        parameters=checked,
        formats=_checked_formats(formats),
        cell_seconds=cell_seconds,
        origin=_origin() | decided,
        corrections=corrections,
    )


def _corrections(parameters: dict[str, Any]) -> Corrections | None:
    """Read the decisions that a parameter names, and let it name the copy that a run gets."""
    path = parameters.get(_CORRECTIONS)
    if not isinstance(path, str) or not path:
        return None
    corrections = read_corrections(path)
    parameters[_CORRECTIONS] = CORRECTIONS_FILE
    return corrections


def _read_notebook(notebook: str | Path) -> tuple[str, Mapping[str, Any]]:
    """Find a notebook and read it; return its name with it."""
    path = find_notebook(notebook)
    try:
        content = json.loads(path.read_bytes())
        if isinstance(content, dict) and content.get("nbformat") == 4:
            return path.stem, content
        problem = "is no notebook of format 4"
    except (OSError, ValueError) as error:
        problem = f"cannot be read: {error}"
    raise NotebookError(f"notebook {str(notebook)!r}", problem)


def find_notebook(notebook: str | Path) -> Path:
    """Return the file of a notebook, which is named by its path or comes with the kit.

    Raises
    ------
    NotebookError
        If there is none.
    """
    path = Path(notebook)
    if path.suffix != ".ipynb" and path.name == str(notebook):
        path = notebooks_dir() / f"{notebook}.ipynb"
    if not path.is_file():
        names = notebook_names()
        close = get_close_matches(path.stem, names, n=1)
        raise NotebookError(
            f"notebook {str(notebook)!r}",
            "there is none of this name",
            (f"did you mean {close[0]!r}? " if close else "") + f"there are: {', '.join(names)}",
        )
    return path


def notebook_names() -> list[str]:
    """Return the names of the notebooks that come with the kit."""
    return sorted(path.stem for path in notebooks_dir().glob("*.ipynb"))


def notebook_parameters(notebook: str | Path) -> Parameters:
    """Return the parameters that a notebook declares.

    Raises
    ------
    NotebookError
        If there is no such notebook, or it declares no parameters.
    """
    name, content = _read_notebook(notebook)
    return read_parameters(content, name)


def _checked_formats(formats: Iterable[str]) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(formats))
    for format_ in asked:
        if format_ not in PAGES:
            raise ParameterError(
                f"format {format_!r}", "unknown", f"choose from: {', '.join(FORMATS)}"
            )
    return asked


def _origin() -> dict[str, Any]:
    """Return the versions and hashes that results depend on."""
    package = Path(__file__).parents[1]
    code = (path for path in package.rglob("*") if path.suffix in {".py", ".j2", ".js", ".css"})
    geodata = geodata_dir()
    data = (
        path
        for path in geodata.rglob("*")
        if path.is_file() and path.parent.name != "layers"  # the catalogue has their hashes
    )
    return {
        "versions": {name: version(name) for name in _PACKAGES}
        | {"python": ".".join(platform.python_version_tuple()[:2])},
        "code": _hash_of(package, code),
        "geodata": _hash_of(geodata, data),
        "user_layers": userlayers.provenance(),
    }


def _hash_of(root: Path, files: Iterable[Path]) -> str:
    """Return one hash of many files and their names."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(root).as_posix()}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()
