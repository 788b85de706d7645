"""House rules that a program can check: how long functions and modules are."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_MODULE = 300  # lines
LONGEST_FUNCTION = 40  # lines, without decorators and docstring
Function = ast.FunctionDef | ast.AsyncFunctionDef
CODE = sorted(path for top in ("briefing", "tools") for path in (ROOT / top).rglob("*.py"))

# What is longer because a table of data is, and how long it may be. Numbers may fall; entries go
# when they are not needed any more.
LONG_MODULES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _modules() -> Iterator[tuple[str, int]]:
    for path in CODE:
        yield _name(path), len(path.read_text("utf-8").splitlines())


def _functions() -> Iterator[tuple[str, int]]:
    for path in CODE:
        for name, node in _defined(ast.parse(path.read_text("utf-8")), ""):
            yield f"{_name(path)} {name}", _length(node)


def _defined(node: ast.AST, inside: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            name = f"{inside}{child.name}"
            if isinstance(child, Function):
                yield name, child
            yield from _defined(child, f"{name}.")
        else:
            yield from _defined(child, inside)


def _length(node: Function) -> int:
    first, whole = node.body[0], (node.end_lineno or 0) - node.lineno + 1
    if ast.get_docstring(node) is None:
        return whole
    return whole - ((first.end_lineno or 0) - first.lineno + 1)


def _told(found: Mapping[str, int], most: int, exceptions: Mapping[str, int]) -> list[str]:
    """Say what is longer than it may be, and which exceptions are not needed any more."""
    longer = [
        f"{name}: {lines} lines, expected {allowed} at most"
        for name, lines in found.items()
        if lines > (allowed := exceptions.get(name, most))
    ]
    needless = [
        f"{name}: no exception any more" for name in exceptions if found.get(name, 0) <= most
    ]
    return longer + needless


def test_no_module_is_long() -> None:
    """A module has at most 300 lines; exceptions can only shrink."""
    assert _told(dict(_modules()), LONGEST_MODULE, LONG_MODULES) == []


def test_no_function_is_long() -> None:
    """A function has at most 40 lines; exceptions can only shrink."""
    assert _told(dict(_functions()), LONGEST_FUNCTION, LONG_FUNCTIONS) == []


@pytest.mark.parametrize(
    ("lines", "exceptions", "told"),
    [
        (300, {}, []),
        (301, {}, ["a: 301 lines, expected 300 at most"]),
        (301, {"a": 301}, []),
        (301, {"a": 310}, []),
        (302, {"a": 301}, ["a: 302 lines, expected 301 at most"]),
        (300, {"a": 301}, ["a: no exception any more"]),
        (10, {"b": 301}, ["b: no exception any more"]),
    ],
)
def test_exceptions_can_only_shrink(
    lines: int, exceptions: dict[str, int], told: list[str]
) -> None:
    """What is too long or grows is told, and so is an exception that nothing needs."""
    assert _told({"a": lines}, 300, exceptions) == told


def test_a_function_is_measured_without_its_docstring() -> None:
    """Methods, functions in functions and what they are called by; decorators are not counted."""
    source = '''
class A:
    @property
    def b(self):
        """One.

        Two.
        """
        async def c():
            return 1
        return c
'''
    found = {name: _length(node) for name, node in _defined(ast.parse(source), "")}
    assert found == {"A.b": 4, "A.b.c": 2}
