"""Reading articles: every format, every encoding, nothing hidden, and no input that breaks it."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import pickle
import socket
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.errors import ArticleError
from briefing.reading.article import Article, headline, misread
from briefing.reading.files import read_article
from briefing.reading.records import read_record
from briefing.reading.refusals import MAX_BYTES
from briefing.reading.streams import read_articles

DATA = Path(__file__).parent / "data" / "articles"
SUFFIXES = ["", ".txt", ".md", ".html", ".json", ".jsonl", ".pdf"]
LONG = "Officials in Kyiv said on Monday that talks would go on near Odesa, after long delays. "


def refusal(source: str | Path | bytes) -> str:
    """Give the message with which an input is refused; one line."""
    with pytest.raises(ArticleError) as caught:
        read_article(source)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def check_invariants(article: Article) -> None:
    """Check what holds for every article."""
    text = article.text
    assert text.strip()
    assert text.encode("utf-8").decode("utf-8") == text
    assert not set(text) & {chr(c) for c in range(32)} - {"\n", "\t"}
    for spans in (article.paragraphs, article.sentences):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))
        assert all(text[start:end] == text[start:end].strip() for start, end in spans)
        covered = "".join(text[start:end] for start, end in spans)
        assert "".join(covered.split()) == "".join(text.split())
    holders = {
        sentence: [p for p in article.paragraphs if p[0] <= sentence[0] and sentence[1] <= p[1]]
        for sentence in article.sentences[:50]
    }
    assert all(len(found) == 1 for found in holders.values())


# ---- plain text ----


def test_text_file_gives_title_date_and_text(tmp_path: Path) -> None:
    """A headline, the date in the file name and line ends are understood; the title stays."""
    path = tmp_path / "talks-2022-07-19.txt"
    path.write_bytes("Talks in Tehran\r\n\r\nThey met.\r\nThey left the Cafe\u0301.\r\n".encode())
    article = read_article(path)
    assert article.id == "talks-2022-07-19"
    assert article.title == "Talks in Tehran"
    assert article.date == dt.date(2022, 7, 19)
    assert article.text == "Talks in Tehran\n\nThey met.\nThey left the Café."
    assert len(article.sha256) == 64


def test_arguments_win_over_what_the_file_says(tmp_path: Path) -> None:
    """Title, date, language and origin that a caller gives are taken."""
    path = tmp_path / "talks-2022-07-19.txt"
    path.write_text("Talks\n\nThey met.", encoding="utf-8")
    article = read_article(path, title="Other", date="2020-01-02", language="de-AT", origin="Wire")
    assert (article.title, article.date) == ("Other", dt.date(2020, 1, 2))
    assert (article.language, article.source) == ("de", "Wire")


def test_str_with_a_line_feed_is_a_text_and_any_other_is_a_path() -> None:
    """A str is never guessed at: a line feed makes it a text."""
    assert read_article("Talks\n\nThey met in Tehran.").title == "Talks"
    assert "no such file" in refusal("They met in Tehran.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks in Tehran\n\nThey met.", "Talks in Tehran"),
        ("Will they meet?\n\nThey met.", "Will they meet?"),
        ("They met.\n\nThey left.", ""),
        ("Talks in Tehran\nThey met.", ""),
        ("Talks in Tehran", ""),
        ("Talks " * 40 + "\n\nThey met.", ""),
    ],
)
def test_headline(text: str, expected: str) -> None:
    """A headline is short, has no full stop, and a blank line and a text follow."""
    assert headline(text) == expected


def test_invisible_marks_are_removed_from_files_and_kept_in_texts() -> None:
    """Bidirectional overrides and soft hyphens of files go; offsets of a given text stay."""
    hostile = "Con\u00advoy left \u202eyiK\u202c for Pa\u200bris.\n"
    assert read_article(hostile).text == "Convoy left yiK for Paris."
    assert Article.from_text(hostile).text == hostile


def test_what_cannot_be_written_is_replaced_one_for_one() -> None:
    """Control characters and lone surrogates keep their place as U+FFFD."""
    article = Article.from_text("a\x00b\ud800c\td\re\n")
    assert article.text == "a\ufffdb\ufffdc\td e\n"


# ---- encodings ----

SAMPLES = {
    "cp1252": "Le président s'est rendu à Téhéran, où l'été fut très chaud, et à Genève.\n",
    "cp1250": "Prezydent udał się do Teheranu. Źródła mówią o zbożu i współpracy.\n",
    "cp1251": "Президент прибыл в Тегеран. Москва и Киев обсудили поставки зерна.\n",
    "koi8-r": "Президент прибыл в Тегеран. Москва и Киев обсудили поставки зерна.\n",
    "cp1253": "Ο πρόεδρος ταξίδεψε στην Τεχεράνη. Η συνάντηση έγινε την Τρίτη.\n",
    "cp1256": "وصل الرئيس إلى طهران يوم الثلاثاء وناقش تصدير الحبوب من أوكرانيا.\n",
    "cp932": "大統領は火曜日にテヘランを訪問した。ウクライナの穀物輸出について協議した。\n",
    "utf-16": "Zürich, 東京, Москва\n",
    "utf-8-sig": "Zürich, 東京, Москва\n",
    "utf-16-le": "Officials met in Zürich on Monday.\n",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_undeclared_encodings_are_told(encoding: str) -> None:
    """Text in the common encodings is read rightly without a declaration."""
    text = SAMPLES[encoding]
    assert read_article(text.encode(encoding)).text == text.strip()


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("cp1252", "utf-8"), ("utf-8", "iso-8859-1"), ("shift_jis", "shift_jis"), ("koi8-r", "")],
)
def test_page_whose_declaration_is_wrong_or_missing(encoding: str, declared: str) -> None:
    """What the bytes are counts for more than what the page declares."""
    text = {"shift_jis": "東京と大阪", "koi8-r": "Москва и Киев"}.get(encoding, "München und Köln")
    meta = f'<meta charset="{declared}">' if declared else ""
    page = f"<html><head>{meta}</head><body><p>{text} {LONG * 3}</p></body></html>"
    assert text in read_article(page.encode(encoding)).text


def test_ambiguous_encoding_is_refused() -> None:
    """Where several encodings give different names, none is guessed."""
    assert "encoding doubtful" in refusal("President Erdoğan met Putin.\n".encode("cp1254"))


def test_wrongly_declared_encoding_is_refused() -> None:
    """A declaration that gives no words is not followed into mojibake."""
    page = f"<meta charset='windows-1251'><p>Москва и Киев, Одесса и Харьков. {LONG}</p>"
    assert "encoding doubtful" in refusal(page.encode("koi8-r"))


def test_few_broken_bytes_show_as_replacement_characters() -> None:
    """A UTF-8 text that was cut inside a character is still read."""
    text = "Zürich, Genève, Kraków, Malmö, São Paulo, Bogotá, Tórshavn, Reykjavík, Łódź, Zü"
    assert read_article(text.encode()[:-1]).text == text[:-1] + "\ufffd"


# ---- refused by what it is ----


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "looks like a PNG image"),
        (gzip.compress(b"text"), "looks like a gzip archive"),
        (b"PK\x03\x04" + bytes(50), "looks like a zip archive"),
        (b"%PDF-1.7\n", "found a PDF document"),
        (b"{\\rtf1 Hello", "looks like a rich-text document"),
        (bytes(range(256)) * 20, "looks like binary data"),
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
    ],
)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_article_under_any_name(data: bytes, reason: str, suffix: str, tmp_path: Path) -> None:
    """What is no text is refused by what it is, whatever it is called."""
    path = tmp_path / f"article{suffix}"
    path.write_bytes(data)
    message = refusal(path)
    assert path.name in message
    if suffix not in {".json", ".jsonl"}:
        assert reason in message


def test_large_file_is_refused_with_found_allowed_and_remedy(tmp_path: Path) -> None:
    """A file of 5 MB is not read; the message says how large it may be."""
    path = tmp_path / "large.txt"
    path.write_bytes(b"Kyiv. " * 850_000)
    message = refusal(path)
    assert "5,100,000 bytes" in message
    assert f"{MAX_BYTES:,}" in message
    assert "split" in message
    assert "2,000,000" in refusal(b"x" * (MAX_BYTES + 1))


def test_missing_file_folder_and_impossible_names(tmp_path: Path) -> None:
    """Paths that cannot be read are named, in one short line."""
    assert "'nowhere.txt': no such file" in refusal(tmp_path / "nowhere.txt")
    assert "folder" in refusal(tmp_path)
    assert len(refusal("x" * 5000)) < 200
    assert "cannot be read" in refusal("a\0b")


# ---- HTML and Markdown ----


def test_saved_page_gives_what_its_reader_sees() -> None:
    """The article is found; hidden, commented and scripted text and the page's frame are not."""
    article = read_article(DATA / "saved-page.html")
    assert article.title == "Grain ships leave Odesa under new deal"
    assert article.text.startswith(article.title + "\n\nThe first ship")
    assert article.date == dt.date(2022, 8, 1)
    assert (article.language, article.source) == ("en", "Harbour Post")
    for place in ("Odesa", "Turkey & Ukraine", "Tripoli in Lebanon", "Romania and Moldova"):
        assert place in article.text
    for unseen in [
        "Oslo",
        "Paris",
        "Rome",
        "Berlin",
        "Madrid",
        "Lisbon",
        "Vienna",
        "Geneva",
        "Copenhagen",
        "Sport",
    ]:
        assert unseen not in article.text
    assert "<b>Nothing is certain</b>" in article.text


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">HIDDEN</p>',
        '<p style="VISIBILITY:hidden">HIDDEN</p>',
        '<p style="font-size:0px">HIDDEN</p>',
        '<p style="opacity: 0.0">HIDDEN</p>',
        '<p style="position:absolute; left:-9999px">HIDDEN</p>',
        '<p style="height:0; overflow:hidden">HIDDEN</p>',
        "<div hidden><p>HIDDEN</p></div>",
        "<!-- HIDDEN -->",
        "<template><p>HIDDEN</p></template>",
        "<noscript>HIDDEN</noscript>",
        "<script>HIDDEN</script>",
        "<style>.x { display: none }</style><p class='y x'>HIDDEN</p>",
        "<style>#x { visibility: hidden }</style><p id=x>HIDDEN</p>",
        "<select><option>HIDDEN</option></select>",
        '<p hidden style="a" ' + " ".join(f"a{i}=1" for i in range(300)) + ">HIDDEN</p>",
        "<p " + " ".join(f"a{i}=1" for i in range(300)) + " hidden>HIDDEN</p>",
    ],
)
@pytest.mark.parametrize("find_main", [True, False])
def test_hidden_text_is_no_text(hidden: str, find_main: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """No way of hiding text that the page's markup shows gets into the article."""
    path = tmp_path / f"page.{'html' if find_main else 'md'}"
    path.write_text(f"<p>{LONG * 4}</p>\n\n{hidden}\n\n<p>The end.</p>", encoding="utf-8")
    article = read_article(path)
    assert "HIDDEN" not in article.text
    assert "Odesa" in article.text


@pytest.mark.parametrize(
    "visible",
    [
        '<p style="font-size:0.9em">SHOWN</p>',
        '<p style="opacity:0.5; margin-left:-5px">SHOWN</p>',
        '<p aria-hidden="true">SHOWN</p>',
        "<style>@media print { .x { display: none } }</style><p class=x>SHOWN</p>",
        "<style>* { display: none }</style><p>SHOWN</p>",
        '<p style="max-height:0.5em; overflow:hidden">SHOWN</p>',
        "<details><summary>More</summary>SHOWN</details>",
    ],
)
def test_visible_text_stays(visible: str) -> None:
    """Styles that only resemble hiding, or hide from some readers, take nothing away."""
    assert "SHOWN" in read_article(f"<div>\n{visible}</div>").text


def test_entities_are_decoded_once() -> None:
    """Text about markup stays text about markup."""
    page = "<p>\nThey wrote &lt;img src=x onerror=alert(1)&gt; and &amp;lt; in Kyiv."
    assert read_article(page).text == "They wrote <img src=x onerror=alert(1)> and &lt; in Kyiv."


def test_page_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No entity, base address, style sheet or picture is fetched or read."""

    def refuse(*_: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">'
        '<!ENTITY y "ha"><!ENTITY z "&y;&y;&y;">]><html><head><base href="http://203.0.113.9/">'
        '<link rel="stylesheet" href="a.css"></head><body><img src="b.png"><p>'
        f"{LONG * 3} &x; &z;</p></body></html>\n"
    )
    text = read_article(page).text
    assert Path("/etc/hostname").read_text(encoding="utf-8").strip() not in text
    assert "hahaha" not in text
    assert "ENTITY" not in text


def test_deep_page_is_refused_not_emptied() -> None:
    """A page nested too deeply for the parser is no empty article."""
    assert "deep" in refusal(b"<div>" * 100_000 + b"Kyiv" + b"</div>" * 100_000)
    assert "Kyiv" in read_article(b"<div>" * 1_000 + b"Kyiv" + b"</div>" * 1_000).text


def test_large_page_keeps_its_text() -> None:
    """Beyond the bounds of the search for the main text, all visible text is taken."""
    page = "<html><body>" + f"<p>{LONG}</p>" * 12_000 + "</body></html>"
    assert read_article(page.encode()).text.count("Odesa") == 12_000


def test_page_without_text_is_refused() -> None:
    """A page that only scripts fill has no text."""
    assert "no visible text" in refusal(b"<html><body><script>write()</script></body></html>")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<meta property="article:published_time" content="2023-04-04T10:00:00Z">', (2023, 4, 4)),
        ('<meta name="date" content="Tue, 04 Apr 2023 10:00:00 GMT">', (2023, 4, 4)),
        ('<time datetime="2023-04-04">Tuesday</time>', (2023, 4, 4)),
        ('<time datetime="2023-04-04">x</time><time datetime="2023-04-05">y</time>', None),
        ('<script type="application/ld+json">{"datePublished": "yesterday"}</script>', None),
        ("<p>They have waited since 4 April 2023.</p>", None),
    ],
)
def test_date_of_a_page(page: str, expected: tuple[int, int, int] | None) -> None:
    """The date of publication is read where it is declared; no other day is taken for it."""
    article = read_article(f"<html>\n{page}<p>{LONG * 3}</p></html>")
    assert article.date == (dt.date(*expected) if expected else None)


def test_markdown_is_read_as_its_reader_sees_it() -> None:
    """Marks, links and front matter go; headings, items and rows are paragraphs."""
    article = read_article(DATA / "dispatch-2023-04-04.md")
    assert article.title == "Finland joins NATO"
    assert article.date == dt.date(2023, 4, 4)
    assert (article.language, article.source) == ("en", "Example Wire")
    paragraphs = [article.text[start:end] for start, end in article.paragraphs]
    assert paragraphs == [
        "Finland joins NATO",
        "Finland became the 31st member of the alliance. The flag was raised in Brussels.",
        "What comes next",
        "Sweden waits for Turkey and Hungary.",
        "Russia speaks of countermeasures.",
        "Country\tSince",
        "Norway\t1949",
        "Finland\t2023",
    ]


def test_long_markdown_is_refused(tmp_path: Path) -> None:
    """Markdown is bounded more tightly than text, for its parser needs much more."""
    path = tmp_path / "long.md"
    path.write_text("x" * 300_001, encoding="utf-8")
    assert "300,001 characters of Markdown" in refusal(path)
    path.write_text("x" * 300_000, encoding="utf-8")
    assert len(read_article(path).text) == 300_000


# ---- records, streams and folders ----


def test_jsonl_goes_on_past_bad_lines() -> None:
    """Every line gives its article or its error, in order, with the line's number."""
    found = list(read_articles(DATA / "wire.jsonl"))
    shown = [a.id if isinstance(a, Article) else str(a).split(":", 1) for a in found]
    assert shown == [
        "w1",
        "wire-2",
        ["wire.jsonl line 3", " found no JSON (Expecting value), expected one object"],
        "w1-2",
        ["wire.jsonl line 5", " field 'text' is a number, expected text"],
        ["wire.jsonl line 6", " field 'text' is missing, expected the article's text"],
        "8",
        "w9",
        ["wire.jsonl line 10", " found a JSON list, expected one object"],
        ["wire.jsonl line 11", " empty, expected text"],
    ]


def test_a_date_that_nobody_can_read_is_told_and_the_article_kept() -> None:
    """What is wrong with one field is no reason to lose the text; its own date counts instead."""
    found = [one for one in read_articles(DATA / "wire.jsonl") if isinstance(one, Article)]
    (ninth,) = (one for one in found if one.id == "w9")
    assert (ninth.date, ninth.dated.misread) == (None, "19 July")
    told = "article 'w9': date is '19 July', expected YYYY-MM-DD; it is read without a date"
    assert misread(ninth) == told
    record = b'{"text": "VIENNA, 3 May 2024 - Talks began.", "date": "soon"}'
    kept = read_record(record, "a record")
    assert (kept.date, kept.dated.misread) == (dt.date(2024, 5, 3), "soon")


def test_record_keeps_its_text_and_fields() -> None:
    """The text of a record is its own but for what cannot be written."""
    first = next(read_articles(DATA / "wire.jsonl"))
    assert isinstance(first, Article)
    assert first.text == "Iran and Russia \nsigned."
    assert (first.title, first.source, first.language) == ("A deal", "Wire", "en")
    assert first.date == dt.date(2022, 7, 19)


def test_stream_of_records_and_of_one_text() -> None:
    """A stream that starts with a bracket is JSONL; any other is one article."""
    records = io.BytesIO(b'{"id": "a", "text": "Iran."}\n{"id": "b", "text": "Syria."}\n')
    assert [a.id for a in read_articles(records) if isinstance(a, Article)] == ["a", "b"]
    (article,) = read_articles(io.BytesIO(b"Talks\n\nThey met."))
    assert isinstance(article, Article)
    assert article.title == "Talks"
    (error,) = read_articles(io.BytesIO(b""))
    assert isinstance(error, ArticleError)


def test_overlong_line_is_skipped_whole() -> None:
    """A line beyond the limit gives one error, and the next line is read."""
    lines = b'{"text": "' + b"x" * (2 * MAX_BYTES) + b'"}\n{"id": "b", "text": "Syria."}\n'
    first, second = read_articles(io.BytesIO(lines))
    assert isinstance(first, ArticleError)
    assert isinstance(second, Article)
    assert second.id == "b"


def test_single_record_as_a_file(tmp_path: Path) -> None:
    """One record may be spread over lines, and its name need not say what it is."""
    path = tmp_path / "deal.json"
    path.write_text('{"id": "deal",\n "text": "Iran met Russia."}', encoding="utf-8")
    assert read_article(path).id == "deal"
    path = tmp_path / "deal.txt"
    path.write_text('{"text": "Iran met Russia."}', encoding="utf-8")
    assert (read_article(path).id, read_article(path).text) == ("deal", "Iran met Russia.")
    path.write_text("{braces} in a text about Iran.", encoding="utf-8")
    assert read_article(path).text.startswith("{braces}")


def test_read_article_refuses_many_records() -> None:
    """A file of several records is for `read_articles`."""
    assert "read_articles" in refusal(DATA / "wire.jsonl")


def test_folder_is_read_in_order_with_its_errors(tmp_path: Path) -> None:
    """Files come in the order of their names; hidden ones and subfolders are left out."""
    for name, text in {"b.txt": "Iran.", "a.md": "Syria.", "c.txt": "", ".x.txt": "Oslo."}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "b.md").write_text("Turkey.", encoding="utf-8")
    (tmp_path / "d").mkdir()
    found = list(read_articles(tmp_path))
    assert [a.id for a in found if isinstance(a, Article)] == ["a", "b", "b-2"]
    assert [str(e) for e in found if isinstance(e, ArticleError)] == [
        "article 'c.txt': empty, expected text"
    ]


