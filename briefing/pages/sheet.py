"""Sheets: the part of a slide that a scene is projected to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from briefing.maps.scene import Scene
from briefing.maps.shapes import as_shape

POINT = 12_700
"""EMU of a typographic point."""

Points = npt.NDArray[np.float64]
Spot = tuple[float, float]
Box = tuple[int, int, int, int]
"""Left, top, width, height in EMU."""

_STEP = 1.0  # degrees between the points of a line that the projection bends


@dataclass(frozen=True)
class Sheet:
    """A part of a slide that shows a scene in the projection of its frame.

    It shows the frame, and more of the world around that as far as the sheet is wider or taller.

    Attributes
    ----------
    scene
        What is shown.
    box
        Where on the slide.
    """

    scene: Scene
    box: Box

    def project(self, lonlat: Points) -> Points:
        """Project degrees to EMU on the slide; (n, 2) in and out."""
        left, top, width, height = self.box
        frame = self.scene.frame
        scale = min(width / frame.width, height / frame.height)  # EMU that a metre is wide
        metres = frame.projection.project(lonlat)
        x = left + width / 2 + (metres[:, 0] - (frame.left + frame.right) / 2) * scale
        y = top + height / 2 - (metres[:, 1] - (frame.bottom + frame.top) / 2) * scale
        return np.column_stack([x, y])

    def spot(self, lon: float, lat: float) -> Spot:
        """Project one point."""
        x, y = self.project(np.array([[lon, lat]]))[0].tolist()
        return x, y

    def holds(self, spot: Spot) -> bool:
        """Whether a point of the slide lies on the sheet."""
        left, top, width, height = self.box
        return left <= spot[0] <= left + width and top <= spot[1] <= top + height

    def shown(self, shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
        """Project what the sheet shows of a shape; holes run the other way round."""
        left, top, width, height = self.box
        window = shapely.box(left, top, left + width, top + height)
        flat = shapely.transform(shapely.segmentize(shape, _STEP), self.project)
        cut = as_shape(as_shape(flat).intersection(window))
        return shapely.orient_polygons(
            shapely.MultiPolygon([part for part in cut.geoms if part.area > 0])
        )
