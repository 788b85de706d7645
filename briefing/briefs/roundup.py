"""The roundup: what many articles tell together, by day, by place and by who does what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.briefs.brief import Brief
from briefing.briefs.merging import merged_figures, merged_relations, merged_timeline, sourced
from briefing.briefs.part import Part
from briefing.briefs.parts import leaders, places
from briefing.briefs.parts.actors import Actors, Ranked, together
from briefing.briefs.parts.articles import Articles
from briefing.briefs.parts.blocs import Blocs
from briefing.briefs.parts.bottom_line import BottomLine
from briefing.briefs.parts.caveats import Caveats
from briefing.briefs.parts.chart import Map
from briefing.briefs.parts.days import Days
from briefing.briefs.parts.figures import Figures
from briefing.briefs.parts.governments import Governments
from briefing.briefs.parts.header import Header
from briefing.briefs.parts.leaders import Leaders
from briefing.briefs.parts.places import Places
from briefing.briefs.parts.provenance import Provenance
from briefing.briefs.parts.relations import Relations
from briefing.briefs.parts.timeline import Timeline
from briefing.briefs.record import Record, record
from briefing.briefs.wording import Wording
from briefing.facts.asked import asked_view
from briefing.facts.worldview import Worldview, disputed_areas
from briefing.linking.named import Named, feature_collection, named_places
from briefing.linking.titles import title_places
from briefing.wording import joined

if TYPE_CHECKING:
    from briefing.maps.scene import Scene

_ORDER = (
    "header", "bottom_line", "map", "actors", "relations", "days", "timeline", "figures",
    "leaders", "governments", "blocs", "articles", "places", "caveats", "provenance",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Roundup:
    """A roundup: the briefs of its articles, and parts that are made of all of them.

    Attributes
    ----------
    briefs
        One an article.
    wording
        What places are called, and as of which day.
    worldview
        Whose borders are drawn.
    title, marking, author
        For the header; marking and author may be empty.
    judgement
        The analyst's bottom line; if empty the roundup counts.
    """

    briefs: tuple[Brief, ...]
    wording: Wording
    worldview: Worldview
    title: str
    marking: str = ""
    author: str = ""
    judgement: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "worldview", asked_view(self.worldview))

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The places that the articles name, most mentioned first."""
        return named_places(chain.from_iterable(one.links for one in self.briefs))

    @cached_property
    def scene(self) -> Scene:
        """What stands on the map."""
        from briefing.linking.frame import places_frame  # noqa: PLC0415
        from briefing.maps.naming import named_scene  # noqa: PLC0415 - only a map needs the layers
        from briefing.maps.staging import Focus, make_scene  # noqa: PLC0415

        day = self.wording.as_of
        places = places_frame(chain.from_iterable(one.links for one in self.briefs), self.worldview)
        titled = frozenset(chain.from_iterable(title_places(one.links) for one in self.briefs))
        scene = make_scene(places, self.worldview.name, day, focus=Focus(self.title, titled))
        return named_scene(scene, language=self.wording.language, as_of=day)

    @cached_property
    def ranked(self) -> tuple[Ranked, ...]:
        """The actors of all articles, the most important first."""
        return together(chain.from_iterable(one.ranked for one in self.briefs))

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in the order of the page."""
        return tuple(getattr(self, name) for name in _ORDER)

    # --- the parts, in the order of the page

    @cached_property
    def header(self) -> Header:
        """Title, period, marking, author, sources and whose borders."""
        dates = [one.article.date for one in self.briefs if one.article.date]
        sources = dict.fromkeys(one.article.source for one in self.briefs if one.article.source)
        return Header(
            title=self.title,
            as_of=self.wording.as_of,
            date=max(dates, default=None),
            date_label="Latest article",
            source=", ".join(sources),
            language="",
            marking=self.marking,
            author=self.author,
            worldview=self.worldview.title,
        )

    @cached_property
    def bottom_line(self) -> BottomLine:
        """What the analyst says, or else what was counted."""
        actors = [self.wording.name(one.id) for one in self.ranked[:3]]
        counts = f"{len(self.briefs)} articles name {len(self.named)} places."
        if actors:
            counts += f" Most of the story is about {joined(actors)}."
        return BottomLine.counting(self.judgement, counts)

    @cached_property
    def map(self) -> Map:
        """The map of all places."""
        return Map.of(self.scene)

    @cached_property
    def actors(self) -> Actors:
        """The main actors of all articles."""
        return Actors.of(self.ranked, self.leaders, self.named, self.wording)

    @cached_property
    def relations(self) -> Relations:
        """Who did what with whom in all articles."""
        return merged_relations((_called(one), one.relations) for one in self.briefs)

    @cached_property
    def days(self) -> Days:
        """Which places the articles of each day name."""
        return Days.of([one.links for one in self.briefs], self.named, self.wording)

    @cached_property
    def timeline(self) -> Timeline:
        """What the articles say by the days that they name."""
        told = ((_called(one), one.timeline) for one in self.briefs)
        return merged_timeline(told, self.header.date)

    @cached_property
    def figures(self) -> Figures:
        """The figures of all articles."""
        return merged_figures((_called(one), one.figures) for one in self.briefs)

    @cached_property
    def leaders(self) -> Leaders:
        """Leaders whom the articles name."""
        rows: dict[str, leaders.Row] = {}
        counts: Counter[str] = Counter()
        for one in self.briefs:
            for row in one.leaders.rows:
                counts[row.name] += row.mentions
                evidence = sourced(row.evidence, _called(one))
                rows.setdefault(row.name, replace(row, evidence=evidence))
        reviewed = [one.leaders.reviewed for one in self.briefs if one.leaders.reviewed]
        return Leaders(
            rows=tuple(replace(rows[name], mentions=n) for name, n in counts.most_common()),
            as_of=self.wording.as_of,
            reviewed=min(reviewed, default=None),
        )

    @cached_property
    def governments(self) -> Governments:
        """Who is in office in the states that act."""
        return Governments.of([one.id for one in self.ranked], self.named, self.wording)

    @cached_property
    def blocs(self) -> Blocs:
        """Blocs that the articles name, and how their states stand to them."""
        return Blocs.of(self.named, self.wording.as_of)

    @cached_property
    def articles(self) -> Articles:
        """The index of the articles."""
        told = ((one.article, one.ranked) for one in self.briefs)
        return Articles.of(told, self.named, self.wording)

    @cached_property
    def places(self) -> Places:
        """Every place named, with the first sentence that names it."""
        rows: dict[str, places.Row] = {}
        for one in self.briefs:
            for row in one.places.rows:
                evidence = sourced(row.evidence, _called(one))
                rows.setdefault(row.id, replace(row, evidence=evidence))
        return Places.of_rows(
            (replace(rows[one.place.id], mentions=len(one.links)) for one in self.named), self.named
        )

    @cached_property
    def caveats(self) -> Caveats:
        """What is unsure, not found, disputed, or made to mislead."""
        from briefing.linking.frame import disputed_around  # noqa: PLC0415 - loads layers

        touched = disputed_around(one.place for one in self.named)
        areas = disputed_areas(self.wording.as_of)
        return Caveats.of(
            [one.links for one in self.briefs],
            title=self.title,
            view=self.worldview,
            touched=tuple(area for area in areas if area.id in touched),
            wording=self.wording,
        )

    @cached_property
    def provenance(self) -> Provenance:
        """What the roundup was made of."""
        read = [one.links for one in self.briefs]
        return Provenance.of(read, self.wording, self.worldview.name, self.scene.attribution)

    @cached_property
    def record(self) -> Record:
        """All that was found, for programs; the proof that the notebook came to its end."""
        return record(
            *(one.article for one in self.briefs),
            mentions=[
                {"id": one.article.id, **mention}
                for one in self.briefs
                for mention in one.links.to_records()["mentions"]
            ],
            places=feature_collection(self.named),
        )


def _called(one: Brief) -> str:
    date = f", {one.article.date:%-d %B %Y}" if one.article.date else ""
    return f"{one.article.title or one.article.id}{date}"
