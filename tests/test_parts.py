"""Parts: data that show themselves, and come back from a notebook as they were."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from briefing.briefs.part import PART_MIME, Part
from briefing.briefs.record import RECORD_MIME, Record, record
from briefing.errors import PageError
from briefing.reading.article import Article

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
HOSTILE = '</script><img src=x onerror="x">\'{{7*7}}${7*7}\u202e'


def _map(**more: object) -> Part:
    data = {"alt": "A map", "notes": [HOSTILE], "scene": {}}
    return Part(name="map", title="Map", summary="one map", data=data, image=PNG, **more)  # type: ignore[arg-type]


def test_a_part_comes_back_from_its_bundle() -> None:
    """What a notebook carries is the whole part but for its interactive document."""
    bundle = json.loads(json.dumps(_map()._repr_mimebundle_()))
    assert Part.from_bundle(bundle) == _map()


def test_a_part_reads_nothing_but_its_data_and_picture() -> None:
    """The HTML and text of a notebook's output are never trusted."""
    bundle = _map()._repr_mimebundle_() | {"text/html": "<script>1</script>", "text/plain": "x"}
    assert Part.from_bundle(bundle) == _map()


def test_every_output_has_a_line_of_text() -> None:
    """A terminal shows one line a part."""
    assert _map()._repr_mimebundle_()["text/plain"] == "Map: one map"


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
        ({"part": "../page", "version": 1, "data": {}}, "part '../page': unknown"),
        ({"part": "map", "version": 1, "data": []}, "part 'map': unknown"),
        ("<script>", "another version"),
    ],
)
def test_what_is_no_part_is_refused(found: object, message: str) -> None:
    """A page is never made from data of another version or shape."""
    with pytest.raises(PageError, match=message):
        Part.from_bundle({PART_MIME: found})


def test_a_false_picture_is_left_out() -> None:
    """Only a PNG is taken for the picture of a part."""
    bundle = _map()._repr_mimebundle_() | {"image/png": base64.b64encode(b"<svg>").decode()}
    assert Part.from_bundle(bundle).image == b""


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
