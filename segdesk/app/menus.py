"""Menus with tick, arrow and lines of this program's own; the style's are small and filled, and unlike each other."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QMenu

from segdesk.app.hairlines import paint_hairline

_TICK_LEFT: Final = 10
_LINE_INSET: Final = 8
_TICK: Final = ((1.0, 9.5), (4.5, 13.0), (11.0, 5.5))
"""In a square of 18 view pixels."""
_ARROW_RIGHT: Final = 16
_ARROW: Final = 4.0


class Menu(QMenu):
    """Looks like the menu of engines; the style sheet leaves out what is drawn here."""

    def branch(self, words: str) -> "Menu":
        """A new menu inside this one."""
        inner = Menu(words, self)
        self.addMenu(inner)
        return inner

    def _paint_signs(self, painter: QPainter, action: QAction, place: QRect) -> None:
        is_active = self.activeAction() is action and action.isEnabled()
        group = QPalette.ColorGroup.Normal if action.isEnabled() else QPalette.ColorGroup.Disabled
        role = QPalette.ColorRole.HighlightedText if is_active else QPalette.ColorRole.WindowText
        # The menu's own palette has the style sheet's colour in all groups.
        painter.setPen(sign_pen(QGuiApplication.palette().color(group, role)))
        if action.isCheckable() and action.isChecked():
            paint_tick(painter, QPointF(place.left() + _TICK_LEFT, place.center().y() - 8.5))
        if action.menu() is not None:
            tip = QPointF(place.right() - _ARROW_RIGHT + _ARROW, place.center().y() + 0.5)
            painter.drawPolyline([tip + QPointF(-_ARROW, -_ARROW), tip, tip + QPointF(-_ARROW, _ARROW)])

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for action in self.actions():
            place = self.actionGeometry(action)
            if action.isSeparator():
                middle = place.adjusted(_LINE_INSET, place.height() // 2, -_LINE_INSET, 0)
                paint_hairline(painter, middle, self.palette())
            elif action.isVisible():
                self._paint_signs(painter, action, place)


def sign_pen(colour: QColor) -> QPen:
    """The icon set's stroke."""
    return QPen(colour, 1.7, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)


def paint_tick(painter: QPainter, at: QPointF) -> None:
    """A tick in the painter's pen; `at` is the upper left of the square of 18 view pixels it stands in."""
    painter.drawPolyline([at + QPointF(x, y) for x, y in _TICK])
