"""Linking: an article in, its links to places out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from briefing.article import Article
from briefing.resolution import Link


@dataclass(frozen=True, slots=True)
class Links(Sequence[Link]):
    """The links of one article, in reading order.

    Attributes
    ----------
    article
        The article that the spans refer to.
    links
        One for every mention, resolved or not.
    """

    article: Article
    links: tuple[Link, ...]

    @overload
    def __getitem__(self, index: int) -> Link: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Link, ...]: ...
    def __getitem__(self, index: int | slice) -> Link | tuple[Link, ...]:
        return self.links[index]

    def __len__(self) -> int:
        return len(self.links)

    def __iter__(self) -> Iterator[Link]:
        return iter(self.links)
