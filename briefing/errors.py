"""Errors that this package raises on purpose.

BriefingError
├── ArticleError             an input cannot be read as an article
├── GazetteerError           the gazetteer file is missing, damaged or of another version
├── LayerError
│   ├── UnknownLayerError    no such layer in the catalogue
│   ├── CorruptLayerError    the file is missing, or not the one that the catalogue describes
│   └── MalformedLayerError  CRS, ids or geometry break the contract
├── CorrectionError          a file of decisions breaks its format or names an unknown place
├── JudgementError           a file of an analyst's judgements breaks its format, or does not fit
├── CuratedDataError         a reviewed data file breaks its contract
├── ParameterError           a parameter has an unknown name, a wrong type or a value out of range
│   └── UnknownWorldviewError
├── NotebookError            a parameterised run stopped in a cell, or did not finish
├── PageError                a page cannot be rendered from an executed notebook
│   └── IncompleteError      some of several pages cannot; the others are made
└── OutputError              a result cannot be written where it should go

Every message reads ``<what> <which>: <found>, <expected>; <remedy>``. Ambiguous and unknown
places, or an article that names no place, are results and never errors.
"""

from __future__ import annotations

from typing import Any


class BriefingError(Exception):
    """Base of all errors of this package.

    Parameters
    ----------
    what
        The kind of thing that failed and which one, e.g. ``"layer 'regions'"``.
    problem
        What was found and what was expected.
    remedy
        What the reader can do about it; empty where there is nothing to do.
    """

    def __init__(self, what: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{what}: {problem}" + (f"; {remedy}" if remedy else ""))
        self.what = what
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross process borders in a batch; the default would call __init__ with the message.
        return type(self), (self.what, self.problem, self.remedy)


class ArticleError(BriefingError):
    """An input cannot be read as an article."""


class GazetteerError(BriefingError):
    """The gazetteer file is missing, damaged or of another version."""


class LayerError(BriefingError):
    """A map layer cannot be used."""


class UnknownLayerError(LayerError):
    """No layer of this name is in the catalogue."""


class CorruptLayerError(LayerError):
    """The file of a layer is missing or is not the one that the catalogue describes."""


class MalformedLayerError(LayerError):
    """The CRS, the ids or the geometry of a layer break its contract."""


class CuratedDataError(BriefingError):
    """A reviewed data file breaks its contract."""


class CorrectionError(BriefingError):
    """A file of an analyst's decisions breaks its format, or names a place that is unknown."""


class JudgementError(BriefingError):
    """A file of an analyst's judgements breaks its format, or does not fit the article."""


class ParameterError(BriefingError):
    """A parameter has an unknown name, a wrong type or a value out of range."""


class UnknownWorldviewError(ParameterError):
    """No worldview of this name is known."""


class NotebookError(BriefingError):
    """A parameterised run stopped in a cell, or did not finish."""


class PageError(BriefingError):
    """A page cannot be rendered from an executed notebook."""


class IncompleteError(PageError):
    """Some of the pages of a run could not be rendered; its folder is made, with all others.

    Parameters
    ----------
    what, problem, remedy
        As in `BriefingError`, of the first that failed.
    missing
        Names of the formats that failed.
    """

    def __init__(
        self, what: str, problem: str, remedy: str = "", missing: tuple[str, ...] = ()
    ) -> None:
        super().__init__(what, problem, remedy)
        self.missing = missing

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.what, self.problem, self.remedy, self.missing)


class OutputError(BriefingError):
    """A result cannot be written where it should go."""
