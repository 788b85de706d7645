"""Write what the worldviews know, and the list of disputed areas, into ``docs/worldviews.md``.

    python -m tools.facts.worldview_table            # write
    python -m tools.facts.worldview_table --check    # say whether the page is as the data has it

Text outside the two marks of a table is written by hand and kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence

from briefing.facts.claims import DisputedArea, curated
from briefing.facts.stances import Stance, stances
from briefing.facts.worldview import Worldview, owner, worldview, worldviews
from tools.folders import ROOT

PAGE = ROOT / "docs" / "worldviews.md"


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Raw)
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    arguments = parser.parse_args()
    text = PAGE.read_text(encoding="utf-8")
    page = rendered(text)
    if arguments.check:
        print("as the data has it" if page == text else "not as the data has it: write it anew")
        return int(page != text)
    PAGE.write_text(page, encoding="utf-8")
    print(PAGE)
    return 0


class _Raw(argparse.RawDescriptionHelpFormatter):
    """Keep the examples of the description as they are."""


def rendered(page: str) -> str:
    """Return the page with its tables as the data has them now."""
    page = _filled(page, "views", _views())
    return _filled(page, "areas", _areas())


def _filled(page: str, name: str, table: str) -> str:
    start, end = (
        f"<!-- {name}: written by tools/facts/worldview_table.py -->",
        f"<!-- end of {name} -->",
    )
    before, found, rest = page.partition(start)
    _, also, after = rest.partition(end)
    if not (found and also):
        raise SystemExit(f"{PAGE.name}: no marks of table {name!r}, expected {start} and {end}")
    return f"{before}{start}\n\n{table}\n\n{end}{after}"


def _views() -> str:
    header = ("view", "known", "drawn otherwise than internationally", "known to be alike", "note")
    return _table(header, [_view(view) for view in worldviews()])


def _view(view: Worldview) -> tuple[str, ...]:
    cells = stances(view)
    known = [cell for cell in cells if cell.known]
    usual = {cell.area: cell.owner for cell in stances(worldview("international"))}
    other = [cell for cell in known if cell.owner != usual[cell.area]]
    alike = [cell for cell in known if cell.owner == usual[cell.area]]
    return (
        f"`{view.name}` {view.title}",
        f"{len(known)} of {len(cells)}",
        _grouped(other),
        "all" if len(alike) == len(cells) else _grouped(alike),
        view.note,
    )


def _grouped(cells: Iterable[Stance]) -> str:
    """Name areas by the country that they are drawn in."""
    groups: dict[str, list[str]] = {}
    for cell in cells:
        area = curated().areas[cell.area]
        name = f"{area.name} (until {area.until[:4]})" if area.until else area.name
        groups.setdefault(cell.owner or "no country", []).append(name)
    return "; ".join(f"**{home}**: {', '.join(names)}" for home, names in groups.items())


def _areas() -> str:
    header = (
        "area", "administered by", "claimed by", "since", "until", "international", "de facto",
        "drawn", "legal references",
    )  # fmt: skip
    return _table(header, [_area(area) for area in curated().areas.values()])


def _area(area: DisputedArea) -> tuple[str, ...]:
    homes = [owner(area, worldview(name)) or "none" for name in ("international", "de-facto")]
    return (
        area.name, area.administration, area.claim, area.since, area.until, *homes, area.drawn,
        "; ".join(area.legal),
    )  # fmt: skip


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


if __name__ == "__main__":
    sys.exit(main())
