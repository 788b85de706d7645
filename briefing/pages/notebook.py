"""What an executed notebook shows: its cells in order, each as blocks that a page can take.

The notebook belongs to the analyst, who may reorder, leave out and add cells; and it passed
through a file, so that nothing in it is trusted. Our own parts are read from their data. Markdown
and the outputs of other cells are reduced to text, structure and embedded pictures.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from briefing import markup
from briefing.briefs.bundle import AGAIN, part_of
from briefing.briefs.part import PART_MIME, Part, Table
from briefing.briefs.parts.chart import Map
from briefing.briefs.record import RECORD_MIME
from briefing.errors import PageError

if TYPE_CHECKING:
    from markupsafe import Markup

    from briefing.maps.scene import Scene

P = TypeVar("P", bound=Part)
T = TypeVar("T")

# Cells with one of these tags stay in the notebook (the first two are what other tools know).
HIDDEN = frozenset({"remove-cell", "remove_cell", "hide-on-page"})
_ACTIVE_HTML = re.compile(r"<(?:script|iframe|object|embed)\b", re.IGNORECASE)
_TERMINAL_CODE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing that a page shows.

    Attributes
    ----------
    part
        A part of the brief, or None for the analyst's own.
    number
        The how-manieth part of this name in the notebook, from 1.
    html
        Safe markup of what is no part; empty for a part.
    """

    part: Part | None = None
    number: int = 1
    html: Markup = markup.NOTHING

    def render(self, live: Markup = markup.NOTHING, tag: str = "section") -> Markup:
        """Return the block as HTML; ``live`` and ``tag`` as in `Part.html`."""
        if self.part is None:
            return markup.render("cell.html.j2", html=self.html)
        # Pages of one table are one part: their rows need no suffix to be told apart.
        rows = "" if isinstance(self.part, Table) and self.part.page else None
        return self.part.html(number=self.number, live=live, tag=tag, row_suffix=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMap:
    """What a page needs for a map that moves; empty for a page without one.

    Attributes
    ----------
    body
        The element that becomes the map.
    data
        What it shows, as inert blocks, before the scripts.
    scripts, styles
        Fixed texts of script and style elements, in order.
    """

    body: Markup = markup.NOTHING
    data: tuple[Markup, ...] = ()
    scripts: tuple[Markup, ...] = ()
    styles: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a notebook, as far as it shows something.

    Attributes
    ----------
    blocks
        In order; never empty.
    slide
        Jupyter's slide type: ``slide``, ``subslide``, ``fragment``, ``skip``, ``notes`` or ``-``.
    """

    blocks: tuple[Block, ...]
    slide: str = "-"


def cells(notebook: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Read what an executed notebook shows, in its order.

    Parameters
    ----------
    notebook
        Notebook as JSON or `nbformat` node, format 4.

    Raises
    ------
    PageError
        If it is no such notebook, or holds a part that this version does not know.
    """
    try:
        return tuple(_cells(notebook))
    except (AttributeError, KeyError, TypeError) as error:
        raise PageError("notebook", f"not of format 4 ({error!r})", "open and save it") from error


def _cells(notebook: Mapping[str, Any]) -> Iterator[Cell]:
    sources = [_text(cell["source"]) for cell in notebook["cells"] if _is_markdown(cell)]
    levels = [len(hashes) for source in sources for hashes in _HEADING.findall(source)]
    shift = 2 - min(levels, default=2)  # the page has one first-level heading, its title
    seen: Counter[str] = Counter()
    for cell in notebook["cells"]:
        if HIDDEN & set(cell.get("metadata", {}).get("tags", ())):
            continue
        if _is_markdown(cell):
            blocks: tuple[Block, ...] = (
                Block(html=markup.markdown(_text(cell["source"]), shift=shift)),
            )
        else:
            blocks = tuple(_numbered(cell.get("outputs", ()), seen))
        if blocks:
            slide = cell.get("metadata", {}).get("slideshow", {}).get("slide_type") or "-"
            yield Cell(blocks=blocks, slide=str(slide))


def parts_of(blocks: Iterable[Block], kind: type[P]) -> Iterator[P]:
    """Give the parts of one type among some blocks, in order."""
    return (block.part for block in blocks if isinstance(block.part, kind))


def live_map(chart: Block | None) -> LiveMap:
    """Draw the map of a part anew, from its data.

    Raises
    ------
    PageError
        If the data hold no scene that this version can draw.
    """
    if chart is None or not isinstance(chart.part, Map):
        return LiveMap()
    from briefing.maps.live import markup as map_markup  # noqa: PLC0415 - slow, and only for a map

    drawn = of_scene(chart.part, map_markup)
    return LiveMap(
        body=drawn.body_html,
        data=(drawn.data_json_block,),
        scripts=drawn.scripts,
        styles=(drawn.head_css,),
    )


def of_scene(chart: Map, draw: Callable[[Scene], T]) -> T:
    """Draw the scene of a map.

    Raises
    ------
    PageError
        If the data hold no scene that this version can draw.
    """
    from briefing.maps.scene import Scene  # noqa: PLC0415 - slow, and only for a map

    try:
        return draw(Scene.from_json(json.loads(chart.scene)))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise PageError("part 'map'", f"its scene cannot be read: {error!r}", AGAIN) from error


def _is_markdown(cell: Mapping[str, Any]) -> bool:
    return bool(cell["cell_type"] == "markdown")


def _numbered(outputs: list[Mapping[str, Any]], seen: Counter[str]) -> Iterator[Block]:
    """Give the blocks of a code cell; its source stays in the notebook."""
    for output in outputs:
        bundle = output.get("data", {})
        if PART_MIME in bundle:
            part = part_of(bundle)
            seen[part.name] += 1
            yield Block(part=part, number=seen[part.name])
        elif RECORD_MIME not in bundle and (html := _output(output, bundle)):
            yield Block(html=html)


def _output(output: Mapping[str, Any], bundle: Mapping[str, Any]) -> Markup:
    """Reduce one output of an analyst's cell to safe markup; empty if it shows nothing."""
    if output["output_type"] == "stream":
        return _plain(_text(output["text"])) if output.get("name") == "stdout" else markup.NOTHING
    if output["output_type"] == "error":
        return _plain(f"{output.get('ename')}: {output.get('evalue')}")
    html = _text(bundle.get("text/html", ""))
    if html and not _ACTIVE_HTML.search(html):
        return markup.sanitise_html(html)
    for mime in ("image/png", "image/jpeg"):
        if mime in bundle and (uri := markup.data_image(mime, _text(bundle[mime]))):
            return markup.render("figure.html.j2", uri=uri)
    if "text/markdown" in bundle:
        return markup.markdown(_text(bundle["text/markdown"]))
    return _plain(_text(bundle.get("text/plain", "")))


def _plain(text: str) -> Markup:
    words = _TERMINAL_CODE.sub("", text).strip("\n")
    return markup.render("plain.html.j2", text=words) if words else markup.NOTHING


def _text(value: object) -> str:
    """Join what a notebook file may hold as a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
