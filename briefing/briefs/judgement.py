"""Judgements: what an analyst concludes, how likely it is, how sure one is of it, and from what.

They are the analyst's own and never mixed with what is extracted. Likelihood is a word of a scale
(`briefing.facts.scales`), which has a range; confidence is how good the ground is that the
judgement stands on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property

from briefing.facts.scales import DEFAULT, Scale, scales

KEY = "judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement.

    Attributes
    ----------
    text
        What is judged to be so, in a sentence or two.
    likelihood
        A word of the scale.
    confidence
        ``low``, ``moderate`` or ``high``.
    basis
        Why confidence is what it is; may be empty.
    evidence
        Numbers of sentences of the article, from 1, and what else it rests on, as text.
    alternatives
        What else may be so.
    indicators
        What to watch for: signs that it comes true, or does not.
    caveat
        What must be said with it, as that a place is disputed; may be empty.
    """

    text: str
    likelihood: str
    confidence: str
    basis: str = ""
    evidence: tuple[int | str, ...] = ()
    alternatives: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    caveat: str = ""


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """All judgements on one article.

    Attributes
    ----------
    judgements
        In the order of the page.
    scale
        Name of the scale that their likelihoods are words of.
    article, article_sha256
        Id of the article that they are about, and the hash of its bytes, so that the numbers of
        its sentences still count; empty if that is not said.
    """

    judgements: tuple[Judgement, ...] = ()
    scale: str = DEFAULT
    article: str = ""
    article_sha256: str = ""

    @cached_property
    def measure(self) -> Scale:
        """The scale itself."""
        return scales().scales[self.scale]

    def to_json(self) -> str:
        """Return the judgements as JSON that `read_judgements` reads."""
        rows = [
            {name: value for name, value in asdict(one).items() if value} for one in self.judgements
        ]
        top = {"scale": self.scale, "article": self.article, "sha256": self.article_sha256}
        found = {name: value for name, value in top.items() if value} | {KEY: rows}
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"

    @property
    def sha256(self) -> str:
        """Hex digest of the judgements as JSON: the same whatever file they came from."""
        return hashlib.sha256(self.to_json().encode("utf-8", "surrogatepass")).hexdigest()
