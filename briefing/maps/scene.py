"""Scenes: everything that stands on a map, already looked up and settled.

A scene says what is drawn and where the map looks first, under one worldview as of one date; the
drawers (`briefing.maps.web`, `briefing.maps.static`) only draw. It travels as plain JSON, so that
a page can be made from an executed notebook without the layers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import shapely

from briefing.gazetteer.place import PlaceKind
from briefing.maps.frame import WORLD, Frame
from briefing.maps.marks import (
    Country,
    DisputedMark,
    Mark,
    read_countries,
    read_disputed,
    read_marks,
    write,
)
from briefing.maps.packing import decode, encode
from briefing.maps.shapes import NOTHING

if TYPE_CHECKING:
    import shapely

VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What stands on one map.

    Attributes
    ----------
    countries
        The base map, in order of id.
    lakes
        Larger lakes.
    marks
        Places of the story, most mentioned first. The shape of a country's mark is that of the
        base map, so that it follows the worldview.
    disputed
        Disputed areas of the world, in order of id.
    frame
        Where the map looks first, and in which projection.
    sides
        Ids of the states that hold or claim what the story is about, in the order of their tints;
        empty if it is not about a disputed area.
    viewer
        Id of the state whose view is drawn; empty if it is no state's.
    view_title
        How the worldview is printed.
    title
        Headline of the story.
    as_of
        Date that names and memberships are valid at, or None.
    worldview
        Whose borders are drawn.
    boundary_note
        What a reader must know about these borders.
    attribution
        Credit lines of the layers.
    decimals
        Digits after the point of all coordinates of shapes.
    """

    countries: tuple[Country, ...] = ()
    lakes: shapely.MultiPolygon = NOTHING
    marks: tuple[Mark, ...] = ()
    disputed: tuple[DisputedMark, ...] = ()
    frame: Frame = WORLD
    sides: tuple[str, ...] = ()
    viewer: str = ""
    view_title: str = ""
    title: str = ""
    as_of: dt.date | None = None
    worldview: str = "international"
    boundary_note: str = ""
    attribution: tuple[str, ...] = ()
    decimals: int = 2

    @property
    def named_countries(self) -> tuple[Mark, ...]:
        """Marks of countries, filled on the map."""
        return tuple(m for m in self.marks if m.kind is PlaceKind.COUNTRY and m.is_area)

    @property
    def areas(self) -> tuple[Mark, ...]:
        """Marks of regions and other areas, outlined on the map."""
        return tuple(m for m in self._outlined if not m.is_loose)

    @property
    def loose_areas(self) -> tuple[Mark, ...]:
        """Marks of wide areas and former states, dashed behind all others, the largest first."""
        loose = [m for m in self._outlined if m.is_loose]
        return tuple(sorted(loose, key=lambda m: -m.shape.area))

    @property
    def _outlined(self) -> tuple[Mark, ...]:
        return tuple(m for m in self.marks if m.kind is not PlaceKind.COUNTRY and m.is_area)

    @property
    def points(self) -> tuple[Mark, ...]:
        """Marks without an outline."""
        return tuple(m for m in self.marks if not m.is_area)

    @property
    def dots(self) -> tuple[Mark, ...]:
        """Marks that a dot stands for: those without an outline that are no wide area."""
        return tuple(m for m in self.points if not m.is_loose)

    @property
    def signs(self) -> tuple[str, ...]:
        """Keys of the signs that the map uses, as in `briefing.maps.style.LEGEND`."""
        used: dict[str, Collection[Any]] = {
            "named": [mark for mark in self.named_countries if mark.id not in self.sides],
            "area": [mark for mark in self.areas if not mark.covered],
            "loose": self.loose_areas,
            "point": self.dots,
            "contested": self.sides,
            "disputed": [area for area in self.disputed if not area.contested],
        }
        return tuple(sign for sign, things in used.items() if things)

    @property
    def outside(self) -> tuple[Mark, ...]:
        """Marks that the frame does not show, most mentioned first."""
        # A label stands inside what the frame shows of its place, if that is more than specks.
        spots = np.array([(mark.lon, mark.lat) for mark in self.marks]).reshape(-1, 2)
        held = self.frame.holding(spots).tolist()
        return tuple(mark for mark, inside in zip(self.marks, held, strict=True) if not inside)

    def tint(self, state: str) -> int | None:
        """Return the number of the tint of a side, from 0; None for all other states."""
        return self.sides.index(state) if state in self.sides else None

    @property
    def outside_note(self) -> str:
        """A line that names what the frame does not show; empty if it shows all."""
        outside = ", ".join(f"{mark.name} ({mark.mentions})" for mark in self.outside)
        return f"Also named, outside this map (mentions): {outside}." if outside else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines that belong under the map: what is not on it, whose borders, whose data."""
        when = f"As of {self.as_of.isoformat()}. " if self.as_of else ""
        lines = (
            "" if self.marks else "No place of the article stands on this map.",
            self.outside_note,
            f"{when}{self.boundary_note}".strip(),
            ". ".join((*self.attribution, "")).strip(),
        )
        return tuple(line for line in lines if line)

    @property
    def alt(self) -> str:
        """Text in place of the picture, for those who cannot see it."""
        if not self.marks:
            return "World map; the article names no place that stands on it."
        shown = [mark.name for mark in self.marks if mark not in self.outside]
        return f"Map of the places that the article names: {', '.join(shown)}."

    def to_json(self) -> dict[str, Any]:
        """Return the scene as plain values that JSON can carry, with shapes as whole numbers.

        A country's shape is written once, with the base map.
        """
        based = {country.id for country in self.countries}
        return {
            "version": VERSION,
            "title": self.title,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "worldview": self.worldview,
            "boundary_note": self.boundary_note,
            "attribution": list(self.attribution),
            "frame": self.frame.to_json(),
            "sides": list(self.sides),
            "viewer": self.viewer,
            "view_title": self.view_title,
            "decimals": self.decimals,
            "countries": write(self.countries, self.decimals),
            "lakes": encode([self.lakes], self.decimals)[0],
            "marks": write(self.marks, self.decimals, shapeless=based),
            "disputed": write(self.disputed, self.decimals),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` returned.

        Raises
        ------
        ValueError
            If the data was written by another version.
        """
        if data.get("version") != VERSION:
            raise ValueError(f"scene of version {data.get('version')!r}, expected {VERSION}")
        decimals = data["decimals"]
        countries = read_countries(data["countries"], decimals)
        shapes = {country.id: country.shape for country in countries}
        as_of = data["as_of"]
        return cls(
            countries=countries,
            lakes=decode([data["lakes"]], decimals)[0],
            marks=read_marks(data["marks"], decimals, shapes),
            disputed=read_disputed(data["disputed"], decimals),
            frame=Frame.from_json(data["frame"]),
            sides=tuple(data["sides"]),
            viewer=data["viewer"],
            view_title=data["view_title"],
            title=data["title"],
            as_of=dt.date.fromisoformat(as_of) if as_of else None,
            worldview=data["worldview"],
            boundary_note=data["boundary_note"],
            attribution=tuple(data["attribution"]),
            decimals=decimals,
        )
