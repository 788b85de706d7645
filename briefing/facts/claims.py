"""The reviewed files behind `briefing.facts.worldview`: views, disputed areas, whose each is.

``disputed_areas.toml`` says who administers and who claims an area, ``worldviews.toml`` what the
views are, and ``worldview_owners.csv`` how each state draws an area, one known cell a row.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from briefing.data import geodata_dir
from briefing.errors import CuratedDataError, UnknownWorldviewError
from briefing.facts.stays import Stay
from briefing.wording import joined

Drawn = Literal["outline", "approximate", "spot"]

INTERNATIONAL = "international"
DE_FACTO = "de-facto"
COLUMNS = ["view", "area", "owner", "source"]
_NONE = "none"  # an area that is drawn in no country
_DATE = re.compile(r"\d{4}(-\d{2}-\d{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worldview:
    """A point of view on borders.

    Attributes
    ----------
    name
        ``international``, ``de-facto``, or the ISO 3166-1 alpha-2 code of a state.
    title
        How it is printed.
    statement
        One sentence that says what it means.
    note
        What the data does not know of it.
    """

    name: str
    title: str
    statement: str
    note: str = ""

    @classmethod
    def parse(cls, name: str) -> Worldview:
        """Look a worldview up by its name; case does not matter.

        Raises
        ------
        UnknownWorldviewError
            If it is not known; the message lists those that are.
        """
        views = curated().worldviews
        found = views.get(name.strip().casefold()) if isinstance(name, str) else None
        if found is None:
            known = ", ".join(view.name for view in views.values())
            raise UnknownWorldviewError(
                "parameter 'worldview'", f"{name!r} is not known, expected one of {known}"
            )
        return found


class Owner(NamedTuple):
    """The country that a view draws an area in, and who says so.

    Attributes
    ----------
    country
        ISO 3166-1 alpha-2, ``XK`` for Kosovo; None where the view draws it in no country.
    source
        Where it stands.
    """

    country: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedArea:
    """An area with more than one claimant, or none.

    Attributes
    ----------
    id
        Place id, ``disputed:crimea``.
    name
        English name.
    administered_by, claimed_by
        ISO 3166-1 alpha-2 codes; an administering state that claims the area is among both.
    authority, claimants
        Those who have no such code, in words; empty if there are none.
    since
        Year or ISO date from which the present situation counts; empty where it has none.
    until
        ISO date on which the dispute ended; empty if it has not. The other fields then speak of
        the time before; since then the area is drawn as internationally.
    facts
        One or two sentences.
    note
        What a reader must know of the outline; may be empty.
    legal
        Resolutions, judgments, awards, treaties and laws.
    sources
        Where else the facts stand.
    drawn
        How true the outline is.
    owners
        Name of a worldview → the country that the area is drawn in, and the source. A worldview
        that is not among them follows ``international``.
    administration, claim
        Who administers and who claims the area, in words.
    """

    id: str
    name: str
    administered_by: tuple[str, ...]
    claimed_by: tuple[str, ...]
    authority: str = ""
    claimants: str = ""
    since: str = ""
    until: str = ""
    facts: str
    note: str = ""
    legal: tuple[str, ...] = ()
    sources: tuple[str, ...]
    drawn: Drawn = "outline"
    owners: Mapping[str, Owner] = field(hash=False)
    administration: str
    claim: str

    @property
    def status(self) -> str:
        """Who administers the area and who claims it: ``administered by X, claimed by Y``."""
        ended = f" (until {self.until})" if self.until else ""
        return f"administered by {self.administration}, claimed by {self.claim}{ended}"

    @property
    def label(self) -> str:
        """The text that stands on a map: name and status."""
        return f"{self.name}: {self.status}"

    def stands(self, day: dt.date) -> bool:
        """Tell whether the area is disputed on a day."""
        return Stay.dated(self.since, self.until).holds(day)


class Curated(NamedTuple):
    """What the reviewed files hold.

    Attributes
    ----------
    reviewed
        The day that they speak of.
    worldviews
        By case-folded name, the default first.
    areas
        By place id, those whose dispute has ended included.
    """

    reviewed: dt.date
    worldviews: Mapping[str, Worldview]
    areas: Mapping[str, DisputedArea]


def curated() -> Curated:
    """Read the reviewed files, once a folder.

    Raises
    ------
    CuratedDataError
        If a file is missing or breaks its contract.
    """
    return _read(geodata_dir() / "curated")


@lru_cache(maxsize=4)
def _read(folder: Path) -> Curated:
    views = _checked(folder / "worldviews.toml", _worldviews, "worldviews")
    known = {view.name for view in views}
    owners = _checked(folder / "worldview_owners.csv", _owners, "owners of areas")
    unknown = sorted({view for cells in owners.values() for view in cells} - known)
    reviewed, areas = _checked(
        folder / "disputed_areas.toml", lambda path: _areas(path, owners), "disputed areas"
    )
    strange = sorted(owners.keys() - {area.id.removeprefix("disputed:") for area in areas})
    if unknown or strange:
        raise CuratedDataError(
            "file 'worldview_owners.csv'",
            f"{', '.join(unknown + strange)} not known, expected views of worldviews.toml and "
            "areas of disputed_areas.toml",
        )
    return Curated(
        reviewed,
        MappingProxyType({view.name.casefold(): view for view in views}),
        MappingProxyType({area.id: area for area in areas}),
    )


def _checked(path: Path, read: Any, what: str) -> Any:
    try:
        return read(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error) as error:
        raise CuratedDataError(
            f"file {path.name!r}", f"{type(error).__name__}: {error}, expected {what}"
        ) from None


def _worldviews(path: Path) -> list[Worldview]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["worldview"]
    views = [
        Worldview(name=row["name"], title=row["title"], statement=row["meaning"], note=row["note"])
        for row in rows
    ]
    if [view.name for view in views[:2]] != [INTERNATIONAL, DE_FACTO]:
        raise ValueError(f"first views are not {INTERNATIONAL} and {DE_FACTO}")
    return views


def _owners(path: Path) -> dict[str, dict[str, Owner]]:
    """Read how states draw areas: key of the area → name of the view → owner."""
    cells: dict[str, dict[str, Owner]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != COLUMNS:
            raise ValueError(f"columns {reader.fieldnames}, not {', '.join(COLUMNS)}")
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values() or not all(row.values()):
                raise ValueError(f"row {number} has empty or surplus fields")
            of_area = cells.setdefault(row["area"], {})
            if row["view"] in of_area:
                raise ValueError(f"row {number} is a second one of its view and area")
            of_area[row["view"]] = _owner(row["owner"], row["source"])
    return cells


def _owner(code: str, source: str) -> Owner:
    return Owner(None if code == _NONE else code, source)


def _areas(
    path: Path, owners: Mapping[str, Mapping[str, Owner]]
) -> tuple[dt.date, list[DisputedArea]]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    reviewed = dt.date.fromisoformat(str(table["reviewed"]))
    return reviewed, [
        _area(row, table["states"], owners.get(row["id"], {})) for row in table["area"]
    ]


def _area(
    row: Mapping[str, Any], states: Mapping[str, str], cells: Mapping[str, Owner]
) -> DisputedArea:
    texts = {key: row.get(key, "") for key in ("authority", "claimants", "since", "until", "note")}
    administering = (
        [texts["authority"]] if texts["authority"] else _named(row, "administered_by", states)
    )
    claiming = [*_named(row, "claimed_by", states), *filter(None, [texts["claimants"]])]
    if row["owner"].keys() != {INTERNATIONAL, DE_FACTO}:
        raise ValueError(f"area {row['id']!r} has no owner under international and de-facto alone")
    if not all(_DATE.fullmatch(texts[key]) for key in ("since", "until") if texts[key]):
        raise ValueError(f"area {row['id']!r} is not dated by years or ISO dates")
    drawn = row.get("drawn", "outline")
    if drawn not in get_args(Drawn):
        raise ValueError(f"area {row['id']!r} is drawn as {drawn!r}")
    legal, sources = tuple(row.get("legal", ())), tuple(row["sources"])
    stated = "; ".join((*legal, *sources))
    return DisputedArea(
        id=f"disputed:{row['id']}",
        name=row["name"],
        administered_by=tuple(row["administered_by"]),
        claimed_by=tuple(row["claimed_by"]),
        facts=row["facts"],
        legal=legal,
        sources=sources,
        drawn=drawn,
        owners=MappingProxyType(
            {view: _owner(code, stated) for view, code in row["owner"].items()} | dict(cells)
        ),
        administration=joined(administering) or "nobody",
        claim=joined(claiming) or "nobody",
        **texts,
    )


def _named(row: Mapping[str, Any], key: str, states: Mapping[str, str]) -> list[str]:
    return [states[code] for code in row[key]]
