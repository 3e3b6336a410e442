"""The files opened last, as small pictures to click."""

from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from segdesk.app.icons import pixmap
from segdesk.app.plan import CARD_GAP, CARD_HEIGHT, CARDS_HEAD, CARDS_IN_ROW
from segdesk.app.recents import Recents
from segdesk.app.theme import Palette
from segdesk.app.widgets import label

HEAD_HEIGHT, NAME_HEIGHT = 24, 22


class RecentCards(QWidget):
    """A head, and as many files as there is room for."""

    def __init__(self, recents: Recents, clear: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self._recents, self._rows = recents, 0
        self._palette: Palette | None = None
        self.cards: list[RecentCard] = []
        self._head = label(self.tr("Recent").upper(), "head")
        self._head.setParent(self)
        self.clear = QPushButton(clear.text(), self)
        self.clear.setProperty("role", "fold")
        self.clear.clicked.connect(clear.trigger)
        recents.changed.connect(self.refresh)

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self.refresh()

    def show_rows(self, rows: int) -> None:
        """Show so many rows of files."""
        self._rows = rows
        self.refresh()

    def refresh(self) -> None:
        """Show what is listed now."""
        paths = self._recents.paths[: self._rows * CARDS_IN_ROW]
        self.setVisible(bool(paths))
        while len(self.cards) < len(paths):
            self.cards.append(RecentCard(self))
            self.cards[-1].clicked.connect(lambda _=False, card=self.cards[-1]: self._recents.choose(card.path))
        for index, card in enumerate(self.cards):
            card.setVisible(index < len(paths))
        for card, path in zip(self.cards, paths, strict=False):
            card.show_file(path, self._recents.pixmap(path), is_gone=self._recents.is_gone(path))
            card.dress(self._palette)
        self._place()

    def _place(self) -> None:
        width = (self.width() - (CARDS_IN_ROW - 1) * CARD_GAP) // CARDS_IN_ROW
        self._head.setGeometry(2, 0, self.width() // 2, HEAD_HEIGHT)
        words = self.clear.sizeHint().width()
        self.clear.setGeometry(self.width() - words - 2, 0, words, HEAD_HEIGHT)
        for index, card in enumerate(self.cards):
            row, column = divmod(index, CARDS_IN_ROW)
            place = QRect(column * (width + CARD_GAP), CARDS_HEAD + row * (CARD_HEIGHT + CARD_GAP), width, CARD_HEIGHT)
            card.setGeometry(place)


class RecentCard(QAbstractButton):
    """One file: its small picture over its name; one that is gone is an empty frame with a sign."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.path = Path()
        self._pixmap: QPixmap | None = None
        self._is_gone = False
        self._palette: Palette | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def is_gone(self) -> bool:
        """Whether the file is shown as one that is not there any more."""
        return self._is_gone

    @property
    def has_picture(self) -> bool:
        """Whether the small picture is there."""
        return self._pixmap is not None

    def dress(self, palette: Palette | None) -> None:
        self._palette = palette
        self.update()

    def show_file(self, path: Path, drawn: QPixmap | None, *, is_gone: bool) -> None:
        self.path, self._pixmap, self._is_gone = path, drawn, is_gone
        self.setToolTip(self.tr("Not found any more: {path}").format(path=path) if is_gone else str(path))
        self.setAccessibleName(path.name)
        self.update()

    def _paint_picture(self, painter: QPainter, frame: QRectF, palette: Palette) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(frame, 8, 8)
        painter.fillPath(shape, QColor(palette.raised))
        if self._is_gone:
            sign = pixmap("warning", palette.dim, size=20, ratio=self.devicePixelRatioF())
            painter.drawPixmap(frame.center() - QPointF(10, 10), sign)
        elif self._pixmap is not None:
            size = self._pixmap.size().toSizeF()
            # A card is filled; what does not fit is cut off on both sides alike.
            scale = max(frame.width() / size.width(), frame.height() / size.height())
            part = QRectF(0, 0, frame.width() / scale, frame.height() / scale)
            part.moveCenter(QRectF(0, 0, size.width(), size.height()).center())
            painter.save()
            painter.setClipPath(shape)
            painter.drawPixmap(frame, self._pixmap, part)
            painter.restore()
        is_pointed = (self.underMouse() or self.hasFocus()) and not self._is_gone
        painter.setPen(QPen(QColor(palette.accent if is_pointed else palette.line), 1.7 if is_pointed else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 8, 8)

    # Qt's own

    def sizeHint(self) -> QSize:
        return QSize(CARD_HEIGHT, CARD_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._palette
        if palette is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1 - NAME_HEIGHT), palette)
        font = painter.font()
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(QColor(palette.faint if self._is_gone else palette.dim))
        place = self.rect().adjusted(2, self.height() - NAME_HEIGHT + 4, -2, 0)
        name = painter.fontMetrics().elidedText(self.path.name, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, name)
