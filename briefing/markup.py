"""The one way from outside text to anything that a template, a script or a page reads.

Everything that did not come with this package is outside text: articles, place names, layer
attributions, parameters, the outputs of a notebook. It becomes markup here and nowhere else; a
test reads the syntax tree of every other module and fails on any other way. Three walls stand
one behind the other: text is encoded for the place where it goes, data travels as inert JSON that
fixed scripts read into ``textContent``, and a Content-Security-Policy runs only scripts whose
hashes it names.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from markupsafe import escape as _escape

from briefing.characters import clean, legible, spoofing
from briefing.errors import PageError
from briefing.wording import long_date

NOTHING = Markup("")

_ALLOWED_TAGS = (
    "a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp "
    "small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
_ALLOWED_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/]+={0,2})\Z")
_MAGIC = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def escape(text: object) -> Markup:
    """Encode a text for HTML, as content or as a quoted attribute value."""
    return text if isinstance(text, Markup) else _escape(clean(str(text)))


def show(text: str) -> Markup:
    """Encode a text for HTML content so that nothing in it can mislead the eye.

    Characters that reorder or hide (`spoofing`) stay in the text, but each is isolated in an
    element of its own, which ends its effect, and carries its code for the style sheet to show.
    """
    pieces: list[Markup] = []
    end = 0
    for start, code in spoofing(text):
        pieces.append(escape(text[end:start]))
        end = start + 1
        pieces.append(
            Markup('<bdi class="control" data-code="{}" title="{}">{}</bdi>').format(
                code.split()[0], code, escape(text[start:end])
            )
        )
    pieces.append(escape(text[end:]))
    return NOTHING.join(pieces)


def inert_json(data: Any) -> Markup:
    """Write data as JSON that can stand inside any element, script or quoted attribute value.

    The result is ASCII and holds none of ``< > & '``, nor U+2028 and U+2029; only its double
    quotes and backslashes mean something to anyone, and those to a JSON parser alone.

    Raises
    ------
    ValueError
        If the data holds a number that JSON does not know (NaN, infinity).
    """
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for character in "<>&'":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - no character of it means anything to HTML


def inert_base64(data: Any) -> str:
    """Write data as base64 of its JSON, for what passes through a template of another library.

    No template language, script or markup gives a meaning to the alphabet of base64.
    """
    return base64.b64encode(inert_json(data).encode("ascii")).decode("ascii")


def sanitise_html(html: str) -> Markup:
    """Reduce HTML from outside to text, structure, plain links and embedded pictures.

    Scripts and styles go with their content; so do all attributes that style, name or act.
    Pictures stay only as verified ``data:`` URIs, so that nothing is ever fetched.
    """
    cleaned = nh3.clean(
        clean(html),
        tags=set(_ALLOWED_TAGS.split()),
        clean_content_tags={"script", "style", "template", "title"},
        attributes={tag: set(names) for tag, names in _ALLOWED_ATTRIBUTES.items()},
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return Markup(cleaned)  # noqa: S704 - the sanitiser has parsed it and written it anew


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("img", "src"):
        return verified_image(value)
    if (tag, name) == ("a", "href"):
        return value if _LINK.match(value) else None
    return value


def verified_image(uri: str) -> str | None:
    """Give a ``data:`` URI of a PNG or JPEG back if it is what it says, else None."""
    match = _DATA_IMAGE.match(uri)
    return data_image(match[1], match[2]) if match else None


def data_image(mime: str, content: str) -> str | None:
    """Make a ``data:`` URI of a base64 picture, or None if it is not one of that type."""
    try:
        decoded = base64.b64decode(content, validate=False)
    except (binascii.Error, ValueError):
        return None
    if mime not in _MAGIC or not decoded.startswith(_MAGIC[mime]):
        return None
    return f"data:{mime};base64,{base64.b64encode(decoded).decode('ascii')}"


@cache
def _markdown_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def markdown(text: str, *, shift: int = 0) -> Markup:
    """Render Markdown; HTML in it is shown as text and never interpreted.

    Parameters
    ----------
    text
        CommonMark with tables and strikethrough.
    shift
        How many levels deeper its headings go, to fit the outline of a page.
    """
    tokens = _markdown_parser().parse(clean(text))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1]) + shift, 1), 6)}"
    return sanitise_html(_markdown_parser().renderer.render(tokens, _markdown_parser().options, {}))


def content_security_policy(*, scripts: Iterable[str], styles: Iterable[str]) -> Markup:
    """Write the policy of a page that runs these scripts and styles and fetches nothing.

    It holds no double quotes, and so can stand as it is in an attribute between them.

    Parameters
    ----------
    scripts, styles
        The exact text of every script and style element. Style attributes are not allowed.
    """
    directives = {
        "default-src": ["'none'"],
        "script-src": [*map(_hash_source, scripts)] or ["'none'"],
        "style-src": [*map(_hash_source, styles)] or ["'none'"],
        "img-src": ["data:"],
        "connect-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    written = (f"{name} {' '.join(sources)}" for name, sources in directives.items())
    return Markup("; ".join(written))  # noqa: S704 - fixed words and hashes


def _hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def css_string(text: str) -> Markup:
    r"""Write a text as a string of CSS, every character of it by its code.

    Examples
    --------
    >>> str(css_string('a"'))
    '"\\000061\\000022"'
    """
    codes = "".join(f"\\{ord(character):06x}" for character in legible(text))
    return Markup('"{}"').format(codes)


@cache
def asset(name: str) -> Markup:
    """Read a script or style sheet that came with this package, ready to stand in its element."""
    return fixed_asset(resources.files("briefing").joinpath("assets", name).read_text("utf-8"))


def fixed_asset(text: str) -> Markup:
    """Accept the script or style sheet of an installed package for a page.

    Raises
    ------
    PageError
        If the text would end the element that it stands in.
    """
    if re.search(r"</(?:script|style)|<!--", text, re.IGNORECASE):
        raise PageError(
            "asset", "holds '</script', '</style' or '<!--'", "it cannot stand inside an element"
        )
    return Markup(text)  # noqa: S704 - from a package, not from outside, and cannot leave its element


def anchor(place_id: str) -> str:
    """Name the row of a place, so that a mention can point at it: ``place-country-IR``."""
    return "place-" + re.sub(r"[^A-Za-z0-9]+", "-", place_id)


@cache
def environment() -> Environment:
    """Give the Jinja environment: templates of this package only, and everything escaped."""
    made = Environment(
        loader=PackageLoader("briefing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: escape(value) if isinstance(value, str) else value,
    )
    made.filters |= {"shown": show, "anchor": anchor, "long_date": long_date}
    return made


def render(template: str, **values: Any) -> Markup:
    """Fill a template of this package; text in the values is encoded, markup made here is kept."""
    return Markup(environment().get_template(template).render(values))  # noqa: S704 - autoescaped
