"""Style: the colours, sizes and words that the map on screen and the one on paper share.

Colours and sizes stand in ``assets/map.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

_FILE = resources.files("briefing").joinpath("assets", "map.toml")
_STYLE: Mapping[str, Mapping[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))

COLOURS: Mapping[str, str] = MappingProxyType(dict(_STYLE["light"]))
"""Colours on paper, by name."""
TYPE: Mapping[str, float] = MappingProxyType(dict(_STYLE["type"]))
"""Sizes of letters in pixels."""
LINES: Mapping[str, float] = MappingProxyType(dict(_STYLE["lines"]))
"""Widths of lines in pixels."""
DOTS: Mapping[str, float] = MappingProxyType(dict(_STYLE["dots"]))
"""Radii of dots in pixels."""
GROUNDS: tuple[str, ...] = tuple(_STYLE["sides"]["light-ground"])
"""Ground of the sides of a dispute on paper."""
STRONGS: tuple[str, ...] = tuple(_STYLE["sides"]["light-strong"])
"""Stripes and lines of the sides of a dispute on paper."""

SEA = COLOURS["sea"]
LAND = COLOURS["land"]
BORDER = COLOURS["border"]
AREA = COLOURS["area"]
POINT = COLOURS["point"]
INK = COLOURS["ink"]
MUTED = COLOURS["muted"]
PAPER = COLOURS["paper"]

LEGEND = (
    ("named", "country named in the article"),
    ("area", "region or area named"),
    ("loose", "sea, wider area or former state named"),
    ("point", "city or other place named"),
    ("contested", "ground: who holds it; stripes: who claims it"),
    ("disputed", "other disputed area"),
)
"""What each sign means: key of the sign and its text, in the order in which they are shown."""


def side(tint: int | None, tones: tuple[str, ...]) -> str:
    """Return the tone of a side of a dispute; tints repeat after the last, None has the neutral."""
    return COLOURS["neutral"] if tint is None else tones[tint % len(tones)]


def palette() -> tuple[tuple[int, ...], ...]:
    """Return all colours on paper as red, green and blue, 0 to 255."""
    colours = (*COLOURS.values(), *GROUNDS, *STRONGS)
    return tuple(tuple(bytes.fromhex(colour[1:])) for colour in colours)


def stylesheet() -> str:
    """Return the style as custom properties of ``.briefing-map``, for light and dark screens."""
    sizes = {
        f"{table}-{name}": f"{value}px"
        for table in ("type", "lines", "dots")
        for name, value in _STYLE[table].items()
    }
    light = "".join(_properties({**_STYLE["light"], **_tints("light"), **sizes}))
    dark = "".join(_properties({**_STYLE["dark"], **_tints("dark")}))
    return (
        f".briefing-map{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{.briefing-map{{{dark}}}}}\n{_side_rules()}"
    )


def _properties(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield f"--bm-{name}:{value};"


def _tints(scheme: str) -> dict[str, str]:
    return {
        f"{tone}-{number}": colour
        for tone in ("ground", "strong")
        for number, colour in enumerate(_STYLE["sides"][f"{scheme}-{tone}"])
    }


def _side_rules() -> str:
    rules = (
        f".bm-ground-{number}{{fill:var(--bm-ground-{number})}}"
        f".bm-strong-{number}{{stroke:var(--bm-strong-{number})}}"
        for number in range(len(GROUNDS))
    )
    return "\n".join(rules)
