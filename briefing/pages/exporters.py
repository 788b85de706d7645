"""Exporters of nbconvert: the page and the slides from Jupyter's own commands and menus.

``jupyter nbconvert --to briefing X.ipynb``, and *Save and Export Notebook As* in JupyterLab.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

from nbconvert.exporters import Exporter

from briefing.pages.formats import PageFormat, page_formats


class _PageExporter(Exporter):
    """Makes one of the formats of a notebook as it is; no cell is run."""

    format_name: ClassVar[str]
    output_mimetype = "text/html"

    @property
    def _format(self) -> PageFormat:
        (found,) = page_formats([self.format_name])
        return found

    def _file_extension_default(self) -> str:
        return f".{self._format.file_name.partition('.')[2]}"

    def from_notebook_node(  # type: ignore[override] # it says wrongly that a notebook comes back
        self, nb: Any, resources: Any = None, **_options: Any
    ) -> tuple[str | bytes, Any]:
        """Make the page of an executed notebook.

        Raises
        ------
        PageError
            If the notebook holds what no page can show.
        """
        node, resources = super().from_notebook_node(nb, resources)
        return import_module(self._format.module).render(node), resources


class PageExporter(_PageExporter):
    """The offline page."""

    format_name = "html"
    export_from_notebook = "Briefing (offline page)"


class SlidesExporter(_PageExporter):
    """The offline slides."""

    format_name = "slides"
    export_from_notebook = "Briefing slides (offline)"

    def _file_extension_default(self) -> str:
        return f".slides{super()._file_extension_default()}"
