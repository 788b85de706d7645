"""Where a saved page may say its date: metadata, linked data, time elements, address, dateline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from briefing.reading.datewords import Order, order_in, written_dates
from briefing.reading.dating import FoundDate, date_in_address, date_of_line, tells_of_change
from briefing.reading.draft import as_date
from briefing.reading.visible import blocks
from briefing.wording import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What publishers call the day of publication; the first of these that a page has counts.
_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "article:published", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    "publication_date", "publishdate", "publish-date", "publish_date", "pubdate", "pub_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "datecreated",
    "date", "dc.date", "dcterms.date",
)  # fmt: skip
_LIKE_THEM = re.compile(
    r"(?:publi(?:sh|c|cation)|pub|original|issued?|creat(?:ed?|ion)|release)d?[-_.:]?(?:on|at)?(?:date|time)"
    r"|date[-_.:]?(?:of)?[-_.:]?(?:publi|original|creat|issue|release)"
)
_UNLIKE_THEM = re.compile(r"modif|updat|expir|end|publisher|publishid")
_ARTICLES = frozenset(
    (
        *("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting"),
        *("BackgroundNewsArticle", "OpinionNewsArticle", "LiveBlogPosting", "Report"),
        *("SocialMediaPosting", "TechArticle", "ScholarlyArticle", "AskPublicNewsArticle"),
    )
)
_AROUND = frozenset({"nav", "footer", "aside", "form", "menu"})
_SAYS_DATE = re.compile(
    r"date|publish|posted|pubtime|timestamp|byline|fecha|datum|zeit", re.IGNORECASE
)
_OF_OTHERS = re.compile(
    r"comment|related|sidebar|recent|popular|trending|latest|footer|widget|archive|teaser|ticker"
    r"|recommend|more-|-more|current|today|clock|weather|next|prev",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6})?(?:Z|[+-]\d{2}:?\d{2})?")
_MILLISECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_UTC = re.compile(r"T\d{2}:\d{2}.*(?:Z|[+-]00:?00)$")
_COUNTRY = re.compile(r"[a-z]{2,3}[-_]([A-Za-z]{2})")
_HOST_COUNTRY = re.compile(r"^https?://[^/]*?\.([a-z]{2})(?::\d+)?(?:/|$)")
_ALL_DIGITS = re.compile(r"[\d\s:./TZ+-]+")
_AFTER_HEADING, _BEFORE_HEADING = 8, 4  # blocks beside the headline that may be its dateline
_TIMES = ("h1", "time", "span", "meta", "abbr", "div", "p")
_BESIDE = 25  # of these elements, between a headline and its time
_MOST = 4000  # elements that are looked at


class PageDates:
    """The places of one page that may say its date, read before anything is taken out of it.

    Parameters
    ----------
    tree
        The page.
    metas
        Names of its meta elements in lower case, with their content.
    records
        Its schema.org records.
    """

    def __init__(
        self, tree: HtmlElement, metas: Mapping[str, str], records: Sequence[Mapping[str, Any]]
    ) -> None:
        self._metas, self._records = metas, records
        self._address = _address_of(tree, metas)
        locale = tree.get("lang") or metas.get("og:locale", "")
        country = _COUNTRY.match(locale) or _HOST_COUNTRY.match(self._address)
        code = country[1].upper() if country else ""
        self.order = order_in(locale[:2].lower(), code)
        self._declared = [*self._in_metadata(), *self._in_linked_data()]

    def found(self, tree: HtmlElement, heading: str) -> Iterator[FoundDate]:
        """Give the dates of the page, of each kind the likeliest first.

        Parameters
        ----------
        tree
            The page without what a reader does not see.
        heading
            Its headline, or empty.
        """
        yield from self._declared
        yield from self._in_times(tree, heading)
        if at := date_in_address(self._address):
            yield at
        yield from self._visible(tree, heading)

    def _in_metadata(self) -> Iterator[FoundDate]:
        names = [name for name in _NAMES if name in self._metas]
        names += [
            name
            for name in self._metas
            if name not in _NAMES and _LIKE_THEM.search(name) and not _UNLIKE_THEM.search(name)
        ]
        for name in names:
            content = self._metas[name]
            if date := read_machine_date(content, self.order):
                words = f"{name}: {content}"
                yield FoundDate.at(date, "metadata", words, is_utc=_is_utc(content))

    def _in_linked_data(self) -> Iterator[FoundDate]:
        of_articles = [one for one in self._records if not _ARTICLES.isdisjoint(_types(one))]
        for key in ("datePublished", "dateCreated"):
            for record in of_articles or self._records:
                value = record.get(key)
                if not isinstance(value, str) or (key == "dateCreated" and not of_articles):
                    continue
                if date := read_machine_date(value, self.order):
                    words = f"{key}: {value}"
                    yield FoundDate.at(date, "linked data", words, is_utc=_is_utc(value))

    def _in_times(self, tree: HtmlElement, heading: str) -> Iterator[FoundDate]:
        """Give the time said to be of publication; else the only one, or the headline's."""
        marked, others, beside = [], [], []
        since_heading = -1  # elements
        for element in islice(tree.iter(*_TIMES), _MOST):
            if element.tag == "h1" and one_line("".join(element.itertext())) == heading:
                since_heading = 0
            since_heading += since_heading >= 0
            is_published = (element.get("itemprop") or "").lower() == "datepublished"
            found = self._time(element) if is_published or element.tag == "time" else None
            if found and (is_published or element.get("pubdate") is not None):
                marked.append(found)
            elif found and not _is_of_others(element):
                others.append(found)
                if 0 < since_heading < _BESIDE:
                    beside.append(found)
        if marked or len({one.date for one in others}) == 1:
            yield (marked or others)[0]
        else:
            yield from beside[:1]

    def _time(self, element: HtmlElement) -> FoundDate | None:
        shown = one_line("".join(element.itertext()))
        if tells_of_change(f"{element.get('class', '')} {shown}".replace("-", " ")):
            return None
        value = element.get("datetime") or element.get("content") or shown
        date = read_machine_date(value, self.order)
        if date is None:
            return None
        return FoundDate.at(date, "time element", value, is_utc=_is_utc(value))

    def _visible(self, tree: HtmlElement, heading: str) -> Iterator[FoundDate]:
        """Give the datelines that a reader sees, beside the headline or elsewhere."""
        yield from self._beside_heading(tree, heading)
        for element in islice(tree.iter(), 3 * _MOST):
            said = f"{element.get('class', '')} {element.get('id', '')}"
            if not _SAYS_DATE.search(said) or _is_of_others(element):
                continue
            text = " ".join(islice(" ".join(islice(element.itertext(), 20)).split(), 40))
            if found := date_of_line(text, self.order):
                yield found
                return

    def _beside_heading(self, tree: HtmlElement, heading: str) -> Iterator[FoundDate]:
        if not heading:
            return
        before: list[str] = []
        after = 0
        for block in islice(blocks(tree, _AROUND), _MOST):
            for line in block.split("\n"):
                if after == 0 and one_line(line) == heading:
                    after = 1
                elif after == 0:
                    before = [*before[1 - _BEFORE_HEADING :], line]
                elif found := date_of_line(line, self.order):
                    yield found
                    return
                else:
                    after += 1
            if after > _AFTER_HEADING:
                break
        if after:
            lines = (date_of_line(line, self.order) for line in reversed(before))
            yield from islice(filter(None, lines), 1)


