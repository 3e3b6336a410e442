"""The empty state: one place to drop a picture on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.icons import pixmap
from segdesk.app.plan import TARGET_GAP, card_rows, paint_target, target_rect
from segdesk.app.recentcards import RecentCards
from segdesk.app.recents import Recents
from segdesk.app.theme import Palette
from segdesk.app.widgets import action_button, label


class Welcome(QWidget):
    """Stands where the canvas will be, until there is a picture."""

    def __init__(self, actions: Actions, recents: Recents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recents, self._target = recents, QWidget(self)
        self.cards = RecentCards(recents, actions["clear_recent"], self)
        recents.changed.connect(self._place)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._palette: Palette | None = None
        self._is_hovered = False
        self._sign = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        words = label(self.tr("Drop a picture here, paste, or open"), "welcome")
        kinds = label(self.tr("JPEG, PNG, WebP, TIFF, BMP or AVIF"), "dim")
        open_button = action_button(actions["open"])
        open_button.setProperty("role", "primary")
        sample_button = action_button(actions["sample"], self.tr("Try the sample"))
        sample_button.setProperty("role", "link")
        self._arrange(words, kinds, open_button, sample_button)

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self._sign.setPixmap(pixmap("picture", palette.dim, size=48, ratio=self.devicePixelRatioF()))
        self.cards.dress(palette)
        self.update()

    def set_hovered(self, is_hovered: bool) -> None:
        """Show that what is dragged over the window may be dropped."""
        self._is_hovered = is_hovered
        self.update()

    def _arrange(self, words: QLabel, kinds: QLabel, open_button: QPushButton, sample_button: QPushButton) -> None:
        column = QVBoxLayout(self._target)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._sign)
        column.addSpacing(16)
        for text in (words, kinds):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words)
        column.addSpacing(6)
        column.addWidget(kinds)
        column.addSpacing(24)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(open_button)
        row.addWidget(sample_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _place(self) -> None:
        count, area = len(self._recents.paths), self.rect()
        target = target_rect(area, count)
        self._target.setGeometry(target)
        below = target.bottom() + 1 + TARGET_GAP
        self.cards.setGeometry(target.x(), below, target.width(), max(area.height() - below, 0))
        self.cards.show_rows(card_rows(count, area.height()))
        self.update()

    # Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._palette is not None:
            count = len(self._recents.paths)
            paint_target(QPainter(self), self.rect(), self._palette, recent=count, is_hovered=self._is_hovered)
