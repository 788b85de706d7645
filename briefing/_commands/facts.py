"""What ``briefing place`` tells of a place: one record, and how people read it."""

from __future__ import annotations

import datetime as dt
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from briefing.gazetteer.place import Place, PlaceKind
from briefing.wording import printable_line

if TYPE_CHECKING:
    from briefing.facts.worldview import Worldview

_KEY_WIDTH = 13
_MOST_SHOWN = 20  # other places of the name, for people; programs get all
_TELLING = frozenset(("official", "native", "former"))
_LANGUAGES = frozenset(("ar", "en", "es", "fr", "ru", "zh"))  # of the United Nations
_ALTERNATIVES = "alternatives"


def place_record(found: Place, day: dt.date | None, view: Worldview) -> dict[str, Any]:
    """Assemble what is known of a place: the one function that does.

    Parameters
    ----------
    found
        The place.
    day
        Of memberships and disputes; None is today.
    view
        The worldview that says in which country disputed areas are drawn.

    Returns
    -------
    record
        Plain values. Keys stay what they are from version to version; more may come.
    """
    from briefing.facts.blocs import blocs_of  # noqa: PLC0415 - only this command asks
    from briefing.gazetteer.overlay import gazetteer_in_use  # noqa: PLC0415

    parts = _parts(found)
    return {
        **basic_record(found),
        "names": _names(found.id),
        "names_count": len(gazetteer_in_use().names(found.id)),
        "layers": _layers(found),
        "parts": list(parts),
        "disputed_areas": list(_disputed(found, parts, day, view)),
        "blocs": [bloc.id for bloc in blocs_of(found.id, day)],
        "leaders": leaders_record(found.id, day),
    }


def basic_record(found: Place) -> dict[str, Any]:
    """Return what the gazetteer itself says of a place."""
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


def leaders_record(place_id: str, day: dt.date | None) -> list[dict[str, Any]]:
    """Return who is in office in a state or at the head of a bloc; else nobody."""
    from briefing.facts.leaders import leaders  # noqa: PLC0415 - only this command asks

    return [
        {
            "office": one.office,
            "title": one.title,
            "name": one.name,
            "from": one.start.isoformat() if one.start else None,
            "to": one.end.isoformat() if one.end else None,
        }
        for one in leaders(day, place_id)
    ]


def _names(place_id: str) -> list[dict[str, str]]:
    """Return the names that tell most: official, native, former, and common in a few languages."""
    from briefing.facts.placenames import names_of  # noqa: PLC0415 - only this command asks

    return [
        {"text": name.text, "language": name.language, "kind": name.kind}
        | ({"from": name.start, "to": name.end} if name.start or name.end else {})
        for name in names_of(place_id)
        if name.kind in _TELLING or (name.kind == "common" and name.language in _LANGUAGES)
    ]


def place_of_id(place_id: str) -> Place | None:
    """Return the place of an id, also of a disputed area, or None for what is no known id."""
    from briefing.facts.worldview import disputed_areas  # noqa: PLC0415
    from briefing.gazetteer.overlay import gazetteer_in_use  # noqa: PLC0415 - only this command asks

    if place_id.startswith("disputed:"):
        for area in disputed_areas():
            if area.id == place_id:
                return Place(id=area.id, kind=PlaceKind.DISPUTED, name=area.name)
    return gazetteer_in_use().by_id(place_id)


def _parts(found: Place) -> tuple[str, ...]:
    """Return what an area or a former state is known to be made of."""
    from briefing.facts.areas import area_parts  # noqa: PLC0415 - only this command asks

    made = area_parts().get(found.id)
    return made.parts if made else ()


def _layers(found: Place) -> list[str]:
    """Return the layers that have a shape or point of a place."""
    from briefing.layers.catalogue import catalogue, feature_ids  # noqa: PLC0415 - only this command asks
    from briefing.layers.userlayers import PREFIX  # noqa: PLC0415

    if found.kind is PlaceKind.USER:
        return [PREFIX + found.id.removeprefix(PREFIX).partition("/")[0]]
    return [name for name in catalogue().names if found.id in feature_ids(name)]


