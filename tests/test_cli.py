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
from briefing.facts.blocs import blocs, members

NOTEBOOKS = Path(__file__).parent / "data" / "notebooks"
TOY, COMPARE = (str(NOTEBOOKS / f"{name}.ipynb") for name in ("toy", "compare"))
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
        (["build", "talks.txt", "--to", "fax"], 2, "format 'fax'"),
        (["build", "talks.txt", "--notebook", "artcle"], 2, "did you mean 'article'"),
        (["build", "talks.txt", "--notebook", TOY, "-p", "title"], 2, "NAME=VALUE"),
        (["build", "talks.txt", "--to", "htm"], 2, "did you mean 'html'"),
        (["build", "talks.txt", "--input", "sites"], 2, "NAME=FILE"),
        (["build", "talks.txt", "--input", "sites=talks.txt"], 2, "has none of this name"),
        (["build", "talks.txt", "--input", "article=talks.txt"], 2, "name the article"),
        (["build", "--notebook", COMPARE], 2, "Missing argument"),
        (["batch", "talks.txt", "-o", "out", "--notebook", COMPARE], 2, "briefing build"),
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
        (["layers", "show", "user:sites"], 3, "layer 'user:sites'"),
        (["layers", "remove", "sites"], 3, "layer 'user:sites'"),
        (["layers", "add", "missing.csv"], 3, "file 'missing.csv'"),
        (["layers", "add", "talks.txt"], 3, "expected one of lon"),
        (["layers", "add", "talks.txt", "--name", "../x"], 2, "'../x'"),
        (["place", "region:XX-99"], 3, "region:XX-99"),
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
    """The good article is built, and said where; it has no date, and the bad one is named."""
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
    undated, failed = answer.err.splitlines()
    assert "article 'talks': found no date" in undated
    assert "no.txt" in failed
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


def test_link_obeys_decisions_and_names_those_that_do_not_fit(
    run: Callable[..., Answer], article: Path, tmp_path: Path
) -> None:
    """The links are written all the same, but the status is 1; a faulty file is status 3."""
    good, stale, faulty = tmp_path / "good.csv", tmp_path / "stale.csv", tmp_path / "faulty.csv"
    good.write_text("text,place,note\nTehran,-,not here\n")
    stale.write_text("text,place,start,end,article\nTehran,-,0,6,talks\n")
    faulty.write_text("text,place\nTehran,city:0\n")
    answer = run("link", article, "--corrections", good)
    assert answer.status == 0
    assert "correction" not in answer.err
    texts = [one["text"] for one in json.loads(answer.out)["mentions"]]
    assert texts == ["Iran", "Russia"]
    answer = run("link", article, "--corrections", stale)
    assert answer.status == 1
    assert "'Tehran' at 0-6 → no place (line 2): article 'talks' does not have" in answer.err
    assert [one["text"] for one in json.loads(answer.out)["mentions"]][-1] == "Tehran"
    answer = run("link", article, "--corrections", faulty)
    assert (answer.status, answer.out) == (3, "")
    assert "corrections 'faulty.csv' line 2: place 'city:0'" in answer.err


def test_link_writes_geoparquet_to_a_file_only(
    run: Callable[..., Answer], article: Path, tmp_path: Path
) -> None:
    """One row a mention; without a file it is wrong usage."""
    import geopandas as gpd  # noqa: PLC0415 - slow to import

    out = tmp_path / "mentions.parquet"
    assert run("link", article, "--to", "parquet", "-o", out).status == 0
    assert list(gpd.read_parquet(out)["text"]) == ["Iran", "Russia", "Tehran"]
    assert run("link", article, "--to", "parquet").status == 2


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


def test_place_tells_every_other_status_of_a_bloc(run: Callable[..., Answer]) -> None:
    """Invitees, candidates and former members stand beside the members, for programs and people."""
    answer = json.loads(run("place", "NATO", "--as-of", "2022-07-19", "--json").out)
    assert answer["statuses"] == {"invitee": ["country:FI", "country:SE"], "former": []}
    assert answer["reviewed"] >= "2026-01-01"
    assert "accession protocol" in answer["notes"]["invitee"]
    shown = run("place", "EU", "--as-of", "2022-06-23").out
    assert "candidate    country:AL, country:MD," in shown
    assert "former       country:GB\n" in shown
    assert "on candidate Georgia:" in shown


