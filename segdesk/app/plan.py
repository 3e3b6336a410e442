"""Where the window's parts lie, and how they and the place to drop a picture on are drawn before they are there."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen

from segdesk.app.theme import Palette

TITLE: Final = "SegDesk"
FIRST_SIZE: Final = QSize(1440, 900)
SMALLEST_SIZE: Final = QSize(900, 640)
TOP_HEIGHT, RAIL_WIDTH, COLUMN_WIDTH, STATUS_HEIGHT = 52, 56, 292, 30
FLOAT_MARGIN: Final = 14
"""Around what floats over the canvas."""
TARGET_WIDTH, TARGET_HEIGHT = 480, 300
CARDS_IN_ROW: Final = 4
CARDS_HEAD, CARD_HEIGHT, CARD_GAP = 28, 104, 12
"""The line above the recent files, one of them, and what is between them."""
TARGET_GAP: Final = 24


def card_rows(count: int, height: int) -> int:
    """In how many rows so many recent files are shown, where so many view pixels are free for target and files."""
    room = height - 2 * TARGET_GAP - TARGET_HEIGHT - TARGET_GAP - CARDS_HEAD
    return max(min(-(-count // CARDS_IN_ROW), 2, room // (CARD_HEIGHT + CARD_GAP)), 0)


def target_rect(area: QRect, recent: int) -> QRect:
    """Where the place to drop a picture on lies in an area: in its middle, together with so many recent files."""
    width, height = min(TARGET_WIDTH, area.width() - 48), min(TARGET_HEIGHT, area.height() - 48)
    rows = card_rows(recent, area.height())
    below = rows and TARGET_GAP + CARDS_HEAD + rows * (CARD_HEIGHT + CARD_GAP) - CARD_GAP
    return QRect(
        area.x() + (area.width() - width) // 2, area.y() + (area.height() - height - below) // 2, width, height
    )


def paint_target(
    painter: QPainter, area: QRect, palette: Palette, *, recent: int = 0, is_hovered: bool = False
) -> None:
    """The place to drop a picture on, as `target_rect` lays it."""
    painter.fillRect(area, palette.canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    target = QRectF(target_rect(area, recent))
    rim = QPen(QColor(palette.accent if is_hovered else palette.edge), 1.7 if is_hovered else 1.3)
    rim.setDashPattern([5, 4])
    painter.setPen(rim)
    painter.setBrush(QColor(palette.panel))
    painter.drawRoundedRect(target, 14, 14)


def paint_plan(painter: QPainter, area: QRect, palette: Palette, *, recent: int = 0) -> None:
    """The window as it is before its parts are there: their grounds, the lines between them, and the target."""
    painter.fillRect(area, QColor(palette.panel))
    middle = area.adjusted(RAIL_WIDTH, TOP_HEIGHT, -COLUMN_WIDTH, -STATUS_HEIGHT)
    painter.fillRect(area.adjusted(0, TOP_HEIGHT - 1, 0, 1 - STATUS_HEIGHT), QColor(palette.line))
    for panel in (
        QRect(0, TOP_HEIGHT, RAIL_WIDTH - 1, middle.height()),
        QRect(middle.right() + 2, TOP_HEIGHT, COLUMN_WIDTH - 1, middle.height()),
    ):
        painter.fillRect(panel, QColor(palette.panel))
    paint_target(painter, middle, palette, recent=recent)
