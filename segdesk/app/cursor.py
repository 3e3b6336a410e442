"""The ring that shows where and how large the brush is, what it is for, and whether it keeps or removes."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRegion

from segdesk.app.rounds import SMALL, ring
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity
from segdesk.core.tools import Purpose

SIGN_REACH = 4.0
SIGN_FITS = 9.0
"""View pixels of radius from which the sign has room inside the ring."""
RIM = QColor(0, 0, 0, 150)
CORE, CORE_RIM = QColor(255, 255, 255, 150), QColor(0, 0, 0, 70)
CORE_FROM = 4.0
"""View pixels of radius from which an inner ring can be told from the outer one, and from a dot."""


def ring_region(at: Point, radius: float, core: float | None = None) -> QRegion:
    """What the ring, its sign and its core cover, in view pixels."""
    if radius < SMALL:
        return QRegion(_square(at, max(radius, SIGN_FITS + 3 * SIGN_REACH) + 3))
    region = ring(at, radius, 3) + _square(at, SIGN_REACH + 6)
    return region if core is None else region + ring(at, core * radius, 3)


def _square(at: Point, reach: float) -> QRect:
    return QRectF(at.x - reach, at.y - reach, 2 * reach, 2 * reach).toAlignedRect()


def paint_ring(
    painter: QPainter,
    at: Point,
    radius: float,
    *,
    polarity: Polarity,
    purpose: Purpose = Purpose.PROMPT,
    core: float | None = None,
) -> None:
    """A white ring on a dark rim with its sign; `radius` in view pixels is the brush's true one.

    core: the share of it within which a brush that paints does so in full; a fainter ring shows where that ends.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre, shown = QPointF(*at), max(radius, 1.5)
    for pen in (QPen(RIM, 3.2), QPen(Qt.GlobalColor.white, 1.4)):
        painter.setPen(pen)
        painter.drawEllipse(centre, shown, shown)
    if core is not None and CORE_FROM <= core * shown <= shown - CORE_FROM:
        for pen in (QPen(CORE_RIM, 2.4), QPen(CORE, 1.0)):
            painter.setPen(pen)
            painter.drawEllipse(centre, core * shown, core * shown)
    if shown < SIGN_FITS:
        centre += QPointF(shown + 2 * SIGN_REACH, shown + 2 * SIGN_REACH)
    sign = _hair_sign(polarity) if purpose is Purpose.HAIR else _sign(polarity)
    _paint_sign(painter, sign, centre)


def paint_cross(painter: QPainter, at: Point, polarity: Polarity | None) -> None:
    """A thin cross for a corner or an outline, with its sign beside it where it has one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    x, y = round(at.x), round(at.y)
    for pen in (QPen(RIM, 3), QPen(Qt.GlobalColor.white, 1)):
        painter.setPen(pen)
        painter.drawLine(x - 9, y, x + 9, y)
        painter.drawLine(x, y - 9, x, y + 9)
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
