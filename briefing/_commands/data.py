"""The commands that answer from the data: ``link``, ``place``, ``layers``."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from briefing._commands.facts import leaders_record, place_of_id, place_record, show_record
from briefing._commands.shell import SOME_FAILED, answer, complain, one_line, status
from briefing.errors import ParameterError

if TYPE_CHECKING:
    from briefing.facts.blocs import Bloc
    from briefing.facts.worldview import Worldview
    from briefing.gazetteer.place import Place
    from briefing.linking.homes import Home
    from briefing.linking.links import Links


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", metavar="FILE", help="Where to, instead of the terminal.")
@click.option(
    "--to",
    "format_",
    type=click.Choice(("jsonl", "csv", "geojson", "parquet")),
    default="jsonl",
    help="[default: jsonl]",
)
@click.option("--as-of", metavar="DATE", help="Date that the texts speak of.")
@click.option(
    "--home",
    "home_ids",
    multiple=True,
    metavar="PLACE",
    help="Id of a country, region or district where the source is at home; may be given often.",
)
@click.option(
    "--corrections",
    "corrections_file",
    metavar="FILE",
    help="Your decisions on what names mean, CSV or JSONL; they are obeyed.",
)
def link(  # noqa: PLR0913 - the options of a command, all by name
    inputs: tuple[str, ...],
    out: str | None,
    *,
    format_: str,
    as_of: str | None,
    home_ids: tuple[str, ...],
    corrections_file: str | None,
) -> int:
    """Find the places that articles name: files, folders, JSONL, or - for stdin.

    Answers come in the order of the input, each as soon as it is known. Where the records of a
    JSONL file name their source, the file is read twice: what the other articles of the same
    source are about tells which Paris its next one means.
    """
    from briefing.facts.asked import asked_day  # noqa: PLC0415
    from briefing.linking.corrections import NO_CORRECTIONS, read_corrections  # noqa: PLC0415
    from briefing.linking.homes import home_in  # noqa: PLC0415
    from briefing.linking.links import link as link_article  # noqa: PLC0415
    from briefing.linking.links import link_many  # noqa: PLC0415
    from briefing.reading.article import Article, misread, read_articles, undated  # noqa: PLC0415

    if format_ == "parquet" and out is None:
        raise click.UsageError("--to parquet needs -o FILE: it cannot go to the terminal")
    date = asked_day(as_of)
    home = home_in(_known_places(home_ids)) if home_ids else None
    decisions = read_corrections(corrections_file) if corrections_file else NO_CORRECTIONS
    total = failed = unmet = 0
    without_date: list[Article] = []
    with _destination(out) as stream, _WRITERS[format_](stream) as write:
        for source in inputs:
            homes = {} if home else _homes(source)
            for article in read_articles(sys.stdin.buffer if source == "-" else source):
                total += 1
                if not isinstance(article, Article):
                    failed += 1
                    complain(article)
                    continue
                if note := misread(article):
                    complain(note)
                if article.source in homes:
                    [links] = link_many([article], as_of=date, homes=homes, corrections=decisions)
                else:
                    links = link_article(article, as_of=date, home=home, corrections=decisions)
                write(links)
                unmet += len(links.unmet)
                _complain_of(links)
                if links.as_of is None:
                    without_date.append(article)
    if without_date:
        complain(undated(without_date))
    return status(failed, total) or (SOME_FAILED if unmet else 0)


def _complain_of(links: Links) -> None:
    """Name the decisions on an article that could not be obeyed."""
    for decision in links.unmet:
        complain(
            f"correction {decision} (line {decision.line}): article {links.article.id!r} does not "
            "have these words there; correct the span or the text"
        )


def _known_places(place_ids: tuple[str, ...]) -> tuple[str, ...]:
    from briefing.gazetteer.overlay import gazetteer_in_use  # noqa: PLC0415

    for place_id in place_ids:
        if gazetteer_in_use().row(place_id) is None:
            raise click.UsageError(
                f"--home {place_id!r} is no id of the gazetteer, as region:US-TX; "
                "see: briefing place NAME"
            )
    return place_ids


def _homes(source: str) -> dict[str, Home]:
    """Learn where the sources of a file of records are at home; nothing if it names none."""
    from briefing.linking.links import learn_homes  # noqa: PLC0415
    from briefing.reading.article import Article, read_articles  # noqa: PLC0415
    from briefing.reading.records import holds_records  # noqa: PLC0415

    path = Path(source)
    if source == "-" or not holds_records(path) or not _names_sources(path):
        return {}
    found = learn_homes(one for one in read_articles(source) if isinstance(one, Article))
    return {name: home for name, home in found.items() if home.articles > 1}


def _names_sources(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return any(b'"source"' in line for line in file)
    except OSError:
        return False  # reading the articles says so


@contextmanager
def _destination(out: str | None) -> Iterator[TextIO]:
    """Open what to write to; a file appears whole or not at all."""
    if out is None:
        yield sys.stdout
        return
    from briefing.folder import output_errors, replacing  # noqa: PLC0415

    with output_errors(Path(out)), replacing(Path(out)) as stream:
        yield stream


@contextmanager
def _jsonl(stream: TextIO) -> Iterator[Callable[[Links], None]]:
    def write(links: Links) -> None:
        stream.write(json.dumps(links.to_records(), ensure_ascii=False) + "\n")

    yield write


@contextmanager
def _csv(stream: TextIO) -> Iterator[Callable[[Links], None]]:
    from briefing.linking.tables import mention_writer  # noqa: PLC0415

    writer = mention_writer(stream, leading=("id",))
    writer.writeheader()

    def write(links: Links) -> None:
        record = links.to_records()
        writer.writerows({"id": record["id"], **mention} for mention in record["mentions"])

    yield write


@contextmanager
def _geojson(stream: TextIO) -> Iterator[Callable[[Links], None]]:
    separator = '{"type": "FeatureCollection", "features": ['

    def write(links: Links) -> None:
        nonlocal separator
        for place in links.places:
            feature = _feature(place, article=links.article.id, mentions=links.counts[place.id])
            stream.write(f"{separator}\n{json.dumps(feature, ensure_ascii=False)}")
            separator = ","

    yield write
    stream.write(("" if separator == "," else separator) + "\n]}\n")


@contextmanager
def _parquet(stream: TextIO) -> Iterator[Callable[[Links], None]]:
    from briefing.linking.tables import mention_parquet  # noqa: PLC0415

    with mention_parquet(stream.buffer) as write:
        yield lambda links: write(links.to_records())


_WRITERS = {"jsonl": _jsonl, "csv": _csv, "geojson": _geojson, "parquet": _parquet}


def _feature(place: Place, **properties: object) -> dict[str, Any]:
    """Return a place as a GeoJSON feature; without a point, its geometry is null (RFC 7946)."""
    point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {
        "type": "Feature",
        "geometry": None if place.lon is None else point,
        "properties": {
            **properties,
            "place": place.id,
            "kind": place.kind.value,
            "name": place.name,
            "country": place.country,
            "region": place.region,
        },
    }


@click.command()
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option("--at", metavar="LON,LAT", help="Say what lies at a point, instead.")
@click.option("--as-of", metavar="DATE", help="Date of memberships and disputes.  [default: today]")
@click.option("--worldview", default="international", metavar="VIEW", help="Whose borders.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one answer a line.")
def place(
    names: tuple[str, ...], at: str | None, *, as_of: str | None, worldview: str, as_json: bool
) -> int:
    """Show all places of a name, or the place of an id (region:UA-43), or what lies at a point."""
    from briefing.facts.asked import asked_day, asked_view  # noqa: PLC0415 - only this command asks

    if bool(names) == (at is not None):
        raise click.UsageError("give either names or --at LON,LAT")
    day, view = asked_day(as_of), asked_view(worldview)
    if at is not None:
        _show(_at(at, view, day), as_json=as_json)
        return 0
    failed = 0
    for name in names:
        try:
            known = _named(name, day, view)
        except ParameterError as error:  # a bloc whose members are not known for the day
            failed += 1
            complain(error)
            continue
        if known is None:
            failed += 1
            complain(f"place {name!r}: the gazetteer has none of this name")
        else:
            _show(known, as_json=as_json)
    return status(failed, len(names))


def _named(name: str, day: dt.date | None, view: Worldview) -> dict[str, Any] | None:
    """Return what is known of the likeliest place of a name or id, and which others bear it."""
    from briefing.gazetteer.overlay import gazetteer_in_use  # noqa: PLC0415 - only this command asks

    by_id = place_of_id(name)
    places = [by_id] if by_id else list(gazetteer_in_use().find(name))
    if bloc := _bloc(name, places):
        record = _bloc_record(bloc, day)
        places = [place for place in places if place.id != bloc.id]
    elif places:
        record = place_record(places.pop(0), day, view)
    else:
        return None
    others = [place_record(other, day, view) for other in places]
    return {"query": name, **record, "alternatives": others}


def _bloc(name: str, places: list[Place]) -> Bloc | None:
    """Return the bloc that a name means: its own names, or those that the gazetteer has for it."""
    from briefing.facts.blocs import find_bloc  # noqa: PLC0415 - only this command asks

    bloc = find_bloc(name)
    if bloc and (not places or name in {bloc.id, bloc.key, bloc.name}):
        return bloc
    # "Au" is a town first, "AU" the African Union; "League of Arab States" is in the gazetteer.
    return find_bloc(places[0].id) if places else None


def _bloc_record(bloc: Bloc, day: dt.date | None) -> dict[str, Any]:
    """Return who belongs to a bloc on a day, and how far that can be relied on."""
    from briefing.facts.blocs import coverage, members, statuses  # noqa: PLC0415

    lists = {one.status: one for one in coverage() if one.bloc == bloc.id}
    return {
        "place": bloc.id,
        "kind": bloc.id.partition(":")[0],
        "name": bloc.name,
        "members": list(members(bloc.id, day)),
        "statuses": {key: list(ids) for key, ids in statuses(bloc.id, day).items()},
        "reviewed": lists["member"].reviewed.isoformat(),
        "notes": {status: one.note for status, one in lists.items()},
        "leaders": leaders_record(bloc.id, day),
    }


def _at(text: str, view: Worldview, day: dt.date | None) -> dict[str, Any]:
    """Return which country, region and disputed area a point lies in."""
    from briefing.facts.worldview import locate  # noqa: PLC0415 - only this command asks

    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(f"--at {text!r} is not LON,LAT in degrees, as 34.1,44.95") from None
    found = locate(lon, lat, view, day)
    return {"lon": lon, "lat": lat, "worldview": view.name, **found._asdict()}


def _show(known: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        answer(known)
    else:
        show_record(known)


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
        click.echo(f"{entry['name']:<20}{entry['rows']:>8}  {one_line(facts)}")
        if entry["attribution"]:
            click.echo(" " * 30 + one_line(entry["attribution"]))
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
            click.echo(f"{one_line(name)}: ok")
    return status(failed, len(chosen))


@layers.command("coverage")
@click.option("--worldview", metavar="VIEW", help="Of one worldview.  [default: all]")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one view and area a line.")
def show_coverage(worldview: str | None, *, as_json: bool) -> None:
    """Say what each worldview knows of each disputed area, and what it follows where not."""
    from briefing.facts.asked import asked_view  # noqa: PLC0415
    from briefing.facts.worldview import coverage, worldviews  # noqa: PLC0415

    chosen = (asked_view(worldview),) if worldview else worldviews()
    for view in chosen:
        cells = coverage(view)
        if as_json:
            for cell in cells:
                answer(cell._asdict())
            continue
        click.echo(f"{view.name}: {sum(cell.known for cell in cells)} of {len(cells)} known")
        for cell in cells if worldview else ():
            said = cell.source if cell.known else f"not known, follows {cell.follows}"
            area = cell.area.removeprefix("disputed:")
            click.echo(f"  {area:<22}{cell.owner or '-':<4}{one_line(said)}")
        if worldview:
            click.echo(one_line(view.note))


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
    click.echo(one_line(str(path)))


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
            click.echo(f"{one_line(userlayers.PREFIX + name.removeprefix('user:'))}: removed")
    return status(failed, len(names))
