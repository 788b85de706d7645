"""Draw the gallery of maps in ``docs/gallery/`` from the sample articles in ``examples/``.

Run ``make gallery`` and look at every picture: no test sees whether a map is clear.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.linking.links import link
from briefing.maps import static
from briefing.maps.drawing import map_scenes
from briefing.maps.kinds import Kind
from briefing.maps.scene import Scene
from briefing.reading.files import read_article
from tools.folders import ROOT

_GALLERY = ROOT / "docs" / "gallery"
_WIDTH = 1100  # pixels
_LARGEST = 120_000  # bytes of a picture


class Sample(NamedTuple):
    """A map of the gallery: its article, its kind, and what is to be seen on it."""

    article: str
    kind: Kind
    caption: str


SAMPLES = (
    Sample("tehran-2022-07-19", "story", "Who met: title places first, the rest at the edge"),
    Sample("maps/black-sea-grain", "story", "Ports, a sea, ships bound for far ends"),
    Sample("maps/kashmir", "worldviews", "One article, four worldviews"),
    Sample("maps/kashmir", "story", "Three states hold parts of what two claim whole"),
    Sample("maps/crimea", "worldviews", "One article, four worldviews"),
    Sample("maps/crimea", "locator", "The subject in its surroundings"),
    Sample("maps/sahel", "story", "Three states side by side"),
    Sample("maps/second-thomas-shoal", "dispute", "Islets with six claimants"),
    Sample("maps/hormuz", "story", "A strait and its shores"),
    Sample("maps/svalbard", "story", "The Arctic"),
    Sample("maps/bering-strait", "story", "Across the antimeridian"),
    Sample("maps/pacific-islands", "story", "Islands on both sides of the antimeridian"),
    Sample("maps/world-roundup", "story", "All the world: Equal Earth"),
)


def scenes_of(sample: Sample) -> tuple[Scene, ...]:
    """Settle what stands on a map of the gallery."""
    article = read_article(ROOT / "examples" / f"{sample.article}.md")
    return map_scenes(link(article), sample.kind)


def main() -> None:
    """Draw all maps, and write the page that shows them; stop if a picture is too large."""
    _GALLERY.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        picture = static.as_png(static.draw_all(scenes_of(sample), width_px=_WIDTH))
        if len(picture) > _LARGEST:
            sys.exit(f"{_name(sample)}: {len(picture):,} bytes, expected at most {_LARGEST:,}")
        (_GALLERY / _name(sample)).write_bytes(picture)
    (_GALLERY / "README.md").write_text("\n".join(_page()), encoding="utf-8")


def _name(sample: Sample) -> str:
    return f"{Path(sample.article).name}-{sample.kind}.png"


def _page() -> Iterator[str]:
    yield "# Gallery"
    yield ""
    yield "Maps of the sample articles in [`examples/`](../../examples/), drawn by `make gallery`."
    for sample in SAMPLES:
        yield ""
        command = f"briefing map examples/{sample.article}.md --kind {sample.kind}"
        yield f"**{sample.caption}.** `{command}`"
        yield ""
        yield f"![{sample.caption}]({_name(sample)})"
    yield ""


if __name__ == "__main__":
    main()
