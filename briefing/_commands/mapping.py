"""The command that draws maps: ``map``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.wording import printable_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.maps.kinds import Kind
    from briefing.maps.scene import Scene

_FORMS = ("png", "svg", "pdf", "html")


@click.command("map")
@click.argument("article")
@click.option(
    "--kind",
    type=click.Choice(("story", "locator", "dispute", "worldviews")),
    default="story",
    help="What it shows: the story, its subject in its surroundings, the dispute that it is "
    "about, or that as up to four worldviews draw it.  [default: story]",
)
@click.option(
    "--to",
    "form",
    type=click.Choice(_FORMS),
    help="Its format; html moves.  [default: that of the suffix of -o, or png]",
)
@click.option("-o", "--out", metavar="FILE", help="File to write.  [default: ARTICLE-map.FORMAT]")
@click.option("--worldview", default="international", metavar="VIEW", help="Whose borders.")
@click.option("--as-of", metavar="DATE", help="Its day.  [default: that of the article, or today]")
def draw_map(  # noqa: PLR0913 - the options of a command, all by name
    article: str,
    *,
    kind: Kind,
    form: str | None,
    out: str | None,
    worldview: str,
    as_of: str | None,
) -> None:
    """Draw the map of an article ('-' for stdin) as a picture or a page."""
    if form is None:
        suffix = Path(out).suffix[1:].lower() if out else "png"
        if suffix not in _FORMS:
            raise click.UsageError(f"-o {out!r} has no suffix .{', .'.join(_FORMS)}; give --to")
        form = suffix
    from briefing.folder import output_errors, replace_file  # noqa: PLC0415 - slow to import
    from briefing.linking.links import link  # noqa: PLC0415
    from briefing.maps.drawing import map_scenes  # noqa: PLC0415
    from briefing.reading.files import read_article  # noqa: PLC0415

    stem = "stdin" if article == "-" else Path(article).stem
    path = Path(out or f"{stem}-map.{form}")
    read = read_article(sys.stdin.buffer.read() if article == "-" else article)
    links = link(read, as_of=as_of)
    made = _made(map_scenes(links, kind, worldview=worldview, as_of=as_of), form)
    with output_errors(path):
        replace_file(path, made)
    click.echo(printable_line(str(path)))


def _made(scenes: Sequence[Scene], form: str) -> bytes:
    if form == "html":
        from briefing.maps import live  # noqa: PLC0415

        return live.page(scenes).encode("utf-8")
    from briefing.maps import static  # noqa: PLC0415

    figure = static.draw_all(scenes)
    return static.as_png(figure) if form == "png" else static.as_vector(figure, form)
