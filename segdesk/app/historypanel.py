"""The steps of the work in a list over the canvas, and the snapshots taken of it; a click goes there."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from segdesk.app.icons import icon
from segdesk.app.theme import Palette
from segdesk.app.toolbutton import ActionButton, IconButton
from segdesk.app.widgets import label
from segdesk.core.history import History

WIDTH: Final = 232
_TOP, _MARGIN, _BELOW = 58, 14, 190
"""View pixels above it, where the sign of work stands, beside it, and below it, where the overview does."""
_FRAME: Final = 58
"""View pixels of its height that are not rows."""
_HEAD: Final = QSize(28, 28)
"""Size of the buttons on top."""
_PLACE: Final = Qt.ItemDataRole.UserRole


class HistoryPanel(QFrame):
    """Snapshots stand above the steps. What was undone is faint, and where the document stands is picked out."""

    step_chosen = Signal(int)
    """Carries how many steps are to have been done."""
    snapshot_chosen = Signal(int)
    """Carries its place, from 0, as these do."""
    snapshot_renamed = Signal(int, str)
    snapshot_dropped = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, take: QAction, close: QAction, stage: QWidget) -> None:
        super().__init__(stage)
        self._stage = stage
        self.setObjectName("historyPanel")
        self.setFixedWidth(WIDTH)
        self._palette: Palette | None = None
        self._take, self._close = ActionButton(take, _HEAD), IconButton(_HEAD)
        self._close.setAccessibleName(self.tr("Close the history"))
        self._close.setToolTip(self._close.accessibleName())
        self._close.clicked.connect(lambda: close.setChecked(False))
        self.list = _List()
        self._arrange()
        self.list.itemClicked.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_chosen)
        self.list.itemChanged.connect(self._on_renamed)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.list.dropped.connect(self.snapshot_dropped)
        stage.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> list[str]:
        """Of all rows, from the top."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def show_history(self, history: History) -> None:
        """Its snapshots and steps."""
        self.list.blockSignals(True)
        self.list.clear()
        for place, snapshot in enumerate(history.snapshots):
            self._add(snapshot.name, ("snapshot", place))
        begin = self.tr("As opened") if history.is_whole else self.tr("Earlier steps were let go")
        for place, name in enumerate((begin, *history.names)):
            item = self._add(name[:1].upper() + name[1:], ("step", place))
            if place > history.position and self._palette is not None:
                item.setForeground(QColor(self._palette.faint))
        self.list.setCurrentRow(len(history.snapshots) + history.position)
        self.list.blockSignals(False)
        self._place()

    def rename(self, place: int) -> None:
        """Let a snapshot's name be edited in its row."""
        self.list.setCurrentRow(place)
        self.list.editItem(self.list.item(place))

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self._close.setIcon(icon("close", palette, colour=palette.dim))

    def _add(self, words: str, place: tuple[str, int]) -> QListWidgetItem:
        item = QListWidgetItem(words, self.list)
        item.setData(_PLACE, place)
        if place[0] == "snapshot":
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            if self._palette is not None:
                item.setIcon(icon("snapshot", self._palette, colour=self._palette.accent))
        return item

    def _on_chosen(self, item: QListWidgetItem) -> None:
        kind, place = item.data(_PLACE)
        (self.snapshot_chosen if kind == "snapshot" else self.step_chosen).emit(place)

    def _on_renamed(self, item: QListWidgetItem) -> None:
        kind, place = item.data(_PLACE)
        if kind == "snapshot":
            self.snapshot_renamed.emit(place, item.text().strip())

    def _on_menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is not None and item.data(_PLACE)[0] == "snapshot":
            self.menu_asked.emit(item.data(_PLACE)[1], self.list.mapToGlobal(at))

    def _arrange(self) -> None:
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.setContentsMargins(6, 0, 0, 0)
        head.setSpacing(2)
        head.addWidget(label(self.tr("History").upper(), "head"), 1)
        head.addWidget(self._take)
        head.addWidget(self._close)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.list)

    def _place(self) -> None:
        """At the right of the stage, as high as its rows need and the stage lets it be."""
        stage, rows = self._stage, self.list.count()
        wanted = _FRAME + sum(self.list.sizeHintForRow(row) for row in range(rows))
        self.setFixedHeight(max(min(wanted, stage.height() - _TOP - _BELOW), _FRAME + 28))
        self.move(stage.width() - WIDTH - _MARGIN, _TOP)
        self.list.scrollToItem(self.list.currentItem())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)


class _List(QListWidget):
    """Rows of words; Del lets a snapshot go."""

    dropped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("History"))
        self.setIconSize(QSize(20, 20))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def event(self, event: QEvent) -> bool:
        # Del is a command of the window, which would come before the key.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_delete(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if _is_delete(event) and item is not None:
            kind, place = item.data(_PLACE)
            if kind == "snapshot":
                self.dropped.emit(place)
        else:
            super().keyPressEvent(event)


def _is_delete(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
