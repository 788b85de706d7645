"""The commands that answer from the data: ``link``, ``place``, ``layers``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from briefing._commands.shell import answer, complain, one_line, status

if TYPE_CHECKING:
    from briefing.linking import Links
    from briefing.places import Place

_ALTERNATIVES = 8
_GAZETTEER = "gazetteer"


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", metavar="FILE", help="Where to, instead of the terminal.")
@click.option(
    "--to",
    "format_",
    type=click.Choice(("jsonl", "csv", "geojson")),
    default="jsonl",
    help="[default: jsonl]",
)
@click.option("--as-of", metavar="DATE", help="Date that the texts speak of.")
def link(inputs: tuple[str, ...], out: str | None, *, format_: str, as_of: str | None) -> int:
    """Find the places that articles name: files, folders, JSONL, or - for stdin.

    Answers come in the order of the input, each as soon as it is known.
    """
    from briefing.article import Article, read_articles  # noqa: PLC0415 - only this command links
    from briefing.linking import link as link_article  # noqa: PLC0415

    date = _date(as_of)
    total = failed = 0
    with _destination(out) as stream, _WRITERS[format_](stream) as write:
        for source in inputs:
            for article in read_articles(sys.stdin.buffer if source == "-" else source):
                total += 1
                if isinstance(article, Article):
                    write(link_article(article, as_of=date))
                else:
                    failed += 1
                    complain(article)
    return status(failed, total)


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
    from briefing.tables import mention_writer  # noqa: PLC0415

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


_WRITERS = {"jsonl": _jsonl, "csv": _csv, "geojson": _geojson}


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
@click.option("--as-of", metavar="DATE", help="Date of memberships.  [default: today]")
@click.option("--worldview", default="international", metavar="VIEW", help="Whose borders.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one answer a line.")
def place(
    names: tuple[str, ...], at: str | None, *, as_of: str | None, worldview: str, as_json: bool
) -> int:
    """Show what the gazetteer knows of a name, or what lies at a point."""
    if bool(names) == (at is not None):
        raise click.UsageError("give either names or --at LON,LAT")
    if at is not None:
        found = _at(at, worldview)
        _show(found, as_json=as_json)
        return 0
    _date(as_of)
    failed = 0
    for name in names:
        if (known := _named(name, as_of)) is None:
            failed += 1
            complain(f"place {name!r}: the gazetteer has none of this name")
        else:
            _show(known, as_json=as_json)
    return status(failed, len(names))


def _named(name: str, as_of: str | None) -> dict[str, Any] | None:
    """Return what is known of the likeliest place of a name, and which others bear it."""
    from briefing.blocs import blocs, blocs_of, members  # noqa: PLC0415 - only this command asks
    from briefing.gazetteer import gazetteer  # noqa: PLC0415

    bloc = next((b for b in blocs() if name in {b.id, b.id.removeprefix("bloc:"), b.name}), None)
    places = list(gazetteer().find(name))
    if bloc:
        record = {"place": bloc.id, "kind": "bloc", "name": bloc.name}
        more: dict[str, Any] = {"members": list(members(bloc.id, as_of))}
        places = [place for place in places if place.id != bloc.id]
    elif places:
        best = places.pop(0)
        record = _record(best)
        more = {"blocs": [bloc.id for bloc in blocs_of(best.id, as_of)]}
    else:
        return None
    others = [_record(other) for other in places[:_ALTERNATIVES]]
    return {"query": name, **record, **more, "alternatives": others}


def _record(found: Place) -> dict[str, Any]:
    return {
        "place": found.id,
        "kind": found.kind.value,
        "name": found.name,
        "lon": found.lon,
        "lat": found.lat,
        "country": found.country,
        "region": found.region,
        "population": found.population or None,
    }


def _at(text: str, view: str) -> dict[str, Any]:
    """Return which country, region and disputed area a point lies in."""
    from briefing.worldview import locate, worldview  # noqa: PLC0415 - only this command asks

    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(f"--at {text!r} is not LON,LAT in degrees, as 34.1,44.95") from None
    found = locate(lon, lat, worldview(view))
    return {"lon": lon, "lat": lat, "worldview": view, **found._asdict()}


def _show(known: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        answer(known)
        return
    for key, value in known.items():
        if isinstance(value, list):
            shown = ", ".join(
                f"{item['name']} ({item['place']})" if isinstance(item, dict) else str(item)
                for item in value
            )
        else:
            shown = "" if value is None else str(value)
        click.echo(f"{key:<13}{one_line(shown) or '-'}")


def _date(text: str | None) -> Any:
    """Read a date option, before anything else is done."""
    import datetime as dt  # noqa: PLC0415

    from briefing.parameters import check_date  # noqa: PLC0415

    if not text:
        return None
    check_date(text)
    return dt.date.fromisoformat(text)


@click.group()
def layers() -> None:
    """List, verify or show the map layers."""


@layers.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one layer a line.")
def list_layers(*, as_json: bool) -> None:
    """List the layers: name, number of features, vintage, licence, attribution."""
    from dataclasses import asdict  # noqa: PLC0415

    from briefing.layers import catalogue  # noqa: PLC0415 - only these commands read layers

    for entry in catalogue():
        if as_json:
            answer(asdict(entry))
        else:
            vintage = ", ".join(entry.vintage)
            click.echo(f"{entry.name:<14}{entry.rows:>8}  {vintage}; {entry.licence}")
            click.echo(f"{'':<24}{entry.attribution}")


@layers.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
def verify(names: tuple[str, ...]) -> int:
    """Check layers, all by default, against the catalogue, and the gazetteer with them."""
    from briefing.errors import BriefingError  # noqa: PLC0415
    from briefing.gazetteer import Gazetteer  # noqa: PLC0415
    from briefing.layers import catalogue, layer  # noqa: PLC0415

    def check(name: str) -> None:
        if name == _GAZETTEER:
            Gazetteer.open().verify()
        else:
            layer(name)

    chosen = names or (*catalogue().names, _GAZETTEER)
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


@layers.command()
@click.argument("name")
@click.option("-o", "--out", required=True, metavar="PNG", help="Picture to write.")
def show(name: str, out: str) -> None:
    """Draw a layer as a picture."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - without pyplot: no window system

    from briefing.folder import output_errors  # noqa: PLC0415
    from briefing.layers import layer  # noqa: PLC0415

    if Path(out).suffix.lower() != ".png":
        raise click.UsageError(f"-o {out!r} has no suffix .png")
    figure = Figure(figsize=(14, 7), layout="constrained")
    axes = figure.subplots()
    layer(name).plot(ax=axes, linewidth=0.4, edgecolor="#444444", markersize=1)
    axes.set_axis_off()
    with output_errors(Path(out)):
        figure.savefig(out, dpi=100, metadata={"Software": None})
    click.echo(one_line(out))
