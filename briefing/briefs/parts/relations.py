"""Who did what with whom: what the text says that states, blocs and groups did to each other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal, Self

from briefing.briefs.part import Table, Value
from briefing.briefs.quoting import Quote, quote
from briefing.briefs.reference import Reference, reference
from briefing.briefs.wording import Wording
from briefing.events.relations import Relation
from briefing.linking.named import Named
from briefing.reading.article import Article

SAID = {
    "meet": ("meets", "meet"),
    "visit": ("visits", "visit"),
    "negotiate": ("talks with", "talk with"),
    "agree": ("agrees with", "agree with"),
    "cooperate": ("works with", "work with"),
    "aid": ("supplies or helps", "supply or help"),
    "mediate": ("mediates for", "mediate for"),
    "praise": ("praises or thanks", "praise or thank"),
    "join": ("joins", "join"),
    "withdraw": ("withdraws from", "withdraw from"),
    "vote": ("votes on", "vote on"),
    "demand": ("makes demands on", "make demands on"),
    "reject": ("rejects", "reject"),
    "accuse": ("accuses", "accuse"),
    "threaten": ("threatens or warns", "threaten or warn"),
    "sanction": ("sanctions", "sanction"),
    "expel": ("expels", "expel"),
    "protest": ("protests against", "protest against"),
    "seize": ("seizes from", "seize from"),
    "attack": ("attacks", "attack"),
}
"""What a reader is told of each class of relation: that it is so; what may be, or is denied."""

_SURE = 0.7  # below it the subject or the target is not named beside the verb
_MOST_ACTORS = 6  # of the matrix
_LEAST_PAIRS = 4  # fewer need no matrix


class Row(Value, frozen=True, kw_only=True):
    """One thing that an actor did to another.

    Attributes
    ----------
    source, target
        Who and whom.
    verb
        What, in words that say whether it is stated, denied or possible; ``kind`` is its class.
    both
        Whether it has no direction.
    status
        ``stated``, ``negated`` or ``possible``.
    said_by
        Who alleges it, if the text itself does not state it.
    start, end
        The days that the sentence gives it, if it gives any.
    mentions
        In how many sentences it stands.
    unsure
        Whether subject or target had to be inferred.
    evidence
        The first sentence.
    """

    source: Reference
    verb: str
    kind: str
    target: Reference
    evidence: Quote
    both: bool = False
    status: Literal["stated", "negated", "possible"] = "stated"
    said_by: Reference | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    mentions: int = 1
    unsure: bool = False


class Line(Value, frozen=True, kw_only=True):
    """A row of the matrix: what one actor did, by whom it did it to; empty for nothing."""

    source: Reference
    cells: tuple[str, ...]


class Relations(Table, frozen=True, kw_only=True):
    """Who did what with whom.

    Attributes
    ----------
    rows
        In reading order, those that had to be inferred last.
    columns, matrix
        The same of the actors that the text has most of, as a table; empty for few.
    is_read
        Whether texts of this language are read for it at all.
    """

    name: ClassVar[str] = "relations"
    title: ClassVar[str] = "Who did what with whom"

    rows: tuple[Row, ...]
    columns: tuple[Reference, ...] = ()
    matrix: tuple[Line, ...] = ()
    is_read: bool = True

    @classmethod
    def of(
        cls,
        article: Article,
        relations: Iterable[Relation],
        named: Sequence[Named],
        wording: Wording,
        *,
        is_read: bool = True,
    ) -> Self:
        """Describe the relations of a text, each with its sentence."""
        groups: dict[tuple[str, ...], list[Relation]] = {}
        for one in relations:
            groups.setdefault(_key(one), []).append(one)
        rows = tuple(_row(article, group, named, wording) for group in groups.values())
        return cls.of_rows(rows, is_read=is_read)

    @classmethod
    def of_rows(cls, rows: tuple[Row, ...], *, is_read: bool = True) -> Self:
        """Add the matrix to rows."""
        rows = tuple(sorted(rows, key=lambda row: row.unsure))  # what is inferred comes last
        columns = _columns(rows)
        return cls(rows=rows, columns=columns, matrix=_matrix(rows, columns), is_read=is_read)

    @property
    def summary(self) -> str:
        """All of it in one line."""
        told = "; ".join(f"{row.source.name} {row.verb} {row.target.name}" for row in self.rows)
        return told or "none found"


def _key(one: Relation) -> tuple[str, ...]:
    ends = sorted((one.source, one.target)) if one.direction == "both" else (one.source, one.target)
    return (*ends, one.name, one.status, one.said_by)


def _row(
    article: Article, group: Sequence[Relation], named: Sequence[Named], wording: Wording
) -> Row:
    first = max(group, key=lambda one: one.confidence)
    date = next((one.date for one in group if one.date), None)
    return Row(
        source=reference(first.source, named, wording),
        verb=_verb(first.name, first.status),
        kind=first.name,
        target=reference(first.target, named, wording),
        evidence=quote(article, *first.span),
        both=first.direction == "both",
        status=first.status,  # type: ignore[arg-type] # one of the three
        said_by=reference(first.said_by, named, wording) if first.said_by else None,
        start=date.start if date else None,
        end=date.end if date else None,
        mentions=len({one.sentence for one in group}),
        unsure=first.confidence < _SURE,
    )


def _columns(rows: Sequence[Row]) -> tuple[Reference, ...]:
    """Choose the actors of the matrix: those that have to do with most others, most often."""
    counts: Counter[Reference] = Counter()
    for row in rows:
        counts.update((row.source, row.target))
    pairs = {frozenset((row.source.id, row.target.id)) for row in rows}
    if len(pairs) < _LEAST_PAIRS:
        return ()
    return tuple(actor for actor, _ in counts.most_common(_MOST_ACTORS))


def _matrix(rows: Sequence[Row], columns: Sequence[Reference]) -> tuple[Line, ...]:
    def cell(source: Reference, target: Reference) -> str:
        found = [row for row in rows if _is_between(row, source, target)]
        return ", ".join(dict.fromkeys(row.verb for row in found))

    return tuple(
        Line(source=source, cells=tuple(cell(source, target) for target in columns))
        for source in columns
    )


def _is_between(row: Row, source: Reference, target: Reference) -> bool:
    ends = (row.source, row.target)
    return ends == (source, target) or (row.both and ends == (target, source))


def _verb(kind: str, status: str) -> str:
    says, base = SAID[kind]
    return {"stated": says, "negated": f"does not {base}", "possible": f"may {base}"}[status]
