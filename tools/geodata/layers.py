"""Turn the coverage and the other sources into the layers that are shipped."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tools.geodata.cities import city_layer
from tools.geodata.coverage import CRS, build_coverage, read_areas, read_countries, read_regions
from tools.geodata.native import native_name
from tools.geodata.views import check_owners
from tools.geodata.waters import water_layer

LANGUAGES = (
    "ar", "bn", "de", "el", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "pl",
    "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht",
)  # fmt: skip
# Smaller scales: tolerance in degrees, and below what area (square degrees) an islet is left out.
SCALES = {"10m": (0.005, 0.0), "50m": (0.05, 0.004), "110m": (0.25, 0.3)}
# English short names where Natural Earth has a long, local or old one.
NAMES = {
    "CN": "China", "CD": "DR Congo", "CG": "Republic of the Congo", "US": "United States",
    "CZ": "Czechia", "GM": "Gambia", "BS": "Bahamas", "TL": "Timor-Leste", "TR": "Turkey",
    "FM": "Micronesia", "VA": "Vatican City", "KR": "South Korea", "KP": "North Korea",
    "MK": "North Macedonia", "SZ": "Eswatini", "ST": "São Tomé and Príncipe",
}  # fmt: skip
ADDED = {  # ISO 3166-1 alpha-2 of territories: alpha-3, name, continent, subregion
    "GF": ("GUF", "French Guiana", "South America", "South America"),
    "GP": ("GLP", "Guadeloupe", "North America", "Caribbean"),
    "MQ": ("MTQ", "Martinique", "North America", "Caribbean"),
    "RE": ("REU", "Réunion", "Africa", "Eastern Africa"),
    "YT": ("MYT", "Mayotte", "Africa", "Eastern Africa"),
    "BQ": ("BES", "Caribbean Netherlands", "North America", "Caribbean"),
    "SJ": ("SJM", "Svalbard and Jan Mayen", "Europe", "Northern Europe"),
    "BV": ("BVT", "Bouvet Island", "Antarctica", "Antarctica"),
    "TK": ("TKL", "Tokelau", "Oceania", "Polynesia"),
    "CX": ("CXR", "Christmas Island", "Asia", "Australia and New Zealand"),
    "CC": ("CCK", "Cocos (Keeling) Islands", "Asia", "Australia and New Zealand"),
}


def build_layers() -> dict[str, gpd.GeoDataFrame]:
    """Build every layer, index and row order as they are stored."""
    countries = read_countries()
    regions = read_regions(countries)
    check_owners(countries, regions)
    faces = build_coverage(countries, regions)
    fine = faces.copy()
    fine.geometry = shapely.coverage_simplify(faces.geometry.to_numpy(), SCALES["10m"][0])
    units = {scale: _units(fine if scale == "10m" else faces, scale) for scale in SCALES}
    named = _regions(fine, regions)
    layers = {
        "units_10m": units["10m"],
        "units_50m": units["50m"],
        "units_110m": units["110m"],
        "labels": _labels(countries, units["10m"]),
        "disputed": _disputed(units["10m"]),
        "regions": named,
        "cities": city_layer(regions, named),
        "land": _single("land", shapely.coverage_union_all(units["50m"].geometry.to_numpy())),
        "lakes": water_layer("lakes"),
        "rivers": water_layer("rivers"),
    }
    sea = shapely.box(-180, -90, 180, 90).difference(layers["land"].geometry.iloc[0])
    return layers | {"ocean": _single("ocean", sea)}


def _units(faces: gpd.GeoDataFrame, scale: str) -> gpd.GeoDataFrame:
    """Dissolve the faces into the pieces that no worldview divides, at one scale.

    A unit is a disputed area, or what is left of a country without its disputed areas.
    """
    ids = ("country:" + faces.country).where(faces["area"].isna(), "disputed:" + faces["area"])
    units = _dissolve(faces, ids)
    first = faces.groupby(ids)[["country", "area"]].first()
    units = gpd.GeoDataFrame(first.join(units), geometry="geometry", crs=CRS).rename_axis("id")
    units = units.where(units.notna(), None).set_geometry("geometry", crs=CRS).sort_index()
    if scale != "10m":
        tolerance, islet = SCALES[scale]
        kept = _without_islets(units.geometry.to_numpy(), islet)
        units.geometry = shapely.coverage_simplify(kept, tolerance)
    return units


def _dissolve(faces: gpd.GeoDataFrame, keys: pd.Series) -> gpd.GeoSeries:
    groups = faces.geometry.groupby(keys)
    unions = {key: shapely.coverage_union_all(part.to_numpy()) for key, part in groups}
    return gpd.GeoSeries(unions, crs=CRS, name="geometry").sort_index()


def _without_islets(geometries: np.ndarray, islet: float) -> np.ndarray:
    """Leave out islands below an area; each unit keeps its largest part and all shared borders."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    areas = shapely.area(parts)
    largest = pd.Series(areas).groupby(owner).idxmax().to_numpy()
    keep = areas >= islet
    keep[largest] = True
    one, other = shapely.STRtree(parts).query(parts, predicate="intersects")
    keep[one[one != other]] = True
    kept = [parts[keep & (owner == number)] for number in range(len(geometries))]
    return np.array([shapely.multipolygons(part) for part in kept], dtype=object)


