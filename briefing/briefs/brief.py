"""The brief: all that is known of one article, part by part."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.briefs import contents
from briefing.briefs.part import Part, Record
from briefing.facts.blocs import Bloc, blocs, coverage, members, statuses
from briefing.facts.curated import day_of
from briefing.facts.placenames import checked_tag, shown_name
from briefing.facts.worldview import DisputedArea, Worldview, disputed_areas, owner
from briefing.gazetteer.index import gazetteer
from briefing.gazetteer.place import Place, PlaceKind
from briefing.layers.catalogue import catalogue
from briefing.linking.corrections import Corrections
from briefing.linking.links import Links, link
from briefing.linking.renaming import named_links, named_scene
from briefing.reading.article import Article

if TYPE_CHECKING:
    from briefing.maps.scene import Scene

# Blocs that are told of every state. The others are told where the article names them: all that a
# state belongs to would be noise.
_ALWAYS = frozenset(("bloc:EU", "bloc:NATO"))


def brief(  # noqa: PLR0913 - the parameters of a notebook, all by name
    article: Article,
    *,
    as_of: dt.date | str | None = None,
    worldview: str = "international",
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
        Whose borders: ``international``, ``de-facto``, or a state (``UA``, ``RU``).
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
        The analyst's own, a paragraph a line; if empty the brief counts, and says that it does.
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
    day = _day(as_of) or article.date or dt.datetime.now(tz=dt.UTC).date()
    tag = checked_tag(name_language or "en", "name_language")
    return Brief(
        links=named_links(
            link(article, as_of=day, corrections=corrections or None), language=tag, as_of=day
        ),
        as_of=day,
        worldview=Worldview.parse(worldview),
        name_language=tag,
        title=title or article.title or article.id,
        marking=marking,
        author=author,
        judgement=bottom_line,
    )


def _day(as_of: dt.date | str | None) -> dt.date | None:
    return day_of(as_of) if as_of else None


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
        The analyst's bottom line; if empty the brief counts.
    """

    links: Links
    as_of: dt.date
    worldview: Worldview
    title: str
    name_language: str = "en"
    marking: str = ""
    author: str = ""
    judgement: str = ""

    @property
    def article(self) -> Article:
        """The article that all this is about."""
        return self.links.article

    @cached_property
    def named(self) -> tuple[contents.Named, ...]:
        """The places that the article names, most mentioned first."""
        return contents.named_places(self.links)

    @cached_property
    def scene(self) -> Scene:
        """What stands on the map."""
        from briefing.linking.frame import places_frame  # noqa: PLC0415
        from briefing.maps.scene import make_scene  # noqa: PLC0415 - only a map needs the layers

        places = places_frame(self.links, self.worldview.name)
        scene = make_scene(places, self.worldview.name, self.as_of, title=self.title)
        return named_scene(scene, language=self.name_language, as_of=self.as_of)

    # --- the parts, in the order of the page

    @cached_property
    def header(self) -> Part:
        """Title, dates, marking, author, source and whose borders."""
        return Part(
            name="header",
            title="Header",
            summary=f"{self.title}, as of {self.as_of.isoformat()}",
            data={
                "title": self.title,
                "as_of": self.as_of.isoformat(),
                "date": self.article.date.isoformat() if self.article.date else "",
                "source": self.article.source,
                "language": self.article.language,
                "marking": self.marking,
                "author": self.author,
                "worldview": self.worldview.title,
            },
        )

    @cached_property
    def bottom_line(self) -> Part:
        """What the analyst says, or else what was counted."""
        lines = [line.strip() for line in self.judgement.splitlines() if line.strip()]
        said = lines or [contents.counted_summary(self.named)]
        return Part(
            name="bottom_line",
            title="Bottom line" if lines else "In numbers",
            summary=" ".join(said),
            data={"paragraphs": said, "automatic": not lines},
        )

    @cached_property
    def map(self) -> Part:
        """The map: a picture, and a scene that pages draw anew."""
        from briefing.maps import static, web  # noqa: PLC0415 - drawing is slow to import

        return Part(
            name="map",
            title="Map",
            summary=self.scene.alt,
            data={
                # As text: in a notebook's file every number of a list takes a line of its own.
                "scene": json.dumps(self.scene.to_json(), separators=(",", ":")),
                "alt": self.scene.alt,
                "notes": list(self.scene.notes),
            },
            image=static.to_png(self.scene),
            document=web.draw(self.scene).get_root().render(),
        )

    @cached_property
    def places(self) -> Part:
        """Every place named: how often, how surely, and by which sentence first."""
        return Part(
            name="places",
            title="Places",
            summary=contents.counted_summary(self.named),
            data={
                "rows": contents.place_rows(
                    self.article, self.named, self._country_names, self.name_language
                )
            },
        )

    @cached_property
    def leaders(self) -> Part:
        """Leaders whom the article names, with their offices as of the date."""
        from briefing.briefs.people import leaders_data  # noqa: PLC0415 - only this part asks

        data = leaders_data(self.article, self.named, self.as_of)
        names = ", ".join(row["name"] for row in data["rows"])
        return Part(
            name="leaders", title="Who\u2019s who", summary=names or "no leader named", data=data
        )

    @cached_property
    def governments(self) -> Part:
        """Who is in office in the states that the article names most."""
        from briefing.briefs.people import governments_data  # noqa: PLC0415

        data = governments_data(self.named, self.as_of)
        names = ", ".join(row["name"] for row in data["rows"])
        return Part(
            name="governments", title="In office", summary=names or "no state named", data=data
        )

    @cached_property
    def blocs(self) -> Part:
        """Blocs that the article names, and how its states stand to them, the EU and NATO."""
        named = {one.place.id: one.place for one in self.named}
        known = {bloc.id: bloc for bloc in blocs(self.as_of)}
        asked = [bloc for key, bloc in known.items() if key in named or key in _ALWAYS]
        rows = [row for bloc in asked if (row := self._bloc_row(bloc))]
        kept = {bloc.id for bloc in blocs()}
        shown = {row["id"] for row in rows}
        reviewed = min((one.reviewed for one in coverage() if one.place in shown), default=None)
        return Part(
            name="blocs",
            title="Blocs",
            summary=", ".join(f"{row['name']}: {len(row['members'])} named" for row in rows)
            or "none named",
            data={
                "rows": rows,
                "as_of": self.as_of.isoformat(),
                "reviewed": reviewed.isoformat() if reviewed and reviewed < self.as_of else "",
                "unknown": [
                    place.name
                    for key, place in named.items()
                    if key not in known and (key in kept or place.kind is PlaceKind.BLOC)
                ],
            },
        )

    @cached_property
    def text(self) -> Part:
        """The whole article, every mention marked."""
        return Part(
            name="text",
            title="The article",
            summary=f"{len(self.article.text)} characters, {len(self.links)} mentions",
            data={
                "language": self.article.language,
                "paragraphs": contents.paragraphs(self.article, self.links),
            },
        )

    @cached_property
    def caveats(self) -> Part:
        """What is unsure, not found, disputed, or made to mislead."""
        view = self.worldview
        data = {
            "worldview": f"Borders: {view.title}. {view.statement} {view.note}".strip(),
            "disputed": [self._disputed_row(area) for area in self._touched],
            "ambiguous": contents.unsure_links(self.links, self._country_names),
            "unresolved": contents.unresolved_links(self.links, self._country_names),
            "decided": contents.decided_links(self.links.decided),
            "dropped": [contents.dropped_row(decision) for decision in self.links.dropped],
            "unmet": [contents.unmet_row(decision) for decision in self.links.unmet],
            "spoofing": contents.misleading_characters(self.article.text, self.title),
        }
        counts = (f"{len(rows)} {name}" for name, rows in data.items() if isinstance(rows, list))
        return Part(name="caveats", title="Caveats", summary=", ".join(counts), data=data)

    @cached_property
    def provenance(self) -> Part:
        """What the brief was made of: hashes, versions, settings, and whom to credit."""
        facts = [
            ("Article", self.article.id, False),
            ("Article SHA-256", self.article.sha256, True),
            ("Program", f"geobriefing {version('geobriefing')}", False),
            ("Worldview", self.worldview.name, False),
            ("As of", self.as_of.isoformat(), False),
            ("Map data SHA-256", catalogue().sha256, True),
        ]
        if self.links.corrections:
            decided, links = len(self.links.decided), len(self.links)
            facts += [
                ("Decided by the analyst", f"{decided} of {links} links", False),
                ("Decisions SHA-256", self.links.corrections.sha256, True),
            ]
        return Part(
            name="provenance",
            title="Provenance",
            summary=f"article {self.article.sha256[:12]}, geobriefing {version('geobriefing')}",
            data={
                "facts": [
                    {"name": name, "value": value, "code": code} for name, value, code in facts
                ],
                "attributions": list(self.attributions),
            },
        )

    @cached_property
    def record(self) -> Record:
        """All that was found, for programs; the proof that the notebook came to its end."""
        article = self.article
        return Record(
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
                "places": contents.feature_collection(self.named),
            }
        )

    @cached_property
    def attributions(self) -> tuple[str, ...]:
        """Credit lines that the data ask for: the layers of the map, and the names."""
        return self.scene.attribution

    @cached_property
    def _country_names(self) -> dict[str, str]:
        codes = {
            candidate.place.country
            for one in self.links
            for candidate in one.candidates
            if candidate.place.country
        } | {one.place.country for one in self.named if one.place.country}
        countries = ((code, gazetteer().by_id(f"country:{code}")) for code in sorted(codes))
        return {code: self._name_of(country) for code, country in countries if country}

    def _name_of(self, place: Place) -> str:
        return shown_name(place.id, place.name, language=self.name_language, as_of=self.as_of)

    @cached_property
    def _touched(self) -> tuple[DisputedArea, ...]:
        """The disputed areas that a place of the article is, or lies in."""
        from briefing.linking.frame import disputed_around  # noqa: PLC0415 - loads layers

        touched = disputed_around(one.place for one in self.named)
        return tuple(area for area in disputed_areas(self.as_of) if area.id in touched)

    def _disputed_row(self, area: DisputedArea) -> dict[str, str]:
        code = owner(area, self.worldview)
        country = gazetteer().by_id(f"country:{code}") if code else None
        drawn = f"with {self._name_of(country)}" if country else "in no country"
        unknown = self.worldview.name not in area.owners
        follows = ", as internationally, this view not being known" if unknown else ""
        status = f"{area.status[0].upper()}{area.status[1:]}; drawn here {drawn}{follows}."
        return {
            "name": area.name,
            "status": status,
            "facts": area.facts,
            "note": area.note,
            "legal": "; ".join(area.legal),
        }

    def _bloc_row(self, bloc: Bloc) -> dict[str, Any] | None:
        """Describe a bloc, or None if the article names neither it nor a state that is in it."""
        countries = {
            one.place.id: {"id": one.place.id, "name": one.place.name}
            for one in self.named
            if one.place.kind is PlaceKind.COUNTRY
        }
        belonging = members(bloc.id, self.as_of)
        others = [
            {**countries[key], "status": "former member" if status == "former" else status}
            for status, having in statuses(bloc.id, self.as_of).items()
            for key in countries
            if key in having
        ]
        row = {
            "id": bloc.id,
            "name": bloc.name,
            "total": len(belonging),
            "mentions": sum(
                link.place is not None and link.place.id == bloc.id for link in self.links
            ),
            "members": [countries[key] for key in countries if key in belonging],
            "others": others,
        }
        near = any(other["status"] != "former member" for other in others)
        return row if row["mentions"] or row["members"] or near else None

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        header = self.header._repr_mimebundle_(**options)
        line = self.bottom_line._repr_mimebundle_(**options)
        return {mime: f"{header[mime]}\n{line[mime]}" for mime in ("text/html", "text/plain")}
