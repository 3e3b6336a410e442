"""A cutout in small: its pixels as Qt draws them, and the theme's checkerboard behind them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from segdesk.app.theme import Palette

TILE = 7
"""Side of a checkerboard square in view pixels."""


def image_of(rgba: NDArray[np.uint8]) -> QImage:
    """Straight-alpha RGBA, uint8 HxWx4, as an image of its own."""
    height, width = rgba.shape[:2]
    return QImage(np.ascontiguousarray(rgba).data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def paint_board(painter: QPainter, area: QRectF, palette: Palette) -> None:
    """The checkerboard on an area, begun at its corner."""
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    dark, light = (QColor(*shade) for shade in palette.checker)
    painter.fillRect(area, dark)
    rows, columns = (int(side / TILE) + 1 for side in (area.height(), area.width()))
    for row in range(rows):
        for column in range(row % 2, columns, 2):
            painter.fillRect(QRectF(area.x() + column * TILE, area.y() + row * TILE, TILE, TILE), light)
    painter.restore()