def _disputed(
    found: Place, parts: tuple[str, ...], day: dt.date | None, view: Worldview
) -> Iterator[dict[str, Any]]:
    """Give the disputed areas that a place is, lies in, or is made of.

    A country has those that it administers or claims.
    """
    from briefing.facts.worldview import disputed_areas, owner  # noqa: PLC0415
    from briefing.linking.frame import disputed_around  # noqa: PLC0415 - only this command asks

    if found.kind is PlaceKind.COUNTRY:
        code = found.id.partition(":")[2]
        ids = {a.id for a in disputed_areas(day) if code in {*a.administered_by, *a.claimed_by}}
    else:
        ids = set(disputed_around([found, *filter(None, map(place_of_id, parts))]))
    for area in disputed_areas(day):
        if area.id in ids:
            drawn = owner(area, view)
            yield {
                "place": area.id,
                "name": area.name,
                "status": area.status,
                "country": f"country:{drawn}" if drawn else None,
            }


def show_record(record: Mapping[str, Any]) -> None:
    """Write a record for people: aligned, wrapped, names beside ids.

    Whatever keys it has are shown, each in its way if there is one, else as they are.
    """
    others = record.get(_ALTERNATIVES, [])
    for key, value in record.items():
        if key in {"query", "lat", _ALTERNATIVES} or (key == "parts" and not value):
            continue
        if key == "lon":
            lat = record["lat"]
            _line("point", "" if value is None else f"{value:g}, {lat:g} (longitude, latitude)")
        elif isinstance(value, dict):  # of places by status, or of notes on them
            for inner, one in value.items():
                _line(inner if isinstance(one, list) else f"on {inner}", one)
        else:
            _line(_LABELS.get(key, key), _SHOWN.get(key, _plain)(value))
    if others:
        click.echo(f"\nalso of this name ({len(others)}):")
        for other in others[:_MOST_SHOWN]:
            click.echo("  " + one_line_of(other))
        if len(others) > _MOST_SHOWN:
            click.echo(f"  and {len(others) - _MOST_SHOWN} more; --json gives all")


def one_line_of(record: Mapping[str, Any]) -> str:
    """Return a place in one line of columns."""
    where = ", ".join(filter(None, (_region(record["region"]), _country(record["country"]))))
    population = f"{record['population']:,}" if record["population"] else ""
    cells = ((record["place"], 18), (record["name"], 26), (where, 40), (population, 0))
    line = "  ".join(f"{printable_line(str(text)):<{width}}" for text, width in cells)
    return line.rstrip()


def _line(key: str, value: object) -> None:
    text = printable_line(_plain(value)) or "-"
    width = max(shutil.get_terminal_size((100, 24)).columns, 40)
    lines = textwrap.wrap(text, width - _KEY_WIDTH, break_long_words=False, break_on_hyphens=False)
    margin = "\n" + " " * _KEY_WIDTH
    click.echo(f"{printable_line(key):<{_KEY_WIDTH}}" + margin.join(lines or ["-"]))


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_item, value))
    return "" if value is None else str(value)


def _item(item: object) -> str:
    """Write a place, a name or an id in a list for people."""
    if not isinstance(item, dict):
        return str(item)
    if "text" not in item:
        return f"{item['name']} ({item.get('place') or item['title']})"
    dates = f" {item['from']}..{item['to']}" if "from" in item else ""
    return f"{item['text']} ({' '.join(filter(None, (item['kind'], item['language'])))}{dates})"


def _named(place_id: str | None) -> str:
    """Return the name of a place with its id; an id that is not known stands alone."""
    found = place_of_id(place_id) if place_id else None
    return f"{found.name} ({found.id})" if found else place_id or ""


def _country(code: str | None) -> str:
    return _named(f"country:{code}").partition(" (")[0] if code else ""


def _region(code: str | None) -> str:
    return _named(f"region:{code}").partition(" (")[0] if code else ""


def _within(kind: str, value: str | None) -> str:
    return _named(value if value is None or ":" in value else f"{kind}:{value}")


def _areas(areas: list[dict[str, Any]]) -> str:
    return "; ".join(
        f"{area['name']} ({area['place']}), {area['status']}, "
        + (f"drawn in {_named(area['country'])}" if area["country"] else "drawn in no country")
        for area in areas
    )


_LABELS = {
    "place": "id",
    "names_count": "spellings",
    "disputed_areas": "disputed",
}
_SHOWN: Mapping[str, Any] = {
    "country": lambda value: _within("country", value),
    "region": lambda value: _within("region", value),
    "disputed": lambda value: _within("disputed", value),
    "population": lambda value: f"{value:,}" if value else "",
    "names_count": lambda value: f"{value} known in texts" if value else "",
    "disputed_areas": _areas,
    "blocs": lambda ids: ", ".join(map(_named, ids)),
    "parts": lambda ids: ", ".join(map(_named, ids)),
}
