"""A round glass over the pointer, while a key is held: the view's own pixels four times as large."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from segdesk.app.canvas import Canvas
from segdesk.app.overlay import Overlay
from segdesk.core.geometry import Point, Viewport

KEY: Final = Qt.Key.Key_Q
SCALE: Final = 4.0
"""Device pixels per picture pixel."""
SIDE: Final = 236
"""View pixels from rim to rim, shadow included."""
RIM: Final = 6


class Loupe(QWidget):
    """Lies over the canvas with its middle where the pointer is; hands reach through it."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas, self._overlay = canvas, Overlay()
        self._at: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(SIDE, SIDE)
        self.hide()
        canvas.panes.add(self._overlay)
        canvas.drawn.connect(self._draw)
        canvas.viewport_changed.connect(self._follow)
        canvas.installEventFilter(self)

    def _hold(self, is_held: bool) -> None:
        if is_held and self._canvas.has_picture:
            self._at = QPointF(self._canvas.mapFromGlobal(QCursor.pos())) if self._at is None else self._at
            self.show()
            self.raise_()
            self._follow()
        else:
            self.hide()

    def _follow(self, _viewport: object = None) -> None:
        """Show what lies under the pointer."""
        if not self.isVisible() or self._at is None:
            return
        viewport, ratio = self._canvas.viewport, self.devicePixelRatioF()
        held, middle = viewport.to_picture(Point(self._at.x(), self._at.y())), Point(SIDE / 2, SIDE / 2)
        self._overlay.set_size(QSize(SIDE, SIDE), ratio)
        self._overlay.set_viewport(Viewport(SCALE / ratio, turn=viewport.turn).placed(held, middle))
        self.move(round(self._at.x() - SIDE / 2), round(self._at.y() - SIDE / 2))
        self._draw()

    def _draw(self) -> None:
        if self.isVisible():
            self._overlay.refresh()
            self.update()

    # Qt's own

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QKeyEvent() if event.key() == KEY and not event.isAutoRepeat():
                if event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    self._hold(event.type() is QEvent.Type.KeyPress)
            case QMouseEvent() | QTabletEvent():
                self._at = event.position()
                self._follow()
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._hold(False)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, glass = QPainter(self), QPainterPath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        round_glass = QRectF(self.rect()).adjusted(RIM, RIM, -RIM, -RIM)
        glass.addEllipse(round_glass)
        painter.setClipPath(glass)
        painter.drawImage(0, 0, self._overlay.image)
        painter.setClipping(False)
        for width, colour in ((5.0, QColor(0, 0, 0, 90)), (2.5, QColor(Qt.GlobalColor.white))):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(round_glass)
