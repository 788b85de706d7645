"""The map: a picture, and a scene that pages draw anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, Self

import msgspec

from briefing.briefs.part import Part

if TYPE_CHECKING:
    from briefing.maps.scene import Scene


class Map(Part, frozen=True, kw_only=True):
    """The map of a brief.

    Attributes
    ----------
    scene
        What stands on it, as JSON text: in a notebook's file every number of a list would take a
        line of its own.
    alt
        What the map shows, in words.
    notes
        Whose borders, whom to credit.
    outside
        What lies outside the still map; a map that moves says it of its view.
    image
        PNG of it. It travels beside the fields, as ``image/png``.
    document
        The interactive map as a whole HTML document, for the notebook alone.
    """

    name: ClassVar[str] = "map"

    scene: str
    alt: str
    notes: tuple[str, ...]
    outside: str = ""
    image: bytes = b""
    document: str = ""

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """Draw a scene both ways."""
        from briefing.maps import static, web  # noqa: PLC0415 - drawing is slow to import

        return cls(
            scene=json.dumps(scene.to_json(), separators=(",", ":")),
            alt=scene.alt,
            notes=tuple(note for note in scene.notes if note != scene.outside_note),
            outside=scene.outside_note,
            image=static.to_png(scene),
            document=web.draw(scene).get_root().render(),
        )

    @property
    def heading(self) -> str:
        """What it is."""
        return "Map"

    @property
    def summary(self) -> str:
        """What the map shows."""
        return self.alt

    def picture(self) -> bytes:
        """Return the still map."""
        return self.image

    def with_picture(self, png: bytes) -> Self:
        """Take the still map that came beside the fields, and nothing else that is no field."""
        return msgspec.structs.replace(self, image=png, document="")

    def to_json(self) -> dict[str, Any]:
        """Return the fields, without the picture and the document."""
        return Part.to_json(msgspec.structs.replace(self, image=b"", document=""))
