"""GeoJSON (RFC 7946), read as the JSON that it is."""

from __future__ import annotations

import json
import re
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from briefing.adding.raw import Raw, Refused, check_count, shown

_TYPES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
)
_CRS = re.compile(r"(?:urn:ogc:def:crs:)?(EPSG|OGC):(?:[\d.]*:)?([A-Za-z0-9]+)", re.IGNORECASE)


def read(raw: bytes) -> Raw:
    """Read the features of a GeoJSON document.

    Raises
    ------
    Refused
        If it is no such document.
    """
    document = _parsed(raw)
    features = _features(document)
    for index, feature in enumerate(features):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise Refused(f"row {index + 1} is no feature, expected an object of type 'Feature'")
    properties = [_properties(feature) for feature in features]
    names = dict.fromkeys(name for values in properties for name in values)
    check_count(len(features), len(names))
    columns = {name: [values.get(name) for values in properties] for name in names}
    if "id" not in columns and any("id" in feature for feature in features):
        columns["id"] = [feature.get("id") for feature in features]
    return Raw(columns, [_shape(feature.get("geometry")) for feature in features], _crs(document))


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise Refused("is nested too deeply, expected GeoJSON") from None
    except UnicodeDecodeError as error:
        raise Refused(f"is not UTF-8 (byte {error.start}), expected GeoJSON in UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise Refused(
            f"is no JSON ({error.msg}, {where}), expected GeoJSON", "it may be cut short or damaged"
        ) from None
    except ValueError as error:  # a number of thousands of digits
        raise Refused(f"is no JSON ({error}), expected GeoJSON") from None
    if not isinstance(document, dict):
        raise Refused("is JSON but no object, expected a FeatureCollection")
    return document


def _features(document: dict[str, Any]) -> list[Any]:
    if document.get("type") == "Feature":
        return [document]
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise Refused(
            f"is JSON of type {shown(document.get('type'))}, expected a FeatureCollection"
        )
    return features


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _crs(document: dict[str, Any]) -> str:
    """Read the member ``crs``, which old files have; without it the CRS is CRS84."""
    member = document.get("crs")
    if member is None:
        return "OGC:CRS84"
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    match = _CRS.fullmatch(name.strip()) if isinstance(name, str) else None
    return f"{match[1].upper()}:{match[2].upper()}" if match else ""


def _shape(geometry: Any) -> Any:
    """Return a shape, None for no geometry, or in words why there is none."""
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in _TYPES:
        return f"geometry of type {shown(kind)}, expected point, line or polygon"
    if not geometry.get("coordinates"):
        return None
    try:
        return shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, ShapelyError) as error:
        return f"geometry cannot be read ({shown(error)})"
    except RecursionError:
        return "geometry is nested too deeply"
