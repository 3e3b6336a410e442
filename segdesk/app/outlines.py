"""Draws regions and what goes around them: finished ones, those under way, and the halos that pick out things."""

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from segdesk.app.tapers import brush_path
from segdesk.core.geometry import Box, Point, Viewport
from segdesk.core.objects import Grip, Thing, bounds_of
from segdesk.core.prompts import BoxPrompt, Mark, Region
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import LassoDraft, PolygonDraft

FILL_OPACITY = 0.3
LINE_WIDTH = 1.5
RIM = QColor(0, 0, 0, 200)
ACCENT = QColor("#4c8dff")
HANDLE = ((11, RIM), (9, ACCENT), (5, QColor(Qt.GlobalColor.white)))
"""Sides in view pixels and colours of a handle, from the outside in."""
ROOM_BETWEEN = 34
"""View pixels from which a side is long enough for a handle in its middle."""
HOVERED = ((3.0, RIM), (1.5, QColor(Qt.GlobalColor.white)))
SELECTED = ((4.25, RIM), (3.0, QColor(Qt.GlobalColor.white)), (1.75, ACCENT))
"""How far a halo reaches beyond a stroke or a region, in view pixels, from the outside in."""
FRAME_HOVERED = ((2.25, RIM), (0.75, QColor(Qt.GlobalColor.white)))
FRAME_SELECTED = ((3.0, RIM), (1.75, QColor(Qt.GlobalColor.white)), (0.75, ACCENT))
"""How far a halo reaches to either side of a box's line."""
REACH = 12
"""View pixels beyond a thing that its halo and handles cover."""


def paint_region(painter: QPainter, region: Region, viewport: Viewport, colour: QColor) -> None:
    """A finished region: a tint in its colour and a line around it, in view coordinates."""
    tint = QColor(colour)
    tint.setAlphaF(FILL_OPACITY)
    path = line_path(region.points, viewport, closed=True)
    painter.fillPath(path, tint)
    painter.strokePath(path, _pen(RIM, LINE_WIDTH + 1.5))
    painter.strokePath(path, _pen(colour, LINE_WIDTH))


def paint_outline(painter: QPainter, draft: LassoDraft | PolygonDraft, viewport: Viewport, colour: QColor) -> None:
    """A region under way: a dashed accent line around a faint tint of its colour; a polygon's corners stand out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tint = QColor(colour)
    tint.setAlphaF(FILL_OPACITY / 2)
    path = line_path(draft.outline, viewport, closed=False)
    painter.fillPath(path, tint)
    painter.strokePath(path, _pen(RIM, LINE_WIDTH + 2))
    painter.strokePath(path, _pen(QColor(Qt.GlobalColor.white), LINE_WIDTH))
    dashes = _pen(ACCENT, LINE_WIDTH)
    dashes.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes.setDashPattern([4, 3])
    painter.strokePath(path, dashes)
    if isinstance(draft, PolygonDraft):
        for corner in draft.corners:
            _paint_corner(painter, viewport.to_view(corner), is_first=corner is draft.corners[0] and draft.can_close)


def paint_halo(painter: QPainter, thing: Thing, viewport: Viewport, *, is_selected: bool) -> None:
    """What picks a thing out on any ground: dark, white and, on a selected one, the accent; a box has handles."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(thing, BoxPrompt):
        frame = frame_path(thing.box, viewport)
        for reach, colour in FRAME_SELECTED if is_selected else FRAME_HOVERED:
            painter.strokePath(frame, _pen(colour, 2 * reach, Qt.PenJoinStyle.MiterJoin))
        if is_selected:
            for grip in shown_grips(thing.box, viewport):
                _paint_handle(painter, viewport.to_view(grip.place(thing.box)))
        return
    rect = seen_of(painter, halo_rect(thing, viewport))
    if not rect.isEmpty():
        _paint_rings(painter, thing, viewport, rect=rect, rings=SELECTED if is_selected else HOVERED)


def halo_rect(thing: Thing, viewport: Viewport) -> QRect:
    """What a thing covers with its halo and handles, in view pixels."""
    return rect_of(viewport.box_to_view(bounds_of(thing))).adjusted(-REACH, -REACH, REACH, REACH)


def shown_grips(box: Box, viewport: Viewport) -> list[Grip]:
    """The handles that a box has room for at this scale."""
    room = {Grip.TOP: box.width, Grip.BOTTOM: box.width, Grip.LEFT: box.height, Grip.RIGHT: box.height}
    return [grip for grip in Grip if room.get(grip, ROOM_BETWEEN) * viewport.scale >= ROOM_BETWEEN or grip not in room]


