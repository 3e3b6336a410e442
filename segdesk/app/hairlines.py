"""Lines as thin as the screen can draw them, all of them alike also where a view pixel is one and a half of its own."""

from math import floor

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget


class Hairline(QWidget):
    """Lies across what it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_hairline(QPainter(self), self.rect(), self.palette())


def paint_hairline(painter: QPainter, place: QRect, palette: QPalette) -> None:
    """Along the top of a place, in the theme's colour of lines."""
    ratio = painter.device().devicePixelRatioF()
    thin = QRectF(place.x(), place.y(), place.width(), max(floor(ratio), 1) / ratio)
    is_smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(thin, palette.color(QPalette.ColorRole.Midlight))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
