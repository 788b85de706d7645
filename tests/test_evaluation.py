"""Evaluation: figures worked by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from briefing.linking.evaluation import calibration, figures, mistakes
from briefing.linking.judging import Judge, Verdict, pair
from briefing.linking.located import Found
from briefing.linking.marked import MarkedArticle, Toponym
from briefing.reading.article import Article

TEXT = "Paris and London are in France and England; French people, Rome."
JUDGE = Judge(countries={3017382: "FR"}, is_demonym=lambda words: words == "French")


def spot(words: str) -> tuple[int, int]:
    """Return the span of words in the text."""
    start = TEXT.index(words)
    return start, start + len(words)


def mark(words: str, **more: Any) -> Toponym:
    """Mark words of the text."""
    start, end = spot(words)
    return Toponym(start=start, end=end, text=words, **more)


def find(words: str, **more: Any) -> Found:
    """Find words of the text."""
    start, end = spot(words)
    return Found(start=start, end=end, **more)


def marked(*toponyms: Toponym, **more: Any) -> MarkedArticle:
    """Return the text with marks."""
    return MarkedArticle(
        article=Article(id="a", text=TEXT), toponyms=toponyms, corpus="hand", **more
    )


PARIS = mark("Paris", lat=48.85, lon=2.35, geonameid=2988507, country="FR", level="populated")
LONDON = mark("London", lat=51.5, lon=-0.12, country="UK", level="populated")
FRANCE = mark("France", lat=46.0, lon=2.0, country="FR", level="country")
ENGLAND = mark("England")  # marked without a point
ALL = marked(PARIS, LONDON, FRANCE, ENGLAND, demonyms_annotated=False)
FOUND = (
    find("Paris", lat=48.86, lon=2.36, country="FR", confidence=0.95),  # 1 km off
    find("London are", lat=42.98, lon=-81.25, country="CA", confidence=0.85),  # in Ontario
    find("France", country="FR", confidence=0.92),  # no point, the country is right
    find("England", lat=52.0, lon=-1.0, country="GB", confidence=0.5),
    find("French", lat=46.0, lon=2.0, country="FR", confidence=0.9),  # demonyms not marked
    find("Rome", lat=41.9, lon=12.5, country="IT", confidence=0.15),  # not marked
)


def test_the_figures_are_those_worked_by_hand() -> None:
    """Four marks, five links that count, three spans exact, two of three placed right."""
    found = figures(JUDGE, [JUDGE.article(ALL, FOUND)])
    assert found["counts"] == {
        "gold": 4,
        "found": 5,
        "exact": 3,
        "overlap": 4,
        "placed": 3,
        "judged": 4,
        "pairs": 3,
        "right": 2,
        "country_known": 3,
        "country_right": 2,
    }
    shares = {name: share["value"] for name, share in found["shares"].items()}
    assert shares == {
        "recognition_exact.p": 3 / 5,
        "recognition_exact.r": 3 / 4,
        "recognition_exact.f1": 6 / 9,
        "recognition_overlap.p": 4 / 5,
        "recognition_overlap.r": 4 / 4,
        "recognition_overlap.f1": 8 / 9,
        "acc161": 2 / 3,
        "end_to_end.p": 2 / 4,
        "end_to_end.r": 2 / 3,
        "end_to_end.f1": 4 / 7,
        "country_accuracy": 2 / 3,
    }
    # Haversine: Paris 0.01 degrees north, 0.01 east at 48.85 N; London to London, Ontario.
    assert found["without_point"] == 1
    near = math.hypot(1.11195, 1.11195 * math.cos(math.radians(48.855)))
    assert found["mean_km"] == pytest.approx((near + 5900) / 2, rel=0.01)
    assert found["kinds"]["populated"]["shares"]["acc161"]["value"] == 1 / 2
    assert found["kinds"]["country"]["shares"]["end_to_end.r"]["value"] == 1
    assert found["kinds"]["unknown"]["gold"] == 1


def test_one_article_alone_has_no_spread() -> None:
    """Resampling it gives it again; nothing to divide by gives no figure."""
    found = figures(JUDGE, [JUDGE.article(ALL, FOUND)] * 3)
    for share in found["shares"].values():
        assert share["low"] == share["high"] == pytest.approx(share["value"])
    empty = figures(JUDGE, [JUDGE.article(marked(), ())])
    assert {share["value"] for share in empty["shares"].values()} == {None}
    assert empty["mean_km"] is None
    assert json.loads(json.dumps(found)) == found


def test_an_interval_holds_the_value_and_is_the_same_each_time() -> None:
    """Two articles, one all right and one all wrong."""
    good = JUDGE.article(marked(PARIS), [find("Paris", lat=48.85, lon=2.35)])
    bad = JUDGE.article(marked(PARIS), [find("Rome")])
    share = figures(JUDGE, [good, bad])["shares"]["end_to_end.f1"]
    assert (share["low"], share["value"], share["high"]) == (0, 0.5, 1)
    assert figures(JUDGE, [good, bad])["shares"]["end_to_end.f1"] == share


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        (PARIS, find("Paris", lat=49.85, lon=2.35), True),  # 111 km
        (PARIS, find("Paris", lat=50.35, lon=2.35), False),  # 167 km
        (PARIS, find("Paris", geonameid=2988507), True),  # the same id
        (PARIS, find("Paris", country="FR"), False),  # a town is no country
        (FRANCE, find("France", lat=43.0, lon=6.0, country="FR"), True),
        (mark("France", lat=0.0, lon=0.0, geonameid=3017382), find("France", country="FR"), True),
        (mark("London", place="bloc:X"), find("London", place="bloc:X"), True),
        (mark("London", place="bloc:X"), find("London", lat=0.0, lon=0.0), False),
        (ENGLAND, find("England", lat=0.0, lon=0.0), None),
    ],
)
def test_a_place_is_right_by_distance_by_id_or_as_a_country(
    gold: Toponym, found: Found, *, right: bool | None
) -> None:
    """Where the mark has neither point nor id, nothing is said."""
    [verdict] = JUDGE.article(marked(gold), [found])
    assert verdict.right is right


def test_identical_spans_pair_first_then_the_most_shared() -> None:
    """One to one: what is left over is a mistake."""
    gold = [
        Toponym(start=0, end=5, text="x"),
        Toponym(start=0, end=10, text="x"),
        Toponym(start=20, end=25, text="x"),
    ]
    found = [
        Found(start=0, end=10),
        Found(start=3, end=12),
        Found(start=22, end=23),
        Found(start=21, end=25),
    ]
    assert pair(gold, found) == {0: 1, 1: 0, 2: 3}


def test_optional_marks_and_unmarked_demonyms_count_neither_way() -> None:
    """Found or missed; where demonyms were marked, one beyond the marks is spurious."""
    optional = marked(mark("French", optional=True))
    assert JUDGE.article(optional, []) == ()
    assert JUDGE.article(optional, [find("French")]) == ()
    assert JUDGE.article(marked(demonyms_annotated=False), [find("French")]) == ()
    [verdict] = JUDGE.article(marked(), [find("French")])
    assert verdict.mistake == "spurious"


def test_impossible_and_repeated_spans_are_left_out() -> None:
    """Whoever predicted them."""
    odd = [Found(start=-1, end=3), Found(start=5, end=5), Found(start=0, end=999)]
    assert JUDGE.article(marked(), [*odd, find("Rome"), find("Rome")]) == (
        Verdict(found=find("Rome")),
    )


def test_calibration_is_the_mean_gap_weighted_by_mentions() -> None:
    """0.95 and 0.92 right, 0.85 and 0.15 wrong: (2 x 0.065 + 0.85 + 0.15) / 4."""
    found = calibration(JUDGE.article(ALL, FOUND))
    assert found["mentions"] == 4
    assert found["error"] == pytest.approx((2 * 0.065 + 0.85 + 0.15) / 4)
    assert [(b["mentions"], b["right"]) for b in found["bins"] if b["mentions"]] == [
        (1, 0),
        (1, 0),
        (2, 1),
    ]
    assert calibration([Verdict(found=find("Rome", confidence=1.0))])["bins"][9]["mentions"] == 1
    assert calibration([])["error"] is None


def test_mistakes_are_shown_with_what_stands_around_them() -> None:
    """Missed, wrong place, spurious."""
    verdicts = JUDGE.article(ALL, FOUND[1:2] + FOUND[5:])
    found = {one["text"]: one for one in mistakes(ALL, verdicts)}
    assert {words: one["mistake"] for words, one in found.items()} == {
        "Paris": "missed",
        "London": "wrong place",
        "France": "missed",
        "England": "missed",
        "Rome": "spurious",
    }
    assert found["London"]["context"].startswith("Paris and [[London]] are in")
    assert found["London"]["found"]["country"] == "CA"
    assert found["Rome"]["gold"] is None


def test_the_command_scores_links_and_files_mistakes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Marked text and JSON Lines together; links of its own or given ones."""
    from briefing.cli import main  # noqa: PLC0415

    text = tmp_path / "mine.txt"
    text.write_text("=== x\nFire in [Kyiv](city:703448) and in [Foo](?).\n", encoding="utf-8")
    record = {"id": "y", "text": "Fire in Kyiv.", "toponyms": []}
    records = tmp_path / "other.jsonl"
    records.write_text(json.dumps(record) + "\n", encoding="utf-8")
    errors = tmp_path / "errors.jsonl"
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(text), str(records), "--json", "--errors", str(errors)])
    assert ended.value.code == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"mine", "other", "all"}
    assert report["mine"]["shares"]["end_to_end.f1"]["value"] == 1
    assert report["all"]["counts"]["found"] == 2
    found = [json.loads(line) for line in errors.read_text("utf-8").splitlines()]
    assert [(one["id"], one["mistake"], one["text"]) for one in found] == [
        ("x", "missed", "Foo"),
        ("y", "spurious", "Kyiv"),
    ]
    links = tmp_path / "links.jsonl"
    links.write_text(json.dumps({"id": "x", "mentions": []}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(text), "--pred", str(links)])
    assert ended.value.code == 0
    assert "mine: 1 articles, 2 marks, 0 links" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "x", "text": "Rome", "toponyms": [{"start": 0}]}', "a toponym of KeyError"),
        (
            '{"id": "x", "text": "Rome", "toponyms": [{"start": 0, "end": 2, "text": "Rome"}]}',
            "the span 0-2 is not 'Rome'",
        ),
        ('{"id": "x", "text": "Rome"}', "no object with 'toponyms'"),
        ('{"text": "Rome", "toponyms": []}', "id or text is no text"),
        ("{", "no JSON"),
        ("", "no marked article"),
    ],
)
def test_records_that_break_the_format_are_named(
    content: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with status 3."""
    from briefing.cli import main  # noqa: PLC0415

    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(path)])
    assert ended.value.code == 3
    assert message in capsys.readouterr().err


def test_links_that_break_the_format_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File and line, in one line, with status 3."""
    from briefing.cli import main  # noqa: PLC0415

    gold, links = tmp_path / "gold.txt", tmp_path / "links.jsonl"
    gold.write_text("=== x\nFire in [Kyiv](city:703448).\n")
    links.write_text('{"id": "x", "mentions": []}\n{"id": "y", "mentions": [{"start": 0}]}\n')
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(gold), "--pred", str(links)])
    assert ended.value.code == 3
    assert "links 'links.jsonl' line 2: KeyError ('end')" in capsys.readouterr().err
