"""Tests of ``tools/geodata/views.py``: rows that name a column of Natural Earth agree with it."""

from __future__ import annotations

import pandas as pd
import pytest

from tools.geodata import views

COUNTRIES = pd.DataFrame(
    {
        "ADM0_A3": ["KOS", "SRB"],
        "owner": ["XK", "RS"],
        "ADM0_A3_RU": ["SRB", "SRB"],
        "FCLASS_DE": ["Admin-0 country", None],
    }
)
REGIONS = pd.DataFrame({"source_code": ["MA-15", "MA-16"], "FCLASS_DE": ["Unrecognized"] * 2})


@pytest.mark.parametrize(
    ("cell", "said", "problem"),
    [
        ("RU kosovo RS", "ADM0_A3_RU", ""),
        ("RU kosovo XK", "ADM0_A3_RU", "is ['SRB'], the row has ['KOS']"),
        ("DE kosovo XK", "FCLASS_DE: Admin-0 country", ""),
        ("DE kosovo XK", "FCLASS_DE: Unrecognized", "the row has ['Unrecognized']"),
        ("DE western-sahara EH", "FCLASS_DE of MA-15 and MA-16: Unrecognized", ""),
        ("DE western-sahara EH", "FCLASS_DE of MA-14: Unrecognized", "FCLASS_DE is []"),
        ("FR kosovo XK", "FCLASS_DE: Admin-0 country", "no column of this view"),
        ("FR kosovo XK", "FCLASS_FR: Admin-0 country", "FCLASS_FR is []"),
        ("RU kosovo RS", "some column", "no column of this view"),
    ],
)
def test_a_row_that_disagrees_with_its_column_is_named(cell: str, said: str, problem: str) -> None:
    """The column named in a row must be of its view, be there, and say what the row says."""
    view, area, owner = cell.split()
    source = f"Natural Earth 5.1.1, {said}"
    row = {"view": view, "area": area, "owner": owner, "source": source}
    found = list(views._problems(row, COUNTRIES, REGIONS))
    assert len(found) == bool(problem)
    assert all(problem in text for text in found)
