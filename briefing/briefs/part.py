"""Parts of a brief: each one is a value, and shows itself wherever Jupyter can show something.

A part travels through the executed notebook as a MIME bundle. `PART_MIME` holds its fields; pages
are made from these alone. ``text/html`` is the same part without scripts, for a notebook that is
merely looked at, ``image/png`` its picture, and ``text/plain`` one line.

Every kind of part is a type of its own in `briefing.briefs.parts`; what they share stands here.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

import msgspec

from briefing import markup

if TYPE_CHECKING:
    from markupsafe import Markup

PART_MIME = "application/vnd.briefing.part+json"
VERSION = 2


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A frozen value that a part is made of: fields of plain types, checked when they are read."""


class Part(Value, frozen=True, kw_only=True):
    """One part of a brief.

    Attributes
    ----------
    name
        Which part it is. The template of this name shows it.
    heading
        Of its section.
    summary
        One line of plain text that says what the part says.
    """

    name: ClassVar[str]

    @property
    def heading(self) -> str:
        """Heading of the section."""
        raise NotImplementedError

    @property
    def summary(self) -> str:
        """One line of plain text that says what the part says."""
        raise NotImplementedError

    def picture(self) -> bytes:
        """Return the part as a PNG, for where nothing moves; empty if it has none."""
        return b""

    def with_picture(self, _png: bytes) -> Self:
        """Take the picture that came with the fields; a part that has none stays as it is."""
        return self

    @property
    def image_uri(self) -> str:
        """The picture as a ``data:`` URI; empty if there is none."""
        encoded = base64.b64encode(self.picture()).decode("ascii")
        return markup.data_image("image/png", encoded) or ""

    def html(
        self,
        *,
        number: int = 1,
        live: Markup = markup.NOTHING,
        tag: str = "section",
        in_notebook: bool = False,
        row_suffix: str | None = None,
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
        row_suffix
            What the ids of rows end with; as those of the part, if None.
        """
        suffix = _suffix(number)
        return markup.render(
            f"parts/{self.name}.html.j2",
            part=self,
            id=self.anchor(number),
            row_suffix=suffix if row_suffix is None else row_suffix,
            live=live,
            tag=tag,
            in_notebook=in_notebook,
        )

    def anchor(self, number: int = 1) -> str:
        """Return the id of the part on a page; ``number`` as in `html`."""
        return self.name.replace("_", "-") + _suffix(number)

    def to_json(self) -> dict[str, Any]:
        """Return what `PART_MIME` stands for."""
        return {
            "part": self.name,
            "version": VERSION,
            "title": self.heading,
            "summary": self.summary,
            "data": msgspec.to_builtins(self),
        }

    @classmethod
    def from_bundle(cls, data: object, image: object = "") -> Self:
        """Read a part back from its fields and its picture, which are not trusted.

        Raises
        ------
        msgspec.ValidationError
            If a field is missing or of another type.
        """
        return msgspec.convert(data, cls).with_picture(_decoded(image))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = {
            PART_MIME: self.to_json(),
            "text/html": str(self.html(in_notebook=True)),
            "text/plain": f"{self.heading}: {self.summary}",
        }
        if image := self.picture():
            bundle["image/png"] = base64.b64encode(image).decode("ascii")
        return bundle


class Table(Part, frozen=True, kw_only=True):
    """A part whose rows may go on below it, page by page.

    Attributes
    ----------
    rows
        In order.
    page
        Number of this page and of all, where the table has been cut.
    """

    rows: tuple[Any, ...]
    page: tuple[int, int] | None = None

    title: ClassVar[str]

    @property
    def heading(self) -> str:
        """Heading of the section; of a page, with its number."""
        number, count = self.page or (1, 1)
        return self.title if count == 1 else f"{self.title} ({number} of {count})"

    def pages(self, most: int) -> Iterator[Self]:
        """Cut the table into pages of about the same length.

        Parameters
        ----------
        most
            Rows on one page.
        """
        length = len(self.rows)
        count = -(-length // most)
        if count <= 1:
            yield self
            return
        for page in range(count):
            shown = self.rows[page * length // count : (page + 1) * length // count]
            yield msgspec.structs.replace(self, rows=shown, page=(page + 1, count))


def _suffix(number: int) -> str:
    return "" if number == 1 else f"-{number}"


def _decoded(image: object) -> bytes:
    """Return the bytes of a base64 PNG, or nothing if it is none."""
    try:
        content = base64.b64decode(str(image), validate=False)
    except (binascii.Error, ValueError):
        return b""
    return content if content.startswith(b"\x89PNG\r\n\x1a\n") else b""
