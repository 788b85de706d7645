"""The choke point: what comes out of it can do nothing, and nothing goes round it."""

from __future__ import annotations

import ast
import base64
import html
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import characters, markup
from briefing.errors import PageError

PACKAGE = Path(markup.__file__).parent
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n rest").decode()
ANY_TEXT = st.text(st.characters(exclude_categories=()))  # surrogates and controls, too

FORBIDDEN_CALLS = {"Markup", "format_html", "SafeString", "mark_safe", "Template", "from_string"}
FOLIUM_TEXT_CALLS = {"Element", "Popup", "Tooltip", "Html", "DivIcon", "GeoJsonPopup", "Marker"}
PATTERN_GROUP = re.compile(r"\(\?P?<(?:\w+>|[=!])")  # of a regular expression
TAG = re.compile(r"</?[a-zA-Z!]")


# --- text


@given(ANY_TEXT)
def test_escaped_text_holds_no_markup_and_reads_as_written(text: str) -> None:
    """Escaping leaves no character that starts a tag or ends an attribute, and loses nothing."""
    escaped = str(markup.escape(text))
    assert not set("<>\"'") & set(escaped)
    assert html.unescape(escaped) == characters.clean(text)


@given(ANY_TEXT)
def test_cleaning_keeps_every_position(text: str) -> None:
    """Cleaned text can be written as UTF-8, and its spans mean what they meant."""
    cleaned = characters.clean(text)
    cleaned.encode("utf-8")
    assert len(cleaned) == len(text)
    assert all(new in {old, "\ufffd"} for new, old in zip(cleaned, text, strict=True))


def test_characters_that_mislead_are_isolated_and_named() -> None:
    """A right-to-left override is shut into an element that ends its effect and bears its code."""
    shown = markup.show("safe\u202egpj.exe <i>")
    assert shown == (
        'safe<bdi class="control" data-code="U+202E" title="U+202E RIGHT-TO-LEFT OVERRIDE">'
        "\u202e</bdi>gpj.exe &lt;i&gt;"
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kyiv", []),
        ("Ky\u200biv", ["U+200B ZERO WIDTH SPACE"]),
        ("\u2066x\u2069", ["U+2066 LEFT-TO-RIGHT ISOLATE", "U+2069 POP DIRECTIONAL ISOLATE"]),
        ("I\u200dran", ["U+200D ZERO WIDTH JOINER"]),
        ("می\u200cخواهم", []),  # the non-joiner is spelling in Persian
    ],
)
def test_spoofing_characters_are_found_but_not_where_they_are_spelling(
    text: str, names: list[str]
) -> None:
    """Invisible and reordering characters are reported by name; Persian joiners are not."""
    assert [name for _, name in characters.spoofing(text)] == names


# --- data


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | ANY_TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
    )
)
def test_inert_json_is_read_back_and_can_leave_no_element(data: object) -> None:
    """JSON for pages survives the way and holds no character that HTML or a script acts on."""
    text = str(markup.inert_json(data))
    assert text.isascii()
    assert not set("<>&'") & set(text)
    assert json.loads(text) == data
    assert json.loads(base64.b64decode(markup.inert_base64(data))) == data


