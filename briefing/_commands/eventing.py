"""The command that says what happened: ``events``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from briefing._commands.shell import answer, complain, status
from briefing.wording import printable_line

if TYPE_CHECKING:
    from briefing.events.events import Events
    from briefing.linking.links import Links


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--as-of", metavar="DATE", help="Date of the texts, instead of their own.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one article a line.")
def events(inputs: tuple[str, ...], *, as_of: str | None, as_json: bool) -> int:
    """Say what articles tell: who did what to whom, when, and how much of it.

    INPUT are files, folders, JSONL, or - for stdin. Each relation comes with its words; what is
    planned, denied or only alleged is marked so.
    """
    from dataclasses import replace  # noqa: PLC0415

    from briefing.events.events import find_events  # noqa: PLC0415 - only this command asks
    from briefing.facts.asked import asked_day  # noqa: PLC0415
    from briefing.linking.links import link  # noqa: PLC0415
    from briefing.reading.article import Article, misread, undated  # noqa: PLC0415
    from briefing.reading.streams import read_articles  # noqa: PLC0415

    day = asked_day(as_of)
    total = failed = 0
    without_date: list[Article] = []
    for source in inputs:
        for article in read_articles(sys.stdin.buffer if source == "-" else source):
            total += 1
            if not isinstance(article, Article):
                failed += 1
                complain(article)
                continue
            if note := misread(article):
                complain(note)
            if day:
                article = replace(article, date=day)  # noqa: PLW2901
            links = link(article)
            found = find_events(links)
            if as_json:
                answer(events_record(links, found))
            else:
                _show(links, found)
            if article.date is None:
                without_date.append(article)
    if without_date:
        complain(undated(without_date))
    return status(failed, total)


def events_record(links: Links, found: Events) -> dict[str, Any]:
    """Return the events of an article as plain JSON types."""
    from briefing.events.records import events_data  # noqa: PLC0415

    article = links.article
    return {
        "id": article.id,
        "date": article.date.isoformat() if article.date else None,
        "dated": asdict(article.dated),
        **events_data(found),
    }


def _show(links: Links, found: Events) -> None:
    article = links.article
    dated = f"{article.date} ({article.dated.kind})" if article.date else "no date"
    click.echo(printable_line(f"{article.title or article.id}: {dated}"))
    for title, lines in (
        ("who did what to whom", _relations(found)),
        ("when", _timeline(found)),
        ("how much", _figures(found)),
    ):
        click.echo(f"  {title}")
        for line in lines:
            click.echo("    " + printable_line(line))


def _relations(found: Events) -> Iterator[str]:
    for one in found.relations:
        arrow = "with" if one.direction == "both" else "to"
        said = f", says {_name(one.said_by)}" if one.said_by else ""
        state = "" if one.status == "stated" else f" [{one.status}{said}]"
        when = f" {one.date.start}" if one.date else ""
        words = " ".join(one.words.split())
        yield f"{_name(one.source)} {one.name} {arrow} {_name(one.target)}{state}{when}: {words}"


def _timeline(found: Events) -> Iterator[str]:
    for one in found.timeline:
        until = f" to {one.end}" if one.end != one.start else ""
        named = ", ".join(map(_name, dict.fromkeys((*one.actors, *one.places))))
        yield f"{one.start}{until}: {named or '-'}"


def _figures(found: Events) -> Iterator[str]:
    for one in found.figures:
        value = _number(one.low) + (f" to {_number(one.high)}" if one.high != one.low else "")
        unit = " of ".join(filter(None, (one.unit, one.of)))
        yield f"{one.kind}: {' '.join(filter(None, (one.bound, value, unit)))}: {one.words}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _name(actor: str) -> str:
    """Name an actor or place for people."""
    from briefing._commands.facts import place_of_id  # noqa: PLC0415

    place = place_of_id(actor)
    return place.name if place else actor.partition(":")[2] or actor
