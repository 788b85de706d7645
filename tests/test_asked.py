"""`as_of` and `worldview` mean the same at every public entry, however they are given."""

from __future__ import annotations

import datetime as dt
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pandas as pd
import pytest

import briefing
from briefing.errors import ParameterError, UnknownWorldviewError
from briefing.facts import blocs, placenames, worldview
from briefing.facts.asked import asked_day, asked_view, day_of
from briefing.linking.links import Links
from briefing.maps import static, web
from briefing.maps.drawing import map_scenes
from briefing.reading.article import Article
from briefing.running.recipe import read_recipe

TEXT = "Swaziland spoke of Crimea with envoys from Kazakhstan and Ukraine. They met in Astana."
ARTICLE = Article.from_text(TEXT, id="a", title="Visit", date=dt.date(2023, 5, 1))
DAY, OTHER_DAY = "2017-05-01", "2024-02-01"
UA, RU = worldview.worldview("UA"), worldview.worldview("RU")
KHERSON = (32.62, 46.64)
WORDS = ("as_of", "worldview")


def _links() -> Links:
    return briefing.link(ARTICLE)


def _brief(**asked: Any) -> briefing.Brief:
    given = {"as_of": DAY, "worldview": "international", **asked}
    return briefing.Brief(links=_links(), title="Visit", **given)


def _told(one: briefing.Brief) -> Any:
    return one, one.places, one.caveats, one.scene.to_json()


def _drawn(how: Callable[..., Any], **asked: Any) -> Any:
    """Give the scene that is handed to the drawing, which is the same for the same scene."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web, "draw", lambda scene: scene.to_json())
        patch.setattr(static, "draw_all", lambda scenes: scenes[0].to_json())
        return how(_links(), **asked)


# Every callable that takes one of the words → how it is called. A new one fails the test below
# until it stands here.
CALLS: dict[str, Callable[..., Any]] = {
    "briefing.Brief": lambda **asked: _told(_brief(**asked)),
    "briefing.Links": lambda **asked: Links(ARTICLE, (), **asked),
    "briefing.Links.to_geodataframe": lambda **asked: _links().to_geodataframe(**asked).to_json(),
    "briefing.blocs_of": lambda **asked: briefing.blocs_of("country:GB", **asked),
    "briefing.brief": lambda **asked: _told(briefing.brief(ARTICLE, **asked)),
    "briefing.display_name": lambda **asked: briefing.display_name("country:SZ", **asked),
    "briefing.leaders": briefing.leaders,
    "briefing.link": lambda **asked: briefing.link(ARTICLE, **asked),
    "briefing.link_many": lambda **asked: list(briefing.link_many([ARTICLE], **asked)),
    "briefing.map": lambda **asked: _drawn(briefing.map, **asked),
    "briefing.members": lambda **asked: briefing.members("EU", **asked),
    "briefing.names_of": lambda **asked: briefing.names_of("country:SZ", **asked),
    "briefing.places_frame": lambda **asked: briefing.places_frame(_links(), **asked).to_json(),
    "briefing.plot": lambda **asked: _drawn(briefing.plot, **asked),
    "briefing.who_is": lambda **asked: briefing.who_is("Macron", **asked),
    "facts.asked.asked_day": asked_day,
    "facts.asked.asked_view": asked_view,
    "facts.asked.day_of": day_of,
    "facts.blocs.blocs": blocs.blocs,
    "facts.blocs.statuses": lambda **asked: blocs.statuses("NATO", **asked),
    "facts.placenames.shown_name": lambda **asked: placenames.shown_name(
        "country:SZ", "Eswatini", **asked
    ),
    "facts.worldview.countries": lambda **asked: worldview.countries(RU, "110m", **asked).to_json(),
    "facts.worldview.disputed": lambda **asked: list(worldview.disputed(RU, **asked).index),
    "facts.worldview.disputed_areas": worldview.disputed_areas,
    "facts.worldview.locate": lambda **asked: worldview.locate(*KHERSON, RU, **asked),
    "maps.drawing.map_scenes": lambda **asked: map_scenes(_links(), **asked)[0].to_json(),
}


def _takes(called: Any) -> dict[str, str]:
    """Return which of the words a callable takes, with their annotations."""
    try:
        parameters = inspect.signature(called).parameters
    except (TypeError, ValueError):
        return {}
    return {word: str(parameters[word].annotation) for word in WORDS if word in parameters}


def _public(where: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Give a function, or a class with its methods, if people call it."""
    if inspect.isfunction(value) or inspect.isclass(value):
        yield where, value
    if inspect.isclass(value):
        for name, member in inspect.getmembers(value, callable):
            if not name.startswith("_"):
                yield f"{where}.{name}", member


def _exported() -> dict[str, dict[str, str]]:
    """Return each entry of the package that takes one of the words."""
    found = {
        where: _takes(called)
        for name in briefing.__all__
        for where, called in _public(f"briefing.{name}", getattr(briefing, name))
    }
    return {where: words for where, words in found.items() if words}


def _inside() -> dict[str, dict[str, str]]:
    """Return each function of a module that reads one of the words, as its annotation says."""
    found = {}
    exported = [getattr(briefing, name) for name in briefing.__all__]
    for one in pkgutil.walk_packages(briefing.__path__, "briefing."):
        if one.name.rpartition(".")[2] == "__main__":
            continue
        module = import_module(one.name)
        for name, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == one.name and name[0] != "_":
                words = {w: said for w, said in _takes(value).items() if said in READ}
                if words and value not in exported:
                    found[f"{one.name.removeprefix('briefing.')}.{name}"] = words
    return found


