"""The inbox: articles that are yet to be read, and the runs to be made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from briefing.errors import ArticleError
from briefing.folder import sha256_of, short_hash, slug
from briefing.reading.article import Article
from briefing.reading.files import read_article
from briefing.reading.records import holds_records
from briefing.reading.streams import article_files, read_articles
from briefing.running.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An article that is yet to be read.

    Attributes
    ----------
    name
        The name of the file; for a record also its id.
    id
        What its folder is called after.
    hashed
        Gives the hex digest of its bytes; empty if they cannot be read.
    read
        Reads it, or raises ArticleError.
    """

    name: str
    id: str
    hashed: Callable[[], str]
    read: Callable[[], Article]

    @property
    def sha256(self) -> str:
        """Hex digest of its bytes; empty if they cannot be read."""
        return self.hashed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A run that is yet to be made.

    Attributes
    ----------
    name
        What it is called in reports.
    folder
        Name of its folder.
    articles
        By the parameter of the notebook that they go to.
    """

    name: str
    folder: str
    articles: Mapping[str, tuple[Input, ...]]


def task(articles: Sequence[Input], recipe: Recipe, folder: str = "") -> Task:
    """Return the run of a recipe on articles, in a folder that is called after them.

    Raises
    ------
    ParameterError
        If the notebook takes more of them, fewer, or none.
    """
    named = recipe.named(articles)
    return Task(
        name=", ".join(item.name for item in articles) or recipe.name,
        folder=folder or recipe.folder_name([item.id for item in articles]),
        articles=named,
    )


def read_inputs(path: Path) -> Iterator[Input]:
    """Yield the articles of a folder or a file, unread where reading takes time.

    Raises
    ------
    ArticleError
        If it is a folder that cannot be read.
    """
    for file in article_files(path):
        if holds_records(file):
            yield from _records(file)
        else:
            yield Input(
                name=file.name,
                id=file.stem,
                hashed=partial(_digest, file),
                read=partial(read_article, file),
            )


def folder_names(inputs: Path) -> dict[str, str]:
    """Return a folder name for each input; where several would share one, all get a hash.

    So a name depends on which inputs there are, and never on the order in which they finish.
    """
    slugs = {item.name: slug(item.id) for item in read_inputs(inputs)}
    shared = Counter(slugs.values())
    return {
        name: f"{short}-{short_hash(name)}" if shared[short] > 1 else short
        for name, short in slugs.items()
    }


def _records(file: Path) -> Iterator[Input]:
    for number, found in enumerate(read_articles(file), start=1):
        if isinstance(found, Article):
            yield Input(
                name=f"{file.name}#{found.id}",
                id=found.id,
                hashed=partial(str, found.sha256),
                read=partial(_given, found),
            )
        else:
            yield Input(
                name=f"{file.name}#{number}",
                id=f"{file.stem}-{number}",
                hashed=str,
                read=partial(_refuse, found),
            )


def _digest(file: Path) -> str:
    try:
        return sha256_of(file)
    except OSError:
        return ""  # reading it will tell why


def _given(article: Article) -> Article:
    return article


def _refuse(error: ArticleError) -> Article:
    raise error
