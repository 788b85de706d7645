"""A page format that a test registers: the outputs of a notebook as a ZIP archive."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any


def render(notebook: Mapping[str, Any]) -> bytes:
    """Return an archive with one JSON file a cell, the same for the same notebook."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, cell in enumerate(notebook["cells"], start=1):
            entry = zipfile.ZipInfo(f"{number}.json", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, json.dumps(cell.get("outputs", [])))
    return stream.getvalue()
