"""The canvas of the printed map: matplotlib's own, which remembers what texts look like.

Every map writes the names of the same countries, and the same legend and credits. matplotlib
measures a text anew in every figure and shapes it anew whenever it draws it with a halo.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.textpath import TextToPath

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from numpy.typing import NDArray

_Outline = tuple["NDArray[np.float64]", "NDArray[np.uint8]"]
_TEXTS = 4096  # that are remembered: some dozens of maps


class Canvas(FigureCanvasAgg):
    """A canvas that draws to the byte what `FigureCanvasAgg` draws."""

    renderer: Any

    def get_renderer(self) -> Any:
        """Return the renderer of this canvas, of its present size."""
        width, height = self.get_width_height(physical=True)
        key = width, height, self.figure.dpi
        if self._lastKey != key:
            self.renderer = _Renderer(*key)
            self._lastKey = key
        return self.renderer


class _Renderer(RendererAgg):
    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]
        self._text2path = _OUTLINES

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
        return _measured(s, prop.copy(), self.dpi)  # a copy: properties may change later


@lru_cache(maxsize=_TEXTS)
def _measured(text: str, font: FontProperties, dpi: float) -> tuple[float, float, float]:
    width, height, descent = _ruler(dpi).get_text_width_height_descent(text, font, ismath=False)
    return width, height, descent


@cache
def _ruler(dpi: float) -> Any:
    """Return a renderer that nothing is drawn with."""
    renderer: Any = RendererAgg
    return renderer(1, 1, dpi)


class _Outlines(TextToPath):
    """Turns texts into paths, each only once."""

    def __init__(self) -> None:
        super().__init__()
        self._glyphs: dict[str, Any] = {}

    def get_text_path(self, prop: FontProperties, s: str, *ismath: Any, **options: Any) -> Any:
        if any(ismath) or any(options.values()):
            return super().get_text_path(prop, s, *ismath, **options)
        return _outline(s, prop.copy())

    def get_glyphs_with_font(
        self, font: Any, s: str, glyph_map: Any = None, *args: Any, **options: Any
    ) -> Any:
        known = self._glyphs if glyph_map is None else glyph_map
        return super().get_glyphs_with_font(font, s, known, *args, **options)


@lru_cache(maxsize=_TEXTS)
def _outline(text: str, font: FontProperties) -> _Outline:
    points, codes = TextToPath.get_text_path(_OUTLINES, font, text)
    return np.array(points, dtype=np.float64), np.array(codes, dtype=np.uint8)


_OUTLINES = _Outlines()
