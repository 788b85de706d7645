"""Mail: an executed notebook as a message to forward, complete in itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from briefing import markup
from briefing.pages import text
from briefing.pages.content import content_of
from briefing.pages.elements import Content, Element, Picture

_DOMAIN = "geobriefing.invalid"  # reserved: a name of no one (RFC 2606)
_ROLES = {
    "": "",
    "lead": "font-size: 17px",
    "note": "font-size: 13px; color: #6f6a61",
    "subhead": "font-weight: bold",
    "marking": "font-weight: bold; text-align: center",
}


def render(notebook: Mapping[str, Any]) -> bytes:
    """Render an executed notebook as a mail: a message file (RFC 5322) without addresses.

    It has the brief as HTML, with the still map in the message itself, and as plain text for who
    reads no HTML. Mail programs open it as a draft.

    Parameters
    ----------
    notebook
        Executed notebook, format 4, as JSON or `nbformat` node. Nothing in it is trusted.

    Returns
    -------
    content
        The same notebook gives the same bytes: its date is that of the brief, and its identity
        the hash of what it says. Nothing in it runs, links or is fetched.

    Raises
    ------
    PageError
        If it is no such notebook, or holds a part that this version does not know.
    """
    content = content_of(notebook)
    elements = [element for section in content.sections for element in section.elements]
    pictures = {one.content: one for one in elements if isinstance(one, Picture)}
    names = {picture: f"{_digest(picture)}@{_DOMAIN}" for picture in pictures}
    body = _html(content, elements, names)
    message = EmailMessage(policy=SMTP)
    _address(message, content, _digest(body.encode("utf-8")))
    message.set_content(text.written(content), cte="quoted-printable")
    message.add_alternative(body, subtype="html", cte="quoted-printable")
    for picture, name in names.items():
        _attach(_parts(message)[1], picture, name)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=={number}=={message['Message-ID'][1:25]}==")
    return message.as_bytes()


def _parts(message: EmailMessage) -> list[MIMEPart]:
    return list(message.iter_parts())


def _address(message: EmailMessage, content: Content, digest: str) -> None:
    """Write the head of a message that is yet to be sent, by whom and to whom is open."""
    marking = f"[{content.marking}] " if content.marking else ""
    message["Subject"] = f"{marking}{content.title}"
    day = content.header.as_of if content.header else dt.date(1980, 1, 1)
    message["Date"] = format_datetime(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))
    message["Message-ID"] = f"<{digest}@{_DOMAIN}>"
    message["X-Unsent"] = "1"


def _html(content: Content, elements: list[Element], names: Mapping[bytes, str]) -> str:
    return markup.render(
        "mail.html.j2",
        title=content.title,
        marking=content.marking,
        elements=[(type(element).__name__, element) for element in elements],
        names=names,
        roles=_ROLES,
    )


def _attach(part: MIMEPart, picture: bytes, name: str) -> None:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    file = f"{name[:12]}.{kind}"
    part.add_related(
        picture,
        "image",
        kind,
        cid=f"<{name}>",
        disposition="inline",
        filename=file,
    )


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
