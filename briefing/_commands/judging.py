"""The commands for an analyst's own words: ``lint``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from briefing._commands.shell import NOTHING_DONE, SOME_FAILED, answer, complain, one_line
from briefing.errors import BriefingError


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one finding a line.")
def lint(paths: tuple[str, ...], *, as_json: bool) -> int:
    """Find what to mend in judgements and in the analyst's own words of finished briefs.

    PATH are files of judgements, finished folders, folders of these, or executed notebooks. Exit
    status 1 if there is any finding.
    """
    from briefing.running.linting import lint as findings_of  # noqa: PLC0415 - only this command
    from briefing.running.linting import lintable  # noqa: PLC0415

    found = read = failed = 0
    for path in paths:
        try:
            for file in lintable(Path(path)):
                for one in findings_of(file):
                    found += 1
                    line = f"{file}: {one.where}: {one.problem}; {one.remedy}"
                    if as_json:
                        answer({"file": str(file), **asdict(one)})
                    else:
                        click.echo(one_line(line.rstrip("; ")))
                read += 1
        except BriefingError as error:
            failed += 1
            complain(error)
    if failed and not read:
        return NOTHING_DONE
    return SOME_FAILED if found or failed else 0
