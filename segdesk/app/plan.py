"""Where the window's parts lie, and how they and the place to drop a picture on are drawn before they are there."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen

from segdesk.app.theme import Palette

TITLE: Final = "SegDesk"
FIRST_SIZE: Final = QSize(1440, 900)
SMALLEST_SIZE: Final = QSize(900, 640)
TOP_HEIGHT, RAIL_WIDTH, COLUMN_WIDTH, STATUS_HEIGHT = 52, 56, 292, 30
TARGET_WIDTH, TARGET_HEIGHT = 480, 300


def paint_target(painter: QPainter, area: QRect, palette: Palette, *, is_hovered: bool = False) -> None:
    """The place to drop a picture on, in the middle of an area in view pixels."""
    painter.fillRect(area, palette.canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width, height = min(TARGET_WIDTH, area.width() - 48), min(TARGET_HEIGHT, area.height() - 48)
    target = QRectF(0, 0, width, height)
    target.moveCenter(QRectF(area).center())
    rim = QPen(QColor(palette.accent if is_hovered else palette.edge), 1.7 if is_hovered else 1.3)
    rim.setDashPattern([5, 4])
    painter.setPen(rim)
    painter.setBrush(QColor(palette.panel))
    painter.drawRoundedRect(target, 14, 14)


def paint_plan(painter: QPainter, area: QRect, palette: Palette) -> None:
    """The window as it is before its parts are there: their grounds, the lines between them, and the target."""
    painter.fillRect(area, QColor(palette.panel))
    middle = area.adjusted(RAIL_WIDTH, TOP_HEIGHT, -COLUMN_WIDTH, -STATUS_HEIGHT)
    painter.fillRect(area.adjusted(0, TOP_HEIGHT - 1, 0, 1 - STATUS_HEIGHT), QColor(palette.line))
    for panel in (
        QRect(0, TOP_HEIGHT, RAIL_WIDTH - 1, middle.height()),
        QRect(middle.right() + 2, TOP_HEIGHT, COLUMN_WIDTH - 1, middle.height()),
    ):
        painter.fillRect(panel, QColor(palette.panel))
    paint_target(painter, middle, palette)
