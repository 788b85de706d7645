"""Tables of mentions: GeoParquet, as other programs read it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pyarrow.parquet as pq

import briefing.linking.tables
from briefing.linking.links import link
from briefing.linking.tables import MENTION_COLUMNS, mention_parquet
from briefing.reading.article import Article

if TYPE_CHECKING:
    import pytest

TEXT = "Fire in Paris, Texas. NATO met in northern Syria."


def written(*articles: Article) -> io.BytesIO:
    """Write the links of some articles."""
    stream = io.BytesIO()
    with mention_parquet(stream) as write:
        for article in articles:
            write(link(article).to_records())
    stream.seek(0)
    return stream


def test_geopandas_reads_the_mentions_with_their_points(tmp_path: Path) -> None:
    """One row a mention, longitude first, EPSG:4326, null where a place has no point."""
    path = tmp_path / "mentions.parquet"
    path.write_bytes(written(Article(id="a", text=TEXT)).getvalue())
    table = gpd.read_parquet(path)
    assert table.crs == "EPSG:4326"
    assert list(table.columns) == ["id", *MENTION_COLUMNS, "geometry"]
    assert list(table.text) == ["Paris", "Texas", "NATO", "Syria"]
    paris, _, nato, syria = table.itertuples()
    assert (paris.geometry.x, paris.geometry.y) == (paris.lon, paris.lat)
    assert paris.lon < 0 < paris.lat
    assert nato.geometry is None
    assert syria.qualifier == "northern"


def test_rows_are_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has been written is let go of."""
    monkeypatch.setattr(briefing.linking.tables, "ROW_GROUP", 4)
    file = pq.ParquetFile(written(*(Article(id=str(n), text=TEXT) for n in range(3))))
    assert file.num_row_groups == 3
    assert file.read().column("id").to_pylist() == [str(n) for n in range(3) for _ in range(4)]


def test_the_same_links_give_the_same_bytes() -> None:
    """Nothing in the file depends on when it was written; an empty one is a table too."""
    article = Article(id="a", text=TEXT)
    assert written(article).getvalue() == written(article).getvalue()
    assert pq.read_table(written()).num_rows == 0
