"""Parts: data that show themselves, and come back from a notebook as they were."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest

from briefing.briefs.brief import brief
from briefing.briefs.bundle import PARTS, part_of
from briefing.briefs.earlier import Earlier
from briefing.briefs.judgement import Judgement
from briefing.briefs.part import PART_MIME, VERSION
from briefing.briefs.parts.chart import Map
from briefing.briefs.record import RECORD_MIME, Record, record
from briefing.errors import PageError
from briefing.reading.article import Article

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
HOSTILE = '</script><img src=x onerror="x">\'{{7*7}}${7*7}\u202e'


def _map(document: str = "") -> Map:
    return Map(alt="A map", notes=(HOSTILE,), scene="{}", image=PNG, document=document)


def test_a_part_comes_back_from_its_bundle() -> None:
    """What a notebook carries is the whole part but for its interactive document."""
    bundle = json.loads(json.dumps(_map()._repr_mimebundle_()))
    assert part_of(bundle) == _map()


def test_every_part_of_a_brief_comes_back_as_it_was() -> None:
    """What a page reads from the notebook is the value that the brief made."""
    text = "Putin met Erdoğan in Tehran. Sweden and Finland would join NATO. Crimea, Nowhere."
    own = Judgement(text="They sign.", likelihood="likely", confidence="low", evidence=(1,))
    article = Article.from_text(text, id="a")
    last = Earlier(title="Before", as_of=dt.date(2020, 1, 1), places=(), actors=(), relations=())
    made = brief(article, as_of="2022-07-19", name_language="de", judgements=[own], since=last)
    for name, kind in PARTS.items():
        part = getattr(made, name)
        back = part_of(json.loads(json.dumps(part._repr_mimebundle_())))
        assert isinstance(back, kind)
        assert back.to_json() == part.to_json()
        assert back.picture() == part.picture()


def test_one_page_calls_a_state_by_one_name() -> None:
    """The tables of places, offices and blocs are worded in one place."""
    text = "Erdoğan spoke in Turkey. Turkey is in NATO."
    made = brief(Article.from_text(text, id="a"), as_of="2022-07-19", name_language="de")
    names = {
        made.places.rows[0].name,
        made.governments.rows[0].state.name,
        made.leaders.rows[0].offices[0].place.name,
        *(state.name for row in made.blocs.rows for state in row.members),
    }
    assert names == {"Türkei"}


def test_a_part_reads_nothing_but_its_data_and_picture() -> None:
    """The HTML and text of a notebook's output are never trusted."""
    bundle = _map()._repr_mimebundle_() | {"text/html": "<script>1</script>", "text/plain": "x"}
    assert part_of(bundle) == _map()


def test_every_output_has_a_line_of_text() -> None:
    """A terminal shows one line a part."""
    assert _map()._repr_mimebundle_()["text/plain"] == "Map: A map"


def test_html_of_a_part_runs_nothing() -> None:
    """The static HTML holds no script, and text from outside stays text."""
    html = str(_map().html())
    assert "<script" not in html
    assert "<img src=x" not in html
    assert "{{7*7}}${7*7}" in html


def test_the_picture_lies_under_the_interactive_map() -> None:
    """A viewer that strips the frame of an untrusted notebook still has the picture."""
    html = _map(document='<p title="x">it\'s</p>')._repr_mimebundle_()["text/html"]
    assert html.index('<img class="map-static" src="data:image/png;base64,') < html.index("<iframe")
    assert 'srcdoc="&lt;p title=&#34;x&#34;&gt;it&#39;s&lt;/p&gt;"' in html


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ({"part": "map", "version": 0, "data": {}}, "another version"),
        ({"part": "../page", "version": VERSION, "data": {}}, "part '../page': unknown"),
        ({"part": "map", "version": VERSION, "data": []}, "part 'map': its data are not what"),
        ({"part": "map", "version": VERSION, "data": {"scene": 1}}, "part 'map': its data are"),
        ({"part": ["map"], "version": VERSION, "data": {}}, "part .*map.*: unknown"),
        ("<script>", "another version"),
    ],
)
def test_what_is_no_part_is_refused(found: object, message: str) -> None:
    """A page is never made from data of another version or shape."""
    with pytest.raises(PageError, match=message):
        part_of({PART_MIME: found})


def test_a_false_picture_is_left_out() -> None:
    """Only a PNG is taken for the picture of a part."""
    bundle = _map()._repr_mimebundle_() | {"image/png": base64.b64encode(b"<svg>").decode()}
    assert part_of(bundle).picture() == b""


def test_a_record_carries_data_for_programs() -> None:
    """The record is JSON under its own type, and one line for people."""
    data = {"article": {}, "mentions": [{}, {}], "places": {"features": [{}]}}
    bundle = Record(inputs=("a",), data=data)._repr_mimebundle_()
    assert bundle[RECORD_MIME] == {"version": 2, "inputs": ["a"], **data}
    assert bundle["text/plain"] == "Record of 2 mentions of 1 places"


def test_a_record_of_your_own_names_all_that_was_read(tmp_path: Path) -> None:
    """Articles and files by their hashes; a table that there is none of is left out."""
    (tmp_path / "watched.txt").write_text("country:IR")
    article = Article.from_text("Iran and Russia met.")
    made = record(article, tmp_path / "watched.txt", str(tmp_path / "watched.txt"), common=["x"])
    (file,) = set(made.inputs[1:])
    assert made.inputs[0] == article.sha256
    assert file == hashlib.sha256(b"country:IR").hexdigest()
    assert made.data == {"common": ["x"]}
    assert record(mentions=iter([{"id": "a"}]), places={}).data["mentions"] == [{"id": "a"}]
