"""Corrections: the file, which decision holds where, and what linking makes of it."""

from __future__ import annotations

import itertools
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import CorrectionError
from briefing.linking.correction_rows import COLUMNS
from briefing.linking.corrections import (
    Correction,
    Corrections,
    checked,
    parse_corrections,
    read_corrections,
)
from briefing.linking.links import Links, link, link_many
from briefing.linking.locating import locate
from briefing.reading.article import Article

TEXAS, FRANCE, KYIV = "city:4717560", "city:2988507", "city:703448"
TEXT = (
    "He was born in Paris. Michael Paris came from New York. The city of York and Paris grew. "
    "PARIS (Reuters) - Lamar County voted. In Paris, France, Foodorf won."
)
ARTICLE = Article(id="a", text=TEXT, source="The Paris News")


def placed(links: Links) -> list[tuple[int, str, str]]:
    """Give start, words and place of every link."""
    return [(x.mention.start, x.mention.text, x.place.id) for x in links if x.place]


def parsed(text: str, name: str = "c.csv") -> Corrections:
    """Read the text of a file."""
    return parse_corrections(text.encode(), Path(name))


def decided(*rows: Correction, article: Article = ARTICLE) -> Links:
    """Link an article under some decisions."""
    return link(article, corrections=checked(rows))


# --- the file -----------------------------------------------------------------------------------


def test_csv_and_json_lines_say_the_same() -> None:
    """Empty fields and missing columns are the same, and - is no place."""
    csv = parsed(
        "text,start,end,article,place,note\n"
        f'Paris,15,20,a,{TEXAS},"the local, of course"\n'
        "\n"
        "Jordan,,,,-,\n"
    )
    rows = [
        {
            "text": "Paris",
            "start": 15,
            "end": 20,
            "article": "a",
            "place": TEXAS,
            "note": "the local, of course",
        },
        {"text": "Jordan", "place": None},
    ]
    assert parsed("\n".join(map(json.dumps, rows)), "c.jsonl") == csv
    assert [(one.text, one.place, one.rank) for one in csv] == [
        ("Paris", TEXAS, 4),
        ("Jordan", "", 0),
    ]
    assert [one.line for one in csv] == [2, 4]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text,place\nParis,city:0\n", "line 2: place 'city:0', expected an id of the gazetteer"),
        ("text,plaice\nParis,-\n", "line 1: unknown column 'plaice'; there are: text"),
        ("text\nParis\n", "line 1: no column 'place'"),
        ("text,place,text\nParis,-,x\n", "line 1: a column stands twice"),
        ("text,place\nParis,Texas,-\n", "line 2: 3 fields, expected 2; quote"),
        ("text,place\n,-\n", "line 2: text '', expected a name"),
        ("text,place,start\nParis,-,x\n", "line 2: start 'x', expected a number"),
        ("text,place,start\nParis,-,3\n", "line 2: one of start and end alone"),
        ("text,place,start,end\nParis,-,9,5\n", "line 2: start 9 and end 5, expected a half-open"),
        ("text,place,start,end\nParis,-,5,9\n", "line 2: a span without an article; give the id"),
        ("text,place,sentence\nParis,-,In Rome.\n", "line 2: sentence 'In Rome.', expected one"),
        ("text,place,date\nParis,-,May 3\n", "line 2: date 'May 3', expected YYYY-MM-DD"),
        (f"text,place\nParis,{TEXAS}\nRome,-\nParis,-\n", "line 4: 'Paris' is decided in line 2"),
        ('text,place\n"Paris,-\n', "no CSV"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, message: str) -> None:
    """File, line, what was found, what was expected, what to do."""
    with pytest.raises(CorrectionError) as error:
        parsed(text)
    assert "corrections 'c.csv' line" in str(error.value)
    assert message in str(error.value)


