"""The command: answers on stdout, one clear line an error on stderr, exit status as documented."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from briefing.cli import commands, main
from briefing.data import geodata_dir

TOY = str(Path(__file__).parent / "data" / "notebooks" / "toy.ipynb")
TEXT = "Iran and Russia met in Tehran. They left.\n"


class Answer(NamedTuple):
    """What a command gave."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Give a function that runs the command in this process."""

    def run_command(*arguments: str | Path) -> Answer:
        with pytest.raises(SystemExit) as caught:
            main([str(argument) for argument in arguments])
        status = caught.value.code
        assert isinstance(status, int)
        return Answer(status, *capsys.readouterr())

    return run_command


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Give the file of a short article."""
    path = tmp_path / "talks.txt"
    path.write_text(TEXT)
    return path


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["build", "missing.txt"], 3, "missing.txt"),
        (["build", "empty.txt"], 3, "empty.txt"),
        (["build", "binary.txt"], 3, "binary.txt"),
        (["build", "talks.txt", "-p", "wordview=UA"], 2, "did you mean 'worldview'"),
        (["build", "talks.txt", "--worldview", "XX"], 2, "'XX'"),
        (["build", "talks.txt", "--as-of", "19.7.2022"], 2, "as_of"),
        (["build", "talks.txt", "--to", "pdf"], 2, "format 'pdf'"),
        (["build", "talks.txt", "--notebook", "artcle"], 2, "did you mean 'article'"),
        (["build", "talks.txt", "--notebook", TOY, "-p", "title"], 2, "NAME=VALUE"),
        (["build", "."], 2, "briefing batch"),
        (["build", "talks.txt", "talks.txt"], 2, "2 articles would go to"),
        (["build"], 2, "Missing argument"),
        (["batch", "missing", "-o", "out"], 3, "no such file or folder"),
        (["link", "missing.txt"], 3, "missing.txt"),
        (["link", "talks.txt", "--as-of", "soon"], 2, "as_of"),
        (["link", "talks.txt", "--to", "xml"], 2, "xml"),
        (["place"], 2, "--at"),
        (["place", "Qwrtzxv"], 3, "Qwrtzxv"),
        (["place", "--at", "here"], 2, "LON,LAT"),
        (["place", "--at", "200,10"], 2, "200"),
        (["layers", "show", "towns", "-o", "x.png"], 3, "layer 'towns'"),
        (["layers", "verify", "towns"], 3, "layer 'towns'"),
        (["notebooks", "params", "artcle"], 3, "did you mean 'article'"),
        (["notebooks", "new", "mine.txt"], 2, ".ipynb"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(  # noqa: PLR0913, PLR0917 - one case a row
    run: Callable[..., Answer],
    tmp_path: Path,
    article: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    """Exit status as documented, the reason on stderr, no traceback, nothing written."""
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_bytes(b"")
    Path("binary.txt").write_bytes(bytes(range(256)) * 20)
    answer = run(*arguments)
    assert answer.status == status
    assert message in answer.err
    assert "Traceback" not in answer.err
    if not answer.err.startswith("Usage"):
        assert answer.err.count("\n") == 1
    assert not [path for path in tmp_path.rglob("*") if path.suffix not in {".txt", ""}]
    assert not list(tmp_path.glob("out/*"))


def test_some_failures_among_many_are_status_1(
    run: Callable[..., Answer], tmp_path: Path, article: Path
) -> None:
    """The good article is built, and said where; the bad one is named."""
    answer = run(
        "build",
        article,
        tmp_path / "no.txt",
        "-o",
        tmp_path / "out",
        "--notebook",
        TOY,
        "--to",
        ",",
    )
    assert answer.status == 1
    assert str(tmp_path / "out" / "talks") in answer.out
    assert answer.err.count("\n") == 1
    assert "no.txt" in answer.err
    assert (tmp_path / "out" / "talks" / "manifest.json").exists()


def test_a_damaged_layer_is_one_clear_line(tmp_path: Path, article: Path) -> None:
    """A layer that is not the catalogue's stops the run by name; nothing is left half-written."""
    geodata = tmp_path / "geodata"
    shutil.copytree(geodata_dir(), geodata)
    for path in (geodata / "layers").glob("*.parquet"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    process = subprocess.run(
        [sys.executable, "-m", "briefing", "build", article, "-o", tmp_path / "out"],
        env={**os.environ, "BRIEFING_GEODATA": str(geodata)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 3
    assert "CorruptLayerError: layer '" in process.stderr
    assert process.stderr.count("\n") == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["talks.failed.ipynb"]


def test_link_answers_one_line_an_article_in_order(
    run: Callable[..., Answer], tmp_path: Path
) -> None:
    """JSONL in, JSONL out; a bad line is named and stops nothing."""
    path = tmp_path / "wire.jsonl"
    path.write_text('{"id": "b", "text": "Iran."}\n{"text": ""}\n{"id": "a", "text": "None."}\n')
    answer = run("link", path)
    records = [json.loads(line) for line in answer.out.splitlines()]
    assert answer.status == 1
    assert [record["id"] for record in records] == ["b", "a"]
    assert [mention["place"] for mention in records[0]["mentions"]] == ["country:IR"]
    assert records[1]["mentions"] == []
    assert "wire.jsonl" in answer.err


def test_link_reads_stdin_and_starts_light() -> None:
    """A text piped in is linked without loading the map and notebook packages."""
    program = (
        "import sys, atexit\n"
        "heavy = {'pandas', 'geopandas', 'papermill', 'matplotlib', 'folium'}\n"
        "atexit.register(lambda: print(*heavy & set(sys.modules)))\n"
        "from briefing.cli import main\n"
        "main(['link', '-'])"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], input=TEXT, text=True, capture_output=True, check=True
    )
    record, loaded, *rest = process.stdout.split("\n")
    assert {m["text"]: m["country"] for m in json.loads(record)["mentions"]} == {
        "Iran": "IR",
        "Russia": "RU",
        "Tehran": "IR",
    }
    assert (loaded, rest) == ("", [""])


def test_link_writes_tables_and_layers(
    run: Callable[..., Answer], tmp_path: Path, article: Path
) -> None:
    """CSV has a row a mention, GeoJSON a feature a place; a file appears whole."""
    rows = list(csv.DictReader(io.StringIO(run("link", article, "--to", "csv").out)))
    assert (rows[0]["id"], rows[0]["text"]) == ("talks", "Iran")
    answer = run("link", article, "--to", "geojson", "-o", tmp_path / "places.geojson")
    assert (answer.status, answer.out) == (0, "")
    features = json.loads((tmp_path / "places.geojson").read_text())["features"]
    assert features[0]["properties"]["place"] == "country:IR"
    assert features[0]["geometry"]["type"] == "Point"


def test_link_of_nothing_named_is_still_geojson(run: Callable[..., Answer], tmp_path: Path) -> None:
    """No place found is a result: an empty collection."""
    (tmp_path / "quiet.txt").write_text("They met and left.")
    answer = run("link", tmp_path / "quiet.txt", "--to", "geojson")
    assert json.loads(answer.out) == {"type": "FeatureCollection", "features": []}


def test_place_tells_members_as_of_a_date(run: Callable[..., Answer]) -> None:
    """NATO had 30 members on 19 July 2022, without Finland and Sweden."""
    answer = run("place", "NATO", "--as-of", "2022-07-19", "--json")
    members = json.loads(answer.out)["members"]
    assert len(members) == 30
    assert not {"country:FI", "country:SE"} & set(members)


@pytest.mark.parametrize(
    ("view", "country"),
    [("UA", "country:UA"), ("RU", "country:RU"), ("international", "country:UA")],
)
def test_place_at_a_point_depends_on_the_worldview(
    run: Callable[..., Answer], view: str, country: str
) -> None:
    """Simferopol lies in Crimea, whose country the worldview decides."""
    answer = run("place", "--at", "34.1,44.95", "--worldview", view, "--json")
    found = json.loads(answer.out)
    assert (found["country"], found["region"]) == (country, "region:UA-43")
    assert found["disputed"] == "disputed:crimea"


def test_place_shows_what_bears_a_name(run: Callable[..., Answer]) -> None:
    """Answers for people name the place and its alternatives; unknown names are status 1."""
    answer = run("place", "Luhansk", "Qwrtzxv")
    assert answer.status == 1
    assert "Luhansk" in answer.out
    assert "Qwrtzxv" in answer.err


def test_layers_are_listed_and_drawn(run: Callable[..., Answer], tmp_path: Path) -> None:
    """Each layer has its licence and credit line; a picture is a PNG."""
    layers = [json.loads(line) for line in run("layers", "list", "--json").out.splitlines()]
    assert {"countries", "regions", "cities"} <= {layer["name"] for layer in layers}
    assert all(layer["licence"] and layer["attribution"] for layer in layers)
    run("layers", "show", "countries_110m", "-o", tmp_path / "layer.png")
    assert (tmp_path / "layer.png").read_bytes().startswith(b"\x89PNG")


def test_notebooks_are_listed_and_copied(run: Callable[..., Answer], tmp_path: Path) -> None:
    """A copy is as good as its source, and is never written over a file."""
    assert "article" in run("notebooks", "list").out.split()
    declared = json.loads(run("notebooks", "params", "article", "--json").out)
    assert "worldview" in {parameter["name"] for parameter in declared}
    mine = tmp_path / "mine.ipynb"
    assert run("notebooks", "new", mine).status == 0
    assert json.loads(run("notebooks", "params", mine, "--json").out) == declared
    assert run("notebooks", "new", mine).status == 2


def test_every_command_has_help(run: Callable[..., Answer]) -> None:
    """Each command says what it does."""
    for name, command in commands.commands.items():
        assert command.help
        assert run(name, "--help").status == 0


def test_debug_shows_where_an_error_comes_from(run: Callable[..., Answer]) -> None:
    """The traceback is there for those who ask."""
    answer = run("--debug", "batch", "missing", "-o", "out")
    assert "Traceback" in answer.err
    assert answer.status == 3


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    """`briefing link ... | head` ends without a complaint."""
    path = tmp_path / "wire.jsonl"
    path.write_text('{"text": "Iran."}\n' * 3000)
    with subprocess.Popen(
        [sys.executable, "-m", "briefing", "link", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141