def _labels(countries: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Names and label points of all that can stand as a country under some worldview.

    Index ``country:<ISO 3166-1 alpha-2>`` or ``disputed:<id>``.
    """
    own = countries[countries.owner.notna() & (countries.owner == countries.ISO_A2_EH)]
    own = own[~own.ADM0_A3.isin({"IOA", "CSI", "ATC", "CLP", "BRI"})]
    english = own.owner.map(NAMES).fillna(own.NAME_EN)
    table = pd.DataFrame(
        {
            "id": "country:" + own.owner,
            "iso_a2": own.owner,
            "iso_a3": own.ISO_A3_EH.replace("-99", "XKX"),
            "name": english,
            "name_long": own.FORMAL_EN.fillna(english),
            "continent": own.CONTINENT,
            "subregion": own.SUBREGION,
            "min_zoom": own.MIN_ZOOM,
            "label_zoom": own.MIN_LABEL,
            "population": own.POP_EST.astype("int64"),
            "wikidata": own.WIKIDATAID,
            "lon": own.LABEL_X.round(5),
            "lat": own.LABEL_Y.round(5),
        }
        | {f"name_{language}": own[f"NAME_{language.upper()}"] for language in LANGUAGES}
    )
    added = [_added_countries(units), _disputed_labels(units)]
    table = pd.concat([table, *added]).set_index("id").sort_index()
    points = gpd.points_from_xy(table.lon, table.lat, crs=CRS)
    return gpd.GeoDataFrame(table, geometry=points, crs=CRS)


def _added_countries(units: gpd.GeoDataFrame) -> pd.DataFrame:
    rows = []
    for code, (alpha3, name, continent, subregion) in ADDED.items():
        point = units.geometry[units.country == code].union_all().representative_point()
        rows.append(
            {
                "id": f"country:{code}", "iso_a2": code, "iso_a3": alpha3, "name": name,
                "name_long": name, "continent": continent, "subregion": subregion,
                "min_zoom": 4.0, "label_zoom": 5.0, "population": 0,
                "lon": round(point.x, 5), "lat": round(point.y, 5),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _disputed_labels(units: gpd.GeoDataFrame) -> pd.DataFrame:
    rows = []
    for area in read_areas():
        key = f"disputed:{area['id']}"
        point = units.geometry[key].representative_point()
        name = area["name"]
        rows.append({"id": key, "name": name, "name_long": name, "lon": point.x, "lat": point.y})
    return pd.DataFrame(rows).assign(min_zoom=4.0, label_zoom=5.0, population=0)


def _disputed(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Outlines of the disputed areas with the reviewed facts; index ``disputed:<id>``.

    Lists of codes are joined by a blank, so that the table can be written to any format.
    """
    rows = [
        {
            "id": f"disputed:{area['id']}",
            "name": area["name"],
            "administered_by": " ".join(area["administered_by"]),
            "authority": area.get("authority"),
            "claimed_by": " ".join(area["claimed_by"]),
            "claimants": area.get("claimants"),
            "owner": area["owner"]["international"].replace("none", "") or None,
            "since": area.get("since"),
            "until": area.get("until"),
            "facts": area["facts"],
            "note": area.get("note"),
            "legal": "; ".join(area.get("legal", [])) or None,
            "sources": "; ".join(area["sources"]),
            "drawn": area.get("drawn", "outline"),
        }
        for area in read_areas()
    ]
    table = pd.DataFrame(rows).set_index("id").sort_index()
    return gpd.GeoDataFrame(table, geometry=units.geometry.reindex(table.index), crs=CRS)


def _regions(faces: gpd.GeoDataFrame, source: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Regions of the whole world; index ``region:<ISO 3166-2>``.

    A region that a disputed area runs through belongs to the country of its larger part.
    """
    faces = faces[faces.region.notna()]
    shapes = _dissolve(faces, faces.region)
    size = pd.Series(shapely.area(faces.geometry.to_numpy()), index=faces.index)
    main = faces.loc[size.groupby(faces.region).idxmax()].set_index("region")
    whole = ~_mixed(faces)
    weight = shapely.area(source.geometry.to_numpy())
    largest = source.assign(weight=weight).sort_values("weight", ascending=False, kind="stable")
    facts = largest.drop_duplicates("iso_3166_2").set_index("iso_3166_2").reindex(shapes.index)
    native = [_native(str(code), row) for code, row in facts.to_dict("index").items()]
    table = pd.DataFrame(
        {
            "iso_3166_2": shapes.index,
            "name": facts.label.fillna("Minor islands"),
            "name_local": facts.name_local,
            "name_native": [name for name, _ in native],
            "language_native": [language for _, language in native],
            "country": main.country.reindex(shapes.index),
            "area": main["area"].where(whole).reindex(shapes.index),
            "type_en": facts.type_en,
            "gn_a1_code": facts.gn_a1_code.where(facts.gn_a1_code.str.len() > 3),
            "wikidata": facts.wikidataid,
            "min_zoom": facts.min_zoom,
            "lon": facts.longitude.round(5),
            "lat": facts.latitude.round(5),
        }
    )
    table = table.where(table.notna(), None).astype({"min_zoom": float, "lon": float, "lat": float})
    table.index = pd.Index("region:" + shapes.index, name="id")
    return gpd.GeoDataFrame(table, geometry=shapes.to_numpy(), crs=CRS).sort_index()


def _native(code: str, row: dict[Any, Any]) -> tuple[str | None, str | None]:
    """Return the name where the region lies and its language, or None for either.

    A region that was put together of units or renamed has none: its names are of something else.
    """
    known = {key: value for key, value in row.items() if isinstance(value, str)}
    if known.get("label") != known.get("name_en"):
        return None, None
    name, language = native_name(known, code.partition("-")[0])
    return name or None, language or None


def _mixed(faces: gpd.GeoDataFrame) -> pd.Series:
    """Tell of each region whether a disputed area covers only a part of it."""
    kinds: pd.Series = faces[["region", "area"]].drop_duplicates().groupby("region").size()
    return kinds.gt(1)


def _single(name: str, geometry: shapely.Geometry) -> gpd.GeoDataFrame:
    index = pd.Index([f"physical:{name}"], name="id")
    return gpd.GeoDataFrame({"name": [name]}, geometry=[geometry], index=index, crs=CRS)


def expectations(layer: gpd.GeoDataFrame) -> dict[str, Any]:
    """Say of a layer what the catalogue promises: rows and kinds of geometry."""
    return {"rows": len(layer), "geometry": sorted(set(layer.geom_type))}