def test_missing_source_is_an_error_in_the_stream(tmp_path: Path) -> None:
    """`read_articles` raises for no input whatsoever."""
    for source in (tmp_path / "nowhere", "x" * 5000, "a\0b"):
        (error,) = read_articles(source)
        assert isinstance(error, ArticleError)


# ---- paragraphs and sentences ----


def sentences_of(text: str) -> list[str]:
    """Give the sentences of a text as strings."""
    article = Article.from_text(text)
    check_invariants(article)
    return [text[start:end] for start, end in article.sentences]


@pytest.mark.parametrize(
    "expected",
    [
        ["The U.S. envoy met Gen. Smith.", "He left at 3.5 km/h."],
        ["He lives in the U.S.", "The capital is Washington."],
        ["Vladimir V. Putin came.", "So did J. K. Rowling."],
        ["See No. 5 of the list.", "He said no.", "She agreed."],
        ["“We agree.”", "“So do they,” he said.", "They left."],
        ["“Why?” he asked.", "Nobody knew!", "Really?!", "Yes."],
        ["He paused… and went on.", "Then he stopped...", "Silence."],
        ["It cost $1.5 bn in Jan. 2022.", "It rose by 3 p.m. on Friday."],
        ["Talks ended (after two days).", "[More follows.]"],
        ["They met.[12] and parted.", "It rained."],
        ["1. First point of the list.", "2. Second point."],
        ["The firm Smith Inc. of Ohio won.", "Mr. Lee lost."],
        ["¿Habrá acuerdo?", "¡Sí!", "Veremos."],
        ["وصل الرئيس؟", "نعم."],
    ],
)
def test_sentences_end_where_readers_end_them(expected: list[str]) -> None:
    """Abbreviations, initials, decimals and quotes do not mislead."""
    assert sentences_of(" ".join(expected)) == expected


