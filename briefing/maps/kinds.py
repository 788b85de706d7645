"""Kinds of maps: the story, where it is, the dispute in it, and how several views draw that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import shapely

from briefing.errors import ParameterError
from briefing.facts.stances import stances
from briefing.facts.worldview import Worldview, worldviews
from briefing.linking.frame import places_frame
from briefing.linking.links import Links
from briefing.linking.renaming import named_links
from briefing.linking.titles import title_places
from briefing.maps.frame import Frame
from briefing.maps.naming import named_scene
from briefing.maps.scene import Scene
from briefing.maps.staging import Focus, make_scene

if TYPE_CHECKING:
    import geopandas as gpd

Kind = Literal["story", "locator", "dispute", "worldviews"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_AROUND = 0.9  # of the frame of the subject, on each side, that a locator shows
_BESIDE = 0.3  # of the frame of a disputed area, on each side, that is shown with it
_PANELS = 4
_OTHERS = ("international", "de-facto")


@dataclass(frozen=True)
class Telling:
    """An article told on maps.

    Attributes
    ----------
    links
        Its places, named as of the day.
    as_of
        The day.
    """

    links: Links
    as_of: dt.date

    def scenes(self, kind: Kind, view: Worldview) -> tuple[Scene, ...]:
        """Settle what stands on the maps of a kind.

        Parameters
        ----------
        kind
            ``story``: where most of it is; ``locator``: its subjects in their surroundings;
            ``dispute``: the disputed area that it is about; ``worldviews``: the same as up to four
            worldviews draw it, those of the states on its sides first.
        view
            Whose borders; of no meaning for ``worldviews``.

        Returns
        -------
        scenes
            One; for ``worldviews`` one each, all in one frame.

        Raises
        ------
        ParameterError
            If the kind is unknown, or wants a disputed area and the article is not about one.
        """
        if kind not in KINDS:
            expected = f"unknown, expected one of {', '.join(KINDS)}"
            raise ParameterError(f"kind of map {kind!r}", expected)
        if kind == "story":
            return (self._scene(view),)
        if kind == "locator":
            return (self._locator(view),)
        frame, sides = self._dispute(view)
        views = [view] if kind == "dispute" else list(_telling_views(sides))
        return tuple(self._scene(each, frame) for each in views)

    def _scene(
        self, view: Worldview, frame: Frame | None = None, places: gpd.GeoDataFrame | None = None
    ) -> Scene:
        if places is None:
            places = places_frame(named_links(self.links, as_of=self.as_of), view)
        focus = Focus(self.links.article.title, title_places(self.links), frame)
        return named_scene(make_scene(places, view.name, self.as_of, focus=focus), as_of=self.as_of)

    def _locator(self, view: Worldview) -> Scene:
        places = places_frame(named_links(self.links, as_of=self.as_of), view)
        subjects = [mark.id for mark in self._scene(view, places=places).marks if mark.is_subject]
        chosen = places[places.index.isin(subjects)]
        close = self._scene(view, places=chosen).frame
        return self._scene(view, close if close.is_world else close.grown(_AROUND), chosen)

    def _dispute(self, view: Worldview) -> tuple[Frame, tuple[str, ...]]:
        """Return the frame around the disputed areas of the story, and the states on its sides."""
        scene = self._scene(view)
        areas = [area.shape for area in scene.disputed if area.contested]
        if not areas:
            raise ParameterError(
                "kind of map 'dispute' or 'worldviews'",
                "the article is not about a disputed area",
                "ask for 'story', or name the area in the title",
            )
        corners = shapely.get_coordinates(np.array(areas, dtype=object))
        return Frame.around(corners).grown(_BESIDE), scene.sides


def _telling_views(sides: Sequence[str]) -> Iterable[Worldview]:
    """Choose the worldviews to set side by side: those of the sides, then those of no state."""
    known = {view.name: view for view in worldviews()}
    states = [side.removeprefix("country:") for side in sides]
    names = [name for name in states if name in known and _knows(known[name])]
    kept = names[: _PANELS - 1] if len(names) > _PANELS - 2 else names
    return [known[name] for name in (*kept, *_OTHERS)[:_PANELS]]


def _knows(view: Worldview) -> bool:
    return any(stance.known for stance in stances(view))
