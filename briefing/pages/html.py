"""The page: an executed notebook as one HTML file that fetches nothing and runs fixed scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from briefing import markup
from briefing.briefs.parts.chart import Map
from briefing.briefs.parts.header import Header
from briefing.pages.notebook import Block, LiveMap, cells, live_map, parts_of

if TYPE_CHECKING:
    from markupsafe import Markup


def render(notebook: Mapping[str, Any]) -> str:
    """Render an executed notebook as one self-contained page.

    All stands in the order of the notebook. The first map is the one that moves; where there is
    room it stays beside the text.

    Parameters
    ----------
    notebook
        Executed notebook, format 4, as JSON or `nbformat` node. Nothing in it is trusted.

    Returns
    -------
    html
        The same notebook gives the same text. Its first element is a Content-Security-Policy
        that allows these scripts and styles by their hashes, and pictures in the file itself.

    Raises
    ------
    PageError
        If it is no such notebook, or holds a part that this version does not know.
    """
    blocks = list(chain.from_iterable(cell.blocks for cell in cells(notebook)))
    chart = next((block for block in blocks if isinstance(block.part, Map)), None)
    return _page(blocks, chart, live_map(chart), scripts=[markup.asset("page.js")])


def render_still(notebook: Mapping[str, Any]) -> str:
    """Render an executed notebook as the same page for paper: it runs nothing, all is unfolded.

    Every sheet bears the marking and its number.
    """
    blocks = list(chain.from_iterable(cell.blocks for cell in cells(notebook)))
    chart = next((block for block in blocks if isinstance(block.part, Map)), None)
    header = next(parts_of(blocks, Header), None)
    marking = markup.css_string(" ".join(header.marking.split()) if header else "")
    sheets = markup.render("sheets.css.j2", marking=marking)
    return _page(blocks, chart, LiveMap(), styles=[markup.asset("still.css"), sheets])


def _page(
    blocks: Sequence[Block],
    chart: Block | None,
    live: LiveMap,
    *,
    scripts: Sequence[Markup] = (),
    styles: Sequence[Markup] = (),
) -> str:
    header = next(parts_of(blocks, Header), None)
    at = blocks.index(chart) if chart else len(blocks)
    scripts = [*live.scripts, *scripts]
    styles = [*live.styles, markup.asset("parts.css"), markup.asset("page.css"), *styles]
    return markup.render(
        "page.html.j2",
        policy=markup.content_security_policy(scripts=scripts, styles=styles),
        title=(header and header.title) or "Briefing",
        marking=header.marking if header else "",
        has_title=header is not None,
        contents=[
            (block.part.anchor(block.number), block.part.heading)
            for block in blocks
            if block.part and not isinstance(block.part, Header)
        ],
        before=_rendered(blocks[:at]),
        map=chart.render(live.body) if chart else "",
        after=_rendered(blocks[at + 1 :]),
        data=live.data,
        scripts=scripts,
        styles=styles,
    )


def _rendered(blocks: Sequence[Block]) -> list[str]:
    return [block.render() for block in blocks]
