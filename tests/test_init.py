"""The public names of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

import briefing

HEAVY = ("pandas", "geopandas", "folium", "matplotlib", "IPython", "papermill", "shapely", "numpy")


def test_the_public_names_are_sorted_and_true() -> None:
    """Every name of `__all__` can be had, and nothing public is missing from it."""
    assert briefing.__all__ == sorted(briefing.__all__)
    assert all(getattr(briefing, name) is not None for name in briefing.__all__)
    assert set(dir(briefing)) == {*briefing.__all__, "__version__"}


def test_the_types_see_the_same_names() -> None:
    """Each public name comes from the module that the type checker is told of."""
    for name in briefing.__all__:
        assert getattr(briefing, name).__module__.startswith("briefing.")


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as in any module."""
    with pytest.raises(AttributeError, match="raed_article"):
        _ = briefing.raed_article


@pytest.mark.parametrize(
    "statement", ["import briefing", "import briefing.cli", "from briefing import read_article"]
)
def test_importing_loads_no_heavy_package(statement: str) -> None:
    """Neither the package nor its command loads a map, table or notebook package by itself."""
    program = f"import sys; {statement}; print(*(set({HEAVY!r}) & set(sys.modules)))"
    process = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert process.stdout.split() == []


def test_a_page_is_made_without_the_packages_that_draw() -> None:
    """Rendering a map from a notebook loads neither the tables nor folium nor matplotlib."""
    drawing = ("pandas", "folium", "matplotlib")
    program = (
        "import sys; from briefing.maps.live import markup; from briefing.maps.scene import Scene; "
        f"markup(Scene()); print(*(set({drawing!r}) & set(sys.modules)))"
    )
    process = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert process.stdout.split() == []


def test_grammars_are_compiled_by_the_first_check_of_an_address() -> None:
    """Papermill loads without them, and jsonschema checks IRIs as ever."""
    program = (
        "import sys; import briefing.running._papermill; print('lark' in sys.modules); "
        "from jsonschema import FormatChecker; check = FormatChecker().conforms; "
        "print(check('http://a/\u00fc', 'iri'), check('no iri', 'iri'), 'lark' in sys.modules)"
    )
    process = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert process.stdout.decode().split() == ["False", "True", "False", "True"]
