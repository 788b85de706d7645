"""The record of a notebook: what it has read and found, for programs.

Its last cell shows it, so that a record is the proof that the notebook came to its end, and that it
was run on what it was given: the record names the SHA-256 of every input that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from briefing.folder import sha256_of

RECORD_MIME = "application/vnd.briefing.record+json"
VERSION = 2


class Hashed(Protocol):
    """What knows the hash of the bytes that it was read from: an article, corrections."""

    @property
    def sha256(self) -> str:
        """Hex digest."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a notebook has read and found.

    Attributes
    ----------
    inputs
        SHA-256 of each input that was read.
    data
        What was found, plain JSON values only. ``mentions`` (one record a link; with ``id``, that
        of the article, if there are several) becomes a table, ``places`` (GeoJSON) a layer.
    """

    inputs: tuple[str, ...]
    data: Mapping[str, Any]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        mentions = self.data.get("mentions", ())
        places = self.data.get("places", {}).get("features", ())
        return {
            RECORD_MIME: {"version": VERSION, "inputs": list(self.inputs), **self.data},
            "text/plain": f"Record of {len(mentions)} mentions of {len(places)} places",
        }


def record(
    *read: Hashed | Path | str,
    mentions: Iterable[Mapping[str, Any]] | None = None,
    places: Mapping[str, Any] | None = None,
    **found: Any,
) -> Record:
    """Make the record that a notebook of your own must show in its last cell.

    Parameters
    ----------
    read
        All that the notebook was given: articles, corrections, and the paths of other files.
    mentions
        Rows of ``mentions.csv``; none is written if None.
    places
        GeoJSON of ``places.geojson``; none is written if None.
    found
        Whatever else programs may want to know; plain JSON values.

    Raises
    ------
    OSError
        If a file cannot be read.

    Examples
    --------
    >>> from briefing.reading.article import Article
    >>> record(Article.from_text("They met.")).inputs[0][:12]
    'ab226026642c'
    """
    hashes = (sha256_of(Path(one)) if isinstance(one, str | Path) else one.sha256 for one in read)
    tables = {"mentions": None if mentions is None else list(mentions), "places": places}
    given = {name: value for name, value in tables.items() if value is not None}
    return Record(inputs=tuple(hashes), data=found | given)
