"""Parts of a brief: each one is data, and shows itself wherever Jupyter can show something.

A part travels through the executed notebook as a MIME bundle. `PART_MIME` holds what it is; pages
are made from that alone. ``text/html`` is the same part without scripts, for a notebook that is
merely looked at, ``image/png`` its picture, and ``text/plain`` one line.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from briefing import markup
from briefing.errors import PageError

if TYPE_CHECKING:
    from markupsafe import Markup

PART_MIME = "application/vnd.briefing.part+json"
VERSION = 1

NAMES = (
    "header",
    "bottom_line",
    "map",
    "places",
    "leaders",
    "governments",
    "blocs",
    "text",
    "caveats",
    "provenance",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a brief, as data.

    Attributes
    ----------
    name
        Which part: one of `NAMES`. The template of this name shows it.
    title
        Heading of the section.
    summary
        One line of plain text that says what the part says.
    data
        What the template shows; plain JSON values only.
    image
        PNG of the part, for where nothing moves; empty if it has none.
    document
        Interactive version as a whole HTML document, for the notebook; empty if it has none.
    """

    name: str
    title: str
    summary: str
    data: Mapping[str, Any] = field(repr=False)
    image: bytes = field(default=b"", repr=False)
    document: str = field(default="", repr=False)

    @property
    def image_uri(self) -> str:
        """The picture as a ``data:`` URI; empty if there is none."""
        encoded = base64.b64encode(self.image).decode("ascii")
        return markup.data_image("image/png", encoded) or ""

    def html(
        self,
        *,
        number: int = 1,
        live: Markup = markup.NOTHING,
        tag: str = "section",
        in_notebook: bool = False,
    ) -> Markup:
        """Return the part as HTML that needs no script.

        Parameters
        ----------
        number
            The how-manieth part of this name it is on its page; only the first keeps the plain
            ids that links point at.
        live
            Markup of the interactive version, laid over the picture once it is ready.
        tag
            Element that holds the part: ``section``, or ``div`` where sections mean slides.
        in_notebook
            Whether Jupyter's style sheet is all that there is. Then a few style attributes help,
            which the policy of a page forbids, and the interactive document is laid over the
            picture.
        """
        suffix = "" if number == 1 else f"-{number}"
        return markup.render(
            f"parts/{self.name}.html.j2",
            part=self,
            d=self.data,
            id=self.name.replace("_", "-") + suffix,
            # Pages of one table are one part: their rows need no suffix to be told apart.
            row_suffix="" if "page" in self.data else suffix,
            live=live,
            tag=tag,
            in_notebook=in_notebook,
        )

    def to_json(self) -> dict[str, Any]:
        """Return what `PART_MIME` stands for."""
        return {
            "part": self.name,
            "version": VERSION,
            "title": self.title,
            "summary": self.summary,
            "data": dict(self.data),
        }

    @classmethod
    def from_bundle(cls, bundle: Mapping[str, Any]) -> Self:
        """Read a part back from the output of a notebook cell.

        Only `PART_MIME` and ``image/png`` are read; the HTML of a notebook is never trusted.

        Raises
        ------
        PageError
            If it is no part that this version knows.
        """
        found = bundle.get(PART_MIME)
        if not isinstance(found, Mapping) or found.get("version") != VERSION:
            raise PageError(
                "part",
                f"made by another version than {VERSION}",
                "run the notebook with the version that renders it",
            )
        if found.get("part") not in NAMES or not isinstance(found.get("data"), Mapping):
            raise PageError(
                f"part {found.get('part')!r}", f"unknown, expected one of {', '.join(NAMES)}"
            )
        return cls(
            name=found["part"],
            title=str(found.get("title", "")),
            summary=str(found.get("summary", "")),
            data=found["data"],
            image=_decoded(bundle.get("image/png", "")),
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = {
            PART_MIME: self.to_json(),
            "text/html": str(self.html(in_notebook=True)),
            "text/plain": f"{self.title}: {self.summary}",
        }
        if self.image:
            bundle["image/png"] = base64.b64encode(self.image).decode("ascii")
        return bundle


def _decoded(image: object) -> bytes:
    """Return the bytes of a base64 PNG, or nothing if it is none."""
    try:
        content = base64.b64decode(str(image), validate=False)
    except (binascii.Error, ValueError):
        return b""
    return content if content.startswith(b"\x89PNG\r\n\x1a\n") else b""
