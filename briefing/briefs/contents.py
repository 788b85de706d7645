"""What the parts of a brief say: plain data made of the links, one function a part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from briefing import markup
from briefing.gazetteer.place import Place, PlaceKind
from briefing.linking.corrections import Correction
from briefing.linking.named import Named
from briefing.linking.renaming import present_name
from briefing.linking.resolution import Candidate, Link
from briefing.reading.article import Article

UNSURE = 0.6
"""Below this confidence a link is shown as unsure and stands among the caveats."""

_SHOWN_ALTERNATIVES = 3
_LONGEST_EVIDENCE = 240  # characters of a sentence that a table shows
_ENDS_OF_SENTENCES = tuple('.!?…:;,"”»)]')
_COUNTED = {
    PlaceKind.COUNTRY: ("country", "countries"),
    PlaceKind.REGION: ("region", "regions"),
    PlaceKind.DISTRICT: ("district", "districts"),
    PlaceKind.CITY: ("city", "cities"),
    PlaceKind.AREA: ("area", "areas"),
    PlaceKind.SEA: ("sea", "seas"),
    PlaceKind.PHYSICAL: ("natural feature", "natural features"),
    PlaceKind.DISPUTED: ("disputed area", "disputed areas"),
    PlaceKind.BLOC: ("bloc", "blocs"),
    PlaceKind.ORGANISATION: ("organisation", "organisations"),
    PlaceKind.HISTORICAL: ("former state", "former states"),
    PlaceKind.FACILITY: ("facility", "facilities"),
    PlaceKind.USER: ("place of your own", "places of your own"),
}


def counted_summary(named: Sequence[Named]) -> str:
    """Say in one line what an article names; counts alone, never an assessment."""
    if not named:
        return "Names no place that the gazetteer knows."
    counts = Counter(one.place.kind for one in named)
    kinds = [
        f"{counts[kind]} {words[counts[kind] > 1]}"
        for kind, words in _COUNTED.items()
        if counts[kind]
    ]
    most = [f"{one.place.name} ({len(one.links)})" for one in named[:3]]
    return f"Names {_listed(kinds)}; most often {_listed(most)}."


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def place_rows(
    article: Article, named: Iterable[Named], country_names: dict[str, str], language: str = "en"
) -> list[dict[str, Any]]:
    """Describe every place named: how often, how surely, and by which sentence first.

    A place that is shown by a former name has its present one, in a language, as ``now``.
    """
    rows = []
    for one in named:
        doubtful = min(one.links, key=lambda link: link.confidence)
        rows.append(
            {
                "id": one.place.id,
                "name": one.place.name,
                "now": present_name(one.place, language=language),
                "kind": one.place.kind.value,
                "country": _country(one.place, country_names),
                "mentions": len(one.links),
                "confidence": round(one.confidence, 3),
                "evidence": evidence(article, one.links[0]),
                "alternatives": alternatives(doubtful.alternatives, country_names)
                if one.confidence < UNSURE
                else [],
            }
        )
    return rows


def _country(place: Place, names: dict[str, str]) -> str:
    """Name the country that a place lies in; empty for countries and what has none."""
    if place.kind is PlaceKind.COUNTRY or place.country is None:
        return ""
    return names.get(place.country, place.country)


def alternatives(
    candidates: Iterable[Candidate], country_names: dict[str, str]
) -> list[dict[str, Any]]:
    """Describe the best of the places that a mention was not taken for."""
    return [
        {
            "name": candidate.place.name,
            "kind": candidate.place.kind.value,
            "country": _country(candidate.place, country_names),
            "confidence": round(candidate.confidence, 3),
        }
        for candidate in tuple(candidates)[:_SHOWN_ALTERNATIVES]
    ]


def evidence(article: Article, link: Link) -> dict[str, str]:
    """Quote the sentence of a mention: what stands ``before`` it, its ``text``, and ``after``.

    A long sentence is cut at words, and the cut is marked.
    """
    return quote(article, link.mention.start, link.mention.end)


def quote(article: Article, start: int, end: int) -> dict[str, str]:
    """Quote the sentence around a half-open span of the text, as `evidence` does."""
    spans = (span for span in article.sentences if span[0] <= start and end <= span[1])
    first, last = next(spans, (start, end))
    spare = max(_LONGEST_EVIDENCE - (end - start), 0) // 2
    before, after = article.text[first:start], article.text[end:last]
    if len(before) + len(after) > 2 * spare:
        spare_before = max(spare, 2 * spare - len(after))
        spare_after = max(spare, 2 * spare - len(before))
        if len(before) > spare_before:
            before = "… " + before[-spare_before:].partition(" ")[2]
        if len(after) > spare_after:
            after = after[:spare_after].rpartition(" ")[0] + " …"
    return {
        "before": _one_line(before),
        "text": _one_line(article.text[start:end]),
        "after": _one_line(after),
    }


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def paragraphs(article: Article, links: Iterable[Link]) -> list[dict[str, Any]]:
    """Cut the whole text into paragraphs, and these into plain pieces and mentions."""
    waiting = sorted(links, key=lambda link: link.mention.start)
    made = []
    for start, end in article.paragraphs or ((0, len(article.text)),):
        inside = [link for link in waiting if start <= link.mention.start < end]
        text = article.text[start:end].strip()
        is_heading = len(text) <= 140 and not text.endswith(_ENDS_OF_SENTENCES)
        made.append(
            {"heading": is_heading, "pieces": list(_pieces(article.text, start, end, inside))}
        )
    return made


def _pieces(text: str, start: int, end: int, links: Iterable[Link]) -> Iterator[dict[str, Any]]:
    for link in links:
        mention = link.mention
        if mention.start < start:
            continue  # lies inside the mention before it
        if mention.start > start:
            yield {"text": text[start : mention.start]}
        start = min(mention.end, end)
        yield {
            "text": text[mention.start : start],
            "place": link.place.id if link.place else "",
            "kind": mention.kind.value,
            "unsure": link.place is not None and link.confidence < UNSURE,
            "note": _note(link),
        }
    if start < end:
        yield {"text": text[start:end]}


def _note(link: Link) -> str:
    reason = f"; {link.reason}" if link.reason else ""
    if link.place is None:
        return f"No place{reason}"
    percent = "over 99" if link.confidence >= 0.995 else f"{link.confidence * 100:.0f}"
    return f"{link.place.name} ({link.place.kind.value}), confidence {percent} %{reason}"


def unsure_links(links: Iterable[Link], country_names: dict[str, str]) -> list[dict[str, Any]]:
    """Describe the links below `UNSURE`, one row for each name and place."""
    found = [link for link in links if link.place is not None and link.confidence < UNSURE]
    return [
        {
            **_doubt(group, country_names),
            "name": group[0].place.name if group[0].place else "",
            "kind": group[0].place.kind.value if group[0].place else "",
            "confidence": round(max(link.confidence for link in group), 3),
        }
        for group in _grouped(found)
    ]


def unresolved_links(links: Iterable[Link], country_names: dict[str, str]) -> list[dict[str, Any]]:
    """Describe the mentions that no place was found for, one row for each name."""
    found = [link for link in links if link.place is None]
    return [_doubt(group, country_names) for group in _grouped(found)]


def decided_links(links: Iterable[Link]) -> list[dict[str, Any]]:
    """Describe the links that an analyst has decided, one row for each name and decision."""
    groups: dict[tuple[str, str, str], list[Link]] = {}
    for link in links:
        if link.place is not None and link.decision is not None:
            key = link.mention.text, link.place.id, link.decision.note
            groups.setdefault(key, []).append(link)
    return [
        {
            "text": text,
            "count": len(group),
            "id": place_id,
            "name": group[0].place.name if group[0].place else "",
            "note": note,
            "author": group[0].decision.author if group[0].decision else "",
        }
        for (text, place_id, note), group in groups.items()
    ]


def dropped_row(decision: Correction) -> dict[str, Any]:
    """Describe a decision that what stands in the text is no place."""
    return {"text": decision.text, "note": decision.note, "author": decision.author}


def unmet_row(decision: Correction) -> dict[str, Any]:
    """Describe a decision whose words the text does not have where it says."""
    return {"text": decision.text, "start": decision.start, "place": decision.place}


def _doubt(group: Sequence[Link], country_names: dict[str, str]) -> dict[str, Any]:
    return {
        "text": group[0].mention.text,
        "count": len(group),
        "reason": group[0].reason,
        "alternatives": alternatives(group[0].alternatives, country_names),
    }


def _grouped(links: Iterable[Link]) -> list[list[Link]]:
    groups: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        place = link.place.id if link.place else ""
        groups.setdefault((link.mention.text, place), []).append(link)
    return list(groups.values())


def misleading_characters(*texts: str) -> list[dict[str, Any]]:
    """Count the characters that make a text look different from what it is."""
    counts = Counter(code for text in texts for _, code in markup.spoofing(text))
    return [{"code": code, "count": count} for code, count in sorted(counts.items())]


def feature_collection(named: Iterable[Named]) -> dict[str, Any]:
    """Write the places as GeoJSON (RFC 7946), one point a place, most mentioned first.

    A place without a point, such as a bloc, has no geometry.
    """
    return {"type": "FeatureCollection", "features": [_feature(one) for one in named]}


def _feature(one: Named) -> dict[str, Any]:
    place = one.place
    located = place.lon is not None and place.lat is not None
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if located else None,
        "properties": {
            "id": place.id,
            "name": place.name,
            "kind": place.kind.value,
            "country": place.country,
            "region": place.region,
            "geonameid": place.geonameid,
            "mentions": len(one.links),
            "confidence": round(one.confidence, 3),
        },
    }
