"""Placing: where on a sheet a name finds room.

Names are placed one after the other, the weightiest first. Each stands at its place, or apart from
it with a line that leads there, or nowhere; none overlaps another, and none leaves the sheet. After
Imhof (1975, "Positioning Names on Maps"): to the right and above is best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]
Spot = tuple[float, float]
Size = tuple[float, float]

_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_RINGS = (24.0, 38.0, 56.0, 80.0, 110.0, 150.0)  # pixels from a place to a name led there
_TURNS = (20, -20, 160, -160, 60, -60, 120, -120, 90, -90, 0, 180, 40, -40, 140, -140)  # degrees
_LED = 14.0  # pixels from a place to its name, from which a line ties them
_STEPS = 13  # of the grid on which a name is moved about inside an area
_GAP = 2.0  # pixels that stay free around a name


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a name stands.

    Attributes
    ----------
    box
        Left, bottom, right, top in pixels.
    lead
        Ends of the line to the place, at the place first; None where it stands at its place.
    """

    box: Box
    lead: tuple[Spot, Spot] | None = None

    @property
    def middle(self) -> Spot:
        """The middle of the name."""
        left, bottom, right, top = self.box
        return (left + right) / 2, (bottom + top) / 2


@dataclass
class Board:
    """A sheet of which more and more is taken.

    Attributes
    ----------
    width, height
        In pixels.
    """

    width: float
    height: float
    _taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Let no name stand on a box."""
        self._taken.append(box)

    def is_free(self, box: Box) -> bool:
        """Whether a box lies on the sheet, and nothing else on it."""
        left, bottom, right, top = box
        if left < 0 or bottom < 0 or right > self.width or top > self.height:
            return False
        return not any(
            left < other[2] and other[0] < right and bottom < other[3] and other[1] < top
            for other in self._taken
        )

    def beside(self, size: Size, spot: Spot, gap: float) -> Placed | None:
        """Place a name beside a dot, or farther off with a line to it."""
        for across, up in _AROUND:
            slant = 0.75 if across and up else 1.0
            middle = (
                spot[0] + across * (size[0] / 2 + gap * slant),
                spot[1] + up * (size[1] / 2 + gap * slant),
            )
            if placed := self._at(size, middle, spot):
                return placed
        return self._around(size, spot)

    def within(self, size: Size, spot: Spot, area: BaseGeometry) -> Placed | None:
        """Place a name in an area, as near to a spot as may be, or near it with a line."""
        for middle in _inside(size, spot, area):
            if placed := self._at(size, middle, None):
                return placed
        return self._around(size, spot)

    def on(self, size: Size, spot: Spot) -> Placed | None:
        """Place a name on a spot or nowhere."""
        return self._at(size, spot, None)

    def along(self, size: Size, spot: Spot) -> Placed | None:
        """Place a name at the edge of the sheet, as near as may be to a spot on it."""
        half, high = size[0] / 2 + _GAP, size[1] / 2 + _GAP
        x = min(max(spot[0], half), self.width - half)
        y = min(max(spot[1], high), self.height - high)
        upright = min(x - half, self.width - half - x) < min(y - high, self.height - high - y)
        for step in range(12):
            for way in (1, -1) if step else (1,):
                slid = way * step * size[1] * 1.2
                middle = (x, y + slid) if upright else (x + slid * 2, y)
                if placed := self._at(size, middle, None):
                    return placed
        return None

    def anywhere(self, size: Size, spot: Spot) -> Placed | None:
        """Place a name wherever there is room, as near as may be; its line may cross others."""
        across = np.arange(size[0] / 2 + _GAP, self.width - size[0] / 2, size[1])
        up = np.arange(size[1] / 2 + _GAP, self.height - size[1] / 2, size[1] / 2)
        middles = np.array(np.meshgrid(across, up)).reshape(2, -1).T
        for index in np.argsort(np.hypot(*(middles - spot).T), kind="stable").tolist():
            middle = float(middles[index, 0]), float(middles[index, 1])
            if placed := self._at(size, middle, spot, crossing=True):
                return placed
        return None

    def _around(self, size: Size, spot: Spot) -> Placed | None:
        for ring in _RINGS:
            for turn in _TURNS:
                east, north = np.cos(np.radians(turn)), np.sin(np.radians(turn))
                middle = (
                    spot[0] + float(east) * (ring + size[0] / 2),
                    spot[1] + float(north) * (ring + size[1] / 2),
                )
                if placed := self._at(size, middle, spot):
                    return placed
        return None

    def _at(
        self, size: Size, middle: Spot, spot: Spot | None, *, crossing: bool = False
    ) -> Placed | None:
        """Take the box around a middle, and the line from there to a spot, if both are free."""
        wide, high = size[0] / 2 + _GAP, size[1] / 2 + _GAP
        box = (middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high)
        if not self.is_free(box):
            return None
        lead = None
        if spot is not None:
            end = (min(max(spot[0], box[0]), box[2]), min(max(spot[1], box[1]), box[3]))
            length = float(np.hypot(end[0] - spot[0], end[1] - spot[1]))
            if length > _LED:
                lead = (spot, end)
                beads = _beads(spot, end, length)
                if not crossing and not all(self.is_free(bead) for bead in beads):
                    return None
                self._taken += beads
        self.take(box)
        return Placed(box, lead)


def _beads(start: Spot, end: Spot, length: float) -> list[Box]:
    """Return small boxes along a line, but for its first pixels, where its place is."""
    shares = np.arange(9.0, length - 3, 4.0) / length
    across, up = end[0] - start[0], end[1] - start[1]
    line = [(start[0] + share * across, start[1] + share * up) for share in shares.tolist()]
    return [(x - 1.5, y - 1.5, x + 1.5, y + 1.5) for x, y in line]


def _inside(size: Size, spot: Spot, area: BaseGeometry) -> Iterator[Spot]:
    """Give places for the middle of a name in an area: where most of it is inside come first."""
    west, south, east, north = area.bounds
    x, y = np.meshgrid(np.linspace(west, east, _STEPS), np.linspace(south, north, _STEPS))
    spots = np.vstack([[spot], np.column_stack([x.ravel(), y.ravel()])])
    shapely.prepare(area)
    spots = spots[shapely.contains_xy(area, spots)]
    if not len(spots):
        return
    held = _held(size, spots, area)
    away = np.hypot(*(spots - spot).T)
    for index in np.lexsort((away, -np.round(held * 4))).tolist():
        yield float(spots[index, 0]), float(spots[index, 1])


def _held(
    size: Size, spots: npt.NDArray[np.float64], area: BaseGeometry
) -> npt.NDArray[np.float64]:
    """Return how much of a name at each spot lies in the area, of 1."""
    corners: Sequence[Spot] = [(-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)]
    inside = [shapely.contains_xy(area, spots + np.array(c) * size) for c in corners]
    found: npt.NDArray[np.float64] = np.mean(inside, axis=0)
    return found
