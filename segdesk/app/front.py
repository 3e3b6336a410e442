"""What the system sees as the program's window. It shows before anything else is loaded, and then holds the rest.

A picture dropped on it meanwhile waits in the system's queue until `Window` is there to take it.
"""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from segdesk.app.plan import FIRST_SIZE, SMALLEST_SIZE, TITLE, paint_plan
from segdesk.app.theme import Palette


class Front(QMainWindow):
    """Empty until it is given the window's parts; from then on it shows, names and closes as they want."""

    seen = Signal()
    """It was painted for the first time."""

    def __init__(self, palette: Palette, *, recent: int = 0) -> None:
        """`recent` is the number of files that will be offered."""
        super().__init__()
        self._recent = recent
        self._palette: Palette | None = palette
        self._parts: QMainWindow | None = None
        self.setWindowTitle(TITLE)
        self.setMinimumSize(SMALLEST_SIZE)
        self.resize(FIRST_SIZE)
        self.setAcceptDrops(True)

    def hold(self, parts: QMainWindow) -> None:
        """Show the parts from now on."""
        self._parts, self._palette = parts, None
        self.setWindowTitle(parts.windowTitle())
        parts.windowTitleChanged.connect(self.setWindowTitle)
        self.setCentralWidget(parts)

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._palette is not None:
            paint_plan(QPainter(self), self.rect(), self._palette, recent=self._recent)
            QTimer.singleShot(0, self, self.seen.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._parts is None or self._parts.close())
