"""Staging: everything that stands on the map of a story, looked up and settled."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from briefing.maps.anchors import label_point, meets
from briefing.maps.backdrop import Backdrop, Detail, load_backdrop
from briefing.maps.contest import contested, covered, find_contest
from briefing.maps.frame import Frame
from briefing.maps.framing import story_frame
from briefing.maps.marks import LOOSE, Country, DisputedMark, Mark
from briefing.maps.rows import Row
from briefing.maps.scene import Scene
from briefing.maps.shapes import as_shape, rounded

if TYPE_CHECKING:
    import geopandas as gpd

_SEEN = 1 / 110  # of the width of the frame: the radius of the least spot that shows stripes
_SUBJECTS = 4  # places that can be named most often, all alike; of more none stands out


class Focus(NamedTuple):
    """What a map is about.

    Attributes
    ----------
    title
        Headline of the story.
    places
        Ids of the places that the headline names.
    frame
        Where the map looks first; if None it follows the weight of the story.
    """

    title: str = ""
    places: Collection[str] = ()
    frame: Frame | None = None


NO_FOCUS = Focus()


def make_scene(
    places: gpd.GeoDataFrame,
    worldview: str = "international",
    as_of: dt.date | None = None,
    *,
    focus: Focus = NO_FOCUS,
    backdrop: Backdrop | None = None,
) -> Scene:
    """Settle everything that stands on the map of a story.

    Parameters
    ----------
    places
        One row a place, indexed by place id, in EPSG:4326; columns ``name``, ``kind``,
        ``country`` (ISO 3166-1 alpha-2 or nothing), ``lon``, ``lat``, ``mentions``,
        ``confidence`` and ``geometry``; ``attrs["attribution"]`` may hold credit lines of their
        own. A place without an area stands as a dot, one without a
        point either stands on no map (a bloc).
    worldview
        Whose borders to draw.
    as_of
        Date that the story is told of.
    focus
        The headline of the story, the places that it names, and where to look.
    backdrop
        Base map of that worldview; the package's own if None.

    Returns
    -------
    scene
        The map: countries in the shape of the worldview, all marks, disputed areas.

    Raises
    ------
    LayerError
        If a layer is missing or damaged.
    UnknownWorldviewError
        If the worldview is not known.
    """
    backdrop = backdrop or load_backdrop(worldview, as_of)
    rows = [Row(row, backdrop, focus.places) for row in places.itertuples()]
    placed = [row for row in rows if row.site is not None]
    frame = focus.frame or story_frame([row.site for row in placed if row.site is not None])
    detail = Detail.of(frame)
    land = _opened(backdrop.land(detail), frame)
    names = {str(key): str(name) for key, name in backdrop.world["name"].items()}
    disputes = list(backdrop.disputed(detail.scale).sort_index().itertuples())
    most = _most([row for row in placed if row.kind not in LOOSE])
    tree = shapely.STRtree([row.geometry for row in disputes])
    marks = [row.mark(detail, land, names, row.dispute(disputes, tree), most) for row in placed]
    marks.sort(key=lambda mark: (-mark.mentions, mark.id))
    areas = tuple(_disputed(disputes, detail, marks))
    contest = find_contest(marks, areas)
    areas = tuple(_visible(area, frame) for area in contested(areas, contest))
    return Scene(
        countries=tuple(_countries(land, names, frame)),
        lakes=frame.projection.opened([backdrop.water(detail)])[0],
        marks=tuple(covered(marks, contest, areas)),
        disputed=areas,
        frame=frame,
        sides=contest.sides,
        viewer=_viewer(backdrop, names),
        view_title=backdrop.title,
        title=focus.title,
        as_of=as_of,
        worldview=backdrop.worldview,
        boundary_note=backdrop.boundary_note(_shown(disputes, frame)),
        attribution=(*backdrop.attribution, *places.attrs.get("attribution", ())),
        decimals=detail.decimals,
    )


def _viewer(backdrop: Backdrop, names: Mapping[str, str]) -> str:
    state = f"country:{backdrop.worldview}"
    return state if state in names else ""


def _opened(land: dict[str, shapely.MultiPolygon], frame: Frame) -> dict[str, shapely.MultiPolygon]:
    """Take the seam of the projection out of the countries; what is wholly in it stays away."""
    opened = zip(land, frame.projection.opened(list(land.values())), strict=True)
    return {key: shape for key, shape in opened if not shape.is_empty}


def _shown(disputes: Sequence[Any], frame: Frame) -> list[str]:
    """Return the ids of the disputed areas on the map."""
    boxes = shapely.union_all([shapely.box(*box) for box in frame.boxes()])
    near = [row for row in disputes if row.geometry.intersects(boxes)]
    flat = [frame.projection.projected(row.geometry) for row in near]
    return [str(row.Index) for row, shape in zip(near, flat, strict=True) if meets(shape, frame)]


def _most(rows: Sequence[Row]) -> int:
    """Return the mentions that make a place a subject of the story; 0 where none stands out."""
    most = max((row.mentions for row in rows), default=0)
    return most if sum(row.mentions == most for row in rows) <= _SUBJECTS else 0


def _countries(
    land: Mapping[str, shapely.MultiPolygon], names: Mapping[str, str], frame: Frame
) -> Iterator[Country]:
    for key, shape in land.items():
        middle = max(shape.geoms, key=lambda part: part.area).representative_point()
        lon, lat = label_point(shape, frame, (middle.x, middle.y))
        lon, lat = round(lon, 2), round(lat, 2)
        yield Country(id=key, name=names[key], lon=lon, lat=lat, shape=shape)


def _disputed(
    disputes: Sequence[Any], detail: Detail, marks: Sequence[Mark]
) -> Iterator[DisputedMark]:
    reduced = [detail.reduced(as_shape(row.geometry)) for row in disputes]
    opened = detail.frame.projection.opened(reduced)
    for row, shape in zip(disputes, opened, strict=True):
        if shape.is_empty:
            continue
        middle = max(shape.geoms, key=lambda part: part.area).representative_point()
        lon, lat = label_point(shape, detail.frame, (middle.x, middle.y))
        spot = shapely.Point(lon, lat)
        noted = [mark.shape for mark in marks if mark.note == row.status]
        yield DisputedMark(
            id=str(row.Index),
            name=str(row.name),
            status=str(row.status),
            facts=str(row.facts),
            marked=any(as_shape(area).intersects(spot) for area in noted),
            lon=round(lon, 3),
            lat=round(lat, 3),
            shape=shape,
            administered_by=_ids(row.administered_by),
            claimed_by=_ids(row.claimed_by),
            owner=f"country:{row.owner}" if isinstance(row.owner, str) else "",
        )


def _visible(area: DisputedMark, frame: Frame) -> DisputedMark:
    """Draw a disputed area of the story large enough to be seen, though it be a few islets."""
    least = frame.width * _SEEN
    flat = frame.projection.projected(area.shape)
    if not area.contested or flat.area > math.pi * least**2:
        return area
    grown = shapely.union_all([part.centroid.buffer(least) for part in flat.geoms])
    round_ = shapely.transform(grown, frame.projection.unproject)
    return replace(area, shape=rounded(as_shape(shapely.union(round_, area.shape)), 3))


def _ids(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"country:{code}" for code in codes)
