"""Naming: the countries of a map, called as they were called on a day, in a language."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from briefing.facts.placenames import shown_name
from briefing.maps.scene import Scene


def named_scene(scene: Scene, *, language: str = "en", as_of: dt.date) -> Scene:
    """Call the countries of a map by their names as of a day; its marks are named already."""
    names = {
        country.name: shown_name(country.id, country.name, language=language, as_of=as_of)
        for country in scene.countries
    }
    countries = (replace(country, name=names[country.name]) for country in scene.countries)
    marks = (replace(mark, country=names.get(mark.country, mark.country)) for mark in scene.marks)
    return replace(scene, countries=tuple(countries), marks=tuple(marks))
