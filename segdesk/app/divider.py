"""The line between before and after: left of it the canvas shows the original, right of it the view that is chosen."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from segdesk.app.canvas import Canvas
from segdesk.core.geometry import Box, Point

WIDTH: Final = 28
"""View pixels within which the line can be grabbed; no less than its knob is wide."""
_KNOB: Final = 12.0
_RIM: Final = QColor(0, 0, 0, 110)
_GAP, _TOP = 10, 14


class Divider(QWidget):
    """Lies over the canvas where the line is; it stays on its place in the picture while the view moves."""

    moved = Signal(object)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._place: Point | None = None
        self._grip: float | None = None
        self._before, self._after = _pill(self.tr("Original"), canvas), _pill("", canvas)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(self.tr("Before and after"))
        self.setMouseTracking(True)
        self.hide()
        canvas.viewport_changed.connect(lambda _: self._follow())

    @property
    def place(self) -> Point | None:
        """A place in the picture that the line runs through; None while there is no line."""
        return self._place

    def split(self, is_split: bool) -> None:
        """Put the line into the middle of the view, or take it away."""
        middle = Point(self._canvas.width() / 2, self._canvas.height() / 2)
        self._set(self._canvas.viewport.to_picture(middle) if is_split else None)

    def name(self, words: str) -> None:
        """What the view on the right is called."""
        self._after.setText(words)
        self._after.adjustSize()
        self._follow()

    def _set(self, place: Point | None) -> None:
        self._place = place
        self._canvas.divide(place)
        self._follow()

    def _follow(self) -> None:
        place = self._place
        at = None if place is None else round(self._canvas.viewport.to_view(place).x)
        is_shown = at is not None and self._canvas.has_picture
        for part in (self, self._before, self._after):
            part.setVisible(is_shown)
        size = self._canvas.picture_size
        if at is None or size is None:
            return
        viewport, whole = self._canvas.viewport, Box.whole(size)
        picture = viewport.box_to_view(whole)
        # Beside the picture it stays to be seen, or it could not be brought back.
        highest, lowest = viewport.crossed(whole, at) or (picture.top, picture.bottom)
        top, bottom = max(round(highest), 0), min(round(lowest), self._canvas.height())
        self.setGeometry(at - WIDTH // 2, top, WIDTH, bottom - top)
        self._before.move(at - _GAP - self._before.width(), top + _TOP)
        self._after.move(at + _GAP, top + _TOP)

    def _slide(self, x: float) -> None:
        held = self._canvas.viewport.to_view(self._place) if self._place is not None else None
        if held is not None:
            inside = min(max(x, 0.0), float(self._canvas.width()))
            self._set(self._canvas.viewport.to_picture(Point(inside, held.y)))

    # Qt's own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = event.position().x() - WIDTH / 2
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._slide(self.mapToParent(event.position()).x() - self._grip)
        elif event.buttons():
            # What another button began is the canvas', which would else never hear of its end.
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = None
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, middle = QPainter(self), QPointF(WIDTH / 2, self.height() / 2)
        painter.fillRect(QRectF(middle.x() - 2, 0, 4, self.height()), _RIM)
        painter.fillRect(QRectF(middle.x() - 1, 0, 2, self.height()), Qt.GlobalColor.white)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_RIM, 1.5))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawEllipse(middle, _KNOB, _KNOB)
        painter.setPen(
            QPen(QColor("#1c1f23"), 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        for side in (-1, 1):
            painter.drawPolyline([middle + QPointF(side * x, y) for x, y in ((3.5, -4), (7, 0), (3.5, 4))])


def _pill(words: str, parent: QWidget) -> QLabel:
    pill = QLabel(words, parent)
    pill.setObjectName("dividerLabel")
    pill.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    pill.adjustSize()
    pill.hide()
    return pill
