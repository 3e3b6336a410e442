"""The pointer of the drawing tools: a ring as large as the brush, or a cross, with a sign for what it does."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QRegion, QTransform

from segdesk.app.rounds import SMALL, ring
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity
from segdesk.core.tools import Purpose

SIGN_REACH = 4.0
_SIGN_ROOM = 9
"""View pixels from a sign's middle that it covers, its stroke included; the hair brush's is the widest."""
SIGN_FITS = 9.0
"""View pixels of radius from which the sign has room inside the ring."""
CROSS_REACH = 9
RIM = QColor(0, 0, 0, 150)
CORE, CORE_RIM = QColor(255, 255, 255, 150), QColor(0, 0, 0, 70)
CORE_FROM = 4.0
"""View pixels of radius from which an inner ring can be told from the outer one, and from a dot."""
_LARGEST = 1100
"""Device pixels of radius up to which a ring is kept as an image; a larger one hardly fits into any view."""


@dataclass(frozen=True)
class Mark:
    """What stands at the pointer, in view pixels.

    polarity: what its sign says, if it has one.
    radius: the brush's true one; None is a cross.
    core: the share of it within which a brush that paints does so in full; a fainter ring shows where that ends.
    """

    at: Point
    polarity: Polarity | None
    radius: float | None = None
    purpose: Purpose = Purpose.PROMPT
    core: float | None = None

    @property
    def region(self) -> QRegion:
        """What it covers."""
        if self.radius is None or self.radius < SMALL:
            reach = CROSS_REACH if self.radius is None else max(self.radius, SIGN_FITS)
            return QRegion(_square(self.at, reach + 2 * SIGN_REACH + _SIGN_ROOM))
        region = ring(self.at, self.radius, 3) + _square(self.at, _SIGN_ROOM)
        return region if self.core is None else region + ring(self.at, self.core * self.radius, 3)


class Cursor:
    """Paints a mark and knows where it stood before."""

    def __init__(self) -> None:
        self._covered = QRegion()
        self._kept: tuple[tuple[float, float | None, float], tuple[QImage, ...]] | None = None

    def moved(self, mark: Mark | None) -> QRegion:
        """What looks different now that there is this mark, or none."""
        before, self._covered = self._covered, QRegion() if mark is None else mark.region
        if mark is None:
            self._kept = None
        return before.united(self._covered)

    def paint(self, painter: QPainter, mark: Mark | None) -> None:
        """Paint it, in view coordinates."""
        if mark is None:
            return
        if mark.radius is None:
            _paint_cross(painter, mark.at, mark.polarity)
        elif mark.polarity is not None:
            self._paint_ring(painter, mark, max(mark.radius, 1.5))
            below = 0 if mark.radius >= SIGN_FITS else max(mark.radius, 1.5) + 2 * SIGN_REACH
            sign = _hair_sign(mark.polarity) if mark.purpose is Purpose.HAIR else _sign(mark.polarity)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_sign(painter, sign, QPointF(mark.at.x + below, mark.at.y + below))

    def _paint_ring(self, painter: QPainter, mark: Mark, radius: float) -> None:
        ratio = painter.device().devicePixelRatio()
        if not SMALL <= radius * ratio <= _LARGEST:
            _draw_ring(painter, QPointF(*mark.at), radius, mark.core)
            return
        # A large ring takes ten times as long to draw as to copy; to copy it, it comes to lie on whole pixels.
        corner, half = _corner(mark.at, radius, ratio), _half_side(radius, ratio)
        places = [corner + QPoint(x, y) for y in (0, half) for x in (0, half)]
        for place, quarter in zip(places, self._quarters(radius, mark.core, ratio), strict=True):
            painter.drawImage(QPointF(place) / ratio, quarter)

    def _quarters(self, radius: float, core: float | None, ratio: float) -> tuple[QImage, ...]:
        """The ring in four images, which are kept while the brush stays the same: one is drawn, the others mirror it.

        To draw it whole takes five times as long, most of it for memory in which there is nothing.
        """
        wanted = (radius, core, ratio)
        if self._kept is None or self._kept[0] != wanted:
            side = _half_side(radius, ratio)
            # Sixteen shades of a thin line are enough, and half the memory.
            image = QImage(side, side, QImage.Format.Format_ARGB4444_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            image.setDevicePixelRatio(ratio)
            painter = QPainter(image)
            _draw_ring(painter, QPointF(side / ratio, side / ratio), radius, core)
            painter.end()
            mirrors = (QTransform.fromScale(x, y) for y in (1, -1) for x in (1, -1))
            self._kept = wanted, tuple(image.transformed(mirror) for mirror in mirrors)
        return self._kept[1]


def _corner(at: Point, radius: float, ratio: float) -> QPoint:
    """Where the image of a ring around a place in the view begins, in device pixels."""
    half = _half_side(radius, ratio)
    return QPoint(round(at.x * ratio) - half, round(at.y * ratio) - half)


def _half_side(radius: float, ratio: float) -> int:
    return math.ceil((radius + 3) * ratio)


def _square(at: Point, reach: float) -> QRect:
    return QRectF(at.x - reach, at.y - reach, 2 * reach, 2 * reach).toAlignedRect()


def _draw_ring(painter: QPainter, at: QPointF, radius: float, core: float | None) -> None:
    """A white ring on a dark rim, and the fainter one of its core where that can be told apart."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(RIM, 3.2), QPen(Qt.GlobalColor.white, 1.4)):
        painter.setPen(pen)
        painter.drawEllipse(at, radius, radius)
    if core is not None and CORE_FROM <= core * radius <= radius - CORE_FROM:
        for pen in (QPen(CORE_RIM, 2.4), QPen(CORE, 1.0)):
            painter.setPen(pen)
            painter.drawEllipse(at, core * radius, core * radius)


