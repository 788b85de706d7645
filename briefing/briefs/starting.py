"""Starting: a file of judgements to fill in, with all that they can rest on."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from briefing.briefs.brief import Brief
from briefing.briefs.parts.relations import SAID
from briefing.facts.scales import Scale, scales

_WIDTH = 100
_JOINERS = "\u200c\u200d"  # spelling in Persian and Indic scripts


def start_of_judgements(made: Brief, measure: Scale) -> str:
    """Write TOML that `read_judgements` reads, with no judgement yet.

    Parameters
    ----------
    made
        The brief of the article.
    measure
        The scale that likelihoods are going to be words of.

    Returns
    -------
    toml
        The sentences of the article with their numbers, and the relations that were extracted,
        stand in comments.
    """
    article = made.article
    lines = [
        *_comments(f"Judgements on: {made.title}"),
        "#",
        *_comments("Write a table [[judgement]] for each, as below. Then: briefing lint FILE, and"),
        *_comments("briefing build ARTICLE -p judgements=FILE"),
        "",
        f"scale = {_quoted(measure.name)}  # {' or '.join(scales().scales)}",
        f"article = {_quoted(article.id)}",
        f"sha256 = {_quoted(article.sha256)}  # the numbers of sentences count for this text",
        "",
        *_example(measure),
        "",
        "# --- the sentences of the article, by number",
        *_sentences(made),
    ]
    if told := list(dict.fromkeys(_relations(made))):
        lines += ["#", "# --- what they tell, extracted by rule: possible evidence", *told]
    return "\n".join(lines) + "\n"


def _example(measure: Scale) -> Iterator[str]:
    degrees = ", ".join(f"{term.name} ({term.range})" for term in measure.terms)
    yield "# [[judgement]]"
    yield '# text = "..."  # what you judge to be so, in a sentence or two'
    yield f'# likelihood = "{measure.terms[-3].name}"'
    yield from _comments(f"one of: {degrees}", indent="    # ")
    yield f'# confidence = "moderate"  # {", ".join(scales().levels)}: how good the ground is'
    yield '# basis = "..."  # why; not how likely it is'
    yield '# evidence = [1, "https://..."]  # numbers of sentences, and what else it rests on'
    yield '# alternatives = ["..."]  # what else may be so'
    yield '# indicators = ["..."]  # what to watch for'
    yield '# caveat = ""  # what must be said with it, as that a place is disputed'


def _sentences(made: Brief) -> Iterator[str]:
    for number, (start, end) in enumerate(made.article.sentences, start=1):
        yield from _comments(made.article.text[start:end], head=f"{number:>4}  ")


def _relations(made: Brief) -> Iterator[str]:
    numbers = {span: number for number, span in enumerate(made.article.sentences, start=1)}
    name = made.wording.name
    for one in made.events.relations:
        if (number := numbers.get(one.sentence)) is None:
            continue
        denied = {"negated": "not: ", "possible": "may: "}.get(one.status, "")
        said = f", according to {name(one.said_by)}" if one.said_by else ""
        told = f"{name(one.source)} {denied}{SAID[one.name]} {name(one.target)}{said}"
        yield from _comments(told, head=f"{number:>4}  ")


def _comments(text: str, *, head: str = "", indent: str = "") -> Iterator[str]:
    """Write a text as comments: nothing in it can end one, or mislead the eye."""
    shown = "".join(
        c if c.isprintable() or c in _JOINERS else f"[U+{ord(c):04X}]"
        for c in " ".join(text.split())
    )
    first, rest = f"# {indent}{head}", f"# {indent}{' ' * len(head)}"
    yield from wrap(shown, _WIDTH, initial_indent=first, subsequent_indent=rest)


def _quoted(text: str) -> str:
    """Write a text as a string of TOML; a lone surrogate, which that cannot hold, is replaced."""
    plain = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    written = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in plain)
    return f'"{"".join(written)}"'
