"""What Natural Earth calls a region in many languages, and which of them is the native one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.languages import get_official_languages

# Suffix of Natural Earth's columns → BCP 47. Its Chinese is in either script: left untold.
COLUMNS = {
    language: {"zht": "zh-Hant"}.get(language, language)
    for language in (
        "ar", "bn", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko",
        "nl", "pl", "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht",
    )
}  # fmt: skip


def native_name(unit: Mapping[str, Any], country: str) -> tuple[str, str]:
    """Return what a region is called where it lies, and the language (BCP 47; empty: not told).

    The name in the only official language of the country (as the CLDR has it), if Natural Earth
    knows it; else the local name that Natural Earth notes without a language; else nothing.
    """
    official = get_official_languages(country)
    if len(official) == 1 and official[0] in COLUMNS and unit.get(f"name_{official[0]}"):
        return str(unit[f"name_{official[0]}"]), official[0]
    local = str(unit.get("name_local") or "").rpartition("|")[2].strip()
    return local, ""