def test_inert_json_refuses_what_json_does_not_know() -> None:
    """A page never gets NaN, at which a browser's parser would stop."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        markup.inert_json([float("nan")])


# --- markup from outside


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>1</script>",
        '<img src="x" onerror="1">',
        '<img src="https://203.0.113.9/x.png">',
        '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
        f'<img src="data:image/png;base64,{base64.b64encode(b"<svg>").decode()}">',
        '<a href="javascript:1">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="java\tscript:1">x</a>',
        '<iframe srcdoc="x"></iframe>',
        "<style>*{background:url(https://203.0.113.9)}</style>",
        '<p style="background:url(x)" class="tour" id="map" name="x">x</p>',
        '<svg><script href="x"/></svg>',
        '<math><mtext><table><mglyph><style><img src=x onerror="1">',
        '<form action="x"><input name="y"><button formaction="z">x</button></form>',
        '<base href="https://203.0.113.9/">',
        '<meta http-equiv="refresh" content="0;url=x">',
        '<object data="x"></object><embed src="x">',
        '<details ontoggle="1" open>x</details>',
    ],
)
def test_sanitised_html_does_nothing_and_fetches_nothing(hostile: str) -> None:
    """Nothing that runs, fetches, styles or names an element survives."""
    left = str(markup.sanitise_html(hostile)).lower()
    assert not re.search(
        r"<(?:script|style|iframe|svg|math|form|input|button|base|meta|object|embed)"
        r"|\s(?:on\w+|style|class|id|name|srcdoc)\s*=|javascript:|https?:|src=|href=",
        left,
    )


def test_sanitised_html_keeps_structure_links_and_real_pictures() -> None:
    """A table of an analyst stays a table, a link a link, an embedded picture a picture."""
    kept = markup.sanitise_html(
        f'<table class="dataframe"><tr><th scope="row">a</th><td colspan="2">1</td></tr></table>'
        f'<a href="https://example.org/">x</a><img alt="y" src="data:image/png;base64,{PNG}">'
    )
    assert '<th scope="row">a</th><td colspan="2">1</td>' in kept
    assert '<a href="https://example.org/" rel="noopener noreferrer">x</a>' in kept
    assert f'src="data:image/png;base64,{PNG}"' in kept


def test_markdown_shows_html_as_text_and_fits_the_outline() -> None:
    """HTML in Markdown is read, not run; headings go as deep as the page says."""
    made = markup.markdown("# One\n\n## Two\n\n<b onclick=1>x</b>\n\n|a|\n|-|\n|1|", shift=1)
    assert "<h2>One</h2>" in made
    assert "<h3>Two</h3>" in made
    assert "&lt;b onclick=1&gt;x&lt;/b&gt;" in made
    assert "<td>1</td>" in made


@pytest.mark.parametrize("content", ["AAAA", "", "not base64 \ud800", "PHN2Zz4="])
def test_pictures_must_be_what_they_say(content: str) -> None:
    """Only a real PNG passes as a PNG."""
    assert markup.data_image("image/png", content) is None


@given(ANY_TEXT)
def test_templates_escape_every_value(text: str) -> None:
    """A value from outside cannot end the element that a template puts it in."""
    made = str(markup.render("plain.html.j2", text=text))
    assert made.count("<pre") == made.count("</pre>") == 1
    assert html.unescape(re.sub(r"<[^>]+>", "", made)).rstrip("\n") == characters.clean(
        text
    ).rstrip("\n")


# --- the policy


def test_policy_allows_named_scripts_and_fetches_nothing() -> None:
    """The policy names each script by its hash, and no source on any network."""
    policy = markup.content_security_policy(scripts=["alert(1)"], styles=["p{}"])
    assert policy == (
        "default-src 'none'; "
        "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; "
        f"style-src {markup._hash_source('p{}')}; "
        "img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def test_an_asset_cannot_end_its_element() -> None:
    """A script that holds the end of its own element is refused."""
    with pytest.raises(PageError, match="cannot stand inside an element"):
        markup.fixed_asset("x = '</script>'")


# --- nobody goes round it


def _modules() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name != "markup.py" and "_data" not in path.parts
    ]


def _called(node: ast.Call) -> str:
    target = node.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def _is_fixed(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and "{" not in str(node.value)


def _offences(tree: ast.AST) -> list[str]:
    """List the ways in which a module turns text into markup by itself."""
    found = []
    shown_to_programmers = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "__repr__"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in shown_to_programmers:
            continue
        if isinstance(node, ast.Call):
            name = _called(node)
            texts = [*node.args, *(keyword.value for keyword in node.keywords)]
            if name in FORBIDDEN_CALLS or (
                name in FOLIUM_TEXT_CALLS and not all(map(_is_fixed, texts))
            ):
                found.append(f"line {node.lineno}: {name}()")
        if isinstance(node, ast.JoinedStr):
            fixed = "".join(str(p.value) for p in node.values if isinstance(p, ast.Constant))
            if TAG.search(PATTERN_GROUP.sub("", fixed)):
                found.append(f"line {node.lineno}: markup in an f-string")
    return found


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_other_module_makes_markup(path: Path) -> None:
    """Only `briefing.markup` turns text into something that a browser or template reads."""
    assert _offences(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    ["Markup(x)", "folium.Popup(name)", "Element(f'{x}')", "f'<b>{x}</b>'", "env.from_string(x)"],
)
def test_the_lint_sees_each_way_round(source: str) -> None:
    """The check above is not blind."""
    assert _offences(ast.parse(source))


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "templates").rglob("*.j2")), ids=lambda path: path.name
)
def test_templates_switch_no_escaping_off(path: Path) -> None:
    """No template marks a value as safe, and every attribute value stands in quotes."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|<script[^>]*>[^<{]", text)
    assert not re.search(r"\w=\{\{", text)


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "assets").glob("*.js")), ids=lambda path: path.name
)
def test_scripts_never_read_text_as_markup(path: Path) -> None:
    """Our scripts put text into pages as text, and never run a string."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
        r"|createContextualFragment|DOMParser|setHTML|srcdoc",
        text,
    )
