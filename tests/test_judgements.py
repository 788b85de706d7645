"""Judgements: read from a file or a cell, shown apart from what is extracted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import briefing
from briefing.briefs.bundle import part_of
from briefing.briefs.judgement import Assessment, Judgement
from briefing.briefs.judging import read_judgements
from briefing.briefs.making import brief
from briefing.errors import CuratedDataError, JudgementError
from briefing.facts.scales import scales, word_pattern
from briefing.pages import html
from briefing.reading.article import Article
from briefing.running.recipe import read_recipe
from briefing.running.run import build

HOSTILE = '</script><img src=x onerror="x">\'{{7*7}}${7*7}\u202e'
TEXT = "Iran and Russia met in Tehran.\n\nRussia wants drones. Turkey watches."
TOML = """
scale = "icd203"
article = "a"

[[judgement]]
text = "Iran delivers drones to Russia this year."
likelihood = "Likely"
confidence = "moderate"
basis = "One service says so."
evidence = [2, "https://example.org/report"]
alternatives = ["Iran trades other arms."]
indicators = ["Flights from Tehran to Moscow."]
"""


def _article() -> Article:
    return Article.from_text(TEXT, id="a", date="2022-07-19")


def _file(tmp_path: Path, content: str, name: str = "own.toml") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_judgement_stands_beside_the_sentence_that_it_rests_on(tmp_path: Path) -> None:
    """Likelihood has its range, confidence a sentence of its own, evidence is quoted."""
    part = brief(_article(), judgements=_file(tmp_path, TOML)).judgements
    assert part is not None
    (row,) = part.rows
    assert (row.likelihood, row.range, row.confidence) == ("likely", "55 to 80 %", "moderate")
    first, second = row.evidence
    assert first.quote is not None
    assert (first.sentence, first.quote.text) == (2, "Russia wants drones.")
    assert second.text == "https://example.org/report"
    page = str(part.html())
    assert "Likelihood: <b>likely</b>, 55 to 80 % (ICD 203).</p>" in page
    assert "<p>Confidence: <b>moderate</b>." in page
    assert "Russia wants drones." in page
    assert part_of(json.loads(json.dumps(part._repr_mimebundle_()))) == part


def test_without_judgements_there_is_no_part(tmp_path: Path) -> None:
    """Neither a file without one nor none at all makes a section."""
    assert brief(_article()).judgements is None
    started = brief(_article(), judgements=_file(tmp_path, "# none yet\n"))
    assert started.judgements is None
    assert len(started.record.inputs) == 2


def test_judgements_of_a_cell_are_checked_as_those_of_a_file() -> None:
    """Values and files go one way."""
    own = Judgement(text="They sign.", likelihood="probable", confidence="low", evidence=(1,))
    part = brief(_article(), judgements=[own]).judgements
    assert part is not None
    assert part.rows[0].range == "55 to 80 %"
    in_phia = brief(_article(), judgements=Assessment(judgements=(own,), scale="phia"))
    assert in_phia.judgements is not None
    assert in_phia.judgements.rows[0].range == "55 to 75 %"
    with pytest.raises(JudgementError, match="judgement 1, field 'likelihood': 'maybe'"):
        brief(_article(), judgements=[briefing.Judgement(text="x", likelihood="maybe",
                                                         confidence="low")])  # fmt: skip


def test_the_same_judgements_have_one_hash_whatever_file_they_came_from(tmp_path: Path) -> None:
    """TOML and the JSON that is made of it."""
    first = read_judgements(_file(tmp_path, TOML))
    assert read_judgements(_file(tmp_path, first.to_json(), "own.json")).sha256 == first.sha256


ROW = '[[judgement]]\ntext = "T."\nlikelihood = "likely"\nconfidence = "low"\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ROW + 'colour = "red"', r"judgement 1, field 'colour': unknown, expected one of text"),
        (ROW.replace('"T."', "3"), r"judgement 1, field 'text': 3, expected a text; put it in"),
        (ROW.replace('"T."', '" "'), r"judgement 1, field 'text': empty, expected a text"),
        (ROW + ROW.replace('text = "T."\n', ""), r"judgement 2, field 'text': missing; write"),
        (ROW.replace('"likely"', '"55 %"'), r"field 'likelihood': '55 %', no word of ICD 203, ex"),
        (ROW.replace('"low"', '"medium"'), r"'confidence': 'medium', expected one of low, mod"),
        (ROW + "evidence = 3", r"field 'evidence': 3, expected a list of numbers"),
        (ROW + "evidence = [0]", r"'evidence': 0, expected numbers .*; sentences are counted fr"),
        (ROW + "evidence = [true]", r"field 'evidence': True, expected numbers"),
        (ROW + "evidence = [[1]]", r"field 'evidence': a list, expected numbers"),
        (ROW + "evidence = [5]", r"field 'evidence': sentence 5, expected 1 to 3; `briefing new"),
        (ROW + "indicators = [1]", r"field 'indicators': 1, expected texts"),
        ('scale = "kent"\n' + ROW, r"field 'scale': 'kent', expected one of icd203, phia"),
        ("scale = 1\n" + ROW, r"field 'scale': 1, expected a text"),
        ('article = "b"\n' + ROW, r"field 'article': 'b', expected 'a', the article of this"),
        ('sha256 = "00"\n' + ROW, r"field 'sha256': '00', but the article has .* has changed"),
        ('judgements = "x"\n' + ROW, r"field 'judgements': unknown"),
        ('[judgement]\ntext = "x"', r"field 'judgement': a table, expected a list; write \[\["),
        ("judgement = [1]", r"judgement 1: 1, expected a table"),
        ("text = ", r"judgements 'own.toml': no TOML \("),
        (ROW + "evidence = 3\nindicators = 4", r"a list of .* \(1 more wrong: `briefing lint`"),
    ],
)
def test_a_wrong_field_gets_one_clear_message(tmp_path: Path, content: str, message: str) -> None:
    """Which judgement, which field, what was found, what was expected."""
    with pytest.raises(JudgementError, match=message):
        brief(_article(), judgements=_file(tmp_path, content))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("own.yaml", b"", r"suffix '.yaml', expected .toml or .json"),
        ("own.json", b"[]", "a list, expected an object"),
        ("own.json", b"{", "no JSON"),
        ("own.json", b"[" * 100_000, "no JSON"),
        ("own.toml", b"\n\xff", "line 2 is no UTF-8"),
        ("own.toml", b"#" * 2_000_001, "larger than 2,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    """Before anything is made of it."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(JudgementError, match=message):
        read_judgements(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """At the command, before a kernel starts."""
    with pytest.raises(JudgementError, match=r"judgements 'none\.toml': No such file"):
        read_recipe(parameters={"judgements": str(tmp_path / "none.toml")})


def _hostile() -> Judgement:
    return Judgement(
        text=HOSTILE,
        likelihood="likely",
        confidence="low",
        basis=HOSTILE,
        evidence=(1, HOSTILE),
        alternatives=(HOSTILE,),
        indicators=(HOSTILE,),
        caveat=HOSTILE,
    )


def test_hostile_text_in_every_field_stays_text() -> None:
    """Nothing of a judgement becomes markup, in the notebook or on a page."""
    article = Article.from_text(f"Iran met Russia {HOSTILE} there.", id="a")
    part = brief(article, judgements=[_hostile()]).judgements
    assert part is not None
    for shown in (str(part.html()), str(part.html(in_notebook=True, tag="div"))):
        assert "<script" not in shown
        assert "<img" not in shown
        assert shown.count("{{7*7}}${7*7}") == 7
        assert shown.count('data-code="U+202E"') == 7


def test_a_disputed_area_in_a_judgement_is_among_the_caveats() -> None:
    """What the analyst names is told of as what the article names."""
    own = Judgement(text="Russia keeps Crimea.", likelihood="likely", confidence="low")
    assert [area.name for area in brief(_article(), judgements=[own]).caveats.disputed] == [
        "Crimea"
    ]


@pytest.fixture(scope="module")
def judged_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a brief with judgements once."""
    folder = tmp_path_factory.mktemp("judged")
    (folder / "a.txt").write_text(TEXT)
    path = _file(folder, TOML)
    return build(folder / "a.txt", folder / "out", parameters={"judgements": str(path)})


def test_a_run_is_given_judgements_by_their_file(judged_folder: Path) -> None:
    """The manifest has their hash; the page has the part after the bottom line."""
    manifest = json.loads((judged_folder / "manifest.json").read_text())
    (told,) = manifest["inputs"]["judgements"]
    copy = judged_folder / told["file"]
    assert told["sha256"] == read_judgements(copy).sha256
    page = (judged_folder / "brief.html").read_text()
    assert page.index('id="bottom-line"') < page.index('id="judgements"') < page.index('id="map"')
    notebook: dict[str, Any] = json.loads((judged_folder / "brief.ipynb").read_text())
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "judgements"]
    assert 'id="judgements"' not in html.render(notebook)


def test_the_scales_are_those_of_their_sources() -> None:
    """Ranges as printed there, without a hole in one and with holes in the other."""
    known = scales().scales
    assert [(one.low, one.high) for one in known["icd203"].terms] == [
        (1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)
    ]  # fmt: skip
    assert [one.range for one in known["phia"].terms] == [
        "at most 5 %",
        "10 to 20 %",
        "25 to 35 %",
        "40 to below 50 %",
        "55 to 75 %",
        "80 to 90 %",
        "95 % or more",
    ]
    assert known["icd203"].term("Almost  CERTAINLY") is known["icd203"].terms[-1]


def test_a_word_is_found_whole_and_the_longest_first() -> None:
    """`unlikely` is no `likely`."""
    pattern = word_pattern(("likely", "very likely", "unlikely"))
    assert pattern.findall("Unlikely; very\nlikely, likelyish, un-likely") == [
        "Unlikely",
        "very\nlikely",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"very unlikely"', '"unlikely"', "each word once"),
        ("low = 5, high = 20", "low = 25, high = 20", "ranges of 0 to 100"),
        ('levels = ["low"', 'grades = ["low"', "a field is missing"),
        ('name = "icd203"', 'name = "other"', "has no scale 'icd203'"),
        ("[hedges]", "[hedges", "cannot be read"),
    ],
)
def test_a_broken_file_of_scales_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    """A file that breaks its contract is named."""
    source = Path(__file__).parents[1] / "geodata" / "curated" / "scales.toml"
    (tmp_path / "curated").mkdir()
    text = source.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "curated" / "scales.toml").write_text(text.replace(old, new, 1))
    monkeypatch.setattr("briefing.facts.scales.geodata_dir", lambda: tmp_path)
    with pytest.raises(CuratedDataError, match=message):
        scales()