def read_machine_date(value: str, order: Order) -> dt.date | None:
    """Read a date that a page's maker wrote for machines, in whatever form; None if it is none.

    Examples
    --------
    >>> read_machine_date("20180619T055000+0900", Order.UNKNOWN)
    datetime.date(2018, 6, 19)
    """
    value = " ".join(value[:100].split())
    if hit := _COMPACT.fullmatch(value):
        value = "-".join(hit.groups())
    elif _MILLISECONDS.fullmatch(value):
        return dt.datetime.fromtimestamp(int(value[:10]), tz=dt.UTC).date()
    written = {one.date for one in written_dates(value, order)}
    if len(written) == 1:
        return written.pop()
    if written or _ALL_DIGITS.fullmatch(value):
        return None  # 3/4/2025, or a period
    return as_date(value)


def _types(record: Mapping[str, Any]) -> list[str]:
    given = record.get("@type")
    given = given if isinstance(given, list) else [given]
    return [one.rpartition("/")[2] for one in given if isinstance(one, str)]


def _is_utc(value: str) -> bool:
    return bool(_UTC.search(value.strip()))


def _address_of(tree: HtmlElement, metas: Mapping[str, str]) -> str:
    for link in tree.iter("link"):
        address = (link.get("href") or "").strip()
        if (link.get("rel") or "").lower() == "canonical" and date_in_address(address):
            return address
    return metas.get("og:url") or metas.get("twitter:url") or metas.get("parsely-link") or ""


def _is_of_others(element: HtmlElement) -> bool:
    """Tell whether an element stands in what surrounds an article, or in a list of others."""
    for one in (element, *islice(element.iterancestors(), 12)):
        if one.tag in {"html", "body", "article", "main"}:
            return False
        if one.tag in _AROUND or _OF_OTHERS.search(f"{one.get('class', '')} {one.get('id', '')}"):
            return True
    return False
