"""Mail: a message that every mail program can read, and in which nothing acts."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from samples import LONG, header, notebook_of, shown

from briefing.pages import mail, text


def _read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_mail_has_html_its_picture_and_plain_text(sample_notebook: dict[str, Any]) -> None:
    """The picture is named by the HTML and stands in the message; plain text says all, too."""
    message = _read(mail.render(sample_notebook))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html",
                     "image/png"]  # fmt: skip
    assert not [part.defects for part in message.walk() if part.defects]
    html = _body(message, "html")
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in html
    assert picture.get_content().startswith(b"\x89PNG")
    assert _body(message, "plain").replace("\r\n", "\n") == text.render(sample_notebook)
    assert html.count("<h2") == 13
    assert html.count("<table") == 8


def test_the_head_comes_from_the_brief_alone(sample_notebook: dict[str, Any]) -> None:
    """Date and identity are fixed, so that the same brief is the same message."""
    made = mail.render(sample_notebook)
    assert made == mail.render(sample_notebook)
    message = _read(made)
    assert message["Date"] == "Tue, 19 Jul 2022 00:00:00 +0000"
    assert re.fullmatch(r"<[0-9a-f]{64}@geobriefing\.invalid>", message["Message-ID"])
    assert message["Message-ID"] != _read(mail.render(notebook_of()))["Message-ID"]
    assert message["X-Unsent"] == "1"
    assert not {"To", "From", "Bcc"} & set(message.keys())


def test_the_subject_bears_the_marking_and_no_other_header() -> None:
    """A title with line ends begins no header of its own."""
    marked = notebook_of(*shown(header("Talks\r\nBcc: x@example.org", "TLP:RED\n")))
    message = _read(mail.render(marked))
    assert message["Subject"] == "[TLP:RED] Talks\ufffd Bcc: x@example.org"
    assert message["Bcc"] is None


def test_no_line_of_a_mail_is_too_long(long_notebook: dict[str, Any]) -> None:
    """Lines are as short as mail demands, and every row is there."""
    made = mail.render(long_notebook)
    assert max(map(len, made.split(b"\r\n"))) <= 998
    html = _body(_read(made), "html")
    assert all(f"Sentence {number} is of" in html for number in range(LONG))


def test_hostile_text_is_text_in_a_mail(hostile_notebook: dict[str, Any]) -> None:
    """It makes no element, no link and no address to fetch from."""
    html = _body(_read(mail.render(hostile_notebook)), "html")
    tags = _Tags(html).found
    assert not {"script", "img", "a", "link", "style", "form", "iframe"} & {tag for tag, _ in tags}
    names = {name for _, attributes in tags for name in attributes}
    assert names <= {"style", "dir", "lang", "charset", "role", "cellspacing", "cellpadding"}
    assert "url(" not in html
    assert "36481" not in html, "a template has evaluated the text"
    assert "[U+202E]gpj.exe" in html
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe]", html)
