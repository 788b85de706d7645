"""Inputs: the files that a run is given, by the names of the parameters that get them.

An article is one kind. It is written into the run's folder as the record that was read, so that a
notebook gets the same from a saved page and from a line of JSONL. Any other file is handed on as it
is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.briefs.earlier import Earlier
from briefing.briefs.judgement import Assessment
from briefing.errors import ParameterError
from briefing.linking.corrections import Corrections
from briefing.reading.article import Article
from briefing.running.parameters import Parameter

ARTICLE, ARTICLES = "article", "articles"
"""The parameters that articles go to: each in a run of its own, or all in one run."""

CORRECTIONS, JUDGEMENTS, SINCE = "corrections", "judgements", "since"
"""The parameters whose files are read before a run, and handed on as what was read."""

_SUFFIX = re.compile(r"\.[a-z0-9]{1,16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One file that a run is given.

    Attributes
    ----------
    name
        What it is called outside: the name of its file, or the id of its record.
    sha256
        Hex digest of the bytes that came from outside.
    suffix
        Of its copy in the run's folder.
    content
        Bytes of that copy.
    """

    name: str
    sha256: str
    suffix: str
    content: bytes = field(repr=False)

    @property
    def hashes(self) -> frozenset[str]:
        """What a notebook that has read it can know it by: from outside, or from its copy."""
        return frozenset((self.sha256, hashlib.sha256(self.content).hexdigest()))


Inputs = Mapping[str, tuple[InputFile, ...]]


def article_input(article: Article, name: str) -> InputFile:
    """Return an article as a file: the record that `read_article` reads back."""
    fields = {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else "",
        "dated": {"kind": article.dated.kind, "words": article.dated.words},
        "language": article.language,
        "source": article.source,
        "sha256": article.sha256,
        "text": article.text,
    }
    content = json.dumps(fields, ensure_ascii=False, indent=1).encode("utf-8")
    return InputFile(name=name, sha256=article.sha256, suffix=".json", content=content)


def corrections_input(corrections: Corrections) -> InputFile:
    """Return decisions as a file, which is the same whatever file they came from."""
    content = corrections.to_jsonl().encode("utf-8", "surrogatepass")
    name = f"{CORRECTIONS}.jsonl"
    return InputFile(name=name, sha256=corrections.sha256, suffix=".jsonl", content=content)


def json_input(read: Assessment | Earlier, parameter: str) -> InputFile:
    """Return judgements, or an earlier brief, as a file that is the same wherever it came from."""
    content = read.to_json().encode("utf-8", "surrogatepass")
    name = f"{parameter}.json"
    return InputFile(name=name, sha256=read.sha256, suffix=".json", content=content)


def file_input(path: Path | str, parameter: str) -> InputFile:
    """Read a file of any kind for a parameter.

    Raises
    ------
    ParameterError
        If it cannot be read.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ParameterError(f"input {parameter!r}", f"{str(path)!r}: {reason}") from error
    suffix = path.suffix.lower()
    return InputFile(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        suffix=suffix if _SUFFIX.fullmatch(suffix) else "",
        content=content,
    )


def file_names(parameter: Parameter, files: Sequence[InputFile]) -> tuple[str, ...]:
    """Return how the files of a parameter are called in the run's folder.

    One file is called after the parameter; those of a list are numbered.

    Raises
    ------
    ParameterError
        If the parameter takes one file and there are others than one.
    """
    if _is_one(parameter, files):
        return (f"{parameter.name}{files[0].suffix}",)
    if "list" not in parameter.types:
        raise ParameterError(
            f"input {parameter.name!r}",
            f"{len(files)} files, expected one",
            "a parameter that takes many is declared as `list`",
        )
    return tuple(f"{parameter.name}-{n}{file.suffix}" for n, file in enumerate(files, start=1))


def value_of(parameter: Parameter, files: Sequence[InputFile]) -> str | list[str]:
    """Return what a parameter is set to: the name of its file, or the list of names."""
    names = file_names(parameter, files)
    return names[0] if _is_one(parameter, files) else list(names)


def _is_one(parameter: Parameter, files: Sequence[InputFile]) -> bool:
    return "str" in parameter.types and len(files) == 1


def told(inputs: Mapping[str, Iterable[Any]]) -> dict[str, list[list[str]]]:
    """Return the names and hashes of inputs, read or yet to be read, as JSON."""
    return {key: [[one.name, one.sha256] for one in files] for key, files in inputs.items()}