def _paint_cross(painter: QPainter, at: Point, polarity: Polarity | None) -> None:
    """A thin cross for a corner or an outline, with its sign beside it where it has one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    x, y = round(at.x), round(at.y)
    for pen in (QPen(RIM, 3), QPen(Qt.GlobalColor.white, 1)):
        painter.setPen(pen)
        painter.drawLine(x - CROSS_REACH, y, x + CROSS_REACH, y)
        painter.drawLine(x, y - CROSS_REACH, x, y + CROSS_REACH)
    if polarity is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_sign(painter, _sign(polarity), QPointF(x + 3 * SIGN_REACH, y + 3 * SIGN_REACH))


def _paint_sign(painter: QPainter, sign: QPainterPath, at: QPointF) -> None:
    sign.translate(at)
    for width, colour in ((3.6, RIM), (1.6, QColor(Qt.GlobalColor.white))):
        painter.strokePath(sign, QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))


def _sign(polarity: Polarity) -> QPainterPath:
    """+ or -, around zero."""
    sign = QPainterPath(QPointF(-SIGN_REACH, 0))
    sign.lineTo(SIGN_REACH, 0)
    if polarity is Polarity.KEEP:
        sign.moveTo(0, -SIGN_REACH)
        sign.lineTo(0, SIGN_REACH)
    return sign


def _hair_sign(polarity: Polarity) -> QPainterPath:
    """Three hairs, struck out where they are taken back."""
    sign, bend = QPainterPath(), SIGN_REACH / 2
    for x in (-SIGN_REACH, 0, SIGN_REACH):
        sign.moveTo(x - bend / 2, SIGN_REACH + 1)
        sign.quadTo(x + bend, 0, x - bend / 2, -SIGN_REACH - 1)
    if polarity is Polarity.REMOVE:
        sign.moveTo(-SIGN_REACH - 3, SIGN_REACH)
        sign.lineTo(SIGN_REACH + 3, -SIGN_REACH)
    return sign
