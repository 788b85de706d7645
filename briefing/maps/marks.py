"""Marks: the single things that stand on a map, and how each travels as JSON."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from briefing.gazetteer.place import PlaceKind
from briefing.maps.extent import Extent
from briefing.maps.packing import Encoded, decode, encode
from briefing.maps.shapes import NOTHING

if TYPE_CHECKING:
    import shapely

Role = Literal["subject", "main", "other"]
ROLES: tuple[Role, ...] = get_args(Role)

LOOSE = frozenset({PlaceKind.AREA, PlaceKind.SEA, PlaceKind.PHYSICAL, PlaceKind.HISTORICAL})
"""Kinds of places whose edge is a matter of definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country of the base map.

    Attributes
    ----------
    id
        Place id, ``country:UA``.
    name
        Display name.
    lon, lat
        Where its label stands, in degrees: inside the part that the map shows first.
    shape
        Its land under the worldview of the scene, EPSG:4326.
    """

    id: str
    name: str
    lon: float
    lat: float
    shape: shapely.MultiPolygon


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place of the story as it stands on the map.

    Attributes
    ----------
    id, kind, name
        As in the gazetteer.
    country
        Display name of the country that it lies in under the worldview; empty if none.
    lon, lat
        Where its dot or label stands, in degrees.
    mentions
        How often the article names it.
    confidence
        Of the surest link to it, 0 to 1.
    shape
        Its area, EPSG:4326; without parts for what is drawn as a dot.
    bounds
        The window to show when it is chosen; None for dots.
    note
        Who administers and who claims the disputed area that it lies in; empty if none.
    role
        ``subject`` if the title names it or nothing is named more often, ``main`` if it is named
        often, else ``other``.
    covered
        Whether a disputed area that the story is about stands for it: it has no outline then.
    """

    id: str
    kind: PlaceKind
    name: str
    lon: float
    lat: float
    mentions: int
    confidence: float
    country: str = ""
    shape: shapely.MultiPolygon = NOTHING
    bounds: Extent | None = None
    note: str = ""
    role: Role = "other"
    covered: bool = False

    @property
    def is_area(self) -> bool:
        """Whether it is drawn as an area, and not as a dot."""
        return not self.shape.is_empty

    @property
    def is_subject(self) -> bool:
        """Whether the story is about it."""
        return self.role == "subject"

    @property
    def is_loose(self) -> bool:
        """Whether its edge is vague: a dot or a firm outline would be too exact for it."""
        return self.kind in LOOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedMark:
    """A disputed area: hatched and labelled over the borders, under every worldview.

    Attributes
    ----------
    id, name
        Place id (``disputed:crimea``) and display name.
    status
        Who administers it and who claims it, in words.
    facts
        How it came to that, in a sentence or two.
    marked
        Whether a mark of the story stands for it and already bears its name.
    contested
        Whether the story is about it: then the tints of who holds and who claims it show.
    administered_by, claimed_by
        Place ids of the states that do; empty where none with a code of its own does.
    owner
        Place id of the country that the worldview draws it in; empty if in none.
    lon, lat
        Where its label stands, in degrees.
    shape
        Its outline, EPSG:4326.
    """

    id: str
    name: str
    status: str
    facts: str
    marked: bool
    lon: float
    lat: float
    shape: shapely.MultiPolygon
    contested: bool = False
    administered_by: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    owner: str = ""


def write(
    things: Sequence[Country | Mark | DisputedMark],
    decimals: int,
    *,
    shapeless: Container[str] = (),
) -> list[dict[str, Any]]:
    """Return things on the map as plain values.

    Parameters
    ----------
    things
        What stands on the map.
    decimals
        Digits after the point of their shapes.
    shapeless
        Ids of those whose shape is written elsewhere, with the base map.
    """
    shapes = encode([thing.shape for thing in things], decimals)
    return [
        _record(thing, None if thing.id in shapeless else shape)
        for thing, shape in zip(things, shapes, strict=True)
    ]


def _record(thing: Country | Mark | DisputedMark, shape: Encoded | None) -> dict[str, Any]:
    record = {name: getattr(thing, name) for name in type(thing).__slots__}
    record["shape"] = shape
    if isinstance(thing, Mark):
        record["kind"] = thing.kind.value
        record["loose"] = thing.is_loose
        record["bounds"] = list(thing.bounds) if thing.bounds else None
    return record


def read_countries(records: Sequence[Mapping[str, Any]], decimals: int) -> tuple[Country, ...]:
    """Read what `write` wrote of countries."""
    shapes = decode([record["shape"] for record in records], decimals)
    return tuple(
        Country(**{**record, "shape": shape}) for record, shape in zip(records, shapes, strict=True)
    )


def read_disputed(records: Sequence[Mapping[str, Any]], decimals: int) -> tuple[DisputedMark, ...]:
    """Read what `write` wrote of disputed areas."""
    shapes = decode([record["shape"] for record in records], decimals)
    return tuple(
        _disputed_mark(record, shape) for record, shape in zip(records, shapes, strict=True)
    )


def _disputed_mark(record: Mapping[str, Any], shape: shapely.MultiPolygon) -> DisputedMark:
    states = {key: tuple(record[key]) for key in ("administered_by", "claimed_by")}
    return DisputedMark(**{**record, **states, "shape": shape})


def read_marks(
    records: Sequence[Mapping[str, Any]],
    decimals: int,
    based: Mapping[str, shapely.MultiPolygon],
) -> tuple[Mark, ...]:
    """Read what `write` wrote of marks; ``based`` has the shapes of the base map by place id."""
    shapes = decode([record["shape"] or [] for record in records], decimals)
    return tuple(
        _mark(record, based[record["id"]] if record["shape"] is None else shape)
        for record, shape in zip(records, shapes, strict=True)
    )


def _mark(record: Mapping[str, Any], shape: shapely.MultiPolygon) -> Mark:
    if record["role"] not in ROLES:
        raise ValueError(f"role {record['role']!r}: expected one of {', '.join(ROLES)}")
    return Mark(
        **{
            **{name: value for name, value in record.items() if name != "loose"},
            "kind": PlaceKind(record["kind"]),
            "shape": shape,
            "bounds": Extent(*record["bounds"]) if record["bounds"] else None,
        }
    )
