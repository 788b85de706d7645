"""Style: the colours and words that the map on screen and the one on paper share.

Colours come from the set of Okabe and Ito (2008, "Color Universal Design"), which people with any
kind of colour blindness can tell apart; no meaning rests on colour alone: disputed areas are
hatched, regions outlined, cities dotted. ``assets/map.css`` holds the same colours for the screen,
together with their dark counterparts.
"""

from __future__ import annotations

SEA = "#dfe9f0"
LAND = "#f5f2ec"
BORDER = "#b9b2a6"
LAKE = "#cfdfea"
NAMED = "#f3cf8e"  # Okabe-Ito orange on land
NAMED_BORDER = "#8a6410"
AREA = "#0072b2"
AREA_FILL = "#d6e6f0"  # the blue of areas, thin over land
AREA_INK = "#00507e"
POINT = "#a33f00"
DISPUTED = "#7b3f73"
INK = "#26282b"
MUTED = "#6f6a61"
PAPER = "#ffffff"

LEGEND = (
    ("named", "country named in the article"),
    ("area", "region or area named"),
    ("loose", "sea, wider area or former state named"),
    ("point", "city or other place named"),
    ("disputed", "disputed area"),
)
"""What each sign means: key of the sign and its text, in the order in which they are shown."""
