"""Units: the smallest pieces of land, which countries are dissolved from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def dissolve(units: gpd.GeoDataFrame, owners: pd.Series[str]) -> gpd.GeoSeries:
    """Join the units of each owner; shared borders vanish.

    Parameters
    ----------
    units
        A coverage in EPSG:4326: no overlaps, shared edges identical.
    owners
        ISO 3166-1 alpha-2 code of the owner of each unit; missing for a unit that belongs to no
        country, which then stands for itself.

    Returns
    -------
    shapes
        Index ``country:<code>``, or the id of the unit; sorted.
    """
    import geopandas as gpd  # noqa: PLC0415 - heavy, and not everyone who imports this draws
    import shapely  # noqa: PLC0415

    keys = ("country:" + owners).where(owners.notna(), units.index.to_series())
    shapes = units.geometry.to_numpy()
    joined = {
        key: shapes[rows[0]] if len(rows) == 1 else shapely.coverage_union_all(shapes[rows])
        for key, rows in keys.groupby(keys).indices.items()
    }
    return gpd.GeoSeries(joined, crs=units.crs, name="geometry").sort_index().rename_axis("id")
