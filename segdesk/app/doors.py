"""Files that the system hands to the running program: macOS does so when one is double-clicked."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent


class Doors(QObject):
    """Watches an application for such files."""

    brought = Signal(object)
    """Carries a path."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.brought.emit(Path(event.file()))
            return True
        return super().eventFilter(watched, event)