def line_path(points: tuple[Point, ...], viewport: Viewport, *, closed: bool) -> QPainterPath:
    """A line through points of the picture, in view coordinates; what it goes around is inside it."""
    places = [QPointF(*viewport.to_view(point)) for point in points]
    path = QPainterPath(places[0])
    path.setFillRule(Qt.FillRule.WindingFill)
    for place in places[1:]:
        path.lineTo(place)
    if closed:
        path.closeSubpath()
    return path


def frame_path(box: Box, viewport: Viewport) -> QPainterPath:
    """The sides of a box, in view coordinates."""
    path = QPainterPath()
    path.addPolygon([QPointF(*corner) for corner in viewport.corners_to_view(box)])
    path.closeSubpath()
    return path


def rect_of(box: Box) -> QRect:
    """The whole view pixels that a box of the view touches."""
    return QRectF(QPointF(box.left, box.top), QPointF(box.right, box.bottom)).toAlignedRect()


def seen_of(painter: QPainter, rect: QRect) -> QRect:
    """What of a rectangle of the view a painter can reach; beyond it there is no end to what lies there."""
    device = painter.device()
    return rect.intersected(QRect(0, 0, device.width(), device.height()))


def layer_over(rect: QRect, ratio: float) -> tuple[QImage, QPainter, QPointF]:
    """A clear image to lay over a rectangle of the view, a painter on it in view coordinates, and its corner there.

    It begins on a whole device pixel, or all that is on it would be moved by part of one.
    """
    left, top = math.floor(rect.x() * ratio), math.floor(rect.y() * ratio)
    right, bottom = (math.ceil(side * ratio) for side in (rect.x() + rect.width(), rect.y() + rect.height()))
    layer = QImage(right - left, bottom - top, QImage.Format.Format_ARGB32_Premultiplied)
    layer.setDevicePixelRatio(ratio)
    layer.fill(Qt.GlobalColor.transparent)
    brush, corner = QPainter(layer), QPointF(left / ratio, top / ratio)
    brush.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush.translate(-corner)
    return layer, brush, corner


def _paint_rings(
    painter: QPainter,
    thing: Mark | RetouchStroke,
    viewport: Viewport,
    *,
    rect: QRect,
    rings: tuple[tuple[float, QColor], ...],
) -> None:
    """Rings around a silhouette, which stays free: each ring is the silhouette grown, the next one drawn over it."""
    layer, brush, corner = layer_over(rect, painter.device().devicePixelRatio())
    for reach, colour in rings:
        _grow(brush, thing, viewport, reach=reach, colour=colour)
    brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    _grow(brush, thing, viewport, reach=0.0, colour=QColor(Qt.GlobalColor.black))
    brush.end()
    painter.drawImage(corner, layer)


def _grow(brush: QPainter, thing: Mark | RetouchStroke, viewport: Viewport, *, reach: float, colour: QColor) -> None:
    """Draw a silhouette that reaches farther."""
    opaque, is_region = QColor(colour), isinstance(thing, Region)
    if not isinstance(thing, Region) and thing.radii:
        brush.fillPath(brush_path(thing.points, thing.radii, viewport, reach=reach), opaque)
        return
    path = line_path(thing.points, viewport, closed=is_region)
    width = 2 * reach + (0.0 if isinstance(thing, Region) else 2 * thing.radius * viewport.scale)
    if is_region:
        brush.fillPath(path, opaque)
    if width > 0 and path.elementCount() == 1:
        brush.setPen(_pen(opaque, width))
        brush.drawPoint(path.currentPosition())
    elif width > 0:
        brush.strokePath(path, _pen(opaque, width))


def _paint_handle(painter: QPainter, at: Point) -> None:
    """A square whose sides lie on device pixels, and so are crisp."""
    ratio = painter.device().devicePixelRatio()
    for side, colour in HANDLE:
        left, top = round((at.x - side / 2) * ratio) / ratio, round((at.y - side / 2) * ratio) / ratio
        whole = round(side * ratio) / ratio
        painter.fillRect(QRectF(left, top, whole, whole), colour)


def _paint_corner(painter: QPainter, at: Point, *, is_first: bool) -> None:
    """A dot; the first one grows once a click on it closes the polygon."""
    radius = 5.0 if is_first else 3.0
    for grown, colour in ((2.0, RIM), (1.0, QColor(Qt.GlobalColor.white)), (-0.5, ACCENT)):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(*at), radius + grown, radius + grown)


def _pen(colour: QColor, width: float, join: Qt.PenJoinStyle = Qt.PenJoinStyle.RoundJoin) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join)
