"""Recognition: spans, kinds and qualifiers of the mentions in a text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.linking.core.tokens import compose, windows
from briefing.linking.mentions import Mention, MentionKind, find_mentions
from briefing.reading.article import Article

NAMES = ["Iran", "Syrian", "Kyiv", "São Paulo", "Paris, Texas", "in", "President", "Ḩalab", "N.C."]
ANY_TEXT = st.text(st.characters(codec=None), max_size=12)
TEXTS = st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=12))).map(" ".join)


def mentions(text: str) -> tuple[Mention, ...]:
    """Find the mentions of a bare text."""
    return find_mentions(Article(id="a", text=text))


def found(text: str) -> list[str]:
    """Find the words of the mentions of a bare text."""
    return [mention.text for mention in mentions(text)]


@given(text=TEXTS)
def test_spans_slice_the_text_in_order_without_overlap(text: str) -> None:
    """Spans index the text itself, stay in order and never overlap."""
    spans = mentions(text)
    assert all(text[m.start : m.end] == m.text != "" for m in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


@given(text=st.lists(st.one_of(st.sampled_from([*NAMES, "\ud800"]), ANY_TEXT)).map("".join))
@example(text="Iran\ud800 Iran \udfff")
@settings(max_examples=200)
def test_any_text_at_all_is_read(text: str) -> None:
    """Lone surrogates, NUL and unassigned characters are text like any other."""
    assert isinstance(mentions(text), tuple)


@given(text=TEXTS, space=st.text(" \n\t", max_size=5))
def test_trailing_white_space_changes_nothing(text: str, space: str) -> None:
    """What follows the last word is not evidence."""
    assert mentions(text.rstrip() + space) == mentions(text.rstrip())


@given(text=TEXTS)
def test_the_normal_form_of_the_text_changes_nothing_but_spans(text: str) -> None:
    """The same mentions are found in decomposed text, and the spans fit that text."""
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    found = mentions(decomposed)
    assert all(decomposed[m.start : m.end] == m.text for m in found)
    as_composed = [unicodedata.normalize("NFC", m.text) for m in found]
    assert as_composed == [m.text for m in mentions(composed)]


@given(text=st.text())
def test_composing_keeps_the_way_back(text: str) -> None:
    """Every offset of the composed text has an origin, in order, and both ends meet."""
    composed, origins = compose(text)
    origins = origins if origins is not None else list(range(len(text) + 1))
    assert len(origins) == len(composed) + 1
    assert origins == sorted(origins)
    assert origins[-1] == len(text)


@given(text=st.text("ab .\n", max_size=200), size=st.integers(5, 40))
def test_windows_cover_the_text_and_fit(text: str, size: int) -> None:
    """Pieces follow one another without a gap, each of at most the size asked for."""
    cuts = list(windows(text, size))
    assert "".join(text[start:end] for start, end in cuts) == text.rstrip()
    assert all(0 < end - start <= size for start, end in cuts)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("Shelling went on in eastern Ukraine.", "eastern"),
        ("Shelling went on in southern and eastern Ukraine.", "southern and eastern"),
        ("Troops moved into north-eastern Syria.", "north-eastern"),
        ("Troops moved into Syria.", ""),
    ],
)
def test_the_part_of_a_place_is_kept(text: str, qualifier: str) -> None:
    """A direction before a name qualifies it and is no part of the span."""
    [mention] = mentions(text)
    assert mention.text in {"Ukraine", "Syria"}
    assert mention.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("The Paris Police Department said so.", ["Paris Police Department"]),
        ("The Ministry of Foreign Affairs of Ukraine.", ["Ministry of Foreign Affairs of Ukraine"]),
        ("The Supreme Court of the United States.", ["Supreme Court of the United States"]),
        ("The Iranian Foreign Ministry said so.", ["Iranian Foreign Ministry"]),
        ("The police in Paris said so.", [""]),
        ("The leaders of Spain came.", [""]),
        ("He visited Mexico City and Iran.", ["", ""]),
        ("He works at the University of Kansas.", []),
        ("The Washington Post wrote of the Bank of America.", []),
    ],
)
def test_places_in_the_names_of_institutions_are_marked_as_nested(
    text: str, within: list[str]
) -> None:
    """Where they tell where it is or whom it serves; universities, papers and companies do not."""
    assert [mention.within for mention in mentions(text)] == within


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Officials in Iran agreed.", MentionKind.TOPONYM),
        ("Two Iranian officials agreed.", MentionKind.DEMONYM),
        ("The ship lay at 44.95 N, 34.1 E that day.", MentionKind.COORDINATE),
        ("The ship lay at 44°57′N 34°06′E that day.", MentionKind.COORDINATE),
    ],
)
def test_the_kind_says_how_a_place_is_named(text: str, kind: MentionKind) -> None:
    """Names, words for people, and points are told apart."""
    assert [mention.kind for mention in mentions(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Last week more people came. Exclusive photographs followed.",
        "Mr. Salem and Claire Lyons wrote the report for John Kirby.",
        "Islamic State said that it was behind the attack.",
        "The turkey was served with china plates in march.",
    ],
)
def test_common_words_and_persons_are_no_places(text: str) -> None:
    """A word that is also a place somewhere needs evidence for being one."""
    assert found(text) == []


def test_two_letter_codes_count_only_after_a_comma() -> None:
    """A state's code is a place in "Austin, TX" and a word elsewhere."""
    assert found("They met in Austin, TX, last year.") == ["Austin", "TX"]
    assert found("THEY ARE IN OR OUT.") == []


def test_the_longest_name_wins() -> None:
    """A name inside a longer one is not a mention of its own."""
    assert found("Ministers of Guinea-Bissau met in New York.") == ["Guinea-Bissau", "New York"]
