"""Portraits: one layer as a picture, over the coastline, in a projection that suits its extent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path
from numpy.typing import NDArray
from pyproj import Transformer

from briefing.layers import userlayers
from briefing.layers.catalogue import catalogue, layer
from briefing.maps import style
from briefing.maps.letters import plain

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

Shapes = NDArray[np.object_]

_DPI = 100
_WIDTH = 14.0  # inches
_FLATTEST, _TALLEST = 0.42, 0.8  # height of the map as a share of its width
_FOOT = 0.6  # inches below the map, for the notes
_WIDE = 120.0  # degrees of longitude from which the whole world is drawn
_CLOSE = 25.0  # degrees below which the coast is drawn finely
_LEAST_SPAN = 1.0  # degrees; a single point needs surroundings
_MARGIN = 0.12  # of the extent, on each side
_STEP = 1.0  # degrees between the vertices of lines, so that they bend as the projection has it
_MOST_LABELS = 24
_MOST_TRIED = 400
_SIZES = ("population", "size", "area")  # what makes a point worth naming before others
_SETTINGS: Any = {
    **{key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")},
    "font.family": ["DejaVu Sans"],
}


def portrait(name: str) -> bytes:
    """Draw a layer.

    Parameters
    ----------
    name
        As `briefing.layers.catalogue.layer` takes it.

    Returns
    -------
    picture
        PNG, 1400 pixels wide; the same layer gives the same bytes. Extents of more than 120
        degrees of longitude stand on the whole world in the Equal Earth projection, smaller ones
        in a Lambert azimuthal equal-area projection about their middle.

    Raises
    ------
    LayerError
        If the layer is unknown or damaged.
    """
    features = layer(name)
    shapes = _drawable(features)
    view = _View(shapes)
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(_WIDTH, view.height + _FOOT), dpi=_DPI, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        foot = _FOOT / (view.height + _FOOT)
        axes = figure.add_axes((0, foot, 1, 1 - foot))
        _draw(axes, view, shapes)
        _label(axes, view, features)
        title = f"{name}: {len(features):,} features"
        figure.text(0.008, foot - 0.012, plain(title, 200), va="top", fontsize=12, color=style.INK)
        credit = plain(_credit(name), 240)
        figure.text(0.008, 0.012, credit, va="bottom", fontsize=8, color=style.MUTED)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=_DPI, metadata={"Software": None})
    return out.getvalue()


def _credit(name: str) -> str:
    if name.startswith(userlayers.PREFIX):
        own = userlayers.user_layer(name).attribution
    else:
        own = catalogue()[name].attribution
    ground = catalogue()["land"].attribution
    lines = dict.fromkeys(line for text in (own, ground) for line in text.split("; ") if line)
    return ". ".join(line.rstrip(".") for line in lines) + "."


def _drawable(features: gpd.GeoDataFrame) -> Shapes:
    shapes: Shapes = features.geometry.to_numpy()
    return shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]


class _View:
    """A projection and the window of it that is shown.

    Attributes
    ----------
    window
        Bounds in metres: left, bottom, right, top.
    land
        The land in the window, in degrees.
    height
        Of the map, in inches.
    """

    def __init__(self, shapes: Shapes) -> None:
        west, south, east, north = (
            shapely.total_bounds(shapes) if len(shapes) else (-180, -90, 180, 90)
        )
        self.world = bool(east - west > _WIDE)
        close = max(east - west, north - south) < _CLOSE
        land = layer("units_10m" if close else "land", []).geometry.to_numpy()
        if self.world:
            self._project("+proj=eqearth +R=6371008.8")
            self.window = self._bounds_of(shapely.box(-180, -90, 180, 90))
            self.land = shapely.get_parts(land)
        else:
            lon, lat = (west + east) / 2, (south + north) / 2
            self._project(f"+proj=laea +lon_0={lon} +lat_0={lat} +R=6371008.8")
            grow = max(east - west, north - south, _LEAST_SPAN) * _MARGIN
            high = max((north - south) / 2, _LEAST_SPAN / 2) + grow
            wide = max((east - west) / 2, _LEAST_SPAN / 2) + grow
            box = shapely.box(lon - wide, max(lat - high, -89.9), lon + wide, min(lat + high, 89.9))
            self.window = _shaped(self._bounds_of(box))
            self.land = self._near(land, lon, lat)
        left, bottom, right, top = self.window
        self.height = round(_WIDTH * (top - bottom) / (right - left) * _DPI) / _DPI

    def _project(self, definition: str) -> None:
        self._forth = Transformer.from_crs("EPSG:4326", definition, always_xy=True)

    def _bounds_of(self, box: shapely.Polygon) -> tuple[float, float, float, float]:
        left, bottom, right, top = shapely.bounds(self.projected(np.array([box]))[0])
        return float(left), float(bottom), float(right), float(top)

    def _near(self, land: Shapes, lon: float, lat: float) -> Shapes:
        """Return the land that the window shows; what is far away would be torn."""
        left, bottom, right, top = self.window
        reach = max(right - left, top - bottom) / 111_000  # degrees
        high = min(lat + reach, 90), max(lat - reach, -90)
        wide = min(reach / max(np.cos(np.radians(min(abs(lat) + reach / 2, 85))), 0.1), 179.0)
        pieces = []
        for turn in (-360, 0, 360):
            box = (lon - wide - turn, high[1], lon + wide - turn, high[0])
            pieces += list(shapely.get_parts(shapely.clip_by_rect(land, *box)))
        return shapely.get_parts([shapely.union_all(pieces)])  # the coast alone, no borders

    def projected(self, shapes: Shapes) -> Shapes:
        """Project shapes in degrees, bending long edges."""
        if not len(shapes):
            return shapes
        dense = shapely.segmentize(shapes, _STEP)
        forth: Any = self._forth.transform  # the stubs know no transformation of x and y apart
        result: Shapes = shapely.transform(dense, forth, interleaved=False)
        return result


def _shaped(window: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Widen a window that is too tall or too flat for a sheet."""
    left, bottom, right, top = window
    width, height = right - left, top - bottom
    wide = max(height / _TALLEST - width, 0) / 2
    high = max(width * _FLATTEST - height, 0) / 2
    return left - wide, bottom - high, right + wide, top + high


