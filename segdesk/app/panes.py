"""The views of one document that show the same at different places and sizes: what one is told, all are told."""

from PySide6.QtGui import QColor

from segdesk.app.layers import Companion, Layer
from segdesk.app.overlay import Overlay
from segdesk.app.pyramid import Pyramid
from segdesk.app.views import Look
from segdesk.core.geometry import Box
from segdesk.core.prompts import HairStroke, Prompts
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import RetouchDraft


class Panes:
    """Overlays with sizes and viewports of their own."""

    def __init__(self, *panes: Overlay) -> None:
        self._panes = list(panes)

    def add(self, pane: Overlay) -> None:
        """One more, before there is anything to show."""
        self._panes.append(pane)

    def set_picture(self, levels: Pyramid | None) -> None:
        for pane in self._panes:
            pane.set_picture(levels)

    def set_subject(
        self, mask: Pyramid | None, prompts: Prompts | None, changed: Box, *, hair: tuple[HairStroke, ...] = ()
    ) -> None:
        for pane in self._panes:
            pane.set_subject(mask, prompts, changed, hair=hair)

    def set_others(self, others: tuple[Companion, ...]) -> None:
        for pane in self._panes:
            pane.set_others(others)

    def mark_all(self) -> None:
        for pane in self._panes:
            pane.mark_all()

    def set_retouch(self, strokes: tuple[RetouchStroke, ...]) -> None:
        for pane in self._panes:
            pane.set_retouch(strokes)

    def show_paint(self, draft: RetouchDraft | None) -> None:
        for pane in self._panes:
            pane.show_paint(draft)

    def set_layers(self, layers: tuple[Layer, ...]) -> None:
        for pane in self._panes:
            pane.set_layers(layers)

    def set_trimap(self, levels: Pyramid | None) -> None:
        for pane in self._panes:
            pane.set_trimap(levels)

    def set_backdrop(self, levels: Pyramid | None) -> None:
        for pane in self._panes:
            pane.set_backdrop(levels)

    def set_look(self, look: Look) -> None:
        for pane in self._panes:
            pane.set_look(look)

    def set_ground(self, ground: QColor) -> None:
        for pane in self._panes:
            pane.set_ground(ground)