def test_place_finds_every_bloc_by_each_of_its_names(run: Callable[..., Answer]) -> None:
    """Id, short name and name give the same members, of the United Nations too."""
    for bloc in blocs():
        answer = run("place", bloc.id, bloc.key, bloc.name, "--as-of", "2024-12-31", "--json")
        found = [json.loads(line) for line in answer.out.splitlines()]
        assert answer.status == 0
        assert [one["place"] for one in found] == [bloc.id] * 3
        assert [one["members"] for one in found] == [list(members(bloc.id, "2024-12-31"))] * 3
        assert found[0]["kind"] == bloc.id.partition(":")[0]


def test_place_finds_blocs_by_other_names_of_the_gazetteer(run: Callable[..., Answer]) -> None:
    """What an article may call a bloc, `briefing place` may be asked for."""
    answer = run("place", "League of Arab States", "nato", "--json")
    found = [json.loads(line) for line in answer.out.splitlines()]
    assert [one["place"] for one in found] == ["bloc:LAS", "bloc:NATO"]
    assert [len(one["members"]) for one in found] == [22, 32]


def test_place_before_a_bloc_was_founded_or_is_known(run: Callable[..., Answer]) -> None:
    """No members is an answer; not known is one clear line, and the other names go on."""
    answer = run("place", "BRICS", "--as-of", "1990-01-01", "--json")
    assert (answer.status, answer.err) == (0, "")
    assert json.loads(answer.out)["members"] == []
    answer = run("place", "OPEC", "NATO", "--as-of", "1990-01-01", "--json")
    assert answer.status == 1
    assert len(json.loads(answer.out)["members"]) == 16
    assert answer.err.startswith("briefing: as_of 1990-01-01 of 'Organization of the Petroleum")
    assert answer.err.count("\n") == 1


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


def test_place_tells_leaders_as_of_a_date(run: Callable[..., Answer]) -> None:
    """A state has those who were in office on the day, a bloc its head, a city nobody."""
    answer = run("place", "Iran", "NATO", "Tehran", "--as-of", "2022-07-19", "--json")
    iran, nato, tehran = (json.loads(line)["leaders"] for line in answer.out.splitlines())
    assert iran[1] == {
        "office": "head of government",
        "title": "President",
        "name": "Ebrahim Raisi",
        "from": "2021-08-03",
        "to": "2024-05-19",
    }
    assert [one["name"] for one in nato] == ["Jens Stoltenberg"]
    assert tehran == []


def test_place_shows_what_bears_a_name(run: Callable[..., Answer]) -> None:
    """Answers for people name the place and its alternatives; unknown names are status 1."""
    answer = run("place", "Luhansk", "Qwrtzxv")
    assert answer.status == 1
    assert "Luhansk" in answer.out
    assert "Qwrtzxv" in answer.err


def test_place_tells_all_that_is_known_of_all_candidates(run: Callable[..., Answer]) -> None:
    """Ids, kinds, whereabouts, names, layers, disputes and blocs, of each place of the name."""
    found = json.loads(run("place", "Luhansk", "--json").out)
    assert found["query"] == "Luhansk"
    candidates = {one["place"]: one for one in [found, *found["alternatives"]]}
    assert {"region:UA-09", "city:702658"} <= candidates.keys()
    for one in candidates.values():
        assert one["names_count"] > 0
        assert one["kind"] == one["place"].partition(":")[0]
    city = candidates["city:702658"]
    assert (city["country"], city["region"], city["layers"]) == ("UA", "UA-09", ["cities"])
    assert [one["place"] for one in city["disputed_areas"]] == ["disputed:luhansk"]
    assert candidates["city:1521296"]["disputed_areas"] == []
    mali = json.loads(run("place", "Mali", "--as-of", "2025-01-29", "--json").out)
    assert mali["blocs"] == ["bloc:AES", "bloc:AU", "organisation:UN"]
    assert "countries_50m" in mali["layers"]


@pytest.mark.parametrize(("view", "country"), [("UA", "country:UA"), ("RU", "country:RU")])
def test_place_knows_ids_and_draws_disputes_as_the_worldview_has_them(
    run: Callable[..., Answer], view: str, country: str
) -> None:
    """A region, a disputed area, an area of parts: each by its id."""
    ids = ("region:UA-43", "disputed:crimea", "area:donbas")
    answer = run("place", *ids, "--worldview", view, "--json")
    region, disputed, donbas = (json.loads(line) for line in answer.out.splitlines())
    assert [one["place"] for one in (region, disputed, donbas)] == list(ids)
    assert region["alternatives"] == []
    for one in (region, disputed):
        (area,) = one["disputed_areas"]
        assert (area["place"], area["country"]) == ("disputed:crimea", country)
        assert area["status"].startswith("administered by Russia, claimed by")
    assert donbas["parts"] == ["region:UA-09", "region:UA-14"]
    assert len(donbas["disputed_areas"]) == 2


