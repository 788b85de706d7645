"""Earlier: what the last brief on a story had found, read from the record of its notebook."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.briefs.finished import MAX_BYTES, read_executed, shown
from briefing.briefs.record import RECORD_MIME
from briefing.errors import NotebookError

Key = tuple[str, str, str, str]
"""Of a relation: source, class, target and status; the ends sorted if it has no direction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the last brief had found.

    Attributes
    ----------
    title, as_of
        Of that brief.
    places
        Ids of the places that it named.
    actors, relations
        Ids of its actors and keys of its relations; None if its record does not have them.
    """

    title: str
    as_of: dt.date
    places: tuple[str, ...]
    actors: tuple[str, ...] | None = None
    relations: tuple[Key, ...] | None = None

    def to_json(self) -> str:
        """Return it as JSON that `read_earlier` reads."""
        actors = {"actors": self.actors} if self.actors is not None else {}
        relations = {"relations": self.relations} if self.relations is not None else {}
        found = {
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "places": self.places,
            **actors,
            **relations,
        }
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"

    @property
    def sha256(self) -> str:
        """Hex digest of it as JSON."""
        return hashlib.sha256(self.to_json().encode("utf-8", "surrogatepass")).hexdigest()


Before = Earlier | str | Path


def relation_key(source: str, kind: str, target: str, status: str, *, both: bool) -> Key:
    """Return what tells whether two relations are the same."""
    first, last = sorted((source, target)) if both else (source, target)
    return first, kind, last, status


def asked_earlier(given: Before) -> Earlier | None:
    """Read what a caller gives as the last brief; None for empty text.

    Raises
    ------
    NotebookError
        As `read_earlier`.
    """
    if isinstance(given, Earlier):
        return given
    return read_earlier(given) if str(given) else None


def read_earlier(path: str | Path) -> Earlier:
    """Read the last brief on a story.

    Parameters
    ----------
    path
        Its finished folder, its executed notebook, or the JSON that a run was given of it.

    Raises
    ------
    NotebookError
        If there is none, it did not come to its end, or its record is not of one article.
    """
    path = Path(path)
    what = f"earlier brief {str(path)!r}"
    remedy = "name the folder of a finished brief of one article"
    try:
        if path.suffix == ".json":
            return _of_json(_json(path))
        data = None
        for _, bundle in shown(read_executed(path)):
            data = bundle.get(RECORD_MIME, data)
        return _of_record(data)
    except OSError as error:
        raise NotebookError(what, (error.strerror or str(error)).lower(), remedy) from error
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        problem = f"no record of a brief of one article in it ({type(error).__name__}: {error})"
        raise NotebookError(what, problem, remedy) from error


def _json(path: Path) -> Any:
    with path.open("rb") as stream:
        return json.loads(stream.read(MAX_BYTES))


def _of_record(data: Any) -> Earlier:
    asked = data["parameters"]
    actors, relations = data.get("actors"), data.get("relations")
    return Earlier(
        title=_text(asked["title"]),
        as_of=dt.date.fromisoformat(asked["as_of"]),
        places=tuple(_text(one["id"]) for one in data["places"]["features"]),
        actors=None if actors is None else tuple(_text(one["id"]) for one in actors),
        relations=None if relations is None else tuple(dict.fromkeys(map(_key, relations))),
    )


def _key(one: Mapping[str, Any]) -> Key:
    ends = _text(one["source"]), _text(one["name"]), _text(one["target"])
    return relation_key(*ends, _text(one["status"]), both=one["direction"] == "both")


def _of_json(data: Any) -> Earlier:
    actors, relations = data.get("actors"), data.get("relations")
    return Earlier(
        title=_text(data["title"]),
        as_of=dt.date.fromisoformat(data["as_of"]),
        places=tuple(map(_text, data["places"])),
        actors=None if actors is None else tuple(map(_text, actors)),
        relations=None if relations is None else tuple(map(_four, relations)),
    )


def _four(found: Any) -> Key:
    source, kind, target, status = map(_text, found)
    return source, kind, target, status


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value
