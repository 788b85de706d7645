"""``briefing layers``: what map layers there are, and layers of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from briefing._commands.shell import answer, complain, status
from briefing.wording import printable_line


@click.group()
def layers() -> None:
    """List, show, verify layers; add or remove yours; say what the worldviews know."""


@layers.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one layer a line.")
def list_layers(*, as_json: bool) -> None:
    """List the layers, the user's after the kit's: name, features, vintage, licence, credit."""
    from briefing._commands.layering import listing, tell_dropped  # noqa: PLC0415 - as below

    for entry in listing():
        if as_json:
            answer(entry)
            continue
        facts = "; ".join(filter(None, (", ".join(entry["vintage"]), entry["licence"])))
        click.echo(f"{entry['name']:<20}{entry['rows']:>8}  {printable_line(facts)}")
        if entry["attribution"]:
            click.echo(" " * 30 + printable_line(entry["attribution"]))
    if not as_json:
        tell_dropped()


@layers.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
def verify(names: tuple[str, ...]) -> int:
    """Check that layers, all by default, and the gazetteer are what they are said to be."""
    from briefing._commands.layering import check, checkable  # noqa: PLC0415 - reads layers
    from briefing.errors import BriefingError  # noqa: PLC0415

    chosen = names or checkable()
    failed = 0
    for name in chosen:
        try:
            check(name)
        except BriefingError as error:
            failed += 1
            complain(error)
        else:
            click.echo(f"{printable_line(name)}: ok")
    return status(failed, len(chosen))


@layers.command("coverage")
@click.option("--worldview", metavar="VIEW", help="Of one worldview.  [default: all]")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one view and area a line.")
def show_coverage(worldview: str | None, *, as_json: bool) -> None:
    """Say what each worldview knows of each disputed area, and what it follows where not."""
    from briefing.facts.asked import asked_view  # noqa: PLC0415
    from briefing.facts.stances import stances  # noqa: PLC0415
    from briefing.facts.worldview import worldviews  # noqa: PLC0415

    chosen = (asked_view(worldview),) if worldview else worldviews()
    for view in chosen:
        cells = stances(view)
        if as_json:
            for cell in cells:
                answer(cell._asdict())
            continue
        click.echo(f"{view.name}: {sum(cell.known for cell in cells)} of {len(cells)} known")
        for cell in cells if worldview else ():
            said = cell.source if cell.known else f"not known, follows {cell.follows}"
            area = cell.area.removeprefix("disputed:")
            click.echo(f"  {area:<22}{cell.owner or '-':<4}{printable_line(said)}")
        if worldview:
            click.echo(printable_line(view.note))


@layers.command()
@click.argument("name")
@click.option("-o", "--out", metavar="PNG", help="Picture to write.  [default: NAME.png]")
def show(name: str, out: str | None) -> None:
    """Draw a layer as a picture; a layer of yours is user:NAME."""
    from briefing.folder import output_errors  # noqa: PLC0415 - only this command writes one

    path = Path(out or f"{name.replace(':', '-')}.png")
    if path.suffix.lower() != ".png":
        raise click.UsageError(f"-o {out!r} has no suffix .png")
    from briefing.maps.portrait import portrait  # noqa: PLC0415 - matplotlib takes its time

    picture = portrait(name)
    with output_errors(path):
        path.write_bytes(picture)
    click.echo(printable_line(str(path)))


@layers.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What to call it.  [default: as the file]")
@click.option(
    "--key",
    default="id",
    metavar="COLUMN",
    help="Column of the keys, which become place ids user:NAME/KEY.  [default: id]",
)
@click.option(
    "--names",
    default="name",
    metavar="COLUMN[,COLUMN]",
    help="Columns of the names that texts use; several in one value by |.  [default: name]",
)
@click.option("--attribution", default="", metavar="TEXT", help="Credit line for maps of it.")
@click.option("--licence", default="", metavar="TEXT", help="Its terms.")
@click.option("--force", is_flag=True, help="Replace a layer; take names that are common words.")
@click.option("--json", "as_json", is_flag=True, help="Say what was added as JSON.")
def add(file: Path, name: str | None, *, names: str, as_json: bool, **options: Any) -> None:
    """Add places of your own: GeoJSON, GeoPackage, GeoParquet, or CSV with lon and lat.

    From then on texts are searched for their names, and maps show them. A file that cannot be
    used is refused, with what is the matter with which rows.
    """
    from briefing._commands.layering import tell_added  # noqa: PLC0415 - as above
    from briefing.adding.add import add_layer  # noqa: PLC0415
    from briefing.folder import slug  # noqa: PLC0415

    added = add_layer(
        file,
        name=slug(file.stem)[:40] if name is None else name,
        names=tuple(column.strip() for column in names.split(",") if column.strip()),
        **options,
    )
    tell_added(added, as_json=as_json)


@layers.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def remove(names: tuple[str, ...]) -> int:
    """Remove layers of yours; the files that they were made from stay."""
    from briefing.errors import BriefingError  # noqa: PLC0415
    from briefing.layers import userlayers  # noqa: PLC0415 - as above

    failed = 0
    for name in names:
        try:
            userlayers.remove(name)
        except BriefingError as error:
            failed += 1
            complain(error)
        else:
            click.echo(f"{printable_line(userlayers.PREFIX + name.removeprefix('user:'))}: removed")
    return status(failed, len(names))