def _draw(axes: Axes, view: _View, shapes: Shapes) -> None:
    left, bottom, right, top = view.window
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.set_axis_off()
    sea = shapely.box(-180, -90, 180, 90) if view.world else None
    if sea is not None:
        _fill(axes, view.projected(np.array([sea])), facecolor=style.SEA)
    else:
        axes.axhspan(bottom, top, facecolor=style.SEA, edgecolor="none")
    _fill(
        axes, view.projected(view.land), facecolor=style.LAND, edgecolor=style.BORDER, linewidth=0.5
    )
    dimension = shapely.get_dimensions(shapes)
    areas = view.projected(shapes[dimension == 2])
    thin = 0.3 if len(areas) > 1000 else 0.7
    _fill(axes, areas, facecolor=style.AREA, alpha=0.16)
    _lines(axes, shapely.boundary(areas), color=style.AREA, linewidth=thin)
    _lines(axes, view.projected(shapes[dimension == 1]), color=style.AREA, linewidth=1.2)
    points = shapely.get_coordinates(view.projected(shapes[dimension == 0]))
    if len(points):
        size = float(np.clip(4000 / len(points), 1.2, 34))
        ring = 0.8 if size > 12 else 0.0
        lon, lat = points.T
        axes.scatter(
            lon, lat, s=size, color=style.POINT, edgecolor=style.PAPER, linewidth=ring, zorder=6
        )


def _fill(axes: Axes, shapes: Shapes, **options: Any) -> None:
    paths = []
    for polygon in shapely.orient_polygons(shapely.get_parts(shapes)) if len(shapes) else ():
        if polygon.geom_type == "Polygon" and not polygon.is_empty:
            rings = [shapely.get_coordinates(r) for r in (polygon.exterior, *polygon.interiors)]
            paths.append(Path.make_compound_path(*(Path(ring, closed=True) for ring in rings)))
    axes.add_collection(PathCollection(paths, **{"edgecolor": "none", **options}), autolim=False)


def _lines(axes: Axes, shapes: Shapes, **options: Any) -> None:
    lines = [shapely.get_coordinates(part) for part in shapely.get_parts(shapes)]
    kept = [line for line in lines if len(line) > 1]
    axes.add_collection(LineCollection(kept, **options), autolim=False)


def _label(axes: Axes, view: _View, features: gpd.GeoDataFrame) -> None:
    """Name the most important features, as far as the names do not touch one another."""
    if "name" not in features.columns or axes.figure is None:
        return
    taken: list[Bbox] = []
    frame = axes.get_window_extent()
    for text, (x, y) in _named_spots(view, features):
        label = axes.annotate(
            plain(text),
            (x, y),
            xytext=(5, 3),
            textcoords="offset points",
            fontsize=9,
            color=style.INK,
            zorder=8,
            parse_math=False,
            path_effects=[patheffects.withStroke(linewidth=2.4, foreground=style.PAPER)],
        )
        box = label.get_window_extent().padded(4)
        inside = frame.containsx(box.x0) and frame.containsx(box.x1)
        inside = inside and frame.containsy(box.y0) and frame.containsy(box.y1)
        if inside and not box.count_overlaps(taken):
            taken.append(box)
        else:
            label.remove()
        if len(taken) == _MOST_LABELS:
            return


def _named_spots(view: _View, features: gpd.GeoDataFrame) -> Iterator[tuple[str, Any]]:
    """Give names and projected points, the most important first."""
    shapes = features.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes)) & features["name"].notna()
    chosen = features[there.to_numpy()]
    order = np.argsort(-_importance(chosen), kind="stable")[:_MOST_TRIED]
    best = chosen.iloc[order]
    spots = view.projected(shapely.point_on_surface(best.geometry.to_numpy()))
    yield from zip(best["name"].astype(str), shapely.get_coordinates(spots), strict=True)


def _importance(features: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Weigh features by a column of sizes if they have one, else by their extent."""
    for column in _SIZES:
        if column in features.columns and features[column].dtype.kind in "if":
            found: NDArray[np.float64] = features[column].fillna(0).to_numpy(dtype=float)
            return found
    shapes = features.geometry.to_numpy()
    size: NDArray[np.float64] = shapely.area(shapes) + shapely.length(shapes) * 1e-6
    return size
