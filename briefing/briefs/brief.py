"""The brief: all that is known of one article, part by part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.briefs.part import Part
from briefing.briefs.parts.actors import Actors, Ranked, ranked_actors
from briefing.briefs.parts.blocs import Blocs
from briefing.briefs.parts.bottom_line import BottomLine
from briefing.briefs.parts.caveats import Caveats
from briefing.briefs.parts.chart import Map
from briefing.briefs.parts.figures import Figures
from briefing.briefs.parts.governments import Governments
from briefing.briefs.parts.header import Header, found_words
from briefing.briefs.parts.leaders import Leaders
from briefing.briefs.parts.places import Places
from briefing.briefs.parts.provenance import Provenance
from briefing.briefs.parts.relations import Relations
from briefing.briefs.parts.text import Text
from briefing.briefs.parts.timeline import Timeline
from briefing.briefs.record import Record
from briefing.briefs.wording import Wording
from briefing.events.events import Events, find_events
from briefing.facts.asked import AsOf, View, asked_day, asked_view, day_of
from briefing.facts.placenames import checked_tag
from briefing.facts.worldview import DisputedArea, Worldview, disputed_areas
from briefing.linking.corrections import Corrections
from briefing.linking.links import Links, link
from briefing.linking.named import Named, feature_collection, named_places
from briefing.linking.renaming import named_links
from briefing.linking.titles import title_places
from briefing.reading.article import Article

if TYPE_CHECKING:
    from briefing.maps.scene import Scene

_ORDER = (
    "header", "bottom_line", "map", "actors", "relations", "timeline", "figures", "leaders",
    "governments", "blocs", "text", "places", "caveats", "provenance",
)  # fmt: skip


def brief(  # noqa: PLR0913 - the parameters of a notebook, all by name
    article: Article,
    *,
    as_of: AsOf | None = None,
    worldview: View = "international",
    language: str = "",
    name_language: str = "",
    title: str = "",
    marking: str = "",
    author: str = "",
    bottom_line: str = "",
    corrections: Corrections | str | Path = "",
) -> Brief:
    """Make the brief of an article.

    Parameters
    ----------
    article
        What `read_article` gave.
    as_of
        Date that memberships and names are valid at, or ``YYYY-MM-DD``. If None or empty, the
        date of the article, else today (UTC).
    worldview
        Whose borders: a `Worldview` or its name: ``international``, ``de-facto``, or a state
        (``UA``, ``RU``).
    language
        ISO 639-1 code of the article, where it is known better than from the file.
    name_language
        BCP 47 code of the language that places are named in, as of the date; English if empty,
        and where a place has no name in it.
    title
        Headline; the article's own if empty.
    marking
        How the brief must be handled, e.g. ``TLP:GREEN``.
    author
        Who answers for it.
    bottom_line
        The analyst's own, a paragraph a line; if empty the article's opening, labelled as such.
    corrections
        The analyst's decisions on what names mean, or the file of them; obeyed, and told of.

    Returns
    -------
    brief
        Its parts are made when they are asked for.

    Raises
    ------
    ParameterError
        If ``as_of`` is no date, or ``name_language`` no code.
    UnknownWorldviewError
        If the worldview is not known.
    CorrectionError
        If the decisions cannot be read, or name a place that is unknown.
    """
    article = replace(article, language=language) if language else article
    day = day_of(asked_day(as_of) or article.date)
    tag = checked_tag(name_language or "en", "name_language")
    return Brief(
        links=named_links(
            link(article, as_of=day, corrections=corrections or None), language=tag, as_of=day
        ),
        as_of=day,
        worldview=asked_view(worldview),
        name_language=tag,
        title=title or article.title or article.id,
        marking=marking,
        author=author,
        judgement=bottom_line,
    )


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
    """

    links: Links
    as_of: dt.date
    worldview: Worldview
    title: str
    name_language: str = "en"
    marking: str = ""
    author: str = ""
    judgement: str = ""

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
        return tuple(getattr(self, name) for name in _ORDER)

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
        article, corrections = self.article, self.links.corrections
        return Record(
            inputs=(article.sha256, *((corrections.sha256,) if corrections else ())),
            data={
                "article": {
                    "id": article.id,
                    "title": article.title,
                    "date": article.date.isoformat() if article.date else None,
                    "language": article.language,
                    "source": article.source,
                    "sha256": article.sha256,
                },
                "parameters": {
                    "as_of": self.as_of.isoformat(),
                    "worldview": self.worldview.name,
                    "name_language": self.name_language,
                    "title": self.title,
                    "marking": self.marking,
                    "author": self.author,
                    "bottom_line": self.judgement,
                },
                "mentions": self.links.to_records()["mentions"],
                "places": feature_collection(self.named),
            },
        )

    @cached_property
    def attributions(self) -> tuple[str, ...]:
        """Credit lines that the data ask for: the layers of the map, and the names."""
        return self.scene.attribution

    @cached_property
    def _touched(self) -> tuple[DisputedArea, ...]:
        """The disputed areas that a place of the article is, or lies in."""
        from briefing.linking.frame import disputed_around  # noqa: PLC0415 - loads layers

        touched = disputed_around(one.place for one in self.named)
        return tuple(area for area in disputed_areas(self.as_of) if area.id in touched)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        header = self.header._repr_mimebundle_(**options)
        line = self.bottom_line._repr_mimebundle_(**options)
        return {mime: f"{header[mime]}\n{line[mime]}" for mime in ("text/html", "text/plain")}
