"""Evidence that a name found in a text is a place: what stands in it, before it and after it.

Each piece of evidence has a name and a value, mostly 0 or 1; its weight stands in
``geodata/gazetteer/weights.json``. What the gazetteer knows of a name beforehand comes from
``_names``; the place that its neighbours speak for comes later, from ``_ranking``.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import compress, pairwise, repeat
from operator import mul, not_

from briefing.linking.core.cues import Cues
from briefing.linking.core.names import Name, Names
from briefing.linking.core.spotting import Spot
from briefing.linking.core.tokens import Tokens
from briefing.linking.core.weights import Terms

# What follows the town that a dispatch is sent from: "TEHRAN (Reuters) -", "Kyiv, Ukraine —".
_DISPATCH = re.compile(
    r"(?:, [A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?)?,? ?(?:\([A-Z][^()\n]{1,25}\) ?)?(?:--|—|[-–] )"  # noqa: RUF001
)
_SENTENCE_END = frozenset('.!?…:"“”\n')
_LIST_GAPS = frozenset((", ", " and ", ", and ", " or "))
_CONTAINER_GAPS = {", ": 1.0, " , ": 1.0, " (": 0.5, ", in ": 0.5, " in ": 0.5}
_LEXICAL = frozenset(("common word", "is common word", "also in lower case"))
_SPACES = frozenset((" ", "\n"))
_STOPS = frozenset((". ", "."))
_HYPHENS = frozenset("-–")  # noqa: RUF001 - dashes as they are typed
_BEFORE_SHORT_FORM = frozenset((", ", " (", "-", " , "))
_PARTIES = frozenset("dr")  # "Smith, R-Berkeley"
_KNOWN_WORD = 0.4
_POWERS = frozenset(("is country", "is region", "is capital", "is collective", "is metonym"))
_WITH_ARTICLE = frozenset(("is physical", "is sea", "is area", "is metonym", "is collective"))
_ROUTE = frozenset(("from", "to", "between"))
_PLAIN = frozenset(("seldom a place", "is common word"))
_UNPLACED = frozenset(("after: capital", "begins sentence", "stop name", "all capitals"))
_NOUNS_AFTER = (
    "division",
    "landform",
    "institution",
    "group",
    "team",
    "street",
    "publication",
    "company",
    "day",
    "university",
    "virus",
)
_FUNCTION_WORDS = frozenset(("strong", "weak", "determiner", "saying"))


def weigh(evidence: dict[str, float], weights: Terms) -> float:
    """Return the log odds that the evidence amounts to."""
    get = weights.get
    total: float = sum(map(mul, map(get, evidence, repeat(0.0)), evidence.values()))
    return total + weights["bias"]


def probability(log_odds: float) -> float:
    """Turn log odds into a probability, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def logit(share: float) -> float:
    """Turn a probability into log odds, at most 14 either way."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


class Reader:
    """Reads the evidence around the spots of one piece of text."""

    def __init__(self, tokens: Tokens, spots: Sequence[Spot], names: Names) -> None:
        self.tokens = tokens
        self.spots = spots
        self.names = names
        self.cues: Cues = names.cues
        self.by_start = {spot.start: spot for spot in spots}
        self.by_end = {spot.end: spot for spot in spots}
        self.lower = set(compress(tokens.words, map(not_, tokens.capital)))

    def read(self) -> None:
        """Fill in the evidence of every spot."""
        for spot in self.spots:
            spot.evidence.update(spot.name.evidence)
            self._within(spot)
            self._before(spot)
            self._after(spot)
            self._position(spot)
            self._placed(spot)
        self._neighbours()
        self._persons()
        self._same_name()
        self._support()

    # --- one spot ---------------------------------------------------------------------------

    def _within(self, spot: Spot) -> None:
        """Read the words of the name itself as this text writes them."""
        evidence = spot.evidence
        if spot.first == spot.last and self.tokens.words[spot.first] in self.lower:
            evidence["also in lower case"] = 1
        written = self.tokens.text[spot.start : spot.end]
        if written.isupper():
            if len(written) > 4:
                evidence["all capitals"] = 1
            else:  # "US" is not the word "us"
                for lexical in _LEXICAL & evidence.keys():
                    del evidence[lexical]

    def _before(self, spot: Spot) -> None:
        """Read the word before the name."""
        if not spot.first:
            return
        tokens, evidence = self.tokens, spot.evidence
        index = spot.first - 1
        gap, word = tokens.gap(spot.first), tokens.words[index]
        capital = tokens.capital[index]
        if gap in _SPACES:
            self._adjacent_before(spot, index, word)
            if capital:
                self._capital_before(spot, index, word)
        elif capital and gap in _STOPS:
            self._shortened_before(spot, word)
        elif gap in _HYPHENS:
            evidence["party before" if word in _PARTIES and capital else "hyphen before"] = 1
        if gap[-1:] == " " and gap[-2:-1].isdigit():
            evidence["number before"] = 1
        if "short form" in evidence and gap not in _BEFORE_SHORT_FORM:
            evidence["short form alone"] = 1

    def _adjacent_before(self, spot: Spot, index: int, word: str) -> None:
        """Read a function word right before the name."""
        before, evidence = self.cues.before, spot.evidence
        for cue in ("strong", "weak", "direction", "determiner", "saying"):
            if word in before[cue]:
                evidence["before: " + cue] = 1
        if word == "the":
            if "may be a river" in evidence and self._ends_phrase(spot):
                evidence["with article"] = 1
            known = not evidence.keys().isdisjoint(_WITH_ARTICLE)
            evidence["before: its article" if known else "before: the"] = 1
        elif word == "of" and index:
            head = self.tokens.words[index - 1]
            if head in before["noun_of"]:
                evidence["before: noun of"] = 1
            if head in before["body"] and self.tokens.capital[index - 1]:
                evidence["before: body of"] = 1

    def _ends_phrase(self, spot: Spot) -> bool:
        """Tell whether no noun follows: "the Ohio rose", not "the Ohio governor"."""
        index = spot.last + 1
        if index >= len(self.tokens.words) or self.tokens.gap(index) not in _SPACES:
            return True
        return self.tokens.words[index] in self.cues.after["phrase"]

    def _capital_before(self, spot: Spot, index: int, word: str) -> None:
        """Read a capitalised word right before the name: a title, a person, another name."""
        before, evidence = self.cues.before, spot.evidence
        if word in before["title"]:
            evidence["before: title"] = 1
        elif len(word) == 1 and word not in {"a", "i"}:
            evidence["before: initial"] = 1
        elif any(word in before[cue] for cue in _FUNCTION_WORDS) or word == "the":
            return
        elif self.names.given(word) and not self.by_end.get(spot.start - 1):
            evidence["before: given name"] = 1
        elif word in before["direction"]:
            return
        elif not (self._begins_sentence(index) and self.names.common(word)):
            known = self.names.common(word) > _KNOWN_WORD or self.by_end.get(spot.start - 1)
            evidence["before: capital" if known else "before: unknown capital"] = 1

    def _shortened_before(self, spot: Spot, word: str) -> None:
        """Read a shortened word before the name: "Sen. Paris", "J. Paris"."""
        if word in self.cues.before["title"]:
            spot.evidence["before: title"] = 1
        elif len(word) == 1:
            spot.evidence["before: initial"] = 1

    def _after(self, spot: Spot) -> None:
        """Read what follows the name."""
        tokens, evidence, end = self.tokens, spot.evidence, spot.end
        text = tokens.text
        following = text[end : end + 2]
        if following[:1] == "$" or text[spot.start - 1 : spot.start] == "$":
            evidence["currency"] = 1
        elif following in {"'s", "’s"}:  # noqa: RUF001 - typographic apostrophe
            evidence["possessive"] = 1
        elif following == " (" and text[end + 2 : end + 3].isupper():
            evidence["bracket after"] = 1
        index = spot.last + 1
        if index >= len(tokens.words):
            return
        gap, word = tokens.gap(index), tokens.words[index]
        if gap in _SPACES:
            if tokens.capital[index]:
                self._capital_after(spot, index, word)
            else:
                self._small_after(evidence, word)
        elif gap in _HYPHENS:
            evidence["hyphen after"] = 1

    def _small_after(self, evidence: dict[str, float], word: str) -> None:
        """Read a word in small letters right after the name."""
        for cue in ("saying", "group", "division", "virus"):
            if word in self.cues.after[cue]:
                evidence["after: " + cue] = 1
        if "after: saying" in evidence and evidence.keys() & _POWERS:
            del evidence["after: saying"]  # governments say as much as people do

    def _nouns(self, index: int, word: str) -> list[str]:
        """Return what kinds of nouns a capitalised word after a name is."""
        if word == "highway" and self.tokens.words[index + 1 : index + 2] == ["patrol"]:
            return ["institution"]  # no street
        return [cue for cue in _NOUNS_AFTER if word in self.cues.after[cue]]

    def _capital_after(self, spot: Spot, index: int, word: str) -> None:
        """Read a capitalised word right after the name: its noun, or the rest of another name."""
        evidence, after = spot.evidence, self.cues.after
        evidence["after: capital"] = 1
        follower = self.by_start.get(self.tokens.spans[index][0])
        known = self._nouns(index, word)
        for cue in known:
            evidence["after: capital " + cue] = 1
        if index + 1 < len(self.tokens.words) and self.tokens.gap(index + 1) == " ":
            second = self.tokens.words[index + 1]
            if self.tokens.capital[index + 1] and second in after["publication"]:
                evidence["after: name of publication"] = 1
        if known:
            return
        if follower is not None:
            evidence["after: another name"] = 1
        if spot.name.given:
            evidence["given name before capital"] = spot.name.given
        if self.names.surname(word):
            evidence["after: surname"] = self.names.surname(word)
            if spot.name.given:
                evidence["given name and surname"] = 1
        elif not self.names.common(word) and follower is None:
            evidence["after: unknown capital"] = 1

    def _position(self, spot: Spot) -> None:
        """Read where in its line the name stands, and whether it opens a dispatch."""
        tokens, evidence = self.tokens, spot.evidence
        text, start, end = tokens.text, spot.start, spot.end
        if self._begins_sentence(spot.first):
            evidence["begins sentence"] = 1
            if "common word" in evidence:
                evidence["common word begins sentence"] = 1
            if _DISPATCH.match(text, end):
                evidence["dateline"] = 1
        if start and text[start - 1] == "(":
            evidence["in brackets"] = 1
        capital, first, last = tokens.capital, spot.first, spot.last
        around = capital[max(0, first - 3) : first] + capital[last + 1 : last + 4]
        if around:
            evidence["capitals around"] = sum(around) / len(around)

    def _placed(self, spot: Spot) -> None:
        """Read whether a plain word with a capital stands where a place would: "in Nice"."""
        evidence = spot.evidence
        if not evidence.keys() & _PLAIN or evidence.keys() & _UNPLACED:
            return
        word = self.tokens.words[spot.first - 1] if spot.first else ""
        if "before: strong" in evidence or word in _ROUTE:
            evidence["plain word placed"] = 1
            for lexical in _LEXICAL & evidence.keys():
                del evidence[lexical]

    def _begins_sentence(self, index: int) -> bool:
        """Tell whether a word is the first of its sentence or line."""
        if index == 0:
            return True
        gap = self.tokens.gap(index).rstrip(" ")
        return (
            bool(gap)
            and gap[-1] in _SENTENCE_END
            and not (gap == "." and len(self.tokens.words[index - 1]) <= 1)
            and not (gap == "." and self.tokens.words[index - 1] in self.cues.before["title"])
        )

    # --- the spots together -----------------------------------------------------------------

    def _neighbours(self) -> None:
        """Read pairs: "Paris, Texas", and names in a list."""
        text = self.tokens.text
        gaps = [text[a.end : b.start] for a, b in pairwise(self.spots)]
        for index, gap in enumerate(gaps):
            left, right = self.spots[index], self.spots[index + 1]
            if gap in _LIST_GAPS:
                left.evidence["in a list"] = left.evidence.get("in a list", 0) + 0.5
                right.evidence["in a list"] = right.evidence.get("in a list", 0) + 0.5
                if left.name.is_region:
                    right.evidence["beside a region"] = 1
                if right.name.is_region:
                    left.evidence["beside a region"] = 1
                if "is country" in left.name.evidence:
                    right.evidence["beside a country"] = 1
                if "is country" in right.name.evidence:
                    left.evidence["beside a country"] = 1
            strength = _CONTAINER_GAPS.get(gap, 0.0)
            if strength and left.name.lies_in(right.name):
                around = (gaps[index - 1] if index else "", *gaps[index + 1 : index + 2])
                if _are_peers(left.name, right.name, in_list=not _LIST_GAPS.isdisjoint(around)):
                    continue
                left.container = right
                left.evidence["container after"] = strength
                right.evidence["container of"] = strength

    def _persons(self) -> None:
        """Mark names that stand elsewhere in the text as the end of a person's name."""
        tokens, names = self.tokens, self.names
        strong, weak = self.cues.before["strong"], self.cues.before["weak"]
        spotted = {spot.name.key for spot in self.spots if spot.first == spot.last}
        surnames = {
            tokens.words[spot.first]
            for spot in self.spots
            if spot.first == spot.last and _is_person(spot)
        }
        for index in compress(range(1, len(tokens.words)), tokens.capital[1:]):
            previous = tokens.words[index - 1]
            if (
                tokens.words[index] in spotted
                and tokens.capital[index - 1]
                and tokens.gap(index) == " "
                and names.given(previous)
                and previous not in strong
                and previous not in weak
            ):
                surnames.add(tokens.words[index])
        for spot in self.spots:
            if spot.name.key in surnames:
                spot.evidence["part of a person's name"] = 1

    def _same_name(self) -> None:
        """Let the places where a name stands speak for one another."""
        groups: dict[str, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            groups[spot.name.key].append(spot)
        for group in groups.values():
            size = len(group)
            persons = sum(map(_is_person, group)) / size
            places = sum(map(_is_clearly_place, group)) / size
            contained = any("container after" in spot.evidence for spot in group)
            for spot in group:
                evidence = spot.evidence
                if size > 1:
                    evidence["times named"] = math.log(size)
                if persons:
                    evidence["person elsewhere"] = persons
                if places:
                    evidence["place elsewhere"] = places
                if contained:
                    evidence["container somewhere"] = 1

    def _support(self) -> None:
        """Count how far the sure places of the text lie in the same country or region."""
        sure = {
            spot.name.key: spot.name.sure
            for spot in self.spots
            if spot.name.sure and not _is_person(spot)
        }
        countries = Counter(country for country, _ in sure.values())
        regions = Counter(region for _, region in sure.values())
        known: dict[str, dict[str, float]] = {}
        for spot in self.spots:
            key = spot.name.key
            if key not in known:  # the same for every mention of a name
                country, region = sure.get(key, (0, 0))
                same = _most(countries, spot.name.countries, country)
                near = _most(regions, spot.name.regions, region)
                support = {"country support": same / 3, "region support": near / 3}
                known[key] = {cue: min(1.0, value) for cue, value in support.items() if value}
            spot.evidence.update(known[key])


def _are_peers(left: Name, right: Name, *, in_list: bool) -> bool:
    """Tell whether two names beside each other are members of a list, not a place in another.

    "China, Japan and Korea" does not mean the town of China in Japan; "Illinois, Missouri and
    Iowa" are three states. "Washington, Pennsylvania" alone may be the town.
    """
    both = left.evidence.keys() & right.evidence.keys()
    return "is country" in both or ("is region" in both and in_list)


def _most(counts: Counter[int], codes: frozenset[int], own: int) -> int:
    """Return the highest count of any of the codes, without the name's own vote."""
    return max((counts[code] - (code == own) for code in counts.keys() & codes if code), default=0)


def _is_person(spot: Spot) -> bool:
    evidence = spot.evidence
    return (
        "before: title" in evidence
        or "before: given name" in evidence
        or "before: initial" in evidence
        or "given name and surname" in evidence
    )


def _is_clearly_place(spot: Spot) -> bool:
    evidence = spot.evidence
    return (
        "before: strong" in evidence
        or "before: noun of" in evidence
        or "container after" in evidence
        or "dateline" in evidence
    )
