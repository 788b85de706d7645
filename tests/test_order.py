"""The order of imports in ARCHITECTURE.md holds: downwards never, no circles, nothing unlisted."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "briefing"


def table(text: str) -> dict[str, int]:
    """Read the rank of every module from the table of stages."""
    ranks: dict[str, int] = {}
    rows = re.findall(r"^\| `([\w/]+)` \| ([^|]*) \|", text, re.MULTILINE)
    for rank, (stage, names) in enumerate(rows):
        folder = stage.removesuffix("/")
        if stage.endswith("/"):
            ranks[folder] = rank
            ranks |= {f"{folder}.{name}": rank for name in re.findall(r"`([\w.]+)`", names)}
        else:
            ranks[folder] = rank
    return ranks


def sources(package: Path) -> dict[str, str]:
    """Read the source of every module, by its name below the package."""
    found = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[-1] == "__init__" and len(parts) > 1:
            parts = parts[:-1]
        found[".".join(parts)] = path.read_text(encoding="utf-8")
    return found


def imports(modules: dict[str, str]) -> dict[str, set[str]]:
    """Say which modules of the package each one imports, wherever in it, also for types alone."""
    graph: dict[str, set[str]] = {}
    for name, source in modules.items():
        asked: set[str] = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and not node.level:
                asked |= {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                asked |= {alias.name for alias in node.names}
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{name}: relative import"
        graph[name] = {_module(one, modules) for one in asked if f"{one}.".startswith("briefing.")}
    return {name: others - {name} for name, others in graph.items()}


def _module(dotted: str, modules: dict[str, str]) -> str:
    """Find the module that a dotted name is, or is in."""
    below = dotted.removeprefix("briefing").lstrip(".")
    parent = below.rpartition(".")[0]
    return below if below in modules else parent if parent in modules else "__init__"


def faults(ranks: dict[str, int], modules: dict[str, str]) -> list[str]:
    """Say what does not follow the table."""
    graph = imports(modules)
    # The folders `linking/core` and the like are listed by their modules.
    inner = {name.rpartition(".")[0] for name in modules}
    found = [f"{name}: not listed" for name in modules if name not in ranks and name not in inner]
    found += [f"{name}: listed, but not there" for name in ranks if name not in modules]
    found += [
        f"{name} imports {other}, which stands below it"
        for name, others in graph.items()
        for other in others
        if ranks.get(other, -1) > ranks.get(name, len(ranks))
    ]
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        found.append("circle: " + " → ".join(error.args[1]))
    return sorted(found)


def test_the_order_of_imports_holds() -> None:
    """What ARCHITECTURE.md says of the modules is so."""
    assert faults(table((ROOT / "ARCHITECTURE.md").read_text("utf-8")), sources(PACKAGE)) == []


TABLE = "| `low` |  | a |\n| `mid/` | `one` `two` | b |\n| `high` |  | c |\n"
GOOD = {
    "low": "",
    "mid": "",
    "mid.one": "from briefing import low",
    "mid.two": "from briefing.mid.one import x",
    "high": "import briefing.mid.two",
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"low": "def f():\n    from briefing.high import x"}, "low imports high, which"),
        ({"mid.one": "from briefing.mid import two"}, "circle: "),
        ({"mid.three": ""}, "mid.three: not listed"),
    ],
)
def test_a_breach_is_found(change: dict[str, str], fault: str) -> None:
    """The guard sees an import downwards, a circle and a new module."""
    assert faults(table(TABLE), GOOD) == []
    assert any(found.startswith(fault) for found in faults(table(TABLE), GOOD | change))


def test_a_module_that_is_gone_is_found() -> None:
    """The guard sees a row of the table that nothing stands behind."""
    left = {name: source for name, source in GOOD.items() if name != "mid.two"}
    left["high"] = ""
    assert faults(table(TABLE), left) == ["mid.two: listed, but not there"]
