"""When the ants march: only where somebody can see them."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from segdesk.app.overlay import Overlay

MILLISECONDS: Final = 90
"""How long the ants stand between two steps."""


class March:
    """Lets the ants of an overlay step on and has what changes with them painted in the view that shows it."""

    def __init__(self, view: QWidget, overlay: Overlay) -> None:
        self._view, self._overlay = view, overlay
        self._timer = QTimer(view, interval=MILLISECONDS)
        self._timer.timeout.connect(lambda: view.update(overlay.march()))

    @property
    def is_under_way(self) -> bool:
        return self._timer.isActive()

    def pace(self) -> None:
        """Something else is drawn, or seen: go on or stand."""
        view = self._view
        goes = view.isVisible() and not view.window().isMinimized() and self._overlay.has_ants
        if goes != self._timer.isActive():
            self._timer.start() if goes else self._timer.stop()

    def stop(self) -> None:
        """Stand, whatever there is to see."""
        self._timer.stop()
