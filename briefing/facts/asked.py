"""What a caller may give as ``as_of`` and as ``worldview``: read here, once, at every public entry.

Behind the entries only `datetime.date` and `Worldview` (or the checked name of one) are passed on.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress

from briefing.errors import ParameterError
from briefing.facts.claims import Worldview

AsOf = dt.date | str
"""A day: a `datetime.date`, or its ISO 8601 text ``YYYY-MM-DD``. Empty text is as good as None: no
day is said. A `datetime.datetime` stands for the day that it shows, whatever its time zone."""

View = Worldview | str
"""Whose borders: a `Worldview`, or its name (``international``, ``de-facto``, ``UA``; case does not
matter). A `Worldview` stands for its name."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def asked_day(as_of: AsOf | None) -> dt.date | None:
    """Read ``as_of``; None where no day is said.

    Raises
    ------
    ParameterError
        If it is no date, or a month, a year or a text with a time of day.

    Examples
    --------
    >>> asked_day("2022-07-19"), asked_day("")
    (datetime.date(2022, 7, 19), None)
    """
    if as_of is None or (isinstance(as_of, str) and not as_of):
        return None
    if isinstance(as_of, dt.date):
        day = as_of.date() if isinstance(as_of, dt.datetime) else as_of
        if not isinstance(day, dt.datetime):  # the missing date of pandas stays one
            return day
    with suppress(ValueError):  # 2022-02-30
        if isinstance(as_of, str) and _DAY.fullmatch(as_of):
            return dt.date.fromisoformat(as_of)
    raise ParameterError(
        f"as_of {as_of!r}", "no date, expected YYYY-MM-DD", "write one day, as 2022-07-19"
    )


def day_of(as_of: AsOf | None) -> dt.date:
    """Read ``as_of`` where a day is needed: today (UTC) where none is said.

    Raises
    ------
    ParameterError
        If it is no date.
    """
    return asked_day(as_of) or dt.datetime.now(tz=dt.UTC).date()


def asked_view(worldview: View) -> Worldview:
    """Read ``worldview``.

    Raises
    ------
    UnknownWorldviewError
        If it is not known; the message lists those that are.

    Examples
    --------
    >>> asked_view("ua").name, asked_view(asked_view("UA")).name
    ('UA', 'UA')
    """
    return Worldview.parse(worldview.name if isinstance(worldview, Worldview) else worldview)