def test_sentences_of_scripts_without_spaces() -> None:
    """Full stops of Chinese and Japanese need no space."""
    assert sentences_of("总统抵达。会谈开始！结束。") == ["总统抵达。", "会谈开始！", "结束。"]


def test_sentence_never_leaves_its_paragraph() -> None:
    """A heading without a full stop is a sentence of its own."""
    assert sentences_of("Talks in Tehran\n\nThey met\n\nand left.") == [
        "Talks in Tehran",
        "They met",
        "and left.",
    ]


def test_hard_wrapped_lines_are_one_paragraph_and_short_lines_are_not() -> None:
    """A line break counts where the next word would have had room."""
    wrapped = (
        "The Russian president came to Tehran on Tuesday for\n"
        "talks with his Iranian counterpart and with the one\n"
        "of Turkey.\n"
        "It was his first journey of the kind since February."
    )
    paragraphs = Article.from_text(wrapped).paragraphs
    assert [wrapped[start:end].count("\n") for start, end in paragraphs] == [2, 0]
    lines = f"{LONG * 2}\n{LONG}\nBy our correspondent"
    assert len(Article.from_text(lines).paragraphs) == 3


# ---- any input at all ----

PIECES = r"""
<p>|</p>|<div hidden>|</div>|<!--|-->|<script>|<pre>|<br>|<table><td>|<h1>Title</h1>|&#0;|&#1;
&lt;|<style>.a{display:none}|<p class='a'|<p hidden a='*'|<a"b c"d>|<p:q xmlns:p=''>|Kyiv. |*|>
"""
MARKUP = st.sampled_from(PIECES.replace("\n", "|").split("|"))


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES))
@example(data=b"\xff\xfe\x00", suffix=".txt")
@example(data=b"<" * 50, suffix=".html")
def test_any_bytes_are_an_article_or_an_article_error(
    data: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No bytes under any name raise anything else."""
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    with contextlib.suppress(ArticleError):
        check_invariants(read_article(path))


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.one_of(MARKUP, st.text(max_size=20)), max_size=30), odd=st.characters())
def test_any_markup_is_an_article_or_an_article_error(pieces: list[str], odd: str) -> None:
    """No arrangement of markup raises anything else, and reading twice gives the same."""
    text = "<html>\n" + "".join(pieces).replace("*", odd)
    try:
        article = read_article(text)
    except ArticleError:
        return
    check_invariants(article)
    assert read_article(text) == article


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(), max_size=400))
def test_given_text_keeps_its_offsets(text: str) -> None:
    """Every character of a given text stays at its place."""
    try:
        article = Article.from_text(text)
    except ArticleError:
        assert not article_has_text(text)
        return
    assert len(article.text) == len(text)
    assert all(
        kept == given or kept in "\ufffd " for kept, given in zip(article.text, text, strict=True)
    )
    check_invariants(article)


def article_has_text(text: str) -> bool:
    """Tell whether anything but space and carriage returns is in a text."""
    return bool(text.replace("\r", " ").strip())


def test_article_can_be_sent_to_another_process() -> None:
    """An article survives pickling, with its spans."""
    article = Article.from_text("Talks\n\nThey met. They left.")
    assert len(article.sentences) == 3
    copy = pickle.loads(pickle.dumps(article))  # noqa: S301 - our own bytes
    assert copy == article
    assert copy.sentences == article.sentences
