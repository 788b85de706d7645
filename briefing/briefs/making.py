"""Making: the brief of an article, or the roundup of many, in one call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from briefing.briefs.brief import Brief
from briefing.briefs.earlier import Before, asked_earlier
from briefing.briefs.judging import Judged, asked_judgements
from briefing.briefs.roundup import Roundup
from briefing.briefs.wording import Wording
from briefing.facts.asked import AsOf, View, asked_day, asked_view, day_of
from briefing.facts.placenames import checked_tag
from briefing.linking.corrections import Corrections
from briefing.linking.links import link
from briefing.linking.renaming import named_links
from briefing.reading.article import Article


def brief(  # noqa: PLR0913 - the parameters of a notebook, all by name
    article: Article,
    *,
    as_of: AsOf | None = None,
    worldview: View = "international",
    language: str = "",
    name_language: str = "",
    title: str = "",
    marking: str = "",
    author: str = "",
    bottom_line: str = "",
    corrections: Corrections | str | Path = "",
    judgements: Judged = "",
    since: Before = "",
) -> Brief:
    """Make the brief of an article.

    Parameters
    ----------
    article
        What `read_article` gave.
    as_of
        Date that memberships and names are valid at, or ``YYYY-MM-DD``. If None or empty, the
        date of the article, else today (UTC).
    worldview
        Whose borders: a `Worldview` or its name: ``international``, ``de-facto``, or a state
        (``UA``, ``RU``).
    language
        ISO 639-1 code of the article, where it is known better than from the file.
    name_language
        BCP 47 code of the language that places are named in, as of the date; English if empty,
        and where a place has no name in it.
    title
        Headline; the article's own if empty.
    marking
        How the brief must be handled, e.g. ``TLP:GREEN``.
    author
        Who answers for it.
    bottom_line
        The analyst's own, a paragraph a line; if empty the article's opening, labelled as such.
    corrections
        The analyst's decisions on what names mean, or the file of them; obeyed, and told of.
    judgements
        The analyst's judgements, or the file of them (`read_judgements`); shown apart.
    since
        The last brief on the same story: its finished folder. What is new since is told.

    Returns
    -------
    brief
        Its parts are made when they are asked for.

    Raises
    ------
    ParameterError
        If ``as_of`` is no date, or ``name_language`` no code.
    UnknownWorldviewError
        If the worldview is not known.
    CorrectionError
        If the decisions cannot be read, or name a place that is unknown.
    JudgementError
        If the judgements cannot be read, or are about another article.
    NotebookError
        If there is no finished brief where ``since`` says.
    """
    article = replace(article, language=language) if language else article
    day = day_of(asked_day(as_of) or article.date)
    tag = checked_tag(name_language or "en", "name_language")
    return Brief(
        links=named_links(
            link(article, as_of=day, corrections=corrections or None), language=tag, as_of=day
        ),
        as_of=day,
        worldview=asked_view(worldview),
        name_language=tag,
        title=title or article.title or article.id,
        marking=marking,
        author=author,
        judgement=bottom_line,
        assessment=asked_judgements(judgements, article),
        earlier=asked_earlier(since),
    )


def roundup(  # noqa: PLR0913 - the parameters of a notebook, all by name
    articles: Iterable[Article],
    *,
    as_of: AsOf | None = None,
    worldview: View = "international",
    name_language: str = "",
    title: str = "",
    marking: str = "",
    author: str = "",
    bottom_line: str = "",
) -> Roundup:
    """Make the roundup of articles.

    Parameters
    ----------
    articles
        Any number, in any order and in all languages that are read.
    as_of
        Day that memberships, offices and names hold on; the latest date of an article, else today
        (UTC), if None or empty.
    worldview, name_language, title, marking, author
        As for `briefing.brief`; without a title the period stands there.
    bottom_line
        The analyst's own, a paragraph a line; if empty the roundup counts, and says that it does.

    Returns
    -------
    roundup
        Its parts are made when they are asked for.

    Raises
    ------
    ParameterError
        If ``as_of`` is no date, or ``name_language`` no code.
    UnknownWorldviewError
        If the worldview is not known.
    """
    view, asked = asked_view(worldview), asked_day(as_of)
    read = list(articles)
    day = asked or max((one.date for one in read if one.date), default=None) or day_of(None)
    briefs = tuple(
        brief(one, as_of=day, worldview=view, name_language=name_language) for one in read
    )
    return Roundup(
        briefs=briefs,
        wording=Wording(briefs[0].name_language if briefs else "en", day),
        worldview=view,
        title=title or _period(read),
        marking=marking,
        author=author,
        judgement=bottom_line,
    )


def _period(articles: Iterable[Article]) -> str:
    days = sorted(one.date for one in articles if one.date)
    if not days:
        return "Roundup"
    first, last = days[0], days[-1]
    if first == last:
        return f"Roundup of {first:%-d %B %Y}"
    return f"Roundup of {first:%-d %B %Y} to {last:%-d %B %Y}"
