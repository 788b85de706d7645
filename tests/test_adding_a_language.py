"""A language is added as docs/linking-languages.md says: the page is followed to the letter."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.errors import CuratedDataError
from briefing.linking.core.traits import languages

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "linking-languages.md"
FILES = re.compile(r"^`geodata/(\S+/xx/\S+)`.*?^```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture
def geodata(tmp_path: Path) -> Path:
    """Return the geodata with the made-up language in it, as the page writes its files."""
    folder = tmp_path / "geodata"
    shutil.copytree(ROOT / "geodata", folder, copy_function=os.symlink)
    contents = folder / "gazetteer" / "contents.json"
    contents.unlink()  # the one file that is written to
    shutil.copy(ROOT / "geodata" / "gazetteer" / "contents.json", contents)
    for name, text in FILES.findall(PAGE.read_text(encoding="utf-8")):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(geodata: Path, *command: str) -> str:
    """Run a command of the page on the geodata."""
    environment = {**os.environ, "BRIEFING_GEODATA": str(geodata)}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_adds_a_language(geodata: Path) -> None:
    """Its four files and its command make its text link as it says; other languages stay."""
    written = sorted(path.name for path in (geodata / "curated/languages/xx").iterdir())
    assert written == ["demonyms.csv", "language.toml", "names.csv", "words.toml"]
    (command,) = COMMAND.findall(PAGE.read_text(encoding="utf-8"))
    python, *arguments = shlex.split(command)
    assert python == "python"
    assert "Example" in run(geodata, *arguments)
    run(geodata, "-m", "doctest", str(PAGE))
    run(
        geodata,
        "-c",
        "import briefing; from briefing.gazetteer.index import gazetteer; gazetteer().verify()\n"
        "text = 'Die Truppen sind in der Stadt Warschau und nicht in Polenia'\n"
        "(link,) = briefing.link(briefing.Article.from_text(text))\n"
        "assert link.mention.text == 'Warschau', link",
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('script = "Latin"', 'script = "Runic"', "'Runic' is none of Latin"),
        ('capitals = "names"', 'capitals = "all"', "'all' is none of names"),
        ("lists =", "list =", "unknown list"),
        ("order = 90", "order = ", "TOMLDecodeError"),
        ('name = "Example"', 'nome = "Example"', "nome"),
        ("[ĉŝ]", "[ĉŝ", "unterminated"),
    ],
)
def test_a_language_that_breaks_its_contract_is_refused(
    tmp_path: Path, geodata: Path, old: str, new: str, found: str
) -> None:
    """The error names the file and what is wrong with it."""
    folder = geodata / "curated" / "languages"
    path = folder / "xx" / "language.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CuratedDataError, match=r"xx/language\.toml") as caught:
        languages(folder)
    assert found in str(caught.value)
