"""Tells when the pointer rests on one of some widgets, and when it has left them all."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

REST_SECONDS = 0.2
"""How long the pointer stays before it rests; a hand on its way to something else is quicker."""
LEAVE_SECONDS = 0.1
"""How long it may be between two of the widgets."""


class Resting(QObject):
    """Watches widgets that belong together."""

    changed = Signal(bool)

    def __init__(self, watched: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._is_resting = self._is_in = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._is_in = event.type() == QEvent.Type.Enter
            self._timer.start(round(1000 * (REST_SECONDS if self._is_in else LEAVE_SECONDS)))
        return super().eventFilter(watched, event)

    def _on_time(self) -> None:
        if self._is_in != self._is_resting:
            self._is_resting = self._is_in
            self.changed.emit(self._is_in)
