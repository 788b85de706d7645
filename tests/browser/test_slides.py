"""The slides as a speaker opens them: in Chromium, with no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


class Show:
    """Slides, opened at the first one and led through as a speaker does."""

    def __init__(self, seen: Any) -> None:
        self.seen = seen
        self.page: Page = seen.page
        self.page.wait_for_selector(".reveal.ready")

    def __iter__(self) -> Iterator[Page]:
        yield self.page
        while self.page.evaluate("!Reveal.isLastSlide()"):
            before = self.page.evaluate("JSON.stringify(Reveal.getIndices())")
            self.page.keyboard.press("Space")
            self.page.wait_for_function(f"JSON.stringify(Reveal.getIndices()) !== '{before}'")
            yield self.page

    def go_to(self, selector: str) -> None:
        """Press on until the present slide holds something."""
        for page in self:
            if page.locator(f"section.slide.present {selector}").count():
                return
        pytest.fail(f"no slide holds {selector}")


@pytest.fixture(scope="module")
def slides_html(sample_folder: Path) -> str:
    """Give the slides of the sample article."""
    return (sample_folder / "slides.html").read_text(encoding="utf-8")


@pytest.fixture
def show(visit: Callable[..., Any], slides_html: str) -> Callable[..., Show]:
    """Open the slides of the sample article, with options of the browser's context."""

    def open_slides(**options: Any) -> Show:
        options.setdefault("viewport", {"width": 1280, "height": 720})
        return Show(visit(slides_html, **options))

    return open_slides


def test_slides_ask_for_nothing_and_complain_of_nothing(show: Callable[..., Show]) -> None:
    """No request, no error, no violation, from the first slide to the last and in print."""
    opened = show()
    assert len(list(opened)) > 4
    opened.page.emulate_media(media="print")
    opened.page.pdf()
    assert (opened.seen.requests, opened.seen.problems) == ([], [])
    assert (opened.seen.dialogs, opened.seen.violations) == ([], [])


def test_the_map_is_drawn_on_its_slide(show: Callable[..., Show]) -> None:
    """The slide with the map shows it, as large as there is room, with all its marks."""
    opened = show()
    opened.go_to(".briefing-map")
    chart = opened.page.locator("section.slide.present .briefing-map")
    assert chart.get_attribute("data-ready") == "true"
    assert chart.get_attribute("data-problems") == "0"
    assert int(chart.get_attribute("data-marks") or 0) > 8
    box = chart.bounding_box()
    label = opened.page.locator(".bm-label-country:not(.bm-hidden)").first.bounding_box()
    assert box
    assert label
    assert box["width"] > 1000
    assert box["height"] > 400
    assert box["y"] < label["y"] < box["y"] + box["height"]


def test_a_place_leads_to_the_map(show: Callable[..., Show]) -> None:
    """A place of a table takes the speaker to the slide with the map, and opens its popup."""
    opened = show()
    opened.go_to('a.place[data-place="country:TR"]')
    link = opened.page.locator('section.slide.present a.place[data-place="country:TR"]').first
    name = link.inner_text()
    link.click()
    popup = opened.page.locator("section.slide.present .leaflet-popup .bm-name")
    popup.wait_for()
    assert popup.inner_text() == name


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1920, 1080)])
def test_every_slide_fits_the_screen(show: Callable[..., Show], size: tuple[int, int]) -> None:
    """Nothing is cut off: what does not fit is made smaller, or scrolls by keyboard."""
    for page in show(viewport={"width": size[0], "height": size[1]}):
        left_over = page.evaluate(
            "(() => { const s = Reveal.getCurrentSlide();"
            "return s.classList.contains('scrolls') ? 0 : s.scrollHeight - s.clientHeight })()"
        )
        assert left_over <= 1, page.locator("section.slide.present").first.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_without_scripts_all_slides_are_there(visit: Callable[..., Any], slides_html: str) -> None:
    """Scripts switched off leave every slide, one below the other, with the static map."""
    page = visit(slides_html, java_script_enabled=False).page
    assert page.locator("section.slide").count() > 4
    assert all(slide.is_visible() for slide in page.locator("section.slide").all())
    picture = page.locator(".map-static")
    assert picture.evaluate("image => image.naturalWidth") > 600
    assert picture.bounding_box()["height"] > 200


def test_in_print_all_slides_are_there(show: Callable[..., Show]) -> None:
    """On paper every slide is shown, with the picture in the place of the moving map."""
    page = show().page
    page.emulate_media(media="print")
    assert all(slide.is_visible() for slide in page.locator("section.slide").all())
    assert page.locator(".map-static").is_visible()
    assert page.locator(".map-live").is_hidden()
