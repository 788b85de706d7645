"""The commands for an analyst's own words: ``lint``, ``new``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from briefing._commands.shell import NOTHING_DONE, SOME_FAILED, answer, complain, one_line
from briefing.errors import BriefingError
from briefing.facts.scales import DEFAULT, scales


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


@click.group()
def new() -> None:
    """Start a file of your own; nothing is ever overwritten."""


@new.command()
@click.argument("article", metavar="ARTICLE")
@click.option("-o", "--out", metavar="FILE", help="Where to.  [default: <article>.judgements.toml]")
@click.option("--scale", default=DEFAULT, metavar="NAME", help="icd203 or phia.  [default: icd203]")
def judgements(article: str, out: str | None, scale: str) -> None:
    """Start a file of judgements on ARTICLE, with its sentences numbered."""
    from briefing.briefs.brief import brief  # noqa: PLC0415 - only this command needs one
    from briefing.briefs.starting import start_of_judgements  # noqa: PLC0415
    from briefing.folder import output_errors, slug  # noqa: PLC0415
    from briefing.reading.article import read_article  # noqa: PLC0415

    measure = scales().scales.get(scale)
    if measure is None:
        raise click.UsageError(f"--scale {scale!r} is none of {', '.join(scales().scales)}")
    made = brief(read_article(article))
    target = Path(out or f"{slug(made.article.id)}.judgements.toml")
    if target.suffix != ".toml":
        raise click.UsageError(f"{str(target)!r} has no suffix .toml")
    text = start_of_judgements(made, measure)
    with output_errors(target):
        try:
            with target.open("x", encoding="utf-8", errors="replace") as stream:
                stream.write(text)
        except FileExistsError as error:
            raise click.UsageError(f"{str(target)!r} exists already") from error
    then = f"briefing build {article} -p judgements={target}"
    click.echo(one_line(f"{target}: fill it in, then: {then}"))
