"""What a notebook declares, and which values may cross into a kernel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import NotebookError, ParameterError, UnknownWorldviewError
from briefing.running.notebooks import notebook_names, notebook_parameters
from briefing.running.parameters import Parameters, read_parameters

CELL = '''
"""What can be set."""
title: str = ""  # headline
depth: int = 3
share: float = 0.5  # 0 to 1
is_draft: bool = False
places: list[str] = []  # ids
colours: dict[str, str] = {}
as_of: str | None = None
worldview: str = "international"
'''
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def notebook_with(source: str, tag: str = "parameters") -> dict[str, Any]:
    """Return a notebook of one cell."""
    cell = {"cell_type": "code", "source": source, "metadata": {"tags": [tag]}}
    return {"nbformat": 4, "cells": [cell]}


@pytest.fixture
def parameters() -> Parameters:
    """Give the parameters of `CELL`."""
    return read_parameters(notebook_with(CELL), "toy")


def test_the_cell_is_the_schema(parameters: Parameters) -> None:
    """Names, types, defaults and help are those of the cell, in its order."""
    depth, share = parameters["depth"], parameters["share"]
    assert [p.name for p in parameters.declared][:3] == ["title", "depth", "share"]
    assert (depth.annotation, depth.default, depth.help) == ("int", 3, "")
    assert (share.annotation, share.default, share.help) == ("float", 0.5, "0 to 1")
    assert parameters["as_of"].annotation == "str | None"


def test_an_unknown_name_is_refused_with_a_guess(parameters: Parameters) -> None:
    """A misspelt name is told from a parameter, the likely one is named, and all are listed."""
    with pytest.raises(ParameterError, match=r"'wordview'.*did you mean 'worldview'\?.*title"):
        parameters.check({"wordview": "UA"})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("depth", "3", "'3' is str, expected int"),
        ("depth", True, "True is bool, expected int"),
        ("title", None, "None is None, expected str"),
        ("places", ("a",), "is tuple, expected list"),
        ("places", [("a",)], "is list, expected list"),
        ("colours", {1: "red"}, "is dict, expected dict"),
        ("title", Path(), "expected str"),
    ],
)
def test_a_wrong_type_is_refused(
    parameters: Parameters, name: str, value: object, message: str
) -> None:
    """What was found and what is expected are both named; nothing but plain data passes."""
    with pytest.raises(ParameterError) as caught:
        parameters.check({name: value})
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", "7", "7"),
        ("title", "", ""),
        ("depth", "7", 7),
        ("share", "1", 1.0),
        ("is_draft", "yes", True),
        ("places", "a, b", ["a", "b"]),
        ("places", '["a, b"]', ["a, b"]),
        ("colours", '{"a": "b"}', {"a": "b"}),
        ("as_of", "none", None),
        ("as_of", "2022-07-19", "2022-07-19"),
    ],
)
def test_a_command_line_value_gets_the_declared_type(
    parameters: Parameters, name: str, text: str, value: object
) -> None:
    """The cell, not the look of a text, decides what it is."""
    parsed = parameters.parse({name: text})[name]
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("name", "text"), [("depth", "many"), ("is_draft", "perhaps"), ("colours", "red")]
)
def test_a_command_line_value_of_no_such_type_is_refused(
    parameters: Parameters, name: str, text: str
) -> None:
    """A text that is no value of the declared type is named."""
    with pytest.raises(ParameterError, match=f"{name}.*{text}.*expected"):
        parameters.parse({name: text})


@given(PLAIN)
def test_checked_values_are_plain_data(value: object) -> None:
    """Whatever passes can be written as JSON and is read back equal."""
    declared = read_parameters(notebook_with("x: str | int | float | bool | list | None = 0"), "n")
    if isinstance(value, dict):
        return
    checked = declared.check({"x": value})["x"]
    assert json.loads(json.dumps(checked)) == checked


@given(st.text(st.characters(categories=["Cs", "L", "P"])))
def test_every_text_can_be_written_into_a_notebook(text: str) -> None:
    """A lone surrogate is replaced, so that no argument can break the writing of a file."""
    declared = read_parameters(notebook_with("x: str = ''"), "n")
    str(declared.check({"x": text})["x"]).encode()


def test_an_unknown_worldview_is_refused(parameters: Parameters) -> None:
    """The worldview is checked before anything is started."""
    with pytest.raises(UnknownWorldviewError, match="'XX'"):
        parameters.check({"worldview": "XX"})
    assert parameters.check({"worldview": "UA"}) == {"worldview": "UA"}


@pytest.mark.parametrize(
    "source",
    [
        "title = ''",
        "title: str",
        "Title: str = ''",
        "title: Path = Path()",
        "title: tuple = ()",
        "title: str = str(1)",
        "import os",
        "def f(): ...",
        "title: str = (",
        "a.b: str = ''",
    ],
)
def test_a_cell_that_declares_anything_else_is_refused(source: str) -> None:
    """A parameters cell holds declarations of plain data, nothing else."""
    with pytest.raises(NotebookError, match=r"'toy': its parameters cell cannot be read"):
        read_parameters(notebook_with(source), "toy")


def test_a_notebook_without_the_cell_is_refused() -> None:
    """The message says which tag is missing."""
    with pytest.raises(NotebookError, match="tag 'parameters'"):
        read_parameters(notebook_with("x: int = 1", tag="setup"), "toy")


@pytest.mark.parametrize("name", notebook_names())
def test_every_notebook_takes_the_common_parameters(name: str) -> None:
    """What the command line offers for all notebooks, all notebooks have, with a help text."""
    declared = notebook_parameters(name)
    for common in ("as_of", "worldview", "name_language", "title", "marking", "author"):
        assert declared[common].help
    assert {"article", "articles"} & {one.name for one in declared.declared}
