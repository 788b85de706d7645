"""Recipes: which notebook, with which inputs and parameters, makes which pages, out of what."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from briefing.briefs.earlier import read_earlier
from briefing.briefs.finished import NOTEBOOK_FILE
from briefing.briefs.judging import read_judgements
from briefing.data import geodata_dir
from briefing.errors import ParameterError
from briefing.folder import MANIFEST, sha256_of, short_hash, slug
from briefing.layers import userlayers
from briefing.layers.frozen import frozen_layers
from briefing.linking.corrections import read_corrections
from briefing.pages.formats import PageFormat, page_formats
from briefing.running.inputs import (
    ARTICLE,
    ARTICLES,
    CORRECTIONS,
    JUDGEMENTS,
    SINCE,
    InputFile,
    Inputs,
    corrections_input,
    file_input,
    file_names,
    json_input,
    told,
)
from briefing.running.notebooks import read_notebook
from briefing.running.parameters import Parameters, read_parameters

CELL_SECONDS = 600.0
MENTIONS_FILE, PLACES_FILE = "mentions.csv", "places.geojson"
_LONGEST_NAME = 80  # characters of a folder's name
_PACKAGES = ("geobriefing", "branca", "folium", "geopandas", "matplotlib", "shapely")

Given = TypeVar("Given")
Paths = str | Path | Sequence[str | Path]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How briefings are made: checked before anything is started, the same for many runs.

    Attributes
    ----------
    name
        Name of the notebook.
    notebook
        The notebook as JSON.
    declared
        The parameters that it declares.
    parameters
        Checked values for them.
    formats
        Pages to render.
    cell_seconds
        How long a cell may take.
    origin
        What the results depend on besides the inputs and these: versions and hashes.
    inputs
        Files that every run is given besides its articles.
    layers
        Folder with the user layers as they were at one moment; None if they are those of each
        run's start. See `frozen`.
    """

    name: str
    notebook: Mapping[str, Any]
    declared: Parameters
    parameters: Mapping[str, Any]
    formats: tuple[PageFormat, ...]
    cell_seconds: float
    origin: Mapping[str, Any]
    inputs: Inputs = field(default_factory=dict)
    layers: Path | None = None

    @cached_property
    def takes(self) -> str:
        """The parameter that articles go to, `ARTICLE` or `ARTICLES`; empty if there is none."""
        names = {parameter.name for parameter in self.declared.declared}
        return next((name for name in (ARTICLE, ARTICLES) if name in names), "")

    @property
    def environment(self) -> dict[str, str]:
        """What the environment of its kernels must say."""
        return {userlayers.FOLDER_VARIABLE: str(self.layers)} if self.layers else {}

    def named(self, articles: Sequence[Given]) -> dict[str, tuple[Given, ...]]:
        """Return the articles of one run under the parameter that they go to.

        Raises
        ------
        ParameterError
            If the notebook takes more, fewer or none.
        """
        expected, fits, remedy = {
            ARTICLE: ("one article", len(articles) == 1, "name one, or run it on each"),
            ARTICLES: ("articles", len(articles) > 0, "name some"),
            "": ("no article", not articles, "declare a parameter 'article' or 'articles' in it"),
        }[self.takes]
        if not fits:
            raise ParameterError(
                f"notebook {self.name!r}", f"takes {expected}, found {len(articles)}", remedy
            )
        return {self.takes: tuple(articles)} if self.takes else {}

    def folder_name(self, ids: Sequence[str]) -> str:
        """Return what the folder of a run on the articles of these ids is called."""
        if self.takes == ARTICLE:
            return slug(ids[0])
        joined = "-".join((self.name, *ids))
        if len(joined) <= _LONGEST_NAME:
            return slug(joined)
        digest = short_hash(joined)
        return f"{slug(joined)[: _LONGEST_NAME - len(digest) - 1].rstrip('-')}-{digest}"

    def key(self, articles: Mapping[str, Iterable[Any]]) -> str:
        """Return a hash of all that a run depends on.

        Parameters
        ----------
        articles
            By parameter, what has a ``name`` and a ``sha256``: files, read or yet to be read.
        """
        parts = json.dumps([self._digest, told(articles)], sort_keys=True)
        return hashlib.sha256(parts.encode()).hexdigest()

    @cached_property
    def _digest(self) -> str:
        formats = [one.name for one in self.formats]
        parts = [
            self.name, self.notebook, self.parameters, formats, self.origin, told(self.inputs)
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_recipe(
    notebook: str | Path = "article",
    *,
    parameters: Mapping[str, object] | None = None,
    inputs: Mapping[str, Paths] | None = None,
    formats: Iterable[str] = ("html",),
    cell_seconds: float = CELL_SECONDS,
) -> Recipe:
    """Check how a briefing is to be made.

    Parameters
    ----------
    notebook
        Name of a notebook that comes with the kit, or the path of one.
    parameters
        Values for its parameters.
    inputs
        Files for its parameters besides the articles: one, or many for a parameter that is a
        ``list``.
    formats
        Names of the pages to render.
    cell_seconds
        How long a cell may take.

    Raises
    ------
    NotebookError
        If there is no such notebook, it declares no parameters, or ``since`` is no finished brief.
    ParameterError
        If it has no parameter of a name, a value or a file does not fit, or a format is unknown.
    UnknownWorldviewError
        If ``worldview`` is none that the kit knows.
    CorrectionError
        If ``corrections`` names a file that cannot be obeyed.
    JudgementError
        If ``judgements`` names a file that cannot be read.
    """
    name, content = read_notebook(notebook)
    declared = read_parameters(content, name)
    checked = declared.check(parameters or {})
    files = dict(inputs or {})
    if own := {ARTICLE, ARTICLES} & (checked.keys() | files.keys()):
        problem = "set for each run by itself"
        raise ParameterError(f"parameter {min(own)!r}", problem, "name the article as the input")
    if twice := checked.keys() & files.keys():
        raise ParameterError(f"parameter {min(twice)!r}", "given as a value and as a file")
    for key in _READ.keys() & checked.keys():
        if isinstance(path := checked[key], str):  # the path of a file, as in a notebook
            del checked[key]
            files |= {key: path} if path else {}
    pages = page_formats(formats)
    return Recipe(
        name=name,
        notebook=content,
        declared=declared,
        parameters=checked,
        formats=pages,
        cell_seconds=cell_seconds,
        origin=_origin(),
        inputs=_read_inputs(files, declared, {page.file_name for page in pages}),
    )


@contextmanager
def frozen(recipe: Recipe) -> Iterator[Recipe]:
    """Give a recipe for the user layers as they are now, whatever becomes of them meanwhile.

    Raises
    ------
    CorruptLayerError
        If a user layer cannot be read.
    """
    if recipe.layers is not None:
        yield recipe
        return
    with frozen_layers() as folder:
        known = {"user_layers": userlayers.provenance(folder)}
        yield replace(recipe, layers=folder, origin={**recipe.origin, **known})


def _read_inputs(
    given: Mapping[str, Paths], declared: Parameters, pages: set[str]
) -> dict[str, tuple[InputFile, ...]]:
    """Read the files that all runs share, and refuse those that a notebook cannot be given."""
    taken = pages | {NOTEBOOK_FILE, MENTIONS_FILE, PLACES_FILE, MANIFEST}
    read = {}
    for name, paths in given.items():
        parameter = declared[name]
        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        files = tuple(_read_input(name, path) for path in listed)
        if clashes := taken & set(file_names(parameter, files)):
            problem = f"its file would be called {min(clashes)!r}, as a result is"
            raise ParameterError(f"input {name!r}", problem, "rename the parameter")
        if name not in _READ or any(file.content for file in files):  # no decisions: no input
            read[name] = files
    return read


def _read_input(name: str, path: str | Path) -> InputFile:
    return _READ[name](path) if name in _READ else file_input(path, name)


_READ: Mapping[str, Callable[[str | Path], InputFile]] = {
    CORRECTIONS: lambda path: corrections_input(read_corrections(path)),
    JUDGEMENTS: lambda path: json_input(read_judgements(path), JUDGEMENTS),
    SINCE: lambda path: json_input(read_earlier(path), SINCE),
}


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
