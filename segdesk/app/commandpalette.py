"""The command palette: every command by some letters of its name, with its keys, in the order it was last of use."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.commandlist import ROW_HEIGHT, CommandList, CommandRows, Entry, listed
from segdesk.app.theme import Palette
from segdesk.app.widgets import dress_clearable, label, make_clearable

WIDTH, ROWS, TOP = 560, 11, 84
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QFrame):
    """Floats over the window while it is open; Esc, a click beside it or a command closes it."""

    closed = Signal()

    def __init__(self, commands: Actions, recent: list[str], parent: QWidget) -> None:
        """`recent` are the commands used last, the latest first; one that is used comes to its head."""
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("commandPalette")
        self.setAccessibleName(self.tr("Find a command"))
        self._commands, self._recent = commands, recent
        self.line, self.view, self._none = QLineEdit(), QListView(), label(self.tr("No command goes by that."), "dim")
        self._model, self._rows = CommandList(self), CommandRows(self)
        self._arrange()
        self.line.textChanged.connect(self._find)
        self.line.installEventFilter(self)
        self.view.clicked.connect(self._run)
        self._model.show_entries(self._entries())
        self._find("")

    @property
    def entries(self) -> list[Entry]:
        """What is listed."""
        found = (self._model.entry(row) for row in range(self._model.rowCount()))
        return [entry for entry in found if entry is not None]

    @property
    def current(self) -> Entry | None:
        """What Enter would run."""
        return self._model.entry(self.view.currentIndex().row())

    def dress(self, palette: Palette) -> None:
        self._rows.dress(palette)
        dress_clearable(self.line, palette)

    def open_over(self, window: QWidget) -> None:
        """Show it in the upper middle of a window."""
        self.adjustSize()
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, TOP)))
        self.show()
        self.line.setFocus()

    def _arrange(self) -> None:
        self.setFixedWidth(WIDTH)
        self.line.setPlaceholderText(self.tr("Find a command"))
        self.line.setAccessibleName(self.tr("Find a command"))
        make_clearable(self.line, self.tr("Clear"))
        self.view.setModel(self._model)
        self.view.setItemDelegate(self._rows)
        self.view.setAccessibleName(self.tr("Commands"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.view)
        column.addWidget(self._none)

    def _entries(self) -> list[Entry]:
        """All but this very palette, those used last at the head."""
        found = listed(self._commands.key_of, is_enabled=lambda key: self._commands[key].isEnabled())
        order = {key: place for place, key in enumerate(self._recent)}
        mine = [entry for entry in found if entry.command.key != "palette"]
        return sorted(mine, key=lambda entry: order.get(entry.command.key, len(order)))

    def _find(self, query: str) -> None:
        self._model.find(query)
        count = self._model.rowCount()
        self._none.setVisible(not count)
        self.view.setVisible(count > 0)
        self.view.setFixedHeight(min(count, ROWS) * ROW_HEIGHT)
        self.adjustSize()
        # What was typed means its best hit, even one that cannot be done now; nothing typed means what can be done.
        can = (row for row, entry in enumerate(self.entries) if entry.is_enabled)
        self.view.setCurrentIndex(self._model.index(0 if query.strip() else next(can, 0)))
        self.view.scrollToTop()

    def _run(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        if entry is None or not entry.is_enabled:
            return
        key = entry.command.key
        self._recent[:] = [key, *(each for each in self._recent if each != key)]
        self.close()
        self._commands[key].trigger()

    # Qt's own

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.view.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QEvent) -> None:
        self.closed.emit()
