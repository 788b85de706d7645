"""The brief: all that is known of one article, part by part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from briefing.briefs.contested import contested, places_in
from briefing.briefs.earlier import Earlier
from briefing.briefs.judgement import Assessment
from briefing.briefs.part import Part
from briefing.briefs.parts.actors import Actors, Ranked, ranked_actors
from briefing.briefs.parts.blocs import Blocs
from briefing.briefs.parts.bottom_line import BottomLine
from briefing.briefs.parts.caveats import Caveats
from briefing.briefs.parts.chart import Map
from briefing.briefs.parts.figures import Figures
from briefing.briefs.parts.governments import Governments
from briefing.briefs.parts.header import Header, found_words
from briefing.briefs.parts.judgements import Judgements
from briefing.briefs.parts.leaders import Leaders
from briefing.briefs.parts.news import News
from briefing.briefs.parts.places import Places
from briefing.briefs.parts.provenance import Provenance
from briefing.briefs.parts.relations import Relations
from briefing.briefs.parts.text import Text
from briefing.briefs.parts.timeline import Timeline
from briefing.briefs.record import Record
from briefing.briefs.recording import found_data
from briefing.briefs.wording import Wording
from briefing.events.events import Events, find_events
from briefing.facts.asked import asked_view, day_of
from briefing.facts.worldview import DisputedArea, Worldview
from briefing.linking.links import Links
from briefing.linking.named import Named, named_places
from briefing.linking.titles import title_places
from briefing.reading.article import Article

if TYPE_CHECKING:
    from briefing.maps.scene import Scene

_ORDER = (
    "header", "bottom_line", "judgements", "news", "map", "actors", "relations", "timeline",
    "figures", "leaders",
    "governments", "blocs", "text", "places", "caveats", "provenance",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A brief: links and settings, and the parts that are made of them.

    Every part displays itself in a notebook; in another order, or not at all, as the analyst
    likes. The brief itself shows its header and its bottom line.

    Attributes
    ----------
    links
        All links of the article, in reading order.
    as_of
        Date that memberships and names are valid at.
    worldview
        Whose borders are drawn.
    name_language
        BCP 47 code of the language that places are named in.
    title, marking, author
        For the header; marking and author may be empty.
    judgement
        The analyst's bottom line; if empty the article's own opening stands there, and is said so.
    assessment
        The analyst's judgements, if any are given.
    earlier
        The last brief on the same story, if one is given.
    """

    links: Links
    as_of: dt.date
    worldview: Worldview
    title: str
    name_language: str = "en"
    marking: str = ""
    author: str = ""
    judgement: str = ""
    assessment: Assessment | None = None
    earlier: Earlier | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "as_of", day_of(self.as_of))
        object.__setattr__(self, "worldview", asked_view(self.worldview))

    @property
    def article(self) -> Article:
        """The article that all this is about."""
        return self.links.article

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The places that the article names, most mentioned first."""
        return named_places(self.links)

    @cached_property
    def events(self) -> Events:
        """What the article says that happened."""
        return find_events(replace(self.links, as_of=self.as_of))

    @cached_property
    def ranked(self) -> tuple[Ranked, ...]:
        """The actors of the article, the most important first."""
        return ranked_actors(self.links, self.events.actors, self.events.relations)

    @property
    def wording(self) -> Wording:
        """What places are called in all parts."""
        return Wording(self.name_language, self.as_of)

    @cached_property
    def scene(self) -> Scene:
        """What stands on the map."""
        from briefing.linking.frame import places_frame  # noqa: PLC0415
        from briefing.maps.naming import named_scene  # noqa: PLC0415 - only a map needs the layers
        from briefing.maps.staging import Focus, make_scene  # noqa: PLC0415

        places = places_frame(self.links, self.worldview)
        focus = Focus(self.title, title_places(self.links))
        scene = make_scene(places, self.worldview.name, self.as_of, focus=focus)
        return named_scene(scene, language=self.name_language, as_of=self.as_of)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in the order of the page."""
        found = (getattr(self, name) for name in _ORDER)
        return tuple(part for part in found if part is not None)

    # --- the parts, in the order of the page

    @cached_property
    def header(self) -> Header:
        """Title, dates, marking, author, source and whose borders."""
        return Header(
            title=self.title,
            as_of=self.as_of,
            date=self.article.date,
            dated=found_words(self.article.dated),
            source=self.article.source,
            language=self.article.language,
            marking=self.marking,
            author=self.author,
            worldview=self.worldview.title,
        )

    @cached_property
    def bottom_line(self) -> BottomLine:
        """What the analyst says, or else how the article begins."""
        return BottomLine.of(self.judgement, self.links)

    @cached_property
    def judgements(self) -> Judgements | None:
        """What the analyst judges; None, which shows nothing, if there is nothing."""
        found = self.assessment
        return Judgements.of(found, self.article) if found and found.judgements else None

    @cached_property
    def news(self) -> News | None:
        """What is new since the last brief; None, which shows nothing, without one."""
        if self.earlier is None:
            return None
        actors = [one.id for one in self.ranked]
        return News.of(self.earlier, self.named, actors, self.relations.rows, self.wording)

    @cached_property
    def map(self) -> Map:
        """The map: a picture, and a scene that pages draw anew."""
        return Map.of(self.scene)

    @cached_property
    def actors(self) -> Actors:
        """The main actors, ranked by what they do in the story."""
        return Actors.of(self.ranked, self.leaders, self.named, self.wording)

    @cached_property
    def relations(self) -> Relations:
        """Who did what with whom, each with its sentence."""
        return Relations.of(self.article, self.events.relations, self.named, self.wording)

    @cached_property
    def timeline(self) -> Timeline:
        """What the text says by the days that it names."""
        return Timeline.of(self.article, self.events.timeline, self.named, self.wording)

    @cached_property
    def figures(self) -> Figures:
        """Sums, casualties, troops, weapons, distances and quantities."""
        return Figures.of(self.article, self.events.figures, self.named, self.wording)

    @cached_property
    def places(self) -> Places:
        """Every place named: how often, how surely, and by which sentence first."""
        return Places.of(self.article, self.named, self.wording)

    @cached_property
    def leaders(self) -> Leaders:
        """Leaders whom the article names, with their offices as of the date."""
        return Leaders.of(self.article, self.named, self.wording)

    @cached_property
    def governments(self) -> Governments:
        """Who is in office in the states that act in the story."""
        actors = [one.id for one in self.ranked]
        return Governments.of(actors, self.named, self.wording)

    @cached_property
    def blocs(self) -> Blocs:
        """Blocs that the article names, and how its states stand to them, the EU and NATO."""
        return Blocs.of(self.named, self.as_of)

    @cached_property
    def text(self) -> Text:
        """The whole article, every mention marked."""
        return Text.of(self.article, self.links)

    @cached_property
    def caveats(self) -> Caveats:
        """What is unsure, not found, disputed, or made to mislead."""
        return Caveats.of(
            [self.links],
            title=self.title,
            view=self.worldview,
            touched=self._touched,
            wording=self.wording,
        )

    @cached_property
    def provenance(self) -> Provenance:
        """What the brief was made of: hashes, versions, settings, and whom to credit."""
        return Provenance.of([self.links], self.wording, self.worldview.name, self.attributions)

    @cached_property
    def record(self) -> Record:
        """All that was found, for programs; the proof that the notebook came to its end."""
        given = (self.article, self.links.corrections, self.assessment, self.earlier)
        asked = {
            "as_of": self.as_of.isoformat(),
            "worldview": self.worldview.name,
            "name_language": self.name_language,
            "title": self.title,
            "marking": self.marking,
            "author": self.author,
            "bottom_line": self.judgement,
        }
        return Record(
            inputs=tuple(one.sha256 for one in given if one),
            data=found_data(self.links, self.named, self.events, self.ranked, asked),
        )

    @cached_property
    def attributions(self) -> tuple[str, ...]:
        """Credit lines that the data ask for: the layers of the map, and the names."""
        return self.scene.attribution

    @cached_property
    def _touched(self) -> tuple[DisputedArea, ...]:
        """The disputed areas that a place of the article or of a judgement is, or lies in."""
        judged = self.assessment.judgements if self.assessment else ()
        own = "\n\n".join(one.text for one in judged)
        named = [one.place for one in self.named]
        return contested((*named, *places_in(own, self.as_of)), self.as_of)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        header = self.header._repr_mimebundle_(**options)
        line = self.bottom_line._repr_mimebundle_(**options)
        return {mime: f"{header[mime]}\n{line[mime]}" for mime in ("text/html", "text/plain")}