def test_faults_of_json_lines_and_of_files_are_named(tmp_path: Path) -> None:
    """No JSON, no object, no UTF-8, no file, no such format."""
    with pytest.raises(CorrectionError, match="line 2: no JSON"):
        parsed('{"text": "Paris", "place": "-"}\n{', "c.jsonl")
    with pytest.raises(CorrectionError, match="line 1: list, expected an object"):
        parsed("[1]", "c.jsonl")
    with pytest.raises(CorrectionError, match="line 1: note is int, expected a text"):
        parsed('{"text": "Paris", "place": "-", "note": 1}', "c.jsonl")
    with pytest.raises(CorrectionError, match=r"line 2: byte 0xff is no UTF-8"):
        parse_corrections(b"text,place\n\xff,-\n", Path("c.csv"))
    with pytest.raises(CorrectionError, match="no such file"):
        read_corrections(tmp_path / "none.csv")
    with pytest.raises(CorrectionError, match=r"suffix '\.xlsx', expected \.csv or \.jsonl"):
        parsed("", "c.xlsx")


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
NAMES = TEXTS.map(lambda t: unicodedata.normalize("NFC", t.strip())).filter(bool)


@given(
    rows=st.lists(
        st.builds(
            Correction,
            text=NAMES,
            place=st.sampled_from(["", TEXAS, "bloc:NATO"]),
            article=NAMES,
            note=TEXTS.map(str.strip),
            date=st.sampled_from(["", "2024-02-29"]),
        ),
        unique_by=lambda one: one.target,
        max_size=4,
    )
)
@settings(max_examples=50)
@pytest.mark.parametrize("name", ["c.csv", "c.jsonl"])
def test_what_is_saved_is_read_again(
    name: str, rows: list[Correction], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the words are; and the hash is of the decisions, not of the format."""
    corrections = checked(rows)
    path = corrections.save(tmp_path_factory.mktemp("saved") / name)
    again = read_corrections(path)
    assert again == corrections
    assert again.sha256 == corrections.sha256


def test_the_template_of_the_file_is_the_columns(tmp_path: Path) -> None:
    """A saved file shows an analyst every column."""
    header = Corrections().save(tmp_path / "c.csv").read_text().strip()
    assert header.split(",") == list(COLUMNS)


# --- what linking makes of it -------------------------------------------------------------------


def test_a_name_means_the_decided_place_and_places_the_others() -> None:
    """Confidence 1, the note in the reason; the county beside it is now the right one."""
    before, after = link(ARTICLE), decided(Correction(text="Paris", place=TEXAS, note="local"))
    first = after[0]
    assert (first.place and first.place.id, first.confidence) == (TEXAS, 1.0)
    assert first.reason == "decided by the analyst: local"
    assert [candidate.place.id for candidate in first.candidates] == [TEXAS]
    county = {x.mention.text: x.confidence for x in before}["Lamar County"]
    assert {x.mention.text: x.confidence for x in after}["Lamar County"] > county


def test_a_decision_on_a_name_leaves_other_meanings_alone() -> None:
    """Longer names, persons, and what the text places elsewhere itself."""
    links = decided(Correction(text="Paris", place=TEXAS), Correction(text="York", place=KYIV))
    by_start = {x.mention.start: x for x in links}
    assert by_start[15].confidence == by_start[77].confidence == 1.0
    assert by_start[46].mention.text == "New York"
    assert by_start[46].decision is None
    assert by_start[68].place
    assert by_start[68].place.id == KYIV
    assert by_start[130].place
    assert by_start[130].place.id == FRANCE
    michael = by_start.get(30)
    assert michael is None or michael.confidence < 1


def test_one_mention_is_decided_and_the_others_follow() -> None:
    """The others mean the same, as surely as they are places; other decisions come first."""
    span = Correction(text="Paris", place=TEXAS, start=15, end=20, article="a")
    links = {x.mention.start: x for x in decided(span)}
    assert links[15].confidence == 1.0
    assert links[77].place
    assert links[77].place.id == TEXAS
    assert links[77].confidence < 1
    assert links[77].reason == "means what the analyst decided for this name"
    assert links[89].place
    assert links[89].place.id == TEXAS
    told = {x.mention.start: x for x in decided(span, Correction(text="Paris", place=KYIV))}
    assert told[15].place
    assert told[15].place.id == TEXAS
    assert told[77].place
    assert told[77].place.id == KYIV


def test_a_name_or_one_mention_is_no_place() -> None:
    """A name is gone wherever it is written so; a mention alone goes alone."""
    assert "York" not in {x.mention.text for x in decided(Correction(text="York", place=""))}
    one = decided(Correction(text="Paris", place="", start=15, end=20, article="a"))
    starts = {x.mention.start for x in one}
    assert 15 not in starts
    assert 77 in starts
    assert one.unmet == ()
    assert [decision.start for decision in one.dropped] == [15]


def test_a_name_that_was_missed_is_added() -> None:
    """Also one that no gazetteer has; an unknown word of any script will do."""
    links = decided(Correction(text="Foodorf", place=KYIV, article="a"))
    assert (145, "Foodorf", KYIV) in placed(links)
    chinese = Article(id="c", text="他在基辅。")
    assert placed(decided(Correction(text="基辅", place=KYIV), article=chinese)) == [
        (2, "基辅", KYIV)
    ]


def test_words_around_a_name_pick_the_mention() -> None:
    """White space counts as white space, and the sentence may stand in any article."""
    around = Correction(text="Paris", place=TEXAS, sentence="York\n and Paris grew")
    links = {x.mention.start: x for x in decided(around)}
    assert links[77].confidence == 1.0
    assert links[15].confidence < 1


def test_the_most_specific_decision_wins() -> None:
    """Span, words around, article, source, everywhere."""
    rows = [
        Correction(text="Paris", place="city:2643743"),
        Correction(text="Paris", place=KYIV, source="The Paris News"),
        Correction(text="Paris", place=FRANCE, article="a"),
        Correction(text="Paris", place=TEXAS, sentence="born in Paris."),
        Correction(text="Paris", place="country:FR", start=15, end=20, article="a"),
    ]
    for count, expected in enumerate(["city:2643743", KYIV, FRANCE, TEXAS, "country:FR"], start=1):
        first = decided(*rows[:count])[0]
        assert (first.mention.start, first.place and first.place.id) == (15, expected)


@pytest.mark.parametrize(
    "row",
    [
        Correction(text="Paris", place=TEXAS, article="b"),
        Correction(text="Paris", place=TEXAS, source="The Times"),
    ],
)
def test_a_decision_for_elsewhere_changes_nothing(row: Correction) -> None:
    """Another article's, another source's."""
    links = decided(row)
    assert links.links == link(ARTICLE).links
    assert links.unmet == ()


@pytest.mark.parametrize(
    "row",
    [
        Correction(text="Paris", place=TEXAS, start=16, end=21, article="a"),
        Correction(text="Paris", place=TEXAS, start=15_000, end=15_005, article="a"),
        Correction(text="Paris", place=TEXAS, sentence="Paris burns", article="a"),
        Correction(text="Rome", place=KYIV, article="a"),
    ],
)
def test_what_does_not_fit_the_text_is_reported_and_never_moved(row: Correction) -> None:
    """Neither there nor anywhere else."""
    links = decided(row)
    assert links.unmet == (row,)
    assert links.links == link(ARTICLE).links


def test_overlapping_decisions_are_not_both_obeyed() -> None:
    """The longer span stays and the other is reported."""
    long = Correction(text="Paris grew", place=TEXAS, start=77, end=87, article="a")
    short = Correction(text="Paris", place=KYIV, start=77, end=82, article="a")
    links = decided(short, long)
    assert (77, "Paris grew", TEXAS) in placed(links)
    assert links.unmet == (short,)


def test_demonyms_stay_demonyms() -> None:
    """How a place is named does not change with what it is."""
    [one] = decided(
        Correction(text="Iranian", place="country:IQ"), article=Article(id="i", text="Iranian oil.")
    )
    assert (one.mention.kind.value, one.place and one.place.id) == ("demonym", "country:IQ")


def test_spans_are_those_of_decomposed_text_too() -> None:
    """Offsets count the characters of the article as it is."""
    text = unicodedata.normalize("NFD", "Über São Paulo und São Paulo.")
    start = text.rindex("Sa")
    name = text[start:-1]
    row = Correction(text=name, place=KYIV, start=start, end=start + len(name), article="n")
    links = decided(row, article=Article(id="n", text=text))
    assert (start, name, KYIV) in placed(links)
    assert links.unmet == ()


def test_decisions_reach_every_piece_of_a_long_text() -> None:
    """And what they say holds for the whole of it."""
    text = "\n\n".join(
        f"Shops in Paris opened on day {n}. " + "More of it. " * 40 for n in range(99)
    )
    last = text.rindex("Paris")
    rows = [
        Correction(text="Paris", place=KYIV, start=last, end=last + 5, article="l"),
        Correction(text="Paris", place=TEXAS, source=""),
    ]
    links = decided(*rows, article=Article(id="l", text=text))
    assert [x.place and x.place.id for x in links] == [TEXAS] * 98 + [KYIV]
    assert {x.confidence for x in links} == {1.0}


def test_many_names_in_a_long_text_are_found_in_one_go() -> None:
    """Marks never overlap, whatever is decided."""
    rows = [Correction(text=name, place=KYIV) for name in ("a", "a a", "b a", "a b a")]
    marks = locate("a b a a b " * 2000, rows).marks
    assert all(one.end <= other.start for one, other in itertools.pairwise(marks))


# --- in a notebook ------------------------------------------------------------------------------


def test_links_are_corrected_one_by_one_and_kept(tmp_path: Path) -> None:
    """Each gives new links; the file of the decisions gives the same ones again."""
    links = link(ARTICLE)
    corrected = links.correct("Paris", TEXAS, note="local").correct("York", None)
    assert len(links.corrections) == 0
    assert len(corrected.corrections) == 2
    assert corrected[0].decision == Correction(text="Paris", place=TEXAS, article="a", note="local")
    assert len(corrected.decided) == 4
    path = corrected.corrections.save(tmp_path / "mine.csv")
    assert link(ARTICLE, corrections=path) == corrected
    assert list(link_many([ARTICLE], corrections=path)) == [corrected]


def test_a_decision_is_taken_back_by_another_on_the_same() -> None:
    """The last word counts, and saying it twice changes nothing."""
    once = link(ARTICLE).correct("Paris", TEXAS)
    assert once.correct("Paris", TEXAS) == once
    assert once.correct("Paris", KYIV).correct("Paris", TEXAS) == once


def test_a_correction_that_cannot_be_is_refused() -> None:
    """No such place, no such word."""
    links = link(ARTICLE)
    with pytest.raises(CorrectionError, match="place 'city:0', expected an id"):
        links.correct("Paris", "city:0")
    with pytest.raises(CorrectionError, match="article 'a' does not have these words"):
        links.correct("Rome", KYIV)
    with pytest.raises(CorrectionError, match="does not have these words"):
        links.correct("Paris", KYIV, start=16)
    with pytest.raises(CorrectionError, match="decided twice"):
        checked([Correction(text="Paris", place=KYIV), Correction(text="Paris", place="")])
    with pytest.raises(CorrectionError, match="no place of this id"):
        link(ARTICLE, corrections=Corrections((Correction(text="Paris", place="city:0"),)))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Paris", "York", "New York", "Foodorf", "Lamar County", "grew"]),
            st.sampled_from(["", TEXAS, KYIV, "country:FR", "bloc:NATO"]),
            st.sampled_from([None, 15, 46, 77, 130]),
        ),
        max_size=5,
    )
)
@settings(max_examples=60)
def test_whatever_is_decided_links_are_ordered_and_the_same_again(
    rows: list[tuple[str, str, int | None]],
) -> None:
    """Spans fit, do not overlap, and each decision is obeyed or reported."""
    decisions = Corrections()
    for text, place, start in rows:
        end = None if start is None else start + len(text)
        decisions = decisions.and_also(
            Correction(text=text, place=place, start=start, end=end, article="a")
        )
    links = link(ARTICLE, corrections=decisions)
    assert link(ARTICLE, corrections=links.corrections) == links
    end = 0
    for one in links:
        assert one.mention.start >= end
        end = one.mention.end
        assert TEXT[one.mention.start : end] == one.mention.text
    for decision in decisions:
        if decision.start is not None and decision not in links.unmet:
            found = {x.mention.start: x for x in links}.get(decision.start)
            assert (found.place.id if found and found.place else "") == decision.place
