"""``briefing link``: the places that articles name."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from briefing._commands.shell import SOME_FAILED, complain, status

if TYPE_CHECKING:
    from briefing.errors import ArticleError
    from briefing.linking.corrections import Corrections
    from briefing.linking.homes import Home
    from briefing.linking.links import Links
    from briefing.reading.article import Article


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
    from briefing.errors import ArticleError  # noqa: PLC0415
    from briefing.facts.asked import asked_day  # noqa: PLC0415
    from briefing.linking.corrections import NO_CORRECTIONS, read_corrections  # noqa: PLC0415
    from briefing.linking.homes import home_in  # noqa: PLC0415
    from briefing.reading.article import undated  # noqa: PLC0415 - only this command links

    if format_ == "parquet" and out is None:
        raise click.UsageError("--to parquet needs -o FILE: it cannot go to the terminal")
    day = asked_day(as_of)
    home = home_in(_known_places(home_ids)) if home_ids else None
    decisions = read_corrections(corrections_file) if corrections_file else NO_CORRECTIONS
    total = failed = unmet = 0
    without_date: list[Article] = []
    with _destination(out) as stream, _WRITERS[format_](stream) as write:
        for links in (one for source in inputs for one in _linked(source, day, home, decisions)):
            total += 1
            if isinstance(links, ArticleError):
                failed += 1
                complain(links)
                continue
            write(links)
            unmet += len(links.unmet)
            _complain_of(links)
            if links.as_of is None:
                without_date.append(links.article)
    if without_date:
        complain(undated(without_date))
    return status(failed, total) or (SOME_FAILED if unmet else 0)


def _linked(
    source: str, day: dt.date | None, home: Home | None, decisions: Corrections
) -> Iterator[Links | ArticleError]:
    """Link the articles of an input one at a time; what cannot be read is given as the error."""
    from briefing.linking.links import link as link_article  # noqa: PLC0415 - only this command links
    from briefing.linking.links import link_many  # noqa: PLC0415
    from briefing.reading.article import Article  # noqa: PLC0415
    from briefing.reading.streams import read_articles  # noqa: PLC0415

    homes = {} if home else _homes(source)
    for article in read_articles(sys.stdin.buffer if source == "-" else source):
        if not isinstance(article, Article):
            yield article
        elif article.source in homes:
            yield from link_many([article], as_of=day, homes=homes, corrections=decisions)
        else:
            yield link_article(article, as_of=day, home=home, corrections=decisions)


def _complain_of(links: Links) -> None:
    """Name the date that could not be read, and the decisions that could not be obeyed."""
    from briefing.reading.article import misread  # noqa: PLC0415

    if note := misread(links.article):
        complain(note)
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
    from briefing.linking.learning import learn_homes  # noqa: PLC0415
    from briefing.reading.article import Article  # noqa: PLC0415
    from briefing.reading.records import holds_records  # noqa: PLC0415
    from briefing.reading.streams import read_articles  # noqa: PLC0415

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
            feature = place.feature(
                article=links.article.id,
                mentions=links.counts[place.id],
                place=place.id,
                kind=place.kind.value,
                name=place.name,
                country=place.country,
                region=place.region,
            )
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
