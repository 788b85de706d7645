"""What ``briefing layers`` says of layers."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from briefing._commands.shell import answer, complain
from briefing.gazetteer.index import Gazetteer
from briefing.layers import userlayers
from briefing.layers.catalogue import catalogue, layer
from briefing.wording import printable_line

if TYPE_CHECKING:
    from briefing.adding.add import Added

_GAZETTEER = "gazetteer"
_MOST_NOTES = 10


def listing() -> Iterator[dict[str, Any]]:
    """Give all layers, those of the user last, with the same keys."""
    for entry in catalogue():
        yield asdict(entry) | {"user": False}
    for one in userlayers.user_layers():
        yield user_record(one)


def user_record(one: userlayers.UserLayer) -> dict[str, Any]:
    """Return a user layer as the catalogue has the layers of the kit, and more."""
    return {
        "name": userlayers.PREFIX + one.name,
        "file": str(one.path),
        "sha256": one.sha256,
        "rows": one.rows,
        "crs": "EPSG:4326",
        "key": "id",
        "licence": one.licence,
        "attribution": one.attribution,
        "source": [one.source],
        "vintage": [f"added {one.added}"],
        "retrieved": one.added,
        "user": True,
        "source_sha256": one.source_sha256,
        "source_key": one.key,
        "source_names": list(one.names),
    }


def tell_dropped() -> None:
    """Say how files that lie in the folder of the user layers become layers."""
    for path in userlayers.dropped():
        command = shlex.join(["briefing", "layers", "add", str(path)])
        click.echo(
            printable_line(
                f"not added yet: {path.name}; add it with: {command} --key ... --names ..."
            )
        )


def checkable() -> tuple[str, ...]:
    """List what can be verified."""
    mine = (userlayers.PREFIX + one.name for one in userlayers.user_layers())
    return (*catalogue().names, _GAZETTEER, *mine)


def check(name: str) -> None:
    """Verify a layer or the gazetteer.

    Raises
    ------
    BriefingError
        If it is not what it is said to be.
    """
    if name == _GAZETTEER:
        Gazetteer.open().verify()
    else:
        layer(name)


def tell_added(added: Added, *, as_json: bool) -> None:
    """Say what became of a file: what was left out on stderr, the layer on stdout."""
    for note in added.notes[:_MOST_NOTES]:
        complain(note)
    if len(added.notes) > _MOST_NOTES:
        complain(f"and {len(added.notes) - _MOST_NOTES} notes more; --json gives all")
    one = added.layer
    if as_json:
        answer(user_record(one) | {"linked": added.linked, "notes": list(added.notes)})
        return
    name = userlayers.PREFIX + one.name
    click.echo(f"{name}: {one.rows:,} features, {added.linked:,} of them found by name in texts")
    click.echo(f"see it: briefing layers show {name}")
