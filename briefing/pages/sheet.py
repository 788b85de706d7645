"""Sheets: the part of a slide that a scene is projected to."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
import shapely.affinity

from briefing.maps.scene import Scene
from briefing.maps.shapes import as_shape

POINT = 12_700
"""EMU of a typographic point."""

Points = npt.NDArray[np.float64]
Spot = tuple[float, float]
Box = tuple[int, int, int, int]
"""Left, top, width, height in EMU."""


@dataclass(frozen=True)
class Sheet:
    """A part of a slide that shows a scene.

    Plate carrée, true to shape at the middle latitude of the scene, as the printed map is. It
    shows the extent, and more of the world around that as far as the sheet is wider or taller.

    Attributes
    ----------
    scene
        What is shown.
    box
        Where on the slide.
    """

    scene: Scene
    box: Box

    @property
    def _squeeze(self) -> float:
        return max(0.15, math.cos(math.radians(self.scene.extent.mid_lat)))

    @property
    def _scale(self) -> float:
        """EMU that a degree of latitude is high."""
        _, _, width, height = self.box
        extent = self.scene.extent
        return min(width / (extent.width * self._squeeze), height / extent.height)

    def project(self, lonlat: Points) -> Points:
        """Project degrees to EMU on the slide; (n, 2) in and out."""
        left, top, width, height = self.box
        extent, scale = self.scene.extent, self._scale
        across = lonlat[:, 0] - (extent.min_lon + extent.max_lon) / 2
        x = left + width / 2 + across * self._squeeze * scale
        y = top + height / 2 - (lonlat[:, 1] - extent.mid_lat) * scale
        return np.column_stack([x, y])

    def spot(self, lon: float, lat: float) -> Spot:
        """Project one point."""
        x, y = self.project(np.array([[self.scene.extent.near(lon), lat]]))[0].tolist()
        return x, y

    def holds(self, spot: Spot) -> bool:
        """Whether a point of the slide lies on the sheet."""
        left, top, width, height = self.box
        return left <= spot[0] <= left + width and top <= spot[1] <= top + height

    def shown(self, shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
        """Project what the sheet shows of a shape; holes run the other way round."""
        left, top, width, height = self.box
        window = shapely.box(left, top, left + width, top + height)
        cut = (as_shape(copy).intersection(window) for copy in self._copies(shape))
        polygons = [part for one in cut for part in as_shape(one).geoms if part.area > 0]
        return shapely.orient_polygons(shapely.MultiPolygon(polygons))

    def _copies(self, shape: shapely.MultiPolygon) -> Iterator[shapely.MultiPolygon]:
        """Project a shape, once for each turn of the globe that comes near the sheet."""
        left, top, width, height = self.box
        for turn in (-360.0, 0.0, 360.0):
            turned = shapely.affinity.translate(shape, turn)
            copy = shapely.transform(turned, self.project)
            low_x, low_y, high_x, high_y = copy.bounds
            beside = high_x < left or low_x > left + width
            if not (copy.is_empty or beside or high_y < top or low_y > top + height):
                yield copy
