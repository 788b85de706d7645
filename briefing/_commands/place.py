"""``briefing place``: what is known of a name, an id or a point."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from briefing._commands.facts import leaders_record, place_of_id, place_record, show_record
from briefing._commands.shell import answer, complain, status
from briefing.errors import ParameterError

if TYPE_CHECKING:
    from briefing.facts.blocs import Bloc
    from briefing.facts.worldview import Worldview
    from briefing.gazetteer.place import Place


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

    lists = {one.listed: one for one in coverage() if one.place == bloc.id}
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
    from briefing.facts.locations import locate  # noqa: PLC0415 - only this command asks

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
