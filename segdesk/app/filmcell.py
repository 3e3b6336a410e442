"""How a picture of the film-strip is drawn: small, with its name, and a sign for how far it is."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from segdesk.app.filmmodel import STATE_ROLE
from segdesk.app.icons import pixmap
from segdesk.app.roll import State
from segdesk.app.theme import Palette

CELL: Final = QSize(116, 96)
_MARGIN, _NAME_HEIGHT, _RADIUS, _SIGN = 4, 18, 6, 18
_Index = QModelIndex | QPersistentModelIndex
_Option = QStyleOptionViewItem


class FilmCell(QStyledItemDelegate):
    """Draws in the theme's colours."""

    def __init__(self) -> None:
        super().__init__()
        self._palette: Palette | None = None

    def dress(self, palette: Palette) -> None:
        self._palette = palette

    def _paint_picture(self, painter: QPainter, area: QRectF, index: _Index, palette: Palette) -> QRectF:
        """The picture as large as it fits, or a place for it; returns where it lies."""
        drawn = index.data(Qt.ItemDataRole.DecorationRole)
        if not isinstance(drawn, QPixmap):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.raised))
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
            return area
        scale = min(area.width() / drawn.width(), area.height() / drawn.height())
        place = QRectF(0, 0, max(drawn.width() * scale, 8), max(drawn.height() * scale, 8))
        place.moveCenter(area.center())
        shape = QPainterPath()
        shape.addRoundedRect(place, _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(place, QColor(palette.raised))
        painter.drawPixmap(place, drawn, drawn.rect().toRectF())
        painter.restore()
        return place

    def _paint_name(self, painter: QPainter, option: _Option, index: _Index, *, colour: str) -> None:
        rect = QRect(option.rect).adjusted(6, 0, -6, -2)  # type: ignore[attr-defined]
        rect.setTop(rect.bottom() - _NAME_HEIGHT + 1)
        font = QFont(option.font)  # type: ignore[attr-defined]
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        # The end tells numbered files apart.
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)

    # Qt's own

    def sizeHint(self, option: _Option, index: _Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: _Option, index: _Index) -> None:
        palette = self._palette
        if palette is None:
            return
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        is_held = bool(state & QStyle.StateFlag.State_Selected)
        cell = QRectF(option.rect).adjusted(_MARGIN, _MARGIN, -_MARGIN, 0)  # type: ignore[attr-defined]
        if is_held or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(palette.accent), 1.7) if is_held else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.raised if is_held else palette.hover))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 8, 8)
        area = cell.adjusted(7, 7, -7, -_NAME_HEIGHT - 5)
        place = self._paint_picture(painter, area, index, palette)
        self._paint_name(painter, option, index, colour=palette.text if is_held else palette.dim)
        paint_sign(painter, place.bottomRight() - QPointF(_SIGN - 5, _SIGN - 5), index.data(STATE_ROLE), palette)
        painter.restore()


def paint_sign(painter: QPainter, corner: QPointF, state: State, palette: Palette) -> None:
    """The sign of a state on a disc of its own, told by its shape; what was not touched has none."""
    if state is State.UNTOUCHED:
        return
    disc = QRectF(corner, QSize(_SIGN, _SIGN).toSizeF())
    painter.setPen(QPen(QColor(palette.edge), 1))
    painter.setBrush(QColor(palette.panel))
    painter.drawEllipse(disc)
    if state is State.CUT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent))
        painter.drawEllipse(disc.center(), 4, 4)
        return
    name, colour = {
        State.SAVED: ("done", palette.keep),
        State.EXPORTED: ("export", palette.keep),
        State.UNREADABLE: ("warning", palette.remove),
    }[state]
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(disc.center() - QPointF(6, 6), pixmap(name, colour, size=12, ratio=ratio))
