"""How a picture of a batch is drawn in the list: what was cut at a glance, its name, and what to know."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from segdesk.app.batchlist import ENTRY, BatchList, Entry, Phase
from segdesk.app.icons import pixmap
from segdesk.app.lines import fitting
from segdesk.app.theme import Palette
from segdesk.core.records import name_of

HEIGHT: Final = 84
_GLANCE: Final = QSize(176, 68)
_MARK: Final = 18
_SPACE: Final = 12


class BatchRow(QStyledItemDelegate):
    """Draws entries of a `BatchList` in the theme's colours."""

    def __init__(self, model: BatchList, palette: Palette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._palette = model, palette

    def dress(self, palette: Palette) -> None:
        self._palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY)
        area = QRect(getattr(option, "rect")).adjusted(4, 2, -4, -2)  # noqa: B009 - PySide's stubs lack the fields
        state = getattr(option, "state")  # noqa: B009 - as above
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        is_chosen, is_under = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
        if is_chosen or is_under:
            painter.setPen(QPen(QColor(self._palette.accent), 1) if is_chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.raised))
            painter.drawRoundedRect(area.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._draw(painter, area.adjusted(8, 0, -_SPACE, 0), entry)
        painter.restore()

    def _draw(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        frame = QRect(area.left(), area.center().y() - _GLANCE.height() // 2 + 1, *_GLANCE.toTuple())
        self._draw_glance(painter, frame, entry)
        left, right = frame.right() + _SPACE + 1, area.right() - _MARK - _SPACE
        words = QRect(left, area.top(), right - left, area.height())
        font = QFont(painter.font())
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(self._palette.text if entry.record else self._palette.dim))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        name, middle = name_of(entry.source), Qt.TextElideMode.ElideMiddle
        upper = QRect(words.left(), words.top() + 14, words.width(), 20)
        painter.drawText(upper, align, painter.fontMetrics().elidedText(name, middle, upper.width()))
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        is_failure = entry.record is not None and entry.record.failure is not None
        painter.setPen(QColor(self._palette.remove if is_failure else self._palette.dim))
        lower = QRect(words.left(), upper.bottom() + 1, words.width(), 36)
        told = fitting(self._model.told(entry), name, painter.fontMetrics(), room=lower.size())
        painter.drawText(lower, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, told)
        self._draw_mark(painter, area, entry)

    def _draw_glance(self, painter: QPainter, frame: QRect, entry: Entry) -> None:
        """The small picture; a frame where there is none."""
        picture = None if entry.record is None else _picture(self._model.folder / entry.record.glance)
        if picture is None:
            painter.setPen(QPen(QColor(self._palette.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            return
        size = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(frame.topLeft(), size)
        place.moveCenter(frame.center())
        painter.drawPixmap(place, picture)

    def _draw_mark(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        """Whether it is done, or needs a person's eyes; by shape as well as by colour."""
        has_failed = entry.record is not None and entry.record.failure is not None
        match entry.phase:
            case Phase.EYES:
                name, colour = ("close", self._palette.remove) if has_failed else ("warning", self._palette.text)
            case Phase.DONE:
                name, colour = "done", self._palette.keep
            case Phase.WORKING | Phase.WAITING:
                return
        drawn = pixmap(name, colour, size=_MARK, ratio=painter.device().devicePixelRatioF())
        painter.drawPixmap(area.right() - _MARK, area.center().y() - _MARK // 2 + 1, drawn)


def _picture(path: Path) -> QPixmap | None:
    """A glance from its file, kept as long as there is room."""
    found = QPixmap()
    if not QPixmapCache.find(str(path), found) and found.load(str(path)):
        QPixmapCache.insert(str(path), found)
    return None if found.isNull() else found
