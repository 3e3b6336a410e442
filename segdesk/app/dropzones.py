"""Where something dragged over an open picture may be dropped, and what it becomes there."""

from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from segdesk.app.icons import pixmap
from segdesk.app.theme import Palette

GAP, MARGIN = 16, 32


class Zone(Enum):
    """What becomes of it."""

    OPEN = "picture"
    """The value is the name of its icon."""
    MASK = "mask"


class DropZones(QWidget):
    """Lies over the canvas while something is dragged."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._zones: tuple[Zone, ...] = ()
        self._count = 1
        self._pointed: Zone | None = None
        self._palette: Palette | None = None
        self.hide()

    @property
    def pointed(self) -> Zone | None:
        """The zone under the pointer."""
        return self._pointed

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def offer(self, zones: tuple[Zone, ...], count: int) -> None:
        """Show zones for so many things that are dragged."""
        self._zones, self._count, self._pointed = zones, count, None
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def point(self, at: QPoint) -> None:
        """The pointer is at a place of the screen."""
        place = self.mapFromGlobal(at)
        pointed = next((zone for zone in self._zones if self.rect_of(zone).contains(place)), None)
        if pointed is not self._pointed:
            self._pointed = pointed
            self.update()

    def rect_of(self, zone: Zone) -> QRect:
        """Where a zone lies."""
        count, at = len(self._zones), self._zones.index(zone)
        width = (self.width() - 2 * MARGIN - (count - 1) * GAP) // count
        return QRect(MARGIN + at * (width + GAP), MARGIN, width, self.height() - 2 * MARGIN)

    def _words(self, zone: Zone) -> tuple[str, str]:
        if zone is Zone.MASK:
            return self.tr("Use as the mask"), self.tr("Greys or transparency say what stays of the open picture")
        if self._count > 1:
            return self.tr("Open {count} files").format(count=self._count), self.tr("In the film-strip")
        return self.tr("Open"), self.tr("A picture, or a folder of pictures")

    def _paint_zone(self, painter: QPainter, zone: Zone, palette: Palette) -> None:
        is_pointed, rect = zone is self._pointed, self.rect_of(zone)
        rim = QPen(QColor(palette.accent if is_pointed else palette.edge), 1.7)
        rim.setDashPattern([5, 4])
        ground = QColor(palette.raised if is_pointed else palette.panel)
        ground.setAlpha(246)
        painter.setPen(rim)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(rect), 14, 14)
        name, hint = self._words(zone)
        middle = rect.center()
        shade = palette.accent if is_pointed else palette.dim
        painter.drawPixmap(middle - QPoint(20, 64), pixmap(zone.value, shade, size=40, ratio=self.devicePixelRatioF()))
        self._paint_line(
            painter, QRect(rect.x(), middle.y() - 12, rect.width(), 28), name, size=17, colour=palette.text
        )
        self._paint_line(painter, QRect(rect.x(), middle.y() + 18, rect.width(), 22), hint, size=12, colour=palette.dim)

    def _paint_line(self, painter: QPainter, rect: QRect, words: str, *, size: int, colour: str) -> None:
        font = self.font()
        font.setPixelSize(size)
        font.setBold(size > 14)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._palette is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._palette.ground)
        veil.setAlpha(170)
        painter.fillRect(self.rect(), veil)
        for zone in self._zones:
            self._paint_zone(painter, zone, self._palette)