def test_place_is_told_in_aligned_lines(
    run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """People read names beside ids, one fact a line, wrapped under itself; long lists are cut."""
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("place", "Crimea").out.splitlines()
    assert lines[:3] == ["id           region:UA-43", "kind         region", "name         Crimea"]
    assert "country      Ukraine (country:UA)" in lines
    at = next(n for n, line in enumerate(lines) if line.startswith("disputed"))
    assert lines[at].startswith("disputed     Crimea (disputed:crimea), administered by Russia,")
    assert lines[at + 1].startswith(" " * 13 + "Ukraine and Russia, drawn in")
    assert max(map(len, lines[: at + 2])) <= 80
    shown = run("place", "Springfield").out
    assert "also of this name (" in shown
    assert "--json gives all" in shown


def test_own_layers_from_adding_to_removing(
    run: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dropped file is pointed out, added, listed, found, drawn, verified, and removed."""
    folder = tmp_path / "layers"
    monkeypatch.setenv("BRIEFING_LAYERS", str(folder))
    monkeypatch.chdir(tmp_path)
    folder.mkdir()
    source = folder / "My sites.csv"
    source.write_text("code,label,lon,lat\nA1,Zarnitsa,38.9,48.1\nB2,Bridge,39,48\n")
    assert "not added yet: My sites.csv" in run("layers", "list").out
    arguments = ("layers", "add", source, "--key", "code", "--names", "label")
    refused = run("layers", "add", source)
    assert (refused.status, refused.err.count("\n")) == (3, 1)
    added = run(*arguments, "--licence", "internal")
    assert added.out.startswith("user:my-sites: 2 features, 1 of them found by name in texts\n")
    assert "row 2: name 'Bridge' is a common English word, left out" in added.err
    assert run(*arguments).status == 2
    again = json.loads(run(*arguments, "--force", "--json").out)
    assert (again["name"], again["linked"], again["notes"]) == ("user:my-sites", 2, [])
    listed = run("layers", "list").out
    assert "user:my-sites" in listed
    assert "not added yet" not in listed
    records = [json.loads(line) for line in run("layers", "list", "--json").out.splitlines()]
    assert [one["name"] for one in records if one["user"]] == ["user:my-sites"]
    assert json.loads(run("place", "Zarnitsa", "--json").out)["layers"] == ["user:my-sites"]
    assert run("place", "user:my-sites/A1").status == 0
    assert run("layers", "show", "user:my-sites").out == "user-my-sites.png\n"
    assert (tmp_path / "user-my-sites.png").read_bytes().startswith(b"\x89PNG")
    assert "user:my-sites: ok" in run("layers", "verify").out
    (table,) = folder.glob("*.parquet")
    table.write_bytes(table.read_bytes()[:-1])
    broken = run("layers", "verify", "user:my-sites", "regions")
    assert broken.status == 1
    assert "layer 'user:my-sites': SHA-256" in broken.err
    assert run("layers", "remove", "my-sites").out == "user:my-sites: removed\n"
    assert [path.name for path in folder.iterdir()] == ["My sites.csv"]


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


def test_coverage_says_what_a_view_knows(run: Callable[..., Answer]) -> None:
    """What is known comes with its source, what is not with the view that is followed."""
    lines = run("layers", "coverage", "--worldview", "IN", "--json").out.splitlines()
    cells = {cell["area"]: cell for cell in map(json.loads, lines)}
    assert cells["disputed:aksai-chin"]["owner"] == "IN"
    assert cells["disputed:aksai-chin"]["source"].startswith("Survey of India")
    assert cells["disputed:crimea"]["owner"] == "UA"
    assert not cells["disputed:crimea"]["known"]
    assert cells["disputed:crimea"]["follows"] == "international"
    told = run("layers", "coverage", "--worldview", "in").out
    assert "not known, follows international" in told
    assert run("layers", "coverage").out.splitlines()[0].startswith("international: ")
    assert run("layers", "coverage", "--worldview", "QQ").status == 2


def test_a_point_is_told_as_of_a_date(run: Callable[..., Answer]) -> None:
    """Stepanakert lay in a disputed area in 2020 and does not now."""
    at = ("place", "--at", "46.75,39.82", "--json")
    assert json.loads(run(*at, "--as-of", "2020-10-01").out)["disputed"]
    assert json.loads(run(*at).out)["disputed"] is None
