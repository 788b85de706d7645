"""Scope: which places get names in which languages."""

from __future__ import annotations

LATIN = ("tr", "fr", "de", "es")
LEAST_REGION = 100_000  # inhabitants; smaller first-level divisions have names like "Centre"
LEAST_LATIN_CITY = {"de": 50_000, "fr": 30_000, "es": 30_000, "tr": 50_000}
LEAST_LATIN_HOME_CITY = 15_000
HOME = {  # countries that press of a language writes of in detail
    "ru": frozenset(("RU", "UA", "BY", "KZ", "KG", "MD", "GE", "AM", "AZ", "UZ", "TJ", "TM")),
    "uk": frozenset(("UA", "RU", "BY", "MD", "PL")),
    "ar": frozenset(
        [
            "SY",
            "IQ",
            "LB",
            "PS",
            "IL",
            "JO",
            "SA",
            "YE",
            "OM",
            "AE",
            "QA",
            "BH",
            "KW",
            "EG",
            "SD",
            "LY",
            "TN",
            "DZ",
            "MA",
            "MR",
            "SO",
            "TR",
            "IR",
        ]
    ),
    "fa": frozenset(("IR", "AF", "TJ", "IQ")),
}
LATIN_HOME = {  # whose larger towns go before foreign ones of the same name
    "de": frozenset(("country:DE", "country:AT", "country:CH")),
    "fr": frozenset(("country:FR", "country:BE", "country:CH")),
    "tr": frozenset(("country:TR",)),
    "es": frozenset(("country:ES",)),
}
LEAST_CITY = {"ru": 20_000, "uk": 20_000, "ar": 150_000, "fa": 150_000}
LEAST_HOME_CITY = {"ru": 10_000, "uk": 5_000, "ar": 60_000, "fa": 50_000}
LEAST_SHORT_CITY = 500_000  # elsewhere, with a name of at most four letters
SHORT = 4
LEAST_LETTERS = 3
LEAST_ADJECTIVE = 50_000
SHORTEST_ADJECTIVE = 6
