"""Toponym recognition: which words of a text name a place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MentionKind(StrEnum):
    """How a text names a place."""

    TOPONYM = "toponym"  # "Iran"
    DEMONYM = "demonym"  # "Iranian": points at a place without being its name
    METONYM = "metonym"  # "the Kremlin" for the Russian government
    COORDINATE = "coordinate"  # "44.95 N, 34.1 E"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of the text that names a place, not yet tied to one.

    Attributes
    ----------
    start, end
        Half-open span of the article's text in Unicode code points.
    text
        The words as written: ``article.text[start:end]``.
    kind
        How the place is named.
    qualifier
        The part of the place that is meant, as written before the name
        ("northern" in "northern Syria"); empty if the whole is meant.
    """

    start: int
    end: int
    text: str
    kind: MentionKind = MentionKind.TOPONYM
    qualifier: str = ""
