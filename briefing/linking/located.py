"""Located spans: words of a text with the place that they are said to name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A span of a text and a place.

    Attributes
    ----------
    start, end
        Half-open span of the text in Unicode code points.
    lat, lon
        Degrees, EPSG:4326; None where no point is known.
    place
        Id of the gazetteer, or empty.
    country
        ISO 3166-1 alpha-2 code of the country that it is or lies in, or empty.
    geonameid
        GeoNames id, or None.
    """

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    country: str = ""
    geonameid: int | None = None

    def values(self) -> dict[str, Any]:
        """Return all of it by name, as plain values."""
        return asdict(self)

    @classmethod
    def read(cls, fields: Mapping[str, Any], **more: Any) -> Self:
        """Read it from a record, with what else its kind has.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it has no span, or what should be a number is none.
        """
        number = fields.get("geonameid")
        return cls(
            start=int(fields["start"]),
            end=int(fields["end"]),
            lat=as_number(fields.get("lat")),
            lon=as_number(fields.get("lon")),
            place=str(fields.get("place") or ""),
            country=str(fields.get("country") or "").upper(),
            geonameid=int(number) if number else None,
            **more,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Located):
    """A mention with the place that it was linked to.

    Attributes
    ----------
    confidence
        0 to 1, or None if not said.
    """

    confidence: float | None = None


def found_in(mentions: Iterable[Mapping[str, Any]]) -> Iterator[Found]:
    """Take what is scored out of the mentions of `Links.to_records`, or of another program.

    Raises
    ------
    KeyError, TypeError, ValueError
        As for `Located.read`.
    """
    for one in mentions:
        yield Found.read(one, confidence=as_number(one.get("confidence")))


def as_number(value: Any) -> float | None:
    """Read a number that may be missing; TypeError or ValueError if it is none."""
    return None if value is None else float(value)
