"""What the brief was made of: hashes, versions, settings, and whom to credit."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from typing import ClassVar, Self

from briefing.briefs.part import Part, Value
from briefing.briefs.wording import Wording
from briefing.layers.catalogue import catalogue
from briefing.linking.links import Links


class Fact(Value, frozen=True, kw_only=True):
    """A name and its value; ``code`` says that the value is for machines."""

    name: str
    value: str
    code: bool = False


class Provenance(Part, frozen=True, kw_only=True):
    """Where all this is from.

    Attributes
    ----------
    article, program
        Hash of the one (of the hashes of all, if there are several), name and version of the
        other.
    facts
        In order.
    attributions
        Credit lines.
    """

    name: ClassVar[str] = "provenance"

    article: str
    program: str
    facts: tuple[Fact, ...]
    attributions: tuple[str, ...]

    @classmethod
    def of(
        cls, read: Sequence[Links], wording: Wording, worldview: str, attributions: tuple[str, ...]
    ) -> Self:
        """Say what a brief was made of: the links of one article, or of many."""
        digest = _digest(read)
        program = f"geobriefing {version('geobriefing')}"
        facts = [
            *_articles(read, digest),
            Fact(name="Program", value=program),
            Fact(name="Worldview", value=worldview),
            Fact(name="As of", value=wording.as_of.isoformat()),
            Fact(name="Map data SHA-256", value=catalogue().sha256, code=True),
        ]
        if read and read[0].corrections:
            decided, total = sum(len(one.decided) for one in read), sum(map(len, read))
            count = f"{decided} of {total} links"
            facts += [
                Fact(name="Decided by the analyst", value=count),
                Fact(name="Decisions SHA-256", value=read[0].corrections.sha256, code=True),
            ]
        return cls(article=digest, program=program, facts=tuple(facts), attributions=attributions)

    @property
    def heading(self) -> str:
        """What it is."""
        return "Provenance"

    @property
    def summary(self) -> str:
        """Article and program."""
        return f"article {self.article[:12]}, {self.program}"


def _digest(read: Sequence[Links]) -> str:
    if len(read) == 1:
        return read[0].article.sha256
    return hashlib.sha256("".join(one.article.sha256 for one in read).encode()).hexdigest()


def _articles(read: Sequence[Links], digest: str) -> list[Fact]:
    if len(read) == 1:
        return [
            Fact(name="Article", value=read[0].article.id),
            Fact(name="Article SHA-256", value=digest, code=True),
        ]
    return [
        Fact(name="Articles", value=str(len(read))),
        Fact(name="SHA-256 of their SHA-256", value=digest, code=True),
    ]