READ = ("AsOf", "AsOf | None", "View")
ENTRIES = {**_exported(), **_inside()}


def test_every_entry_is_called_here() -> None:
    """A function, class or method that takes one of the words cannot be forgotten."""
    assert sorted(ENTRIES) == sorted(CALLS)


def test_every_exported_function_says_that_it_takes_both() -> None:
    """The type of the words has one name each; a value has the type that it holds."""
    for where, words in _exported().items():
        if not inspect.isclass(getattr(briefing, where.rpartition(".")[2], None)):
            assert set(words.values()) <= set(READ), where


@pytest.mark.parametrize(
    ("where", "word"), [(where, word) for where, words in ENTRIES.items() for word in words]
)
def test_a_word_means_the_same_however_it_is_given(where: str, word: str) -> None:
    """A date and its text, a worldview and its name: equal results, and others for another."""
    call = CALLS[where]
    given: tuple[Any, ...]
    if word == "as_of":
        given = (DAY, dt.date(2017, 5, 1), dt.datetime(2017, 5, 1, 23, tzinfo=dt.UTC))
        other = OTHER_DAY
    else:
        given, other = ("UA", "ua", UA), "RU"
    first, *others = (call(**{word: one}) for one in given)
    assert all(one == first for one in others)
    assert call(**{word: other}) != first


@pytest.mark.parametrize("where", [where for where, words in ENTRIES.items() if "as_of" in words])
def test_what_is_no_day_is_refused_everywhere(where: str) -> None:
    """Partial and wrong texts get one message, before anything is done."""
    for wrong in ("2022-07", "yesterday"):
        with pytest.raises(ParameterError, match=f"^as_of '{wrong}': no date, expected YYYY-MM-DD"):
            CALLS[where](as_of=wrong)


@pytest.mark.parametrize("where", [name for name, words in ENTRIES.items() if "worldview" in words])
def test_an_unknown_worldview_is_refused_everywhere(where: str) -> None:
    """The message lists those that there are."""
    with pytest.raises(UnknownWorldviewError, match=r"'XX' is not known, expected one of intern"):
        CALLS[where](worldview="XX")


@pytest.mark.parametrize(
    "wrong",
    [
        "2022", "2022-07", "2022-7-9", "20220719", "2022-W29-2", "2022-13-01", "2022-02-29",
        "2022-07-19 ", "2022-07-19T10:00:00+02:00", "19.7.2022", "today", " ",
        "٢٠٢٢-٠٧-١٩", 20220719, 0, False, pd.NaT, ["2022-07-19"], b"2022-07-19",
    ],
)  # fmt: skip
def test_what_is_no_day(wrong: Any) -> None:
    """Only YYYY-MM-DD of a day that exists is one."""
    with pytest.raises(ParameterError, match="write one day, as 2022-07-19"):
        asked_day(wrong)


def test_a_time_stands_for_the_day_that_it_shows() -> None:
    """As in a newspaper, the day is that of the place where the clock hangs."""
    kyiv = dt.timezone(dt.timedelta(hours=3))
    assert asked_day(dt.datetime(2022, 7, 19, 1, tzinfo=kyiv)) == dt.date(2022, 7, 19)
    assert type(asked_day(pd.Timestamp("2022-07-19T23:00-05:00"))) is dt.date


@pytest.mark.parametrize("unsaid", [None, ""])
def test_no_day_said_is_the_same_everywhere(unsaid: str | None) -> None:
    """An empty parameter of a notebook is as good as none."""
    assert asked_day(unsaid) is None
    assert day_of(unsaid) == dt.datetime.now(tz=dt.UTC).date()
    assert briefing.link(ARTICLE, as_of=unsaid).as_of == ARTICLE.date
    assert _drawn(briefing.map, as_of=unsaid) == _drawn(briefing.map)
    assert briefing.names_of("country:SZ", as_of=unsaid) == briefing.names_of("country:SZ")


def test_a_map_of_links_as_of_a_text() -> None:
    """What was asked of the links is asked of their map."""
    drawn = [briefing.link(ARTICLE, as_of=day) for day in (DAY, dt.date(2017, 5, 1))]
    assert drawn[0].as_of == dt.date(2017, 5, 1)
    scenes = [_drawn(lambda _, links=links: briefing.map(links)) for links in drawn]
    assert scenes[0]["as_of"] == DAY
    assert scenes[0] == scenes[1]


def test_a_notebook_gets_the_text_of_either() -> None:
    """Parameters of a run may be given as in a call; the recipe, and so the key, is the same."""
    recipes = [
        read_recipe("article", parameters={"as_of": day, "worldview": view})
        for day, view in ((DAY, "UA"), (dt.date(2017, 5, 1), UA), (DAY, " ua"))
    ]
    assert recipes[0].parameters == {"as_of": DAY, "worldview": "UA"}
    assert recipes[1] == recipes[0] == recipes[2]
    assert read_recipe("article", parameters={"as_of": ""}).parameters == {"as_of": ""}


@pytest.mark.parametrize("wrong", [{"as_of": "2022-07"}, {"worldview": ""}, {"worldview": "XX"}])
def test_a_notebook_is_not_started_with_a_wrong_word(wrong: dict[str, str]) -> None:
    """The same message as in a call, before any kernel runs."""
    with pytest.raises(ParameterError, match=r"as_of '2022-07'|'' is not known|'XX' is not known"):
        read_recipe("article", parameters=wrong)
