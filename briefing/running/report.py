"""Reports: what became of the inputs of a batch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefing.folder import replacing

REPORT = "report.json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input.

    Attributes
    ----------
    name
        The name of the file; for a record also its id.
    folder
        Name of its folder in the output folder.
    state
        ``built`` now, ``kept`` from an earlier run, or ``failed``.
    stage
        Where it failed: ``read``, ``run``, ``render``, ``write`` or ``internal``; else empty.
    reason
        Why it failed, in one line; else empty.
    remedy
        What can be done about it, or empty.
    missing
        Formats whose page failed, where all else was made.
    note
        What the reader of a finished briefing should know about its article, or empty.
    """

    name: str
    folder: str
    state: Literal["built", "kept", "failed"]
    stage: str = ""
    reason: str = ""
    remedy: str = ""
    missing: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a batch, one outcome an input, in the order of the input."""

    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The inputs that have no briefing, or one that lacks a page."""
        return tuple(outcome for outcome in self.outcomes if outcome.state == "failed")

    def to_json(self) -> str:
        """Return the report as it is filed: the same after a run and after a repeated one."""
        inputs = [
            {"input": outcome.name, "state": "done", "folder": outcome.folder}
            if outcome.state != "failed"
            else {
                "input": outcome.name,
                "state": "failed",
                "stage": outcome.stage,
                "reason": outcome.reason,
                **({"missing": list(outcome.missing)} if outcome.missing else {}),
            }
            for outcome in self.outcomes
        ]
        report = {
            "version": VERSION,
            "done": len(self.outcomes) - len(self.failed),
            "failed": len(self.failed),
            "inputs": inputs,
        }
        return json.dumps(report, ensure_ascii=False, indent=1) + "\n"

    def file(self, path: Path) -> None:
        """Write the report, unless just this one has been filed already."""
        content = self.to_json()
        if not path.exists() or path.read_text("utf-8") != content:
            with replacing(path) as stream:
                stream.write(content)
