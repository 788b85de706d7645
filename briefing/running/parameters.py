"""Parameters of a notebook: what its ``parameters`` cell declares, and checked values for it.

The cell is the schema. Each line is ``name: type = default  # help``; the types are ``str``,
``int``, ``float``, ``bool``, ``list``, ``dict`` and ``None``, joined by ``|``. Nothing else can
cross into a kernel, since a value is pasted into the notebook as Python source.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from briefing.errors import NotebookError, ParameterError
from briefing.facts.asked import asked_day, asked_view

TYPE_NAMES = frozenset({"str", "int", "float", "bool", "list", "dict", "None"})
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,39}")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One line of a ``parameters`` cell.

    Attributes
    ----------
    name
        Lower-case identifier of at most 40 characters.
    types
        Names of the types that a value may have.
    default
        Value that stands in the cell.
    help
        The comment on the line.
    """

    name: str
    types: frozenset[str]
    default: Any
    help: str = ""

    @property
    def annotation(self) -> str:
        """The types as they are written in Python, ``None`` last."""
        return " | ".join(sorted(self.types, key=lambda name: (name == "None", name)))

    def check(self, value: object) -> object:
        """Return a value as the notebook will get it.

        Raises
        ------
        ParameterError
            If the value is of another type, or holds something that is not plain data.
        """
        if type(value) is int and "int" not in self.types and "float" in self.types:
            value = float(value)
        if _type_name(value) not in self.types or not _is_plain(value):
            raise ParameterError(
                f"parameter {self.name!r}",
                f"{_shortened(value)} is {_type_name(value)}, expected {self.annotation}",
            )
        if isinstance(value, str):
            # A lone surrogate (an argument that is no UTF-8) cannot be written into a notebook.
            value = value.encode("utf-8", "replace").decode("utf-8")
        return value

    def parse(self, text: str) -> object:
        """Read a value from the command line by the types that the notebook declares.

        Raises
        ------
        ParameterError
            If the text is a value of none of them.
        """
        for name in ("None", "bool", "int", "float", "list", "dict"):
            if name in self.types:
                with suppress(ValueError):
                    return self.check(_parsed(text, name))
        if "str" in self.types:
            return self.check(text)
        raise ParameterError(
            f"parameter {self.name!r}", f"{_shortened(text)}, expected {self.annotation}"
        )


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters that a notebook declares.

    Attributes
    ----------
    notebook
        Name of the notebook, for messages.
    declared
        In the order of the cell.
    """

    notebook: str
    declared: tuple[Parameter, ...]

    def __getitem__(self, name: str) -> Parameter:
        for parameter in self.declared:
            if parameter.name == name:
                return parameter
        names = [parameter.name for parameter in self.declared]
        close = get_close_matches(name, names, n=1)
        raise ParameterError(
            f"parameter {name!r}",
            f"notebook {self.notebook!r} has none of this name",
            (f"did you mean {close[0]!r}? " if close else "") + f"it has: {', '.join(names)}",
        )

    def parse(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Read the values of a command line.

        Raises
        ------
        ParameterError
            If a name is unknown or a text is no value of its type.
        """
        return {name: self[name].parse(text) for name, text in texts.items()}

    def check(self, values: Mapping[str, object]) -> dict[str, Any]:
        """Return the values that a notebook may be run with, before anything is started.

        ``as_of`` may be a date and ``worldview`` a `Worldview`: a notebook gets them as text.

        Raises
        ------
        ParameterError
            If a name is unknown, a value is of a wrong type, or ``as_of`` is no date.
        UnknownWorldviewError
            If ``worldview`` is none that the kit knows.
        """
        return {name: self[name].check(_as_text(name, value)) for name, value in values.items()}


def _as_text(name: str, value: Any) -> object:
    """Write a date or a worldview, however it is given, as the text that a notebook takes.

    Raises
    ------
    ParameterError
        If it is none.
    """
    if name == "as_of" and (day := asked_day(value)):
        return day.isoformat()
    if name == "worldview" and value is not None:
        return asked_view(value).name
    return value


def read_parameters(notebook: Mapping[str, Any], name: str) -> Parameters:
    """Read the ``parameters`` cell of a notebook.

    Parameters
    ----------
    notebook
        The notebook as JSON, format 4.
    name
        How to call it in messages.

    Raises
    ------
    NotebookError
        If it has no such cell, or one that does not declare its parameters.
    """
    for cell in notebook.get("cells", ()):
        if "parameters" in cell.get("metadata", {}).get("tags", ()):
            source = cell.get("source", "")
            source = source if isinstance(source, str) else "".join(source)
            try:
                return Parameters(name, tuple(_declarations(source)))
            except (SyntaxError, ValueError, tokenize.TokenError) as error:
                raise NotebookError(
                    f"notebook {name!r}",
                    f"its parameters cell cannot be read: {error}",
                    "declare each parameter as `name: type = default  # help`",
                ) from error
    raise NotebookError(
        f"notebook {name!r}",
        "no cell has the tag 'parameters'",
        "tag the cell that declares the parameters",
    )


def _declarations(source: str) -> list[Parameter]:
    """Return what the lines of a parameters cell declare."""
    comments = {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    declared = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # a docstring
        if not isinstance(statement, ast.AnnAssign) or statement.value is None:
            raise ValueError(f"line {statement.lineno} is not `name: type = default`")
        name = ast.unparse(statement.target)
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no lower-case name of at most 40 characters")
        default = ast.literal_eval(statement.value)
        declared.append(
            Parameter(
                name=name,
                types=frozenset(_types(statement.annotation)),
                default=default,
                help=comments.get(statement.end_lineno or statement.lineno, ""),
            )
        )
    return declared


def _types(annotation: ast.expr) -> set[str]:
    """Return the plain types that an annotation names."""
    match annotation:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _types(left) | _types(right)
        case ast.Constant(value=None):
            return {"None"}
        case ast.Subscript(value=ast.Name(id=("list" | "dict") as name)):
            return {name}
        case ast.Name(id=name) if name in TYPE_NAMES:
            return {name}
    raise ValueError(f"{ast.unparse(annotation)!r} is none of {', '.join(sorted(TYPE_NAMES))}")


def _type_name(value: object) -> str:
    return "None" if value is None else type(value).__name__


def _is_plain(value: object) -> bool:
    """Whether a value is plain data all the way down."""
    if type(value) is list:
        return all(_is_plain(item) for item in value)
    if type(value) is dict:
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    return _type_name(value) in TYPE_NAMES


def _parsed(text: str, type_name: str) -> object:
    """Read a text as a value of one type; ValueError if it is none."""
    match type_name:
        case "None" if text.lower() in {"", "none", "null"}:
            return None
        case "bool" if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        case "int":
            return int(text)
        case "float":
            return float(text)
        case "list" if not text.startswith("["):
            return [item.strip() for item in text.split(",") if item.strip()]
        case "list" | "dict":
            value = json.loads(text)
            if type(value).__name__ == type_name:
                return value
    raise ValueError(text)


def _shortened(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
