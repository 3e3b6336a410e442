"""What stands on the screen: only what was painted again is new, so that what was forgotten stays as it was."""

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QApplication, QWidget


class Screen(QObject):
    """Looks on as a widget is painted, part by part."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        QApplication.processEvents()
        self._widget, self._painted, self._is_looking = widget, QRegion(), False
        self._seen = widget.grab()
        widget.installEventFilter(self)

    def look(self) -> tuple[np.ndarray, np.ndarray]:
        """What has come to stand there since the last look, and what ought to, HxWx4."""
        # What is due is drawn first, and painted then.
        for _ in range(3):
            QApplication.processEvents()
        self._is_looking = True
        wanted = self._widget.grab()
        self._is_looking = False
        painter = QPainter(self._seen)
        painter.setClipRegion(self._painted)
        painter.drawPixmap(0, 0, wanted)
        painter.end()
        self._painted = QRegion()
        return _bytes(self._seen), _bytes(wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and not self._is_looking:
            self._painted += event.region()
        return super().eventFilter(watched, event)


def _bytes(pixmap: QPixmap) -> np.ndarray:
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()
