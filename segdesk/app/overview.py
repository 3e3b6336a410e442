"""A small picture of the whole in the canvas' corner with a frame around what is in view; it comes with zooming in."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from segdesk.app.canvas import Canvas
from segdesk.app.overlay import Overlay
from segdesk.app.theme import Palette
from segdesk.core.geometry import Box, Point, Size, Viewport

LONG_SIDE: Final = 168
PADDING: Final = 6
_RADIUS: Final = 10
_BESIDE_PEN: Final = 100
"""Milliseconds between two looks at what is being drawn: it is watched where the pen is."""
_VEIL: Final = QColor(0, 0, 0, 110)


class Overview(QWidget):
    """Shows the picture as the view does, and moves the view where its frame is dragged or a place is pressed."""

    def __init__(self, canvas: Canvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas, self._overlay = canvas, Overlay(shows_prompts=False)
        self._panel, self._line, self._accent = QColor(), QColor(), QColor()
        self._grip: Point | None = None
        self.setAccessibleName(self.tr("Navigator"))
        self.setToolTip(self.tr("Drag to move the view"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.hide()
        self._late = QTimer(self, singleShot=True, interval=_BESIDE_PEN)
        self._late.timeout.connect(self._draw)
        canvas.panes.add(self._overlay)
        canvas.drawn.connect(self._on_drawn)
        canvas.viewport_changed.connect(lambda _: self._follow())

    @property
    def frame(self) -> QPolygonF:
        """What is in view, in the overview's own pixels."""
        viewport, view = self._canvas.viewport, Box(0, 0, self._canvas.width(), self._canvas.height())
        corners = ((view.left, view.top), (view.right, view.top), (view.right, view.bottom), (view.left, view.bottom))
        places = (self._overlay.shown.to_view(viewport.to_picture(Point(*corner))) for corner in corners)
        return QPolygonF([QPointF(place.x + PADDING, place.y + PADDING) for place in places])

    def dress(self, palette: Palette) -> None:
        self._panel, self._line, self._accent = QColor(palette.panel), QColor(palette.line), QColor(palette.accent)
        self._overlay.set_ground(self._panel)
        self.update()

    def _follow(self) -> None:
        size = self._canvas.picture_size
        is_needed = size is not None and not self._canvas.shows_whole
        if size is not None and is_needed:
            self._fit(size)
        self.setVisible(is_needed)
        self._draw()

    def _fit(self, picture: Size) -> None:
        turn, ratio = self._canvas.viewport.turn, self.devicePixelRatioF()
        width, height = turn.extent(picture)
        scale = LONG_SIDE / max(width, height)
        inner = Size(max(round(width * scale), 24), max(round(height * scale), 24))
        self._overlay.set_size(QSize(inner.width, inner.height), ratio)
        self._overlay.set_viewport(Viewport(scale, turn=turn).centred(picture, inner))
        self.resize(inner.width + 2 * PADDING, inner.height + 2 * PADDING)

    def _on_drawn(self) -> None:
        if not self._canvas.has_gesture:
            self._draw()
        elif not self._late.isActive():
            self._late.start()

    def _draw(self) -> None:
        if self.isVisible():
            self._overlay.refresh()
            self.update()

    def _picture_point(self, at: QPointF) -> Point:
        return self._overlay.shown.to_picture(Point(at.x() - PADDING, at.y() - PADDING))

    # Qt's own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = event.position()
        if not self.frame.containsPoint(at, Qt.FillRule.OddEvenFill):
            self._canvas.centre_on(self._picture_point(at))
        self._grip = self._picture_point(at)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            to = self._picture_point(event.position())
            moved = self._canvas.viewport.turn.applied(to.x - self._grip.x, to.y - self._grip.y)
            scale, self._grip = self._canvas.viewport.scale, to
            self._canvas.pan_by(-moved.x * scale, -moved.y * scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._line, 1))
        painter.setBrush(self._panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.drawImage(PADDING, PADDING, self._overlay.image)
        inner = QRectF(self.rect()).adjusted(PADDING, PADDING, -PADDING, -PADDING)
        self._paint_frame(painter, inner)

    def _paint_frame(self, painter: QPainter, inner: QRectF) -> None:
        painter.setClipRect(inner)
        veil, seen, rim = QPainterPath(), QPainterPath(), QPainterPath()
        veil.addRect(inner)
        rim.addRect(inner.adjusted(0.75, 0.75, -0.75, -0.75))
        seen.addPolygon(self.frame)
        seen.closeSubpath()
        painter.fillPath(veil.subtracted(seen), _VEIL)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((4.0, QColor(255, 255, 255, 200)), (2.0, self._accent)):
            painter.setPen(QPen(colour, width))
            painter.drawPath(seen.intersected(rim))
