"""What the brief was made of: hashes, versions, settings, and whom to credit."""

from __future__ import annotations

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
        Hash of the one, name and version of the other.
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
        cls, links: Links, wording: Wording, worldview: str, attributions: tuple[str, ...]
    ) -> Self:
        """Say what a brief was made of."""
        article = links.article
        program = f"geobriefing {version('geobriefing')}"
        facts = [
            Fact(name="Article", value=article.id),
            Fact(name="Article SHA-256", value=article.sha256, code=True),
            Fact(name="Program", value=program),
            Fact(name="Worldview", value=worldview),
            Fact(name="As of", value=wording.as_of.isoformat()),
            Fact(name="Map data SHA-256", value=catalogue().sha256, code=True),
        ]
        if links.corrections:
            count = f"{len(links.decided)} of {len(links)} links"
            facts += [
                Fact(name="Decided by the analyst", value=count),
                Fact(name="Decisions SHA-256", value=links.corrections.sha256, code=True),
            ]
        return cls(
            article=article.sha256, program=program, facts=tuple(facts), attributions=attributions
        )

    @property
    def heading(self) -> str:
        """What it is."""
        return "Provenance"

    @property
    def summary(self) -> str:
        """Article and program."""
        return f"article {self.article[:12]}, {self.program}"
