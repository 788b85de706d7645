"""Wording: lists and dates in English, and how a text is brought to one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def joined(names: Iterable[str]) -> str:
    """Join names as an English list.

    Examples
    --------
    >>> joined(["China", "Taiwan", "Vietnam"])
    'China, Taiwan and Vietnam'
    """
    *first, last = [*names] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def one_line(text: str) -> str:
    """Give a text without line ends and repeated space."""
    return " ".join(text.split())


def printable_line(text: str) -> str:
    r"""Make a text fit for one line of a terminal: nothing in it can steer the terminal.

    Examples
    --------
    >>> printable_line("red: \x1b[31m\r\n is")
    'red: [31m is'
    """
    return one_line("".join(c if c.isprintable() else " " for c in text))


def shortened(text: str, longest: int) -> str:
    """Cut what is longer than so many code points, and say so by an ellipsis.

    Examples
    --------
    >>> shortened("The sea of Marmara", 9)
    'The sea…'
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def long_date(date: dt.date) -> str:
    """Write a date as people read it, in English under every locale: ``19 July 2022``."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
